"""Whoever does the work may be killed at any moment: nothing is lost, and nobody costs another anything."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import Future

import pytest

from gru_course.grading import classroom as module
from gru_course.grading import unit
from gru_course.grading.classroom import Settings, grade_class
from gru_course.grading.crew import CrewGone, local
from gru_course.grading.grade import Result
from gru_course.grading.handed_in import look_through
from gru_course.grading.ledger import Ledger
from gru_course.grading.prepare import chosen_assignments
from gru_course.grading.sandbox import NurseryGone, walls_here
from gru_course.grading.unit import FAILED, grade_unit
from gru_course.grading.walls import Walls
from tests.grading.classes import RIGHT, WRONG, Classroom, small

needs_walls = pytest.mark.skipif(walls_here() is Walls.MISSING, reason="bubblewrap is not installed here")


@pytest.fixture
def classroom(tmp_path):
    made = Classroom(tmp_path)
    made.out.mkdir()
    return made


def graded(classroom: Classroom, **more) -> dict[str, Result]:
    """Grade a class; all results, by learner."""
    assignments = chosen_assignments((str(classroom.assignment),))
    entries = look_through(classroom.folder, assignments).entries
    with Ledger(classroom.out / "grades.sqlite") as ledger:
        for _ in grade_class(entries, assignments, ledger, Settings("salt"), classroom.out, **more):
            pass
        return {result.learner: result for result in ledger.all()}


@needs_walls
def test_a_killed_process_of_the_pool_costs_nothing(classroom):
    names = [f"learner{n}" for n in range(10)]
    for name in names:
        classroom.hand_in(name, f"import time; time.sleep(0.15)\n{RIGHT}\n# {name}")
    assignments = chosen_assignments((str(classroom.assignment),))
    entries = look_through(classroom.folder, assignments).entries
    kills = 0
    with Ledger(classroom.out / "grades.sqlite") as ledger:
        for n, _ in enumerate(
            grade_class(entries, assignments, ledger, Settings(), classroom.out, jobs=2), start=1
        ):
            if n in (2, 5):
                victims = workers_of_this_process()
                os.kill(victims[0], signal.SIGKILL)
                kills += 1
        results = list(ledger.all())
    assert kills == 2
    assert [result.learner for result in results] == sorted(names)
    assert all(result.points == result.most and not result.problem for result in results)


def workers_of_this_process() -> list[int]:
    """Processes of the pool: children of the fork server, which is a child of ours."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(name))
    found = [grandchild for child in parents.get(os.getpid(), []) for grandchild in parents.get(child, [])]
    assert found
    return found


@needs_walls
def test_processes_of_the_pool_end_with_the_block_and_take_their_sandboxes_along(classroom):
    classroom.hand_in("ada")
    with local(1, classroom.out) as crew:
        data = small(classroom.assignment, RIGHT)
        assignments = chosen_assignments((str(classroom.assignment),))
        future = crew.submit(data, "ada", next(iter(assignments.values())))
        assert future.result().points > 0
        (process,) = crew._pool._processes.values()
        assert list(classroom.out.glob("gru-course-*"))
    assert not process.is_alive()
    assert not list(classroom.out.glob("gru-course-*"))


class Fickle:
    """A crew in which the grader fails over some submissions."""

    width = 3

    def __init__(self, fails) -> None:
        self.fails, self.tries = fails, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, data, learner, assignment, **_):
        self.tries[learner] = self.tries.get(learner, 0) + 1
        future: Future = Future()
        problem = self.fails(learner, self.tries[learner])
        if problem is not None:
            future.set_exception(problem)
        else:
            future.set_result(Result(learner, assignment.notebook, ()))
        return future

    def first_done(self, futures):
        return {next(iter(futures))}


def with_crew(classroom, monkeypatch, fails) -> Fickle:
    crew = Fickle(fails)
    monkeypatch.setattr(module, "hire", lambda *_: crew)
    for name in ("ada", "bob", "cy", "dora", "eve"):
        classroom.hand_in(name)
    return crew


