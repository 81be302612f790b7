"""Weights of one's own: fitted to the reviews, shown before they are taken, taken without a flood, given back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.core.messages import UserError
from journal.db import cards
from journal.db.rows import CardListing
from journal.db.tables import Fit
from journal.memory import queries
from journal.memory.fitting.verdict import LEAST
from journal.memory.replaying import replay, room
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights
from journal.opening.journal import Journal
from journal.weights.awaiting import has_new_weights
from journal.weights.training import EVERY, is_fit_due, train, wins
from journal.weights.weights import activate, compare, dismiss, revert
from tests.support.lived import FORGETFUL, simulate_study
from tests.support.told import BEFORE, ERROR, ScriptedTrainer


@pytest.fixture
def told() -> ScriptedTrainer:
    return ScriptedTrainer()


@pytest.fixture
def journal(journal: Journal, told: ScriptedTrainer) -> Journal:
    """A journal whose trainer has an answer ready."""
    return replace(journal, trainer=told)


@pytest.fixture
def lived(journal: Journal) -> Journal:
    """The same after fifty days of study."""
    simulate_study(journal, 50)
    return journal


def cards_of(journal: Journal) -> dict[int, CardListing]:
    with journal.store.read() as session:
        return {card.id: card for card in cards.all_cards(session)}


def load(every: Mapping[int, CardListing], today: date) -> Counter[date]:
    """How many cards are due on each of the next thirty days."""
    coming = {today + timedelta(days=number) for number in range(1, 31)}
    return Counter(card.due for card in every.values() if card.due in coming)


def remembered(journal: Journal, weights: Weights) -> dict[int, tuple[float, float]]:
    """What each card's reviews lead to."""
    with journal.store.read() as session:
        histories = queries.histories(session)
    lived = {card: replay([each.answer for each in history], weights, 0.9) for card, history in histories.items()}
    return {card: (each.stability, each.difficulty) for card, each in lived.items()}


def memories(every: Mapping[int, CardListing]) -> dict[int, tuple[float | None, float | None]]:
    return {card.id: (card.stability, card.difficulty) for card in every.values() if card.due}


# --- when they are fitted -----------------------------------------------------------------------------------------


def test_too_few_reviews_are_said_and_change_nothing(journal: Journal, told: ScriptedTrainer) -> None:
    simulate_study(journal, 4)
    with pytest.raises(UserError) as refused:
        train(journal)
    assert refused.value.key == "train.too_few"
    assert 0 < int(str(refused.value.values["n"])) <= LEAST
    assert not told.seen
    assert compare(journal) is None


def test_it_is_time_after_every_250_counted_reviews(lived: Journal) -> None:
    with lived.store.read() as session:
        counted = queries.counted(session)
    assert counted > EVERY
    assert is_fit_due(lived)
    train(lived)
    assert not is_fit_due(lived)
    with lived.store.write() as session:
        fit = queries.latest(session)
        assert fit is not None
        fit.reviews = counted - EVERY
        session.add(fit)
    assert is_fit_due(lived)


def test_a_fit_is_stored_and_changes_nothing_by_itself(lived: Journal) -> None:
    before = cards_of(lived)
    fit = train(lived)
    assert wins(fit)
    assert has_new_weights(lived)
    assert cards_of(lived) == before
    assert lived.weights == DEFAULT_WEIGHTS


def test_weights_that_are_not_better_are_not_spoken_of(lived: Journal, told: ScriptedTrainer) -> None:
    told.loss = BEFORE - 0.9 * ERROR
    assert not wins(train(lived))
    assert not has_new_weights(lived)
    view = compare(lived)
    assert view is not None
    assert not view.wins


def test_what_is_set_aside_is_not_spoken_of_again(lived: Journal) -> None:
    fit = train(lived)
    dismiss(lived, fit.id)
    assert not has_new_weights(lived)
    activate(lived, fit.id)
    assert lived.weights == FORGETFUL


def test_weights_in_use_are_judged_on_later_reviews_only(lived: Journal, told: ScriptedTrainer) -> None:
    activate(lived, train(lived).id)
    with pytest.raises(UserError) as refused:
        train(lived)
    assert refused.value.key == "train.too_few_since"
    assert told.seen == [0]


# --- what is shown is what happens --------------------------------------------------------------------------------


