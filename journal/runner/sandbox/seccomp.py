"""A filter of system calls: those of `calls` that are allowed, some of them by their arguments, and no others.

The filter is a program for the kernel's classic BPF machine, see seccomp(2) and include/uapi/linux/filter.h. It looks
at numbers and arguments, never at memory. Of an `int` argument the kernel takes the lower half, and so does the filter.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal

from journal.runner.sandbox.linux import PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, alone, prctl
from journal.runner.sandbox.system_calls import HIGHEST, MACHINES, table

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN, _AND = 0x20, 0x15, 0x35, 0x45, 0x06, 0x54
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_MODE_FILTER = 2
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data

_CLONE_THREAD = 0x00010000
_CLONE_ALLOWED = 0x017D0FFF
"""What may go with it: an exit signal, and what is shared with the thread and set for it. No namespaces, no pidfd."""
_ACCESS_MODES, _READ_ONLY, _NEITHER, _TRUNCATE = 3, 0, 3, 0o1000
_FCNTL = (*range(8), 1030)
"""F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW and F_DUPFD_CLOEXEC."""
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX and FIOCLEX."""
_PRCTL = (3, 15, 16, 0x53564D41)
"""PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME and PR_SET_VMA."""

Instruction = tuple[int, int, int, int]
"""Code, steps to skip if true, steps to skip if false, constant."""
Block = tuple[Instruction, ...]
"""Instructions of which every way through ends in an answer."""
Way = Literal["on", "yes", "no"]
Step = tuple[int, Way, Way, int]
"""An instruction that goes on with the next one, or straight to an answer."""

_YES: Instruction = (_RETURN, 0, 0, _ALLOW)
_NO: Instruction = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
_UNKNOWN: Instruction = (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)
_ANSWERS: Mapping[str, Block] = {"allowed": (_YES,), "refused": (_NO,), "unknown": (_UNKNOWN,)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def apply() -> None:
    """From here on this process has the calls that `calls` allows; raises OSError where no filter can be had."""
    alone()
    machine = platform.machine()
    if machine not in MACHINES:
        raise OSError(errno.ENOSYS, f"no table of system calls for {machine}")
    code = b"".join(struct.pack("=HBBI", *step) for step in program(machine, os.getpid()))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(code) // 8, code)))


def program(machine: str, own: int) -> list[Instruction]:
    """The filter for a process of the id `own`: the answers by ranges of numbers, from the lowest on."""
    audit, _ = MACHINES[machine]
    steps: list[Instruction] = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, audit), _NO, (_LOAD, 0, 0, _NUMBER)]
    for last, block in _ranges(machine, own):
        steps += [(_AT_LEAST, len(block), 0, last + 1), *block]
    return [*steps, _UNKNOWN]


def _ranges(machine: str, own: int) -> list[tuple[int, Block]]:
    """Ranges of numbers with one answer, each by its last number; together they hold every number up to `HIGHEST`."""
    known, special = table(machine), _by_argument(own)

    def block(number: int) -> Block:
        name, answer = known.get(number, ("", "unknown"))
        return special[name] if answer == "by argument" else _ANSWERS[answer]

    return [(list(numbers)[-1], answer) for answer, numbers in groupby(range(HIGHEST + 1), block)]


def _by_argument(own: int) -> dict[str, Block]:
    """What is answered to the calls whose arguments matter."""
    return {
        "open": _opening(1),
        "openat": _opening(2),
        "clone": _block(
            _argument(0, upper=True),
            (_EQUAL, "on", "no", 0),
            _argument(0),
            (_ANY_BIT, "no", "on", ~_CLONE_ALLOWED % 2**32),
            (_ANY_BIT, "yes", "no", _CLONE_THREAD),
        ),
        "kill": _one_of(0, [own]),
        "tgkill": _one_of(0, [own]),
        "fcntl": _one_of(1, _FCNTL),
        "ioctl": _one_of(1, _IOCTL),
        "prctl": _one_of(0, _PRCTL),
        "fallocate": _one_of(1, [0]),
        "prlimit64": _block(
            _argument(2),
            (_EQUAL, "on", "no", 0),
            _argument(2, upper=True),
            (_EQUAL, "on", "no", 0),
            _argument(0),
            (_EQUAL, "yes", "on", 0),
            (_EQUAL, "yes", "no", own),
        ),
    }


def _opening(flags: int) -> Block:
    """Files are opened to be read or written, and emptied by none that is not opened to be written."""
    return _block(
        _argument(flags),
        (_AND, "on", "on", _ACCESS_MODES),
        (_EQUAL, "no", "on", _NEITHER),
        (_EQUAL, "on", "yes", _READ_ONLY),
        _argument(flags),
        (_ANY_BIT, "no", "yes", _TRUNCATE),
    )


def _one_of(index: int, values: Sequence[int]) -> Block:
    """Yes if the argument is one of `values`."""
    others: list[Step] = [(_EQUAL, "yes", "on", value) for value in values[:-1]]
    return _block(_argument(index), *others, (_EQUAL, "yes", "no", values[-1]))


def _argument(index: int, *, upper: bool = False) -> Step:
    """Loads the lower half of an argument, or the upper one."""
    return _LOAD, "on", "on", _FIRST_ARGUMENT + 8 * index + 4 * upper


def _block(*steps: Step) -> Block:
    """The steps with their ways as distances to the two answers behind them."""
    count = len(steps)

    def distance(at: int, way: Way) -> int:
        return {"on": 0, "no": count - at - 1, "yes": count - at}[way]

    resolved = ((code, distance(at, yes), distance(at, no), value) for at, (code, yes, no, value) in enumerate(steps))
    return (*resolved, _NO, _YES)
