"""The cards: narrowed by a filter, taken out of the reviews and brought back, and the page of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.core.messages import UserError, use
from journal.core.ratings import Rating
from journal.db import cards, followups, reviews
from journal.db.tables import FollowupRow
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import Memory, preview
from journal.opening.journal import Journal
from journal.review.asking import AskedCard, ask
from journal.review.card_page import CardPage, card_page, others_text, why_text
from journal.review.cards import CardRow, bring_back, bury, card_rows, find_cards, suspend
from journal.review.confusions import confusions
from journal.review.held_misconceptions import misconceptions, unresolved
from journal.review.rating import Confidence
from journal.review.reviews import ReviewOutcome, answer, rate
from journal.review.session import start_review_session
from journal.sample.filling import written
from tests.support.app import NearRunner
from tests.support.journal import Clock, Importing
from tests.support.library import LOG

TODAY = date(2024, 7, 10)


@pytest.fixture
def reviewing(journal: Journal, imported: Importing) -> Journal:
    """A journal whose log speaks of four concepts with six questions, and whose demos run in this process."""
    use("en")
    imported(LOG)
    return replace(journal, runner=NearRunner())


Answering = Callable[..., ReviewOutcome]


@pytest.fixture
def answered(reviewing: Journal) -> Answering:
    """Answers a card as if the review session had just come to it: right, or from the misconception `misconception`."""

    def answering(name: str, idea: str = "", sure: Confidence = "unsure", seconds: float = 9.0) -> ReviewOutcome:
        row = card(reviewing, name)
        review_session = start_review_session(reviewing)
        review_session = replace(review_session, queue=replace(review_session.queue, waiting=(row.id,)))
        asked = ask(reviewing, review_session)
        value = asked.variant.wrong_answers[idea] if idea else asked.variant.truth
        assert value is not None
        return answer(reviewing, asked, written(value), sure, seconds)

    return answering


def card(journal: Journal, name: str) -> CardRow:
    [row] = find_cards(journal, name)
    return row


def page(journal: Journal, name: str) -> CardPage:
    return card_page(journal, card(journal, name).id)


def names(journal: Journal, text: str = "") -> list[str]:
    return [row.name for row in card_rows(journal, text)]


def queue(journal: Journal) -> set[str]:
    waiting = set(start_review_session(journal).queue.waiting)
    return {row.name for row in card_rows(journal) if row.id in waiting}


# --- the list -----------------------------------------------------------------------------------------------------


def test_the_cards_are_listed_in_the_order_of_learning(reviewing: Journal) -> None:
    assert names(reviewing) == [
        "convolution.places",
        "pooling.shape",
        "backprop.moves",
        "backprop.order",
        "rnn.grows",
        "rnn.size",
    ]


def test_a_card_is_found_by_its_concept_and_question_in_either_language(reviewing: Journal) -> None:
    assert [row.name for row in find_cards(reviewing, "循环神经网络")] == ["rnn.grows", "rnn.size"]
    assert [row.name for row in find_cards(reviewing, "RNN.size")] == ["rnn.size"]
    with pytest.raises(UserError, match="rnn has no question 'sise': it has grows, size"):
        find_cards(reviewing, "rnn.sise")
    with pytest.raises(UserError, match="No question of “Attention” is on your review list"):
        find_cards(reviewing, "attention")


def test_the_list_is_narrowed_by_what_was_answered_and_when(
    reviewing: Journal, answered: Answering, clock: Clock
) -> None:
    answered("convolution.places", "hanging_over")
    clock.now += timedelta(days=2)
    answered("rnn.size")
    assert names(reviewing, "rated:1") == ["rnn.size"]
    assert names(reviewing, "rated:3") == ["convolution.places", "rnn.size"]
    assert names(reviewing, "rated:3:1") == ["convolution.places"]
    assert names(reviewing, "is:due") == ["convolution.places"]
    assert names(reviewing, "-is:new topic:序列") == ["rnn.size"]
    assert names(reviewing, "prop:s<1") == ["convolution.places"]
    assert names(reviewing, "added:2") == []
    assert len(names(reviewing, "added:3")) == 6


# --- in and out ---------------------------------------------------------------------------------------------------


def test_a_buried_card_leaves_the_queue_until_tomorrow(reviewing: Journal, clock: Clock) -> None:
    everything = queue(reviewing)
    bury(reviewing, [card(reviewing, "rnn.size").id])
    assert everything - queue(reviewing) == {"rnn.size"}
    assert names(reviewing, "is:buried") == ["rnn.size"]
    clock.now += timedelta(days=1)
    assert queue(reviewing) == everything
    assert names(reviewing, "is:buried") == []


def test_a_suspended_card_stays_out_until_it_is_brought_back(reviewing: Journal, clock: Clock) -> None:
    everything = queue(reviewing)
    ids = [row.id for row in find_cards(reviewing, "rnn")]
    suspend(reviewing, ids)
    clock.now += timedelta(days=400)
    assert everything - queue(reviewing) == {"rnn.grows", "rnn.size"}
    bring_back(reviewing, ids)
    assert queue(reviewing) == everything


def test_what_is_brought_back_is_no_longer_buried_either(reviewing: Journal) -> None:
    both = [card(reviewing, "rnn.size").id]
    bury(reviewing, both)
    suspend(reviewing, both)
    assert card(reviewing, "rnn.size").state == "suspended"
    bring_back(reviewing, both)
    assert card(reviewing, "rnn.size").state == "new"
    assert "rnn.size" in queue(reviewing)


def test_out_and_back_leaves_what_is_remembered_as_it_was(reviewing: Journal, answered: Answering) -> None:
    answered("rnn.size")
    before = card(reviewing, "rnn.size")
    bury(reviewing, [before.id])
    suspend(reviewing, [before.id])
    bring_back(reviewing, [before.id])
    assert card(reviewing, "rnn.size") == before


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("idea", "sure"), [("", "unsure"), ("only_once", "unsure"), ("only_once", "sure")])
def test_what_the_other_answers_would_have_done_is_what_the_buttons_showed(
    reviewing: Journal, answered: Answering, clock: Clock, idea: str, sure: Confidence
) -> None:
    answered("rnn.size")
    clock.now += timedelta(days=3)
    before = card_memory(reviewing, "rnn.size")
    outcome = answered("rnn.size", idea, sure)
    last = page(reviewing, "rnn.size").last
    assert last is not None
    assert last.dates == {rating: memory.due for rating, memory in outcome.memories.items()}
    again = preview(
        before,
        TODAY + timedelta(days=3),
        retention=reviewing.settings.retention,
        card="rnn/size",
        repetition=1,
        tomorrow=[Rating.AGAIN] if sure == "sure" and idea else [],
    )
    assert last.dates == {rating: memory.due for rating, memory in again.items()}
    assert last.dates[last.rating] == card(reviewing, "rnn.size").due


def card_memory(journal: Journal, name: str) -> Memory | None:
    with journal.store.read() as session:
        found = cards.by_id(session, card(journal, name).id)
    assert found
    return memory_of(found)


def test_they_stay_what_they_were_when_the_retention_changes(reviewing: Journal, answered: Answering) -> None:
    answered("rnn.size")
    changed = replace(reviewing, settings=replace(reviewing.settings, retention=0.75))
    assert others_text(page(changed, "rnn.size")) == others_text(page(reviewing, "rnn.size"))


def test_a_rating_of_ones_own_keeps_what_was_offered(reviewing: Journal, answered: Answering) -> None:
    outcome = answered("rnn.size")
    rate(reviewing, outcome, Rating.EASY)
    last = page(reviewing, "rnn.size").last
    assert last is not None
    assert last.rating == Rating.EASY
    assert last.dates == {rating: memory.due for rating, memory in outcome.memories.items()}
    assert "Easy" not in others_text(page(reviewing, "rnn.size"))


def test_the_history_tells_numbers_answer_truth_and_the_wrong_idea(reviewing: Journal, answered: Answering) -> None:
    answered("backprop.moves", "uphill")
    [past] = page(reviewing, "backprop.moves").history
    assert past.typed != past.truth
    assert {past.typed, past.truth} == {"up", "down"}
    assert past.numbers.startswith("slope = ")
    assert [idea.correction for idea in past.ideas] == ["The step goes against the gradient."]
    assert page(reviewing, "backprop.moves").errors == (past,)


def test_the_page_says_why_in_one_sentence(reviewing: Journal, answered: Answering, clock: Clock) -> None:
    assert why_text(page(reviewing, "rnn.size")).startswith("New: introduced")
    answered("rnn.size")
    found = page(reviewing, "rnn.size")
    assert found.why is not None
    assert f"{found.why.crossing} days after 07.10" in why_text(found)
    assert "90%" in why_text(found)
    answered("rnn.grows", "turned_round", "sure")
    assert "sure of a wrong answer" in why_text(page(reviewing, "rnn.grows"))
    bury(reviewing, [found.row.id])
    assert "Buried until tomorrow" in why_text(page(reviewing, "rnn.size"))


@pytest.mark.parametrize(("sure", "days"), [("sure", 7), ("unsure", 60)])
def test_after_the_day_that_follows_a_sure_miss_the_card_comes_once_more_within_a_week(
    reviewing: Journal, answered: Answering, clock: Clock, sure: Confidence, days: int
) -> None:
    """Of a card that is remembered well enough for the curve to leave it for two months."""
    answered("rnn.grows", "turned_round", sure)
    with reviewing.store.write() as session:
        row = cards.by_name(session, "rnn", "grows")
        assert row is not None
        row.stability = 60.0
    clock.now += timedelta(days=1)
    outcome = answered("rnn.grows")
    interval = (outcome.memories[Rating.GOOD].due - reviewing.today).days
    assert interval == days if sure == "sure" else interval > 30
    assert ("within a week" in why_text(page(reviewing, "rnn.grows"))) is (sure == "sure")
    clock.now += timedelta(days=7)
    later = answered("rnn.grows")
    assert (later.memories[Rating.GOOD].due - reviewing.today).days > 30, "once is enough"


def test_the_curve_runs_from_the_first_review_beyond_the_next(reviewing: Journal, answered: Answering) -> None:
    assert page(reviewing, "rnn.size").curve == ()
    answered("rnn.size")
    found = page(reviewing, "rnn.size")
    assert found.curve[0] == (TODAY, 1.0)
    assert found.row.due is not None
    assert dict(found.curve)[found.row.due] == pytest.approx(found.why and found.why.retrievability)
    assert found.curve[-1][0] > found.row.due


# --- leeches ------------------------------------------------------------------------------------------------------


def test_the_answer_that_makes_a_leech_says_so_and_another_rating_takes_it_back(
    reviewing: Journal, answered: Answering, clock: Clock
) -> None:
    eager = replace(reviewing, settings=replace(reviewing.settings, leech_after=2))
    told = []
    for _ in range(4):
        outcome = replace(answered("rnn.size", "only_once"), leech_after=2)
        told.append(outcome.leech)
        clock.now += timedelta(days=3)
    assert told == [False, False, True, True]
    assert names(eager, "is:leech") == ["rnn.size"]
    assert not rate(eager, outcome, Rating.HARD).leech
    assert card(eager, "rnn.size").lapses == 2


# --- what is believed ---------------------------------------------------------------------------------------------


def test_an_answer_notes_what_it_could_have_shown(reviewing: Journal, answered: Answering) -> None:
    outcome = answered("convolution.places", "hanging_over")
    assert isinstance(outcome.asked, AskedCard)
    assert outcome.review.could == list(outcome.asked.variant.diagnosable)
    [belief] = misconceptions(reviewing, "convolution")
    assert (belief.misconception, belief.times, belief.chances, belief.resolved) == ("hanging_over", 1, 1, False)
    assert belief.correction == "At the last places the kernel would hang over the edge."


def test_the_next_variant_tells_apart_all_ideas_that_are_still_held(
    reviewing: Journal, answered: Answering, clock: Clock
) -> None:
    answered("convolution.places", "hanging_over")
    clock.now += timedelta(days=1)
    answered("convolution.places", "first_left_out")
    row = card(reviewing, "convolution.places")
    with reviewing.store.read() as session:
        own, past = cards.by_id(session, row.id), reviews.of_card(session, row.id)
        assert own
        assert unresolved(own, past) == ("first_left_out", "hanging_over")
    clock.now += timedelta(days=1)
    answered("convolution.places")
    with reviewing.store.read() as session:
        assert unresolved(own, reviews.of_card(session, row.id)) == ()


def test_s13_two_concepts_that_the_log_says_are_mixed_up_are_asked_one_after_the_other(
    reviewing: Journal, answered: Answering, clock: Clock
) -> None:
    for name in ("convolution.places", "pooling.shape", "backprop.moves", "backprop.order", "rnn.grows", "rnn.size"):
        answered(name)
        clock.now += timedelta(hours=1)
    clock.now += timedelta(days=90)
    with reviewing.store.write() as session:
        assert confusions(reviewing, session) == []
        followups.add(session, FollowupRow(kind="confusion", text="", concepts=["pooling", "rnn"], created=clock.now))
    concept_of = {row.id: row.concept for row in card_rows(reviewing)}
    asked = [concept_of[each] for each in start_review_session(reviewing).queue.waiting]
    assert abs(asked.index("pooling") - asked.index("rnn")) == 1
