"""Files are replaced as a whole, through links, and are their owner's alone."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from journal.core import files
from journal.core.messages import UserError


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> object:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_its_owners_whatever_the_umask(tmp_path: Path, umask: object) -> None:
    files.write_whole(tmp_path / "new.md", b"x")
    files.make_private_folder(tmp_path / "new")
    assert (mode(tmp_path / "new.md"), mode(tmp_path / "new")) == (0o600, 0o700)


def test_a_file_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "shared.md"
    path.write_bytes(b"old")
    path.chmod(0o644)
    files.write_whole(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o644)
    files.write_whole(path, b"secret", private=True)
    assert (path.read_bytes(), mode(path)) == (b"secret", 0o600)


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "out.md").write_bytes(b"old")
    for number, name in enumerate(("out.md", "not there yet.md")):
        link = tmp_path / f"{number}.md"
        link.symlink_to(Path("far") / name)
        (tmp_path / f"{number}{number}.md").symlink_to(link)
        files.write_whole(tmp_path / f"{number}{number}.md", b"new")
        assert link.is_symlink()
        assert (tmp_path / "far" / name).read_bytes() == b"new"
    assert sorted(each.name for each in (tmp_path / "far").iterdir()) == ["not there yet.md", "out.md"]


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit((tmp_path / "pipe").read_bytes)
        files.write_whole(tmp_path / "pipe", b"new")
        assert read.result() == b"new"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.md"
    path.write_bytes(b"old")

    def full(_: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="space"):
        files.write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_of_two_that_take_a_name_at_once_one_gets_it(tmp_path: Path) -> None:
    path = tmp_path / "copy.db"

    def take(number: int) -> bool:
        partial = files.new_partial(path)
        partial.write_bytes(bytes([number]))
        try:
            files.publish_new(partial, path)
        except FileExistsError:
            partial.unlink()
            return False
        return True

    with ThreadPoolExecutor(8) as eight:
        taken = list(eight.map(take, range(40)))
    assert taken.count(True) == 1
    assert path.read_bytes() == bytes([taken.index(True)])
    assert list(tmp_path.iterdir()) == [path]


def test_where_there_are_no_hard_links_a_name_is_taken_once_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    for expected in (True, False):
        partial = files.new_partial(tmp_path / "copy.db")
        if expected:
            files.publish_new(partial, tmp_path / "copy.db")
        else:
            with pytest.raises(FileExistsError):
                files.publish_new(partial, tmp_path / "copy.db")


def test_what_a_kill_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    old, young = files.new_partial(tmp_path / "old.db"), files.new_partial(tmp_path / "young.db")
    beside = old.with_name(f"{old.name}-wal")
    beside.touch()
    (tmp_path / "mine.partial").touch()
    for path in (old, beside, tmp_path / "mine.partial"):
        os.utime(path, (1000, 1000))
    files.sweep(tmp_path, before=2000)
    assert {each.name for each in tmp_path.iterdir()} == {young.name, "mine.partial"}
    files.sweep(tmp_path / "not there", before=2000)


@pytest.mark.parametrize("kind", ["a file", "a dangling link", "a loop", "below a file"])
def test_what_cannot_be_a_folder_is_one_line(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "home"
    if kind == "a file":
        path.write_bytes(b"")
    elif kind == "a dangling link":
        path.symlink_to(tmp_path / "nowhere")
    elif kind == "a loop":
        path.symlink_to(path)
    else:
        path.write_bytes(b"")
        path = path / "below"
    with pytest.raises(UserError, match="cannot be the folder of a journal") as told:
        files.make_private_folder(path)
    assert "\n" not in str(told.value)
