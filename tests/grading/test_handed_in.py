"""Which copy counts, whose it is, and when it came: as folders and the exports of platforms tell it."""

from __future__ import annotations

import os
import zipfile
from datetime import datetime, timedelta

import pytest

from gru_course.grading.handed_in import MANY, look_through
from tests.grading.builders import ASSIGNMENTS, as_bytes, blank, zipped

GATE, CELL = "03_reset_gate", "07_the_cell"
TWO = {name: ASSIGNMENTS[name] for name in (GATE, CELL)}
NOON = datetime(2026, 11, 20, 12).astimezone()


def put(folder, *names, name=CELL):
    for path in names:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(as_bytes(blank(name)))


def learners(where, assignments=TWO):
    return [entry.key[0] for entry in look_through(where, assignments).entries]


def exported(path, minutes):
    """A zip in which each member has a time of its own, in minutes after noon."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, after in minutes.items():
            time = (NOON + timedelta(minutes=after)).timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(name, time), as_bytes(blank(CELL)))
    return path


def test_of_several_copies_one_counts_always_the_same(tmp_path):
    put(tmp_path, f"ada/{CELL}.ipynb", f"ada/{CELL}-2.ipynb", f"ada/new/{CELL}-3.ipynb", "bob/x.ipynb")
    ada, _ = look_through(tmp_path, TWO).entries
    assert ada.name == f"{CELL}-2.ipynb"
    assert ada.note == f"3 notebooks were handed in; the latest, {CELL}-2.ipynb, was graded."
    assert look_through(tmp_path, TWO) == look_through(tmp_path, TWO)


def test_of_copies_without_a_number_the_youngest_counts(tmp_path):
    put(tmp_path, "ada/first.ipynb", "ada/second.ipynb", "bob/x.ipynb")
    os.utime(tmp_path / "ada/first.ipynb", (2e9, 2e9))
    ada, _ = look_through(tmp_path, TWO).entries
    assert ada.name == "first.ipynb"


def test_with_one_exercise_neither_the_name_nor_the_content_need_say_which(tmp_path):
    (tmp_path / "ada.ipynb").write_text("broken")
    (tmp_path / "bob.ipynb").write_text("{}")
    entries = look_through(tmp_path, {GATE: TWO[GATE]}).entries
    assert [entry.key for entry in entries] == [("ada", GATE), ("bob", GATE)]


@pytest.mark.parametrize("name", [GATE, "homework"])
def test_where_one_exercise_is_graded_a_younger_notebook_of_another_does_not_count(name, tmp_path):
    put(tmp_path, f"ada/{CELL}.ipynb", f"bob/{CELL}.ipynb")
    put(tmp_path, f"ada/{name}.ipynb", f"cy/{name}.ipynb", name=GATE)
    os.utime(tmp_path / f"ada/{name}.ipynb", (4e9, 4e9))
    register = look_through(tmp_path, {CELL: TWO[CELL]})
    assert [(entry.key[0], entry.name) for entry in register.entries] == [
        ("ada", f"{CELL}.ipynb"),
        ("bob", f"{CELL}.ipynb"),
    ]
    assert register.strangers == ()


def test_a_notebook_counts_before_a_zip_in_which_there_is_none(tmp_path):
    put(tmp_path, f"ada/{CELL}.ipynb", f"bob/{CELL}.ipynb")
    (tmp_path / "ada" / f"{CELL}-9.zip").write_bytes(b"no zip")
    assert [entry.name for entry in look_through(tmp_path, TWO).entries] == [f"{CELL}.ipynb"] * 2


def test_a_broken_zip_does_not_make_every_exercise_count(tmp_path):
    put(tmp_path, f"ada/{CELL}.ipynb")
    (tmp_path / "bob.zip").write_bytes(b"no zip")
    assert look_through(tmp_path, TWO).notebooks == [CELL]
    assert learners(tmp_path) == ["ada", "bob"]


# --- Canvas -----------------------------------------------------------------------------------------------


def test_canvas_names_people_whatever_they_have_called_their_files(tmp_path):
    put(
        tmp_path,
        "doejane_1234_501_homework.ipynb",
        "doejane_1234_502_homework-1.ipynb",
        "roejohn_LATE_1235_503_Untitled (2).ipynb",
    )
    jane, john = look_through(tmp_path, TWO).entries
    assert (jane.key[0], jane.canvas, jane.name) == ("doejane", "1234", "doejane_1234_502_homework-1.ipynb")
    assert (john.key[0], john.canvas, john.marked_late) == ("roejohn", "1235", True)


def test_of_two_files_on_canvas_the_one_with_the_higher_number_counts(tmp_path):
    put(tmp_path, "doejane_1234_999_b.ipynb", "doejane_1234_1000_a.ipynb")
    (jane,) = look_through(tmp_path, TWO).entries
    assert jane.name == "doejane_1234_1000_a.ipynb"


def test_two_people_of_one_name_on_canvas_are_told_apart(tmp_path):
    put(tmp_path, f"wei_11_501_{CELL}.ipynb", f"wei_22_502_{CELL}.ipynb")
    assert learners(tmp_path) == ["wei (11)", "wei (22)"]


def test_dates_and_numbers_in_names_do_not_make_one_learner_of_a_class(tmp_path):
    put(tmp_path, "hw_2026_11_ada.ipynb", "hw_2026_11_bob.ipynb")
    assert learners(tmp_path) == ["hw_2026_11_ada", "hw_2026_11_bob"]


@pytest.mark.parametrize("names", [("student-1", "student-2"), (f"{CELL}_student-1", f"{CELL}_student-2")])
def test_learners_who_are_numbered_stay_apart(names, tmp_path):
    put(tmp_path, *(f"{name}.ipynb" for name in names))
    assert learners(tmp_path, {CELL: TWO[CELL]}) == ["student-1", "student-2"]


def test_a_file_of_canvas_tells_no_time_of_its_own(tmp_path):
    path = exported(tmp_path / "x.zip", {f"a_1_501_{CELL}.ipynb": 0, f"b_LATE_2_502_{CELL}.ipynb": 9999})
    assert [(entry.when, entry.marked_late) for entry in look_through(path, TWO).entries] == [
        (None, False),
        (None, True),
    ]


# --- Moodle -----------------------------------------------------------------------------------------------


def test_two_people_of_one_name_on_moodle_are_told_apart_even_with_different_exercises(tmp_path):
    path = tmp_path / "x.zip"
    folder = "Ada_{}_assignsubmission_file_/{}.ipynb"
    data = as_bytes(blank(CELL))
    path.write_bytes(zipped({folder.format(11, GATE): data, folder.format(22, CELL): data}))
    assert learners(path) == ["Ada (11)", "Ada (22)"]


def test_a_person_has_another_number_in_each_assignment_of_moodle(tmp_path):
    put(tmp_path, f"week 3/Ada_11_assignsubmission_file_/{GATE}.ipynb", name=GATE)
    put(tmp_path, f"week 7/Ada_22_assignsubmission_file_/{CELL}.ipynb")
    entries = look_through(tmp_path, TWO).entries
    assert [entry.key for entry in entries] == [("Ada", GATE), ("Ada", CELL)]


def test_the_times_of_a_moodle_export_count_only_where_they_differ(tmp_path):
    names = [f"{name}_{n}_assignsubmission_file/{CELL}.ipynb" for n, name in enumerate(("ada", "bob"))]
    downloaded = exported(tmp_path / "new.zip", dict(zip(names, (600, 602), strict=True)))
    assert [entry.when for entry in look_through(downloaded, TWO).entries] == [None, None]
    kept = exported(tmp_path / "old.zip", dict(zip(names, (0, 600), strict=True)))
    assert [entry.when for entry in look_through(kept, TWO).entries] == [NOON, NOON + timedelta(minutes=600)]


# --- folders ----------------------------------------------------------------------------------------------


def test_one_name_in_two_ways_of_writing_an_accent_is_one_learner(tmp_path):
    path = tmp_path / "x.zip"
    data = as_bytes(blank(CELL))
    path.write_bytes(zipped({f"Zo\u00eb/{CELL}.ipynb": data, f"Zoe\u0308/{GATE}.ipynb": data}))
    assert learners(path) == ["Zo\u00eb", "Zo\u00eb"]


def test_capitals_tell_learners_apart(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(zipped(dict.fromkeys((f"ada/{CELL}.ipynb", f"Ada/{CELL}.ipynb"), as_bytes(blank(CELL)))))
    assert learners(path) == ["Ada", "ada"]


def test_a_name_that_must_be_changed_is_not_taken_for_another(tmp_path):
    put(tmp_path, f"a_b/{CELL}.ipynb", f"a\nb/{CELL}.ipynb")
    assert len(set(learners(tmp_path))) == 2


def test_a_class_that_was_taken_for_one_learner_is_doubted(tmp_path):
    members = {f"student{n}/{CELL}.ipynb": as_bytes(blank(CELL)) for n in range(MANY + 1)}
    put(tmp_path, f"bob/{CELL}.ipynb")
    (tmp_path / "class.zip").write_bytes(zipped(members))
    (doubt,) = look_through(tmp_path, TWO).doubts
    assert "of one learner, class" in doubt


def test_a_single_notebook_is_named_by_its_file_or_else_by_its_folder(tmp_path):
    put(tmp_path, f"eve/{CELL}.ipynb", "eve/ada.ipynb")
    assert learners(tmp_path / "eve" / f"{CELL}.ipynb") == ["eve"]
    assert learners(tmp_path / "eve" / "ada.ipynb") == ["ada"]


def test_what_a_zip_would_write_elsewhere_is_named_as_left_out(tmp_path):
    path = tmp_path / "x.zip"
    data = as_bytes(blank(CELL))
    path.write_bytes(zipped({f"ada/{CELL}.ipynb": data, f"../bob/{CELL}.ipynb": data}))
    register = look_through(path, TWO)
    assert [entry.key[0] for entry in register.entries] == ["ada"]
    assert register.strangers == (f"../bob/{CELL}.ipynb",)


def test_what_is_said_of_files_steers_no_terminal(tmp_path):
    evil = "\x1b]0;mine\x07\u202e"
    names = [f"../{evil}.ipynb", f"ada/{evil}1.ipynb", f"ada/{evil}2.ipynb", "bob/3.ipynb"]
    (tmp_path / "all.zip").write_bytes(zipped(dict.fromkeys(names, as_bytes(blank(GATE)))))
    found = look_through(tmp_path / "all.zip", {GATE: ASSIGNMENTS[GATE]})
    entry, _ = found.entries
    said = " ".join([*found.strangers, entry.name, entry.note])
    assert said.count("mine") == 3
    assert not set(said) & set("\x1b\x07\u202e")


def test_what_counts_of_a_learners_own_zip_is_when_the_zip_came_not_what_the_learner_wrote_into_it(tmp_path):
    exported(tmp_path / "ada.zip", {f"{CELL}.ipynb": -10_000, f"{CELL} old.ipynb": -20_000})
    put(tmp_path, "bob.ipynb")
    os.utime(tmp_path / "ada.zip", (NOON.timestamp(), NOON.timestamp()))
    ada, _ = look_through(tmp_path, TWO).entries
    assert ada.when == NOON
    assert ada.name == f"{CELL}.ipynb"  # among its own copies, what it says counts
