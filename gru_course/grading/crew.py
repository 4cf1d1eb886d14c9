"""Who does the work: processes on this machine, or a Dask cluster; both are asked in the same way.

Either may lose a worker at any moment. That never loses a submission: what was under way is handed out again.
"""

import os
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, Protocol

from gru_course.grading import unit

AHEAD = 4
"""Submissions that wait for each worker, so that none is idle."""

PATIENCE = 30
"""Seconds within which a scheduler must answer."""

PRELOADED = ["gru_course.grading.unit"]
"""Loaded once; the processes of a pool then share it."""

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Small arrays gain nothing from several threads, and many processes lose by them."""


class Crew(Protocol):
    """Takes work, and says when some of it is done."""

    @property
    def width(self) -> int:
        """How much may be under way at once."""

    def submit(self, *arguments: Any, **named: Any) -> Any:
        """Hand out one unit of work; gives a future."""

    def first_done(self, futures: Iterable[Any]) -> set[Any]:
        """Wait until something is done."""


class CrewGone(RuntimeError):  # noqa: N818
    """Nobody is left to do the work."""


def hire(jobs: int, scheduler: str | None, workspace: Path) -> Any:
    """A crew for a ``with`` block.

    Parameters
    ----------
    jobs : int
        Processes on this machine.
    scheduler : str or None
        Address of a Dask scheduler, whose workers then do the work.
    workspace : Path
        A folder for what the local processes need on the disk.
    """
    return cluster(scheduler) if scheduler is not None else local(jobs, workspace)


# --- this machine -------------------------------------------------------------------------------------------


class LocalCrew:
    """A pool of processes that starts anew when one of them is killed."""

    def __init__(self, jobs: int, workspace: Path) -> None:
        self.width = jobs * AHEAD
        self._jobs, self._workspace = jobs, workspace
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(PRELOADED)
        self._pool = self._new_pool()

    def submit(self, *arguments: Any, **named: Any) -> Any:
        """Hand out one unit of work."""
        try:
            return self._pool.submit(unit.grade_unit, *arguments, **named)
        except BrokenProcessPool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = self._new_pool()
            return self._pool.submit(unit.grade_unit, *arguments, **named)

    def first_done(self, futures: Iterable[Any]) -> set[Any]:
        """Wait until something is done."""
        return set(wait(list(futures), return_when=FIRST_COMPLETED).done)

    def close(self) -> None:
        """Let everybody go, at once."""
        processes = list((getattr(self._pool, "_processes", None) or {}).values())
        for (
            process
        ) in processes:  # first of all: one that the pool lets go leaves its sandbox's folder behind
            process.terminate()  # see `_begin`: each ends its own sandbox
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.join(5.0)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._jobs, mp_context=self._context, initializer=_begin, initargs=(str(self._workspace),)
        )


@contextmanager
def local(jobs: int, workspace: Path) -> Iterator[LocalCrew]:
    """Processes on this machine; none of them, and no sandbox, outlives the block or this process."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))  # for the processes that start now
    crew = LocalCrew(jobs, workspace)
    try:
        yield crew
    finally:
        crew.close()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _begin(workspace: str) -> None:
    """In each process of the pool, first of all."""
    tempfile.tempdir = workspace
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that decides
    signal.signal(signal.SIGTERM, _told_to_leave)
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _told_to_leave(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # told twice, it would leave before it has tidied up
    _leave()


def _outlive_nobody() -> None:
    """End when the process that handed out the work ends, even by kill -9, of which nobody is told."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        _leave()


def _leave() -> None:
    with suppress(BaseException):
        unit.close()
    os._exit(1)


# --- a cluster ----------------------------------------------------------------------------------------------


class ClusterCrew:
    """The workers of a Dask cluster; Dask itself hands work out again when a worker is lost."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def width(self) -> int:
        """More when workers join."""
        return max(1, len(self._client.scheduler_info(n_workers=-1)["workers"])) * AHEAD

    def submit(self, *arguments: Any, **named: Any) -> Any:
        """Hand out one unit of work."""
        # Not pure: two that look the same are still two.
        return self._client.submit(unit.grade_unit, *arguments, **named, pure=False)

    def first_done(self, futures: Iterable[Any]) -> set[Any]:
        """Wait until something is done."""
        from distributed import wait as wait_for

        with self._client.as_current():
            return set(wait_for(list(futures), return_when="FIRST_COMPLETED").done)


@contextmanager
def cluster(address: str) -> Iterator[ClusterCrew]:
    """The workers of the Dask scheduler at this address.

    Raises
    ------
    CrewGone
        If Dask is not installed, the scheduler does not answer, or is lost.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as missing:
        raise CrewGone(f"{missing}; a cluster needs: pip install 'gru-course[cluster]'") from None
    try:
        client = Client(address, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise CrewGone(f"the scheduler {address} does not answer ({type(error).__name__})") from None
    try:
        yield ClusterCrew(client)
    except (CancelledError, ConnectionError) as error:
        raise CrewGone(f"the scheduler {address} is lost ({type(error).__name__})") from None
    finally:
        client.close(timeout=5)
