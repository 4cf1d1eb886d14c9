"""Call a function that a learner wrote, and come back with what happened, whatever happened.

It may raise, exit, print, warn, write into its inputs, or never return. None of that reaches the caller:
it is caught and kept, with the line of the learner's own code that raised.
"""

import contextlib
import dis
import inspect
import io
import linecache
import signal
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

LONGEST_PRINT = 10_000
"""Characters of a learner's own prints that are kept."""

LONGEST_LINE = 90
"""Characters of a line of the learner's code that are shown."""


class TooSlow(BaseException):
    """The time is up. Not an Exception, so that an `except Exception` lets it pass."""


@dataclass(frozen=True)
class Failure:
    """Why a call came to nothing.

    Attributes
    ----------
    error : str
        Name of the exception's type, such as ``"ValueError"``.
    text : str
        What the exception says.
    line : int or None
        The last line of the learner's own code on the way to it.
    code : str
        That line's text.
    advice : str
        A name that was perhaps meant; empty if none is near.
    """

    error: str
    text: str
    line: int | None = None
    code: str = ""
    advice: str = ""

    @property
    def where(self) -> str:
        """``, in line 3: return sigmod(a)``, or nothing."""
        if self.line is None:
            return ""
        return f", in line {self.line}" + (f": {self.code}" if self.code else "")


@dataclass(frozen=True)
class Called:
    """What one call came to: what it returned, or a failure; and what it printed on the way."""

    returned: Any = None
    failure: Failure | None = None
    printed: str = ""


def name_of(function: Any) -> str:
    """How to speak of a function: its name, or "your function"."""
    name = _attribute(function, "__name__")
    return name if isinstance(name, str) else "your function"


def call(function: Callable[..., Any], arguments: Mapping[str, Any], by_name: bool | None = None) -> Called:
    """Call `function` with `arguments` by position, or by name where it takes them only so.

    Parameters
    ----------
    function : callable
    arguments : mapping of str to object
        In the order in which the function takes them. They are handed over as they are: pass copies.
    by_name : bool, optional
        What `only_by_name` said of this function, where it is called often; asked now, unless told.

    Returns
    -------
    Called
    """
    printed = _Limited()
    if by_name is None:
        by_name = only_by_name(function, arguments)
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            np.errstate(all="ignore"),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            returned = function(**arguments) if by_name else function(*arguments.values())
    except (KeyboardInterrupt, TooSlow):
        raise  # it must be possible to stop it
    except BaseException as error:  # SystemExit and the like are no reason to leave
        return Called(failure=_failure(function, error), printed=printed.getvalue())
    return Called(returned=returned, printed=printed.getvalue())


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in this block after so many seconds, where the system can do that.

    It takes a POSIX timer and the main thread; elsewhere (Windows) the block simply goes on.
    """
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not usable:
        yield
        return

    def ring(*_: Any) -> None:
        raise TooSlow

    started = time.monotonic()
    handler = signal.signal(signal.SIGALRM, ring)
    # It rings again and again: a learner's bare `except:` may swallow it once.
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
    finally:  # twice, as it may ring on the way out, too
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, handler if handler is not None else signal.SIG_DFL)
        if left:  # a limit that was set outside this block goes on
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001), interval)


def signature_of(function: Any) -> inspect.Signature | None:
    """What a function takes, or None: some built-in ones do not tell."""
    try:
        return inspect.signature(function)
    except Exception:  # an object may answer such a question with anything
        return None


def is_stub(function: Any) -> bool:
    """Whether a function does nothing but return None: ``pass``, ``...``, or only a docstring."""
    code = code_of(function)
    if code is None:
        return False
    constants = []
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_CONST", "RETURN_CONST"):
            constants.append(instruction.argval)
        elif instruction.opname not in ("RESUME", "NOP", "RETURN_VALUE", "COPY_FREE_VARS"):
            return False
    return all(constant is None or constant is ... for constant in constants)


def only_by_name(function: Callable[..., Any], arguments: Mapping[str, Any]) -> bool:
    """Whether a function takes these arguments by name and not by position."""
    signature = signature_of(function)
    if signature is None:
        return False
    try:
        signature.bind(*arguments.values())
    except TypeError:
        with contextlib.suppress(TypeError):
            signature.bind(**arguments)
            return True
    return False


class _Limited(io.StringIO):
    """Keeps the first characters, so that a learner's endless print does not fill the memory."""

    def close(self) -> None:
        """Stay open: it is not the learner's to close."""

    def write(self, text: str) -> int:
        room = LONGEST_PRINT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def _failure(function: Callable[..., Any], error: BaseException) -> Failure:
    known = getattr(error, "failure", None)
    if isinstance(known, Failure):
        return known  # it happened elsewhere, and was told
    line, code = _own_line(function, error)
    return Failure(
        error=type(error).__name__, text=_text(error), line=line, code=code, advice=_near_name(error)
    )


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # an exception of the learner's own that cannot be printed
        return "(no text)"


def _own_line(function: Callable[..., Any], error: BaseException) -> tuple[int | None, str]:
    code = code_of(function)
    if code is None:
        return None, ""
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == code.co_filename]
    if not own or own[-1].lineno is None:
        return None, ""
    line = linecache.getline(code.co_filename, own[-1].lineno).strip()
    return own[-1].lineno, line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 4].rstrip()} ..."


def code_of(function: Any) -> CodeType | None:
    """The code of a function, of a method, of a partial, or of an object that can be called."""
    function = _attribute(function, "func", function)
    for each in (function, _attribute(function, "__func__"), _attribute(type(function), "__call__")):
        code = _attribute(each, "__code__")
        if isinstance(code, CodeType):
            return code
    return None


def _attribute(thing: Any, name: str, otherwise: Any = None) -> Any:
    """An attribute, also of an object that answers such a question with an exception."""
    try:
        return getattr(thing, name, otherwise)
    except Exception:
        return otherwise


def _near_name(error: BaseException) -> str:
    """The name that is spelt most nearly like the one that was not found."""
    import difflib

    wanted = getattr(error, "name", None)
    if not isinstance(wanted, str):
        return ""
    if isinstance(error, NameError):
        known = _names_in_reach(error)
    elif isinstance(error, AttributeError):
        known = _names_of(error.obj)
    else:
        return ""
    return next(iter(difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)), "")


def _names_of(thing: Any) -> list[str]:
    try:
        return [name for name in dir(thing) if not name.startswith("_")]
    except Exception:
        return []


def _names_in_reach(error: BaseException) -> list[str]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return []
    frame = trace.tb_frame
    return [*frame.f_locals, *(name for name in frame.f_globals if not name.startswith("_"))]
