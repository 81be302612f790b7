"""Importing from other programs: into which week, what of it, and only once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from journal.core.messages import UserError
from journal.db import mentions, versions
from journal.exchange.importing import ImportResult, import_path
from journal.opening.journal import Journal
from journal.search.searching import search, tag_counts
from journal.weeks.bin import delete
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import find_week, open_week, save
from tests.support.journal import Importing

LOG = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n这周学了CNN。\n"
JRNL = (
    "[2024-07-09 09:00] 学了CNN。\n池化层很有用。\n\n[2024-07-20 21:00] 学了RNN，#今晚就学\n\n[2024-07-20] 又学了BP。\n"
)


@pytest.fixture
def jrnl(tmp_path: Path) -> Path:
    """A journal of jrnl with entries of two weeks."""
    path = tmp_path / "jrnl.txt"
    path.write_text(JRNL, encoding="utf-8")
    return path


def body(journal: Journal, name: str) -> str:
    return find_week(journal, name).body


def told(done: ImportResult) -> tuple[int, int, int]:
    return done.outcomes["created"], done.outcomes["updated"], done.outcomes["skipped"]


def everything(journal: Journal) -> list[tuple[int | None, date, date, str]]:
    return [(row.number, row.starts, row.ends, body(journal, str(row.starts))) for row in all_weeks(journal)]


def test_entries_stand_in_the_logs_of_their_weeks_below_their_dates(
    journal: Journal, imported: Importing, jrnl: Path
) -> None:
    imported(LOG)
    done = import_path(journal, jrnl)
    assert (told(done), done.entries) == ((1, 1, 0), 3)
    assert body(journal, "1") == f"{LOG.rstrip()}\n\n## 2024-07-09 09:00\n\n学了CNN。\n池化层很有用。\n"
    second = find_week(journal, "2024-07-20")
    assert (second.number, second.starts, second.ends) == (2, date(2024, 7, 14), date(2024, 7, 21))
    assert second.body == "## 2024-07-20\n\n又学了BP。\n\n## 2024-07-20 21:00\n\n学了RNN，#今晚就学\n"


def test_entries_are_found_and_speak_of_concepts(journal: Journal, jrnl: Path) -> None:
    done = import_path(journal, jrnl)
    assert done.new_cards > 0
    assert [hit.id for hit in search(journal, "池化层 kind:week").hits] == [find_week(journal, "2024-07-09").id]
    assert [hit.id for hit in search(journal, "tag:今晚就学").hits] == [find_week(journal, "2024-07-20").id]
    assert tag_counts(journal) == {"今晚就学": 1}
    with journal.store.read() as session:
        assert mentions.of_week(session, find_week(journal, "2024-07-09").id)


def test_s27_a_second_import_adds_nothing(journal: Journal, imported: Importing, jrnl: Path) -> None:
    imported(LOG)
    import_path(journal, jrnl)
    before = everything(journal)
    done = import_path(journal, jrnl)
    assert (told(done), done.entries, done.new_cards, done.left) == ((0, 0, 2), 0, 0, [])
    assert everything(journal) == before


def test_s27_new_entries_of_a_journal_are_added_to_what_was_written_here_meanwhile(
    journal: Journal, jrnl: Path
) -> None:
    import_path(journal, jrnl)
    week = open_week(journal, find_week(journal, "2024-07-20").id)
    save(journal, week, f"{week.body}\n在这里写的。\n")
    jrnl.write_text(f"{JRNL}\n[2024-07-21 08:00] 学了GNN。\n", encoding="utf-8")
    assert import_path(journal, jrnl).entries == 1
    assert body(journal, "2024-07-20").endswith("在这里写的。\n\n## 2024-07-21 08:00\n\n学了GNN。\n")


def test_s27_a_dry_run_says_what_would_be_and_stores_nothing(journal: Journal, imported: Importing, jrnl: Path) -> None:
    imported(LOG)
    before = everything(journal)
    rehearsed = import_path(journal, jrnl, dry_run=True)
    assert everything(journal) == before
    done = import_path(journal, jrnl)
    assert (told(rehearsed), rehearsed.entries, rehearsed.new_cards) == (told(done), done.entries, done.new_cards)
    assert [week.body for week in rehearsed.weeks] == [week.body for week in done.weeks]


def day_one(path: Path, *texts: str) -> Path:
    """A journal of Day One, an entry a day from July 9 on."""
    entries: list[dict[str, Any]] = [
        {
            "uuid": f"{n:032X}",
            "creationDate": f"2024-07-{9 + n:02}T02:00:00Z",
            "timeZone": "Asia/Shanghai",
            "text": text,
        }
        for n, text in enumerate(texts)
    ]
    path.write_text(json.dumps({"metadata": {"version": "1.0"}, "entries": entries}), encoding="utf-8")
    return path


def test_an_entry_that_was_changed_there_is_brought_up_to_date(journal: Journal, tmp_path: Path) -> None:
    path = day_one(tmp_path / "Journal.json", "学了CNN。", "学了BN。")
    import_path(journal, path)
    done = import_path(journal, day_one(path, "学了CNN和池化。", "学了BN。"))
    assert told(done) == (0, 1, 0)
    assert body(journal, "2024-07-09") == "## 2024-07-09 10:00\n\n学了CNN和池化。\n\n## 2024-07-10 10:00\n\n学了BN。\n"


def test_an_entry_that_was_changed_in_both_places_keeps_what_both_wrote_and_says_so(
    journal: Journal, tmp_path: Path
) -> None:
    path = day_one(tmp_path / "Journal.json", "学了CNN。", "学了BN。")
    import_path(journal, path)
    week = open_week(journal, find_week(journal, "2024-07-09").id)
    save(journal, week, week.body.replace("学了CNN。", "学懂了CNN。"))
    done = import_path(journal, day_one(path, "学了CNN和池化。", "学了BN。"))
    assert told(done) == (0, 1, 0)
    assert ["changed on both sides" in note.why for note in done.flagged] == [True]
    assert "## 2024-07-09 10:00\n\n学懂了CNN。\n学了CNN和池化。\n\n## 2024-07-10" in body(journal, "2024-07-09")
    assert told(import_path(journal, path)) == (0, 0, 1)


def test_an_entry_is_never_changed_in_the_place_of_its_neighbour(journal: Journal, tmp_path: Path) -> None:
    """What was deleted here stands word for word in another entry; that one stays as it is."""
    path = day_one(tmp_path / "Journal.json", "卷积", "卷积")
    import_path(journal, path)
    week = open_week(journal, find_week(journal, "2024-07-09").id)
    save(journal, week, week.body.removeprefix("## 2024-07-09 10:00\n\n卷积\n\n"))
    done = import_path(journal, day_one(path, "卷积和池化", "卷积"))
    assert body(journal, "2024-07-10") == "## 2024-07-10 10:00\n\n卷积\n"
    assert ["changed" in note.why for note in done.left] == [True]


@pytest.mark.parametrize("name", ["2024-07-09.md", "journals/2024_07_09.md", "2024/07/09.txt"])
def test_an_entry_that_has_no_id_is_known_by_its_file(name: str, journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "notes" / name
    path.parent.mkdir(parents=True)
    for text in ("早上学了卷积。\n", "早上学了卷积。\n晚上学了池化。\n", "早上学了卷积。\n晚上学了池化。\n"):
        path.write_text(text, encoding="utf-8")
        import_path(journal, tmp_path / "notes")
    assert body(journal, "2024-07-09") == "## 2024-07-09\n\n早上学了卷积。\n晚上学了池化。\n"


def test_twins_of_one_moment_come_in_both_and_a_new_one_between_them_doubles_nothing(
    journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "jrnl.txt"
    a, b, c = (f"[2024-07-09 09:00] {text}\n\n" for text in ("好", "好", "学了池化"))
    path.write_text(a + b, encoding="utf-8")
    assert import_path(journal, path).entries == 2
    path.write_text(a + c + b, encoding="utf-8")
    assert import_path(journal, path).entries == 1
    assert import_path(journal, path).entries == 0
    assert body(journal, "2024-07-09").count("好") == 2
    assert body(journal, "2024-07-09").count("学了池化") == 1


def test_an_older_file_takes_nothing_back(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "log.md"
    path.write_text(LOG, encoding="utf-8")
    import_path(journal, path)
    week = open_week(journal, find_week(journal, "1").id)
    save(journal, week, f"{LOG}在这里写的。\n")
    assert told(import_path(journal, path)) == (0, 0, 1)
    path.write_text(LOG.replace("这周", "上周"), encoding="utf-8")
    assert told(import_path(journal, path)) == (0, 1, 0)
    assert body(journal, "1") == f"{LOG.replace('这周', '上周')}在这里写的。\n"


def test_a_week_that_was_changed_in_both_places_keeps_both_and_both_whole_texts(
    journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "log.md"
    path.write_text(LOG, encoding="utf-8")
    import_path(journal, path)
    here, there = LOG.replace("CNN", "RNN"), LOG.replace("CNN", "GNN")
    save(journal, open_week(journal, find_week(journal, "1").id), here)
    path.write_text(there, encoding="utf-8")
    done = import_path(journal, path)
    assert body(journal, "1").splitlines()[-3:] == ["这周学了RNN。", "", "这周学了GNN。"]
    assert ["changed on both sides" in note.why for note in done.flagged] == [True]
    with journal.store.read() as session:
        kept = [version.body for version in versions.of_week(session, find_week(journal, "1").id)]
    assert {here, there} <= set(kept)


def test_an_entry_whose_week_was_deleted_does_not_come_back_by_itself(journal: Journal, jrnl: Path) -> None:
    import_path(journal, jrnl)
    delete(journal, find_week(journal, "2024-07-09").id)
    done = import_path(journal, jrnl)
    assert (told(done), done.entries) == ((0, 0, 1), 0)
    assert [("undelete" in note.why, note.location) for note in done.left] == [(True, f"{jrnl}:1")]


def test_s5_an_entry_of_a_shared_day_stands_in_one_log_only(
    journal: Journal, imported: Importing, tmp_path: Path
) -> None:
    imported(f"{LOG}# 第二周周记 2024.07.14 ~ 07.21\n学了RNN。\n")
    path = tmp_path / "jrnl.txt"
    path.write_text("[2024-07-14 09:00] 分界日学了BN。\n", encoding="utf-8")
    import_path(journal, path)
    holding = [number for number, _, _, text in everything(journal) if "分界日" in text]
    assert holding == [2]


@pytest.mark.parametrize("broken", ["[2024-02-30 09:00] 好。\n", "[2024-13-01 09:00] 好。\n"])
def test_a_damaged_entry_in_the_middle_is_named_and_left_and_the_rest_comes_in(
    broken: str, journal: Journal, jrnl: Path
) -> None:
    jrnl.write_text(f"{JRNL}{broken}", encoding="utf-8")
    done = import_path(journal, jrnl)
    assert (done.entries, [note.location for note in done.left]) == (3, [f"{jrnl}:7"])


@pytest.mark.parametrize("broken", ["[2024-02-30 09:00] 好。\n", "[2024-13-01 09:00] 好。\n"])
def test_strictly_a_damaged_entry_changes_nothing_and_is_named(broken: str, journal: Journal, jrnl: Path) -> None:
    jrnl.write_text(f"{JRNL}{broken}{JRNL}", encoding="utf-8")
    with pytest.raises(UserError, match=r"jrnl\.txt:7: "):
        import_path(journal, jrnl, strict=True)
    assert everything(journal) == []


def test_strictly_a_damaged_note_in_a_folder_changes_nothing(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    for day in (8, 9, 10):
        (folder / f"2024-07-{day:02}.md").write_text("学了CNN。", encoding="utf-8")
    (folder / "2024-07-09.md").write_text("---\ntags: [\n---\n学了CNN。", encoding="utf-8")
    with pytest.raises(UserError, match=r"2024-07-09\.md, line"):
        import_path(journal, folder, strict=True)
    assert everything(journal) == []
    assert [Path(note.location).name for note in import_path(journal, folder).left] == ["2024-07-09.md"]
    assert everything(journal)


def test_a_folder_of_weekly_files_and_daily_notes_comes_in_at_once(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "第一周.txt").write_text(LOG, encoding="utf-8", newline="")
    (folder / "2024-07-10.md").write_text("学了BN。", encoding="utf-8")
    (folder / "想法.md").write_text("没有日期", encoding="utf-8")
    done = import_path(journal, folder)
    assert told(done) == (1, 0, 0)
    assert [Path(note.location).name for note in done.left] == ["想法.md"]
    assert body(journal, "1") == f"{LOG.rstrip()}\n\n## 2024-07-10\n\n学了BN。\n"


def test_a_format_that_is_named_is_taken_and_one_that_there_is_not_is_refused(journal: Journal, jrnl: Path) -> None:
    with pytest.raises(UserError, match="does not say which days"):
        import_path(journal, jrnl, "weekly")
    with pytest.raises(UserError, match="is not recognised: name one with --format"):
        import_path(journal, jrnl, "evernote")


def test_the_first_weekly_log_and_entries_of_its_days_are_one_log(journal: Journal, seed: Path, jrnl: Path) -> None:
    import_path(journal, seed)
    import_path(journal, jrnl)
    assert body(journal, "1").encode().startswith(seed.read_bytes().rstrip())
    assert body(journal, "1").endswith("池化层很有用。\n")


def test_code_links_and_addresses_speak_of_no_concept(journal: Journal) -> None:
    text = "`CNN` [CNN](https://a.example/CNN) ![CNN](CNN.png) https://a.example/CNN [[CNN]]\n\n```\nCNN\n```\n"
    assert list(journal.mention_spans(text)) == []
    (place,) = journal.mention_spans(f"{text}\n学了CNN。")
    assert place.start == len(text) + 3


def test_a_file_that_was_renamed_is_the_same_entry(journal: Journal, tmp_path: Path) -> None:
    """It doubles nothing, and what is changed in it later changes its own entry; a twin of another day is another."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for day in ("09", "10"):
        (folder / f"2024-07-{day}.md").write_text("学了CNN。\n", "utf-8")
    assert import_path(journal, folder).entries == 2
    (folder / "2024-07-09.md").rename(folder / "2024-07-09 CNN.md")
    assert import_path(journal, folder).entries == 0
    (folder / "2024-07-09 CNN.md").write_text("学懂了CNN。\n", "utf-8")
    assert import_path(journal, folder).entries == 0
    body = find_week(journal, "2024-07-09").body
    assert (body.count("学懂了CNN"), body.count("学了CNN")) == (1, 1)
