"""What a journal goes through: it is lost, locked, in a place that is none, under any umask; each is one line."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.db import connections
from journal.db.database import open_store
from tests.db.test_checksums import outside
from tests.support.commands import RunJournal


@pytest.fixture
def backed_up(run_journal: RunJournal, week: Path, home: Path) -> Path:
    """A copy of a journal of one week."""
    run_journal("import", str(week))
    return Path(run_journal("backup", "--json").json["path"])


@pytest.mark.parametrize("command", ["weeks", "due", "add x", "search CNN", "export -", "doctor"])
def test_a_lost_journal_is_refused_with_what_to_type(
    command: str, run_journal: RunJournal, backed_up: Path, home: Path
) -> None:
    (home / "journal.db").write_bytes(b"")
    result = run_journal(*command.split())
    assert result.status == 1
    said = result.out if command == "doctor" else result.err
    assert f"`journal restore latest` restores {backed_up} (1 week)" in said
    assert command == "doctor" or result.err.count("\n") == 1
    assert (home / "journal.db").read_bytes() == b""
    assert run_journal("restore", "latest", "--yes").status == 0
    assert len(run_journal("weeks", "--json").json) == 1


def test_a_new_journal_is_begun_after_a_yes(run_journal: RunJournal, backed_up: Path, home: Path) -> None:
    (home / "journal.db").unlink()
    assert run_journal("restore", "--new", text="n\n").status == 1
    assert run_journal("weeks").status == 1
    assert run_journal("restore", "--new", text="y\n").out == "A new journal has begun.\n"
    assert run_journal("weeks", "--json").json == []
    result = run_journal("restore", "--new", "--yes", "--json").json
    assert result["path"] is None
    assert Path(result["before"]).exists()
    assert run_journal("restore").status == 2


def test_what_is_changed_from_outside_is_told_named_and_mended(
    run_journal: RunJournal, backed_up: Path, home: Path
) -> None:
    outside(home / "journal.db", "UPDATE week SET body = '改了一位'")
    for _ in range(2):
        result = run_journal("weeks")
        assert result.status == 0
        assert "week 1 is not as it was written" in result.err
    sick = run_journal("doctor")
    assert sick.status == 1
    assert "week 1 is not as it was written: `journal doctor --fix` repairs it." in sick.out
    copied = run_journal("backup")
    assert (copied.status, copied.err.count("\n")) == (1, 2)
    assert "does not count as a backup" in copied.err
    mended = run_journal("doctor", "--fix")
    assert (mended.status, mended.lines[0]) == (0, "1 row was restored from a backup.")
    assert "学了CNN" in run_journal("show", "1").out
    assert run_journal("weeks").err == ""


def test_a_damaged_journal_is_kept_by_backup_and_does_not_count(
    run_journal: RunJournal, backed_up: Path, home: Path
) -> None:
    damaged = (home / "journal.db").read_bytes()[:20_000]
    (home / "journal.db").write_bytes(damaged)
    for _ in range(11):
        result = run_journal("backup")
        assert (result.status, result.err.count("\n")) == (1, 1)
    assert "It is kept as it is in" in result.err
    (kept,) = {*(home / "backups").iterdir()} - {backed_up}
    assert kept.name.endswith("-damaged.db")
    assert kept.read_bytes() == damaged
    sick = run_journal("doctor", "--json")
    assert sick.status == 1
    assert {check["state"] for check in sick.json if check["name"] == "database"} == {"broken"}


def test_the_doctor_says_which_copy_can_be_brought_back(run_journal: RunJournal, backed_up: Path) -> None:
    (check,) = [each for each in run_journal("doctor", "--json").json if each["name"] == "backups"]
    assert (check["state"], check["text"]) == ("ok", f"1 copy; the newest sound one is {backed_up} (1 week)")


# --- a home that is none ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["weeks", "add x", "backup", "doctor", "", "restore --new --yes"])
@pytest.mark.parametrize("kind", ["file", "dangling", "loop"])
def test_a_home_that_is_no_folder_is_one_line(kind: str, command: str, run_journal: RunJournal, home: Path) -> None:
    shutil.rmtree(home)
    if kind == "file":
        home.write_bytes(b"")
    else:
        home.symlink_to(home if kind == "loop" else home.with_name("nowhere"))
    result = run_journal(*command.split())
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert str(home) in result.err
    assert ("a file lies there" in result.err) is (kind == "file")


def test_a_week_may_have_any_number(run_journal: RunJournal, home: Path) -> None:
    """Year and week written together are a number above those that Chinese numerals are written for."""
    log = home.with_name("log.md")
    log.write_text("# 第202428周周记 2024.07.08 ~ 2024.07.14\n\n学了CNN。\n", encoding="utf-8")
    assert run_journal("import", str(log)).status == 0
    for command in (["due"], ["progress"], ["report"], ["add", "hello"], ["show", "202428"], ["weeks"]):
        result = run_journal(*command)
        assert (result.status, result.err) == (0, "")


# --- rights -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[Path]:
    found = (folder, *folder.rglob("*"))
    return [path for path in found if stat.S_IMODE(path.lstat().st_mode) & 0o077 and not path.is_symlink()]


def test_nothing_that_is_written_is_open_to_others(
    run_journal: RunJournal, week: Path, home: Path, umask: None
) -> None:
    out = home.parent / "out"
    for command in (
        f"import {week}",
        "weeks",
        "add 学了GNN",
        "park x",
        "backup",
        f"backup {out}/copies/usb.db",
        "new --no-edit Something",
        f"export {out}/all.json",
        f"export {out}/notes",
        f"export {out}/page.html",
        f"report 1 --format html --output {out}/report.html",
        "habit reading 3",
        "restore latest --yes",
        "doctor --fix --yes",
    ):
        result = run_journal(*command.split())
        assert result.status in (0, 1), result
        assert "Traceback" not in result.err
    assert (out / "report.html").exists()
    assert (home / "concepts" / "something.py").exists()
    assert open_to_others(home) == []
    assert open_to_others(out) == []


def test_a_home_that_was_open_is_closed(run_journal: RunJournal, home: Path) -> None:
    run_journal("new", "--no-edit", "Something")
    for folder in (home, home / "concepts"):
        folder.chmod(0o755)
    run_journal("weeks")
    assert open_to_others(home) == []


# --- links ------------------------------------------------------------------------------------------------------


def test_an_export_over_a_link_is_written_through(run_journal: RunJournal, week: Path, home: Path) -> None:
    run_journal("import", str(week))
    far = home.parent / "far.md"
    far.write_text("old", encoding="utf-8")
    link = home.parent / "link.md"
    link.symlink_to(far)
    assert run_journal("export", str(link)).status == 1
    assert run_journal("export", "--force", str(link)).status == 0
    assert link.is_symlink()
    assert "学了CNN" in far.read_text(encoding="utf-8")


# --- another program --------------------------------------------------------------------------------------------


def test_a_line_for_which_a_busy_journal_has_no_time_is_kept(
    run_journal: RunJournal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("import", str(week))
    monkeypatch.setattr(connections, "PATIENCE", 20)
    monkeypatch.setattr(connections, "NOTICE", 0)
    monkeypatch.setattr(connections, "PAUSE", 1)
    other = open_store(home / "journal.db")
    with other.connection() as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert run_journal("weeks").err == ""
        result = run_journal("add", "-", text="学了注意力机制，很长的一段。")
        connection.execute("ROLLBACK")
    other.close()
    assert result.status == 1
    assert result.err.splitlines()[0].startswith("journal: Another program is writing to ")
    (kept,) = home.glob("unsaved-*.md")
    assert str(kept) in result.err.splitlines()[1]
    assert kept.read_text(encoding="utf-8") == "学了注意力机制，很长的一段。"
