"""Files of weekly logs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.exchange.formats.notes import read as read_weekly
from journal.exchange.import_batch import ImportBatch, ImportedLog
from journal.exchange.source import Source

LOG = "# 第一周周记 2024.07.07 ~ 2024.07.14\r\n\r\n学了CNN（卷积神经网络），“池化”还不熟。\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "week.txt"


def read(path: Path) -> ImportBatch:
    """What the file at `path` holds, as it is imported."""
    return read_weekly(Source(path, strict=True))


def test_one_week_is_read_with_its_period_and_its_text_as_it_stands(file: Path) -> None:
    file.write_bytes(LOG.encode())
    (week,) = read(file).logs
    assert week == ImportedLog(1, date(2024, 7, 7), date(2024, 7, 14), "第一周周记 2024.07.07 ~ 2024.07.14", LOG)
    assert week.body.encode() == file.read_bytes()


def test_several_headings_are_several_weeks(file: Path) -> None:
    file.write_text(LOG + "# 第二周周记 2024.07.14 ~ 07.21\n学了RNN。", encoding="utf-8", newline="")
    first, second = read(file).logs
    assert (first.number, second.number) == (1, 2)
    assert first.body + second.body == file.read_bytes().decode()


def test_words_above_the_first_week_are_named_and_left(file: Path) -> None:
    file.write_text("# 我的周记\n\n" + LOG, encoding="utf-8", newline="")
    batch = read(file)
    assert [week.body for week in batch.logs] == [LOG]
    assert [note.location for note in batch.skipped] == [f"{file}:1"]


def test_a_file_that_does_not_say_its_days_stops_the_reading(file: Path) -> None:
    file.write_text("学了RNN。", encoding="utf-8")
    with pytest.raises(UserError, match="does not say which days"):
        read(file)


def test_what_cannot_be_read_says_what_to_do(file: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read(file)
    file.write_bytes(b"\xef\xbb\xbf \r\n")
    with pytest.raises(UserError, match="is empty"):
        read(file)


def test_a_period_that_ends_before_it_starts_stops_the_reading(file: Path) -> None:
    file.write_text("# 第一周 2024.07.14 ~ 2024.07.07\n学了RNN。", encoding="utf-8")
    with pytest.raises(UserError, match="ends before it starts"):
        read(file)


def test_a_week_whose_heading_is_wrong_keeps_no_other_from_coming_in(file: Path) -> None:
    text = LOG + "# 第二周 2024.07.14 ~ 2024.02.30\n学了RNN。\n" + f"# 第{'9' * 20}周 2024.07.21 ~ 2024.07.28\n"
    file.write_text(text + "# 第四周 2024.07.28 ~ 2024.08.04\n学了GNN。\n", encoding="utf-8", newline="")
    batch = read_weekly(Source(file))
    assert [log.number for log in batch.logs] == [1, 4]
    assert [(note.location, note.damaged) for note in batch.skipped] == [(f"{file}:4", True), (f"{file}:6", True)]


def test_the_first_weekly_log_is_read_byte_for_byte(seed: Path) -> None:
    (week,) = read(seed).logs
    assert (week.number, week.starts, week.ends) == (1, date(2024, 7, 7), date(2024, 7, 14))
    assert week.title == "第一周周记 2024.07.07 ~ 2024.07.14"
    assert week.body.encode() == seed.read_bytes()
