"""The walls: what a submission sees, what it leaves behind, and what happens when the sandbox goes down."""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import socket
import struct
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from gru_course.grading import confine, landlock, sandbox, walls
from gru_course.grading.codec import LARGEST_TREE, pack
from gru_course.grading.run import Limits, read_run
from gru_course.grading.sandbox import Nursery, NurseryGone
from gru_course.grading.walls import Walls, command

PATIENT = Limits(seconds=60.0, patience=40.0)


def seen(nursery: Nursery, source: str, limits: Limits = PATIENT):
    """The value of `seen` after a cell has run; it crosses as JSON, in pieces that are short enough."""
    pieces = "seen = json.dumps(seen)\nseen = [seen[n : n + 1000] for n in range(0, len(seen), 1000)]"
    actions = [
        {"do": "run", "cell": "own", "source": f"import json, os\nseen = []\n{source}\n{pieces}"},
        {"do": "observe", "step": "seen", "kind": "value", "calls": []},
    ]
    run = nursery.run(actions, limits)
    assert "error" not in run.results[0], run.results[0]
    return json.loads("".join(run.results[1]["value"]))


# --- what it sees -------------------------------------------------------------------------------------------


def test_no_file_that_holds_an_answer_or_a_test_is_in_sight(nursery):
    found = seen(
        nursery,
        """
for place, _, files in os.walk("/"):
    for name in files:
        path = os.path.join(place, name)
        if "gru_course" in path or "gru-course" in path or "reset_gate" in name:
            seen.append(path)
""",
    )
    ours = {f"{walls.COURSE}/gru_course/{name}" for name in walls.SHARED}
    ours |= {f"{walls.COURSE}/gru_course/{name}__init__.py" for name in ("", "grading/", "nn/")}
    left = {path.rsplit("/", 1)[1] for path in set(found) - ours}
    assert ours <= set(found)
    # What is left says where the course is installed, and starts it.
    assert {name for name in left if not name.endswith(".pth")} <= {"gru_course.json", "gru-course"}


def test_the_shared_files_do_not_know_the_names_of_exercises_that_ask_for_the_cell():
    for name in walls.SHARED:
        text = (walls.PACKAGE / name).read_text(encoding="utf-8")
        assert "gru_step" not in text
        assert "h_cand" not in text


def test_a_course_that_is_installed_where_python_is_is_hidden(tmp_path, monkeypatch):
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    for folder in ("gru_course", "gru_course-0.1.0.dist-info", "numpy"):
        (site / folder).mkdir(parents=True)
    hidden = walls.hidden_in([tmp_path / "lib"])
    assert [path.name for path in hidden] == ["gru_course", "gru_course-0.1.0.dist-info"]
    monkeypatch.setattr(walls, "PACKAGE", tmp_path / "lib" / "project" / "gru_course")
    assert walls.PACKAGE in walls.hidden_in([tmp_path / "lib"])


def test_of_a_prefix_only_the_folders_of_python_are_shown(tmp_path, monkeypatch):
    for folder in ("bin", "lib", "gru_course", "solutions"):  # a project that is its own environment
        (tmp_path / "project" / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "project")
    monkeypatch.setattr(walls.sys, "prefix", str(tmp_path / "link"))
    shown = {path for path in walls.python_folders() if path.is_relative_to(tmp_path)}
    assert shown == {tmp_path / parent / name for parent in ("link", "project") for name in ("bin", "lib")}


def test_neither_environment_nor_processes_of_the_grader_are_in_sight(nursery, monkeypatch):
    monkeypatch.setenv("SECRET_SALT", "pepper")
    source = "seen = [dict(os.environ), os.path.exists('/proc/1'), os.getpid(), os.getppid()]"
    with Nursery() as fresh:
        environment, proc, own, parent = seen(fresh, source)
    assert "SECRET_SALT" not in environment
    assert (proc, own, parent) == (False, 1, 0)


def test_the_network_is_out_of_reach(nursery):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        source = f"""
import socket
for family, address in (("AF_INET", ("127.0.0.1", {port})), ("AF_UNIX", "\\0hello")):
    try: socket.socket(getattr(socket, family)).connect(address)
    except OSError: pass
    else: seen.append(family)
"""
        assert seen(nursery, source) == []


def test_no_privilege_and_no_device_is_left(nursery):
    source = """
import ctypes, struct
libc = ctypes.CDLL(None)
held = ctypes.create_string_buffer(24)
libc.capget(ctypes.create_string_buffer(struct.pack("<Ii", 0x20080522, 0), 8), held)
seen = [any(held.raw), sorted(os.listdir("/dev")), libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0)]
"""
    privileges, devices, no_new, filtered = seen(nursery, source)
    assert not privileges
    assert {"sda", "vda", "mem", "kmem", "kvm", "fuse"}.isdisjoint(devices)
    assert (no_new, filtered) == (1, 2)


