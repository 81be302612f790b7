"""The weekly logs: stored, found by any of their names, saved, imported."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from journal.db import weeks
from journal.db.database import Store
from journal.db.tables import Week
from tests.support.store import NOW, Counting

LATER = NOW + timedelta(hours=1)


def add(session: Session, starts: date, ends: date, number: int | None = None, body: str = "") -> Week:
    return weeks.add(session, number=number, starts=starts, ends=ends, title="", body=body, now=NOW)


@pytest.fixture
def series(store: Store) -> Store:
    """Three weeks from Sunday to Sunday, each sharing a day with the next, stored out of order."""
    with store.write() as session:
        for number in (3, 1, 2):
            starts = date(2024, 7, 7) + timedelta(weeks=number - 1)
            add(session, starts, starts + timedelta(days=7), number)
    return store


def test_weeks_are_listed_from_the_first_to_the_last(series: Store, counting: Counting) -> None:
    with series.read() as session, counting() as statements:
        assert [week.number for week in weeks.all_weeks(session)] == [1, 2, 3]
    assert len(statements) == 1


def test_a_week_keeps_every_character_and_every_moment(store: Store) -> None:
    body = "# 第一周周记\r\n\n\t学了“CNN”……😀\x00 \n\n"
    with store.write() as session:
        week = add(session, date(2024, 7, 7), date(2024, 7, 14), 1, body)
    with store.read() as session:
        found = weeks.by_id(session, week.id)
    assert found
    assert found is not week
    assert (found.body, found.starts, found.ends) == (body, date(2024, 7, 7), date(2024, 7, 14))
    assert found.created == found.updated == NOW == datetime(2024, 7, 14, 21, 3, 30, 250_000)


def test_a_week_is_found_by_its_number(series: Store) -> None:
    with series.read() as session:
        found = weeks.by_number(session, 2)
        assert found
        assert found.starts == date(2024, 7, 14)
        assert weeks.by_number(session, 4) is None


def test_of_two_weeks_of_one_number_the_later_is_meant(series: Store) -> None:
    with series.write() as session:
        add(session, date(2025, 3, 2), date(2025, 3, 9), 2)
        found = weeks.by_number(session, 2)
    assert found
    assert found.starts == date(2025, 3, 2)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2024, 7, 6), None),
        (date(2024, 7, 7), 1),
        (date(2024, 7, 10), 1),
        (date(2024, 7, 13), 1),
        (date(2024, 7, 14), 2),
        (date(2024, 7, 21), 3),
        (date(2024, 7, 28), 3),
        (date(2024, 7, 29), None),
    ],
)
def test_a_shared_day_belongs_to_the_week_that_begins_on_it(series: Store, day: date, number: int | None) -> None:
    with series.read() as session:
        found = weeks.on_day(session, day)
    assert (found and found.number) == number


@pytest.mark.parametrize(("iso_week", "number"), [(26, None), (27, 1), (28, 1), (29, 2), (30, 3), (31, None)])
def test_an_iso_week_is_the_week_that_shares_most_of_its_days(series: Store, iso_week: int, number: int | None) -> None:
    with series.read() as session:
        found = weeks.in_iso_week(session, 2024, iso_week)
    assert (found and found.number) == number


def test_the_iso_year_is_not_the_calendars(store: Store) -> None:
    with store.write() as session:
        week = add(session, date(2024, 12, 30), date(2025, 1, 5))
        assert weeks.in_iso_week(session, 2025, 1) == week
        assert weeks.in_iso_week(session, 2024, 52) is None


def test_a_body_is_saved_only_when_it_changed(series: Store) -> None:
    with series.write() as session:
        assert weeks.save_body(session, 1, "学了 RNN", LATER)
    with series.write() as session:
        assert not weeks.save_body(session, 1, "学了 RNN", LATER + timedelta(hours=1))
    with series.read() as session:
        found = weeks.by_id(session, 1)
    assert found
    assert (found.body, found.created, found.updated) == ("学了 RNN", NOW, LATER)


def test_an_unknown_week_is_not_saved(series: Store) -> None:
    with series.read() as session:
        assert weeks.by_id(session, 99) is None
    with pytest.raises(KeyError), series.write() as session:
        weeks.save_body(session, 99, "", NOW)


def test_a_text_from_outside_that_is_there_already_changes_nothing_and_says_so(series: Store) -> None:
    with series.write() as session:
        week = weeks.all_weeks(session)[0]
        updated = week.updated
        assert not weeks.import_body(session, week, week.title, week.body, LATER)
        assert week.updated == updated


@pytest.mark.parametrize(("title", "body"), [("第一周周记", "学了 CNN 和 BN"), ("周记", "学了 CNN")])
def test_a_text_from_outside_takes_the_place_of_the_stored_one(series: Store, title: str, body: str) -> None:
    with series.write() as session:
        week = weeks.all_weeks(session)[0]
        assert weeks.import_body(session, week, title, body, LATER)
    with series.read() as session:
        week = weeks.all_weeks(session)[0]
    assert (week.title, week.body, week.updated) == (title, body, LATER)


def test_the_same_week_has_the_same_number_and_the_same_days(series: Store) -> None:
    with series.read() as session:
        week = weeks.all_weeks(session)[0]
        assert [each.id for each in weeks.same(session, week.number, week.starts, week.ends)] == [week.id]
        assert weeks.same(session, 77, week.starts, week.ends) == []
        assert weeks.same(session, None, week.starts, week.ends) == []


def test_the_days_of_the_weeks_are_read_without_their_texts(series: Store, counting: Counting) -> None:
    with series.read() as session, counting() as statements:
        found = weeks.periods(session)
    assert "body" not in statements[0]
    assert [(starts, ends) for _, starts, ends in found] == [
        (date(2024, 7, 7), date(2024, 7, 14)),
        (date(2024, 7, 14), date(2024, 7, 21)),
        (date(2024, 7, 21), date(2024, 7, 28)),
    ]


def test_weeks_since_a_day_begin_on_it_or_later(series: Store) -> None:
    with series.read() as session:
        assert [week.number for week in weeks.since(session, date(2024, 7, 14))] == [2, 3]
