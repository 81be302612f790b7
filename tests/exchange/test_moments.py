"""Dates as other programs write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from journal.exchange.moments import DateOrTime, date_or_time_of, read_date_or_time

DAY = date(2024, 7, 9)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-07-09", DateOrTime(DAY)),
        ("2024-07-09 09:00", DateOrTime(DAY, time(9))),
        ("2024-07-09 09:00:00 AM", DateOrTime(DAY, time(9))),
        ("2024-07-09 12:05:00 AM", DateOrTime(DAY, time(0, 5))),
        ("2024-07-09 12:05:00 PM", DateOrTime(DAY, time(12, 5))),
        ("2024-07-09 21:00:00 PM", DateOrTime(DAY, time(21))),
        ("2024-07-09T09:00:00", DateOrTime(DAY, time(9))),
        ("2024-07-09T09:00:00.123+08:00", DateOrTime(DAY, time(9))),
        ("2024/7/9 9:05", DateOrTime(DAY, time(9, 5))),
        ("2024.07.09", DateOrTime(DAY)),
        ("2024年7月9日", DateOrTime(DAY)),
        ("9.7.2024 21:15", DateOrTime(DAY, time(21, 15))),
        ("9 Jul 2024", DateOrTime(DAY)),
        ("Tuesday, 9 July 2024 09:00", DateOrTime(DAY, time(9))),
        ("July 9, 2024 9:00 PM", DateOrTime(DAY, time(21))),
        ("13/07/2024", DateOrTime(date(2024, 7, 13))),
        ("07/13/2024", DateOrTime(date(2024, 7, 13))),
        ("07/07/2024", DateOrTime(date(2024, 7, 7))),
    ],
)
def test_a_moment_is_read_in_every_usual_form(text: str, moment: DateOrTime) -> None:
    assert read_date_or_time(text) == moment


def test_a_date_that_can_be_read_in_two_ways_has_no_day() -> None:
    assert read_date_or_time("09/07/2024 09:00") == DateOrTime(None)


@pytest.mark.parametrize("text", ["", "note 1", "2024", "TODO-2024", "第一周", "1.5.3", "10:30"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date_or_time(text) is None


@pytest.mark.parametrize("text", ["2024-13-09", "2024-02-30", "2024-07-09 25:00", "31 Feb 2024"])
def test_a_day_or_time_that_does_not_exist_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be in|out of range"):
        read_date_or_time(text)


def test_values_of_json_and_yaml_are_read_as_well() -> None:
    assert date_or_time_of(DAY) == DateOrTime(DAY)
    assert date_or_time_of(datetime(2024, 7, 9, 9)) == DateOrTime(DAY, time(9))
    assert date_or_time_of("2024-07-09") == DateOrTime(DAY)
    assert date_or_time_of(20240709) is date_or_time_of(None) is date_or_time_of([]) is None
