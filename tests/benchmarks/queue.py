"""How long the queue of a very large journal takes, and an answer: 100,000 cards, 1,000,000 reviews.

    python -m tests.benchmarks.queue [CARDS [REVIEWS [FOLDER]]]

Milliseconds: median, and the slowest of all rounds; of these the processor's, which another program does not lengthen.
Beside the queue stands the way by rows: every card that is due or new as an object, the limits and the sums counted
from the reviews. Beside the misconceptions stands the way by all answers to questions for which one was ever held,
beside the list of cards that by objects. FOLDER keeps the journal as it was made; it is copied, so that each run finds
the same.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from sqlmodel import col, select

from journal.core.settings import Settings
from journal.db import figures
from journal.db.database import open_store
from journal.db.rows import MisconceptionAnswer
from journal.db.tables import Card, Review
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import retrievability
from journal.opening.journal import Journal, open_journal
from journal.progress.panel import ALL
from journal.progress.panels import panel_of
from journal.review.asking import ask
from journal.review.cards import card_rows
from journal.review.choosing import Candidate, Curriculum, DayLimits, build
from journal.review.confusions import LATEST
from journal.review.held_misconceptions import misconceptions
from journal.review.misconceptions import misconception_histories
from journal.review.reviews import answer, onward
from journal.review.session import start_review_session
from journal.today.today import today
from tests.support.made_up import RIGHT, ReadyRunner, synthetic_library

NOW = datetime(2026, 11, 20, 20)
QUESTIONS = 5

CARDS = """
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < :cards),
     d (i, ahead, strength) AS (SELECT i, i * 37 % 400 - 20, 5 + i * 7919 % 300 FROM n)
INSERT INTO card (id, concept, question, created, suspended, stability, difficulty, due, last, repetitions, lapses)
SELECT i, printf('c%05d', 1 + (i - 1) / 5), printf('q%d', 1 + (i - 1) % 5), '2021-01-01 20:00:00', 0,
    CASE WHEN i <= :known THEN max(strength, ahead + 1) END,
    CASE WHEN i <= :known THEN 5 END,
    CASE WHEN i <= :known THEN date(:day, printf('%+d days', ahead)) END,
    CASE WHEN i <= :known THEN date(:day, printf('%+d days', ahead - max(strength, ahead + 1))) END,
    CASE WHEN i <= :known THEN 12 ELSE 0 END, 0
FROM d
"""
REVIEWS = """
WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < :reviews),
     d (i, card, day, right) AS (
         SELECT i, 1 + i * 7919 % :known, date(:day, printf('-%d days', (:reviews - i) / 500 + 1)), i % 7 > 0 FROM n)
INSERT INTO review (id, card_id, at, day, seed, params, kind, truth, typed, verdict, wrong_ideas, confidence, seconds,
    suggested, rating, counted, stability, difficulty, due, "before", torch)
SELECT i, card, day || ' 20:00:00', day, i, '{"n": 28, "k": 3}',
    CASE i % 50 WHEN 0 THEN 'order' ELSE 'integer' END, '14', '14',
    CASE WHEN right THEN 'right' ELSE 'wrong' END, CASE WHEN right THEN '[]' ELSE '["no_padding"]' END, 'sure',
    20 + i % 30, 3, CASE WHEN right THEN 3 ELSE 1 END, 1, 30, 5, date(day, '+30 days'),
    json_object('stability', 20, 'difficulty', 5, 'due', day, 'last', date(day, '-20 days'), 'repetitions', i % 12,
        'lapses', 0, 'step', NULL), '2.13.0'
FROM d
"""


def main(cards: int, reviews: int, kept: Path | None) -> None:
    """Makes the journal and prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        journal = journal_in(Path(folder), cards, reviews, kept)
        print(f"{cards:,} cards, {reviews:,} reviews, of which {due_cards(journal):,} cards are due\n")
        print(f"{'':44}{'median':>9}{'worst':>9}{'of CPU':>9}{'old way':>9}{'ratio':>7}")
        times("the first queue of a process", lambda: start_review_session(journal), rounds=1)
        rows = times("", lambda: by_rows(journal), rounds=3)
        times("the queue: 120 reviews and 12 new a day", lambda: start_review_session(journal), against=rows)
        more = replace(journal, settings=replace(journal.settings, reviews_per_day=1_000, new_per_day=100))
        times("the queue: 1,000 reviews and 100 new a day", lambda: start_review_session(more), against=rows)
        times("everything that Today shows", lambda: today(journal))
        answers(journal)
        times(
            "the journal opened, with our library",
            lambda: open_journal(journal.settings, journal.clock).close(),
            rounds=5,
        )
        believed(journal)
        rows = times("", lambda: cards_by_rows(journal), rounds=1)
        times("the list of all cards", lambda: card_rows(journal), rounds=3, against=rows)
        for name in ("due", "knowledge", "memory"):
            panel = panel_of(name)
            times(f"the panel {name}", lambda panel=panel: panel.read(journal, ALL), rounds=1)  # type: ignore[misc]
        journal.close()


