"""A private file system for a run: readable paths at their usual places, and an empty folder to write to.

No other path is visible, so existence, size and age of files stay hidden, which no other layer does. Its folder lies in
memory, and the kernel sees to it that it holds no more than it may, whatever names its files have or have lost. See
mount_namespaces(7), pivot_root(2), mount_setattr(2) and tmpfs(5).
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from journal.runner.limits import FILES_MOST, FOLDER_LARGEST
from journal.runner.sandbox.landlock import readable
from journal.runner.sandbox.linux import check, libc, syscall

_CLONE_NEWNS = 0x00020000
_NOSUID, _NODEV, _NOEXEC, _BIND, _RECURSIVE, _SLAVE = 2, 4, 8, 1 << 12, 1 << 14, 1 << 19
_DETACH = 2
_MOUNT_SETATTR = 442  # the same on every architecture
_AT_CURRENT, _AT_RECURSIVE, _READ_ONLY = -100, 0x8000, 1
_LINKS_MOST = 40
"""Symbolic links on the way of one path, as the kernel follows them."""
_EMPTY = Path("/dev/shm")
"""Where the C library makes semaphores: there, so that they are refused and not taken for missing."""


def apply(folder: Path) -> None:
    """Moves this process, which must be allowed to mount, into a file system of what is readable and of `folder`.

    That is the whole path of an empty folder, without symbolic links in it.
    """
    check(libc().unshare(_CLONE_NEWNS))
    _mount("none", Path("/"), None, _SLAVE | _RECURSIVE)
    _mount("tmpfs", folder, "tmpfs", _NOSUID | _NODEV | _NOEXEC, "mode=755,size=1m")
    for path in (*readable(), Path(os.devnull)):
        _show(path, folder)
    for path in (_EMPTY, folder):
        _within(folder, path).mkdir(parents=True, exist_ok=True)
    _make_read_only(folder)
    limits = f"mode=700,size={FOLDER_LARGEST},nr_inodes={FILES_MOST + 1}"
    _mount("tmpfs", _within(folder, folder), "tmpfs", _NOSUID | _NODEV | _NOEXEC, limits)
    _enter(folder)
    os.chdir(folder)


def _show(path: Path, root: Path, links: int = _LINKS_MOST) -> None:
    """Makes `path` visible below `root`, symbolic links included; missing paths are skipped."""
    at = Path("/")
    for depth, part in enumerate(path.parts[1:], 2):
        at = at.parent if part == ".." else at / part
        if at.is_symlink():
            target = at.readlink()
            _link(_within(root, at), target)
            if links:
                _show((at.parent / target).joinpath(*path.parts[depth:]), root, links - 1)
            return
    if at.exists():
        _mount(str(at), _place(_within(root, at), at.is_dir()), None, _BIND | _RECURSIVE)


def _within(root: Path, path: Path) -> Path:
    return root / path.relative_to("/")


def _link(path: Path, target: Path) -> None:
    if not path.is_symlink():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)


def _place(path: Path, is_folder: bool) -> Path:
    """Something at `path` to mount upon."""
    (path if is_folder else path.parent).mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch()
    return path


def _mount(source: str, target: Path, kind: str | None, flags: int, options: str | None = None) -> None:
    texts = [None if each is None else os.fsencode(each) for each in (source, target, kind, options)]
    check(libc().mount(*texts[:3], ctypes.c_ulong(flags), texts[3]))


def _make_read_only(root: Path) -> None:
    attributes = (ctypes.c_uint64 * 4)(_READ_ONLY, 0, 0, 0)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    at, flags = ctypes.c_int(_AT_CURRENT), ctypes.c_uint(_AT_RECURSIVE)
    syscall(_MOUNT_SETATTR, at, os.fsencode(root), flags, attributes, size)


def _enter(root: Path) -> None:
    """Makes `root` the root, and takes the old one away, from below it."""
    os.chdir(root)
    check(libc().pivot_root(b".", b"."))
    check(libc().umount2(b".", _DETACH))
