"""The measurements measure fairly, and the tables say what was measured."""

from typing import Any

import numpy as np
import pytest

from benchmarks import textbook
from benchmarks.case import SEQUENCES, STREAMS, Case, Size, make_case
from benchmarks.check import WrongResultError, verify
from benchmarks.contenders import Contender, Task, load_contenders
from benchmarks.contenders.base import nothing
from benchmarks.import_time import ImportTime
from benchmarks.report import Measurement, Results, micro, render, table
from benchmarks.suite import plan
from benchmarks.targets import in_words
from benchmarks.timing import Samples, calibrate, interleave
from gru_course import gru_backward, gru_forward
from gru_course.nn.validate import Array

SMALL = Size(3, 4, 2, 5)


class Workshop:
    """Pretend tasks and a pretend clock: a call takes exactly as long as it says."""

    def __init__(self) -> None:
        self.now = 0.0
        self.log: list[str] = []

    def clock(self) -> float:
        return self.now

    def task(self, name: str, seconds: float) -> Task:
        def run() -> None:
            self.log.append(name)
            self.now += seconds

        return Task(run, lambda out: {}, lambda: self.log.append(f"reset {name}"))

    def time(self, rounds: int, seed: int = 0, **seconds: float) -> dict[str, Samples]:
        tasks = {name: self.task(name, s) for name, s in seconds.items()}

        def after_round() -> None:
            self.log.append("|")

        rng = np.random.default_rng(seed)
        return interleave(tasks, rounds, rng, cpu=self.clock, wall=self.clock, after_round=after_round)

    def rounds(self) -> list[list[str]]:
        """Who was called in each round, without warm-up and calibration: those come before the first."""
        text = " ".join(entry for entry in self.log if not entry.startswith("reset"))
        return [part.split() for part in text.split("|")[:-1]]


def test_every_contender_runs_once_in_every_round() -> None:
    shop = Workshop()
    samples = shop.time(20, a=1.0, b=2.0, c=3.0)
    for names in shop.rounds()[1:]:
        assert sorted(names) == ["a", "b", "c"]
    assert all(len(s.cpu) == len(s.wall) == 20 for s in samples.values())
    assert len(shop.rounds()) == 20


def test_the_order_is_drawn_anew_for_every_round() -> None:
    shop = Workshop()
    shop.time(200, a=1.0, b=2.0, c=3.0)
    orders = [tuple(names) for names in shop.rounds()[1:]]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 6  # all orders of three
    assert min(counts) > 10


def test_the_order_comes_from_the_generator_alone() -> None:
    first, again, other = Workshop(), Workshop(), Workshop()
    for shop, seed in ((first, 1), (again, 1), (other, 2)):
        shop.time(20, seed=seed, a=1.0, b=2.0)
    assert first.log == again.log
    assert first.log != other.log


def test_a_short_call_is_repeated_until_the_sample_is_long_enough() -> None:
    shop = Workshop()
    samples = shop.time(3, short=1e-4, long=1.0)
    assert samples["long"].repeats == 1
    assert 20 <= samples["short"].repeats <= 30
    assert samples["short"].median == pytest.approx(1e-4)  # seconds of a call, not of a sample
    assert samples["long"].cpu == pytest.approx([1.0] * 3)


def test_calibration_survives_a_clock_that_stands_still_at_first() -> None:
    readings = iter([0.0, 0.0, 0.0, 0.0, 0.0, 1.0])
    assert calibrate(Task(lambda: None, lambda out: {}), 1e-3, lambda: next(readings)) == 100


def test_state_is_reset_before_every_sample_and_not_timed() -> None:
    shop = Workshop()
    shop.time(4, a=1.0)
    assert shop.log.count("reset a") == 1 + 1 + 4  # warm-up, calibration, rounds
    assert shop.log[-3:] == ["reset a", "a", "|"]


def test_median_and_range() -> None:
    samples = Samples(repeats=1, cpu=[5.0, 1.0, 3.0, 100.0, 2.0])
    assert (samples.low, samples.median, samples.high) == (1.0, 3.0, 100.0)


def results(**medians: float) -> Results:
    """One gradient at the second size, in microseconds."""
    out = Results(rounds=3, machine=[("processor", "abacus")])
    for name, us in medians.items():
        cpu = [us * 0.9e-6, us * 1e-6, us * 1.2e-6]
        name = {"torch": "torch.nn.GRU", "jax": "jax jit scan"}.get(name, name)
        out.measurements.append(Measurement("gradient", "float32", SEQUENCES[1], name, Samples(1, cpu, cpu)))
    return out


def rows(text: str, *words: str) -> list[list[str]]:
    """The cells of the table rows that hold all these words."""
    lines = [
        line for line in text.splitlines() if line.startswith("|") and all(word in line for word in words)
    ]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_ratio_is_the_peers_median_over_ours() -> None:
    out = results(ours=100, torch=720, jax=100)
    assert out.ratio("gradient", "float32", SEQUENCES[1], "torch.nn.GRU") == pytest.approx(7.2)
    assert out.ratio("gradient", "float64", SEQUENCES[1], "torch.nn.GRU") is None
    assert ["8,32,16,50", "100 (90.0-120)", "7.20", "1.00"] in rows(render(out), "8,32,16,50")


