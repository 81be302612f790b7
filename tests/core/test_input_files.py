"""Files from outside: only ordinary ones of a decent size are read, and no reader's exception gets through."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.core.input_files import bytes_of, is_file, reading, text_file, text_if_there
from journal.core.messages import UserError


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path)


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


def hole(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


@pytest.mark.parametrize("make", [fifo, listening, device, loop, dangling, hole, Path.mkdir])
def test_what_is_no_ordinary_file_is_refused_in_one_line_and_without_waiting(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "odd"
    make(path)
    with pytest.raises(UserError) as caught:
        bytes_of(path, 2**20)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_is_read_up_to_its_limit_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"x" * 100)
    assert bytes_of(path, 100) == b"x" * 100
    with pytest.raises(UserError, match="is larger than"):
        bytes_of(path, 99)


def test_a_file_that_is_larger_than_it_says_is_refused_as_well() -> None:
    endless = Path("/proc/self/maps")  # its size is said to be 0
    assert bytes_of(endless)
    with pytest.raises(UserError, match="is larger than"):
        bytes_of(endless, 10)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "\ud83d"])
def test_a_name_that_no_file_can_have_is_one_line(name: str, tmp_path: Path) -> None:
    assert not is_file(tmp_path / name)
    with pytest.raises(UserError) as caught:
        bytes_of(tmp_path / name)
    str(caught.value).encode()


def test_a_file_that_is_not_there_is_none_and_one_that_cannot_be_read_is_not(tmp_path: Path) -> None:
    assert text_if_there(tmp_path / "gone") is None
    (tmp_path / "file").write_bytes(b"\xff\xfe\xfd")
    assert text_if_there(tmp_path / "file" / "below") is None
    with pytest.raises(UserError, match="is not a text file"):
        text_if_there(tmp_path / "file")


def test_a_file_in_gbk_with_a_name_in_gbk_is_read(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("周记.txt".encode("gbk"))
    path.write_bytes("学了卷积".encode("gbk"))
    assert text_file(path) == "学了卷积"


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no\nvalue"),
        KeyError("x"),
        RecursionError(),
        MemoryError(),
        OverflowError("too\x1b[31m"),
        IndexError(),
    ],
)
def test_whatever_a_reader_raises_is_a_line_that_names_the_file(error: Exception) -> None:
    with pytest.raises(UserError) as caught, reading("odd.json"):
        raise error
    told = str(caught.value)
    assert told.startswith("odd.json ")
    assert not set(told) & {"\n", "\x1b"}


def test_a_user_error_gets_through_as_it_is() -> None:
    with pytest.raises(UserError, match=r"odd\.json is empty"), reading("odd.json"):
        raise UserError("weeks.empty_file", path="odd.json")
