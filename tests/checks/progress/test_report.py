"""The report follows the lessons, adds up, and can be read by everybody."""

from dataclasses import replace

import gru_course as gc
from gru_course.checks import progress
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.progress_file import Record
from gru_course.checks.progress_report import report_on
from tests.checks.pages import Page
from tests.checks.progress.tries import NAMES, a_verdict


def test_the_report_follows_the_lessons_and_adds_up():
    done = NAMES[::2]
    report = report_on(EXERCISES, {name: Record(2, "right", 1) for name in done})
    assert [row.exercise.name for row in report.rows] == NAMES
    assert [name for name, _, _ in report.notebooks()] == list(
        dict.fromkeys(exercise.notebook for exercise in EXERCISES.values())
    )
    earned = sum(EXERCISES[name].points for name in done)
    assert report.points == (earned, sum(exercise.points for exercise in EXERCISES.values()))
    assert sum(points[0] for _, points, _ in report.notebooks()) == earned
    assert report.next.exercise.name == NAMES[1]
    assert f"{len(done)} of {len(NAMES)} exercises" in str(report)
    assert NAMES[1] in report.advice


def test_when_everything_is_right_nothing_is_next():
    report = report_on(EXERCISES, {name: Record(1, "right", 1) for name in NAMES})
    assert report.next is None
    assert "Every exercise is right" in str(report)
    assert report.fields()["next"] is None


def test_a_mistake_is_shown_in_words_until_the_answer_is_right():
    named = next(each for each in EXERCISES["reset_gate"].misconceptions if each.id == "tanh-gate").name
    wrong = {"reset_gate": Record(3, "wrong", None, "tanh-gate", 1)}
    mended = {"reset_gate": Record(4, "right", 4, "tanh-gate", 1)}
    for show in (str, lambda report: report._repr_html_()):
        assert named in show(report_on(EXERCISES, wrong))
        assert named not in show(report_on(EXERCISES, mended))


def test_a_slip_has_its_words_and_an_unknown_mistake_its_id():
    slip = {"reset_gate": Record(1, "error", None, "np-sigmoid")}
    unknown = {"reset_gate": Record(1, "wrong", None, "of-another-age")}
    assert "np.sigmoid" in str(report_on({"reset_gate": bare("reset_gate")}, slip))
    assert "of another age" in str(report_on(EXERCISES, unknown))


def bare(name):
    return replace(EXERCISES[name], misconceptions=())


def test_the_table_has_a_caption_and_every_head_a_scope():
    report = report_on(EXERCISES, {NAMES[0]: Record(1, "right", 1)})
    page = Page(report._repr_html_())
    assert len(page.all("caption")) == 1
    assert all(head["scope"] in ("row", "col", "rowgroup") for head in page.all("th"))
    assert sum(head["scope"] == "row" for head in page.all("th")) == len(NAMES)
    assert all("text-align:left" in cell["style"] for cell in page.all("td") + page.all("th"))
    for words in ("right at try", "not attempted yet", NAMES[-1], EXERCISES[NAMES[-1]].notebook):
        assert words in page.text.replace("\xa0", " ")


def test_the_plain_report_fits_into_88_columns_but_for_the_path(path):
    progress.record(a_verdict(misconception="tanh-gate"))
    progress.next_hint("reset_gate", 3)
    lines = [line for line in str(gc.progress()).splitlines() if "Kept in" not in line]
    assert max(map(len, lines)) <= 100
    assert str(path) in str(gc.progress())


def test_progress_itself_says_how_it_is_used():
    assert "gc.progress()" in repr(gc.progress)
    assert max(map(len, repr(gc.progress).splitlines())) < 80
