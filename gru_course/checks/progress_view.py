"""``gc.progress()`` shows how far a learner has come; ``reset`` begins anew, ``export`` writes a file."""

from pathlib import Path

from gru_course.checks import progress as kept
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.progress_report import OFF, Report, report_on
from gru_course.checks.texts import Text


class Progress:
    """What ``gc.progress`` is."""

    def __call__(self) -> Report:
        """Every exercise in the order of the lessons: what is done, what is next, points and tries.

        Returns
        -------
        Report
        """
        store = kept.store()
        records = store.read()
        return report_on(EXERCISES, records, store.path, tuple(store.notices()))

    def reset(self) -> Text:
        """Begin anew. The file so far is kept beside it, under a name that is told."""
        store = kept.store()
        try:
            backup = store.reset()
        except OSError as problem:
            return Text("Progress is as it was", f"The file could not be moved: {problem}")
        if store.path is None:
            return Text("Progress begins anew", OFF)
        if backup is None:
            return Text("Progress begins anew", "There was nothing to forget.")
        return Text(
            "Progress begins anew",
            f"What was there is kept in {backup}; to have it back, name it {store.path.name}.",
        )

    def export(self, path: str | Path) -> Text:
        """Write it to a file, for a table program or for a teacher.

        Parameters
        ----------
        path : str or Path
            Ends in .json or .csv. A file of that name is overwritten.

        Raises
        ------
        ValueError
            If it ends otherwise.
        OSError
            If it cannot be written.
        """
        target = Path(path).expanduser()
        report = self()
        texts = {".json": report.as_json, ".csv": report.as_csv}
        suffix = target.suffix.lower()
        if suffix not in texts:
            raise ValueError(f"{target.name}: the name should end in .json or in .csv")
        target.write_text(texts[suffix](), encoding="utf-8", newline="\n")
        return Text("Progress written", f"{len(report.rows)} exercises in {target}.")

    def __repr__(self) -> str:
        return (
            "gc.progress() shows how far you have come.\n"
            "gc.progress.reset() begins anew.\n"
            'gc.progress.export("progress.csv") writes it to a file.'
        )


progress = Progress()