def believed(journal: Journal) -> None:
    """What is read of the misconceptions, against all answers to their questions."""
    every = times("", lambda: misconception_histories(by_answers(journal)), rounds=1)
    times("the panel of wrong ideas", lambda: panel_of("ideas").read(journal, ALL), rounds=3, against=every)
    times("the wrong ideas of one concept", lambda: misconceptions(journal, "c00001"), against=every)
    times("the latest wrong ideas", lambda: misconception_histories(by_answers(journal, LATEST)), against=every)


def by_answers(journal: Journal, latest: int | None = None) -> list[MisconceptionAnswer]:
    """The answers to questions for which a misconception was held."""
    with journal.store.read() as session:
        return figures.misconception_answers(session, latest=latest)


def cards_by_rows(journal: Journal) -> int:
    """The cards as objects, with nothing made of them yet."""
    with journal.store.read() as session:
        return len(session.exec(select(Card).order_by(col(Card.id))).all())


def journal_in(folder: Path, cards: int, reviews: int, kept: Path | None) -> Journal:
    """The large journal in a folder of its own, as it was kept in another, where it is made once."""
    if kept is None:
        return large_journal(folder, cards, reviews)
    if not Settings(kept).database.exists():
        large_journal(kept, cards, reviews).close()
    shutil.copy(Settings(kept).database, Settings(folder).database)
    return opened(folder, cards)


def opened(folder: Path, cards: int) -> Journal:
    """The journal in a folder, over a library without demos."""
    settings = Settings(folder)
    return Journal(
        settings, open_store(settings.database), synthetic_library(cards // QUESTIONS, QUESTIONS), ReadyRunner(), clock
    )


def clock() -> datetime:
    """It is always the same evening."""
    return NOW


def large_journal(folder: Path, cards: int, reviews: int) -> Journal:
    """An open journal of a learner who knows four fifths of its cards; some hundreds come due on each day."""
    settings = Settings(folder)
    open_store(settings.database).close()
    connection = sqlite3.connect(settings.database)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:  # else each review would sum its day up
        connection.execute(f"DROP TRIGGER {name}")
    values = {"cards": cards, "known": cards * 4 // 5, "reviews": reviews, "day": NOW.date().isoformat()}
    connection.execute(CARDS, values)
    connection.execute(REVIEWS, values)
    connection.execute(
        "INSERT INTO studyday SELECT day, count(*), sum(verdict = 'right'), count(*), sum(verdict = 'right'), 0,"
        " sum(seconds) FROM review GROUP BY day"
    )
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()
    return opened(folder, cards)


def due_cards(journal: Journal) -> int:
    """How many cards are due."""
    with journal.store.read() as session:
        return len(session.exec(select(Card.id).where(col(Card.due) <= journal.today)).all())


def by_rows(journal: Journal) -> tuple[int, ...]:
    """The queue as it is made from rows."""
    day = journal.today
    with journal.store.read() as session:
        active = col(Card.suspended).is_(False)
        due = session.exec(select(Card).where(col(Card.due) <= day, active)).all()
        new = session.exec(select(Card).where(col(Card.due).is_(None), active)).all()
        done = len(session.exec(select(Review.before).where(Review.day == day, col(Review.counted))).all())
    candidates = [candidate(journal, card, day) for card in (*due, *new)]
    return build(candidates, day, DayLimits(120 - done, 12), Curriculum(journal.library.order))


def candidate(journal: Journal, card: Card, day: date) -> Candidate:
    """A row as the queue sees it."""
    memory = memory_of(card)
    share = retrievability(memory, day, journal.weights) if memory else 0.0
    topic = journal.library.concepts[card.concept].topic
    return Candidate(card.id, card.concept, topic, card.question, card.due, share)


def answers(journal: Journal, count: int = 60) -> None:
    """Answers that many cards of a review session, as the screen does."""
    review_session, spent = start_review_session(journal), list[Spent]()
    for _ in range(count):
        asked = ask(journal, review_session)
        began = perf_counter(), process_time()
        outcome = answer(journal, asked, RIGHT, "sure", 20.0)
        spent.append(since(began))
        review_session = onward(review_session, outcome)
    line("an answer, judged, scheduled and stored", spent)


Spent = tuple[float, float]
"""Milliseconds on the wall and of the processor."""


def times(title: str, run: Callable[[], object], *, rounds: int = 15, against: float = 0.0) -> float:
    """Runs something that many times, prints its line if it has a title, gives the median of CPU in milliseconds."""
    spent = []
    for _ in range(rounds):
        began = perf_counter(), process_time()
        run()
        spent.append(since(began))
    if title:
        line(title, spent, against)
    return median(cpu for _, cpu in spent)


def since(began: Spent) -> Spent:
    """What was spent since two clocks were read."""
    return 1000 * (perf_counter() - began[0]), 1000 * (process_time() - began[1])


def line(title: str, spent: Sequence[Spent], against: float = 0.0) -> None:
    """One line of the table; the ratio is that of the processor's time."""
    wall, cpu = [each for each, _ in spent], median(each for _, each in spent)
    compared = f"{against:9.0f}{against / cpu:6.0f}x" if against else ""
    print(f"{title:44}{median(wall):9.1f}{max(wall):9.1f}{cpu:9.1f}{compared}", flush=True)


if __name__ == "__main__":
    cards, reviews, *folder = [*sys.argv[1:], *["100000", "1000000"][len(sys.argv) - 1 :]]
    main(int(cards), int(reviews), Path(*folder) if folder else None)