def test_what_would_outlast_a_submission_or_slow_its_neighbours_is_refused(nursery):
    source = """
import ctypes, signal, threading
libc = ctypes.CDLL(None)
calls = {"shared memory": (29, 1, 4096, 0o1600), "semaphores": (64, 1, 1, 0o1600), "a queue": (68, 1, 0o1600)}
calls |= {"a processor": (203, 0, 8, ctypes.byref(ctypes.c_ulong(1))), "a priority": (141, 0, 0, -5)}
calls |= {"a fork": (57,), "another fork": (58,), "a clone": (56, 17, 0, 0, 0, 0), "a new clone": (435, 0, 0)}
calls |= {"a ring": (425, 8, 0), "faults": (323, 0), "watches": (253,), "other numbers": (0x40000000 + 39,)}
seen = [name for name, call in calls.items() if libc.syscall(*call) != -1]
for name in ("/dev/shm/mark", "/dev/mqueue/mark"):
    try: open(name, "w")
    except OSError: pass
    else: seen.append(name)
"""
    if platform.machine() != "x86_64":
        pytest.skip("these are the numbers of system calls on x86-64")
    assert seen(nursery, source) == []


def test_only_the_pipe_to_the_nursery_is_open(nursery):
    source = """
import stat
for number in range(256):
    try: seen.append(stat.filemode(os.fstat(number).st_mode)[0])
    except OSError: pass
"""
    assert seen(nursery, source) == ["c", "c", "c", "p"]


def test_it_cannot_send_itself_more_than_its_bounds(nursery):
    source = """
import resource
for kind in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU):
    soft, hard = resource.getrlimit(kind)
    try: resource.setrlimit(kind, (hard, hard + 1))
    except (OSError, ValueError): seen.append(hard)
"""
    assert seen(nursery, source) == [PATIENT.memory, PATIENT.file, PATIENT.cpu]


# --- what it leaves behind ----------------------------------------------------------------------------------


def test_nothing_written_anywhere_is_there_for_the_next(nursery):
    everywhere = """
import ctypes
places = ["/", "/tmp", "/dev", "/dev/shm", "/dev/pts", "/dev/mqueue", "/usr", "/etc", "/root", "/gru-sandbox"]
for root, folders, _ in os.walk("/"):
    places.append(root)
    if root.count("/") > 2: folders.clear()
"""
    write = """
for place in places:
    try: open(os.path.join(place, "mark-of-the-first"), "w").write("x")
    except OSError: pass
    else: seen.append(os.path.realpath(place))
"""
    read = 'seen = [p for p in places if os.path.exists(os.path.join(p, "mark-of-the-first"))]'
    assert set(seen(nursery, everywhere + write)) == {confine.SCRATCH}
    assert seen(nursery, everywhere + read) == []


SEARCH = """
import ctypes, gc, re
# A pipe tells what is mapped: it refuses the rest instead of ending the process.
reading, writing = os.pipe()
os.set_blocking(writing, False)
pattern = re.compile(MARK[::-1].encode() + rb"[0-9]{3}")
pages = 0
for base in {id(x) & ~0xFFFFF for x in gc.get_objects()}:
    for page in range(base, base + 2**20, 4096):
        try: os.write(writing, (ctypes.c_char * 4096).from_address(page))
        except OSError: continue
        pages += 1
        seen += [page for _ in pattern.finditer(os.read(reading, 4096))]
seen = [pages, len(seen)]
"""


def test_the_code_of_one_submission_is_not_in_the_memory_of_the_next(nursery):
    mark = "the answer of the one before is forty-two"
    written = "\n".join(f"note_{n} = '{mark}{n}'" for n in range(100, 200))
    own_pages, own_found = seen(nursery, f"{written}\nMARK = {mark[::-1]!r}\n{SEARCH}")
    pages, found = seen(nursery, f"MARK = {mark[::-1]!r}\n{SEARCH}")
    assert own_found > 50  # it finds what is there
    assert pages > own_pages / 2
    assert found == 0


def test_a_disk_filler_fills_only_its_own_small_world(nursery):
    source = """
total = 0
for number in range(10_000):
    try: total += open(f"{number}", "wb").write(b"x" * 2**20)
    except OSError: break
seen = total
"""
    assert seen(nursery, source) <= 16 * 2**20
    assert seen(nursery, source) > 0


def test_a_message_of_a_megabyte_of_source_arrives_whole(nursery):
    assert seen(nursery, f"text = {'x' * 10**6!r}; seen = len(text)") == 10**6


# --- ends ---------------------------------------------------------------------------------------------------


