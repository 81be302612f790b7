"""Cards out to Anki and home again: the real package imports them, and gives back what was in them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from journal.core.ratings import Rating
from journal.db import cards, reviews
from journal.db.tables import Review
from journal.exchange.anki_answers import exported_id
from journal.exchange.anki_decks import import_deck
from journal.exchange.anki_export import _line, _prose, export_deck
from journal.exchange.formats.anki.writing import escaped_json
from journal.notes.kinds import NoteDraft
from journal.notes.markup import html_of, markdown_of
from journal.opening.journal import Journal
from journal.review.asking import NoteAsked, ask
from journal.review.cards import begin_anew
from journal.review.notes import make
from journal.review.reviews import self_rated
from journal.review.session import start_review_session
from tests.exchange import oracle
from tests.support.journal import Clock

DRAFTS = (
    NoteDraft("recall", "What is $\\frac{1}{2}$ of **4**?", "2", tags=("sums",), deck="maths"),
    NoteDraft("reversed", "front", "back"),
    NoteDraft("typed", "relu(-3)?", answers=("0",)),
    NoteDraft("cloze", "{{c1::Adam}} is {{c2::momentum}}"),
)


@pytest.fixture
def studied(journal: Journal, clock: Clock) -> Journal:
    """A journal whose own cards were asked for some days."""
    for draft in DRAFTS:
        make(journal, draft)
    for number in range(12):
        while (review_session := start_review_session(journal)).card is not None:
            asked = ask(journal, review_session)
            assert isinstance(asked, NoteAsked)
            self_rated(journal, asked, (Rating.GOOD, Rating.EASY, Rating.HARD)[number % 3], 5.0)
        clock.now += timedelta(days=1)
    return journal


def exported(journal: Journal, path: Path) -> Path:
    path.write_bytes(export_deck(journal).data)
    return path


def rows(found: dict[str, Any]) -> dict[tuple[str, int], dict[str, Any]]:
    return {(each["guid"], each["ord"]): each for each in found["cards"]}


def test_anki_gives_back_every_schedule_and_every_answer(studied: Journal, tmp_path: Path) -> None:
    found = oracle.read(exported(studied, tmp_path / "deck.apkg"))
    [log] = found["log"]
    assert (log["new"], log["conflicting"], log["missing_notetype"], log["missing_deck"]) == (4, 0, 0, 0)
    with studied.store.read() as session:
        every = cards.all_cards(session)
        past = {card.id: list(reviews.of_card(session, card.id)) for card in every}
    assert len(found["cards"]) == len(every) == 6
    told = sorted((each["reps"], each["lapses"], each["ivl"]) for each in found["cards"])
    assert told == sorted((c.repetitions, c.lapses, (c.due - c.last).days) for c in every if c.due and c.last)
    stabilities = sorted(each["stability"] for each in found["cards"])
    assert stabilities == pytest.approx(sorted(card.stability or 0 for card in every), rel=1e-3)
    difficulties = sorted(each["difficulty"] for each in found["cards"])
    assert difficulties == pytest.approx(sorted(card.difficulty or 0 for card in every), abs=2e-3)
    logs = sorted((row[0], row[1]) for each in found["cards"] for row in each["revlog"])
    assert logs == sorted((exported_id(each), each.rating) for own in past.values() for each in own)


def test_anki_works_out_the_same_memory_from_the_answers_alone(journal: Journal, clock: Clock, tmp_path: Path) -> None:
    """Misses with their repeats on the same day, practice that changes nothing, and a card that was begun anew."""
    for number in range(6):
        make(journal, NoteDraft("recall", f"front {number}", "back"))
    ratings = Random(3)
    for day in range(24):
        while (review_session := start_review_session(journal)).card is not None:
            asked = ask(journal, review_session)
            assert isinstance(asked, NoteAsked)
            self_rated(journal, asked, Rating(ratings.choice((1, 3, 3, 3, 4, 2))), 5.0)
        with journal.store.write() as session:
            for card in cards.all_cards(session)[:3]:  # practice, in the evening
                last = list(reviews.of_card(session, card.id))[-1]
                values = last.model_dump(exclude={"id", "uid", "before"}) | {"at": clock.now + timedelta(hours=1)}
                session.add(Review(**values | {"counted": False, "repeat": False, "rating": 1 + day % 4}))
        if day == 12:
            begin_anew(journal, [4, 6])
        clock.now += timedelta(days=1)
    begin_anew(journal, [6])
    with journal.store.read() as session:
        every = cards.all_cards(session)
        log = [row for card in every for row in reviews.of_card(session, card.id)]
    assert {(row.counted, row.repeat) for row in log} == {(True, False), (False, True), (False, False)}
    found = oracle.read(exported(journal, tmp_path / "deck.apkg"), "recompute")["log"][1]
    ours = {str(1_300_000_000_000 + card.id): [card.stability, card.difficulty] for card in every if card.stability}
    assert len(ours) == 5
    assert {card: pytest.approx(there, rel=0.01) for card, there in found.items() if card in ours} == ours
    assert found[str(1_300_000_000_006)] == [0, 0]


def test_a_second_import_doubles_nothing(studied: Journal, tmp_path: Path) -> None:
    first = exported(studied, tmp_path / "one.apkg")
    found = oracle.read(first, first)
    assert found["log"][1]["new"] == 0
    assert len(found["cards"]) == 6
    assert {each["model"] for each in found["cards"]} == {
        "Journal: front and back",
        "Journal: both ways",
        "Journal: typed",
        "Journal: gaps",
    }


def test_our_own_cards_come_home_without_doubles(studied: Journal, tmp_path: Path) -> None:
    done = import_deck(studied, exported(studied, tmp_path / "deck.apkg"))
    assert (done.notes, done.cards, done.reviews, done.known) == (0, 0, 0, 4)


@pytest.mark.parametrize(
    "text", ["**bold** and `x < 1`", "$\\alpha < 1$ and text", "line\nline", "- one\n- two", "![](a.png)"]
)
def test_a_side_goes_to_anki_and_back(text: str) -> None:
    plain = markdown_of(html_of(text)).replace("\\(", "$").replace("\\)", "$")
    assert plain == text


def test_pictures_of_any_name_reach_anki_and_come_home(journal: Journal, tmp_path: Path) -> None:
    """Anki brings along what a tag names as the file is called, not as an address would be written."""
    picture = tmp_path / "卷积 100%.png"
    picture.write_bytes(b"\x89PNG")
    make(journal, NoteDraft("recall", f"看 ![]({picture})", "图"))
    found = oracle.read(exported(journal, tmp_path / "deck.apkg"))
    [name] = found["media"]
    assert name.endswith("卷积_100_.png")
    assert f'src="{name}"' in found["cards"][0]["question"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a<b` 与 c<d", "<code>a&lt;b</code> 与 c&lt;d"),
        ("no code", "no code"),
        ("`x` and `y`", "<code>x</code> and <code>y</code>"),
    ],
)
def test_code_in_a_line_of_the_library_is_set_as_code(text: str, html: str) -> None:
    assert _line(text) == html


def test_a_text_of_the_library_keeps_its_paragraphs_and_formulas() -> None:
    text = "一段\n接着。\n\n    y = <x>\n\nend `k`"
    assert _prose(text) == '<p>一段接着。</p><p class="formula">y = &lt;x&gt;</p><p>end <code>k</code></p>'


def test_raw_html_and_json_in_a_template_are_text() -> None:
    assert "<script>" not in html_of("<script>alert(1)</script>")
    assert "</script>" not in escaped_json({"code": "</script>{{Front}}"})
    assert "{{" not in escaped_json({"code": "{{Front}}"})
