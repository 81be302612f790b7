"""Cards of the learner's own: made, asked in the same queue, changed without losing what was learned."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from journal.core import diagnostics
from journal.core.messages import UserError
from journal.core.ratings import Rating
from journal.db import totals
from journal.history.undo import undo
from journal.notes.kinds import LONGEST, NoteDraft
from journal.opening.journal import Journal
from journal.review.asking import NoteAsked, ask, prefetch_today
from journal.review.card_page import card_page
from journal.review.cards import card_rows, find_cards
from journal.review.notes import change, draft_of, make, note_of, remove
from journal.review.plans import Plan
from journal.review.reviews import ReviewOutcome, answer, onward, self_rated
from journal.review.session import ReviewSession, start_review_session
from tests.support.journal import Clock, Importing
from tests.support.library import LOG

RECALL = NoteDraft("recall", "What does Adam add to momentum?", "RMSProp", tags=("optim",), deck="maths::descent")
GAPS = NoteDraft("cloze", "{{c1::Adam}} is {{c2::momentum}} and {{c3::RMSProp}}")
TYPED = NoteDraft("typed", "relu(-3)?", answers=("0", "zero"))


def asked(journal: Journal) -> NoteAsked:
    found = ask(journal, start_review_session(journal))
    assert isinstance(found, NoteAsked)
    return found


def rated(journal: Journal, rating: Rating = Rating.GOOD) -> ReviewOutcome:
    return self_rated(journal, asked(journal), rating, 4.0)


def names(journal: Journal, text: str = "") -> list[str]:
    return [f"{row.title}.{row.question}" for row in card_rows(journal, text)]


def test_a_card_is_asked_and_comes_back_by_what_its_learner_says(journal: Journal) -> None:
    made = make(journal, RECALL)
    found = asked(journal)
    assert (found.prompt, found.truth, found.code) == (RECALL.front, "RMSProp", "")
    outcome = rated(journal)
    assert outcome.review.card_id == made.cards[0]
    assert (outcome.review.rating, outcome.review.verdict, outcome.review.counted) == (Rating.GOOD, "right", True)
    assert outcome.review.due > journal.today
    assert start_review_session(journal).card is None


def test_a_card_that_was_not_known_comes_back_the_same_day(journal: Journal) -> None:
    make(journal, RECALL)
    review_session = start_review_session(journal)
    outcome = rated(journal, Rating.AGAIN)
    assert onward(review_session, outcome).card == outcome.review.card_id
    assert start_review_session(journal).repeats


def test_an_answer_that_is_typed_is_compared(journal: Journal) -> None:
    make(journal, TYPED)
    outcome = answer(journal, asked(journal), "ZERO", "sure", 3.0)
    assert (outcome.right, outcome.review.kind, outcome.truth) == (True, "typed", "0 / zero")


def test_self_rated_answers_say_nothing_of_confidence(journal: Journal) -> None:
    make(journal, RECALL)
    rated(journal)
    make(journal, TYPED)
    answer(journal, asked(journal), "1", "sure", 3.0)
    with journal.store.read() as session:
        assert [each.confidence for each in totals.confidence_counts(session)] == ["sure"]


def test_siblings_are_kept_apart_for_a_day(journal: Journal, clock: Clock) -> None:
    make(journal, GAPS)
    assert len(card_rows(journal)) == 3
    assert len(start_review_session(journal).queue.waiting) == 1
    assert asked(journal).side.name == "c1"
    rated(journal)
    assert start_review_session(journal).card is None
    clock.now += timedelta(days=1)
    assert asked(journal).side.name == "c2"


def test_cards_that_are_due_have_their_siblings_wait(journal: Journal, clock: Clock) -> None:
    make(journal, GAPS)
    for _ in range(3):
        rated(journal)
        clock.now += timedelta(days=1)
    clock.now += timedelta(days=30)
    assert len(start_review_session(journal).queue.waiting) == 1


def test_both_kinds_of_new_cards_share_the_day(journal: Journal, imported: Importing) -> None:
    imported(LOG)
    for number in range(30):
        make(journal, NoteDraft("recall", f"question {number}", "answer"))
    waiting = set(start_review_session(journal).queue.waiting)
    own = [row for row in card_rows(journal, "topic:notes") if row.id in waiting]
    library = [row for row in card_rows(journal, "-topic:notes") if row.id in waiting]
    assert own
    assert library
    assert len(own) + len(library) <= journal.settings.new_per_day


def test_a_change_keeps_what_was_learned(journal: Journal) -> None:
    made = make(journal, GAPS)
    rated(journal)
    before = card_page(journal, made.cards[0])
    changed = change(journal, made.note.uid, NoteDraft("cloze", "{{c1::AdamW}} is {{c2::momentum}}"))
    after = card_page(journal, made.cards[0])
    assert changed.cards == made.cards[:2]
    assert after.history[0].memory == before.history[0].memory
    assert after.row.prompt == "[…] is momentum"
    assert len(card_rows(journal)) == 2
    undo(journal)
    assert draft_of(note_of(journal, made.note.uid)) == draft_of(made.note)
    assert len(card_rows(journal)) == 3


def test_a_card_is_removed_with_its_answers_and_brought_back(journal: Journal) -> None:
    made = make(journal, RECALL)
    rated(journal)
    remove(journal, made.note.uid)
    assert card_rows(journal) == ()
    undo(journal)
    assert len(card_page(journal, made.cards[0]).history) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tag:optim", ["descent.front"]),
        ("deck:maths", ["descent.front"]),
        ("deck:math", []),
        ("kind:cloze", ["own card.c1", "own card.c2", "own card.c3"]),
        ("rmsprop -kind:cloze", ["descent.front"]),
        ("is:new topic:notes kind:typed", ["own card.front"]),
    ],
)
def test_cards_are_found_like_all_others(journal: Journal, text: str, found: list[str]) -> None:
    for draft in (RECALL, GAPS, TYPED):
        make(journal, draft)
    assert names(journal, text) == found


def test_a_card_has_a_name(journal: Journal) -> None:
    made = make(journal, GAPS)
    assert [row.question for row in find_cards(journal, made.name)] == ["c1", "c2", "c3"]
    assert [row.question for row in find_cards(journal, f"{made.name}.c2")] == ["c2"]
    with pytest.raises(UserError, match="no card of your own"):
        find_cards(journal, "note:gone")


def test_the_heading_of_a_card_gives_nothing_away(journal: Journal) -> None:
    make(journal, GAPS)
    assert "Adam" not in asked(journal).concept.title["en"]


def test_a_card_speaks_of_the_concepts_that_its_text_names(journal: Journal) -> None:
    made = make(journal, NoteDraft("recall", "What does pooling keep?", "the largest value", sentence="学了池化"))
    assert "pooling" in made.note.concepts


def test_a_deck_or_a_tag_can_be_crammed(journal: Journal) -> None:
    made = make(journal, RECALL)
    for name in ("maths", "maths::descent", "#optim", "optim"):
        assert start_review_session(journal, Plan("cram", about=name)).queue.waiting == made.cards


def test_nothing_is_run_for_cards_of_ones_own(journal: Journal) -> None:
    make(journal, RECALL)
    prefetch_today(journal)
    assert journal.ahead == {}


def test_what_cannot_be_made_ahead_is_noted_without_the_text_of_the_user(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("review.no_card", name="今晚的秘密")

    make(journal, RECALL)
    monkeypatch.setattr(diagnostics, "_folder", tmp_path)
    monkeypatch.setattr("journal.review.asking._next_variant", refuse)
    prefetch_today(journal)
    noted = (tmp_path / diagnostics.NAME).read_text(encoding="utf-8")
    assert "ERROR prefetch" in noted
    assert "UserError[review.no_card]" in noted
    assert "秘密" not in noted


@pytest.mark.parametrize(
    ("draft", "key"),
    [
        (NoteDraft("recall", " ", "x"), "notes.no_front"),
        (NoteDraft("recall", "x", " "), "notes.no_back"),
        (NoteDraft("cloze", "no gap"), "notes.no_cloze"),
        (NoteDraft("typed", "x"), "notes.no_answers"),
        (NoteDraft("recall", "x" * (LONGEST + 1), "y"), "notes.too_long"),
    ],
)
def test_a_note_that_makes_no_card_is_refused(journal: Journal, draft: NoteDraft, key: str) -> None:
    with pytest.raises(UserError) as refused:
        make(journal, draft)
    assert refused.value.key == key
    assert card_rows(journal) == ()


def test_a_sitting_ends_when_its_card_is_gone(journal: Journal) -> None:
    made = make(journal, RECALL)
    review_session: ReviewSession = start_review_session(journal)
    remove(journal, made.note.uid)
    with pytest.raises(UserError) as gone:
        ask(journal, review_session)
    assert gone.value.key == "review.no_card"
