"""Dates as other programs write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from journal.text.moments import Moment, moment_of, read_moment

DAY = date(2024, 7, 9)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-07-09", Moment(DAY)),
        ("2024-07-09 09:00", Moment(DAY, time(9))),
        ("2024-07-09 09:00:00 AM", Moment(DAY, time(9))),
        ("2024-07-09 12:05:00 AM", Moment(DAY, time(0, 5))),
        ("2024-07-09 12:05:00 PM", Moment(DAY, time(12, 5))),
        ("2024-07-09 21:00:00 PM", Moment(DAY, time(21))),
        ("2024-07-09T09:00:00", Moment(DAY, time(9))),
        ("2024-07-09T09:00:00.123+08:00", Moment(DAY, time(9))),
        ("2024/7/9 9:05", Moment(DAY, time(9, 5))),
        ("2024.07.09", Moment(DAY)),
        ("2024年7月9日", Moment(DAY)),
        ("9.7.2024 21:15", Moment(DAY, time(21, 15))),
        ("9 Jul 2024", Moment(DAY)),
        ("Tuesday, 9 July 2024 09:00", Moment(DAY, time(9))),
        ("July 9, 2024 9:00 PM", Moment(DAY, time(21))),
        ("13/07/2024", Moment(date(2024, 7, 13))),
        ("07/13/2024", Moment(date(2024, 7, 13))),
        ("07/07/2024", Moment(date(2024, 7, 7))),
    ],
)
def test_a_moment_is_read_in_every_usual_form(text: str, moment: Moment) -> None:
    assert read_moment(text) == moment


def test_a_date_that_can_be_read_in_two_ways_has_no_day() -> None:
    assert read_moment("09/07/2024 09:00") == Moment(None)


@pytest.mark.parametrize("text", ["", "note 1", "2024", "TODO-2024", "第一周", "1.5.3", "10:30"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize("text", ["2024-13-09", "2024-02-30", "2024-07-09 25:00", "31 Feb 2024"])
def test_a_day_or_time_that_does_not_exist_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be in|out of range"):
        read_moment(text)


def test_values_of_json_and_yaml_are_read_as_well() -> None:
    assert moment_of(DAY) == Moment(DAY)
    assert moment_of(datetime(2024, 7, 9, 9)) == Moment(DAY, time(9))
    assert moment_of("2024-07-09") == Moment(DAY)
    assert moment_of(20240709) is moment_of(None) is moment_of([]) is None
