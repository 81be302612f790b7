"""A function in a child process that is killed in the middle: at one of its writes, or after some time.

Each write is a system call at which the child is stopped by ptrace; killed there, it has made all the calls before, and
neither this one nor any later. Linux on x86_64 only; other children of this process must not run meanwhile.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
import threading
from collections.abc import Callable
from ctypes import c_long, c_ulong

AVAILABLE = sys.platform == "linux" and platform.machine() == "x86_64"

WRITES = frozenset(
    {1, 18, 20, 26, 40, 74, 75, 76, 77, 82, 83, 84, 86, 87, 88, 90, 91}
    | {258, 263, 264, 265, 266, 268, 285, 296, 316, 326}
)
"""System calls of x86_64 that change files: write, pwrite, sync, truncate, rename, link, unlink, folders, modes."""
OPEN, OPENAT, CREATES = 2, 257, 0o100
"""Opening a file may create it."""

_TRACEME, _PEEKUSER, _SYSCALL, _SETOPTIONS = 0, 3, 24, 0x4200
_SYSGOOD, _TRACECLONE, _EXITKILL = 1, 8, 0x100000
_NUMBER, _RSI, _RDX = 15 * 8, 13 * 8, 12 * 8
_WALL = 0x40000000

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = c_long
_libc.ptrace.argtypes = (c_long, c_long, c_ulong, c_ulong)


def _ptrace(request: int, pid: int, where: int = 0, data: int = 0) -> int:
    return int(_libc.ptrace(request, pid, where, data))


def in_child(action: Callable[[], None], *, traced: bool = False) -> int:
    """Starts a function in a child process, which is silent; returns its id. Traced, it first stops."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for descriptor in (1, 2):
            os.dup2(quiet, descriptor)
        if traced:
            _ptrace(_TRACEME, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        action()
        status = 0
    finally:
        os._exit(status)


def completed(action: Callable[[], None]) -> bool:
    """Runs a function to its end in a child process; whether it returned."""
    return os.waitpid(in_child(action), 0)[1] == 0


def killed_after(seconds: float, action: Callable[[], None]) -> bool:
    """Runs a function in a child process for so many seconds at most; whether it was killed."""
    pid = in_child(action)
    timer = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
    timer.start()
    killed = os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    timer.cancel()
    timer.join()
    return killed


def killed_at_write(number: int, action: Callable[[], None]) -> int:
    """Runs a function in a child process, kills it at its write of that number; returns how many writes it began.

    Number 0 lets it run to the end.
    """
    child = in_child(action, traced=True)
    os.waitpid(child, 0)
    _ptrace(_SETOPTIONS, child, 0, _SYSGOOD | _TRACECLONE | _EXITKILL)
    _ptrace(_SYSCALL, child)
    begun, within = 0, set[int]()
    while True:
        pid, status = os.waitpid(-1, _WALL)
        if not os.WIFSTOPPED(status):
            if pid == child:
                return begun
            continue
        signalled = os.WSTOPSIG(status)
        if signalled != signal.SIGTRAP | 0x80:
            passed_on = 0 if signalled in (signal.SIGTRAP, signal.SIGSTOP) else signalled
            _ptrace(_SYSCALL, pid, 0, passed_on)
            continue
        if pid in within:
            within.remove(pid)
        else:
            within.add(pid)
            begun += _is_write(pid)
            if begun == number and number:
                os.kill(child, signal.SIGKILL)
                while os.waitpid(-1, _WALL)[0] != child:
                    pass
                return begun
        _ptrace(_SYSCALL, pid)


def _is_write(pid: int) -> bool:
    number = _ptrace(_PEEKUSER, pid, _NUMBER)
    if number in (OPEN, OPENAT):
        return bool(_ptrace(_PEEKUSER, pid, _RSI if number == OPEN else _RDX) & CREATES)
    return number in WRITES