def test_report_compares_with_the_reference_in_words() -> None:
    text = render(results(ours=100, torch=730, jax=100))
    assert rows(text, "gradient", "torch.nn.GRU", "7.30")[0][-1] == "reached"
    assert rows(text, "gradient", "jax", "1.09")[0][-1] == "within 10 %"
    assert "Of 2 numbers 1 are reached or beaten, 1 are within 10 %, 0 fall short." in text


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (2.5, "reached"),
        (2.0, "reached"),
        (1.81, "within 10 %"),
        (1.5, "short by 25 %"),
        (0.5, "short by 75 %"),
    ],
)
def test_words_for_a_ratio(ratio: float, words: str) -> None:
    assert in_words(ratio, reference=2.0) == words


def test_every_time_is_listed_with_its_range() -> None:
    text = render(results(ours=100, torch=720))
    assert rows(text, "float32", "ours", "100", "90.0")[-1][-3:] == ["100", "90.0", "120"]


def test_import_time_is_a_median_of_pairs() -> None:
    imports = ImportTime(numpy=[0.1, 0.2, 0.1], gru_course=[0.15, 0.22, 0.5], first_use=[1.1, 1.2, 1.1])
    assert imports.import_extra == pytest.approx([0.05, 0.02, 0.4])
    out = results(ours=1)
    out.imports = imports
    assert "`import gru_course`: 0.050 s (0.020 to 0.400) more than `import numpy`" in render(out)
    assert "1.000 s (1.000 to 1.000) more than `import numpy`" in render(out)
    assert render(out).count("0.3 s: reached") == render(out).count("0.3 s: missed") == 1


def test_report_shows_who_was_skipped() -> None:
    out = results(ours=1)
    out.skipped.append("jax: skipped, jax is not installed")
    assert "- jax: skipped, jax is not installed" in render(out)


def test_empty_report() -> None:
    assert "Nothing to compare" in render(Results(rounds=1, machine=[("processor", "abacus")]))


def test_columns_line_up() -> None:
    lines = table(("a", "number"), [("long word", "1"), ("b", "10.5")]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[1].endswith(":|")


@pytest.mark.parametrize(
    ("seconds", "text"), [(4.2e-6, "4.20"), (42e-6, "42.0"), (420e-6, "420"), (1.5, "1500000")]
)
def test_microseconds_have_three_digits(seconds: float, text: str) -> None:
    assert micro(seconds) == text


def test_streams_are_timed_as_streams_and_sequences_as_sequences() -> None:
    todo = plan([SEQUENCES[0], STREAMS[0]], ["forward", "stream"], ["float32"])
    assert todo == [(SEQUENCES[0], "float32", ["forward"]), (STREAMS[0], "float32", ["stream"])]


def test_textbook_equals_ours() -> None:
    case = make_case((5, 7, 3, 11), "float64")
    p = case.params.arrays()
    hs, caches = textbook.forward(case.xs, case.h0, p)
    d_xs, d_h0, grads = textbook.backward(case.d_hs, case.xs, caches, p)
    our_hs, trace = gru_forward(case.xs, case.h0, case.params)
    our_d_xs, our_d_h0, our_grads = gru_backward(case.d_hs, trace, case.params)
    np.testing.assert_allclose(hs, our_hs, rtol=0, atol=1e-10)
    np.testing.assert_allclose(d_xs, our_d_xs, rtol=0, atol=1e-10)
    np.testing.assert_allclose(d_h0, our_d_h0, rtol=0, atol=1e-10)
    for name, want in our_grads:
        np.testing.assert_allclose(grads[name], want, rtol=0, atol=1e-10, err_msg=name)


CONTENDERS, _ = load_contenders(["textbook", "onnx", "bare"])  # the others may not be here, and start slowly


@pytest.mark.parametrize("contender", CONTENDERS, ids=lambda c: c.name)
def test_contenders_agree_with_ours(contender: Contender) -> None:
    case = make_case(SMALL, "float32")
    for task in contender.setup(case):
        verify(contender, CONTENDERS[0], task, case)


def broken(task: str, change: float) -> Contender:
    """Ours, with one number of its result changed."""
    ours = CONTENDERS[0]

    def setup(case: Case) -> dict[str, Task]:
        good = ours.setup(case)[task]

        def read(out: Any) -> dict[str, Array]:
            arrays = {name: value.copy() for name, value in good.read(out).items()}
            arrays[max(arrays)].flat[0] += change
            return arrays

        return {task: Task(good.run, read, good.reset)}

    return Contender("broken", setup)


@pytest.mark.parametrize("task", ["forward", "gradient", "adam", "stream"])
def test_nobody_is_timed_on_wrong_numbers(task: str) -> None:
    case = make_case(SMALL, "float64")
    with pytest.raises(WrongResultError, match=r"broken.*differs by"):
        verify(broken(task, 1e-6), CONTENDERS[0], task, case)
    verify(broken(task, 1e-13), CONTENDERS[0], task, case)


def test_ours_is_first_and_stays() -> None:
    found, _ = load_contenders(["no such peer"])
    assert [c.name for c in found] == ["ours"]
    assert found[0].setup(make_case(SMALL, "float32"))["forward"].reset is nothing
