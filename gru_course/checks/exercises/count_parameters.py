"""Counting parameters: three blocks of (D + H) * H weights and H biases.

One block each for the reset gate, the update gate and the candidate; D=16 and H=32 make 4,704 numbers.
"""

import numpy as np

from gru_course.checks.exercise import Exercise, Misconception
from gru_course.checks.probes import Arguments, Sizes


def count_parameters(D: int, H: int) -> int:  # noqa: D103
    blocks = 3  # reset gate, update gate, candidate
    weights = (D + H) * H
    biases = H
    return blocks * (weights + biases)


def draw(rng: np.random.Generator, sizes: Sizes) -> Arguments:
    """Two whole numbers: those of `sizes`, plus up to T - 1 by chance.

    There are no arrays here that could be random, so the sizes themselves must be.
    """
    return {
        "D": sizes.D + int(rng.integers(sizes.T)),
        "H": sizes.H + int(rng.integers(sizes.T)),
    }


MISCONCEPTIONS = (
    Misconception(
        "no-bias",
        "the biases left out",
        "Every block ends in + b: one more number for each of its units.",
        ((("weights + biases", "weights"),),),
    ),
    Misconception(
        "two-biases",
        "two biases in every block",
        "Here [x, h_prev] is one row that meets one matrix, so each block needs one bias, of shape (H,).",
        ((("biases = H", "biases = 2 * H"),),),
        elsewhere="PyTorch, and Keras with reset_after=True, keep one bias for x and one for h; "
        "this course has one for both.",
    ),
    Misconception(
        "two-blocks",
        "two blocks where there are three",
        "Two gates make two blocks, and something that is no gate has weights and a bias of its own: "
        "what do the gates steer?",
        ((("blocks = 3", "blocks = 2"),),),
    ),
    Misconception(
        "four-blocks",
        "four blocks: that is the LSTM",
        "Count the equations that have a W: the GRU has one gate fewer than the LSTM.",
        ((("blocks = 3", "blocks = 4"),),),
        elsewhere="An LSTM has four blocks of this size; a GRU has three.",
    ),
    Misconception(
        "one-block",
        "one block where there are three",
        "This is the size of one block, right for a plain RNN. How many equations of the GRU have a W?",
        ((("blocks = 3", "blocks = 1"),),),
        elsewhere="A plain RNN has one such block; a GRU has three.",
    ),
    Misconception(
        "no-recurrent-weights",
        "the weights that meet h_prev left out",
        "W meets [x, h_prev] side by side. How many rows does it need for that?",
        ((("(D + H) * H", "D * H"),),),
    ),
    Misconception(
        "no-input-weights",
        "the weights that meet x left out",
        "W meets [x, h_prev] side by side. How many rows does it need for that?",
        ((("(D + H) * H", "H * H"),),),
    ),
    Misconception(
        "D-and-H-exchanged",
        "D and H exchanged",
        "D counts the numbers that come in and stands first; H counts the units. "
        "Every block answers with one number for each unit, so how many columns has W, and how long is b?",
        (
            (("(D + H) * H", "(D + H) * D"), ("biases = H", "biases = D")),
            (("(D + H) * H", "(D + H) * D"),),
        ),
    ),
    Misconception(
        "one-bias-in-all",
        "the bias of one block only",
        "The 3 belongs to weights and biases: each of the three blocks has a bias of its own. "
        "Is a pair of parentheses missing?",
        ((("blocks * (weights + biases)", "blocks * weights + biases"),),),
    ),
    Misconception(
        "one-matrix-in-all",
        "the weights of one block only",
        "Each of the three blocks has a matrix of its own besides its bias. Is a pair of parentheses "
        "missing?",
        ((("blocks * (weights + biases)", "weights + blocks * biases"),),),
    ),
    Misconception(
        "three-taken-twice",
        "the 3 taken twice",
        "The three blocks have one bias each: inside the parentheses of 3 * (...) stands a single block, "
        "with a single bias.",
        (
            (("blocks * (weights + biases)", "blocks * (weights + blocks * biases)"),),
            (("blocks * (weights + biases)", "blocks * (blocks * weights + biases)"),),
            (("blocks * (weights + biases)", "blocks * blocks * (weights + biases)"),),
        ),
    ),
    Misconception(
        "bias-for-every-row",
        "D + H biases in a block",
        "A bias is added to what comes out of the product, (B, H), not to what goes in.",
        (
            (("biases = H", "biases = D + H"),),
            (("biases = H", "biases = D"),),
        ),
    ),
    Misconception(
        "one-number-as-bias",
        "a single number as the bias of a block",
        "b has a number for every unit: its shape is (H,).",
        ((("biases = H", "biases = 1"),), (("blocks * (weights + biases)", "blocks * weights + 1"),)),
    ),
    Misconception(
        "product-for-sum",
        "D * H where D + H is meant",
        "x and h_prev lie side by side: are the lengths of two rows side by side added or multiplied?",
        ((("(D + H) * H", "(D * H) * H"),),),
    ),
    Misconception(
        "square-of-D-plus-H",
        "(D + H) columns in W",
        "(D + H) is what goes in. How many numbers come out of a block, one for each ...?",
        (
            (("(D + H) * H", "(D + H) ** 2"),),
            (("(D + H) * H", "(D + H) ** 2"), ("biases = H", "biases = D + H")),
        ),
    ),
    Misconception(
        "two-H-rows",
        "2 H rows in W",
        "W meets x, of D numbers, and h_prev, of H numbers.",
        ((("(D + H) * H", "(H + H) * H"),),),
    ),
    Misconception(
        "D-by-D",
        "a matrix of D by D",
        "Both parts of W end in H columns: the rows that meet x, and the rows that meet h_prev.",
        ((("(D + H) * H", "(D * D + H * H)"),),),
    ),
    Misconception(
        "no-product",
        "the rows of W counted, and not its columns",
        "A matrix with D + H rows holds more than D + H numbers: how many columns has it?",
        ((("(D + H) * H", "(D + H)"),), (("(D + H) * H", "(D + H + H)"),)),
    ),
    Misconception(
        "missing-parentheses",
        "a product that is done before the sum",
        "Python multiplies before it adds: put parentheses around D + H, "
        "and around what all three blocks have.",
        (
            (("(D + H) * H", "D + H * H"),),
            "def count_parameters(D, H):\n    return 3 * D + H * H + H\n",
            "def count_parameters(D, H):\n    return 3 * D * H + H * H + H\n",
            "def count_parameters(D, H):\n    return 3 * D * H + H * H\n",
            "def count_parameters(D, H):\n    return 3 * D + H * H\n",
            "def count_parameters(D, H):\n    return 3 * D + H * H + 3 * H\n",
            "def count_parameters(D, H):\n    return 3 * (D + H * H) + H\n",
            "def count_parameters(D, H):\n    return 3 * (D + H) + H * H + H\n",
        ),
    ),
    Misconception(
        "bias-multiplied",
        "multiplied by the biases",
        "Weights and biases lie side by side in memory: the numbers of both are added.",
        ((("weights + biases", "weights * biases"),),),
    ),
    Misconception(
        "bias-subtracted",
        "the biases subtracted",
        "Biases are parameters too: add them.",
        ((("weights + biases", "weights - biases"),),),
    ),
    Misconception(
        "biases-of-the-gates-only",
        "biases for the two gates only",
        "The candidate has a bias as well: b_h.",
        ((("blocks * (weights + biases)", "blocks * weights + 2 * biases"),),),
    ),
    Misconception(
        "h0-counted",
        "H numbers too many",
        "Is the state counted with the weights? It changes at every step and is computed, not learnt. "
        "What is learnt is in params: three W and three b.",
        ((("blocks * (weights + biases)", "blocks * (weights + biases) + H"),),),
    ),
    Misconception(
        "candidate-without-x",
        "the candidate's weights counted as H * H",
        "The candidate reads [x, r * h_prev]: x as well.",
        (
            (("blocks * (weights + biases)", "blocks * (weights + biases) - D * H"),),
            (("blocks * (weights + biases)", "2 * (weights + biases) + H * H"),),
        ),
    ),
    Misconception(
        "candidate-without-h",
        "the candidate's weights counted as D * H",
        "The candidate reads [x, r * h_prev]: the reset state has H numbers, as h_prev has.",
        (
            (("blocks * (weights + biases)", "blocks * (weights + biases) - H * H"),),
            (("blocks * (weights + biases)", "2 * (weights + biases) + D * H"),),
        ),
    ),
    Misconception(
        "candidate-reads-r",
        "r counted as one more input of the candidate",
        "r is multiplied with h_prev element by element before the product, so it needs no rows in W_h.",
        ((("blocks * (weights + biases)", "blocks * (weights + biases) + H * H"),),),
    ),
    Misconception(
        "input-weights-shared",
        "the weights that meet x counted once",
        "Each of the three W has its own rows for x, as it has its own rows for h_prev.",
        ((("blocks * (weights + biases)", "blocks * (H * H + biases) + D * H"),),),
    ),
    Misconception(
        "recurrent-weights-shared",
        "the weights that meet h_prev counted once",
        "Each of the three W has its own rows for h_prev, as it has its own rows for x.",
        ((("blocks * (weights + biases)", "blocks * (D * H + biases) + H * H"),),),
    ),
    Misconception(
        "readout-counted",
        "a readout counted with the cell",
        "The cell ends at h_t: what turns the state into an answer is not part of it.",
        (
            (("blocks * (weights + biases)", "blocks * (weights + biases) + H * D + D"),),
            (("blocks * (weights + biases)", "blocks * (weights + biases) + H * D"),),
            (("blocks * (weights + biases)", "blocks * (weights + biases) + H + 1"),),
            (("blocks * (weights + biases)", "blocks * (weights + biases) + H * H + H"),),
        ),
    ),
    Misconception(
        "counted-twice",
        "everything counted twice",
        "x and h_prev share one row of D + H numbers and one matrix: neither needs a set of its own.",
        ((("blocks = 3", "blocks = 6"),),),
        elsewhere="A bidirectional GRU has two sets, one for each direction.",
    ),
    Misconception(
        "bytes",
        "bytes, not numbers",
        "How many numbers are there? How many bytes each one takes is another question.",
        ((("blocks * (", "8 * blocks * ("),), (("blocks * (", "4 * blocks * ("),)),
    ),
    Misconception(
        "arrays-counted",
        "arrays counted, not the numbers in them",
        "There are six arrays. How many numbers are in all of them together?",
        (
            (("return blocks * (weights + biases)", "return 6"),),
            (("return blocks * (weights + biases)", "return 3"),),
        ),
    ),
    Misconception(
        "caret-for-power",
        "^ where ** is meant",
        "In Python a power is written **, and ^ is something else: H ** 2.",
        (
            (("(D + H) * H", "(D * H + (H ^ 2))"),),
            "def count_parameters(D, H):\n    return 3 * (D * H + H ^ 2 + H)\n",
            "def count_parameters(D, H):\n    return 3 * (D * H + H + H ^ 2)\n",
            "def count_parameters(D, H):\n    return 3 * D * H + 3 * H ^ 2 + 3 * H\n",
            "def count_parameters(D, H):\n    return 3 * D * H + 3 * (H ^ 2) + 3 * H\n",
        ),
    ),
    Misconception(
        "input-weights-twice",
        "the weights that meet x counted twice",
        "W has D rows for x and H rows for h_prev, each with H columns.",
        ((("(D + H) * H", "2 * D * H"),),),
    ),
    Misconception(
        "minus-for-plus",
        "D - H where D + H is meant",
        "x and h_prev lie side by side: their lengths are added.",
        (
            (("(D + H) * H", "(D - H) * H"),),
            (("(D + H) * H", "(H - D) * H"),),
        ),
    ),
    Misconception(
        "sign-turned",
        "the sign turned round",
        "The right size with the wrong sign: look for a minus that does not belong there.",
        ((("return blocks * (weights + biases)", "return -blocks * (weights + biases)"),),),
    ),
    Misconception(
        "power-of-three",
        "to the power of three, where three times is meant",
        "Three blocks of one size are three times as many numbers: *, not **.",
        (
            (("blocks * (weights + biases)", "(weights + biases) ** blocks"),),
            (("blocks * (weights + biases)", "weights ** blocks + biases"),),
        ),
    ),
    Misconception(
        "inputs-counted",
        "x, or x and the state, counted with the weights",
        "x and h_prev go in and are not learnt. What is learnt is in params: three W and three b.",
        (
            (("blocks * (weights + biases)", "blocks * (weights + biases) + D + H"),),
            (("blocks * (weights + biases)", "blocks * (weights + biases) + D"),),
        ),
    ),
    Misconception(
        "halved",
        "half of it",
        "Nothing is shared here, so nothing is divided by two: each of the three blocks counts in full.",
        (
            (("return blocks * (weights + biases)", "return blocks * (weights + biases) // 2"),),
            (("return blocks * (weights + biases)", "return blocks * (weights + biases) / 2"),),
        ),
    ),
    Misconception(
        "nothing-counted",
        "0 comes out, whatever D and H are",
        "Is this a line to be replaced still, or is a sum never added to? Start with one block: how many "
        "numbers "
        "has its W?",
        ((("return blocks * (weights + biases)", "return 0"),),),
    ),
    Misconception(
        "text-for-number",
        "a text where a number is asked for",
        "Return the number itself, without str, quotation marks or f-string; print is for showing it.",
        (
            (("return blocks * (weights + biases)", "return str(blocks * (weights + biases))"),),
            (("return blocks * (weights + biases)", "return f'{blocks * (weights + biases)} parameters'"),),
        ),
    ),
    Misconception(
        "written-down",
        "the number for one pair of sizes",
        "4704 is right for D=16 and H=32. Compute it from D and H, whatever they are.",
        ((("return blocks * (weights + biases)", "return 4704"),),),
    ),
    Misconception(
        "not-added-up",
        "several numbers where one is asked for",
        "One number is asked for, weights and biases of all blocks together: add them up.",
        (
            (("return blocks * (weights + biases)", "return weights, biases"),),
            (("return blocks * (weights + biases)", "return blocks * weights, blocks * biases"),),
            (("return blocks * (weights + biases)", "return [weights + biases] * 3"),),
            (("return blocks * (weights + biases)", "return D + H, H"),),
            (
                (
                    "return blocks * (weights + biases)",
                    "return {'weights': 3 * weights, 'biases': 3 * biases}",
                ),
            ),
            (
                (
                    "return blocks * (weights + biases)",
                    "return weights, weights, weights, biases, biases, biases",
                ),
            ),
        ),
    ),
    Misconception(
        "sizes-taken-for-arrays",
        "D and H taken for arrays",
        "D and H are whole numbers already, 16 and 32 say: use them as they are.",
        (
            (("(D + H) * H", "(D.shape[1] + H) * H"),),
            (("(D + H) * H", "len(D) * len(H)"),),
            (("(D + H) * H", "D.size + H.size"),),
            (("(D + H) * H", "(D[1] + H) * H"),),
            (("(D + H) * H", "D.W_r.size"),),
        ),
    ),
    Misconception(
        "shape-in-two-arguments",
        "a shape as two arguments",
        "np.zeros takes the shape as one thing: two pairs of parentheses, np.zeros((rows, columns)). "
        "It also works without any array.",
        (
            (("(D + H) * H", "np.zeros(D + H, H).size"),),
            (("(D + H) * H", "np.zeros(D, H).size + np.zeros(H, H).size"),),
        ),
    ),
)


EXERCISES = (
    Exercise(
        name="count_parameters",
        notebook="07_the_cell",
        title="How many parameters a GRU has",
        points=2,
        minutes=4,
        reference=count_parameters,
        hints=(
            "Look at the four equations: which of them have a W and a b, and what shape has each?",
            "W_r, W_z and W_h meet x and h_prev side by side and answer with one number for each unit: "
            "D + H rows, H columns. Each comes with a bias, one number for each unit.",
            "One block is (D + H) * H weights and H biases; how many blocks are there?",
        ),
        misconceptions=MISCONCEPTIONS,
        draw=draw,
        outputs={"count": ""},
        small=(Sizes(D=1, H=1), Sizes(D=1, H=2)),
        full=(Sizes(D=16, H=32), Sizes(D=37, H=11, T=9)),
        fresh=Sizes(D=61, H=20, T=40),
    ),
)
