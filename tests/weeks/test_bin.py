"""Deleting a week is a move to the bin: it comes back as it was, with what it said before and what it left open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.core.messages import UserError
from journal.db import cards, mentions
from journal.followups.followups import accept
from journal.followups.listing import open_followups
from journal.followups.proposals import proposals
from journal.history.versions import history
from journal.opening.journal import Journal
from journal.search.searching import search
from journal.weeks.bin import bring_back, contents, delete
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import open_week, save
from tests.support.journal import Clock, Importing

FIRST = "# 第一周周记 2024.06.30 ~ 2024.07.06\n\n学了卷积。\n"
SECOND = "# 第二周周记 2024.07.07 ~ 2024.07.14\n\n我先跳过了RNN（今晚就学）。\r\n也学了卷积。\n"


@pytest.fixture
def week(journal: Journal, imported: Importing, clock: Clock) -> int:
    """The id of the second of two weeks: it was changed once, and something was taken from it for later."""
    _, found = imported(FIRST + SECOND)
    clock.now += timedelta(hours=1)
    save(journal, open_week(journal, found.id), f"{open_week(journal, found.id).body}又学了池化。\n")
    accept(journal, proposals(journal, found.id)[0])
    return found.id


def concepts(journal: Journal) -> set[str]:
    with journal.store.read() as session:
        return {card.concept for card in cards.all_cards(session)}


def test_s9_a_deleted_week_is_nowhere_but_in_the_bin(journal: Journal, week: int) -> None:
    before = open_week(journal, week)
    delete(journal, week)
    assert [row.number for row in all_weeks(journal)] == [1]
    assert search(journal, "池化 kind:week").hits == ()
    with journal.store.read() as session:
        assert set(mentions.counts(session)) == {"convolution"}
    assert [(each.title, each.body) for each in contents(journal)] == [(before.title, before.body)]


def test_questions_that_it_alone_brought_and_were_never_asked_go_with_it_and_come_back(
    journal: Journal, week: int
) -> None:
    assert concepts(journal) == {"convolution", "rnn", "pooling"}
    delete(journal, week)
    assert concepts(journal) == {"convolution"}
    bring_back(journal)
    assert concepts(journal) == {"convolution", "rnn", "pooling"}


def test_it_comes_back_as_it_was_with_its_history_and_what_it_left_open(journal: Journal, week: int) -> None:
    before, said, left = open_week(journal, week), history(journal, week), open_followups(journal)
    delete(journal, week)
    assert [each.week_id for each in open_followups(journal)] == [None]
    assert bring_back(journal).id == week
    assert (open_week(journal, week), history(journal, week), open_followups(journal)) == (before, said, left)
    assert [hit.id for hit in search(journal, "池化 kind:week").hits] == [week]
    assert contents(journal) == []


def test_a_week_that_was_begun_meanwhile_keeps_its_place(journal: Journal, week: int) -> None:
    before = open_week(journal, week)
    delete(journal, week)
    begun = save(journal, open_week(journal, None), "新写的。")
    back = bring_back(journal)
    assert begun.id is not None
    assert back.id != begun.id
    assert (open_week(journal, back.id).body, open_week(journal, begun.id).body) == (before.body, "新写的。")
    assert [row.words for row in history(journal, back.id)] == [19, 25]
    assert [each.week_id for each in open_followups(journal)] == [back.id]


def test_the_last_deleted_comes_back_first(journal: Journal, week: int) -> None:
    first = all_weeks(journal)[0].id
    for each in (first, week):
        delete(journal, each)
    assert [bring_back(journal).number for _ in range(2)] == [2, 1]


def test_an_empty_bin_is_told(journal: Journal) -> None:
    with pytest.raises(UserError, match="empty"):
        bring_back(journal)


def test_a_week_that_is_not_there_cannot_be_deleted(journal: Journal) -> None:
    with pytest.raises(KeyError):
        delete(journal, 7)


def test_where_the_open_week_was_deleted_that_of_today_opens(journal: Journal, week: int) -> None:
    first = all_weeks(journal)[0].id
    delete(journal, first)
    assert open_week(journal, first).id == week
