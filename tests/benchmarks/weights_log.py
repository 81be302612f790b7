"""Review logs for the benchmark of weights: one from a file, one that is simulated."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from random import Random

from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import study_day
from tests.memory.fitting.learners import answers_of, someone

SEED = 6


def read_log(path: Path, day_starts: int, *, hours: bool) -> list[CountedReview]:
    """The answers of a log in chronological order; days of study, or with `hours` spans of 24 hours since the last."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (datetime.fromisoformat(row["review_time"]).replace(tzinfo=None), row["card_id"], int(row["review_rating"]))
            for row in csv.DictReader(file)
        ]
    rows.sort()
    cards = {name: number for number, name in enumerate(dict.fromkeys(card for _, card, _ in rows))}
    if not hours:
        return [CountedReview(cards[card], study_day(at, day_starts).toordinal(), rating) for at, card, rating in rows]
    return _by_hours([(at, cards[card], rating) for at, card, rating in rows])


def _by_hours(rows: list[tuple[datetime, int, int]]) -> list[CountedReview]:
    """Answers whose days tell how many times 24 hours passed since the card's answer before, and nothing else."""
    last: dict[int, tuple[datetime, int]] = {}
    found = []
    for at, card, rating in rows:
        before, day = last.get(card, (at, 0))
        day += (at - before).days
        last[card] = at, day
        found.append(CountedReview(card, day, rating))
    return found


def simulated_log(count: int) -> list[CountedReview]:
    """The answers of someone whose memory is not that of everyone."""
    rng = Random(SEED)
    return answers_of(someone(rng), count, rng)
