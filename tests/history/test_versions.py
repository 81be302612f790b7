"""Earlier versions of a week: listed with time and count, named, compared, brought back, and nothing lost by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.core.messages import UserError
from journal.db import cards, mentions
from journal.history.versions import bring_back, find_version, history, keep
from journal.opening.journal import Journal
from journal.search.searching import search
from journal.weeks.weeks import add_entry, open_week, save
from tests.support.journal import Clock, Importing

FIRST = "# 第三周 2024.07.07 ~ 2024.07.14\n\n学了卷积。\n"
SECOND = "# 第三周 2024.07.07 ~ 2024.07.14\n\n学了RNN。\n"


@pytest.fixture
def week(journal: Journal, imported: Importing, clock: Clock) -> int:
    """The id of a week that said FIRST, and an hour later SECOND."""
    (found,) = imported(FIRST)
    clock.now += timedelta(hours=1)
    save(journal, open_week(journal, found.id), SECOND)
    return found.id


def bodies(journal: Journal, week: int) -> list[str]:
    return [row.body for row in history(journal, week)]


def test_s9_every_text_is_listed_with_its_number_time_and_count(journal: Journal, week: int, clock: Clock) -> None:
    told = [(row.number, row.at, row.words, row.is_current) for row in history(journal, week)]
    assert told == [(1, clock.now - timedelta(hours=1), 5, False), (2, clock.now, 4, True)]
    assert bodies(journal, week) == [FIRST, SECOND]


def test_a_week_that_was_never_changed_has_its_present_text_alone(journal: Journal, imported: Importing) -> None:
    (found,) = imported(FIRST)
    assert [(row.number, row.is_current) for row in history(journal, found.id)] == [(1, True)]
    assert history(journal, 99) == []


def test_an_earlier_text_is_brought_back_byte_for_byte_and_the_later_one_kept(journal: Journal, week: int) -> None:
    assert bring_back(journal, week, history(journal, week)[0]).body == FIRST
    assert bodies(journal, week) == [FIRST, SECOND, FIRST]
    bring_back(journal, week, history(journal, week)[1])
    assert open_week(journal, week).body == SECOND
    assert bodies(journal, week) == [FIRST, SECOND, FIRST, SECOND]


def test_with_a_text_come_back_its_concepts_and_its_place_in_the_search(journal: Journal, week: int) -> None:
    bring_back(journal, week, history(journal, week)[0])
    with journal.store.read() as session:
        assert set(mentions.counts(session)) == {"convolution"}
        assert {card.concept for card in cards.all_cards(session)} == {"convolution"}
    assert [hit.id for hit in search(journal, "卷积 kind:week").hits] == [week]
    assert search(journal, "RNN kind:week").hits == ()


@pytest.mark.parametrize("name", ["3@1", "第三周@1", "2024-07-10@1", "2024-W28@1"])
def test_a_version_is_named_by_its_week_and_its_number(journal: Journal, week: int, name: str) -> None:
    found, version = find_version(journal, name)
    assert (found.id, version.body) == (week, FIRST)


@pytest.mark.parametrize("name", ["3", "3@", "3@0", "3@3", "3@x", "3@-1"])
def test_a_version_that_is_not_there_is_told_with_those_that_are(journal: Journal, week: int, name: str) -> None:
    with pytest.raises(UserError, match="up to 2"):
        find_version(journal, name)


def test_a_week_that_is_not_there_is_told(journal: Journal) -> None:
    with pytest.raises(UserError, match="no week 9"):
        find_version(journal, "9@1")


def test_closing_the_editor_keeps_the_text_once(journal: Journal, week: int, clock: Clock) -> None:
    for _ in range(2):
        keep(journal, week)
    assert bodies(journal, week) == [FIRST, SECOND]
    clock.now += timedelta(minutes=1)
    save(journal, open_week(journal, week), SECOND + "又")
    assert bodies(journal, week) == [FIRST, SECOND, SECOND + "又"]


def test_what_stood_there_before_an_entry_came_from_a_shell_is_kept(journal: Journal, week: int) -> None:
    add_entry(journal, "今天：又学了一点。")
    assert bodies(journal, week)[:2] == [FIRST, SECOND]
    assert "又学了一点" in bodies(journal, week)[2]


def test_of_two_programs_that_write_the_same_week_both_texts_are_in_its_history(journal: Journal, week: int) -> None:
    mine = open_week(journal, week)
    add_entry(journal, "今天：别处写的。")
    saved = save(journal, mine, SECOND + "这里写的。")
    assert "别处写的" in saved.body
    assert saved.body.endswith(SECOND + "这里写的。")
    assert len(bodies(journal, week)) == 4
