"""focus sessions as they are stored, and what belongs to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from journal.db import focus, followups, items
from journal.db.database import Store
from journal.db.tables import Focus, FollowupRow
from tests.support.store import DAY, NOW


def add(session: Session, begins: float, **more: Any) -> Focus:
    """A session that begins that many hours from NOW."""
    values = {"topic": "CNN", "minutes": 25, "started": NOW + timedelta(hours=begins), **more}
    return focus.add(session, Focus(**values))


def test_the_session_that_has_not_ended_is_the_one_that_runs(store: Store) -> None:
    with store.write() as session:
        assert focus.running(session) is None
        add(session, -2, ended=NOW)
        begun = add(session, 0, topic="反思")
    with store.read() as session:
        found = focus.running(session)
    assert found
    assert (found.id, found.topic, found.started, found.pauses) == (begun.id, "反思", NOW, [])


def test_pauses_and_the_end_are_kept(store: Store) -> None:
    with store.write() as session:
        begun = add(session, 0)
        focus.change(session, begun.id, pauses=[[NOW.isoformat()]], ended=NOW)
        assert focus.change(session, 99, pauses=[]) is None
    with store.read() as session:
        found = session.get(Focus, begun.id)
    assert found
    assert (datetime.fromisoformat(found.pauses[0][0]), found.ended) == (NOW, NOW)


def test_sessions_since_a_moment_are_those_that_begin_or_end_after_it(store: Store) -> None:
    with store.write() as session:
        add(session, -9, topic="over", ended=NOW - timedelta(hours=8))
        add(session, -1, topic="reaches into it", ended=NOW + timedelta(hours=1))
        add(session, -5, topic="open")
        add(session, 2, topic="later", ended=NOW + timedelta(hours=3))
    with store.read() as session:
        assert [each.topic for each in focus.since(session, NOW)] == ["open", "reaches into it", "later"]


def test_what_was_parked_in_a_session_knows_its_topic(store: Store) -> None:
    with store.write() as session:
        begun, other = add(session, -2, ended=NOW), add(session, 0, topic="RNN")
        for text, session_id in (("GAN?", begun.id), ("alone", None), ("BPTT?", begun.id)):
            followups.add(session, FollowupRow(kind="parked", text=text, created=NOW, focus_id=session_id))
    with store.read() as session:
        assert items.parked_from(session) == {begun.id: "CNN"}
        assert [item.text for item in followups.of_focus(session, begun.id)] == ["GAN?", "BPTT?"]
        assert followups.of_focus(session, other.id) == []


def test_an_item_is_given_a_day(store: Store) -> None:
    with store.write() as session:
        item = followups.add(session, FollowupRow(kind="parked", text="GAN?", created=NOW))
        assert followups.schedule(session, item.id, DAY) is item
        assert followups.schedule(session, 99, DAY) is None
    with store.read() as session:
        assert [item.due for item, _ in items.open_items(session)] == [DAY]
