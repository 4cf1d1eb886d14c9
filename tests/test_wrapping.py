"""Text for notebooks and terminals: no line is longer than they show, and no word is broken."""

from gru_course import widgets
from gru_course.wrapping import WIDTH, wrapped


def test_lines_end_between_words_and_every_word_stays():
    text = "h = z * h_cand\n" + "forgets history " * 20
    lines = wrapped(text).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert lines[0] == "h = z * h_cand"
    assert " ".join(lines).split() == text.split()


def test_what_has_no_spaces_stays_whole():
    assert wrapped("x" * 200) == "x" * 200


def test_what_an_explorer_shows_is_printed_in_lines_that_a_cell_has_room_for():
    explorer = widgets.gate("reset", b=5.0)
    assert max(map(len, explorer.text().splitlines())) > WIDTH
    printed = widgets.describe(explorer)
    assert max(map(len, printed.splitlines())) <= WIDTH
    assert printed.split() == explorer.text().split()
