"""The full-text index: it holds what the tables hold, from the same transaction on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from journal.core.search_terms import read_query
from journal.db import finding, followups, meta, search, weeks
from journal.db.database import Store
from journal.db.finding import RowFilter
from journal.db.tables import FollowupRow, Mention
from tests.support.store import DAY, NOW, Counting

TEXTS = ("学了卷积层。", "学了池化，还有RNN。", "RNN和卷积。")


def found(session: Session, query: str, **narrowed: Any) -> list[str]:
    return [week.body for week in finding.find_weeks(session, read_query(query).match, RowFilter(**narrowed))[0]]


@pytest.fixture
def series(store: Store) -> Store:
    """Three weeks, one after the other."""
    with store.write() as session:
        for number, body in enumerate(TEXTS):
            starts = DAY + timedelta(weeks=number)
            week: dict[str, Any] = {
                "number": number + 1,
                "starts": starts,
                "ends": starts + timedelta(days=6),
                "title": f"第{number + 1}周",
            }
            weeks.add(session, **week, body=body, now=NOW)
    return store


def test_weeks_are_found_by_words_of_any_length_the_latest_first(series: Store) -> None:
    with series.read() as session:
        assert found(session, "卷积") == [TEXTS[2], TEXTS[0]]
        assert found(session, "化") == [TEXTS[1]]
        assert found(session, "RNN 卷积") == [TEXTS[2]]
        assert found(session, "第2周") == [TEXTS[1]]
        assert found(session, "积卷") == []


def test_without_words_every_week_is_found(series: Store) -> None:
    with series.read() as session:
        assert found(session, "") == [*reversed(TEXTS)]


def test_a_limit_bounds_the_rows_and_not_their_count(series: Store) -> None:
    with series.read() as session:
        rows, total = finding.find_weeks(session, read_query("学了").match, limit=1)
    assert ([week.body for week in rows], total) == ([TEXTS[1]], 2)


def test_a_search_costs_two_statements_however_much_it_finds(series: Store, counting: Counting) -> None:
    with series.read() as session, counting() as statements:
        assert found(session, "卷积")
    assert len(statements) == 2


@pytest.mark.parametrize(
    ("narrowed", "texts"),
    [
        ({"week_id": 2}, [TEXTS[1]]),
        ({"before": DAY + timedelta(weeks=1)}, [TEXTS[0]]),
        ({"before": DAY + timedelta(weeks=1, days=1)}, [TEXTS[1], TEXTS[0]]),
        ({"after": DAY + timedelta(days=6)}, [TEXTS[2], TEXTS[1]]),
        ({"after": DAY + timedelta(days=5)}, [TEXTS[2], TEXTS[1], TEXTS[0]]),
        ({"concept": "rnn"}, [TEXTS[1]]),
        ({"concept": "rnn", "week_id": 1}, []),
    ],
)
def test_the_rows_are_narrowed_by_week_days_and_concept(
    series: Store, narrowed: dict[str, Any], texts: list[str]
) -> None:
    with series.write() as session:
        session.add(Mention(week_id=2, concept="rnn", start=7, end=10))
    with series.read() as session:
        assert found(session, "", **narrowed) == texts


def test_what_is_saved_is_found_and_what_it_replaced_no_more(series: Store) -> None:
    with series.write() as session:
        weeks.save_body(session, 1, "学了梯度消失。", NOW)
        assert found(session, "梯度消失") == ["学了梯度消失。"]
        assert found(session, "卷积层") == []


def test_what_an_import_brings_up_to_date_is_found(series: Store) -> None:
    with series.write() as session:
        assert weeks.import_body(session, weeks.all_weeks(session)[0], "第一周", "学了GRU。", NOW)
        assert found(session, "GRU") == ["学了GRU。"]
        assert found(session, "卷积层") == []


def test_a_save_that_fails_leaves_the_index_as_it_was(series: Store) -> None:
    def save_half() -> None:
        with series.write() as session:
            weeks.save_body(session, 1, "学了梯度消失。", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_half()
    with series.read() as session:
        assert found(session, "梯度消失") == []
        assert found(session, "卷积层") == [TEXTS[0]]


def test_a_journal_from_before_the_index_is_indexed_once(series: Store) -> None:
    with series.write() as session:
        followups.add(session, FollowupRow(kind="parked", text="GAN是什么", created=NOW))
        session.connection().exec_driver_sql("DELETE FROM week_words")
        session.connection().exec_driver_sql("DELETE FROM item_words")
        assert found(session, "卷积") == []
        assert search.refresh(session)
        assert not search.refresh(session)
        assert found(session, "卷积") == [TEXTS[2], TEXTS[0]]
        assert len(finding.find_items(session, read_query("GAN").match)) == 1
        assert meta.get(session, "search") == search.VERSION


@pytest.fixture
def noted(series: Store) -> Store:
    """Four items: of the first week, of the third, of none, and one that was dismissed."""
    made: tuple[tuple[str, str, int | None, list[str], bool], ...] = (
        ("later", "池化层", 1, ["pooling"], False),
        ("idea", "卷积和池化", 3, ["convolution", "pooling"], False),
        ("parked", "卷积核", None, ["convolution"], False),
        ("later", "卷积层", 1, [], True),
    )
    with series.write() as session:
        for kind, text, week, concepts, dismissed in made:
            item = FollowupRow(kind=kind, text=text, week_id=week, concepts=concepts, created=NOW, dismissed=dismissed)
            followups.add(session, item)
    return series


@pytest.mark.parametrize(
    ("query", "narrowed", "texts"),
    [
        ("卷积", {}, ["卷积核", "卷积和池化"]),
        ("", {"kind": "idea"}, ["卷积和池化"]),
        ("", {"concept": "pooling"}, ["卷积和池化", "池化层"]),
        ("", {"concept": "pool"}, []),
        ("池化", {"week_id": 1}, ["池化层"]),
        ("", {"before": DAY + timedelta(days=1)}, ["卷积核", "池化层"]),
        ("", {"after": DAY + timedelta(days=6)}, ["卷积和池化"]),
        ("", {"after": date(2025, 1, 1)}, []),
    ],
)
def test_items_are_found_and_narrowed_in_the_same_way_save_the_dismissed(
    noted: Store, query: str, narrowed: dict[str, Any], texts: list[str]
) -> None:
    with noted.read() as session:
        rows = finding.find_items(session, read_query(query).match, RowFilter(**narrowed))
    assert [item.text for item, _ in rows] == texts
