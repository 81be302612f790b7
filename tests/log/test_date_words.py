"""Days called by words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.log.date_words import due_day, past_day, read_dated

SUNDAY = date(2024, 7, 14)
TUESDAY = date(2024, 7, 9)


def july(day: int) -> date:
    return date(2024, 7, day)


@pytest.mark.parametrize("colon", [":", "："])
@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", 14),
        ("今晚", 14),
        ("昨天", 13),
        ("前天", 12),
        ("大前天", 11),
        ("3天前", 11),
        ("三天前", 11),
        ("7月9日", 9),
        ("7月9号", 9),
        ("07.09", 9),
        ("周三", 10),
        ("本周三", 10),
        ("上周日", 7),
        ("2024年7月7日", 7),
        ("2024-07-07", 7),
        ("today", 14),
        ("Tonight", 14),
        ("yesterday", 13),
        ("last night", 13),
        ("the day before yesterday", 12),
        ("3 days ago", 11),
        ("three days ago", 11),
        ("a week ago", 7),
        ("wednesday", 10),
        ("Wed", 10),
        ("this Wednesday", 10),
        ("last Sunday", 7),
        ("last Monday", 8),
        ("July 9", 9),
        ("9 Jul", 9),
        ("07/09", 9),
        ("July 9th", 9),
        ("July 9, 2024", 9),
        ("9th july", 9),
    ],
)
def test_s7_a_line_is_dated_by_the_words_before_its_colon(words: str, day: int, colon: str) -> None:
    assert read_dated(f"{words}{colon}学了池化层 #CNN", SUNDAY) == (july(day), "学了池化层 #CNN")


@pytest.mark.parametrize(
    "text",
    [
        "学了池化层",
        "结论：池化层好用",
        "明天：学GNN",
        "下周一：学GNN",
        "7:30 起床",
        "2.30：不存在",
        "十十天前：错",
        "http://a.b",
        "may: be",
        "1.5: the learning rate I tried",
        "4.2：卷积层这一节",
        "3-4: 平局",
        "2/3：做完三分之二",
        "9.11: 大于 9.9 吗",
        "12/3: ratio",
        "7.9: the seventh of nine",
        "7/13: most of them",
        "07/20: a week ahead",
        "07/06: more than a week ago",
        "07.32: 0.73",
        "7.9 15:42: two numbers and a time",
        "decade 2: the second",
        "marvin 3: x",
        "25:61: no time",
        "15:42: a time alone",
        "at 3pm: a time alone",
        "yesterday at 25:99: no time",
        "the 3pm yesterday talk: x",
        "昨天\n3点：两行",
        "1:2:3:4",
        ":",
        "",
    ],
)
def test_s7_words_that_name_no_day_behind_us_stay_text(text: str) -> None:
    assert read_dated(text, SUNDAY) == (SUNDAY, text)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("2024-07-09 15:42: x", 9, "15:42: x"),
        ("2024-07-09T15:42:07: x", 9, "15:42:07: x"),
        ("2024-07-09, 3:42 pm: x", 9, "3:42 pm: x"),
        ("yesterday at 3pm: x", 13, "3pm: x"),
        ("Yesterday 15:42: x", 13, "15:42: x"),
        ("yesterday morning: x", 13, "morning: x"),
        ("last night at 11:30 p.m.: x", 13, "11:30 p.m.: x"),
        ("July 9 at noon: x", 9, "noon: x"),
        ("wednesday in the evening: x", 10, "evening: x"),
        ("07/09 9:05: x", 9, "9:05: x"),
        ("昨天下午3点：x", 13, "下午3点：x"),
        ("昨天 15:42：x", 13, "15:42：x"),
        ("昨天15：42：x", 13, "15：42：x"),
        ("昨天下午：x", 13, "下午：x"),
        ("昨晚8点半：x", 13, "8点半：x"),
        ("昨天晚上十点二十分: x", 13, "晚上十点二十分: x"),
        ("7月9日 早上 8:05：x", 9, "早上 8:05：x"),
        ("2024年7月9日十二点一刻：x", 9, "十二点一刻：x"),
        ("周三中午：x", 10, "中午：x"),
        ("三天前 9时：x", 11, "9时：x"),
        ("yesterday: 3pm: x", 13, "3pm: x"),
    ],
)
def test_s7_a_time_behind_the_day_is_understood_and_stays_in_the_text(text: str, day: int, rest: str) -> None:
    assert read_dated(text, SUNDAY) == (july(day), rest)


@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 1, 8), date(2026, 4, 3), date(2026, 12, 3)])
@pytest.mark.parametrize("text", ["1.5: the learning rate", "4.2：卷积层这一节", "12/3: ratio", "1/8: batch", "1-7: x"])
def test_a_number_is_no_date_on_any_day_of_the_year(text: str, today: date) -> None:
    assert read_dated(text, today) == (today, text)


@given(
    st.text("0123456789.-/:： 年月日号昨天点半pamtjuly", max_size=60), st.dates(date(2015, 1, 1), date(2035, 12, 31))
)
def test_no_words_are_lost_but_those_for_the_day(text: str, today: date) -> None:
    day, rest = read_dated(text, today)
    assert rest == text or rest.split(":")[-1].split("：")[-1].strip() == text.split(":")[-1].split("：")[-1].strip()
    assert isinstance(day, date)


def test_only_the_first_colon_ends_the_words_and_lines_are_kept() -> None:
    assert read_dated(" 昨天 ：学了：\n  CNN ", SUNDAY) == (july(13), "学了：\n  CNN ")


@pytest.mark.parametrize(
    ("words", "day"),
    [("周三", july(3)), ("本周三", july(10)), ("上周三", july(3)), ("周二", july(9)), ("上周日", july(7))],
)
def test_s7_weeks_of_words_begin_on_monday(words: str, day: date) -> None:
    assert past_day(words, TUESDAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今晚", 9),
        ("明天", 10),
        ("后天", 11),
        ("三天后", 12),
        ("in two days", 11),
        ("周三", 10),
        ("本周日", 14),
        ("周末", 14),
        ("下周", 21),
        ("下周一", 15),
        ("next friday", 19),
        ("tomorrow", 10),
        ("7月20日", 20),
        ("July 20", 20),
        ("2024-07-08", None),
        ("7月16日", 16),
        ("上周一", None),
        ("有空", None),
    ],
)
def test_a_promise_falls_due_on_a_day_ahead(words: str, day: int | None) -> None:
    assert due_day(words, TUESDAY) == (july(day) if day else None)


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.sampled_from("一二三四五六日"))
def test_a_plain_weekday_looks_back_less_than_a_week(today: date, weekday: str) -> None:
    day = past_day(f"周{weekday}", today)
    assert day is not None
    assert 0 <= (today - day).days < 7
    assert "一二三四五六日"[day.weekday()] == weekday
