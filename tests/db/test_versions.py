"""Earlier versions of a week: kept at sensible moments, never twice, with the time at which it was saved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from journal.db import versions, weeks
from journal.db.database import Store
from journal.db.tables import Week
from tests.support.store import DAY, NOW, Counting

TEXT = "学了卷积和池化。" * 10


@pytest.fixture
def week(store: Store) -> Week:
    """A week with a text, saved at NOW."""
    with store.write() as session:
        return weeks.add(session, number=1, starts=DAY, ends=DAY + timedelta(days=6), title="", body=TEXT, now=NOW)


def kept(session: Session, week: Week) -> list[tuple[datetime, str]]:
    return [(version.at, version.body) for version in versions.of_week(session, week.id)]


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_typing_on_keeps_nothing(store: Store, week: Week) -> None:
    with store.write() as session:
        for minute in range(1, 30):
            weeks.save_body(session, week.id, TEXT + "字" * minute, after(minute))
        assert kept(session, week) == []


def test_a_text_is_kept_before_it_changes_after_a_pause(store: Store, week: Week) -> None:
    with store.write() as session:
        weeks.save_body(session, week.id, TEXT + "又", after(9.9))
        weeks.save_body(session, week.id, TEXT + "又写", after(19.9))
        assert kept(session, week) == [(after(9.9), TEXT + "又")]


@pytest.mark.parametrize(
    ("body", "keeps"),
    [
        ("", True),
        (TEXT[:-51], True),
        (TEXT[:-50], False),
        (f"{TEXT[:40]}中间{TEXT[40:]}", False),
        (f"{TEXT[:10]}换了中间{TEXT[70:]}", True),
        ("别的" * 40, True),
    ],
)
def test_a_text_is_kept_before_much_of_it_goes_at_once(store: Store, week: Week, body: str, keeps: bool) -> None:
    with store.write() as session:
        weeks.save_body(session, week.id, body, after(1))
        assert kept(session, week) == [(NOW, TEXT)] * keeps


def test_a_text_is_kept_before_any_change_from_elsewhere(store: Store, week: Week) -> None:
    with store.write() as session:
        weeks.save_body(session, week.id, TEXT + "外", after(1), from_elsewhere=True)
        assert kept(session, week) == [(NOW, TEXT)]


def test_a_text_is_kept_before_an_import_changes_it(store: Store, week: Week) -> None:
    with store.write() as session:
        assert weeks.import_body(session, week, "", TEXT + "外", after(1))
        assert kept(session, week) == [(NOW, TEXT)]


def test_the_same_text_is_not_kept_twice_and_one_without_words_never(store: Store, week: Week) -> None:
    with store.write() as session:
        assert [versions.keep(session, week) for _ in range(2)] == [True, False]
        weeks.save_body(session, week.id, " \n", after(1), from_elsewhere=True)
        weeks.save_body(session, week.id, TEXT, after(2), from_elsewhere=True)
        assert kept(session, week) == [(NOW, TEXT)]


def test_a_save_that_changes_nothing_keeps_nothing(store: Store, week: Week) -> None:
    with store.write() as session:
        assert not weeks.save_body(session, week.id, TEXT, after(60), from_elsewhere=True)
        assert kept(session, week) == []


def test_each_week_has_its_own(store: Store, week: Week) -> None:
    with store.write() as session:
        other = weeks.add(
            session, number=2, starts=date(2024, 8, 1), ends=date(2024, 8, 7), title="", body="别", now=NOW
        )
        versions.keep(session, week)
        assert kept(session, other) == []
        assert versions.latest(session, other.id) is None


def test_the_texts_of_weeks_that_end_on_a_day_or_later_are_read_in_two_statements(
    store: Store, counting: Counting
) -> None:
    with store.write() as session:
        for number, ends in enumerate((7, 14, 21), 1):
            last = date(2024, 7, ends)
            week = weeks.add(
                session, number=number, starts=last - timedelta(days=6), ends=last, title="", body="一", now=NOW
            )
            weeks.save_body(session, week.id, "一二", NOW + timedelta(hours=1), from_elsewhere=True)
    with store.read() as session, counting() as statements:
        found = versions.of_weeks_since(session, date(2024, 7, 14))
    assert len(statements) == 2
    assert [(week.number, texts) for week, texts in found] == [
        (2, [(NOW, "一"), (NOW + timedelta(hours=1), "一二")]),
        (3, [(NOW, "一"), (NOW + timedelta(hours=1), "一二")]),
    ]
