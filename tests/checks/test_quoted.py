"""An exception in a hidden check says what went wrong, and not what the function was called with."""

import pytest

from gru_course.checks.quoted import without_values
from gru_course.checks.verdict import Verdict

LINE = ", in line 3: h1 = 0.5 * x @ W"
SHAPES = ("It was called with x (3, 4), W (6, 2).",)


@pytest.mark.parametrize(
    "value",
    [
        "0.1234",
        "-7",
        "17",
        "1e-05",
        "[[0.25, -3]]",
        "array([1, 2])",
        "np.float64(0.5)",
        "3fb99a",
        "nan0x1p-3",
    ],
)
def test_no_number_of_an_exception_is_told_whatever_it_looks_like(value):
    said, _ = without_values(f"f raised ValueError: x is {value}{LINE}")
    text = said.removesuffix(LINE)
    assert "x is " in text
    assert not any(sign.isdigit() for sign in text)


def test_the_line_of_the_learner_stays_as_it_is():
    assert without_values(f"f raised ValueError: 5{LINE}")[0] == f"f raised ValueError: ...{LINE}"
    assert without_values("SyntaxError: invalid syntax (<f>, line 31)")[0].endswith("line 31)")


def test_names_in_that_line_and_sizes_that_are_told_anyway_stay():
    said = f"f raised NameError: name 'h1' is not defined (size 6 is different from 4, not from 5){LINE}"
    assert without_values(said, notes=SHAPES)[0] == said.replace("from 5", "from ...")


def test_a_hint_that_repeats_the_exception_hides_the_same():
    said, hint = "f raised ValueError: shapes (4,) (37,) not aligned", "4 and 37 do not fit; 1 - z is right."
    assert without_values(said, hint, SHAPES)[1] == "4 and ... do not fit; 1 - z is right."


def test_feedback_hides_values_and_the_message_of_the_open_check_shows_them():
    verdict = Verdict("f", "error", f"f raised ValueError: {[7, 0.25]}{LINE}", hint="7 is odd", notes=SHAPES)
    assert "[..., ...]" in verdict.feedback
    assert "... is odd" in verdict.feedback
    assert "[7, 0.25]" in verdict.message


def test_what_the_course_says_of_a_signature_or_of_extreme_inputs_stays():
    said = "It is called as unroll_gru(xs, h0, params), by position, and yours takes (h0, xs)."
    assert said in Verdict("unroll_gru", "error", said).feedback
    said = "Right for ordinary numbers; for inputs of +-1000, f raised OverflowError: too large"
    assert said in Verdict("f", "error", said).feedback
