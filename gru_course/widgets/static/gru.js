// The arithmetic of the course, in the browser: the same equations as gru_course/nn, one row (no batch) at a time.
//
// A vector is an array of numbers, a matrix an array of rows. Weights have the shape and the names that
// they have in Python: W_r is (D + H) rows of H numbers, for [x, h]. A test holds every function here to NumPy's.

export function sigmoid(a) {
  const small = Math.exp(-Math.abs(a)); // never overflows
  return (a >= 0 ? 1 : small) / (1 + small);
}

// [x, h] W + b
export function affine(x, h, W, b) {
  const out = Array.from(b);
  const add = (value, row) => {
    for (let unit = 0; unit < out.length; unit++) out[unit] += value * row[unit];
  };
  x.forEach((value, k) => add(value, W[k]));
  h.forEach((value, k) => add(value, W[x.length + k]));
  return out;
}

// r * h_prev, number by number: what the reset gate lets the candidate see.
export function resetState(r, h_prev) {
  return r * h_prev;
}

// h = z * h_cand + (1 - z) * h_prev. With keeps = true, z = 1 keeps the state, as in PyTorch and Keras.
export function blend(z, h_prev, h_cand, keeps = false) {
  const share = keeps ? 1 - z : z;
  const added = share * h_cand;
  const kept = (1 - share) * h_prev;
  return { added, kept, h: added + kept };
}

// One step of a GRU. `options`: keeps (z = 1 keeps the state), resetAfter (the reset acts after the product with W_h,
// whose bias for the past is b_hh), clamp ({ r: 1 } holds a gate at a number to see what it was for).
export function gruStep(x, h_prev, p, { keeps = false, resetAfter = false, clamp = {} } = {}) {
  const D = x.length;
  const gate = (name) =>
    name in clamp ? h_prev.map(() => clamp[name]) : affine(x, h_prev, p[`W_${name}`], p[`b_${name}`]).map(sigmoid);
  const r = gate("r");
  const z = gate("z");
  const reset_h = h_prev.map((h, k) => resetState(r[k], h));
  let a_h;
  if (resetAfter) {
    const past = affine([], h_prev, p.W_h.slice(D), p.b_hh ?? h_prev.map(() => 0));
    a_h = affine(x, [], p.W_h, p.b_h).map((a, k) => a + r[k] * past[k]);
  } else {
    a_h = affine(x, reset_h, p.W_h, p.b_h);
  }
  const h_cand = a_h.map(Math.tanh);
  const h = h_prev.map((old, k) => blend(z[k], old, h_cand[k], keeps).h);
  return { x, h_prev, r, z, reset_h, h_cand, h };
}

// One step of a plain RNN.
export function rnnStep(x, h_prev, p) {
  return { x, h_prev, h: affine(x, h_prev, p.W, p.b).map(Math.tanh) };
}

// One step of an LSTM; the state is h and c.
export function lstmStep(x, h_prev, c_prev, p) {
  const gate = (name) => affine(x, h_prev, p[`W_${name}`], p[`b_${name}`]);
  const [i, f, o] = ["i", "f", "o"].map((name) => gate(name).map(sigmoid));
  const c_cand = gate("c").map(Math.tanh);
  const c = c_prev.map((old, k) => f[k] * old + i[k] * c_cand[k]);
  return { x, h_prev, c_prev, i, f, o, c_cand, c, h: c.map((value, k) => o[k] * Math.tanh(value)) };
}

// All steps of a sequence: xs is T vectors.
export function gruForward(xs, h0, p, options = {}) {
  let h = h0;
  return xs.map((x) => {
    const step = gruStep(x, h, p, options);
    h = step.h;
    return step;
  });
}

export function rnnForward(xs, h0, p) {
  let h = h0;
  return xs.map((x) => {
    const step = rnnStep(x, h, p);
    h = step.h;
    return step;
  });
}

export function lstmForward(xs, h0, c0, p) {
  let [h, c] = [h0, c0];
  return xs.map((x) => {
    const step = lstmStep(x, h, c, p);
    [h, c] = [step.h, step.c];
    return step;
  });
}

// ---- derivatives of one step, from the derivative of what it wrote to that of what it read ----------------

// d_a W^T, the rows of W that meet h.
function backThrough(d_a, W, D, H) {
  const out = new Array(H).fill(0);
  for (let k = 0; k < H; k++) {
    const row = W[D + k];
    for (let unit = 0; unit < d_a.length; unit++) out[k] += d_a[unit] * row[unit];
  }
  return out;
}

const sum = (...vectors) => vectors[0].map((_, k) => vectors.reduce((total, v) => total + v[k], 0));

// d h_prev from d h (reset before the product, z = 1 replaces).
export function gruStepBackward(d_h, step, p) {
  const [D, H] = [step.x.length, d_h.length];
  const d_a_z = d_h.map((d, k) => d * (step.h_cand[k] - step.h_prev[k]) * step.z[k] * (1 - step.z[k]));
  const d_a_h = d_h.map((d, k) => d * step.z[k] * (1 - step.h_cand[k] ** 2));
  const d_reset_h = backThrough(d_a_h, p.W_h, D, H);
  const d_a_r = d_reset_h.map((d, k) => d * step.h_prev[k] * step.r[k] * (1 - step.r[k]));
  return sum(
    d_h.map((d, k) => d * (1 - step.z[k])),
    d_reset_h.map((d, k) => d * step.r[k]),
    backThrough(d_a_z, p.W_z, D, H),
    backThrough(d_a_r, p.W_r, D, H),
  );
}

export function rnnStepBackward(d_h, step, p) {
  const d_a = d_h.map((d, k) => d * (1 - step.h[k] ** 2));
  return backThrough(d_a, p.W, step.x.length, d_h.length);
}

// [d h_prev, d c_prev] from [d h, d c].
export function lstmStepBackward([d_h, d_c], step, p) {
  const [D, H] = [step.x.length, d_h.length];
  const squashed = step.c.map(Math.tanh);
  const d_cell = d_c.map((d, k) => d + d_h[k] * step.o[k] * (1 - squashed[k] ** 2));
  const slope = (gate) => gate.map((s) => s * (1 - s));
  const d_a = {
    o: d_h.map((d, k) => d * squashed[k] * slope(step.o)[k]),
    i: d_cell.map((d, k) => d * step.c_cand[k] * slope(step.i)[k]),
    f: d_cell.map((d, k) => d * step.c_prev[k] * slope(step.f)[k]),
    c: d_cell.map((d, k) => d * step.i[k] * (1 - step.c_cand[k] ** 2)),
  };
  const d_h_prev = sum(...Object.entries(d_a).map(([name, d]) => backThrough(d, p[`W_${name}`], D, H)));
  return [d_h_prev, d_cell.map((d, k) => d * step.f[k])];
}
