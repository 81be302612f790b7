"""Atomic file replacement: readers see the old or the new content; symbolic links are kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from journal.core.messages import UserError, say

PARTIAL = ".partial"
"""What the names of files end with that are not whole yet."""


def make_private_folder(path: Path) -> None:
    """Makes a folder, where there is none, and closes it to others. Raises UserError where that cannot be."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = say("store.is_a_file") if path.is_file() else error.strerror
        raise UserError("store.no_folder", path=path, reason=reason) from error
    close_to_others(path)


def close_to_others(path: Path) -> None:
    """Removes all permissions of others from a file or folder owned by this user."""
    with suppress(OSError):
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            path.chmod(mode & 0o700)


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Makes `content` what a file holds; a new file is its owner's alone, and an old one if it is to be `private`.

    Nothing changes unless all of it could be written: it raises OSError. A device or a pipe is just written to.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    real = path.resolve()
    partial = new_partial(real)
    try:
        partial.write_bytes(content)
        if real.exists() and not private:
            partial.chmod(real.stat().st_mode & 0o777)
        publish(partial, real)
    finally:
        partial.unlink(missing_ok=True)


def new_partial(path: Path) -> Path:
    """An empty file beside `path`, for its owner only, that is to become it; no other process uses its name."""
    partial = path.with_name(f".{path.name}.{token_hex(4)}{PARTIAL}")
    os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    return partial


def publish(partial: Path, path: Path) -> None:
    """Gives a whole file its name, in the place of one that has it, once it is on the disk."""
    _sync(partial)
    partial.replace(path)
    _sync_folder(path)


def publish_new(partial: Path, path: Path) -> None:
    """The same, but raises FileExistsError rather than replace a file, even one that comes at the same moment."""
    _sync(partial)
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        partial.replace(path)
    partial.unlink(missing_ok=True)
    _sync_folder(path)


def sweep(folder: Path, before: float) -> None:
    """Removes the files of a folder that a killed process never finished, last written before a time."""
    with suppress(OSError):
        for path in folder.glob(f".*{PARTIAL}*"):
            with suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Has the new name on the disk as well, where a folder can be synced."""
    with suppress(OSError):
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