def test_a_silent_action_is_ended_from_outside_and_the_next_job_runs(nursery):
    actions = [
        {
            "do": "run",
            "cell": "own",
            "source": "import signal\nsignal.pthread_sigmask(0, range(1, 65))\nwhile 1: 0",
        }
    ]
    started = time.monotonic()
    run = nursery.run(actions, Limits(seconds=30.0, patience=0.5))
    assert (run.why, run.stuck) == ("late", 0)
    assert time.monotonic() - started < 25  # by its patience, not by the 30 seconds of the whole run
    assert seen(nursery, "seen = 1") == 1


def test_a_job_that_talks_all_the_time_ends_with_its_time(nursery):
    source = "import os, signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
    source += "while 1: os.write(3, b'x'); time.sleep(0.1)"
    run = nursery.run([{"do": "run", "cell": "own", "source": source}], Limits(seconds=2.0, patience=1.0))
    assert (run.why, run.stuck) == ("late", 0)


@pytest.mark.parametrize("moment", ["before", "during"])
def test_a_nursery_that_is_killed_is_replaced(moment):
    if sandbox.walls_here() is Walls.MISSING:
        pytest.skip("bubblewrap is not installed here")
    with Nursery() as nursery:
        pid = nursery._process._process.pid
        kill = threading.Timer(0.0 if moment == "before" else 0.5, os.kill, (pid, signal.SIGKILL))
        kill.start()
        if moment == "before":
            kill.join()
        run = nursery.run([{"do": "run", "cell": "own", "source": "import time; time.sleep(30)"}], PATIENT)
        assert run.why == "lost"
        assert seen(nursery, "seen = 1") == 1


def test_a_nursery_that_cannot_be_started_says_so(monkeypatch):
    monkeypatch.setattr(sandbox, "command", lambda *_: ["/bin/false"])
    with pytest.raises(NurseryGone, match="cannot be started"):
        Nursery(Walls.MISSING)


# --- other walls --------------------------------------------------------------------------------------------


@pytest.fixture
def no_nesting(monkeypatch, tmp_path):
    """A bubblewrap that grants no privilege, as where the system forbids that."""
    real = shutil.which("bwrap")
    if real is None or sandbox.walls_here() is Walls.MISSING:
        pytest.skip("bubblewrap is not installed here")
    poorer = tmp_path / "bwrap"
    poorer.write_text(f"""#!/bin/bash
words=()
for word; do [[ $word == --cap-add ]] && word=--cap-drop; words+=("$word"); done
exec {real} "${{words[@]}}"
""")
    poorer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    _forget_walls()
    yield
    _forget_walls()


def _forget_walls():
    for cached in (sandbox.walls_here, walls.bubblewrap_works):
        cached.cache_clear()


def test_where_worlds_cannot_be_nested_each_job_gets_a_bubble_of_its_own(no_nesting):
    assert sandbox.walls_here() is Walls.SHARED
    first = "open('mark', 'w').close()\nseen = [os.getpid() > 1, os.listdir('.')]"
    with Nursery() as other:
        assert seen(other, first) == [True, ["mark"]]
        assert seen(other, "seen = os.listdir('.')") == []
        assert other.run([], PATIENT).walled


def test_where_worlds_cannot_be_nested_a_submission_cannot_end_the_nursery(no_nesting):
    source = """
import fcntl, signal
for pid in range(-1, os.getpid()):
    try: os.kill(pid, signal.SIGKILL)
    except OSError: seen.append("refused")
    try: fcntl.fcntl(1, fcntl.F_SETOWN, pid)
    except OSError: seen.append("refused")
seen = [set(seen) == {"refused"}, len(seen) == 2 * os.getpid() + 2]
"""
    with Nursery() as other:
        assert seen(other, source) == [True, True]


def test_a_disk_filler_has_little_room_where_worlds_cannot_be_nested(no_nesting):
    if not walls.bubblewrap_works("--size", "4096", "--tmpfs", "/tmp"):
        pytest.skip("this bubblewrap cannot bound a folder")
    source = """
seen = 0
try:
    for number in range(100): seen += open(f"{number}", "wb").write(bytes(2**20))
except OSError: pass
"""
    with Nursery() as other:
        assert 0 < seen(other, source) <= 16 * 2**20


def test_without_bubblewrap_limits_apply_and_the_run_says_that_there_are_no_walls():
    with Nursery(Walls.MISSING) as nursery:
        assert not nursery.run([], PATIENT).walled
        source = """
import resource, socket
seen.append(resource.getrlimit(resource.RLIMIT_AS)[1])
for attempt in (os.fork, socket.socket, lambda: os.kill(os.getppid(), 0)):
    try: attempt()
    except OSError: seen.append("refused")
"""
        assert seen(nursery, source) == [PATIENT.memory, "refused", "refused", "refused"]
        assert seen(nursery, "seen = 1") == 1
    assert "bwrap" not in command(walls.PACKAGE, Walls.MISSING)
    assert "can read files of this machine" in Walls.MISSING.value


