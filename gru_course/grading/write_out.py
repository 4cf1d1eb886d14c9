"""All files that come out of the ledger, each written in one piece."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from gru_course.grading import class_report, scores
from gru_course.grading.class_survey import Survey, survey
from gru_course.grading.feedback import feedback_page
from gru_course.grading.ledger import Ledger
from gru_course.grading.pages import file_names
from gru_course.grading.prepare import Prepared
from gru_course.grading.scores import Score


def write_all(out: Path, ledger: Ledger, prepared: Prepared, walls: str) -> Survey:
    """Write everything that comes out of the ledger; how the class did.

    Parameters
    ----------
    out : Path
    ledger : Ledger
    prepared : Prepared
    walls : str
        What is missing of the isolation; empty if nothing is.
    """
    assignments, rules, handed_in = prepared.assignments, prepared.rules, prepared.handed_in

    def everybody() -> Iterator[Score]:
        for learner, results in ledger.by_learner():
            yield scores.score(learner, results, assignments, rules, handed_in)

    most = {part.notebook: part.most for part in scores.score("", [], assignments, rules, {}).parts}
    write_whole(out / "scores.csv", scores.scores_csv(everybody(), assignments, rules))
    write_whole(out / "canvas.csv", scores.canvas_csv(everybody(), most))
    write_whole(out / "moodle.csv", scores.moodle_csv(everybody(), most))
    _write_pages(out, ledger, everybody(), prepared)
    found = survey(everybody(), assignments, strangers=prepared.register.strangers, walls=walls)
    write_whole(out / "report.json", [_json(class_report.as_json(found))])
    write_whole(out / "report.html", [class_report.report_page(found)])
    if len(ledger.learners()) == 1:
        (only,) = everybody()
        write_whole(out / "results.json", [_json(scores.gradescope(only, rules))])
    else:
        (out / "results.json").unlink(missing_ok=True)
    return found


def _write_pages(out: Path, ledger: Ledger, everybody: Iterable[Score], prepared: Prepared) -> None:
    """A page and a JSON file for each learner; those of learners who are gone are removed."""
    for folder in ("feedback", "json"):
        (out / folder).mkdir(exist_ok=True)
    names = file_names(ledger.learners())
    before, now = ledger.pages(), {f"feedback/{name}.html" for name in names.values()}
    now |= {f"json/{name}.json" for name in names.values()}
    ledger.keep_pages(before | now)  # so that none is forgotten, should this be interrupted
    for score in everybody:
        name = names[score.learner]
        page = feedback_page(score, prepared.assignments, prepared.rules)
        write_whole(out / "feedback" / f"{name}.html", [page])
        write_whole(out / "json" / f"{name}.json", [_json(scores.as_json(score))])
    for path in before - now:
        (out / path).unlink(missing_ok=True)
    ledger.keep_pages(now)


def _json(content: object) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Write a file in one piece: readers see the old or the new one. What would not change is left."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="", errors="replace") as file:
            file.writelines(pieces)
    except OSError:
        fresh.unlink(missing_ok=True)  # half a file helps nobody, and the disk may be full
        raise
    if _same(fresh, path):
        fresh.unlink()
    else:
        fresh.replace(path)


def _same(one: Path, other: Path) -> bool:
    if not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while piece := first.read(2**20):
            if piece != second.read(2**20):
                return False
    return True
