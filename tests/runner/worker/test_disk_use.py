"""What a run holds in files counts, with and without names."""

from __future__ import annotations

import ctypes
import mmap
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from journal.runner.limits import FILES_MOST, FOLDER_LARGEST, OUTPUT_FLOOD
from journal.runner.sandbox.linux import libc
from journal.runner.worker.disk_use import overfull

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell of unlinked files")
HALF = FOLDER_LARGEST // 2


@pytest.fixture
def kept() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def made(folder: Path, size: int, kept: ExitStack, name: str = "x") -> int:
    """The descriptor of a file with a hole of `size` bytes."""
    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT)
    os.ftruncate(descriptor, size)
    kept.callback(os.close, descriptor)
    return descriptor


def test_files_with_names_count_in_number_and_size(tmp_path: Path, kept: ExitStack) -> None:
    assert not overfull(tmp_path)
    made(tmp_path, HALF, kept, "a")
    assert not overfull(tmp_path)
    (tmp_path / "deep").mkdir()
    made(tmp_path / "deep", HALF + 1, kept, "b")
    assert overfull(tmp_path)


def test_too_many_files_are_too_much_however_small(tmp_path: Path) -> None:
    for number in range(FILES_MOST):
        (tmp_path / str(number)).touch()
    assert not overfull(tmp_path)
    (tmp_path / "one more").touch()
    assert overfull(tmp_path)


def test_a_file_with_two_names_counts_once(tmp_path: Path, kept: ExitStack) -> None:
    made(tmp_path, HALF + 1, kept)
    os.link(tmp_path / "x", tmp_path / "y")
    assert not overfull(tmp_path)


@on_linux
def test_a_file_without_a_name_counts_while_it_is_open(tmp_path: Path, kept: ExitStack) -> None:
    with ExitStack() as opened:
        for _ in range(2):
            made(tmp_path, HALF + 1, opened)
            (tmp_path / "x").unlink()
        assert overfull(tmp_path, os.getpid())
        assert not overfull(tmp_path), "nobody is asked for"
        assert not overfull(tmp_path / "elsewhere", os.getpid()), "those of other folders do not count"
    assert not overfull(tmp_path, os.getpid()), "they are gone with their descriptors"


@on_linux
def test_a_file_that_never_had_a_name_counts(tmp_path: Path, kept: ExitStack) -> None:
    for _ in range(2):
        descriptor = os.open(tmp_path, os.O_TMPFILE | os.O_RDWR)
        kept.callback(os.close, descriptor)
        os.ftruncate(descriptor, HALF + 1)
    assert overfull(tmp_path, os.getpid())


@on_linux
def test_a_file_that_is_only_mapped_counts_as_the_largest_there_can_be(tmp_path: Path, kept: ExitStack) -> None:
    for _ in range(FOLDER_LARGEST // OUTPUT_FLOOD - 1):
        with ExitStack() as opened:
            map_one_page(made(tmp_path, mmap.PAGESIZE, opened), kept)
        (tmp_path / "x").unlink()
    assert not overfull(tmp_path, os.getpid())
    descriptor = made(tmp_path, mmap.PAGESIZE, kept)
    map_one_page(descriptor, kept)
    assert not overfull(tmp_path, os.getpid()), "one with a name is known by its size"
    (tmp_path / "x").unlink()
    assert not overfull(tmp_path, os.getpid()), "so is one that is open"
    with ExitStack() as opened:
        map_one_page(made(tmp_path, mmap.PAGESIZE, opened, "y"), kept)
    (tmp_path / "y").unlink()
    assert overfull(tmp_path, os.getpid())


def map_one_page(descriptor: int, kept: ExitStack) -> None:
    """Maps a page of a file as C does, without a descriptor of its own."""
    size, address = ctypes.c_size_t(mmap.PAGESIZE), libc().mmap
    address.restype = ctypes.c_void_p
    found = address(None, size, mmap.PROT_READ, mmap.MAP_SHARED, descriptor, ctypes.c_long(0))
    kept.callback(libc().munmap, ctypes.c_void_p(found), size)


@on_linux
def test_anonymous_memory_and_libraries_do_not_count(tmp_path: Path) -> None:
    with mmap.mmap(-1, 2 * FOLDER_LARGEST):
        assert not overfull(tmp_path, os.getpid())


@on_linux
def test_descriptors_that_only_one_thread_has_count(tmp_path: Path) -> None:
    opened, seen = threading.Event(), threading.Event()

    def hold() -> None:
        libc().unshare(0x400)  # CLONE_FILES
        with ExitStack() as own:
            for _ in range(2):
                made(tmp_path, HALF + 1, own)
                (tmp_path / "x").unlink()
            opened.set()
            seen.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    opened.wait()
    held = overfull(tmp_path, os.getpid())
    seen.set()
    thread.join()
    assert held


@on_linux
def test_room_that_is_kept_beyond_the_end_of_a_file_counts(tmp_path: Path, kept: ExitStack) -> None:
    descriptor = made(tmp_path, 0, kept)
    if libc().fallocate(descriptor, 1, 0, FOLDER_LARGEST + 1) < 0 or os.fstat(descriptor).st_blocks == 0:
        pytest.skip("this file system keeps no room")
    assert os.fstat(descriptor).st_size == 0
    assert overfull(tmp_path)
