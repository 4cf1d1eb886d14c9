"""What goes wrong in the last equation of a GRU."""

from gru_course.checks.exercise import Misconception
from gru_course.checks.exercises.cell_ways import BLEND, blend

BLEND_MISTAKES = (
    blend(
        "z-swapped",
        "z and 1 - z exchanged",
        "Here z is the share of the new: z = 1 replaces the state by the candidate, z = 0 keeps it. Which of "
        "the two is multiplied by z, then? (A minus too many or too few inside the sigmoid of z does the "
        "same.)",
        "(1 - z) * h_cand + z * h_prev",
        elsewhere="valid in PyTorch and Keras, where z = 1 keeps; in this course z = 1 replaces.",
    ),
    blend(
        "returns-candidate",
        "the candidate comes out, not the blended state",
        "h_cand is only a proposal. The last equation is missing: now blend it with h_prev, by z.",
        "h_cand",
    ),
    blend(
        "both-h-prev",
        "h_prev comes out unchanged",
        "Nothing new ever gets in. One of the two terms of the blend belongs to h_cand.",
        "h_prev",
    ),
    blend(
        "no-memory",
        "the term with h_prev is missing",
        "z * h_cand is what is new. What becomes of the share 1 - z of the old state?",
        "z * h_cand",
    ),
    blend(
        "no-candidate",
        "the term with the candidate is missing",
        "(1 - z) * h_prev is what stays. What fills the place that z has made free?",
        "(1 - z) * h_prev",
    ),
    Misconception(
        "reset-in-blend",
        "the reset state r * h_prev stands in the blend",
        "The reset gate touches only what the candidate sees; the blend keeps the old state itself. If you "
        "wrote "
        "h_prev = r * h_prev, give the product a name of its own.",
        (
            ((BLEND, "z * h_cand + (1 - z) * (h_prev * r)"),),
            (("reset_h = r * h_prev", "h_prev *= r; reset_h = h_prev"),),
            ((BLEND, "z * h_cand + (1 - z) * reset_h"), ("a_z = xh @", "a_z = x_reset_h @")),
            (("reset_h = r * h_prev", "h_prev *= r; reset_h = h_prev"), ("a_z = xh @", "a_z = x_reset_h @")),
        ),
    ),
    blend(
        "product",
        "the two terms are multiplied",
        "To blend is to add: two shares that make one whole.",
        "z * h_cand * (1 - z) * h_prev",
    ),
    blend(
        "subtracted",
        "a minus between the two terms",
        "To blend is to add: a share z of one and a share 1 - z of the other. 1 - z is not z - 1.",
        "z * h_cand - (1 - z) * h_prev",
    ),
    blend(
        "memory-unweighted",
        "h_prev is kept whole",
        "The shares should make one whole. If z of the new comes in, how much of h_prev may stay?",
        "z * h_cand + h_prev",
    ),
    blend(
        "candidate-unweighted",
        "the candidate is added whole",
        "The shares should make one whole. If 1 - z of the old stays, how much of h_cand may come in?",
        "h_cand + (1 - z) * h_prev",
    ),
    blend(
        "same-weight",
        "both terms have the same share",
        "The shares should make one whole: z for one of the two, 1 - z for the other.",
        "z * h_cand + z * h_prev",
        "(1 - z) * h_cand + (1 - z) * h_prev",
    ),
    blend(
        "no-weights",
        "h_cand and h_prev are added without z",
        "z is never consulted. It is the share that h_cand has in the sum.",
        "h_cand + h_prev",
        "(h_cand + h_prev) / 2",
    ),
    blend(
        "candidate-subtracted",
        "the new part comes in with a minus",
        "To blend is to add: a share z of the candidate and a share 1 - z of the old state.",
        "(1 - z) * h_prev - z * h_cand",
    ),
    blend(
        "sums-multiplied",
        "+ and * exchanged",
        "Each state is multiplied by its share, and the two products are added.",
        "(z + h_cand) * (1 - z + h_prev)",
    ),
    blend(
        "one-plus-z",
        "1 + z where 1 - z belongs",
        "The shares should make one whole: what is left of 1 when z is taken?",
        "z * h_cand + (1 + z) * h_prev",
    ),
    blend(
        "memory-forgotten-in-term",
        "1 - z without h_prev",
        "1 - z is a share. A share of what?",
        "z * h_cand + (1 - z)",
    ),
    blend(
        "candidate-forgotten-in-term",
        "z without h_cand",
        "z is a share. A share of what?",
        "z + (1 - z) * h_prev",
    ),
    blend(
        "difference-only",
        "only the way to the candidate, not where it starts",
        "z * (h_cand - h_prev) is how far the state moves. From where does it start?",
        "z * (h_cand - h_prev)",
    ),
    blend(
        "z-squared",
        "z is multiplied in twice",
        "One product with z for the candidate and one with 1 - z for the old state.",
        "z * (z * h_cand) + (1 - z) * h_prev",
        "z * (z * h_cand + (1 - z) * h_prev)",
        "(1 - z) * (z * h_cand + (1 - z) * h_prev)",
    ),
    blend(
        "state-added-again",
        "h_prev is added once more",
        "The old state is in the blend already, with its share 1 - z. Is there a += too many?",
        "z * h_cand + (1 - z) * h_prev + h_prev",
    ),
    blend(
        "one-minus-candidate",
        "1 - h_cand where 1 - z belongs",
        "What h_prev is multiplied by is a share: the share that the gate z leaves over.",
        "z * h_cand + (1 - h_cand) * h_prev",
    ),
    blend(
        "missing-parentheses",
        "parentheses around 1 - z are missing, or stand elsewhere",
        "* binds more strongly than + and -. Two products are added: z times one, (1 - z) times the other.",
        "z * h_cand + 1 - z * h_prev",
        "z * (h_cand + (1 - z) * h_prev)",
        "z * (h_cand + 1 - z) * h_prev",
        "(z * h_cand + 1 - z) * h_prev",
    ),
    blend(
        "difference-turned",
        "the difference has the wrong sign",
        "h_prev + z * (...) should come to h_cand where z is 1. What must the parentheses hold for that?",
        "h_prev + z * (h_prev - h_cand)",
        "h_cand + (1 - z) * (h_cand - h_prev)",
    ),
    blend(
        "difference-sum",
        "a sum where the difference belongs",
        "h_prev + z * (...) should come to h_cand where z is 1. What must the parentheses hold for that?",
        "h_cand + (1 - z) * (h_prev + h_cand)",
    ),
    blend(
        "r-in-blend",
        "r stands in the blend in one place of z",
        "r is for the candidate only. Both shares of the blend come from z: z and 1 - z.",
        "r * h_cand + (1 - z) * h_prev",
        "z * h_cand + (1 - r) * h_prev",
        "z * h_cand + r * h_prev",
        "(1 - z) * h_cand + r * h_prev",
        "z * h_cand + (1 - z) * r",
        "z * r + (1 - z) * h_prev",
    ),
    blend(
        "one-z-for-all",
        "one z for all units",
        "Every unit has its own z: no mean and no sum over it, and no single column of it.",
        "z.mean(axis=-1, keepdims=True) * h_cand + (1 - z.mean(axis=-1, keepdims=True)) * h_prev",
        "z.mean() * h_cand + (1 - z.mean()) * h_prev",
        "z[:, :1] * h_cand + (1 - z[:, :1]) * h_prev",
    ),
    blend(
        "gate-as-switch",
        "z taken as a switch, on or off",
        "A gate is a dimmer, not a switch: z = 0.3 takes 0.3 of the new and 0.7 of the old. No rounding, "
        "no if.",
        "np.where(z > 0.5, h_cand, h_prev)",
        "np.where(z > 0.5, h_prev, h_cand)",
    ),
    blend(
        "tanh-again",
        "tanh around the blend",
        "tanh has done its work inside the candidate. The blend itself is only a weighted sum.",
        "np.tanh(z * h_cand + (1 - z) * h_prev)",
    ),
    blend(
        "sigmoid-of-blend",
        "a sigmoid around the blend",
        "The blend is only a weighted sum; a state may be negative. The sigmoid belongs to the gates.",
        "sigmoid(z * h_cand + (1 - z) * h_prev)",
    ),
    blend(
        "tanh-on-h-prev",
        "tanh around the old state",
        "h_prev is a state: it goes into the blend as it is. tanh stands in the candidate only.",
        "z * h_cand + (1 - z) * np.tanh(h_prev)",
    ),
    blend(
        "tanh-twice",
        "tanh twice on the candidate",
        "h_cand has been through tanh once, and once is enough.",
        "z * np.tanh(h_cand) + (1 - z) * h_prev",
        "np.tanh(z * np.tanh(h_cand) + (1 - z) * h_prev)",
    ),
    blend(
        "all-zero",
        "only zeros come out",
        "Every number is 0: is the result ever written into the array that you return, and is that array "
        "one of "
        "decimals? An array of whole numbers (dtype=int) cuts 0.7 down to 0.",
        "np.zeros_like(h_prev)",
    ),
)
"""What goes wrong in the last equation."""