def test_a_submission_over_which_the_grader_fails_costs_only_itself_and_is_tried_again_the_next_time(
    classroom, monkeypatch
):
    crew = with_crew(
        classroom, monkeypatch, lambda name, _: MemoryError("no room") if name == "bob" else None
    )
    results = graded(classroom)
    assert sorted(results) == ["ada", "bob", "cy", "dora", "eve"]
    assert {name for name, result in results.items() if result.problem} == {"bob"}
    assert results["bob"].problem == f"{FAILED} MemoryError: no room"
    assert crew.tries == {"ada": 1, "bob": 4, "cy": 1, "dora": 1, "eve": 1}
    crew.fails = lambda *_: None
    assert not graded(classroom)["bob"].problem
    assert crew.tries == {"ada": 1, "bob": 5, "cy": 1, "dora": 1, "eve": 1}


def test_what_fails_once_is_simply_graded_again(classroom, monkeypatch):
    crew = with_crew(classroom, monkeypatch, lambda name, tries: OSError() if tries == 1 else None)
    assert not any(result.problem for result in graded(classroom).values())
    assert set(crew.tries.values()) == {2}


def test_a_lost_cluster_ends_the_run_and_keeps_what_is_graded(classroom, monkeypatch):
    crew = with_crew(classroom, monkeypatch, lambda name, _: CrewGone("lost") if name == "dora" else None)
    with pytest.raises(CrewGone, match="lost"):
        graded(classroom)
    crew.fails = lambda *_: None
    before = dict(crew.tries)
    assert len(graded(classroom)) == 5
    again = {name for name in crew.tries if crew.tries[name] > before.get(name, 0)}
    assert "ada" not in again
    assert "dora" in again


@needs_walls
def test_threads_of_one_worker_take_turns(classroom):
    (assignment,) = chosen_assignments((str(classroom.assignment),)).values()
    found: dict[int, Result] = {}

    def work(n: int) -> None:
        found[n] = grade_unit(small(classroom.assignment, RIGHT if n % 2 else WRONG), f"l{n}", assignment)

    try:
        threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert [found[n].points > 0 for n in range(6)] == [bool(n % 2) for n in range(6)]
    finally:
        unit.close()


def test_a_sandbox_that_is_gone_is_replaced(classroom, monkeypatch):
    (assignment,) = chosen_assignments((str(classroom.assignment),)).values()
    given = []

    def gone_at_first(data, assignment, learner, nursery, **_):
        given.append(nursery)
        if len(given) < unit.TRIES:
            raise NurseryGone("killed")
        return Result(learner, assignment.notebook, ())

    monkeypatch.setattr(unit, "Nursery", lambda walls: type("Stub", (), {"close": lambda self: None})())
    monkeypatch.setattr(unit, "grade", gone_at_first)
    try:
        assert grade_unit(b"", "ada", assignment).learner == "ada"
    finally:
        unit.close()
    assert len({id(nursery) for nursery in given}) == unit.TRIES


@needs_walls
def test_a_cluster_that_loses_a_worker_in_mid_run_loses_nothing(classroom):
    distributed = pytest.importorskip("distributed")
    names = [f"learner{n}" for n in range(10)]
    for n, name in enumerate(names):
        answer = RIGHT if n % 2 else WRONG
        classroom.hand_in(name, f"import time; time.sleep(0.2)\n{answer}\n# {name}")
    assignments = chosen_assignments((str(classroom.assignment),))
    entries = look_through(classroom.folder, assignments).entries
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        Ledger(classroom.out / "grades.sqlite") as ledger,
    ):
        victim = next(iter(cluster.workers.values())).pid
        done = grade_class(
            entries, assignments, ledger, Settings(), classroom.out, scheduler=cluster.scheduler_address
        )
        for n, _ in enumerate(done, start=1):
            if n == 2:
                os.kill(victim, signal.SIGKILL)
        until = time.monotonic() + 60
        while any(worker.pid == victim for worker in cluster.workers.values()):
            assert time.monotonic() < until
            time.sleep(0.05)
        results = {result.learner: result for result in ledger.all()}
    assert sorted(results) == sorted(names)
    assert not any(result.problem for result in results.values())
    assert [results[name].points > 0 for name in names] == [bool(n % 2) for n in range(10)]
