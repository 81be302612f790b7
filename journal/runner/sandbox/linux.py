"""ctypes bindings of Linux calls missing from Python. Each raises OSError on failure."""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

_CAPABILITY_VERSION_3 = 0x20080522


@cache
def libc() -> ctypes.CDLL:
    """The C library, with errno kept for each call."""
    return ctypes.CDLL(None, use_errno=True)


def check(result: int) -> int:
    """The result of a call, if it did not fail."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option: int, *arguments: Any) -> None:
    """See prctl(2)."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    check(libc().prctl(option, *(ctypes.c_ulong(each) if isinstance(each, int) else each for each in padded)))


def syscall(number: int, *arguments: Any) -> int:
    """See syscall(2)."""
    return check(libc().syscall(ctypes.c_long(number), *arguments))


def alone() -> None:
    """Raises OSError unless this process is single-threaded: Landlock and seccomp apply to the calling thread only."""
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    if threads != 1:
        raise OSError(errno.EBUSY, f"{threads} threads")


def drop_privileges() -> None:
    """Gives up every capability, of root too, and the way to gain any by running a program: see capset(2)."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    check(libc().capset(header, nothing))
