"""All that is known before the first submission is graded: exercises, submissions, settings, the secret."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from gru_course import doctor
from gru_course.grading.assignment import Assignment, columns, load, load_all
from gru_course.grading.classroom import Settings
from gru_course.grading.handed_in import HandedIn, Register, look_through
from gru_course.grading.order import CannotGrade, Order
from gru_course.grading.rules import Rules, read_rules

SALT = "secret-salt.txt"


@dataclass(frozen=True)
class Prepared:
    """All that is known before the first submission is graded."""

    assignments: dict[str, Assignment]
    register: Register
    rules: Rules
    settings: Settings

    @property
    def handed_in(self) -> dict[tuple[str, str], HandedIn]:
        """By learner and exercise."""
        return {entry.key: entry for entry in self.register.entries}


def prepare(order: Order, out: Path) -> Prepared:
    """Find the exercises and the submissions, and read the settings; the secret is made if there is none.

    Raises
    ------
    CannotGrade
    """
    try:
        offered = chosen_assignments(order.assignments)
        register = look_through(order.submissions, offered)
        if not register.entries:
            raise CannotGrade(
                f"{order.submissions}: none of the notebooks belongs to an exercise that is graded "
                f"({', '.join(offered)})"
            )
        wanted = {n: a for n, a in offered.items() if order.assignments or n in register.notebooks}
        rules = read_rules(order.rules, columns(offered.values())) if order.rules else Rules()
        salt = _salt(out) if order.salt is None else order.salt
    except (FileNotFoundError, ValueError) as problem:
        raise CannotGrade(str(problem)) from None
    return Prepared(wanted, register, rules, Settings(salt, walls=order.walls))


def chosen_assignments(chosen: tuple[str, ...]) -> dict[str, Assignment]:
    """The exercises, from our own copies."""
    course = doctor.find_course()
    folder = course / "exercises" if course else None
    own = load_all(folder) if folder is not None and folder.is_dir() else {}
    if not chosen:
        if not own:
            raise CannotGrade("found no folder exercises/; name the exercise notebook with --assignment")
        return own
    found = {}
    for name in chosen:
        path = Path(name)
        if path.is_file():
            found[path.stem] = load(path)
        elif path.stem in own and path.name == name:
            found[path.stem] = own[path.stem]
        else:
            raise CannotGrade(f"there is no exercise notebook {name}; there are {', '.join(own) or 'none'}")
    return found


def _salt(out: Path) -> str:
    """The secret of this class, made once."""
    path = out / SALT
    if not path.exists():
        fresh = path.with_name(f"{SALT}.new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(16) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return path.read_text(encoding="utf-8").strip()
