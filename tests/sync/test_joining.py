"""Two copies of one journal that were both used, made one by export and import: nothing is lost, nothing picked."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.db import cards, mentions, reviews
from journal.db.tables import Card
from journal.followups.followups import finish_by_id, park
from journal.history.undo import undo
from journal.history.versions import history
from journal.memory import queries
from journal.memory.replaying import replay
from journal.opening.journal import Journal
from journal.review.cards import suspend
from journal.search.searching import search
from journal.weeks import bin as week_bin
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import open_week, save
from tests.sync.devices import answer, at, carry, dump

CONCEPT, QUESTION = "convolution", "places"


def card_of(journal: Journal) -> Card:
    with journal.store.read() as session:
        return next(each for each in cards.of_concept(session, CONCEPT) if each.question == QUESTION)


@pytest.fixture
def copies(devices: list[Journal], tmp_path: Path) -> tuple[Journal, Journal]:
    """Two copies of a journal with a week, an item and a card that was answered twice."""
    laptop, lab, _ = devices
    save(laptop, open_week(laptop, None), "学了卷积。今天很累。\n")
    park(laptop, "问老师")
    for days in (-20, -10):
        answer(at(laptop, days), CONCEPT, QUESTION)
    carry(laptop, lab, tmp_path)
    assert dump(laptop) == dump(lab)
    return laptop, lab


def both_ways(one: Journal, other: Journal, folder: Path) -> None:
    """Each takes in what the other has; then both must hold the same."""
    carry(one, other, folder)
    carry(other, one, folder)
    assert dump(one) == dump(other)


def test_memory_is_found_anew_from_the_answers_of_both(copies: tuple[Journal, Journal], tmp_path: Path) -> None:
    one, other = copies
    answer(at(one, 10), CONCEPT, QUESTION)
    answer(at(one, 40), CONCEPT, QUESTION)
    answer(at(other, 20), CONCEPT, QUESTION, right=False)
    both_ways(one, other, tmp_path)
    card = card_of(one)
    with one.store.read() as session:
        lived = replay([each.answer for each in queries.histories(session)[card.id]], one.weights, 0.9)
        given = reviews.of_card(session, card.id)
    assert [each.right for each in given] == [True, True, True, False, True]
    assert card.stability == pytest.approx(lived.stability)
    assert (card.repetitions, card.lapses, card.last) == (5, 1, given[-1].day)
    assert given[-1].due == card.due
    assert given[-1].before["lapses"] == 1, "the answer after the lapse says what it found"


def test_of_two_counted_answers_on_one_day_the_first_counts(copies: tuple[Journal, Journal], tmp_path: Path) -> None:
    one, other = copies
    answer(at(one, 5), CONCEPT, QUESTION)
    answer(at(other, 5.01), CONCEPT, QUESTION, right=False, seed=2)
    both_ways(one, other, tmp_path)
    card = card_of(other)
    with other.store.read() as session:
        assert [each.counted for each in reviews.of_card(session, card.id)] == [True, True, True, False]
    assert (card.repetitions, card.lapses) == (3, 0)


def test_answers_are_in_the_order_of_time_whatever_the_zone(copies: tuple[Journal, Journal], tmp_path: Path) -> None:
    one, other = copies
    east, west = answer(at(one, 5), CONCEPT, QUESTION), answer(at(other, 5.1), CONCEPT, QUESTION, right=False)
    with one.store.write() as session:
        session.merge(east).tz = -480
    with other.store.write() as session:
        session.merge(west).tz = 480
    both_ways(one, other, tmp_path)
    with one.store.read() as session:
        given = reviews.of_card(session, card_of(one).id)
    assert {each.right: each.counted for each in given[2:]} == {False: True, True: False}


def test_the_texts_of_both_stand_and_search_and_mentions_follow(
    copies: tuple[Journal, Journal], tmp_path: Path
) -> None:
    one, other = copies
    save(at(other, 0.1), open_week(other, None), "学了卷积。今天很累。还学了RNN。\n")
    save(at(one, 0.2), open_week(one, None), "学了卷积和池化。今天很累。\n")
    both_ways(one, other, tmp_path)
    for journal in (one, other):
        (week,) = all_weeks(journal)
        with journal.store.read() as session:
            spoken = {each.concept for each in mentions.of_week(session, week.id)}
        assert open_week(journal, week.id).body == "学了卷积和池化。今天很累。还学了RNN。\n"
        assert spoken == {place.concept for place in journal.mention_spans(open_week(journal, week.id).body)}
        assert len(search(journal, "RNN").hits) >= 1
        assert len(history(journal, week.id)) >= 3, "each text is kept whole"


def test_where_both_changed_one_sentence_both_stand(copies: tuple[Journal, Journal], tmp_path: Path) -> None:
    one, other = copies
    save(at(other, 0.1), open_week(other, None), "学了卷积。今天不累。\n")
    save(at(one, 0.2), open_week(one, None), "学了卷积。今天更累。\n")
    both_ways(one, other, tmp_path)
    body = open_week(one, None).body
    assert body.count("学了卷积") == body.count("今天不累") == body.count("今天更累") == 1


def test_what_was_done_or_suspended_on_one_is_so_on_both(copies: tuple[Journal, Journal], tmp_path: Path) -> None:
    one, other = copies
    finish_by_id(other, 1)
    suspend(other, [card_of(other).id])
    both_ways(one, other, tmp_path)
    assert card_of(one).suspended
    (item,) = dump(one)["item"].values()
    assert item["done"] is not None


def test_a_week_deleted_on_one_stays_deleted_and_comes_back_once(
    copies: tuple[Journal, Journal], tmp_path: Path
) -> None:
    one, other = copies
    (week,) = all_weeks(one)
    week_bin.delete(one, week.id)
    carry(other, one, tmp_path)
    assert all_weeks(one) == []
    carry(one, other, tmp_path)
    assert all_weeks(other) == []
    assert len(week_bin.contents(other)) == 1
    week_bin.bring_back(other)
    both_ways(other, one, tmp_path)
    assert len(all_weeks(one)) == 1
    assert list(week_bin.contents(one)) == []


def test_an_answer_that_was_taken_back_does_not_return(copies: tuple[Journal, Journal], tmp_path: Path) -> None:
    one, other = copies
    answer(at(one, 5), CONCEPT, QUESTION)
    carry(one, other, tmp_path)
    undo(one)
    before = card_of(one)
    both_ways(one, other, tmp_path)
    assert card_of(one).model_dump() == before.model_dump()
    assert card_of(other).repetitions == 2


def test_undo_does_not_restore_what_the_other_copy_has_overwritten(
    copies: tuple[Journal, Journal], tmp_path: Path
) -> None:
    one, other = copies
    save(at(one, 0.1), open_week(one, None), "学了卷积。今天很累。一。\n")
    save(at(other, 0.2), open_week(other, None), "学了卷积。今天很累。二。\n")
    done = carry(other, one, tmp_path)
    assert done.dropped >= 1
    undo(one)
    assert open_week(one, None).body == "学了卷积。今天很累。一。\n", "the import itself is taken back, whole"
    with suppress(UserError):
        for _ in range(20):
            undo(one)
    assert open_week(one, None).body == "学了卷积。今天很累。一。\n", "no step from before it touches the text"


def test_luck_is_the_same_on_every_device(devices: list[Journal]) -> None:
    one, other, _ = devices
    for name in ("a", "b", "c"):
        answer(other, CONCEPT, name)
    for days in (0, 10, 40):
        answer(at(one, days), CONCEPT, QUESTION)
        answer(at(other, days), CONCEPT, QUESTION)
    assert card_of(one).id != card_of(other).id
    assert card_of(one).due == card_of(other).due


def test_taken_in_again_nothing_changes(copies: tuple[Journal, Journal], tmp_path: Path) -> None:
    one, other = copies
    answer(at(other, 5), CONCEPT, QUESTION)
    both_ways(one, other, tmp_path)
    before = dump(one)
    assert not carry(other, one, tmp_path).rows
    assert dump(one) == before
