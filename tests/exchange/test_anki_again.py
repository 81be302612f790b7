"""The real Anki and the journal, more than once: dates, later exports, answers brought home, states, questions."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from journal.core.messages import say
from journal.core.ratings import Rating
from journal.core.settings import Settings
from journal.db import cards, reviews
from journal.db.database import open_store
from journal.db.tables import Card
from journal.exchange.anki_decks import import_deck
from journal.exchange.anki_export import export_deck
from journal.exchange.formats.anki.writing import MODEL_OF
from journal.library.library import read_library
from journal.notes.kinds import NoteDraft
from journal.opening.journal import Journal
from journal.opening.media import folder
from journal.review.asking import NoteAsked, ask
from journal.review.cards import card_rows
from journal.review.notes import make
from journal.review.reviews import self_rated
from journal.review.session import start_review_session
from journal.runner.client import Runner
from tests.exchange import oracle
from tests.exchange.test_anki_export import exported, studied  # noqa: F401
from tests.support.journal import Clock
from tests.support.library import write_library

DRAWN = '''"""Doubling"""
from matplotlib import pyplot as plt

from journal.authoring import question, task, whole

ZH = "翻倍"
ALIASES = ["doubling"]


def demo(n=whole(2, 90)):
    return 2 * n


@question("What is <n> doubled?", "<n> 的两倍是多少？")
def doubled(out):
    return out


def figure(out):
    plt.plot([0, out])


@task("Write `twice`: twice the number n.")
def twice(n):
    return 2 * n


@twice.inputs
def some(n=whole(2, 90)):
    return (n,)


@twice.wrong(en=("The number itself.", "It is taken twice."), zh=("就是这个数。", "要取两倍。"))
def once(n):
    return n
'''


def study(journal: Journal, clock: Clock, weeks: int) -> None:
    """Answers what is due, once a week."""
    for _ in range(weeks):
        clock.now += timedelta(days=7)
        while (review_session := start_review_session(journal)).card is not None:
            asked = ask(journal, review_session)
            assert isinstance(asked, NoteAsked)
            self_rated(journal, asked, Rating.GOOD, 5.0)


def schedule(journal: Journal) -> dict[int, tuple[str, int, int]]:
    """Due day, repetitions and answers of each card, by its id in Anki."""
    with journal.store.read() as session:
        return {
            1_300_000_000_000 + card.id: (
                str(card.due),
                card.repetitions,
                len(list(reviews.of_card(session, card.id))),
            )
            for card in cards.all_cards(session)
        }


def schedule_there(found: dict[str, Any]) -> dict[int, tuple[str, int, int]]:
    """The same as Anki tells it."""
    day = date.fromisoformat(found["day"])
    return {
        each["id"]: (str(day + timedelta(days=each["due"])), each["reps"], len(each["revlog"]))
        for each in found["cards"]
    }


def test_every_card_is_due_there_on_the_day_that_it_is_due_here(studied: Journal, tmp_path: Path) -> None:  # noqa: F811
    found = oracle.read(exported(studied, tmp_path / "deck.apkg"))
    assert schedule_there(found) == schedule(studied)
    assert len(found["cards"]) == 6


def test_a_later_package_brings_texts_at_once_and_schedules_once_the_old_decks_are_deleted(
    studied: Journal,  # noqa: F811
    clock: Clock,
    tmp_path: Path,
) -> None:
    """Anki's import takes newer texts, and leaves the schedule of a card that it has: that is its own rule."""
    first, before = exported(studied, tmp_path / "one.apkg"), schedule(studied)
    study(studied, clock, 8)
    second, after = exported(studied, tmp_path / "two.apkg"), schedule(studied)
    assert before != after
    kept = oracle.read(first, second)
    assert (kept["log"][1]["new"], kept["log"][1]["updated"]) == (0, 4)
    assert schedule_there(kept) == before
    anew = oracle.read(first, "delete:journal", "delete:maths", second)
    assert schedule_there(anew) == after
    assert len(anew["cards"]) == 6


