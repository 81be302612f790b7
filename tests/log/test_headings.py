"""Weeks: headings as people write them, periods, and the names a week is called by."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.core.messages import UserError
from journal.log.headings import Heading, is_heading, read_heading, split_weeks, title_of
from journal.log.periods import IsoWeek, iso_week, period_of, weeks_until
from journal.log.week_names import Numbered, read_week_name

TODAY = date(2024, 7, 14)
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))

SIX_FORMS = [
    ("# 第一周周记 2024.07.07 ~ 2024.07.14", 1, date(2024, 7, 7), date(2024, 7, 14)),
    ("# 第二周周记 2024.07.14 ~ 07.21", 2, date(2024, 7, 14), date(2024, 7, 21)),
    ("## 第十二周 2024-09-22 至 2024-09-28", 12, date(2024, 9, 22), date(2024, 9, 28)),
    ("# 第二十一周周报 2024.12.29~01.05", 21, date(2024, 12, 29), date(2025, 1, 5)),
    ("# 2024年7月7日—7月14日 第1周", 1, date(2024, 7, 7), date(2024, 7, 14)),
    ("# 第3周 2024/7/21-2024/7/28", 3, date(2024, 7, 21), date(2024, 7, 28)),
]


@pytest.mark.parametrize(("line", "number", "starts", "ends"), SIX_FORMS)
def test_s4_six_ways_to_write_a_heading(line: str, number: int, starts: date, ends: date) -> None:
    assert read_heading(line) == Heading(number, starts, ends, line.lstrip("# "))


@pytest.mark.parametrize("between", ["~", "～", "—", "——", "–", "-", "至", "到", " to "])
def test_s4_every_sign_between_two_days(between: str) -> None:
    heading = read_heading(f"# 第1周 2024.07.07{between}07.14")
    assert heading is not None
    assert (heading.starts, heading.ends) == (date(2024, 7, 7), date(2024, 7, 14))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("# 第1周", 1),
        ("#第三周", 3),
        ("# 第 １２ 周 学习周记", 12),
        ("## 第二〇周总结：池化", 20),
        ("# 第一百零五周 ##", 105),
        ("# Week 3: pooling", 3),
        ("# week 3 notes", 3),
        ("# 第二周周记 7.14 ~ 7.21", 2),
    ],
)
def test_a_number_alone_makes_a_heading_without_a_period(line: str, number: int) -> None:
    heading = read_heading(line)
    assert heading is not None
    assert (heading.number, heading.starts, heading.ends) == (number, None, None)


@pytest.mark.parametrize("line", ["# 2024.07.07 ~ 07.14", "# 周记 2024.07.07 ~ 07.14\r\n"])
def test_a_period_alone_makes_a_heading_without_a_number(line: str) -> None:
    heading = read_heading(line)
    assert heading is not None
    assert (heading.number, heading.starts, heading.ends) == (None, date(2024, 7, 7), date(2024, 7, 14))


def test_a_heading_pasted_without_its_sign_is_known_by_number_and_period() -> None:
    assert read_heading("第一周周记 2024.07.07 ~ 2024.07.14") == Heading(
        1, date(2024, 7, 7), date(2024, 7, 14), "第一周周记 2024.07.07 ~ 2024.07.14"
    )


@pytest.mark.parametrize(
    "line",
    [
        "",
        "#",
        "## 反思",
        "第一周过得很快",
        "第一周",
        "## 第一周学到的东西",
        "## 项目 2024.07.07 ~ 07.14",
        "从2024.07.07到07.14，第一周我学了CNN",
        "# 第十十周",
        "#卷积 第一章",
        "# 2024",
        "The week 3 was good",
    ],
)
def test_other_lines_are_no_weekly_headings(line: str) -> None:
    assert read_heading(line) is None
    assert not is_heading(line)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("# 第一周 2024.07.14 ~ 2024.07.07", "weeks.ends_before_start"),
        ("# 第一周 2024.07.14 ~ 07.07", "weeks.ends_before_start"),
        ("# 第一周 2024.12.29 ~ 2024.01.05", "weeks.ends_before_start"),
        ("# 第一周 2024.13.07 ~ 07.14", "weeks.no_such_day"),
        ("# 第一周 2023.02.22 ~ 02.29", "weeks.no_such_day"),
    ],
)
def test_s4_a_period_that_cannot_be_is_an_error_and_never_a_swap(line: str, key: str) -> None:
    assert is_heading(line)
    with pytest.raises(UserError) as error:
        read_heading(line)
    assert error.value.key == key


@given(st.integers(1, 9999), days, st.integers(0, 31), st.sampled_from(LANGUAGES))
def test_the_title_of_a_new_week_is_read_back(number: int, starts: date, length: int, language: Language) -> None:
    messages.use(language)
    ends = starts + timedelta(days=length)
    title = title_of(number, starts, ends)
    assert read_heading(f"# {title}") == Heading(number, starts, ends, title)


def test_the_title_of_a_new_week_in_both_languages() -> None:
    period = date(2024, 9, 22), date(2024, 9, 28)
    assert title_of(12, *period) == "Week 12 · 2024-09-22 – 2024-09-28"
    messages.use("zh")
    assert title_of(12, *period) == "第十二周周记 2024.09.22 ~ 2024.09.28"


def test_a_file_of_several_weeks_is_cut_at_each_heading() -> None:
    first, second = split_weeks("\n# 第1周\n\n学了CNN。\n## 反思\n好。\n# 第2周\n学了RNN。")
    assert (first.line, first.body) == ("\n# 第1周\n", "\n学了CNN。\n## 反思\n好。\n")
    assert (second.line, second.body) == ("# 第2周\n", "学了RNN。")


def test_a_text_without_a_heading_is_one_week_without_one() -> None:
    (only,) = split_weeks("今天学了CNN。\n")
    assert (only.heading, only.line, only.body) == (None, "", "今天学了CNN。\n")


def test_words_above_the_first_heading_are_kept_apart() -> None:
    above, week = split_weeks("# 我的周记\n\n# 第1周\n学了CNN。")
    assert above.heading is None
    assert above.body == "# 我的周记\n\n"
    assert week.text == "# 第1周\n学了CNN。"


def test_a_heading_inside_a_code_block_cuts_nothing() -> None:
    (only,) = split_weeks("# 第1周\n```\n# 第2周\n~~~\n```\n好。")
    assert "# 第2周" in only.body


@given(
    st.lists(
        st.sampled_from(["# 第1周\n", "# 第2周 2024.7.7~7.14\r\n", "学了CNN。\n", "\n", "```\n", " ", "\x0c", "\u2028"])
    )
)
def test_the_weeks_of_a_file_give_it_back_exactly(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(week.text for week in split_weeks(text)) == text


@given(days, st.integers(0, 6))
def test_a_day_lies_in_its_period_of_seven_days(day: date, first_weekday: int) -> None:
    period = first, last = period_of(day, first_weekday)
    assert first <= day <= last
    assert last - first == timedelta(days=6)
    assert first.weekday() == first_weekday
    assert period_of(last, first_weekday) == period


@given(days)
def test_monday_weeks_are_the_weeks_of_iso(day: date) -> None:
    assert iso_week(day).period == period_of(day, 0)
    assert str(iso_week(day)) == day.strftime("%G-W%V")


def test_s6_the_year_of_an_iso_week_is_not_always_the_year_of_its_days() -> None:
    assert str(iso_week(date(2024, 12, 30))) == "2025-W01"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1", Numbered(1, or_id=True)),
        ("１２", Numbered(12, or_id=True)),
        ("第1周", Numbered(1, or_id=False)),
        ("第二十一周", Numbered(21, or_id=False)),
        ("Week 3", Numbered(3, or_id=False)),
        ("2024-W28", IsoWeek(2024, 28)),
        ("2024w28", IsoWeek(2024, 28)),
        ("2024-07-10", date(2024, 7, 10)),
        ("2024.7.10", date(2024, 7, 10)),
        ("2024/07/10", date(2024, 7, 10)),
        (" 2024年7月10日 ", date(2024, 7, 10)),
        ("7月10日", date(2024, 7, 10)),
        ("7月10号", date(2024, 7, 10)),
    ],
)
def test_s6_the_names_a_week_may_be_called_by(text: str, name: object) -> None:
    assert read_week_name(text, TODAY) == name


@pytest.mark.parametrize("text", ["", "卷积", "第零零周周", "2024-W54", "2024-02-30", "week", "13月1日", "2月30日"])
def test_what_names_no_week_says_how_to_name_one(text: str) -> None:
    with pytest.raises(UserError, match="is not a week"):
        read_week_name(text, TODAY)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("12月30日", date(2025, 1, 3), date(2024, 12, 30)),
        ("1月5日", date(2024, 12, 30), date(2025, 1, 5)),
        ("7月20日", TODAY, date(2024, 7, 20)),
        ("7月22日", TODAY, date(2023, 7, 22)),
        ("2月29日", date(2023, 3, 1), date(2020, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_latest_one_up_to_a_week_ahead(text: str, today: date, day: date) -> None:
    assert read_week_name(text, today) == day


def test_s4_the_first_weekly_log_is_week_one(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    (week,) = split_weeks(text)
    assert week.heading == Heading(1, date(2024, 7, 7), date(2024, 7, 14), "第一周周记 2024.07.07 ~ 2024.07.14")
    assert week.text == text


# --- weeks in a row ---------------------------------------------------------------------------------------------


SHARED = [(date(2024, 7, 7), date(2024, 7, 14)), (date(2024, 7, 14), date(2024, 7, 21))]


def test_s5_a_shared_day_belongs_to_the_later_week_and_weeks_without_a_log_stand_between() -> None:
    found = weeks_until(date(2024, 7, 31), 5, SHARED, 0)
    assert found == [
        (date(2024, 7, 1), date(2024, 7, 6)),
        (date(2024, 7, 7), date(2024, 7, 13)),
        (date(2024, 7, 14), date(2024, 7, 21)),
        (date(2024, 7, 22), date(2024, 7, 28)),
        (date(2024, 7, 29), date(2024, 8, 4)),
    ]


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 15)), max_size=8), st.integers(0, 140), st.integers(0, 6))
def test_every_day_belongs_to_one_of_the_weeks_in_a_row(
    spans: list[tuple[int, int]], today: int, first_weekday: int
) -> None:
    start = date(2024, 1, 1)
    written = [(start + timedelta(days=first), start + timedelta(days=first + more)) for first, more in spans]
    found = weeks_until(start + timedelta(days=today), 6, written, first_weekday)
    assert len(found) == 6
    assert found[-1][0] <= start + timedelta(days=today) <= found[-1][1]
    assert all(first <= last for first, last in found)
    assert all(last + timedelta(days=1) == first for (_, last), (first, _) in pairwise(found))
    begun = [first for first, _ in written if found[0][0] <= first <= start + timedelta(days=today)]
    assert set(begun) <= {first for first, _ in found}


@pytest.mark.parametrize("period", ["24-07-01 - 24-07-07", "30/06/24 ~ 07/07/24", "06/30/24 ~ 07/07/24"])
def test_years_of_two_digits_in_a_period(period: str) -> None:
    """One end tells for both which number is the year."""
    found = read_heading(f"# 第3周 {period}")
    assert found is not None
    assert found.ends == date(2024, 7, 7)
