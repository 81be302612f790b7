"""Landlock: files that may be read or written, no programs, no TCP, no signals to others.

See landlock(7) and include/uapi/linux/landlock.h; the rights grew with the ABI, and those that it has are denied.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import journal
from journal.library.library import OURS
from journal.runner.sandbox.linux import PR_SET_NO_NEW_PRIVS, alone, prctl, syscall

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same on every architecture
_VERSION = 1
_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_FILE, _MAKE_REG, _TRUNCATE = 1 << 5, 1 << 8, 1 << 14
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights on files each ABI knows; 16 from the fifth on."""
_TCP = 0b11
_SCOPES = 0b11
"""Abstract Unix sockets and signals."""

_READ_ONLY = _READ_FILE | _READ_DIR
_OF_A_FILE = _READ_FILE | _WRITE_FILE | _TRUNCATE
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/fonts",
    "/proc/self",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
    "/dev/urandom",
)

LEAST_LANDLOCK = 1
"""The oldest version of Landlock (its ABI) that counts as one, since `calls` denies what it lacks."""


def abi() -> int:
    """The kernel's Landlock ABI version; raises OSError when there is none."""
    return syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))


def apply(folder: Path) -> None:
    """Restricts this process to reading what Python needs and writing in `folder`."""
    alone()
    version = abi()
    if version < LEAST_LANDLOCK:
        raise OSError(errno.ENOSYS, f"Landlock {version} is older than {LEAST_LANDLOCK}")
    handled = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    ruleset = _ruleset(version, handled)
    for path in readable():
        _allow(ruleset, path, _READ_ONLY & handled)
    _allow(ruleset, Path(os.devnull), (_READ_FILE | _WRITE_FILE) & handled)
    _allow(ruleset, folder, (_READ_ONLY | _WRITE_FILE | _MAKE_REG | _REMOVE_FILE | _TRUNCATE) & handled)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    os.close(ruleset)


def _ruleset(version: int, handled: int) -> int:
    attributes = struct.pack("=QQQ", handled, _TCP, _SCOPES)
    size = 8 if version < 4 else 16 if version < 6 else 24
    return syscall(_CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    """Allows `rights` on `path` and everything below it; missing paths are skipped."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not path.is_dir():
        rights &= _OF_A_FILE
    rule = struct.pack("=Qi", rights, descriptor)
    syscall(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint32(0))
    os.close(descriptor)


@cache
def readable() -> tuple[Path, ...]:
    """The paths that Python and its libraries read: system, interpreter, the app's code and concepts."""
    packages = (path for path in sys.path if path.endswith(("site-packages", "dist-packages")))
    app = (str(Path(journal.__file__).parent), str(OURS))
    cache_folder = filter(None, [os.environ.get("MPLCONFIGDIR")])
    return tuple(_outermost(Path(each) for each in (*_SYSTEM, *_interpreter(), *packages, *app, *cache_folder)))


def _interpreter() -> Iterable[str]:
    """The interpreter's folders, but not a whole system: where the prefix is /usr, its library is in _SYSTEM."""
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    return (prefix for prefix in prefixes if prefix not in ("/", "/usr", "/usr/local"))


def _outermost(paths: Iterable[Path]) -> Iterable[Path]:
    """Each path once, without those that lie in another."""
    kept: list[Path] = []
    for path in sorted(set(paths), key=lambda each: len(each.parts)):
        if not any(path.is_relative_to(other) for other in kept):
            kept.append(path)
    return kept