@pytest.mark.parametrize("step", ["export", "export-old"])
def test_what_was_answered_in_anki_comes_home_once(studied: Journal, tmp_path: Path, step: str) -> None:  # noqa: F811
    before, home = schedule(studied), tmp_path / "home.apkg"
    found = oracle.read(exported(studied, tmp_path / "deck.apkg"), "answer:3", f"{step}:{home}")
    assert found["log"][1] == {"answered": 6}
    done = import_deck(studied, home)
    assert (done.notes, done.cards, done.reviews, done.known) == (0, 0, 6, 4)
    for key, (due, repetitions, answers) in schedule(studied).items():
        assert (repetitions, answers) == (before[key][1] + 1, before[key][2] + 1)
        assert due > before[key][0]
    with studied.store.read() as session:
        last = [list(reviews.of_card(session, card.id))[-1] for card in cards.all_cards(session)]
    assert {(each.kind, each.rating) for each in last} == {("anki", Rating.GOOD)}
    assert import_deck(studied, home).reviews == 0


def test_cards_that_are_kept_back_come_in_as_they_are(journal: Journal, tmp_path: Path) -> None:
    decks = oracle.made(tmp_path / "decks")
    import_deck(journal, decks / "new.apkg")
    with journal.store.read() as session:
        found = {row.prompt: row.id for row in card_rows(journal)}
        state = {card.id: card for card in cards.all_cards(session)}
    assert state[found["suspended"]].suspended
    assert state[found["buried"]].buried_until == journal.today + timedelta(days=1)
    [crammed] = card_rows(journal, "deck:Deep::Kept")
    assert state[crammed.id].due is not None
    assert sum(card.suspended for card in state.values()) == 1


def test_cards_that_are_kept_back_go_out_as_they_are(journal: Journal, tmp_path: Path) -> None:
    for name in ("plain", "suspended", "buried"):
        make(journal, NoteDraft("recall", name, "answer"))
    with journal.store.write() as session:
        for card in cards.all_cards(session):
            row = session.get_one(Card, card.id)
            row.suspended = card.id == 2
            row.buried_until = journal.today + timedelta(days=1) if card.id == 3 else None
            session.add(row)
    found = oracle.read(exported(journal, tmp_path / "deck.apkg"))
    assert {each["fields"][0]: each["queue"] for each in found["cards"]} == {"plain": 0, "suspended": -1, "buried": -3}


def test_pictures_travel_with_the_cards(journal: Journal, tmp_path: Path) -> None:
    picture = tmp_path / "a plot.png"
    picture.write_bytes(bytes.fromhex("89504e470d0a1a0a") + b"some picture")
    make(journal, NoteDraft("recall", f"What is ![the plot]({picture})?", "a line"))
    [kept] = list(folder(journal).iterdir())
    found = oracle.read(exported(journal, tmp_path / "deck.apkg"))
    assert found["media"] == [kept.name]
    assert f'src="{kept.name}"' in found["cards"][0]["question"]


def test_the_librarys_questions_become_notes_with_variants_and_figures(tmp_path: Path, clock: Clock) -> None:
    shelf = write_library(tmp_path / "library")
    (shelf / "1_images" / "doubling.py").write_text(DRAWN, encoding="utf-8")
    settings = Settings(tmp_path / "home")
    library = read_library(settings.concepts, ours=shelf)
    runner = Runner(allow=lambda path, content: True, cache=settings.cache)
    opened = Journal(settings, open_store(settings.database), library, runner, clock)
    try:
        with opened.store.write() as session:
            session.add(Card(concept="doubling", question="doubled", created=clock()))
            session.add(Card(concept="doubling", question="twice", created=clock()))
        made, path = export_deck(opened), tmp_path / "deck.apkg"
        path.write_bytes(made.data)
        found = oracle.read(path, path)
        done = import_deck(opened, path)
    finally:
        opened.close()
    assert (made.cards, made.left) == (1, (say("anki.tasks_stay", n=1),))
    [card] = found["cards"]
    assert (card["guid"], card["model"], card["tags"]) == (
        "journal:doubling:doubled",
        "Journal: question",
        ["doubling", "images"],
    )
    assert card["deck"] == "journal::images"
    assert [entry["new"] for entry in found["log"]] == [1, 0]
    assert len(found["media"]) == 4
    assert all(name in card["fields"][3] for name in found["media"])
    assert (done.known, done.reviews, done.left) == (1, 0, [])


def test_each_kind_of_note_has_a_type_of_its_own() -> None:
    assert len(set(MODEL_OF.values())) == len(MODEL_OF) == 4
