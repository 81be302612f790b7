"""How long the queue of a very large journal takes, and an answer: 100,000 cards, 1,000,000 reviews.

    python -m tests.benchmarks.queue [CARDS [REVIEWS]]

Milliseconds: median, and the slowest of all rounds. Beside the queue stands the way by rows: every card that is due or
new as an object, the limits and the sums counted from the reviews.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlmodel import col, select

from journal.desk import Desk
from journal.desk.asking import ask
from journal.desk.memory import memory_of
from journal.desk.reviews import answer, onward
from journal.desk.sitting import sit_down
from journal.desk.today import today
from journal.learning.queue import Candidate, Course, Limits, build
from journal.learning.scheduling import retrievability
from journal.settings import Settings
from journal.store.database import open_store
from journal.store.tables import Card, Review
from tests.made_up import RIGHT, ReadyRunner, made_up

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


def main(cards: int, reviews: int) -> None:
    """Makes the journal and prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        desk = large_journal(Path(folder), cards, reviews)
        print(f"{cards:,} cards, {reviews:,} reviews, of which {due_cards(desk):,} cards are due\n")
        print(f"{'':44}{'median':>8}{'worst':>8}{'by rows':>9}{'ratio':>7}")
        times(desk, "the first queue of a process", lambda: sit_down(desk), rounds=1)
        rows = times(desk, "the queue by rows", lambda: by_rows(desk), rounds=3, show=False)
        times(desk, "the queue: 120 reviews and 12 new a day", lambda: sit_down(desk), against=rows)
        more = replace(desk, settings=replace(desk.settings, reviews_per_day=1_000, new_per_day=100))
        times(desk, "the queue: 1,000 reviews and 100 new a day", lambda: sit_down(more), against=rows)
        times(desk, "everything that Today shows", lambda: today(desk))
        answers(desk)
        desk.close()


def large_journal(folder: Path, cards: int, reviews: int) -> Desk:
    """An open journal of a learner who knows four fifths of its cards; some hundreds come due on each day."""
    settings = Settings(folder)
    store = open_store(settings.database)
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
    return Desk(settings, store, made_up(cards // QUESTIONS, QUESTIONS), ReadyRunner(), lambda: NOW)


def due_cards(desk: Desk) -> int:
    """How many cards are due."""
    with desk.store.read() as session:
        return len(session.exec(select(Card.id).where(col(Card.due) <= desk.today)).all())


def by_rows(desk: Desk) -> tuple[int, ...]:
    """The queue as it is made from rows."""
    day = desk.today
    with desk.store.read() as session:
        active = col(Card.suspended).is_(False)
        due = session.exec(select(Card).where(col(Card.due) <= day, active)).all()
        new = session.exec(select(Card).where(col(Card.due).is_(None), active)).all()
        done = len(session.exec(select(Review.before).where(Review.day == day, col(Review.counted))).all())
    candidates = [candidate(desk, card, day) for card in (*due, *new)]
    return build(candidates, day, Limits(120 - done, 12), Course(desk.library.places))


def candidate(desk: Desk, card: Card, day: date) -> Candidate:
    """A row as the queue sees it."""
    memory = memory_of(card)
    share = retrievability(memory, day, desk.weights) if memory else 0.0
    topic = desk.library.concepts[card.concept].topic
    return Candidate(card.id, card.concept, topic, card.question, card.due, share)


def answers(desk: Desk, count: int = 60) -> None:
    """Answers so many cards of a sitting, as the screen does."""
    sitting, spent = sit_down(desk), []
    for _ in range(count):
        asked = ask(desk, sitting)
        began = perf_counter()
        outcome = answer(desk, asked, RIGHT, "sure", 20.0)
        spent.append(1000 * (perf_counter() - began))
        sitting = onward(sitting, outcome)
    line("an answer, judged, scheduled and stored", spent)


def times(
    desk: Desk, title: str, run: Callable[[], object], *, rounds: int = 15, against: float = 0.0, show: bool = True
) -> float:
    """Runs something so many times, prints its line, and gives the median in milliseconds."""
    spent = []
    for _ in range(rounds):
        began = perf_counter()
        run()
        spent.append(1000 * (perf_counter() - began))
    if show:
        line(title, spent, against)
    return median(spent)


def line(title: str, spent: list[float], against: float = 0.0) -> None:
    """One line of the table."""
    compared = f"{against:9.0f}{against / median(spent):6.0f}x" if against else ""
    print(f"{title:44}{median(spent):8.1f}{max(spent):8.1f}{compared}", flush=True)


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:]]
    main(*(numbers + [100_000, 1_000_000][len(numbers) :]))
