"""One whole step of a GRU with a single unit, with pencil and paper.

Four numbers: the reset gate, the candidate, the update gate, the new state.
"""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception, Property
from gru_course.nn.activations import sigmoid, tanh
from gru_course.nn.validate import Array


def step_by_hand() -> Array:  # noqa: D103
    x, h_prev = np.array([1.0, -0.5])
    a_r = 0.6 * x + 0.8 * h_prev - 0.7
    r = sigmoid(a_r)
    a_h = 0.9 * x + 1.4 * (r * h_prev) + 0.3
    h_cand = tanh(a_h)
    a_z = 0.5 * x - 0.4 * h_prev - 0.3
    z = sigmoid(a_z)
    h = z * h_cand + (1 - z) * h_prev
    return np.array([r, h_cand, z, h])


MISTAKES = (
    Misconception(
        "z-swapped",
        "z and 1 - z exchanged",
        "The first three numbers are right. Here z is the share of the new, h_cand, and 1 - z that of the "
        "old state.",
        ((("z * h_cand + (1 - z) * h_prev", "(1 - z) * h_cand + z * h_prev"),),),
        elsewhere="valid in PyTorch and Keras, where z = 1 keeps; in this course z = 1 replaces.",
    ),
    Misconception(
        "no-reset",
        "the candidate looks at the whole of h_prev",
        "Look at the second number: the candidate sees r * h_prev, a share of the old state.",
        ((("(r * h_prev)", "h_prev"),),),
    ),
    Misconception(
        "one-minus-r",
        "1 - r: read as how much to erase",
        "r is the share that is kept: with r = 0.2 the candidate sees 0.2 of h_prev.",
        ((("(r * h_prev)", "((1 - r) * h_prev)"),), (("r = sigmoid(a_r)", "r = sigmoid(-a_r)"),)),
    ),
    Misconception(
        "reset-on-everything",
        "r multiplies more than h_prev",
        "r touches h_prev and nothing else: not x, not the bias, not the finished candidate.",
        (
            (("1.4 * (r * h_prev) + 0.3", "1.4 * (r * h_prev) + 0.3 * r"),),
            (("0.9 * x + 1.4 * (r * h_prev) + 0.3", "r * (0.9 * x + 1.4 * h_prev) + 0.3"),),
            (("0.9 * x + 1.4 * (r * h_prev) + 0.3", "r * (0.9 * x + 1.4 * h_prev + 0.3)"),),
            (("tanh(a_h)", "r * tanh(a_h)"),),
        ),
    ),
    Misconception(
        "reset-added",
        "r is added to h_prev",
        "A share of something is a product: r times h_prev.",
        ((("(r * h_prev)", "(r + h_prev)"),),),
    ),
    Misconception(
        "no-sigmoid",
        "a gate without its sigmoid",
        "r and z lie between 0 and 1: the sum is not the gate yet.",
        (
            (("r = sigmoid(a_r)", "r = a_r"), ("z = sigmoid(a_z)", "z = a_z")),
            (("r = sigmoid(a_r)", "r = a_r"),),
            (("z = sigmoid(a_z)", "z = a_z"),),
        ),
    ),
    Misconception(
        "tanh-gate",
        "tanh where the sigmoid of a gate belongs",
        "r and z lie between 0 and 1 and come from the sigmoid; tanh makes the candidate.",
        (
            (("r = sigmoid(a_r)", "r = tanh(a_r)"), ("z = sigmoid(a_z)", "z = tanh(a_z)")),
            (("r = sigmoid(a_r)", "r = tanh(a_r)"),),
            (("z = sigmoid(a_z)", "z = tanh(a_z)"),),
        ),
    ),
    Misconception(
        "sigmoid-sign",
        "a sign slip in the sigmoid",
        "The sigmoid of a negative number is below one half, that of a positive one above: compare with "
        "the signs of "
        "your sums.",
        (
            (("r = sigmoid(a_r)", "r = sigmoid(-a_r)"), ("z = sigmoid(a_z)", "z = sigmoid(-a_z)")),
            (("z = sigmoid(a_z)", "z = sigmoid(-a_z)"),),
        ),
    ),
    Misconception(
        "no-tanh",
        "the candidate has no tanh",
        "The second number lies between -1 and 1: the sum is not the candidate yet.",
        ((("tanh(a_h)", "a_h"),),),
    ),
    Misconception(
        "sigmoid-for-tanh",
        "the sigmoid where tanh belongs",
        "Only the gates use the sigmoid. The candidate may be negative: tanh.",
        ((("tanh(a_h)", "sigmoid(a_h)"),),),
    ),
    Misconception("no-bias-r", "b_r left out", "The sum in r has a bias, b_r.", (((" - 0.7", ""),),)),
    Misconception(
        "no-bias-h", "b_h left out", "The sum in the candidate has a bias, b_h.", (((" + 0.3", ""),),)
    ),
    Misconception("no-bias-z", "b_z left out", "The sum in z has a bias, b_z.", (((" - 0.3", ""),),)),
    Misconception(
        "no-bias",
        "all biases left out",
        "Each of the three sums ends in a bias.",
        (((" - 0.7", ""), (" + 0.3", ""), (" - 0.3", "")),),
    ),
    Misconception(
        "lost-minus",
        "a minus sign is lost",
        "h_prev is negative, b_r and b_z are, and so is one of the weights of z: check every sign of the "
        "sums.",
        (
            (("x, h_prev = np.array([1.0, -0.5])", "x, h_prev = np.array([1.0, 0.5])"),),
            ((" - 0.7", " + 0.7"),),
            ((" - 0.3", " + 0.3"),),
            (("- 0.4 * h_prev", "+ 0.4 * h_prev"),),
            (("+ (1 - z) * h_prev", "- (1 - z) * h_prev"),),
        ),
    ),
    Misconception(
        "r-for-z",
        "the reset gate where the update gate belongs",
        "The blend takes its shares from z, and z has a row of its own in the table, the third.",
        (
            (("z * h_cand + (1 - z) * h_prev", "r * h_cand + (1 - r) * h_prev"),),
            (("a_z = 0.5 * x - 0.4 * h_prev - 0.3", "a_z = 0.6 * x + 0.8 * h_prev - 0.7"),),
        ),
    ),
    Misconception(
        "h0-ignored",
        "h_prev taken as 0",
        "The state before the step is h_prev = -0.5, not 0: it stands in both gates, in the candidate and in "
        "the blend.",
        (
            (("x, h_prev = np.array([1.0, -0.5])", "x, h_prev = np.array([1.0, 0.0])"),),
            (("(r * h_prev)", "0"),),
        ),
    ),
    Misconception(
        "gates-swapped",
        "the weights of r and z are exchanged",
        "The first of the four numbers is r, the third is z. Which row of the table belongs to which?",
        (
            (
                ("0.6 * x + 0.8 * h_prev - 0.7", "0.5 * x - 0.4 * h_prev - 0.3"),
                ("a_z = 0.5 * x - 0.4 * h_prev - 0.3", "a_z = 0.6 * x + 0.8 * h_prev - 0.7"),
            ),
        ),
    ),
    Misconception(
        "h-first",
        "x and h_prev have changed places",
        "The first weight of each row meets x, the second the state.",
        (
            (
                ("0.6 * x + 0.8 * h_prev", "0.6 * h_prev + 0.8 * x"),
                ("0.9 * x + 1.4 * (r * h_prev)", "0.9 * (r * h_prev) + 1.4 * x"),
                ("0.5 * x - 0.4 * h_prev", "0.5 * h_prev - 0.4 * x"),
            ),
            (
                ("0.6 * x + 0.8 * h_prev", "0.6 * h_prev + 0.8 * x"),
                ("0.5 * x - 0.4 * h_prev", "0.5 * h_prev - 0.4 * x"),
            ),
            (("0.9 * x + 1.4 * (r * h_prev)", "0.9 * (r * h_prev) + 1.4 * x"),),
        ),
        elsewhere="[h, x] is as good with the weights in that order; this course keeps [x, h].",
    ),
    Misconception(
        "returns-candidate",
        "h is the candidate",
        "The first three numbers are right. Now blend the candidate with h_prev, by z.",
        ((("z * h_cand + (1 - z) * h_prev", "h_cand"),),),
    ),
    Misconception(
        "no-memory",
        "the term with h_prev is missing",
        "z * h_cand is what is new. What becomes of the share 1 - z of the old state?",
        ((("z * h_cand + (1 - z) * h_prev", "z * h_cand"),),),
    ),
    Misconception(
        "no-candidate",
        "the term with the candidate is missing",
        "(1 - z) * h_prev is what stays. What fills the place that z has made free?",
        ((("z * h_cand + (1 - z) * h_prev", "(1 - z) * h_prev"),),),
    ),
    Misconception(
        "reset-in-blend",
        "the reset state stands in the blend",
        "The reset gate touches only what the candidate sees; the blend takes h_prev itself.",
        ((("+ (1 - z) * h_prev", "+ (1 - z) * r * h_prev"),),),
    ),
    Misconception(
        "shares-not-one",
        "the two shares of the blend do not make one whole",
        "The blend has a share z of the new and a share 1 - z of the old, added up.",
        (
            (("(1 - z) * h_prev", "h_prev"),),
            (("(1 - z) * h_prev", "z * h_prev"),),
            (("z * h_cand + (1 - z) * h_prev", "h_cand + (1 - z) * h_prev"),),
            (("z * h_cand + (1 - z) * h_prev", "z * h_cand * (1 - z) * h_prev"),),
            (("z * h_cand + (1 - z) * h_prev", "h_cand + h_prev"),),
        ),
    ),
    Misconception(
        "other-order",
        "the right numbers in another order",
        "All four are there. Give them in this order: r, h_cand, z, h.",
        tuple(
            (("[r, h_cand, z, h]", order),)
            for order in ("[r, z, h_cand, h]", "[z, r, h_cand, h]", "[h, z, h_cand, r]", "[z, h_cand, r, h]")
        ),
    ),
    Misconception(
        "one-number",
        "fewer numbers than the four that are asked for",
        "Give all four, in square brackets: r, h_cand, z and h.",
        (
            (("np.array([r, h_cand, z, h])", "np.array(h)"),),
            (("[r, h_cand, z, h]", "[h]"),),
            (("[r, h_cand, z, h]", "[r, h_cand, z]"),),
            (("[r, h_cand, z, h]", "[r, z, h]"),),
        ),
    ),
)


