"""A folder of notes that is kept in step with the journal, both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.exchange.mirroring import mirror
from journal.opening.journal import Journal
from journal.weeks.bin import contents, delete
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import find_week, open_week, save
from tests.support.journal import Importing

FIRST = "# 第一周周记 2024.07.08 ~ 2024.07.14\n\n学了CNN。池化还不熟。\n"
SECOND = "# 第二周周记 2024.07.15 ~ 2024.07.21\n\n学了RNN。\n"


@pytest.fixture
def folder(journal: Journal, imported: Importing, tmp_path: Path) -> Path:
    """A mirror of two weeks."""
    imported(FIRST)
    imported(SECOND)
    folder = tmp_path / "vault"
    assert mirror(journal, folder).written == ["2024-W28.md", "2024-W29.md"]
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def write_here(journal: Journal, name: str, old: str, new: str) -> None:
    week = open_week(journal, find_week(journal, name).id)
    save(journal, week, week.body.replace(old, new))


def body(journal: Journal, name: str) -> str:
    return find_week(journal, name).body


def test_what_is_in_step_stays_as_it_is(journal: Journal, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = mirror(journal, folder)
    assert (done.written, done.aside, done.binned, done.came.left) == ([], [], [], [])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_changes_on_both_sides_come_together(journal: Journal, folder: Path) -> None:
    change(folder, "2024-W28.md", "学了CNN。", "学懂了CNN。")
    write_here(journal, "1", "池化还不熟。", "池化熟了。")
    done = mirror(journal, folder)
    assert body(journal, "1") == FIRST.replace("学了CNN", "学懂了CNN").replace("还不熟", "熟了")
    assert (folder / "2024-W28.md").read_text(encoding="utf-8").endswith(body(journal, "1"))
    assert done.came.flagged == []
    assert mirror(journal, folder).written == []


def test_what_both_rewrote_stands_beside_each_other_in_both_places(journal: Journal, folder: Path) -> None:
    change(folder, "2024-W29.md", "学了RNN。", "在编辑器里写的。")
    write_here(journal, "2", "学了RNN。", "在这里写的。")
    done = mirror(journal, folder)
    assert "在这里写的。\n\n在编辑器里写的。" in body(journal, "2")
    assert (folder / "2024-W29.md").read_text(encoding="utf-8").endswith(body(journal, "2"))
    assert ["changed on both sides" in note.why for note in done.came.flagged] == [True]


def test_a_note_that_is_deleted_takes_its_week_into_the_bin(journal: Journal, folder: Path) -> None:
    (folder / "2024-W29.md").unlink()
    done = mirror(journal, folder)
    assert len(done.binned) == 1
    assert [row.number for row in all_weeks(journal)] == [1]
    assert [each.body for each in contents(journal)] == [SECOND]
    assert not (folder / "2024-W29.md").exists()


def test_a_note_that_is_deleted_comes_back_where_its_week_was_changed(journal: Journal, folder: Path) -> None:
    (folder / "2024-W29.md").unlink()
    write_here(journal, "2", "学了RNN。", "学了RNN和GRU。")
    assert mirror(journal, folder).binned == []
    assert "学了RNN和GRU。" in (folder / "2024-W29.md").read_text(encoding="utf-8")


def test_a_week_that_is_deleted_takes_its_note_into_the_trash(journal: Journal, folder: Path) -> None:
    delete(journal, find_week(journal, "2").id)
    assert mirror(journal, folder).aside == ["2024-W29.md"]
    assert (folder / ".trash" / "2024-W29.md").read_text(encoding="utf-8").endswith(SECOND)
    assert [row.number for row in all_weeks(journal)] == [1]
    assert mirror(journal, folder).written == []


def test_a_folder_that_was_emptied_deletes_nothing(journal: Journal, folder: Path) -> None:
    for path in folder.glob("*.md"):
        path.unlink()
    assert mirror(journal, folder).binned == []
    assert [row.number for row in all_weeks(journal)] == [1, 2]
    assert (folder / "2024-W28.md").exists()


def test_a_note_that_is_renamed_stays_the_note_of_its_week(journal: Journal, folder: Path) -> None:
    (folder / "2024-W29.md").rename(folder / "循环网络.md")
    change(folder, "循环网络.md", "学了RNN。", "学了RNN和GRU。")
    assert mirror(journal, folder).binned == []
    assert "学了RNN和GRU。" in body(journal, "2")
    assert sorted(path.name for path in folder.glob("*.md")) == ["2024-W28.md", "循环网络.md"]


def test_a_note_that_an_editor_began_is_the_note_of_a_new_week(journal: Journal, folder: Path) -> None:
    (folder / "2024-W31.md").write_text("学了GNN。\n", encoding="utf-8")
    mirror(journal, folder)
    assert body(journal, "2024-W31") == "学了GNN。\n"
    write_here(journal, "2024-W31", "GNN", "图神经网络")
    mirror(journal, folder)
    assert body(journal, "2024-W31") == "学了图神经网络。\n"
    assert sorted(path.name for path in folder.glob("*.md")) == ["2024-W28.md", "2024-W29.md", "2024-W31.md"]


def test_a_note_that_cannot_be_read_is_named_and_never_written_over(journal: Journal, folder: Path) -> None:
    change(folder, "2024-W29.md", "week: 2", "week: [")
    before = (folder / "2024-W29.md").read_bytes()
    write_here(journal, "2", "学了RNN。", "学了GRU。")
    done = mirror(journal, folder)
    assert ["2024-W29.md" in note.message for note in done.came.left] == [True]
    assert (folder / "2024-W29.md").read_bytes() == before
    assert body(journal, "2") == SECOND.replace("RNN", "GRU")


def test_notes_may_be_called_by_their_days(journal: Journal, imported: Importing, tmp_path: Path) -> None:
    imported(FIRST)
    assert mirror(journal, tmp_path / "vault", "days").written == ["2024-07-08_2024-07-14.md"]
