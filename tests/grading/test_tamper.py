"""Hostile and broken submissions: each costs its own marks at most, and gains nothing."""

from __future__ import annotations

import json
import sys
import textwrap
import tracemalloc

import pytest

from gru_course.grading.submission import Submission, Unusable, find
from tests.grading.builders import (
    ASSIGNMENTS,
    RIGHT_GATE,
    WRONG_GATE,
    as_bytes,
    blank,
    own_cell,
    position,
    solved,
    with_cell,
    zipped,
)

pytestmark = pytest.mark.usefixtures("next_is_fine")

GATE = "03_reset_gate"
NOTHING: set[str] = set()
ALL = {step.name for step in ASSIGNMENTS[GATE].steps}


def lost(result) -> set[str]:
    return {step.step for step in result.steps if step.points < step.most}


def first_then(source: str, gate: str = RIGHT_GATE) -> str:
    """A reset_gate whose call does something else first, and then what the gate does."""
    body = textwrap.indent(textwrap.dedent(source).strip(), "    ")
    honest = gate.replace("def reset_gate", "def honest")
    return f"{honest}\ndef reset_gate(x, h_prev, W_r, b_r):\n{body}\n    return honest(x, h_prev, W_r, b_r)\n"


# --- on its way out, or never -------------------------------------------------------------------------------

