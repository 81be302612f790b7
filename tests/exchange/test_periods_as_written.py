"""Logs as learners keep them: where the days stand, in which form, and what becomes of those that cannot be told."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.exchange.formats import read_path
from journal.exchange.import_batch import ImportBatch

TEXT = "\n这周学了卷积，也读了一点论文。\n"


def write(folder: Path, name: str, text: str, changed: date = date(2024, 7, 20)) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    at = datetime(changed.year, changed.month, changed.day, 12).timestamp()
    os.utime(path, (at, at))
    return path


def found(batch: ImportBatch) -> list[tuple[date, date]]:
    logs = [(log.starts, log.ends) for log in batch.logs]
    return logs + [(entry.day, entry.day) for entry in batch.entries]


def span(first: str, last: str = "") -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("# 第一周周记7.07-7.14", span("2024-07-07", "2024-07-14")),
        ("# 第一周周报\n2024/5/10", span("2024-05-06", "2024-05-12")),
        ("# Weekly report\n\n> **Time:** 2019/10/13 ~ 2019/10/20", span("2019-10-13", "2019-10-20")),
        ("# 周记：2023年3月19日", span("2023-03-13", "2023-03-19")),
        ("# 2022年 3月 31日", span("2022-03-31")),
        ("# Week #3: 06/08 - 06/14", span("2024-06-08", "2024-06-14")),
        ("### Day 1: Jan 22, 2018", span("2018-01-22")),
        ("## 2018.09.17 ##", span("2018-09-17")),
        ("2022年3月23日", span("2022-03-23")),
        ("# 第三周 2024.07.21 ~ 2024.08.04", span("2024-07-21", "2024-08-04")),
        ("# July 7 – 14, 2024", span("2024-07-07", "2024-07-14")),
        ("# 7 July – 14 July 2024", span("2024-07-07", "2024-07-14")),
        ("# 7月7日-14日 周报", span("2024-07-07", "2024-07-14")),
        ("# 周报 2024.12.29~01.05", span("2024-12-29", "2025-01-05")),
        ("# Week 5 (Dec 29 - Jan 4, 2025)", span("2024-12-29", "2025-01-04")),
        ("# 13/07/2024", span("2024-07-13")),
        ("# Tuesday, July 9th, 2024", span("2024-07-09")),
        ("# 2024-07-09 15:42", span("2024-07-09")),
    ],
)
def test_days_are_read_in_the_heading_and_right_below_it(head: str, period: tuple[date, date], tmp_path: Path) -> None:
    batch = read_path(write(tmp_path, "log.md", head + "\n" + TEXT))

    assert found(batch) == [period]
    assert "这周学了卷积" in [*batch.logs, *batch.entries][0].__dict__.get("body", TEXT)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("[WeeklyReport]2023.10.10~2023.10.24.md", span("2023-10-10", "2023-10-24")),
        ("20231010-20231024.md", span("2023-10-10", "2023-10-24")),
        ("2.27。.md", span("2024-02-27")),
        ("周报 2023-03-19.md", span("2023-03-13", "2023-03-19")),
        ("2023/第3周 03.13-03.19.md", span("2023-03-13", "2023-03-19")),
        ("2024-W28.md", span("2024-07-08", "2024-07-14")),
        ("2024年第28周/笔记.md", span("2024-07-08", "2024-07-14")),
        ("2024-07-09/notes.md", span("2024-07-09")),
        ("Jul 9, 2024.md", span("2024-07-09")),
    ],
)
def test_days_are_read_in_the_name_of_the_file_and_of_its_folder(
    name: str, period: tuple[date, date], tmp_path: Path
) -> None:
    write(tmp_path, name, "# 总结\n" + TEXT)

    assert found(read_path(tmp_path)) == [period]


def test_the_title_of_the_frontmatter_tells_more_than_its_date(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\ntitle: 2024.07.01 ~ 2024.07.14\ndate: 2024-07-15\n---\n" + TEXT)

    assert found(read_path(tmp_path)) == [span("2024-07-01", "2024-07-14")]


def test_a_heading_tells_more_than_the_date_of_the_frontmatter(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\ndate: 2024-07-15\n---\n# 第1周 2024.07.07 ~ 07.14\n" + TEXT)

    assert found(read_path(tmp_path)) == [span("2024-07-07", "2024-07-14")]


def test_a_year_that_is_missing_comes_from_the_neighbours_and_is_said(tmp_path: Path) -> None:
    text = f"# 第1周 2021.12.20 ~ 12.26\n{TEXT}# 第2周 12.27-1.02\n{TEXT}# 第3周 1.03-1.09\n{TEXT}"
    batch = read_path(write(tmp_path, "a.md", text))

    assert found(batch) == [
        span("2021-12-20", "2021-12-26"),
        span("2021-12-27", "2022-01-02"),
        span("2022-01-03", "2022-01-09"),
    ]
    assert ["2022-01-03" in note.message for note in batch.flagged] == [False, True]


def test_a_series_without_dates_is_asked_for_its_first_day(tmp_path: Path) -> None:
    text = "".join(f"# 第{n}周\n{TEXT}" for n in "一二三")
    path = write(tmp_path, "a.md", text)

    with pytest.raises(UserError, match="which day does “第一周” begin"):
        read_path(path)
    assert found(read_path(path, begins=date(2024, 7, 7))) == [
        span("2024-07-07", "2024-07-13"),
        span("2024-07-14", "2024-07-20"),
        span("2024-07-21", "2024-07-27"),
    ]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (("09-09-18", "13-09-18", "8-10-18"), ("2018-09-09", "2018-09-13", "2018-10-08")),
        (("09/09/18", "09/13/18"), ("2018-09-09", "2018-09-13")),
        (("24-07-09", "24-07-13"), ("2024-07-09", "2024-07-13")),
        (("23-12-18 - 26-12-18", "02-01-19"), ("2018-12-23", "2019-01-02")),
    ],
)
def test_a_year_of_two_digits_is_where_most_days_of_the_file_exist(
    written: tuple[str, ...], days: tuple[str, ...], tmp_path: Path
) -> None:
    text = "".join(f"### Day {n} ({day}) : Trees\n{TEXT}" for n, day in enumerate(written, 1))
    batch = read_path(write(tmp_path, "README.md", text))

    assert sorted(starts for starts, _ in found(batch)) == [date.fromisoformat(day) for day in days]


def test_a_year_of_two_digits_that_no_other_day_tells_is_asked_for(tmp_path: Path) -> None:
    text = f"### Day 1 (09-10-18) : Trees\n{TEXT}### Day 2 (10-10-18)\n{TEXT}"
    with pytest.raises(UserError, match="09-10-18"):
        read_path(write(tmp_path, "README.md", text), strict=True)


@pytest.mark.parametrize("heading", ["## 1.10.12", "## 1-2-50 split", "# 2024周报", "# 0604 号楼"])
def test_versions_ratios_years_and_numbers_are_no_days(heading: str, tmp_path: Path) -> None:
    write(tmp_path, "2024-07-09.md", f"{heading}\n{TEXT}")
    assert found(read_path(tmp_path)) == [span("2024-07-09")]


def test_four_digits_before_the_word_for_a_log_are_month_and_day(tmp_path: Path) -> None:
    """The week that holds the day, in the year that the series begins in, and in the next one behind New Year."""
    write(tmp_path, "a/week30/周报.md", f"# 1225周报\n{TEXT}")
    write(tmp_path, "a/week32/周报.md", f"# 0103 周报\n{TEXT}")
    batch = read_path(tmp_path, begins=date(2024, 9, 2))

    assert sorted(found(batch)) == [span("2024-12-23", "2024-12-29"), span("2024-12-30", "2025-01-05")]
    assert len(batch.flagged) == 2


def test_files_in_folders_of_weeks_are_counted_by_week_and_day(tmp_path: Path) -> None:
    write(tmp_path, "week0/周报.md", TEXT)
    write(tmp_path, "week2/journal/day3.md", f"一句话\n# 2024.09.20\n{TEXT}")
    write(tmp_path, "week10/周报.md", f"# 学习笔记\n{TEXT}")

    assert sorted(found(read_path(tmp_path, begins=date(2024, 7, 1)))) == [
        span("2024-07-01", "2024-07-07"),
        span("2024-07-17"),
        span("2024-09-09", "2024-09-15"),
        span("2024-09-20"),
    ]
    asked = [note.message for note in read_path(tmp_path).skipped]
    assert any("week0/周报" in message and "--from" in message for message in asked)


def test_a_series_of_files_is_counted_from_its_first_day(tmp_path: Path) -> None:
    for n in (1, 2, 3):
        write(tmp_path, f"第{n}周.md", TEXT)

    assert sorted(found(read_path(tmp_path, begins=date(2024, 7, 7)))) == [
        span("2024-07-07", "2024-07-13"),
        span("2024-07-14", "2024-07-20"),
        span("2024-07-21", "2024-07-27"),
    ]


def test_siblings_never_swallow_one_another(tmp_path: Path) -> None:
    """What looks like the dates around it is read where it lies near them, and named where it cannot be."""
    text = f"### 2018.9.16\n{TEXT}### 9.17 池化\n{TEXT}### 2018.9.31\n{TEXT}### 2018.9\n{TEXT}### 2018.10.2\n{TEXT}"
    batch = read_path(write(tmp_path, "a.md", text))

    assert found(batch) == [span("2018-09-16"), span("2018-09-17"), span("2018-10-02")]
    assert [note.location.rsplit(":", 1)[1] for note in batch.skipped] == ["7", "10"]
    assert all(note.damaged for note in batch.skipped)


def test_days_within_a_week_stay_in_its_text(tmp_path: Path) -> None:
    text = f"# 第1周 2024.07.07 ~ 07.14\n\n## 2024.07.08\n{TEXT}\n## 7.9 周二\n{TEXT}"
    batch = read_path(write(tmp_path, "a.md", text))

    assert [log.body for log in batch.logs] == [text]


def test_day_and_month_are_told_apart_by_the_whole_file(tmp_path: Path) -> None:
    text = f"# 05/07/2024\n{TEXT}# 13/07/2024\n{TEXT}"

    assert found(read_path(write(tmp_path, "a.md", text))) == [span("2024-07-05"), span("2024-07-13")]
    with pytest.raises(UserError, match="two ways"):
        read_path(write(tmp_path, "b.md", f"# 05/07/2024\n{TEXT}"))


@pytest.mark.parametrize(
    "line",
    [
        "## 1.5 学习率",
        "## Python 3.8-3.10",
        "## 项目 2024.07.07 ~ 07.14",
        "3/4 done",
        "共 12.5 元",
        "v1.2.3",
        "## 第一周学到的东西",
    ],
)
def test_a_number_a_price_a_version_or_a_ratio_is_no_date(line: str, tmp_path: Path) -> None:
    text = f"# 第1周 2024.07.07 ~ 07.14\n{TEXT}\n{line}\n{TEXT}"

    assert [log.body for log in read_path(write(tmp_path, "a.md", text)).logs] == [text]
    write(tmp_path / "notes", "a.md", f"{line}\n{TEXT}")
    assert found(read_path(tmp_path / "notes")) == []


def test_an_encoding_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "2024-07-09.md"
    path.write_bytes("été".encode("latin-1"))

    with pytest.raises(UserError, match="not a text file"):
        read_path(path)
    assert [entry.text for entry in read_path(path, encoding="latin-1").entries] == ["été"]
    with pytest.raises(UserError, match="no encoding klingon"):
        read_path(path, encoding="klingon")
