"""Exporting: what is written where, and that it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import archive, mentions, reviews, search
from journal.db.cards import all_cards
from journal.db.database import open_store
from journal.exchange.exporting import CALENDAR, FORMATS, export, given_out, write
from journal.exchange.formats import dayone, jrnl, read_path, sheets
from journal.exchange.formats.sheets import ExportDocument
from journal.exchange.import_batch import ImportedLog
from journal.exchange.importing import import_path
from journal.followups.followups import park
from journal.log.counting import body_count, count
from journal.opening.journal import Journal
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import add_entry, find_week, open_week, save
from tests.support.journal import Clock, Importing
from tests.support.store import review_of

FIRST = (
    "# 第一周周记 2024.07.07 ~ 2024.07.14\r\n\r\n"
    "学了**CNN**（卷积神经网络），<b>池化</b>\r\n\r\n- `a*b` [链接](javascript:x)\r\n"
)
SECOND = "# 第二周周记 2024.07.14 ~ 07.21\n\n学了RNN & BP。😀"


@pytest.fixture
def logs(journal: Journal, imported: Importing) -> Journal:
    """A journal with two imported weeks and one that was begun here."""
    imported(FIRST)
    imported(SECOND)
    add_entry(journal, "2024-07-25：学了GNN #图")
    return journal


@pytest.fixture
def other(journal: Journal, tmp_path: Path) -> Iterator[Journal]:
    """Another journal, an empty one, over the same library."""
    settings = Settings(tmp_path / "other")
    settings.home.mkdir()
    opened = replace(journal, settings=settings, store=open_store(settings.database))
    yield opened
    opened.store.close()


def bodies(journal: Journal) -> list[tuple[int | None, str, str]]:
    return [(row.number, row.title, find_week(journal, str(row.starts)).body) for row in all_weeks(journal)]


def test_s27_a_whole_journal_comes_back_row_by_row(logs: Journal, other: Journal, tmp_path: Path, clock: Clock) -> None:
    logs.settings.file.write_text("quota = 600 # 老师要求\n", encoding="utf-8")
    park(logs, "GAN?")
    clock.now += timedelta(hours=1)
    save(logs, open_week(logs, find_week(logs, "1").id), f"{FIRST}又学了BN。")
    with logs.store.write() as session:
        reviews.record(session, review_of(all_cards(session)[0].id))
    path = tmp_path / "all.json"
    write(export(logs, path))
    import_path(other, path)
    with logs.store.read() as before, other.store.read() as after:
        assert archive.rows(after) == archive.rows(before)
        for number in (1, 2, 3):
            week_id = find_week(logs, str(number)).id
            ours, theirs = (mentions.of_week(session, week_id) for session in (before, after))
            assert [each.model_dump() for each in theirs] == [each.model_dump() for each in ours]
        assert search.out_of_step(after) == 0
    assert other.settings.file.read_text(encoding="utf-8") == "quota = 600 # 老师要求\n"
    assert export(other, path).files == export(logs, path).files
    again = import_path(other, path)
    assert (again.outcomes["skipped"], again.rows, again.left) == (3, {}, [])


def test_settings_that_are_there_stay_and_are_named(logs: Journal, other: Journal, tmp_path: Path) -> None:
    logs.settings.file.write_text("quota = 600\n", encoding="utf-8")
    other.settings.file.write_text("quota = 900\n", encoding="utf-8")
    write(export(logs, tmp_path / "all.json"))
    done = import_path(other, tmp_path / "all.json")
    assert [note.location for note in done.left] == [str(other.settings.file)]
    assert other.settings.file.read_text(encoding="utf-8") == "quota = 900\n"


@pytest.mark.parametrize("text", ["quota = many", 'quoata = "800"'])
def test_an_archive_whose_settings_cannot_be_used_changes_nothing(
    text: str, logs: Journal, other: Journal, tmp_path: Path
) -> None:
    logs.settings.file.write_text(text, encoding="utf-8")
    write(export(logs, tmp_path / "all.json"))
    with pytest.raises(UserError, match=r"settings\.toml"):
        import_path(other, tmp_path / "all.json")
    assert all_weeks(other) == []
    assert not other.settings.file.exists()


def test_an_archive_that_is_newer_or_broken_is_refused(logs: Journal, other: Journal, tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    write(export(logs, path))
    text = path.read_text(encoding="utf-8")
    for old, new, says in (
        ('"version": 1', '"version": 2', "newer version"),
        ('"starts": "2024-07-07"', '"starts": "soon"', "Row 1 of the table week does not fit"),
        ('"tables"', '"tables": 3, "x"', "not what its name says"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(UserError, match=says):
            import_path(other, path)
    assert all_weeks(other) == []


def test_s27_a_folder_of_notes_comes_back_byte_for_byte(logs: Journal, other: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    write(export(logs, folder))
    assert sorted(path.name for path in folder.iterdir()) == [
        "2024-07-07_2024-07-14.md",
        "2024-07-14_2024-07-21.md",
        "2024-07-21_2024-07-28.md",
    ]
    import_path(other, folder)
    assert bodies(other) == bodies(logs)
    assert import_path(other, folder).outcomes == {"skipped": 3}


EACH_WAY = pytest.mark.parametrize(
    ("name", "format_name"), [("notes", "md"), ("all.md", "md"), ("a.txt", "jrnl"), ("b.json", "dayone")]
)


@EACH_WAY
def test_s27_logs_come_back_byte_for_byte_in_every_format_that_holds_them(
    name: str, format_name: str, logs: Journal, other: Journal, tmp_path: Path
) -> None:
    write(export(logs, tmp_path / name, format_name))
    done = import_path(other, tmp_path / name)
    assert bodies(other) == bodies(logs)
    assert [(row.starts, row.ends) for row in all_weeks(other)] == [(row.starts, row.ends) for row in all_weeks(logs)]
    assert (done.outcomes, done.left) == ({"created": 3}, [])
    assert import_path(other, tmp_path / name).outcomes == {"skipped": 3}


@EACH_WAY
def test_s27_an_export_that_comes_back_changes_nothing_and_takes_nothing_back(
    name: str, format_name: str, logs: Journal, tmp_path: Path
) -> None:
    exported = export(logs, tmp_path / name, format_name)
    given_out(logs, exported)
    write(exported)
    before = bodies(logs)
    assert import_path(logs, tmp_path / name).outcomes == {"skipped": 3}
    assert bodies(logs) == before
    week = open_week(logs, find_week(logs, "1").id)
    save(logs, week, f"{week.body}\n后来写的。\n")
    assert import_path(logs, tmp_path / name).outcomes == {"skipped": 3}
    assert bodies(logs)[0][2].endswith("后来写的。\n")


TEXTS = st.text(
    st.one_of(
        st.sampled_from("学了 #[]-<>!\n\r\t\\`|🙂é:：0123456789"), st.characters(codec="utf-8", categories=["L", "P"])
    ),
    max_size=60,
)


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=4),
    titles=st.lists(TEXTS.map(lambda text: " ".join(text.split())), min_size=4, max_size=4),
    numbers=st.lists(st.none() | st.integers(0, 10**18 - 1), min_size=4, max_size=4),
    first=st.dates(date(1500, 1, 1), date(8000, 1, 1)),
    length=st.integers(0, 40),
)
def test_every_field_of_every_log_comes_back_from_every_format(
    texts: list[str], titles: list[str], numbers: list[int | None], first: date, length: int, tmp_path: Path
) -> None:
    logs = [
        ImportedLog(number, day, day + timedelta(days=length), title, text)
        for text, title, number, day in zip(
            texts, titles, numbers, (first + timedelta(days=50 * n) for n in range(4)), strict=False
        )
    ]
    found = [ExportDocument(log, 0, 800) for log in logs]
    files = {
        "all.md": sheets.markdown(found),
        "a.txt": jrnl.written(logs),
        "b.json": dayone.written(logs),
        **{f"notes/{n}.md": sheets.note(sheet) for n, sheet in enumerate(found)},
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    for name in ("all.md", "a.txt", "b.json"):
        assert [replace(log, base="") for log in read_path(tmp_path / name).logs] == logs
    for n, log in enumerate(logs):
        assert [replace(each, base="") for each in read_path(tmp_path / f"notes/{n}.md").logs] == [log]


def test_a_note_tells_number_days_counts_and_concepts(logs: Journal, tmp_path: Path) -> None:
    (text,) = export(logs, tmp_path / "week.md", names=["1"]).files.values()
    head, _, body = text.removeprefix("---\n").partition("---\n")
    assert body == FIRST
    assert head.splitlines()[:-2] == [
        "title: 第一周周记 2024.07.07 ~ 2024.07.14",
        "week: 1",
        "start: 2024-07-07",
        "end: 2024-07-14",
        f"zishu: {body_count(FIRST)}",
        "goal: 800",
    ]
    assert "convolution" in head.splitlines()[-2]


def test_s1_word_counts_the_plain_text_as_the_quota_does(journal: Journal, seed: Path, tmp_path: Path) -> None:
    import_path(journal, seed)
    (text,) = export(journal, tmp_path / "week.txt").files.values()
    assert count(text).word == body_count(seed.read_text(encoding="utf-8")) == 1971
    assert "**" not in text


def test_html_is_one_page_in_which_nothing_of_the_log_runs(logs: Journal, tmp_path: Path) -> None:
    (page,) = export(logs, tmp_path / "all.html").files.values()
    assert page.count("<article>") == 3
    assert "<strong>CNN</strong>" in page
    assert "&lt;b&gt;池化&lt;/b&gt;" in page
    assert 'href="javascript' not in page
    assert "RNN &amp; BP" in page
    assert "@media print" in page
    assert "break-after: page" not in page  # twelve full logs print on 18 sheets, not on 24
    assert "src=" not in page
    assert "://" not in page


def test_a_page_holds_no_picture_and_no_question_that_nobody_answered(journal: Journal, tmp_path: Path) -> None:
    asks = "## 反思 <!-- 顺利吗？ -->\n\n## 易混 <!-- 哪两个？ -->\n\nBP 和 BN\n"
    body = f"![塔](https://example.org/a.png)\n两\n行\n\n{asks}"
    (tmp_path / "log.md").write_text(f"# 第一周周记 2024.07.07 ~ 2024.07.14\n\n{body}", encoding="utf-8")
    import_path(journal, tmp_path / "log.md")
    (page,) = export(journal, tmp_path / "all.html").files.values()
    assert "<em>塔</em><br />\n两<br />\n行" in page
    assert "example.org" not in page
    assert "反思" not in page
    assert "<h2>易混</h2>" in page
    assert "哪两个" not in page


def test_a_file_that_is_there_is_overwritten_only_by_force(logs: Journal, tmp_path: Path) -> None:
    path = tmp_path / "week.md"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"already exists: .* --force"):
        write(export(logs, path))
    assert path.read_text(encoding="utf-8") == "mine"
    write(export(logs, path), force=True)
    assert "第一周周记" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_exported_says_what_to_do(logs: Journal, other: Journal, tmp_path: Path) -> None:
    for path, format_name, names, says in (
        ("a.docx", None, [], "names no format"),
        ("a.md", "word", [], "no format word"),
        ("a.md", None, ["9"], "no week 9"),
        ("a.json", None, ["1"], "JSON holds the whole journal"),
    ):
        with pytest.raises(UserError, match=says):
            export(logs, tmp_path / path, format_name, names)
    with pytest.raises(UserError, match="no log to export yet"):
        export(other, tmp_path / "a.md")


@pytest.mark.parametrize("format_name", [name for name in FORMATS if name != CALENDAR])
def test_every_format_goes_to_the_standard_output_as_well(format_name: str, logs: Journal) -> None:
    exported = export(logs, None, format_name)
    assert list(exported.files) == [None]
    assert "学了" in exported.files[None]
