"""Whether a database holds together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text

from journal.db import finding, followups, health, mentions, search, weeks
from journal.db.database import Store
from journal.db.tables import FollowupRow
from tests.support.store import DAY, NOW


@dataclass(frozen=True)
class Found:
    """A concept in a text."""

    concept: str
    start: int
    end: int


def find(body: str) -> Iterator[Found]:
    """Finds CNN."""
    if (start := body.find("CNN")) >= 0:
        yield Found("convolution", start, start + 3)


def fill(store: Store) -> int:
    """A week that speaks of CNN, and an item; gives the week's id."""
    with store.write() as session:
        week = weeks.add(session, number=1, starts=DAY, ends=DAY, title="第1周", body="学了CNN", now=NOW)
        followups.add(session, FollowupRow(kind="idea", text="联动", created=NOW))
        mentions.replace(session, week.id, find(week.body))
    return week.id


def test_a_journal_in_order_has_nothing_wrong(store: Store) -> None:
    fill(store)
    with store.read() as session:
        assert search.out_of_step(session) == 0
        assert health.stray_mentions(session, find) == []


def test_an_index_and_mentions_out_of_step_are_found_and_made_anew(store: Store) -> None:
    week = fill(store)
    with store.write() as session:
        for statement in (
            "UPDATE week SET body = '只有文字变了，没有CNN以外的'",
            "DELETE FROM item_words",
            "INSERT INTO week_words (rowid, words) VALUES (99, '不在了')",
        ):
            session.connection().execute(text(statement))
    with store.write() as session:
        assert search.out_of_step(session) == 4
        assert health.stray_mentions(session, find) == [week]
        health.make_anew(session, "a lexicon", find)
    with store.read() as session:
        assert search.out_of_step(session) == 0
        assert health.stray_mentions(session, find) == []
        assert [found.id for found in finding.find_weeks(session, '"变 了"')[0]] == [week]
