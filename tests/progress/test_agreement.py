"""One word, one number: panels, Today, the lists, the report and JSON tell the same of one journal."""

from __future__ import annotations

import pytest

from journal.concepts.concepts import concept_rows
from journal.core.ratings import Rating
from journal.db import cards, reviews
from journal.opening.journal import Journal
from journal.progress.panel import ALL
from journal.progress.panels import panel_of
from journal.progress.panels.concepts import every
from journal.report.gathering import report_on
from journal.review.cards import card_rows
from journal.today.today import today
from tests.support.store import review_of


@pytest.fixture
def overruled(studied: Journal) -> Journal:
    """The studied journal, in which two slips of today were rated Good; one more card is due and suspended."""
    day = studied.today
    with studied.store.write() as session:
        held = [card for card in cards.all_cards(session) if card.due and card.last and card.last < day]
        for card in held[:2]:
            slip = {"verdict": "wrong", "rating": Rating.GOOD, "stability": 0.5, "due": day}
            reviews.record(session, review_of(card.id, day, at=studied.clock(), **slip))
        cards.suspend(session, [held[0].id], suspended=True)
    return studied


def test_retention_counts_ratings_wherever_it_stands(overruled: Journal) -> None:
    told = {(each.period, each.age): each for each in panel_of("retention").read(overruled, ALL)}
    with overruled.store.read() as session:
        recalls = [each for each in reviews.every(session) if each.counted and each.elapsed]
    share = sum(each.rating > Rating.AGAIN for each in recalls) / len(recalls)
    assert share != sum(each.right for each in recalls) / len(recalls)
    assert told["all", "all"].share == today(overruled).retention == share


def test_known_is_the_same_on_the_map_in_the_list_on_today_and_in_the_report(overruled: Journal) -> None:
    listed = {row.id: row.known for row in concept_rows(overruled) if row.state in ("learning", "known")}
    assert {each.id: each.known for each in every(panel_of("concepts").read(overruled, ALL)) if each.known} == listed
    spoken = {concept.id: known for concept, known in today(overruled).spoken if known is not None}
    report = report_on(overruled, None)
    told = {each.concept: each.known for each in (*report.first_met, *report.met_again) if each.known is not None}
    assert spoken
    assert told == spoken == {each: listed[each] for each in spoken}


def test_due_is_the_same_on_today_in_the_list_of_cards_and_among_the_concepts(overruled: Journal) -> None:
    waiting = len(card_rows(overruled, "is:due"))
    assert waiting
    assert today(overruled).all_due == sum(row.due for row in concept_rows(overruled)) == waiting
    assert panel_of("due").read(overruled, ALL).days[0].due == waiting