def test_without_bubblewrap_an_answer_changes_no_file_but_its_own(tmp_path, monkeypatch):
    if landlock._call(landlock.CREATE, None, 0, landlock.VERSION) < 1:
        pytest.skip("this system has no Landlock")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)  # as a lecturer does, who cannot become nobody
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (tmp_path / "folder").mkdir()
    source = f"""
os.chdir({str(tmp_path)!r})
attempts = {{
    "write": lambda: open("mine", "w"),
    "append": lambda: open("mine", "a"),
    "cut": lambda: os.truncate("mine", 0),
    "remove": lambda: os.remove("mine"),
    "remove a folder": lambda: os.rmdir("folder"),
    "rename": lambda: os.rename("mine", "yours"),
    "take along": lambda: os.rename("mine", os.environ["HOME"] + "/mine"),
    "make": lambda: open("new", "w"),
    "make a folder": lambda: os.mkdir("new"),
    "link": lambda: os.symlink("mine", "new"),
    "share": lambda: os.chmod("mine", 0o777),
    "give away": lambda: os.chown("mine", 1, 1),
    "mark": lambda: os.setxattr("mine", "user.mark", b"x"),
}}
for name, attempt in attempts.items():
    try: attempt()
    except PermissionError: continue
    seen.append(name)
os.chdir(os.environ["HOME"])
os.mkdir("a")
open("a/own", "w").write("own")
os.rename("a/own", "own")
seen.append(open("own").read() + open({str(mine)!r}).read())
os.remove("own")
open(os.devnull, "w").write("x")
"""
    before = mine.stat()
    with Nursery(Walls.MISSING) as nursery:
        assert seen(nursery, source) == ["ownmine"]
    assert mine.read_text() == "mine"
    assert mine.stat().st_mode == before.st_mode


def test_without_bubblewrap_nothing_is_left_in_the_scratch_folder():
    with Nursery(Walls.MISSING) as nursery:
        where = seen(nursery, "open('mark', 'w').close()\nseen = os.getcwd()")
        assert not os.path.exists(where)
        assert seen(nursery, "seen = os.listdir('.')") == []


def test_without_bubblewrap_root_runs_answers_as_nobody_where_nobody_may_start_python():
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    python = Path(sys.executable)
    above = {*python.parents, *python.resolve().parents}
    open_to_all = all(folder.stat().st_mode & 0o001 for folder in above)
    with Nursery(Walls.MISSING) as nursery:
        assert seen(nursery, "seen = os.getuid()") == (sandbox.NOBODY if open_to_all else 0)
        assert nursery.as_nobody is open_to_all


def test_a_machine_whose_bubblewrap_may_not_work_has_no_walls(monkeypatch, tmp_path):
    bubblewrap = tmp_path / "bwrap"
    bubblewrap.write_text("#!/bin/sh\nexit 1\n")
    bubblewrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    _forget_walls()
    try:
        assert sandbox.walls_here() is Walls.MISSING
    finally:
        _forget_walls()


# --- reading what was said ----------------------------------------------------------------------------------


def said(*values) -> bytes:
    return b"".join(struct.pack("<Q", len(pack(value))) + pack(value) for value in values)


def test_the_first_word_of_an_action_counts():
    run = read_run(
        said(
            {"walled": True}, {"begins": 0}, {"ends": 0, "value": 1}, {"ends": 0, "value": 2}, {"done": True}
        ),
        3,
        {},
    )
    assert run.results == {0: {"ends": 0, "value": 1}}
    assert (run.walled, run.why, run.stuck) == (True, "", None)


def test_walls_are_told_only_before_the_first_action():
    assert not read_run(said({"begins": 0}, {"walled": True}), 1, {}).walled


def test_what_is_cut_off_was_not_said():
    whole = said({"walled": True}, {"begins": 0}, {"ends": 0, "value": np.ones(3)})
    run = read_run(whole[:-1], 1, {})
    assert (run.results, run.stuck, run.why) == ({}, 0, "gone")


def test_more_messages_than_there_can_be_are_not_read():
    assert read_run(said(*[{}] * 10), 2, {}).why == "unreadable"


def test_a_tree_that_would_fill_the_memory_is_not_read():
    tree = b"[" + b"[]," * LARGEST_TREE + b"[]]"
    message = struct.pack("<II", 2, len(tree)) + b"[]" + tree
    assert read_run(struct.pack("<Q", len(message)) + message, 1, {}).why == "unreadable"


def test_all_trees_of_a_run_together_are_bounded():
    half = {"text": ["x" * 4000] * (LARGEST_TREE // 4000 // 2 - 10)}
    assert read_run(said({}, half, {"done": True}), 5, {}).why == ""
    assert read_run(said({}, half, half, half, {"done": True}), 5, {}).why == "unreadable"