ENDS = {
    "os._exit": "import os; os._exit(0)",
    "a segmentation fault": "import ctypes; ctypes.string_at(0)",
    "endless loop": "while True: pass",
    "endless loop that catches everything": """
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
    "endless loop with the alarm turned off": """
        import signal
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True: pass
    """,
    "endless loop with all signals blocked": """
        import signal
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        while True: pass
    """,
    "sleep": "import time; time.sleep(1000)",
    "deep recursion without a limit": """
        import sys
        sys.setrecursionlimit(10**9)
        def deeper(n): return eval("deeper(n + 1)", {"deeper": deeper, "n": n})
        deeper(0)
    """,
    "a flood of 1 GB into the results": """
        import os
        for _ in range(1024): os.write(3, b"x" * 2**20)
    """,
    "results closed": "import os; os.closerange(0, 100)",
    "standard library replaced": """
        import os, json, struct
        json.dumps = os.write = None
    """,
}


# On Python 3.11 this overflows the stack and ends the process. Later versions bound calls in C whatever the
# limit says, and may raise RecursionError: a cell that only raises is not left out.
MAY_RAISE = {"deep recursion without a limit"} if sys.version_info >= (3, 12) else set()


@pytest.mark.parametrize("name", ENDS)
def test_a_call_that_ends_or_hangs_the_process_costs_one_step(name, graded):
    assert lost(graded(solved(GATE, reset_gate=first_then(ENDS[name])))) == {"reset_gate"}


@pytest.mark.parametrize("name", [name for name in ENDS if "signals" not in name and "alarm" not in name])
def test_a_cell_that_ends_or_hangs_the_process_is_left_out(name, graded):
    notebook = with_cell(solved(GATE), textwrap.dedent(ENDS[name]), before="reset_gate")
    result = graded(notebook)
    assert lost(result) == NOTHING
    assert any("graded without it" in note for note in result.notes) or name in MAY_RAISE


# --- raised, and harmless -----------------------------------------------------------------------------------

RAISES = {
    "sys.exit": "import sys; sys.exit(0)",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "endless recursion": "reset_gate(x, h_prev, W_r, b_r)",
    "memory bomb": "[bytearray(2**26) for _ in range(10**6)]",
    "one array of 100 GB": "np.ones(10**11)",
    "a process": "import os; os.fork()",
    "a program": "import subprocess; subprocess.run(['/bin/ls'])",
    "a connection": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:80/')",
    "threads by the ten thousand": """
        import threading
        threading.stack_size(2**15)
        for _ in range(10_000): threading.Thread(target=threading.Event().wait, daemon=True).start()
    """,
    "a file in memory": "import os; os.memfd_create('next')",
    "a signal by way of a file": "import fcntl, os; fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, 1)",
    "a bigger limit": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "the checks": "import gru_course.checks",
    "the reference": "import gru_course; gru_course.gru_step",
    "an exception that cannot be printed": """
        class Odd(Exception):
            def __str__(self): raise SystemExit
        raise Odd
    """,
}


@pytest.mark.parametrize("name", RAISES)
def test_what_raises_in_a_call_costs_one_step(name, graded):
    assert lost(graded(solved(GATE, reset_gate=first_then(RAISES[name])))) == {"reset_gate"}


HARMLESS = {
    "fork bomb": """
        import os
        for _ in range(10_000):
            try: os.fork()
            except OSError: break
    """,
    "disk filler": """
        for number in range(10_000):
            try: open(f"{number}", "wb").write(b"x" * 2**20)
            except OSError: break
    """,
    "a flood of 1 GB of prints": """
        for _ in range(0 if "done" in globals() else 1024): print("x" * 2**20)
        globals()["done"] = True
    """,
    "a flood of 1 GB of raw output": """
        import os
        for _ in range(0 if "done" in globals() else 1024): os.write(1, b"x" * 2**20)
        globals()["done"] = True
    """,
    "atexit": "import atexit, time; atexit.register(time.sleep, 1000)",
    "a daemon": """
        import os
        try:
            os.setsid()
        except OSError: pass
        try:
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    while True: pass
        except OSError: pass
    """,
    "killing everybody": """
        import os, signal
        for pid in (-1, 0, 2, 3, os.getppid(), os.getpgid(0)):
            try: os.kill(pid, signal.SIGKILL)
            except OSError: pass
    """,
    "tracing": "import sys; sys.settrace(lambda *_: None)",
    "another standard output": "import sys, io; sys.stdout = sys.__stdout__ = io.StringIO()",
    "closed standard output": "import sys; sys.stdout.close()",
    "warnings": "import warnings, sys; warnings.warn('careful'); print('hm', file=sys.stderr)",
    "half a character": "print(chr(0xd800))",
    "writing into the course": """
        import os
        for folder, _, _ in os.walk("/gru-sandbox/course"):
            try: open(folder + "/evil.py", "w").write("raise SystemExit")
            except OSError: pass
    """,
    "writing anywhere": """
        import os
        for folder in ("/", "/dev", "/dev/shm", "/usr", "/gru-sandbox/course", "/etc", "/root"):
            try: os.remove(folder + "/evil")
            except OSError: pass
            try: open(folder + "/evil", "w").write("evil")
            except OSError: pass
            else: raise RuntimeError(folder)
    """,
    "every signal handler and timer": """
        import signal
        signal.signal(signal.SIGALRM, lambda *_: 1 / 0)
        signal.setitimer(signal.ITIMER_REAL, 1000)
    """,
    "stopping itself": """
        import os, signal
        os.kill(os.getpid(), signal.SIGSTOP)
        signal.raise_signal(signal.SIGTSTP)
    """,
    "an import hook": """
        import sys
        class Finder:
            def find_spec(self, *_): raise SystemExit
        sys.meta_path.insert(0, Finder())
    """,
    "a trap for the garbage collector": "import gc; gc.callbacks.append(lambda *_: 1 / 0); gc.collect()",
    "very little recursion": "import sys; sys.setrecursionlimit(100)",
    "another clock": """
        import time
        for name in ("monotonic", "time", "process_time"): setattr(time, name, lambda: -1e18)
    """,
    "a pipe that does not wait": "import os; os.set_blocking(3, False)",
    "its own files and memory by way of /proc": """
        for name in ("self/mem", "self/fd/3", "1/fd/0", "1/root/etc/passwd", "sys/kernel/core_pattern"):
            try: open(f"/proc/{name}", "wb").write(b"x")
            except OSError: pass
    """,
    "a lock on a file of everybody's": """
        import fcntl
        globals()["held"] = open(np.__file__)
        fcntl.flock(held, fcntl.LOCK_EX)
    """,
    "another folder and no environment": "import os; os.chdir('/'); os.environ.clear()",
    "mounting": """
        import ctypes
        libc = ctypes.CDLL(None)
        assert libc.mount(b"tmpfs", b"/usr", b"tmpfs", 0, None) != 0
        assert libc.umount2(b"/gru-sandbox/course", 0) != 0
        assert libc.unshare(0x10000000) != 0
        assert libc.ptrace(16, 1, 0, 0) != 0
        assert libc.keyctl(0, -3) != 0 if hasattr(libc, "keyctl") else True
    """,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_harms_nobody_costs_nothing(name, graded):
    assert lost(graded(solved(GATE, reset_gate=first_then(HARMLESS[name])))) == NOTHING


@pytest.mark.parametrize("name", HARMLESS)
def test_and_neither_does_it_in_a_cell(name, graded):
    notebook = with_cell(solved(GATE), textwrap.dedent(HARMLESS[name]), before="reset_gate")
    assert lost(graded(notebook)) == NOTHING


# --- wrong, and trying to pass ------------------------------------------------------------------------------

PASSES_AS_RIGHT = {
    "patched numpy asserts": """
        np.testing.assert_allclose = np.testing.assert_array_equal = lambda *_, **__: None
        np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
        np.absolute = np.abs = lambda value: np.zeros_like(value)
    """,
    "patched gru_course": """
        import gru_course, sys
        gru_course.check = gru_course.sigmoid = lambda *_, **__: True
        for name, module in list(sys.modules.items()):
            if name.startswith("gru_course"):
                for key, value in list(vars(module).items()):
                    if callable(value) and key in ("judge", "close", "equal", "is_stub"):
                        setattr(module, key, lambda *_, **__: True)
    """,
    "an evil __eq__": """
        class Yes:
            def __eq__(self, other): return True
            __hash__ = None
            __bool__ = lambda self: True
            __ne__ = __lt__ = __le__ = __sub__ = __rsub__ = __eq__
            shape = (3, 2)
        return Yes()
    """,
    "an evil __array__": """
        class Odd:
            def __array__(self, *_, **__):
                import os
                os._exit(0)
        return Odd()
    """,
    "an endless __array__": """
        class Odd:
            def __array__(self, *_, **__):
                while True: pass
        return Odd()
    """,
    "an object that never goes away": """
        class Stays:
            def __del__(self):
                while True: pass
        return Stays()
    """,
    "an array that answers for NumPy": """
        class Yes(np.ndarray):
            def __array_function__(self, *_, **__): return True
            def __array_ufunc__(self, *_, **__): return np.zeros(1)
            def tobytes(self, *_): return b""
            nbytes = property(lambda self: 0)
        return np.zeros((len(x), len(b_r))).view(Yes)
    """,
    "a place in the memory of whoever reads it": """
        from types import SimpleNamespace
        spot = {"version": 3, "shape": (len(x), len(b_r)), "typestr": "<f8", "data": (16, False)}
        return SimpleNamespace(__array_interface__=spot, other=[1.0])
    """,
    "a place in the memory of whoever reads a tuple": """
        class Odd(tuple): _fields = ("__array_interface__", "other")
        spot = {"version": 3, "shape": (len(x), len(b_r)), "typestr": "<f8", "data": (16, False)}
        return Odd([spot, 1.0])
    """,
    "an array whose file is gone": """
        cut = np.memmap("cut", "f8", "w+", shape=(4096, 8))
        open("cut", "w").close()
        return cut
    """,
    "a mapping without end": """
        from collections.abc import Mapping
        class Endless(Mapping):
            def __len__(self): return 1
            def __getitem__(self, key): return 1
            def __iter__(self):
                while True: yield 1
        return Endless()
    """,
    "a class whose class lies": """
        class Liar(type):
            def __instancecheck__(cls, other): return True
            __subclasscheck__ = __instancecheck__
            def __getattribute__(cls, name): raise SystemExit
            def __eq__(cls, other): return True
            def __hash__(cls): return hash(np.ndarray)
        return Liar("Any", (), {})()
    """,
    "a masked array": "return np.ma.masked_all((len(x), len(b_r)))",
    "an empty array of a huge shape": "return np.zeros((0, 2**40))",
    "a failure made by hand": """
        import sys
        class Odd(Exception): pass
        odd = Odd()
        odd.failure = sys.modules["gru_course.calling"].Failure("x" * 10**6, ["no text"], "<b>", 1.5, None)
        raise odd
    """,
    "marks that grow over the lines above": "raise ValueError('e' + chr(0x301) * 3000)",
    "a subclass of an array": """
        class Yes(np.ndarray):
            def __eq__(self, other): return np.ones(1, bool)
            def __sub__(self, other): return np.zeros(1)
            __rsub__ = __sub__
        return np.zeros((len(x), len(b_r))).view(Yes)
    """,
    "a planted pickle": """
        import pickle
        class Bomb:
            def __reduce__(self): return eval, ("__import__('os')._exit(0)",)
        pickle.dump(Bomb(), open("results.pkl", "wb"))
        return np.array([Bomb()], dtype=object)
    """,
    "a list within itself": "own = []; own.append(own); return own",
    "a list a thousand deep": """
        deep = []
        for _ in range(1000): deep = [deep]
        return deep
    """,
    "a huge array": "return np.zeros((3000, 3000))",
    "a huge array out of nothing": "return np.broadcast_to(1.0, (10**6, 10**6))",
    "a huge list": "return [0.0] * 10**7",
    "a mapping with odd keys": "return {float('nan'): 1, None: x, 'x' * 10**6: 2}",
    "a name of a megabyte": "reset_gate.__name__ = 'x' * 10**6; return None",
    "a text of a megabyte": "raise ValueError('x' * 10**6)",
    "half a character in an error": "raise ValueError(chr(0xdcff))",
    "an exception with a name of its own": "raise type('x' * 10**6, (Exception,), {})('no')",
    "an object that answers everything": """
        class All:
            def __getattr__(self, name): return self
            def __call__(self, *_, **__): return self
            def __iter__(self): return iter([self] * 3)
            def __len__(self): return 3
            def __str__(self): return self
        return All()
    """,
    "an object whose class lies": """
        class Liar:
            __class__ = property(lambda self: np.ndarray)
            dtype = shape = property(lambda self: 1 / 0)
        return Liar()
    """,
    "inputs made into nothing": """
        x[...] = h_prev[...] = W_r[...] = b_r[...] = 0
        return np.full((len(x), len(b_r)), 0.5)
    """,
    "lists of the same list": """
        same = [0.5] * 10_000
        for _ in range(6): same = [same] * 10_000
        return same
    """,
    "patched builtins": """
        import builtins
        for name in ("isinstance", "issubclass", "len", "type", "hasattr", "getattr", "str", "print"):
            setattr(builtins, name, lambda *_, **__: True)
        return 1.0
    """,
    "patched numpy": "np.array = np.ndarray = lambda *_, **__: None; return 1.0",
    "an array over no memory": "return np.lib.stride_tricks.as_strided(np.zeros(1), (3, 2), (2**40, 2**40))",
    "a number that is none": "return np.frombuffer(b'\\xff' * 16 * x.size, np.longdouble)",
    "an array of a mixed type": "return np.zeros((len(x), len(b_r)), dtype=[('value', 'f8')])",
    "a float that answers everything": """
        class Yes(float):
            def __eq__(self, other): return True
            def __float__(self): raise SystemExit
        return Yes(0.5)
    """,
    "a text that answers nothing": """
        class Silent(str):
            def __getitem__(self, key): raise SystemExit
            __len__ = encode = __getitem__
        class Odd(Exception):
            def __str__(self): return Silent("no")
        raise Odd
    """,
    "numpy scribbled over": "import ctypes; ctypes.memset(id(np.ndarray), 0, 400); return 1.0",
    "a trap in every frame": """
        import sys
        frame = sys._getframe()
        while frame is not None: frame.f_trace, frame = (lambda *_: 1 / 0), frame.f_back
        sys.settrace(lambda *_: 1 / 0)
        return 1.0
    """,
    "expected values from the frames of the caller": """
        import sys, gc
        frame, shape = sys._getframe(), (len(x), len(b_r))
        found = []
        while frame is not None:
            found += [v for v in frame.f_locals.values() if isinstance(v, np.ndarray)]
            frame = frame.f_back
        found += [v for v in gc.get_objects() if isinstance(v, np.ndarray)]
        gates = [v for v in found if v.shape == shape and v.min() >= 0 and v.max() <= 1]
        return gates[0] if gates else np.zeros(shape)
    """,
}


@pytest.mark.parametrize("name", PASSES_AS_RIGHT)
def test_a_wrong_answer_that_pretends_gains_nothing(name, graded):
    result = graded(solved(GATE, reset_gate=first_then(PASSES_AS_RIGHT[name], WRONG_GATE)))
    assert lost(result) == {"reset_gate"}
    json.dumps([step.feedback for step in result.steps], ensure_ascii=False).encode("utf-8")
    assert all(len(step.feedback) < 10_000 for step in result.steps)


FRAME = """
import json, os, struct
def say(tree, head=b"[]"):
    body = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    message = struct.pack("<II", len(head), len(body)) + head + body
    os.write(3, struct.pack("<Q", len(message)) + message)
def number(n): return ["number", n]
"""

FORGED = {
    "an end without outcomes": 'for n in range(40): say(["dict", {"ends": number(n)}])',
    "right for everything": 'for n in range(40): say(["dict", {"ends": number(n), "status": "right"}])',
    "an end of the whole": 'say(["dict", {"done": number(True)}]); os._exit(0)',
    "other steps too": """
        for n in range(40):
            say(["dict", {"begins": number(n)}])
            say(["dict", {"ends": number(n), "outcomes": ["list", [["dict", {"returned": number(1.0)}]]]}])
        os._exit(0)
    """,
    "an array that is not there": 'say(["array", 5]); say(["array", 0], b\'[["<f8", [99999999999]]]\')',
    "an array of objects": 'say(["array", 0], b\'[["|O", [1]]]\')',
    "negative and nonsense": 'say(["dict", {"begins": number(-1)}]); say(["dict", {"begins": number(1e9)}])',
    "no JSON": 'say(b"]"); say(b"[" * 100000)',
    "a very deep tree": 'say(b"[" * 90000 + b"]" * 90000)',
    "a wide tree": 'say(b"[" + b"[]," * 600000 + b"[]]")',
    "a type with a very long name": 'say(["array", 0], json.dumps([["f8," * 10**5, [1]]]).encode())',
    "very many objects": 'for n in range(8): say(["list", [["named", {}, "a"]] * 30_000])',
    "very many messages": 'for n in range(100_000): say(["dict", {}])',
    "a length beyond all bounds": 'os.write(3, struct.pack("<Q", 2**63))',
    "a head beyond all bounds": 'os.write(3, struct.pack("<QII", 8, 2**31, 2**31))',
    "walls": 'say(["dict", {"walled": number(False)}])',
    "weak types": """
        for n in range(40):
            say(["dict", {"ends": number(n), "outcomes": ["list", [None, "x", ["dict", {"after": "x",
                "failure": ["list", [None] * 5], "returned": ["params", {"W_r": "x"}]}]]],
                "name": number(1), "takes": ["list", [["list", ["x y", "KEYWORD_ONLY", None]]]]}])
    """,
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_messages_gain_nothing(name, graded):
    source = FRAME + first_then(FORGED[name], WRONG_GATE)
    result = graded(solved(GATE, reset_gate=source))
    assert "reset_gate" in lost(result)
    assert lost(result) <= {"reset_gate", "sentence_reset"}
    assert result.walled


def test_answers_written_down_for_the_inputs_that_can_be_seen_are_not_right(graded):
    from gru_course.checks.catalogue import EXERCISES

    exercise = EXERCISES["reset_gate"]
    table = {
        repr(call.arguments["x"].tolist()): exercise.reference(**call.arguments).tolist()
        for call in exercise.calls()
    }
    source = f"""
TABLE = {table!r}
def reset_gate(x, h_prev, W_r, b_r):
    return np.array(TABLE.get(repr(x.tolist()), np.full((len(x), len(b_r)), 0.5)))
"""
    assert lost(graded(solved(GATE, reset_gate=source))) == {"reset_gate"}


# --- the notebook itself ------------------------------------------------------------------------------------


def test_a_deleted_answer_costs_its_own_step(graded):
    notebook = solved(GATE)
    del notebook["cells"][position(notebook, "reset_gate")]
    assert lost(graded(notebook)) == {"reset_gate"}


def test_deleted_test_cells_cost_nothing(graded):
    notebook = solved(GATE)
    notebook["cells"] = [c for c in notebook["cells"] if not c["metadata"].get("nbgrader", {}).get("grade")]
    assert lost(graded(notebook)) == NOTHING


def test_only_the_answers_left_costs_nothing(graded):
    notebook = solved(GATE)
    notebook["cells"] = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("solution")]
    assert lost(graded(notebook)) == NOTHING


def test_a_renamed_grade_id_costs_nothing(graded):
    notebook = solved(GATE)
    notebook["cells"][position(notebook, "reset_gate")]["metadata"]["nbgrader"]["grade_id"] = "x" * 10**6
    result = graded(notebook)
    assert lost(result) == NOTHING
    assert all(len(note) < 300 for note in result.notes)


def test_no_metadata_at_all_costs_nothing(graded):
    notebook = solved(GATE)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    assert lost(graded(notebook)) == NOTHING


def test_of_a_duplicated_answer_the_last_counts(graded):
    notebook = solved(GATE)
    place = position(notebook, "reset_gate")
    notebook["cells"].insert(place + 1, {**notebook["cells"][place], "source": WRONG_GATE})
    result = graded(notebook)
    assert lost(result) == {"reset_gate"}
    assert any("2 times" in note for note in result.notes)


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_that_a_key_has_turned_into_text_is_still_an_answer(kind, graded):
    notebook = solved(GATE)
    notebook["cells"][position(notebook, "reset_gate")]["cell_type"] = kind
    result = graded(notebook)
    assert lost(result) == NOTHING
    assert any("press Y" in note for note in result.notes)


def test_an_edited_test_cell_does_not_run(graded):
    notebook = solved(GATE, reset_gate=WRONG_GATE)
    notebook["cells"][position(notebook, "check-reset_gate")]["source"] = RIGHT_GATE
    assert lost(graded(notebook)) == {"reset_gate"}


def test_points_in_a_submission_mean_nothing(graded):
    notebook = solved(GATE)
    notebook["cells"][position(notebook, "check-reset_gate")]["metadata"]["nbgrader"]["points"] = 1000
    assert graded(notebook).most == ASSIGNMENTS[GATE].points


def test_a_cell_that_cannot_be_compiled_costs_nothing_but_itself(graded):
    notebook = with_cell(solved(GATE), "def (:", before="kept_share")
    assert lost(graded(notebook)) == NOTHING


BROKEN = {
    "no JSON": (b"this is no notebook", "JSON"),
    "empty": (b"", "empty"),
    "only spaces": (b" \n", "empty"),
    "null": (b"null", "JSON object"),
    "a list": (b"[]", "JSON object"),
    "no cells": (b"{}", "no cells"),
    "cells of another kind": (b'{"cells": {"a": 1}}', "no cells"),
    "version 3": (b'{"nbformat": 3, "worksheets": [{"cells": []}]}', "nbformat 3"),
    "invalid UTF-8": (b'{"cells": "\xff\xfe"}', "UTF-8"),
    "UTF-16": ('{"cells": []}'.encode("utf-16"), "UTF-8"),
    "cut off": (b'{"cells": [', "JSON"),
    "nested without end": (b"[" * 100_000, "JSON"),
    "a number without end": (b"1" * 100_000, "JSON"),
    "millions of parts": (b"[" + b"[]," * 2_000_000 + b"[]]", "too many parts"),
    "thousands of cells": (b'{"cells": [' + b"{}," * 5000 + b"{}]}", "cells, more than"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_notebook_is_told_so_and_gets_nothing(name, graded):
    data, why = BROKEN[name]
    result = graded(data)
    assert result.points == 0
    assert why in result.problem
    assert result.most == ASSIGNMENTS[GATE].points


ODD_BUT_WHOLE = {
    "numbers that JSON has not": lambda text: text[:-1] + ', "x": [NaN, -Infinity, 1e999]}',
    "cells twice, the last of them real": lambda text: '{"cells": [], ' + text[1:],
    "a later format": lambda text: text.replace('"nbformat": 4', '"nbformat": 5'),
    "lines as Windows ends them": lambda text: json.dumps(json.loads(text), indent=1).replace("\n", "\r\n"),
    "metadata four hundred deep": lambda text: text[:-1] + ', "x": ' + "[" * 400 + "]" * 400 + "}",
    "attachments of 10 MB": lambda text: text[:-1] + ', "x": "' + "A" * 10 * 2**20 + '"}',
}


@pytest.mark.parametrize("name", ODD_BUT_WHOLE)
def test_what_is_odd_around_the_answers_costs_nothing(name, graded):
    text = json.dumps(solved(GATE))
    written = ODD_BUT_WHOLE[name](text)
    assert written != text
    assert lost(graded(written.encode())) == NOTHING


def test_cells_of_odd_types_are_passed_over(graded):
    notebook = solved(GATE)
    odd = [None, 1, [], {}, {"cell_type": "code"}, {"cell_type": "code", "source": 5, "metadata": []}]
    odd += [{"cell_type": "code", "source": [1, "pass"], "metadata": {"nbgrader": {"grade_id": []}}}]
    notebook["cells"] = odd + notebook["cells"]
    assert lost(graded(notebook)) == NOTHING


def test_a_notebook_of_200_mb_is_refused_without_being_read(tmp_path):
    path = tmp_path / "ada.ipynb"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    tracemalloc.start()
    try:
        with pytest.raises(Unusable, match="larger than"):
            Submission("ada", GATE, path).read()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 50 * 2**20  # as much as is allowed, and no more


def test_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "ada.zip"
    path.write_bytes(zipped({"03_reset_gate.ipynb": bytes(100 * 2**20)}))
    (found,) = find(tmp_path, [GATE])
    with pytest.raises(Unusable, match="larger than"):
        found.read()


def test_an_unsolved_notebook_gets_nothing_and_no_reproach(graded):
    result = graded(blank(GATE))
    assert lost(result) == ALL
    assert {step.status for step in result.steps} == {"not attempted"}


def test_a_cell_of_a_learner_may_hold_jupyters_own_commands(graded):
    source = "%matplotlib inline\n!pip list\nfiles = !ls\nwhere = %pwd\n?sum\nnp.exp??\n" + RIGHT_GATE
    notebook = solved(GATE, reset_gate=source)
    notebook["cells"].append(own_cell("%%time\nsum?"))
    assert lost(graded(as_bytes(notebook))) == NOTHING


def test_beside_a_command_of_jupyters_a_question_in_a_comment_is_no_command(graded):
    gate = '''
%matplotlib inline
def reset_gate(x, h_prev, W_r, b_r):
    """What is r?
    Not z, is it?"""
    both = np.hstack([x, h_prev])  # in this order?
    one = (17.5
        % 16.5)
    return sigmoid(both @ W_r + b_r) * one
'''
    assert lost(graded(solved(GATE, reset_gate=gate))) == NOTHING


def test_jupyters_own_functions_are_there_and_do_nothing(graded):
    gate = f"get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay('x')\n{RIGHT_GATE}"
    assert lost(graded(solved(GATE, reset_gate=gate))) == NOTHING


THIEF = """
import sys
def NAME(*arguments):
    frame = sys._getframe()
    while "job" not in frame.f_locals: frame = frame.f_back
    for action in frame.f_locals["job"]["actions"]:
        if action.get("cell") == "use-NAME":
            exec(action["source"], own := {})
            return own["NAME"](*arguments)
    return 0.0
"""


def test_no_run_holds_the_courses_own_piece_for_a_step_that_it_judges(graded):
    stolen = {name: THIEF.replace("NAME", name) for name in ("fading", "half_life")}
    result = graded(solved("02_forgetting", clip_by_norm="clip_by_norm = 1", **stolen), "02_forgetting")
    assert lost(result) == {"fading", "half_life", "clip_by_norm"}


def test_feedback_holds_nothing_that_steers_a_terminal(graded):
    text = chr(27) + "]0;mine" + chr(7) + chr(0) + chr(13) + chr(0x202E)
    source = f"def reset_gate(x, h_prev, W_r, b_r): raise ValueError({text!r})\nraise ValueError({text!r})"
    result = graded(solved(GATE, reset_gate=source))
    said = " ".join([*result.notes, *(step.feedback for step in result.steps)])
    assert "mine" in said
    assert set(text) - set("]0;mine") - set(said) == set(text) - set("]0;mine")


@pytest.mark.parametrize("content", [{}, {"part": 1}])
def test_neither_does_the_name_of_a_type(content, graded):
    text = chr(27) + "[2Jmine" + chr(0x202E) + "x" * 10**6
    source = f"def reset_gate(x, h_prev, W_r, b_r):\n    odd = type({text!r}, (), {{}})()"
    source += f"\n    vars(odd).update({content})\n    return odd"
    (step,) = [s for s in graded(solved(GATE, reset_gate=source)).steps if s.step == "reset_gate"]
    assert "mine" in step.feedback
    assert not {chr(27), chr(0x202E)} & set(step.feedback)
    assert len(step.feedback) < 300