def test_the_comparison_is_what_happens(lived: Journal) -> None:
    fit = train(lived)
    before = cards_of(lived)
    view = compare(lived)
    assert view is not None
    moved = activate(lived, fit.id)
    after = cards_of(lived)
    days = [(after[each].due - card.due).days for each, card in before.items() if card.due]  # type: ignore[operator]
    assert moved == view.sooner + view.later == sum(map(bool, days)) > 10
    assert (view.sooner, view.later) == (sum(each < 0 for each in days), sum(each > 0 for each in days))
    assert view.cards == len(days)
    today = lived.today
    assert view.fullest == (max(load(before, today).values()), max(load(after, today).values()))
    assert view.lasts["good"] == (DEFAULT_WEIGHTS[2], FORGETFUL[2])
    assert {abs(each.days) for each in view.examples} <= set(map(abs, days))


def test_no_flood_and_nothing_becomes_overdue(lived: Journal) -> None:
    before = cards_of(lived)
    activate(lived, train(lived).id)
    after = cards_of(lived)
    then, now = load(before, lived.today), load(after, lived.today)
    for day in {*then, *now}:
        assert now[day] <= then[day] + room(then[day])
    for card in before.values():
        due = after[card.id].due
        assert (due is None) == (card.due is None)
        if card.due and due:
            assert due > lived.today if card.due > lived.today else due == card.due


def test_every_memory_is_what_its_reviews_lead_to(lived: Journal) -> None:
    assert memories(cards_of(lived)) == remembered(lived, DEFAULT_WEIGHTS)
    activate(lived, train(lived).id)
    assert memories(cards_of(lived)) == remembered(lived, FORGETFUL)


def test_reviews_are_never_rewritten(lived: Journal) -> None:
    with lived.store.read() as session:
        before = queries.answered(session)
    activate(lived, train(lived).id)
    with lived.store.read() as session:
        assert queries.answered(session) == before


def test_a_card_whose_reviews_are_not_all_here_keeps_its_memory(lived: Journal) -> None:
    card = next(card for card in cards_of(lived).values() if card.due and card.due > lived.today)
    with lived.store.write() as session:
        stored = cards.by_id(session, card.id)
        assert stored is not None
        stored.repetitions += 1
        session.add(stored)
    activate(lived, train(lived).id)
    after = cards_of(lived)[card.id]
    assert (after.stability, after.difficulty, after.due) == (card.stability, card.difficulty, card.due)


def test_a_suspended_card_keeps_its_date(lived: Journal) -> None:
    ids = [card.id for card in cards_of(lived).values()]
    with lived.store.write() as session:
        cards.suspend(session, ids)
    before = cards_of(lived)
    assert activate(lived, train(lived).id) == 0
    assert {card.id: card.due for card in cards_of(lived).values()} == {each: card.due for each, card in before.items()}


# --- the way back -------------------------------------------------------------------------------------------------


def test_going_back_restores_every_card(lived: Journal) -> None:
    before = cards_of(lived)
    activate(lived, train(lived).id)
    assert cards_of(lived) != before
    assert revert(lived) is None
    assert cards_of(lived) == before
    assert lived.weights == DEFAULT_WEIGHTS
    assert not has_new_weights(lived)
    with pytest.raises(UserError, match="nothing to revert"):
        revert(lived)


def test_going_back_leads_to_the_weights_taken_before(lived: Journal, told: ScriptedTrainer) -> None:
    first = train(lived)
    activate(lived, first.id)
    once = cards_of(lived)
    with lived.store.write() as session:
        second = queries.add(session, Fit(**{**first.model_dump(exclude={"id"}), "weights": list(DEFAULT_WEIGHTS)}))
    activate(lived, second.id)
    back = revert(lived)
    assert back is not None
    assert back.id == first.id
    assert lived.weights == FORGETFUL
    assert cards_of(lived) == once


def test_a_day_that_has_passed_is_not_brought_back(lived: Journal) -> None:
    before = cards_of(lived)
    activate(lived, train(lived).id)
    after = cards_of(lived)
    later = [each for each, card in before.items() if card.due and (after[each].due or card.due) > card.due]
    assert later
    passed = min(before[each].due or date.max for each in later)
    on_that_day = [each for each in later if before[each].due == passed]
    lived.clock.now += passed - lived.today  # type: ignore[attr-defined]
    revert(lived)
    for each in on_that_day:
        assert cards_of(lived)[each].due == after[each].due


def test_only_the_latest_weights_can_be_taken_and_only_once(lived: Journal) -> None:
    first = train(lived)
    second = train(lived)
    with pytest.raises(UserError, match="replaced"):
        activate(lived, first.id)
    activate(lived, second.id)
    with pytest.raises(UserError, match="replaced"):
        activate(lived, second.id)
