"""Weights or a bias of one equation used in another."""

from itertools import permutations

from gru_course.checks.exercise import Edit, Misconception
from gru_course.checks.exercises.cell_ways import PARTS, bias_of, half_of, weights_of


def _only_W(part: str, other: str) -> tuple[tuple[Edit, ...], ...]:
    """Where both are gates, W and b of the other are the other gate: a mistake with a name of its own."""
    both_gates = {part, other} == {"r", "z"}
    return weights_of(part, other)[: 1 if both_gates else 2]


def _weight_mistakes() -> tuple[Misconception, ...]:
    """The weights or the bias of one part used for another."""
    found = []
    for part, other in permutations("rzh", 2):
        where, owner = PARTS[part], PARTS[other]
        found.append(
            Misconception(
                f"W_{other}-for-{part}",
                f"{where} is computed with W_{other}",
                f"{where.capitalize()} has weights of its own, W_{part} and b_{part}; "
                f"yours come from {owner}, or a result of it is used here by mistake.",
                (*_only_W(part, other), *half_of(part, other)),
            )
        )
        found.append(
            Misconception(
                f"b_{other}-for-{part}",
                f"{where} is computed with b_{other}",
                f"Which bias belongs to {where}? W and b go by the same letter.",
                bias_of(part, other),
            )
        )
    return tuple(found)


WEIGHT_MISTAKES = (
    Misconception(
        "gates-swapped",
        "the two gates are exchanged",
        "You built the other gate: W_r and b_r make r, which goes into the candidate; W_z and b_z make z, "
        "which "
        "goes into the blend.",
        (
            (
                ("a_r = xh @ params.W_r + params.b_r", "a_r = xh @ params.W_z + params.b_z"),
                ("a_z = xh @ params.W_z + params.b_z", "a_z = xh @ params.W_r + params.b_r"),
            ),
            (
                ("a_r = xh @ params.W_r", "a_r = xh @ params.W_z"),
                ("a_z = xh @ params.W_z", "a_z = xh @ params.W_r"),
            ),
        ),
    ),
    Misconception(
        "biases-swapped",
        "the biases of the gates are exchanged",
        "b_r belongs to r and b_z to z: W and b go by the same letter.",
        (
            (
                ("params.W_r + params.b_r", "params.W_r + params.b_z"),
                ("params.W_z + params.b_z", "params.W_z + params.b_r"),
            ),
        ),
    ),
    Misconception(
        "same-weights",
        "the same weights in all three equations",
        "Each equation has a W and a b of its own: r, z and h.",
        tuple(
            tuple(
                edit
                for part in "rhz"
                if part != one
                for way in weights_of(part, one)[k : k + 1]
                for edit in way
            )
            for one in "rzh"
            for k in (0, 1)
        ),
    ),
    Misconception(
        "z-for-r",
        "the update gate stands where the reset gate belongs",
        "What is multiplied with h_prev for the candidate is r, and r is made of W_r and b_r. Either z is "
        "taken "
        "there, or the line of z was copied for r and kept its letters.",
        weights_of("r", "z")[1:],
    ),
    Misconception(
        "r-for-z",
        "the reset gate stands where the update gate belongs",
        "The blend takes its shares from z, and z is made of W_z and b_z. Either r is taken there, or the "
        "line "
        "of r was copied for z and kept its letters.",
        weights_of("z", "r")[1:],
    ),
    *_weight_mistakes(),
)
"""W and b of another part."""