def _near(number: Array, expected: Array) -> bool:
    """As near as numbers that were rounded on the way."""
    return bool(abs(number - expected) < 0.002)


FOLLOWS = (
    Property(
        "r",
        "Begin with the first number, r, which is off: what comes after it depends on it.",
        lambda arguments, pieces: _near(pieces[0][0], step_by_hand()[0]),
    ),
    Property(
        "h_cand",
        "The second number, h_cand, does not follow from your r: look at its sum, 0.9 x + 1.4 (r h_prev) "
        "+ 0.3, and then at tanh.",
        lambda arguments, pieces: _near(pieces[0][1], tanh(0.9 + 1.4 * (pieces[0][0] * -0.5) + 0.3)),
    ),
    Property(
        "z",
        "The third number, z, is off, and it needs neither r nor h_cand: look at its sum, and then at the "
        "sigmoid.",
        lambda arguments, pieces: _near(pieces[0][2], step_by_hand()[2]),
    ),
    Property(
        "h",
        "The last number does not follow from your h_cand and z: blend them with h_prev once more.",
        lambda arguments, pieces: _near(
            pieces[0][3], pieces[0][2] * pieces[0][1] + (1 - pieces[0][2]) * -0.5
        ),
    ),
)
"""Said of numbers that no known mistake gives: a slip shows where it was made, not in all that follows."""

EXERCISES = (
    Exercise(
        name="step_by_hand",
        notebook="07_the_cell",
        title="One step with pencil and paper",
        points=2,
        minutes=8,
        kind="value",
        reference=step_by_hand,
        hints=(
            "Go from top to bottom: r, then the candidate, then z, then h. Each needs only what stands "
            "above it.",
            "For r: 0.6 times x, plus 0.8 times h_prev, minus 0.7, and then the sigmoid of that sum. For the "
            "candidate, work out r times h_prev first.",
            "The sums are -0.5 for r and 0.4 for z. In the last line the candidate gets the share z, and "
            "h_prev the "
            "share 1 - z.",
        ),
        misconceptions=MISTAKES,
        outputs={"[r, h_cand, z, h]": ""},
        properties=FOLLOWS,
        tolerance=6e-4,
    ),
)
