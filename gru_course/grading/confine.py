"""Inside the sandbox: what a process gives up before a learner's code runs in it.

A world of its own (it sees no other process, and its scratch folder goes with it), every privilege, files
elsewhere (it can read them at most), bounds on what it may use, and a list of system calls that are refused:
it can start no process and no thread (ten thousand threads would leave the machine without numbers for
processes), signal nobody, open no connection, mount nothing and share no file. None of it can be taken back
by the process itself.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from typing import Any

from gru_course.grading.landlock import change_only_here

NEW_PROCESSES, NEW_MOUNTS, NEW_IPC = 0x20000000, 0x00020000, 0x08000000
SET_SECCOMP, FILTER, DROP_BOUND, NO_NEW_PRIVILEGES = 22, 2, 24, 38  # prctl
SIGNAL_AT_PARENTS_DEATH, DUMPABLE = 1, 4  # prctl
LAST_CAPABILITY = 63

SCRATCH = "/gru-sandbox/scratch"
"""The one folder of a walled sandbox that can be written to; a name at which no Python lies."""

_LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """End this process when the one that has started it ends."""
    _LIBC.prctl(SIGNAL_AT_PARENTS_DEATH, signal.SIGKILL, 0, 0, 0)


def keep_closed() -> None:
    """Let no process of the same user look into the memory of this one."""
    _LIBC.prctl(DUMPABLE, 0, 0, 0, 0)


def own_world(size: int) -> bool:
    """Go on as process 1 of a world in which this process is alone; whether that worked.

    Parameters
    ----------
    size : int
        Bytes that fit into its scratch folder.
    """
    if _LIBC.unshare(NEW_PROCESSES | NEW_MOUNTS | NEW_IPC) != 0:
        return False
    if os.fork():  # only a child is in the new world of processes
        os.wait()
        os._exit(0)
    die_with_parent()
    options = f"size={size},nr_inodes=2000".encode()
    return bool(_LIBC.mount(b"tmpfs", SCRATCH.encode(), b"tmpfs", 0, options) == 0)


def confine(limits: dict[str, Any]) -> bool:
    """Give up every privilege and bound the rest; whether system calls are filtered, too."""
    _drop_privileges()
    change_only_here()
    filtered = _refuse()
    bounds = {
        resource.RLIMIT_CPU: limits["cpu"],
        resource.RLIMIT_AS: limits["memory"],
        resource.RLIMIT_FSIZE: limits["file"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_SIGPENDING: 64,  # counted over all of a user's processes, as are locked pages
        resource.RLIMIT_MEMLOCK: 0,
    }
    if not filtered:  # counted over all of a user's processes, so only where nothing better is there
        bounds[resource.RLIMIT_NPROC] = limits["processes"]
    for kind, most in bounds.items():
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    return filtered


def _drop_privileges() -> None:
    for capability in range(LAST_CAPABILITY + 1):
        _LIBC.prctl(DROP_BOUND, capability, 0, 0, 0)
    version3, this_process = 0x20080522, 0
    header = ctypes.create_string_buffer(struct.pack("<Ii", version3, this_process), 8)
    _LIBC.capset(header, ctypes.create_string_buffer(24))  # none effective, permitted or inheritable
    _LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)


# --- system calls -------------------------------------------------------------------------------------------

# The numbers of what is refused, by machine; and whom signals and limits may go to: only itself.
# What is "used up" is refused as by a machine without room; Python makes a plain message of that.
X86 = {
    "architecture": 0xC000003E,
    "used up": {"clone": 56},
    "owners": {"fcntl": 72, "ioctl": 16},
    "itself": {"kill": 62, "tgkill": 234},
    "nobody else": {"prlimit64": 302},
    "absent": {"clone3": 435},
    "refused": {
        **{"fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "ptrace": 101, "socket": 41, "tkill": 200},
        **{"rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "pidfd_send_signal": 424, "pidfd_getfd": 438},
        **{"unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161},
        **{"bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "io_uring_setup": 425, "setpriority": 141},
        **{"process_vm_readv": 310, "process_vm_writev": 311, "keyctl": 250, "add_key": 248},
        **{"request_key": 249, "fsopen": 430, "open_tree": 428, "move_mount": 429, "mount_setattr": 442},
        **{"shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240, "memfd_create": 319},
        **{"memfd_secret": 447, "sched_setaffinity": 203, "sched_setscheduler": 144, "sched_setparam": 142},
        **{"sched_setattr": 314, "ioprio_set": 251, "move_pages": 279, "migrate_pages": 256},
        **{"inotify_init1": 294, "inotify_init": 253},
        **{"truncate": 76, "chmod": 90, "fchmod": 91, "fchmodat": 268, "fchmodat2": 452, "chown": 92},
        **{"fchown": 93, "lchown": 94, "fchownat": 260, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190},
    },
}
ARM = {
    "architecture": 0xC00000B7,
    "used up": {"clone": 220},
    "owners": {"fcntl": 25, "ioctl": 29},
    "itself": {"kill": 129, "tgkill": 131},
    "nobody else": {"prlimit64": 261},
    "absent": {"clone3": 435},
    "refused": {
        **{
            "execve": 221,
            "execveat": 281,
            "ptrace": 117,
            "socket": 198,
            "tkill": 130,
            "rt_sigqueueinfo": 138,
        },
        **{
            "rt_tgsigqueueinfo": 240,
            "pidfd_send_signal": 424,
            "pidfd_getfd": 438,
            "unshare": 97,
            "setns": 268,
        },
        **{"mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "bpf": 280, "perf_event_open": 241},
        **{"userfaultfd": 282, "io_uring_setup": 425, "setpriority": 140, "process_vm_readv": 270},
        **{"process_vm_writev": 271, "keyctl": 219, "add_key": 217, "request_key": 218, "fsopen": 430},
        **{"open_tree": 428, "move_mount": 429, "mount_setattr": 442, "shmget": 194, "semget": 190},
        **{"msgget": 186, "mq_open": 180, "memfd_create": 279, "memfd_secret": 447, "sched_setaffinity": 122},
        **{"sched_setscheduler": 119, "sched_setparam": 118, "sched_setattr": 274, "ioprio_set": 30},
        **{"move_pages": 239, "migrate_pages": 238, "inotify_init1": 26},
        **{"truncate": 45, "fchmod": 52, "fchmodat": 53, "fchmodat2": 452, "fchownat": 54, "fchown": 55},
        **{"setxattr": 5, "lsetxattr": 6, "fsetxattr": 7},
    },
}
MACHINES: dict[str, dict[str, Any]] = {"x86_64": X86, "aarch64": ARM}

LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24  # where they are in what the filter sees
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
NOT_PERMITTED, TRY_AGAIN, NO_SUCH_CALL = 1, 11, 38  # errno
OWNERS = (8, 10, 15, 0x8901, 0x8902)
"""F_SETOWN, F_SETSIG, F_SETOWN_EX, FIOSETOWN, SIOCSPGRP: a file sends its owner signals, whoever that is."""
OTHER_NUMBERING = 0x40000000  # x32

Line = tuple[int, int, int, int]


def filter_program(machine: dict[str, Any], own: int) -> list[Line]:
    """The filter, line by line: (code, lines to skip if so, lines to skip if not, value)."""

    def answer(number: int, *lines: Line) -> list[Line]:
        return [(EQUAL, 0, len(lines), number), *lines]

    def unless_first_argument(value: int) -> tuple[Line, ...]:
        return (
            (LOAD, 0, 0, FIRST_ARGUMENT),
            (EQUAL, 0, 1, value),
            (RETURN, 0, 0, ALLOW),
            (RETURN, 0, 0, REFUSE | NOT_PERMITTED),
        )

    program: list[Line] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, machine["architecture"]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, OTHER_NUMBERING),
        (RETURN, 0, 0, REFUSE | NO_SUCH_CALL),
    ]
    for number in machine["refused"].values():
        program += answer(number, (RETURN, 0, 0, REFUSE | NOT_PERMITTED))
    for number in machine["absent"].values():  # then the C library takes the older call
        program += answer(number, (RETURN, 0, 0, REFUSE | NO_SUCH_CALL))
    for number in machine["itself"].values():
        program += answer(number, *unless_first_argument(own))
    for number in machine["nobody else"].values():
        program += answer(number, *unless_first_argument(0))
    for number in machine["used up"].values():
        program += answer(number, (RETURN, 0, 0, REFUSE | TRY_AGAIN))
    for number in machine["owners"].values():
        told = [line for value in OWNERS for line in _refused_if(value)]
        program += answer(number, (LOAD, 0, 0, SECOND_ARGUMENT), *told, (RETURN, 0, 0, ALLOW))
    return [*program, (RETURN, 0, 0, ALLOW)]


def _refused_if(value: int) -> list[Line]:
    return [(EQUAL, 0, 1, value), (RETURN, 0, 0, REFUSE | NOT_PERMITTED)]


def _refuse() -> bool:
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return False
    lines = filter_program(machine, os.getpid())
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *line) for line in lines))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(lines), ctypes.addressof(code)))
    return bool(_LIBC.prctl(SET_SECCOMP, FILTER, program, 0, 0) == 0)
