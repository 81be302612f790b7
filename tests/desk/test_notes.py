"""Cards of the learner's own: made, asked in the same queue, changed without losing what was learned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.desk import Desk
from journal.desk.asking import NoteAsked, ask, prepare
from journal.desk.card_page import card_page
from journal.desk.cards import card_rows, find_cards
from journal.desk.notes import change, draft_of, make, note_of, remove
from journal.desk.reviews import Outcome, answer, onward, self_rated
from journal.desk.sitting import Sitting, sit_down
from journal.desk.undo import undo
from journal.learning.plans import Plan
from journal.learning.scheduling import Rating
from journal.notes.kinds import LONGEST, Draft
from journal.store import progress
from journal.words import UserError
from tests.desk.conftest import Clock, Importing
from tests.tui.library import LOG

RECALL = Draft("recall", "What does Adam add to momentum?", "RMSProp", tags=("optim",), deck="maths::descent")
GAPS = Draft("cloze", "{{c1::Adam}} is {{c2::momentum}} and {{c3::RMSProp}}")
TYPED = Draft("typed", "relu(-3)?", answers=("0", "zero"))


def asked(desk: Desk) -> NoteAsked:
    found = ask(desk, sit_down(desk))
    assert isinstance(found, NoteAsked)
    return found


def rated(desk: Desk, rating: Rating = Rating.GOOD) -> Outcome:
    return self_rated(desk, asked(desk), rating, 4.0)


def names(desk: Desk, text: str = "") -> list[str]:
    return [f"{row.title}.{row.question}" for row in card_rows(desk, text)]


def test_a_card_is_asked_and_comes_back_by_what_its_learner_says(desk: Desk) -> None:
    made = make(desk, RECALL)
    found = asked(desk)
    assert (found.prompt, found.truth, found.code) == (RECALL.front, "RMSProp", "")
    outcome = rated(desk)
    assert outcome.review.card_id == made.cards[0]
    assert (outcome.review.rating, outcome.review.verdict, outcome.review.counted) == (Rating.GOOD, "right", True)
    assert outcome.review.due > desk.today
    assert sit_down(desk).card is None


def test_a_card_that_was_not_known_comes_back_the_same_day(desk: Desk) -> None:
    make(desk, RECALL)
    sitting = sit_down(desk)
    outcome = rated(desk, Rating.AGAIN)
    assert onward(sitting, outcome).card == outcome.review.card_id
    assert sit_down(desk).repeats


def test_an_answer_that_is_typed_is_compared(desk: Desk) -> None:
    make(desk, TYPED)
    outcome = answer(desk, asked(desk), "ZERO", "sure", 3.0)
    assert (outcome.right, outcome.review.kind, outcome.truth) == (True, "typed", "0 / zero")


def test_self_rated_answers_say_nothing_of_confidence(desk: Desk) -> None:
    make(desk, RECALL)
    rated(desk)
    make(desk, TYPED)
    answer(desk, asked(desk), "1", "sure", 3.0)
    with desk.store.read() as session:
        assert [each.confidence for each in progress.sureness(session)] == ["sure"]


def test_siblings_are_kept_apart_for_a_day(desk: Desk, clock: Clock) -> None:
    make(desk, GAPS)
    assert len(card_rows(desk)) == 3
    assert len(sit_down(desk).session.waiting) == 1
    assert asked(desk).side.name == "c1"
    rated(desk)
    assert sit_down(desk).card is None
    clock.now += timedelta(days=1)
    assert asked(desk).side.name == "c2"


def test_cards_that_are_due_have_their_siblings_wait(desk: Desk, clock: Clock) -> None:
    make(desk, GAPS)
    for _ in range(3):
        rated(desk)
        clock.now += timedelta(days=1)
    clock.now += timedelta(days=30)
    assert len(sit_down(desk).session.waiting) == 1


def test_both_kinds_of_new_cards_share_the_day(desk: Desk, imported: Importing) -> None:
    imported(LOG)
    for number in range(30):
        make(desk, Draft("recall", f"question {number}", "answer"))
    waiting = set(sit_down(desk).session.waiting)
    own = [row for row in card_rows(desk, "topic:notes") if row.id in waiting]
    library = [row for row in card_rows(desk, "-topic:notes") if row.id in waiting]
    assert own
    assert library
    assert len(own) + len(library) <= desk.settings.new_per_day


def test_a_change_keeps_what_was_learned(desk: Desk) -> None:
    made = make(desk, GAPS)
    rated(desk)
    before = card_page(desk, made.cards[0])
    changed = change(desk, made.note.uid, Draft("cloze", "{{c1::AdamW}} is {{c2::momentum}}"))
    after = card_page(desk, made.cards[0])
    assert changed.cards == made.cards[:2]
    assert after.history[0].memory == before.history[0].memory
    assert after.row.prompt == "[…] is momentum"
    assert len(card_rows(desk)) == 2
    undo(desk)
    assert draft_of(note_of(desk, made.note.uid)) == draft_of(made.note)
    assert len(card_rows(desk)) == 3


def test_a_card_is_removed_with_its_answers_and_brought_back(desk: Desk) -> None:
    made = make(desk, RECALL)
    rated(desk)
    remove(desk, made.note.uid)
    assert card_rows(desk) == ()
    undo(desk)
    assert len(card_page(desk, made.cards[0]).history) == 1


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
def test_cards_are_found_like_all_others(desk: Desk, text: str, found: list[str]) -> None:
    for draft in (RECALL, GAPS, TYPED):
        make(desk, draft)
    assert names(desk, text) == found


def test_a_card_has_a_name(desk: Desk) -> None:
    made = make(desk, GAPS)
    assert [row.question for row in find_cards(desk, made.name)] == ["c1", "c2", "c3"]
    assert [row.question for row in find_cards(desk, f"{made.name}.c2")] == ["c2"]
    with pytest.raises(UserError, match="no card of your own"):
        find_cards(desk, "note:gone")


def test_the_heading_of_a_card_gives_nothing_away(desk: Desk) -> None:
    make(desk, GAPS)
    assert "Adam" not in asked(desk).concept.title.en


def test_a_card_speaks_of_the_concepts_that_its_text_names(desk: Desk) -> None:
    made = make(desk, Draft("recall", "What does pooling keep?", "the largest value", sentence="学了池化"))
    assert "pooling" in made.note.concepts


def test_a_deck_or_a_tag_can_be_crammed(desk: Desk) -> None:
    made = make(desk, RECALL)
    for name in ("maths", "maths::descent", "#optim", "optim"):
        assert sit_down(desk, Plan("cram", about=name)).session.waiting == made.cards


def test_nothing_is_run_for_cards_of_ones_own(desk: Desk) -> None:
    make(desk, RECALL)
    prepare(desk)
    assert desk.ahead == {}


@pytest.mark.parametrize(
    ("draft", "key"),
    [
        (Draft("recall", " ", "x"), "notes.no_front"),
        (Draft("recall", "x", " "), "notes.no_back"),
        (Draft("cloze", "no gap"), "notes.no_cloze"),
        (Draft("typed", "x"), "notes.no_answers"),
        (Draft("recall", "x" * (LONGEST + 1), "y"), "notes.too_long"),
    ],
)
def test_a_note_that_makes_no_card_is_refused(desk: Desk, draft: Draft, key: str) -> None:
    with pytest.raises(UserError) as refused:
        make(desk, draft)
    assert refused.value.key == key
    assert card_rows(desk) == ()


def test_a_sitting_ends_when_its_card_is_gone(desk: Desk) -> None:
    made = make(desk, RECALL)
    sitting: Sitting = sit_down(desk)
    remove(desk, made.note.uid)
    with pytest.raises(UserError) as gone:
        ask(desk, sitting)
    assert gone.value.key == "review.no_card"
