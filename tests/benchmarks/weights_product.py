"""How well the product foresees a learner, through its own path: rows are stored, read again, replayed and fitted to.

    python -m tests.benchmarks.weights_product LOG.csv [--day-starts HOUR] [--whole]

LOG is as in `weights`. Each row becomes a review in a new journal: the first of a day counts, later ones of it are
repeats, as an import stores them. What is compared is read back by the queries that the trainer's answers come from.
"first of a day" is what the product remembered and learned from before repeats counted. Walk-forward in five folds;
every way predicts the same recalls. With --whole ours chooses its prior by a trial of its own, else it is 1.
"""

from __future__ import annotations

import csv
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from journal.db.database import Store, open_store
from journal.db.tables import Card, Review
from journal.memory import queries
from journal.memory.fitting.verdict import CountedReview
from journal.memory.replaying import Answered, lives
from journal.memory.scheduling import Weights, study_day
from tests.benchmarks.weights import Run, everyone, ours, ours_fixed, run
from tests.benchmarks.weights_peers import fsrs_rs
from tests.benchmarks.weights_scores import difference

Row = tuple[datetime, int, int]
"""Time, card and rating."""


def read_rows(path: Path) -> list[Row]:
    """The rows of a log in chronological order, the cards numbered from 1."""
    with path.open(encoding="utf-8", newline="") as file:
        found = sorted(
            (datetime.fromisoformat(row["review_time"]).replace(tzinfo=None), row["card_id"], int(row["review_rating"]))
            for row in csv.DictReader(file)
        )
    numbers = {name: number for number, name in enumerate(dict.fromkeys(card for _, card, _ in found), 1)}
    return [(at, numbers[card], rating) for at, card, rating in found]


def store_rows(store: Store, rows: Iterable[Row], day_starts: int) -> None:
    """Stores rows as reviews, as an import of another program's answers does."""
    last: dict[int, object] = {}
    stored = []
    for at, card, rating in rows:
        day = study_day(at, day_starts)
        counted = last.get(card) != day
        stored.append(_review(at, card, rating, counted=counted) | {"day": day, "due": day})
        last[card] = day
    cards = [_card(number) for number in last]
    with store.write() as session:
        session.connection().execute(insert(Card), cards)
        session.connection().execute(insert(Review), stored)


def _card(number: int) -> dict[str, object]:
    fresh = {"suspended": False, "repetitions": 0, "lapses": 0}
    return {"id": number, "concept": "log", "question": str(number), "created": datetime(2000, 1, 1), **fresh}


def _review(at: datetime, card: int, rating: int, *, counted: bool) -> dict[str, object]:
    said = {"params": {}, "kind": "log", "truth": "", "typed": "", "wrong_ideas": [], "confidence": "", "before": {}}
    memory = {"stability": 1.0, "difficulty": 5.0, "torch": "", "seed": 0, "seconds": 0.0, "offered": []}
    verdict = "right" if rating > 1 else "wrong"
    given = {"card_id": card, "at": at, "rating": rating, "suggested": rating, "verdict": verdict}
    return {**said, **memory, **given, "counted": counted, "repeat": not counted}


def answers_of(given: Sequence[Answered]) -> list[CountedReview]:
    """What the trainer is given."""
    return [
        CountedReview(life, each.day.toordinal(), each.rating) for life, each in zip(lives(given), given, strict=True)
    ]


def main() -> None:
    """Prints the table."""
    parser = ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--day-starts", type=int, default=4)
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "journal.db")
        store_rows(store, read_rows(options.log), options.day_starts)
        with store.read() as session:
            given = queries.answered(session)
        store.close()
    every, first = answers_of(given), answers_of([each for each in given if each.counted])
    fitted = ours if options.whole else ours_fixed
    print(f"{len(every)} answers, {len(first)} of them the first of their day")
    ways: list[tuple[str, Callable[[Sequence[CountedReview]], Weights], list[CountedReview]]] = [
        ("defaults, first of a day", everyone, first),
        ("ours, first of a day", fitted, first),
        ("defaults", everyone, every),
        ("fsrs-rs-python", fsrs_rs, every),
        ("ours", fitted, every),
    ]
    show({name: run(fitter, answers) for name, fitter, answers in ways})


def show(runs: dict[str, Run]) -> None:
    """One line a way: its log loss, the seconds of its fits, and the last one's gain on it with its standard error."""
    best = runs["ours"].predicted
    print(f"{'':28}{'log loss':>10}{'seconds':>10}{'ours against it':>24}")
    for name, each in runs.items():
        loss = sum(one.loss for one in each.predicted) / len(each.predicted)
        mean, error = difference(best, each.predicted)
        print(f"{name:28}{loss:10.4f}{each.seconds:10.1f}{mean:14.4f} ± {error:.4f}")


if __name__ == "__main__":
    main()
