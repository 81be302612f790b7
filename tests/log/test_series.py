"""What does not fit among the logs of a journal."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.log.periods import Rhythm
from journal.log.series import SeriesLog, irregular

DAY = timedelta(days=1)
FIRST = date(2024, 7, 7)


def row(number: int, start: int, length: int = 8, body: str = "") -> SeriesLog:
    """A log that starts that many days after the first Sunday."""
    starts = FIRST + start * DAY
    return SeriesLog(number, number, starts, starts + (length - 1) * DAY, f"第{number}周", body)


rhythms = st.builds(
    lambda first, shared: Rhythm((first, first + (6 + shared) * DAY), 7),
    st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    st.sampled_from([0, 1]),
)


@st.composite
def series(draw: st.DrawFn) -> list[SeriesLog]:
    """Logs without a gap, numbered in their order, from any number on."""
    rhythm, count, anchor = draw(rhythms), draw(st.integers(3, 12)), draw(st.integers(1, 40))
    rows = []
    for n in range(count):
        starts, ends = (day + n * rhythm.step * DAY for day in rhythm.period)
        rows.append(SeriesLog(n + 1, anchor + n, starts, ends, f"第{anchor + n}周"))
    return rows


@given(series(), st.randoms())
def test_s5_logs_in_a_row_have_nothing_irregular_in_any_order(rows: list[SeriesLog], random: Random) -> None:
    random.shuffle(rows)
    assert irregular(rows) == []


@given(series(), st.data())
def test_a_log_that_is_missing_is_one_gap_of_the_days_that_it_alone_covers(
    rows: list[SeriesLog], data: st.DataObject
) -> None:
    missing = rows.pop(data.draw(st.integers(1, len(rows) - 2)))
    (gap,) = irregular(rows)
    assert gap.kind == "gap"
    uncovered = {missing.starts + n * DAY for n in range((missing.ends - missing.starts).days + 1)} - {
        each.starts + n * DAY for each in rows for n in range((each.ends - each.starts).days + 1)
    }
    assert (gap.starts, gap.ends) == (min(uncovered), max(uncovered))


@given(series(), st.data())
def test_a_second_log_for_the_same_days_is_a_double_and_nothing_else(
    rows: list[SeriesLog], data: st.DataObject
) -> None:
    twin = data.draw(st.sampled_from(rows))
    again = SeriesLog(99, twin.number, twin.starts, twin.ends, twin.title)
    (double,) = irregular([again, *rows])
    assert (double.kind, double.week.id, double.other and double.other.id) == ("double", 99, twin.id)


@given(series(), st.data(), st.integers(1, 500))
def test_a_number_out_of_turn_is_named_with_the_one_that_fits(
    rows: list[SeriesLog], data: st.DataObject, by: int
) -> None:
    n = data.draw(st.integers(1, len(rows) - 1))
    number = rows[n].number or 0
    rows[n] = SeriesLog(rows[n].id, number + by, rows[n].starts, rows[n].ends, "")
    first = irregular(rows)[0]
    assert (first.kind, first.week.id, first.number) == ("number", rows[n].id, number)


def test_two_logs_that_share_more_than_a_day_overlap_in_those_days() -> None:
    (overlap,) = irregular([row(1, 0), row(2, 5)])
    assert (overlap.kind, overlap.week.id) == ("overlap", 2)
    assert (overlap.starts, overlap.ends) == (date(2024, 7, 12), date(2024, 7, 14))


def test_a_long_log_that_swallows_others_overlaps_each_of_them() -> None:
    found = irregular([row(1, 0, 40), row(2, 7), row(3, 14)])
    assert [(each.kind, each.week.id, each.other and each.other.id) for each in found] == [
        ("overlap", 2, 1),
        ("overlap", 3, 1),
    ]


@pytest.mark.parametrize("number", [2, 4])
def test_over_a_gap_a_number_may_count_the_logs_or_the_weeks(number: int) -> None:
    assert [each.kind for each in irregular([row(1, 0), row(number, 21)])] == ["gap"]
    assert [each.kind for each in irregular([row(1, 0), row(3, 21)])] == ["gap", "number"]


def test_by_iso_a_number_is_that_of_the_calendar_week() -> None:
    weeks = [row(28, 1, 7), row(29, 8, 7)]
    assert irregular(weeks, iso=True) == []
    assert [each.number for each in irregular([row(1, 1, 7)], iso=True)] == [28]


@pytest.mark.parametrize(
    ("body", "starts", "ends", "number"),
    [
        ("# 第一周周记 2024.07.07 ~ 2024.07.13\n", FIRST, date(2024, 7, 13), 1),
        ("# 第二周周记 2024.07.07 ~ 2024.07.14\n", FIRST, date(2024, 7, 14), 2),
        ("\n\n# 第3周\n学了CNN。", FIRST, date(2024, 7, 14), 3),
    ],
)
def test_a_heading_that_tells_something_else_than_what_is_stored_is_named(
    body: str, starts: date, ends: date, number: int
) -> None:
    (heading,) = irregular([row(1, 0, body=body)])
    assert (heading.kind, heading.starts, heading.ends, heading.number) == ("heading", starts, ends, number)


@pytest.mark.parametrize(
    "body",
    ["", "学了CNN。", "# 第一周周记 2024.07.07 ~ 2024.07.14\n好。", "# 第1周\n", "# 第一周 2024.07.14 ~ 2024.07.07\n"],
)
def test_a_heading_that_agrees_or_cannot_be_read_is_left_alone(body: str) -> None:
    assert irregular([row(1, 0, body=body)]) == []
