"""A filter of system calls: no sockets, no programs, no new processes, no hold on other processes. Threads work.

The filter is a program for the kernel's classic BPF machine, see seccomp(2) and include/uapi/linux/filter.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from journal.demos.sandbox.calls import BY_ARCHITECTURE, NUMBERS
from journal.demos.sandbox.linux import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, PR_SET_SECCOMP, prctl

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_MODE_FILTER = 2
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_X32 = 0x40000000
_CLONE_THREAD = 0x00010000

Instruction = tuple[int, int, int, int]
"""Code, steps to skip if true, steps to skip if false, constant."""

_YES: Instruction = (_RETURN, 0, 0, _ALLOW)
_NO: Instruction = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
_UNKNOWN: Instruction = (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def put_on() -> None:
    """Denies the calls of `calls` to this process from here on; raises OSError where no filter can be had."""
    machine = platform.machine()
    if machine not in BY_ARCHITECTURE:
        raise OSError(errno.ENOSYS, f"no table of system calls for {machine}")
    code = b"".join(struct.pack("=HBBI", *step) for step in program(machine, os.getpid()))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(code) // 8, code)))


def program(machine: str, own: int) -> list[Instruction]:
    """The filter for a process of the id `own`."""
    audit, column = BY_ARCHITECTURE[machine]
    rows = ((name, row[column]) for name, row in NUMBERS.items())
    special = {
        "clone": [_argument(0), (_ANY_BIT, 0, 1, _CLONE_THREAD), _YES, _NO],
        "clone3": [_UNKNOWN],  # its flags lie in memory, which a filter cannot read: the C library then uses clone
        "kill": _if_equal(0, own),
        "tgkill": _if_equal(0, own),
        "prctl": [_argument(0), (_EQUAL, 0, 1, PR_SET_PDEATHSIG), _NO, _YES],
        "prlimit64": [_argument(2), (_EQUAL, 0, 3, 0), _argument(2, 4), (_EQUAL, 0, 1, 0), _YES, _NO],
    }
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, audit), _NO, (_LOAD, 0, 0, _NUMBER)]
    steps += [(_AT_LEAST, 0, 1, _X32), _NO]
    for name, number in rows:
        if number is not None:
            answer = special.get(name, [_NO])
            steps += [(_EQUAL, 0, len(answer), number), *answer]
    return [*steps, _YES]


def _argument(index: int, half: int = 0) -> Instruction:
    """Loads the lower half of an argument, or with `half` 4 the upper one."""
    return _LOAD, 0, 0, _FIRST_ARGUMENT + 8 * index + half


def _if_equal(index: int, value: int) -> list[Instruction]:
    return [_argument(index), (_EQUAL, 0, 1, value), _YES, _NO]
