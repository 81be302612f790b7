"""How long the panels of Progress take, against reading the rows and counting them in Python.

    python -m tests.benchmarks.figures [REVIEWS] [CARDS]

A journal with that many reviews is made in a folder of its own. Each panel is read as the screen reads it, over the
whole journal and narrowed to one concept; the baseline reads every review as an object of the tables and counts those
of each day, hour, rating and age in one pass. Seconds, and how many times faster a panel is than that one pass.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlmodel import insert, select

from journal.core.settings import Settings
from journal.db.database import Session, Store, open_store
from journal.db.tables import Card, Review
from journal.library.library import read_library
from journal.opening.journal import Journal
from journal.progress.panel import ALL, PanelFilter
from journal.progress.panels import PANELS
from journal.runner.client import Runner

START = date(2024, 1, 1)
SPREAD = 600
"""Days over which the cards begin."""
AT_ONCE = 50_000


def main(count: int, card_count: int) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        store = open_store(settings.database)
        library = read_library(settings.concepts)
        today = fill(store, [concept.id for concept in library.in_order], count, card_count)
        journal = Journal(settings, store, library, Runner(), lambda: datetime(today.year, today.month, today.day, 20))
        print(f"{count:,} reviews of {card_count:,} cards")
        baseline = seconds(lambda: by_objects(store))
        print(f"{'objects, one pass':20}{baseline:8.2f}\n\n{'panel':20}{'all':>8}{'times':>8}{'one concept':>14}")
        one = PanelFilter("one", frozenset([library.in_order[0].id]))
        for panel in PANELS:
            whole, part = (seconds(lambda about=about, panel=panel: panel.read(journal, about)) for about in (ALL, one))
            print(f"{panel.name:20}{whole:8.2f}{baseline / whole:8.0f}{part:14.2f}")
        store.close()


def seconds(work: Any) -> float:
    """How long something takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def by_objects(store: Store) -> list[Counter[Any]]:
    """What the panels count, from the rows as objects."""
    counts: list[Counter[Any]] = [Counter() for _ in range(4)]
    with store.read() as session:
        for review in session.exec(select(Review).execution_options(yield_per=1000)):
            right = review.verdict == "right"
            age = "new" if review.elapsed is None else "young" if (review.planned or 0) < 21 else "mature"
            for counter, key in zip(counts, (review.day, review.at.hour, review.rating, age), strict=True):
                counter[key, right] += 1
    return counts


# --- the journal ------------------------------------------------------------------------------------------------


def fill(store: Store, concepts: list[str], count: int, card_count: int) -> date:
    """Writes cards of the library's concepts and their reviews; returns the day after the last one."""
    rng = Random(1)
    rows = [row for card_id in range(1, card_count + 1) for row in reviews_of(card_id, count // card_count, rng)]
    rows.sort(key=lambda row: row["at"])
    last = {row["card_id"]: row for row in rows}
    with store.write() as session:
        cards = [card_row(number, concepts, last[number]) for number in range(1, card_count + 1)]
        write(session, Card, cards)
        write(session, Review, rows)
    ends: date = max(row["day"] for row in rows)
    return ends + timedelta(days=1)


def write(session: Session, table: type[Card | Review], rows: list[dict[str, Any]]) -> None:
    """Writes rows, many at once."""
    for start in range(0, len(rows), AT_ONCE):
        session.connection().execute(insert(table), rows[start : start + AT_ONCE])


def card_row(number: int, concepts: list[str], review: dict[str, Any]) -> dict[str, Any]:
    """A card as its last review left it."""
    return {
        "id": number,
        "concept": concepts[number % len(concepts)],
        "question": f"question_{number}",
        "created": datetime(2024, 1, 1),
        "suspended": False,
        "stability": review["stability"],
        "difficulty": 5.0,
        "due": review["due"],
        "last": review["day"],
        "repetitions": 1,
        "lapses": 0,
    }


def reviews_of(card_id: int, count: int, rng: Random) -> Iterator[dict[str, Any]]:
    """The reviews of one card, each a day or two late; one in eight is wrong."""
    day = START + timedelta(days=rng.randrange(SPREAD))
    due: date | None = None
    before: date | None = None
    stability = 2.3
    for _ in range(count):
        right = rng.random() < 0.87
        stability = stability * (rng.uniform(0.6, 2.4) if right else 0.3) + 0.1
        following = day + timedelta(days=max(1, round(stability)))
        yield {
            "card_id": card_id,
            "at": datetime(day.year, day.month, day.day, rng.choice((8, 12, 20, 21, 22)), 10),
            "day": day,
            "seed": 7,
            "params": {"n": 59, "B": 8, "drop_last": False},
            "kind": "integer",
            "truth": 17,
            "typed": "17",
            "verdict": "right" if right else "wrong",
            "wrong_ideas": [],
            "confidence": rng.choice(("sure", "unsure", "guess")),
            "seconds": 20.0,
            "suggested": 3 if right else 1,
            "rating": 3 if right else 1,
            "counted": True,
            "stability": stability,
            "difficulty": 5.0,
            "due": following,
            "before": json.loads(json.dumps({"last": before, "due": due}, default=str)),
            "torch": "2.13.0",
            "elapsed": (day - before).days if before else None,
            "planned": (due - before).days if before and due else None,
        }
        before, due = day, following
        day = following + timedelta(days=rng.randrange(3))


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*given, *(1_000_000, 100_000)[len(given) :])
