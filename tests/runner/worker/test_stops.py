"""Which limit an exception tells of."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from journal.runner.worker.stops import limit_of


@pytest.mark.parametrize(
    ("number", "limit"),
    [
        (errno.EPERM, "forbidden"),
        (errno.EACCES, "forbidden"),
        (errno.EROFS, "forbidden"),
        (errno.ENOSYS, "forbidden"),
        (errno.ENOSPC, "disk"),
        (errno.ENOMEM, "memory"),
        (errno.EIO, "error"),
    ],
)
def test_an_error_of_the_system_is_the_limit_behind_it(number: int, limit: str) -> None:
    assert limit_of(OSError(number, "no")) == limit


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("/etc/passwd", "forbidden"),
        (b"/etc/passwd", "forbidden"),
        ("../beside", "forbidden"),
        ("deep/../../beside", "forbidden"),
        ("missing", "error"),
        ("deep/../missing", "error"),
        (None, "error"),
        (3, "error"),
    ],
)
def test_what_is_missing_outside_of_the_own_folder_is_forbidden(
    name: object, limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert limit_of(FileNotFoundError(errno.ENOENT, "no", name)) == limit


def test_an_own_file_by_its_whole_path_is_not_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert limit_of(FileNotFoundError(errno.ENOENT, "no", str(tmp_path / "missing"))) == "error"
