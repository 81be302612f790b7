"""What the log leaves open: stored, decided on, listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from journal.db import followups, items, weeks
from journal.db.database import Store
from journal.db.tables import FollowupRow
from tests.support.store import DAY, NOW, Counting


def add(session: Session, text: str, **more: Any) -> FollowupRow:
    values: dict[str, Any] = {"kind": "later", "text": text, "created": NOW, **more}
    return followups.add(session, FollowupRow(**values))


def texts(session: Session, *, and_done: bool = False) -> list[str]:
    return [item.text for item, _ in items.open_items(session, and_done=and_done)]


def test_an_item_keeps_what_it_was_given(store: Store) -> None:
    with store.write() as session:
        added = add(session, "MAS", sentence="我先跳过了MAS。", concepts=["mas-consensus"], due=DAY)
    with store.read() as session:
        found = followups.by_id(session, added.id)
    assert found
    assert (found.text, found.sentence, found.concepts, found.due) == ("MAS", "我先跳过了MAS。", ["mas-consensus"], DAY)
    assert (found.done, found.dismissed, found.week_id, found.created) == (None, False, None, NOW)


def test_what_is_due_is_listed_first_then_the_oldest(store: Store, counting: Counting) -> None:
    with store.write() as session:
        add(session, "any day")
        add(session, "late", due=date(2024, 7, 20))
        add(session, "another day")
        add(session, "early", due=date(2024, 7, 10))
    with store.read() as session, counting() as statements:
        assert texts(session) == ["early", "late", "any day", "another day"]
    assert len(statements) == 1


def test_what_is_done_is_listed_when_asked_for_and_what_is_dismissed_never(store: Store) -> None:
    with store.write() as session:
        open_, done, dismissed = (add(session, text) for text in ("open", "done", "dismissed"))
        assert followups.decide(session, done.id, done=NOW) is done
        followups.decide(session, dismissed.id, dismissed=True)
        assert texts(session) == ["open"]
        assert texts(session, and_done=True) == ["open", "done"]
        followups.decide(session, done.id)
        followups.decide(session, dismissed.id)
        assert texts(session) == ["open", "done", "dismissed"]
    assert open_.done is None


def test_there_is_nothing_to_decide_on_where_there_is_no_item(store: Store) -> None:
    with store.write() as session:
        assert followups.decide(session, 7, done=NOW) is None


def test_an_item_outlives_its_week(store: Store) -> None:
    with store.write() as session:
        week = weeks.add(session, number=1, starts=DAY, ends=DAY, title="", body="", now=NOW)
        add(session, "MAS", week_id=week.id)
        session.delete(week)
    with store.read() as session:
        assert [(item.text, week) for item, week in items.open_items(session)] == [("MAS", None)]


@pytest.mark.parametrize(
    ("text", "more", "known"),
    [
        ("the same week", {"week_id": 1}, True),
        ("the same sentence in another week", {"week_id": 2, "sentence": "我先跳过了MAS。"}, True),
        ("a name, wherever it stands", {"week_id": 2, "kind": "term"}, True),
        ("another sentence of another week", {"week_id": 2, "sentence": "跳过了GAN。"}, False),
    ],
)
def test_what_was_decided_before_is_known_by_week_sentence_or_name(
    store: Store, text: str, more: dict[str, object], known: bool
) -> None:
    with store.write() as session:
        for _ in range(2):
            weeks.add(session, number=None, starts=DAY, ends=DAY, title="", body="", now=NOW)
        add(session, text, **more)
        found = items.decided(session, 1, ["我先跳过了MAS。"])
    assert [found_text for _, found_text, _ in found] == ([text] if known else [])
