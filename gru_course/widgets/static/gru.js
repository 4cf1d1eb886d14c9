// The arithmetic of the GRU, as gru_course/nn/cell.py has it: z = 1 replaces the state, r is the share that is kept.

export function resetState(r, h_prev) {
  return r * h_prev;
}

export function blend(z, h_prev, h_cand) {
  const added = z * h_cand;
  const kept = (1 - z) * h_prev;
  return { added, kept, h: added + kept };
}
