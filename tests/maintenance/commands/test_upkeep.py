"""backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path

from journal.db.database import open_store
from tests.support.commands import RunJournal


def test_a_backup_says_where_it_lies_and_comes_back_after_a_yes(
    run_journal: RunJournal, week: Path, home: Path
) -> None:
    run_journal("import", str(week))
    made = Path(run_journal("backup", "--json").json["path"])
    assert made.parent == home / "backups"
    run_journal("add", "2024-07-25：学了GNN")
    kept = run_journal("restore", "latest", text="n\n")
    assert (kept.status, kept.out) == (1, "Nothing was changed.\n")
    assert f"Replace the journal by {made} (1 week)? [y/N]" in kept.err
    assert len(run_journal("weeks", "--json").json) == 2
    result = run_journal("restore", "latest", text="yes\n")
    assert result.status == 0
    assert result.lines[0] == f"The journal was restored from {made}."
    assert len(run_journal("weeks", "--json").json) == 1
    before = run_journal("restore", result.lines[1].split()[-1].removesuffix("."), "--yes", "--json").json
    assert len(run_journal("weeks", "--json").json) == 2
    assert Path(before["before"]).exists()


def test_a_damaged_journal_is_brought_back(run_journal: RunJournal, week: Path, home: Path) -> None:
    run_journal("import", str(week))
    run_journal("backup")
    (home / "journal.db").write_bytes(b"SQLite format 3\x00 and then nothing good" * 200)
    result = run_journal("weeks")
    assert result.status == 1
    assert "`journal restore latest`" in result.err
    assert run_journal("restore", "latest", "--yes").status == 0
    assert len(run_journal("weeks", "--json").json) == 1
    assert len(list((home / "backups").glob("*.db"))) == 2


def test_a_journal_that_is_open_is_not_replaced(run_journal: RunJournal, week: Path, home: Path) -> None:
    run_journal("import", str(week))
    run_journal("backup")
    store = open_store(home / "journal.db")
    with store.read() as session:
        session.connection().exec_driver_sql("SELECT 1")
    result = run_journal("restore", "latest", "--yes")
    store.close()
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "is open in another program" in result.err


def test_without_a_backup_there_is_nothing_to_restore(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("restore", "latest")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "`journal backup` makes one" in result.err


def test_the_doctor_exits_with_one_until_what_is_wrong_is_mended(run_journal: RunJournal, week: Path) -> None:
    later = "# 第三周周记 2024.07.14 ~ 2024.07.21\n学了RNN。\n"
    week.write_text(week.read_text(encoding="utf-8") + later, encoding="utf-8")
    run_journal("import", str(week))
    sick = run_journal("doctor", "--json")
    (result,) = [check for check in sick.json if check["name"] == "weeks"]
    assert (sick.status, result["state"]) == (1, "broken")
    assert "journal doctor --fix" in result["text"]
    assert run_journal("doctor", "--fix", text="n\n").status == 1
    mended = run_journal("doctor", "--fix", text="y\n")
    assert (mended.status, mended.lines[0]) == (0, "1 log renumbered; its text before is kept.")
    assert run_journal("show", "2").out.startswith("# 第二周周记 2024.07.14")
