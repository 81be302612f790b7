"""backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path

from journal.store.database import open_store
from tests.commands.conftest import Journal


def test_a_backup_says_where_it_lies_and_comes_back_after_a_yes(journal: Journal, week: Path, home: Path) -> None:
    journal("import", str(week))
    made = Path(journal("backup", "--json").json["path"])
    assert made.parent == home / "backups"
    journal("add", "2024-07-25：学了GNN")
    kept = journal("restore", "latest", text="n\n")
    assert (kept.status, kept.out) == (1, "Nothing was changed.\n")
    assert f"Put {made} (1 week) in the place of the journal?" in kept.err
    assert len(journal("weeks", "--json").json) == 2
    told = journal("restore", "latest", text="yes\n")
    assert told.status == 0
    assert told.lines[0] == f"The journal is again what {made} holds."
    assert len(journal("weeks", "--json").json) == 1
    before = journal("restore", told.lines[1].split()[-1].removesuffix("."), "--yes", "--json").json
    assert len(journal("weeks", "--json").json) == 2
    assert Path(before["before"]).exists()


def test_a_damaged_journal_is_brought_back(journal: Journal, week: Path, home: Path) -> None:
    journal("import", str(week))
    journal("backup")
    (home / "journal.db").write_bytes(b"SQLite format 3\x00 and then nothing good" * 200)
    told = journal("weeks")
    assert told.status == 1
    assert "`journal restore latest`" in told.err
    assert journal("restore", "latest", "--yes").status == 0
    assert len(journal("weeks", "--json").json) == 1
    assert len(list((home / "backups").glob("*.db"))) == 2


def test_a_journal_that_is_open_is_not_replaced(journal: Journal, week: Path, home: Path) -> None:
    journal("import", str(week))
    journal("backup")
    store = open_store(home / "journal.db")
    with store.read() as session:
        session.connection().exec_driver_sql("SELECT 1")
    told = journal("restore", "latest", "--yes")
    store.close()
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "is open in another program" in told.err


def test_without_a_backup_there_is_nothing_to_restore(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("restore", "latest")
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "`journal backup` makes one" in told.err


def test_the_doctor_exits_with_one_until_what_is_wrong_is_mended(journal: Journal, week: Path) -> None:
    later = "# 第三周周记 2024.07.14 ~ 2024.07.21\n学了RNN。\n"
    week.write_text(week.read_text(encoding="utf-8") + later, encoding="utf-8")
    journal("import", str(week))
    sick = journal("doctor", "--json")
    (told,) = [check for check in sick.json if check["name"] == "weeks"]
    assert (sick.status, told["state"]) == (1, "broken")
    assert "journal doctor --fix" in told["text"]
    assert journal("doctor", "--fix", text="n\n").status == 1
    mended = journal("doctor", "--fix", text="y\n")
    assert (mended.status, mended.lines[0]) == (0, "1 log renumbered; its text before is kept.")
    assert journal("show", "2").out.startswith("# 第二周周记 2024.07.14")
