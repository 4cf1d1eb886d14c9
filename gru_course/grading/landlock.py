"""Inside the sandbox: nothing can be made, changed or removed outside the folder in which a submission works.

Behind walls everything else is read-only as it is. Where walls are missing, this keeps an answer's hands off
the lecturer's files; it still can read them. Landlock does it, which takes no privilege: Linux has it since
5.13, and whole since 6.2.
"""

import ctypes
import os
import struct

CREATE, ADD, RESTRICT = 444, 445, 446
"""The numbers of the system calls, the same on every machine."""
VERSION, BENEATH = 1, 1

WRITE, REFER, TRUNCATE = 1 << 1, 1 << 13, 1 << 14
REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
NEWER = {2: REFER, 3: TRUNCATE}
"""What later versions know besides."""

_LIBC = ctypes.CDLL(None, use_errno=True)


def change_only_here() -> bool:
    """From now on, change files in the working folder only; whether the system can do that.

    The process must have given up gaining privileges before.
    """
    version = _call(CREATE, None, 0, VERSION)
    if version < 1:
        return False
    rights = WRITE | REMOVE_AND_MAKE
    for since, right in NEWER.items():
        rights |= right if version >= since else 0
    rules = _call(CREATE, struct.pack("=Q", rights), 8, 0)
    if rules < 0:
        return False
    try:
        _allow(rules, ".", rights)
        _allow(rules, os.devnull, rights & (WRITE | TRUNCATE))
        return _call(RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH)
    try:
        _call(ADD, rules, BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: int | bytes | None) -> int:
    given = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(_LIBC.syscall(ctypes.c_long(number), *given))
