"""Files of weekly logs."""

from __future__ import annotations

import zlib
from datetime import date
from pathlib import Path

import pytest

from journal.exchange.readout import Log, Readout
from journal.exchange.source import Source
from journal.exchange.weekly import decoded, logs_of, read_text_file, text_of
from journal.words import UserError

LOG = "# 第一周周记 2024.07.07 ~ 2024.07.14\r\n\r\n学了CNN（卷积神经网络），“池化”还不熟。\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "week.txt"


def read(path: Path) -> Readout:
    """What the file at `path` holds, as it is imported."""
    return logs_of(Source(path).text, str(path))


def test_one_week_is_read_with_its_period_and_its_text_as_it_stands(file: Path) -> None:
    file.write_bytes(LOG.encode())
    (week,) = read(file).logs
    assert week == Log(1, date(2024, 7, 7), date(2024, 7, 14), "第一周周记 2024.07.07 ~ 2024.07.14", LOG)
    assert week.body.encode() == file.read_bytes()


def test_several_headings_are_several_weeks(file: Path) -> None:
    file.write_text(LOG + "# 第二周周记 2024.07.14 ~ 07.21\n学了RNN。", encoding="utf-8", newline="")
    first, second = read(file).logs
    assert (first.number, second.number) == (1, 2)
    assert first.body + second.body == file.read_bytes().decode()


def test_words_above_the_first_week_are_named_and_left(file: Path) -> None:
    file.write_text("# 我的周记\n\n" + LOG, encoding="utf-8", newline="")
    readout = read(file)
    assert [week.body for week in readout.logs] == [LOG]
    assert [note.place for note in readout.skipped] == [f"{file}:1"]


def test_a_file_that_does_not_say_its_days_stops_the_reading(file: Path) -> None:
    file.write_text("学了RNN。", encoding="utf-8")
    with pytest.raises(UserError, match="does not say which days"):
        read(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_the_same_text_is_read_from_every_encoding(encoding: str) -> None:
    assert decoded(LOG.encode(encoding)) == LOG


@pytest.mark.parametrize(
    "data",
    [
        "café, naïve, Größe".encode("latin-1"),
        "機器學習是一門課，今天學了捲積".encode("big5"),
        "機械学習を学びました、畳み込み".encode("shift-jis"),
        "学了卷积神经网络，还有池化层，明天继续。"[:12].encode()[:-1],
        "Нейронные сети".encode("cp1251"),
        zlib.compress(LOG.encode() * 9),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"text\x00text",
    ],
)
def test_bytes_that_are_not_surely_text_are_not_guessed_at(data: bytes) -> None:
    assert decoded(data) is None
    with pytest.raises(UserError, match="is not a text file"):
        text_of(data, "week.txt")


def test_what_cannot_be_read_says_what_to_do(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read(file)
    with pytest.raises(UserError, match="is a folder"):
        read(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf \r\n")
    with pytest.raises(UserError, match="is empty"):
        read(file)


def test_an_empty_file_is_a_text_without_characters(file: Path) -> None:
    file.write_bytes(b"")
    assert read_text_file(file) == ""


def test_a_period_that_ends_before_it_starts_stops_the_reading(file: Path) -> None:
    file.write_text("# 第一周 2024.07.14 ~ 2024.07.07\n学了RNN。", encoding="utf-8")
    with pytest.raises(UserError, match="ends before it starts"):
        read(file)


def test_the_first_weekly_log_is_read_byte_for_byte(seed: Path) -> None:
    (week,) = read(seed).logs
    assert (week.number, week.starts, week.ends) == (1, date(2024, 7, 7), date(2024, 7, 14))
    assert week.title == "第一周周记 2024.07.07 ~ 2024.07.14"
    assert week.body.encode() == seed.read_bytes()
