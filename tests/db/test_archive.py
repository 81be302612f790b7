"""A whole journal as rows, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, select

from journal.db import archive, cards, followups, reviews, versions, weeks
from journal.db.database import Store, open_store
from journal.db.tables import Card, Fit, Focus, FollowupRow, HabitEntry, Imported, Note, Version, Week
from journal.sync.applying import apply
from journal.sync.merging import merge
from journal.sync.states import state_of
from journal.weeks import queries as binned
from tests.support.store import DAY, NOW, review_of


def fill(session: Session) -> None:
    """A row or more in every table, with ids that do not run on from one."""
    one, two, three = (
        weeks.add(
            session,
            number=n,
            starts=DAY + timedelta(weeks=n),
            ends=DAY + timedelta(weeks=n + 1),
            title=f"第{n}周周记",
            body=f"学了“CNN”{n}\r\n😀",
            now=NOW,
        )
        for n in (1, 2, 3)
    )
    weeks.save_body(session, two.id, "学了RNN", NOW + timedelta(hours=1), from_elsewhere=True)
    cards.ensure(session, {"convolution": ["places", "shape"], "bp": ["grad"]}, now=NOW, week_id=two.id)
    asked = cards.of_concept(session, "bp")[0]
    for n in range(3):
        reviews.record(session, review_of(asked.id, DAY + timedelta(days=n)))
    session.add(Focus(id=7, topic="CNN", concept="convolution", minutes=25, started=NOW, pauses=[["a", "b"]]))
    session.flush()
    followups.add(
        session, FollowupRow(kind="later", text="MAS", sentence="先跳过", week_id=two.id, created=NOW, carried=[two.id])
    )
    followups.add(session, FollowupRow(kind="parked", text="GAN?", created=NOW, focus_id=7, due=DAY, done=NOW))
    followups.add(session, FollowupRow(kind="idea", text="联动", week_id=three.id, created=NOW, concepts=["bp"]))
    session.add_all([HabitEntry(habit="手机", at=NOW, day=DAY, focus_id=7) for _ in range(2)])
    session.add(
        Fit(at=NOW, reviews=3, weights=[0.1, 1 / 3], strength=1.0, loss=0.4, loss_before=0.5, error=0.01, taken=True)
    )
    session.add(Imported(key="A1", week_id=one.id, text="学了"))
    session.add(
        Note(uid="abcd2345", guid="g", kind="recall", front="学", back="了", week_id=two.id, created=NOW, updated=NOW)
    )
    session.flush()
    binned.put(session, one, NOW)
    binned.put(session, three, NOW)


@pytest.fixture
def full(store: Store) -> dict[str, list[dict[str, Any]]]:
    """The rows of a journal that holds some of everything."""
    with store.write() as session:
        fill(session)
    with store.read() as session:
        return archive.rows(session)


@pytest.fixture
def other(tmp_path: Path) -> Store:
    """Another journal, an empty one."""
    return open_store(tmp_path / "other.db")


def put(store: Store, rows: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """Stores rows as they are read from a file, and says how many by table."""
    with store.write() as session:
        theirs, ours = state_of(archive.checked(json.loads(json.dumps(rows)))), state_of(archive.rows(session))
        return dict(apply(session, ours, merge(ours, theirs), theirs.ids).added)


def rows_of(store: Store) -> dict[str, list[dict[str, Any]]]:
    with store.read() as session:
        return archive.rows(session)


def test_every_table_is_in_the_archive_or_named_as_left_out() -> None:
    assert {*archive.archived(), *archive.NOT_ARCHIVED} == set(SQLModel.metadata.tables)


def test_s27_every_row_of_every_table_comes_back_as_it_was(full: dict[str, list[dict[str, Any]]], other: Store) -> None:
    assert all(full.values()), "a table without rows proves nothing"
    put(other, full)
    back = rows_of(other)
    for table, rows in full.items():
        assert back[table] == rows, table


def test_s27_a_second_time_adds_nothing(full: dict[str, list[dict[str, Any]]], other: Store, store: Store) -> None:
    put(other, full)
    assert put(other, full) == put(store, full) == {}
    assert rows_of(other) == rows_of(store) == full


def test_into_a_journal_that_has_rows_they_come_under_other_ids(
    full: dict[str, list[dict[str, Any]]], other: Store
) -> None:
    with other.write() as session:
        for n in range(4):
            weeks.add(session, number=40 + n, starts=DAY, ends=DAY, title="x", body="", now=NOW)
        cards.ensure(session, {"gnn": ["a", "b", "c", "d"]}, now=NOW)
        followups.add(session, FollowupRow(kind="idea", text="自己的", created=NOW))
        session.add(Focus(id=7, topic="GNN", minutes=5, started=NOW))
    added = put(other, full)
    assert added == {table: len(rows) for table, rows in full.items()}
    assert put(other, full) == {}
    with other.read() as session:
        week = session.exec(select(Week).where(Week.number == 2)).one()
        (version,) = session.exec(select(Version)).all()
        later = session.exec(select(FollowupRow).where(FollowupRow.kind == "later")).one()
        parked = session.exec(select(FollowupRow).where(FollowupRow.kind == "parked")).one()
        focus = session.exec(select(Focus).where(Focus.topic == "CNN")).one()
        card = session.exec(select(Card).where(Card.concept == "bp")).one()
        assert week.id not in (1, 2, 3)
        assert (version.week_id, later.week_id, later.carried, card.week_id) == (week.id, week.id, [week.id], week.id)
        assert parked.focus_id == focus.id != 7
        assert [each.card_id for each in reviews.of_card(session, card.id)] == [card.id] * 3
        idea = session.exec(select(FollowupRow).where(FollowupRow.text == "联动")).one()
        assert [each.items for each in binned.contents(session)] == [[idea.id], []]


def test_both_texts_of_a_week_stand_and_each_is_kept_whole(full: dict[str, list[dict[str, Any]]], other: Store) -> None:
    put(other, full)
    (week,) = full["week"]
    with other.write() as session:
        weeks.save_body(session, week["id"], "只在这里写的", NOW + timedelta(hours=2), from_elsewhere=True)
    put(other, full)
    with other.read() as session:
        here = weeks.by_id(session, week["id"])
        assert here is not None
        assert here.body == "只在这里写的"
    newer = {**week, "body": "在那边又写的", "updated": (NOW + timedelta(hours=3)).isoformat()}
    put(other, {"week": [newer]})
    with other.read() as session:
        here = weeks.by_id(session, week["id"])
        assert here is not None
        assert here.body == "只在这里写的\n在那边又写的"
        assert {"只在这里写的", "在那边又写的"} < {each.body for each in versions.of_week(session, week["id"])}


def test_a_card_takes_on_the_state_with_more_reviews(full: dict[str, list[dict[str, Any]]], other: Store) -> None:
    put(other, full)
    further = {"repetitions": 9, "due": "2025-01-01", "stability": 33.25}
    put(other, {**full, "card": [{**card, **(further if card["concept"] == "bp" else {})} for card in full["card"]]})
    put(other, full)
    with other.read() as session:
        (here,) = cards.of_concept(session, "bp")
    assert (here.repetitions, here.due, here.stability) == (9, date(2025, 1, 1), 33.25)


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("week", {"starts": "yesterday"}),
        ("week", {"starts": None}),
        ("review", {"card_id": 99}),
        ("item", {"concepts": 7}),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_nothing_is_stored(
    table: str, changed: dict[str, Any], full: dict[str, list[dict[str, Any]]], other: Store
) -> None:
    broken = {**full, table: [*full[table], {**full[table][0], **changed}]}
    with pytest.raises(archive.BrokenRowError) as told:
        put(other, broken)
    assert (told.value.table, told.value.row) == (table, len(full[table]) + 1)
    assert not any(rows_of(other).values())


def test_times_keep_their_microseconds(full: dict[str, list[dict[str, Any]]]) -> None:
    assert datetime.fromisoformat(full["review"][0]["at"]) == datetime(2024, 7, 14, 21)
    assert datetime.fromisoformat(full["fit"][0]["at"]) == NOW
    assert NOW.microsecond


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**25])
def test_a_number_that_the_database_cannot_hold_is_named_by_its_row(
    number: int, full: dict[str, list[dict[str, Any]]], store: Store
) -> None:
    """Also in a row that is here already, of which only that number is another."""
    for name, column in (("week", "number"), ("card", "repetitions"), ("review", "seed")):
        changed = [{**row, column: number} for row in full[name]]
        with pytest.raises(archive.BrokenRowError, match=f"'{name}', 1"):
            archive.checked({**full, name: changed})
        with store.write() as session, pytest.raises(archive.BrokenRowError):
            archive.change(session, name, full[name][0]["id"], {column: number})


PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "int": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "str": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    "date": st.dates().map(date.isoformat),
    "NaiveDatetime": st.datetimes().map(datetime.isoformat),
    "Any": st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists, max_leaves=4),
}
"""Values of a column as an archive has them, by the name of its type."""
ONE = dict.fromkeys(("card_id", "week_id", "focus_id"), 1)
"""What refers to another row: to the one that there is."""


def values_of(annotation: str) -> st.SearchStrategy[Any]:
    """Values for a type as it is written, of a column or of what a column holds."""
    if annotation.endswith(" | None"):
        return st.none() | values_of(annotation.removesuffix(" | None"))
    if inner := re.fullmatch(r"(list|dict)\[(?:str, )?(.+)\]", annotation):
        values = values_of(inner[2])
        return st.lists(values, max_size=3) if inner[1] == "list" else st.dictionaries(PLAIN["str"], values, max_size=3)
    return PLAIN[annotation.rpartition(".")[2]]


def written(annotation: Any) -> str:
    """A type as it is written."""
    return annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else str(annotation)


@st.composite
def journals(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """One row in every table, with any values that its columns may have."""
    return {
        name: [
            {
                column: ONE.get(column) or (1 if column == "id" else draw(values_of(written(each.annotation))))
                for column, each in model.model_fields.items()
            }
        ]
        for name, model in archive.archived().items()
    }


@given(journals())
def test_s27_whatever_stands_in_a_column_comes_back_from_the_file(
    store: Store, rows: dict[str, list[dict[str, Any]]]
) -> None:
    """Every column of every table: what was read from the database, as JSON in a file, and stored anew."""

    def stored(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
        with suppress(UndoneError), store.write() as session:
            for name, each in found.items():
                archive.add(session, name, each)
            read = archive.rows(session)
            raise UndoneError
        return read

    first = stored(rows)
    assert stored(archive.checked(json.loads(json.dumps(first, ensure_ascii=False)))) == first
    assert {column for each in first.values() for column in each[0]} == {c for each in rows.values() for c in each[0]}


class UndoneError(Exception):
    """Rolls a transaction back."""
