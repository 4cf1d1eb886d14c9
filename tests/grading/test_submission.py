"""Whose a notebook is, and what is in it: as people and platforms hand it in, and as nobody should."""

from __future__ import annotations

import json
import os
import stat
import zipfile

import pytest

from gru_course.grading.names import LONGEST_NAME, cleaned
from gru_course.grading.submission import Cell, Submission, Unusable, code_cells, find, passed_over
from tests.grading.builders import zipped

NAMES = ["03_reset_gate", "07_the_cell"]
EMPTY = b'{"cells": []}'


def put(folder, *names, data=EMPTY):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def who(found):
    return [(submission.learner, submission.notebook) for submission in found]


ADA_AND_BOB = [("ada", "03_reset_gate"), ("ada", "07_the_cell"), ("bob", "03_reset_gate")]

LAYOUTS = {
    "a folder a learner": ("ada/03_reset_gate.ipynb", "ada/07_the_cell.ipynb", "bob/03_reset_gate.ipynb"),
    "names in the files": ("ada_03_reset_gate.ipynb", "ada-07_the_cell.ipynb", "bob_03_reset_gate.ipynb"),
    "the exercise first": ("03_reset_gate_ada.ipynb", "07_the_cell_ada.ipynb", "03_reset_gate_bob.ipynb"),
    "as nbgrader has it": (
        "ada/03_reset_gate/03_reset_gate.ipynb",
        "ada/07_the_cell/07_the_cell.ipynb",
        "bob/03_reset_gate/03_reset_gate.ipynb",
    ),
    "one folder around": (
        "all/ada/03_reset_gate.ipynb",
        "all/ada/07_the_cell.ipynb",
        "all/bob/03_reset_gate.ipynb",
    ),
    "files in a folder": (
        "all/ada_03_reset_gate.ipynb",
        "all/ada_07_the_cell.ipynb",
        "all/bob_03_reset_gate.ipynb",
    ),
    "Moodle": (
        "ada_1234_assignsubmission_file_/03_reset_gate.ipynb",
        "ada_1234_assignsubmission_file_/07_the_cell.ipynb",
        "bob_1235_assignsubmission_file_/03_reset_gate.ipynb",
    ),
    "Canvas": (
        "ada_1234_56789_03_reset_gate-1.ipynb",
        "ada_LATE_1234_56790_07_the_cell.ipynb",
        "bob_1235_56791_03_reset_gate.ipynb",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_learners_are_found_in_folders(layout, tmp_path):
    put(tmp_path, *LAYOUTS[layout])
    assert who(find(tmp_path, NAMES)) == ADA_AND_BOB


@pytest.mark.parametrize("layout", LAYOUTS)
def test_learners_are_found_in_a_zip(layout, tmp_path):
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(dict.fromkeys(LAYOUTS[layout], EMPTY)))
    found = find(path, NAMES)
    assert who(found) == ADA_AND_BOB
    assert found[0].read() == EMPTY


def test_one_learners_own_folder_is_theirs(tmp_path):
    put(tmp_path, "ada/03_reset_gate.ipynb", "ada/07_the_cell.ipynb")
    assert who(find(tmp_path, NAMES)) == ADA_AND_BOB[:2]


def test_nobody_can_hand_in_for_somebody_else(tmp_path):
    put(tmp_path, "bob/03_reset_gate.ipynb", "ada/bob/03_reset_gate.ipynb", "ada/03_reset_gate.ipynb")
    (tmp_path / "eve.zip").write_bytes(zipped({"bob/03_reset_gate.ipynb": b"eve's"}))
    found = find(tmp_path, NAMES)
    assert {s.learner for s in found} == {"ada", "bob", "eve"}
    assert [s.source for s in found if s.learner == "bob"] == [tmp_path / "bob/03_reset_gate.ipynb"]


@pytest.mark.parametrize(
    "claim", ["bob_777_888_03_reset_gate", "Bob_777_assignsubmission_file_03_reset_gate"]
)
def test_nobody_can_claim_the_number_of_somebody_else(claim, tmp_path):
    put(tmp_path, f"ada/{claim}.ipynb", f"ada/{claim}/03_reset_gate.ipynb", "bob/03_reset_gate.ipynb")
    (tmp_path / "eve.zip").write_bytes(zipped({f"{claim}.ipynb": EMPTY}))
    found = find(tmp_path, NAMES)
    assert {s.learner for s in found} == {"ada", "bob", "eve"}
    assert not any(s.owner.canvas or s.owner.moodle for s in found)


def test_checkpoints_and_other_litter_are_passed_over(tmp_path):
    put(
        tmp_path,
        "ada/03_reset_gate.ipynb",
        "ada/.ipynb_checkpoints/03_reset_gate-checkpoint.ipynb",
        "ada/notes.txt",
        "ada/._03_reset_gate.ipynb",
        "__MACOSX/ada/._03_reset_gate.ipynb",
    )
    assert who(find(tmp_path, NAMES)) == [ADA_AND_BOB[0]]


def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(EMPTY)
    handed_in = tmp_path / "in"
    put(handed_in, "bob/03_reset_gate.ipynb")
    (handed_in / "ada").mkdir()
    (handed_in / "ada/03_reset_gate.ipynb").symlink_to(secret)
    (handed_in / "eve").symlink_to(handed_in / "bob", target_is_directory=True)
    ada, bob = find(handed_in, NAMES)
    assert bob.read() == EMPTY
    with pytest.raises(Unusable, match="a link"):
        ada.read()


def test_a_pipe_or_a_folder_with_that_name_is_not_waited_for(tmp_path):
    (tmp_path / "ada_03_reset_gate.ipynb").mkdir()
    os.mkfifo(tmp_path / "bob_03_reset_gate.ipynb")
    for submission in find(tmp_path, NAMES):
        with pytest.raises(Unusable, match="no file"):
            submission.read()


def test_names_in_a_zip_that_lead_out_of_it_and_links_are_passed_over(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "../ada/03_reset_gate.ipynb",
            "/etc/03_reset_gate.ipynb",
            "a/../../03_reset_gate.ipynb",
            "..\\03.ipynb",
        ):
            archive.writestr(name, EMPTY)
        link = zipfile.ZipInfo("eve/03_reset_gate.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bob/03_reset_gate.ipynb", EMPTY)
    assert who(find(path, NAMES)) == [("bob", "03_reset_gate")]
    assert len(passed_over(path)) == 5
    assert "eve/03_reset_gate.ipynb" in passed_over(path)
    assert not (tmp_path / "ada").exists()


def test_one_broken_zip_among_many_costs_its_own_learner_only(tmp_path):
    put(tmp_path, "ada.zip", data=b"no zip")
    (tmp_path / "bob.zip").write_bytes(zipped({"03_reset_gate.ipynb": EMPTY}))
    ada, bob = find(tmp_path, NAMES[:1])
    assert bob.read() == EMPTY
    with pytest.raises(Unusable, match="cannot be opened"):
        ada.read()


def test_a_zip_in_a_learners_folder_is_theirs_and_one_in_a_zip_says_what_to_do(tmp_path):
    work = zipped({"work/03_reset_gate.ipynb": EMPTY})
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada/homework.zip").write_bytes(work)
    (tmp_path / "bob.zip").write_bytes(zipped({"homework.zip": work}))
    ada, bob = find(tmp_path, NAMES)
    assert (ada.learner, ada.notebook, ada.read()) == ("ada", "03_reset_gate", EMPTY)
    with pytest.raises(Unusable, match="a zip inside a zip"):
        bob.read()


def test_a_notebook_behind_a_password_says_so(tmp_path):
    data = bytearray(zipped({"03_reset_gate.ipynb": EMPTY}))
    data[data.index(b"PK\1\2") + 8] |= 1
    (tmp_path / "ada.zip").write_bytes(data)
    (ada,) = find(tmp_path, NAMES)
    with pytest.raises(Unusable, match="password"):
        ada.read()


def test_a_zip_with_broken_content_says_so(tmp_path):
    data = bytearray(zipped({"03_reset_gate.ipynb": os.urandom(5000)}))
    data[200:300] = bytes(100)
    (tmp_path / "ada.zip").write_bytes(data)
    (ada,) = find(tmp_path, NAMES[:1])
    with pytest.raises(Unusable, match="cannot be read: the zip is damaged"):
        ada.read()


def test_a_zip_that_is_packed_in_an_unknown_way_says_so(tmp_path):
    data = bytearray(zipped({"03_reset_gate.ipynb": EMPTY}))
    data[data.rfind(b"PK\1\2") + 10] = 99  # where the list of contents names the method
    (tmp_path / "ada.zip").write_bytes(data)
    (ada,) = find(tmp_path, NAMES[:1])
    with pytest.raises(Unusable, match="packed in a way"):
        ada.read()


def test_names_become_names_that_a_file_can_have(tmp_path):
    long = "x" * 200
    put(tmp_path, f"{long}1/03_reset_gate.ipynb", f"{long}2/03_reset_gate.ipynb", "a\nb/03_reset_gate.ipynb")
    os.mkdir(os.fsencode(tmp_path) + b"/\xff\xfe")
    (tmp_path / os.fsdecode(b"\xff\xfe") / "03_reset_gate.ipynb").write_bytes(EMPTY)
    names = [s.learner for s in find(tmp_path, NAMES)]
    assert len(set(names)) == 4
    for name in names:
        assert name.isprintable()
        assert len(name.encode("utf-8")) <= LONGEST_NAME


@pytest.mark.parametrize("name", ["علی\u200cرضا", "ශ්\u200dරීනාත්"])
def test_a_name_whose_spelling_needs_a_sign_that_cannot_be_seen_stays_as_it_is(name):
    assert cleaned(name) == name


@pytest.mark.parametrize("name", ["ada\u200d", "\u200cada", "e" + "\u0301" * 60])
def test_a_name_that_only_looks_like_another_is_told_from_it(name):
    assert cleaned(name).rpartition("-")[0]
    assert len(cleaned(name)) < 30


def test_nothing_there_is_said_plainly(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such folder"):
        find(tmp_path / "none", NAMES)
    with pytest.raises(ValueError, match="no notebooks"):
        find(tmp_path, NAMES)
    put(tmp_path, "export.zip", data=b"no zip")
    with pytest.raises(ValueError, match="not a zip file"):
        find(tmp_path / "export.zip", NAMES)


def test_a_file_that_goes_away_is_unusable(tmp_path):
    with pytest.raises(Unusable):
        Submission("ada", NAMES[0], tmp_path / "gone.ipynb").read()
    with pytest.raises(Unusable, match="cannot be read"):
        Submission("ada", NAMES[0], tmp_path / "gone.zip", "03.ipynb").read()


def test_cells_are_read_with_their_part_in_the_exercise():
    nbgrader = {"grade_id": "check-a", "locked": False, "grade": True}
    cells = [
        {"cell_type": "markdown", "source": "x", "metadata": {}},
        {"cell_type": "code", "source": ["a = 1\n", "b = 2"], "metadata": {}},
        {"cell_type": "code", "source": "check()", "metadata": {"nbgrader": nbgrader}},
    ]
    data = json.dumps({"cells": cells}).encode()
    assert code_cells(data) == [Cell("a = 1\nb = 2"), Cell("check()", "check-a", locked=True)]
    assert code_cells(b"\xef\xbb\xbf" + data) == code_cells(data)  # as Windows' Notepad saves it
