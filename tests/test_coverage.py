"""Nothing in the documents is left out: every sentence of sections 1 to 4 has a cell that teaches it."""

import re

import pytest

from tools.make_coverage import COVERAGE, DOCUMENTS, TAG, lessons, page, sentences, taught

SENTENCES = sentences(DOCUMENTS.read_text(encoding="utf-8"))
TAUGHT = list(taught(lessons()))

LATER = ("5.", "6.", "7.", "8.")
"""Sections that lessons after the seventh take up."""


def test_the_documents_have_all_their_sentences():
    assert len(SENTENCES) == 59
    assert len({sentence.number for sentence in SENTENCES}) == len(SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.number)
def test_every_sentence_is_taught_with_its_own_numbers(sentence):
    cells = [cell for number, cell in TAUGHT if number == sentence.number]
    if not cells and sentence.number.startswith(LATER):
        pytest.skip("a later lesson's")
    assert cells, "no cell carries its tag"
    said = " ".join(cell.source for cell in cells)
    for number in re.findall(r"\d\.\d+", sentence.text):
        assert number.rstrip("0") in said, f"{number} does not occur in {[cell.cell for cell in cells]}"


def test_every_tag_is_that_of_a_sentence():
    known = {sentence.number for sentence in SENTENCES}
    assert {number for number, _ in TAUGHT} <= known
    assert TAG.match("doc-2.1.3")


def test_the_page_is_up_to_date():
    assert COVERAGE.read_text(encoding="utf-8") == page(), "run `make coverage`"
