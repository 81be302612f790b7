"""Steps: whatever a transaction changes is undone to the last bit, and redone."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, update

from journal.db import cards, followups, noting, reviews, undo_log, versions, weeks
from journal.db.database import Store, open_store
from journal.db.tables import Card, FollowupRow, Week
from journal.weeks import queries as binned
from tests.support.store import DAY, NOW, review_of

Rows = dict[str, list[tuple[Any, ...]]]
NUMBERS = {"rnn": ["shape", "steps"], "lstm": ["gate"]}


def all_rows(store: Store) -> Rows:
    """Every row of every table that steps cover, as SQLite has it."""
    with store.read() as session:
        ask = session.connection().exec_driver_sql
        names = [name for name in SQLModel.metadata.tables if name not in noting.NOT_NOTED]
        return {name: sorted(tuple(row) for row in ask(f'SELECT * FROM "{name}"')) for name in names}


def add_week(store: Store, body: str = "学了 RNN", starts: date = DAY) -> int:
    with store.write() as session:
        undo_log.begin(session, NOW, "wrote", title="第一周")
        week = weeks.add(
            session, number=1, starts=starts, ends=starts + timedelta(days=6), title="第一周", body=body, now=NOW
        )
        cards.ensure(session, NUMBERS, now=NOW, week_id=week.id)
        return week.id


def save(store: Store, week_id: int, body: str, *, goes_on: bool = False) -> None:
    with store.write() as session:
        undo_log.begin(session, NOW, "wrote", f"week {week_id}", goes_on=goes_on)
        weeks.save_body(session, week_id, body, NOW, from_elsewhere=not goes_on)


def undo(store: Store) -> str | None:
    with store.write() as session:
        undo_entry = undo_log.last(session)
        if undo_entry:
            undo_log.turn(session, undo_entry)
        return undo_entry.what if undo_entry else None


def redo(store: Store) -> str | None:
    with store.write() as session:
        undo_entry = undo_log.last(session, undone=True)
        if undo_entry:
            undo_log.turn(session, undo_entry)
        return undo_entry.what if undo_entry else None


def test_what_was_added_changed_and_deleted_is_taken_back_and_done_again(store: Store) -> None:
    states = [all_rows(store)]
    week_id = add_week(store)
    states.append(all_rows(store))
    save(store, week_id, "学了 LSTM")
    states.append(all_rows(store))
    with store.write() as session:
        undo_log.begin(session, NOW, "deleted")
        binned.put(session, session.get_one(Week, week_id), NOW)
    states.append(all_rows(store))
    assert [state["week"] != [] for state in states] == [False, True, True, False]
    for state in states[-2::-1]:
        undo(store)
        assert all_rows(store) == state
    assert undo(store) is None
    for state in states[1:]:
        redo(store)
        assert all_rows(store) == state
    assert redo(store) is None


def test_bulk_statements_and_what_they_drag_along_are_taken_back(store: Store) -> None:
    week_id = add_week(store)
    with store.write() as session:
        followups.add(session, FollowupRow(kind="idea", text="想法", week_id=week_id, created=NOW))
        reviews.record(session, review_of(1))
        versions.keep(session, session.get_one(Week, week_id))
    before = all_rows(store)
    with store.write() as session:
        undo_log.begin(session, NOW, "bulk")
        session.exec(update(Card).values(suspended=True))
        cards.forget_unasked(session, week_id, ())
        session.delete(session.get_one(Card, 1))
        session.delete(session.get_one(Week, week_id))
    after = all_rows(store)
    assert (after["card"], after["review"], after["version"]) == ([], [], [])
    assert [row[4] for row in after["item"]] == [None]
    undo(store)
    assert all_rows(store) == before
    redo(store)
    assert all_rows(store) == after


ODD = ["", "\x00", "a\x00b", "’'\"; DROP TABLE week", "𠮷 é\r\n", "1", "1.0", "2024-07-14", "NULL"]


@pytest.mark.parametrize("text", ODD)
def test_any_text_comes_back_character_by_character(store: Store, text: str) -> None:
    week_id = add_week(store, text)
    save(store, week_id, "别的")
    undo(store)
    with store.read() as session:
        assert session.get_one(Week, week_id).body == text
    undo(store)
    redo(store)
    with store.read() as session:
        assert session.get_one(Week, week_id).body == text


memories = st.fixed_dictionaries(
    {
        "stability": st.floats(0.001, 40_000),
        "difficulty": st.floats(1, 10),
        "due": st.dates(date(2024, 7, 15), date(2100, 1, 1)),
        "rating": st.integers(1, 4),
        "counted": st.booleans(),
    }
)


@given(st.lists(st.tuples(st.sampled_from([1, 2]), memories), max_size=8))
@settings(max_examples=15)
def test_answers_taken_back_one_by_one_leave_every_earlier_memory_to_the_last_bit(
    store: Store, answers: list[tuple[int, dict[str, Any]]]
) -> None:
    with store.write() as session:
        cards.ensure(session, NUMBERS, now=NOW)
    states = [all_rows(store)]
    for card_id, memory in answers:
        with store.write() as session:
            undo_log.begin(session, NOW, "answered")
            reviews.record(session, review_of(card_id, **memory))
        states.append(all_rows(store))
    for state in reversed(states[:-1]):
        assert undo(store) == "answered"
        assert all_rows(store) == state
    assert undo(store) is None


def test_typing_on_is_one_step_and_anything_else_between_ends_it(store: Store) -> None:
    week_id = add_week(store, "一")
    save(store, week_id, "二")
    save(store, week_id, "三", goes_on=True)
    save(store, week_id, "四", goes_on=True)
    with store.write() as session:
        undo_log.begin(session, NOW, "parked")
        followups.add(session, FollowupRow(kind="parked", text="想法", created=NOW))
    save(store, week_id, "五", goes_on=True)
    bodies = []
    while undo(store):
        bodies.append([row[5] for row in all_rows(store)["week"]])
    assert bodies == [["四"], ["四"], ["一"], []]


def test_a_row_that_comes_and_goes_within_a_step_leaves_no_trace(store: Store) -> None:
    before = all_rows(store)
    with store.write() as session:
        undo_log.begin(session, NOW, "both")
        item = followups.add(session, FollowupRow(kind="idea", text="一", created=NOW))
        session.delete(item)
        session.flush()
        followups.add(session, FollowupRow(kind="idea", text="二", created=NOW))
    undo(store)
    assert all_rows(store) == before


def test_a_row_that_goes_and_comes_again_under_its_id_is_what_it_was(store: Store) -> None:
    with store.write() as session:
        item = followups.add(session, FollowupRow(kind="idea", text="一", created=NOW))
    before = all_rows(store)
    with store.write() as session:
        undo_log.begin(session, NOW, "again")
        session.delete(session.get_one(FollowupRow, item.id))
        session.flush()
        followups.add(session, FollowupRow(id=item.id, kind="parked", text="二", created=NOW, due=DAY))
    undo(store)
    assert all_rows(store) == before


def test_what_changed_nothing_is_no_step_and_leaves_what_can_be_done_again(store: Store) -> None:
    week_id = add_week(store)
    save(store, week_id, "别的")
    undo(store)
    save(store, week_id, "学了 RNN")
    assert redo(store) == "wrote"


def test_what_fails_is_no_step(store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            undo_log.begin(session, NOW, "failed")
            followups.add(session, FollowupRow(kind="idea", text="想法", created=NOW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert undo(store) is None
    with store.write() as session:
        followups.add(session, FollowupRow(kind="idea", text="想法", created=NOW))
    assert undo(store) is None


def test_after_something_new_what_was_taken_back_is_not_done_again_but_its_texts_are_kept(store: Store) -> None:
    week_id = add_week(store, "一")
    save(store, week_id, "二")
    undo(store)
    save(store, week_id, "三")
    assert redo(store) is None
    with store.read() as session:
        assert {version.body for version in versions.of_week(session, week_id)} == {"一", "二"}


def test_a_week_whose_first_words_were_taken_back_is_in_the_bin_after_something_new(store: Store) -> None:
    week_id = add_week(store, "一")
    save(store, week_id, "二")
    undo(store)
    undo(store)
    with store.write() as session:
        undo_log.begin(session, NOW, "parked")
        followups.add(session, FollowupRow(kind="parked", text="想法", created=NOW))
    with store.read() as session:
        [found] = binned.contents(session)
    assert (found.title, found.body, [body for _, body in found.versions]) == ("第一周", "二", ["一"])


def test_steps_outlive_the_run_and_only_the_latest_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo_log, "KEPT", 3)
    store = open_store(path)
    week_id = add_week(store, "零")
    for body in "一二三四五":
        save(store, week_id, body)
    store.close()
    again = open_store(path)
    bodies = []
    while undo(again):
        bodies += [row[5] for row in all_rows(again)["week"]]
    assert bodies == ["四", "三", "二"]
    while redo(again):
        pass
    assert [row[5] for row in all_rows(again)["week"]] == ["五"]
    again.close()


def test_a_step_is_overtaken_by_a_later_one_that_changed_the_same_row(store: Store) -> None:
    first = add_week(store, "一")
    second = add_week(store, "二", DAY + timedelta(days=7))
    save(store, first, "三")
    with store.read() as session:
        third, of_second, of_first = undo_log.latest(session)
        assert [undo_log.is_overtaken(session, undo_entry) for undo_entry in (third, of_second, of_first)] == [
            False,
            False,
            True,
        ]
    assert second != first


def test_a_program_that_knows_nothing_of_steps_can_write(path: Path, store: Store) -> None:
    add_week(store)
    with sqlite3.connect(path) as other:
        other.execute("UPDATE week SET title = ?", ("别处",))
    other.close()
    undo(store)
    assert all_rows(store)["week"] == []


def test_every_table_of_the_learners_own_is_covered(store: Store) -> None:
    covered = set(SQLModel.metadata.tables) - noting.NOT_NOTED
    assert covered >= {"week", "card", "review", "item", "version", "binned", "focus", "tally"}
    for name in covered:
        assert "id" in SQLModel.metadata.tables[name].columns
    with store.read() as session:
        noted = noting.noted(session.connection())
    assert {name: set(columns) for name, columns in noted.items()} == {
        name: set(SQLModel.metadata.tables[name].columns.keys()) for name in covered
    }


def test_the_time_of_a_step_is_that_of_its_last_change(store: Store) -> None:
    week_id = add_week(store)
    save(store, week_id, "一")
    with store.write() as session:
        undo_log.begin(session, NOW + timedelta(minutes=3), "wrote", f"week {week_id}", goes_on=True)
        weeks.save_body(session, week_id, "二", NOW)
    with store.read() as session:
        undo_entry = undo_log.last(session)
    assert undo_entry
    assert undo_entry.at == datetime(2024, 7, 14, 21, 6, 30, 250_000)
