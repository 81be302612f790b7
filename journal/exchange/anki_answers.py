"""Answers given in Anki, replayed into the memory of the scheduler in use and kept as reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import fsrs

from journal.core.days import elapsed, shifted, study_day
from journal.core.ratings import is_lapse
from journal.db.tables import Review
from journal.exchange.formats.anki.reading import AnkiReview
from journal.memory.scheduling import next_card
from journal.review.queries.notes import ANKI

ZONES = 26 * 3_600_000
"""Milliseconds between the clocks of two time zones, at most."""
QUARTER = 900_000
"""Milliseconds by whose multiples the clocks of time zones differ."""
UNTOLD: Mapping[str, Any] = {
    "kind": ANKI,
    "params": {},
    "truth": "",
    "typed": "",
    "wrong_ideas": [],
    "confidence": "",
    "torch": "",
    "step": None,
}
"""What every review that was answered in Anki says of what Anki does not log."""


@dataclass
class AnswerReplay:
    """The memory of one card as its answers are lived through, in chronological order."""

    scheduler: fsrs.Scheduler
    day_starts: int
    state: fsrs.Card | None = None
    last: date | None = None
    due: date | None = None
    count: int = 0
    lapses: int = 0

    def of_anki(self, answer: AnkiReview, card_id: int) -> dict[str, Any] | None:
        """An answer of Anki as the row of a review, without what is `UNTOLD`.

        None for one that no clock shows, and for practice before anything was remembered.
        The first one of a day counts, others of the same day are repeats; what was crammed changes nothing.
        """
        at = time_of(answer.id)
        if at is None or answer.rating not in (1, 2, 3, 4):
            return None
        day = study_day(at, self.day_starts)
        counted = answer.is_remembered and (self.last is None or day > self.last)
        if not counted and self.state is None:
            return None
        lived = self.live(day, answer.rating, counted=counted, repeat=answer.is_remembered and not counted)
        return lived | {
            "card_id": card_id,
            "at": at,
            "day": day,
            "seed": answer.id,
            "verdict": "right" if answer.rating > 1 else "wrong",
            "seconds": round(max(0, min(answer.milliseconds, 3_600_000)) / 1000, 1),
            "suggested": answer.rating,
            "rating": answer.rating,
        }

    def of_ours(self, review: Review) -> None:
        """Takes a review that is here already."""
        if review.counted or self.state is not None:
            self.live(review.day, review.rating, counted=review.counted, repeat=review.repeat)

    def live(self, day: date, rating: int, *, counted: bool, repeat: bool) -> dict[str, Any]:
        """Takes an answer; returns what its review says of the memory."""
        since, planned = None, None
        if counted and self.last is not None and self.due is not None:
            since, planned = elapsed(self.last, day), elapsed(self.last, self.due)
        if counted or repeat:
            self.state, interval = next_card(
                self.scheduler, self.state, elapsed(self.last, day) if self.last else 0, rating
            )
            self.last = max(day, self.last or day)
            self.due = shifted(self.last, interval)
            self.count += counted
            self.lapses += counted and is_lapse(rating, self.count - 1)
        assert self.state is not None
        return {
            "elapsed": since,
            "planned": planned,
            "counted": counted,
            "repeat": repeat,
            "stability": self.state.stability,
            "difficulty": self.state.difficulty,
            "due": self.due,
        }

    @property
    def before(self) -> dict[str, Any]:
        """What the next review changes in its card, as it is now."""
        last, due = self.last and self.last.isoformat(), self.due and self.due.isoformat()
        return {"repetitions": self.count, "last": last, "due": due}


def merged(past: Sequence[Review], new: Sequence[AnkiReview]) -> Iterator[Review | AnkiReview]:
    """Reviews that are here and answers that came, in chronological order."""
    timed = [(at, each) for each in new if (at := time_of(each.id))]
    line: list[tuple[datetime, Review | AnkiReview]] = [(each.at, each) for each in past if each.is_remembered]
    yield from (each for _, each in sorted([*line, *timed], key=lambda pair: pair[0]))


def exported_id(review: Review) -> int:
    """The id that a review has in Anki's log: the one that it came with, else its time with a part of its own id."""
    return review.seed if review.kind == ANKI else int(review.at.timestamp()) * 1000 + review.id % 1000


def is_among(found: int, known: Sequence[int]) -> bool:
    """Whether an answer is one of those known, whichever time zone each was noted in."""
    return any(abs(found - each) <= ZONES and (found - each) % QUARTER == 0 for each in known)


def time_of(milliseconds: int) -> datetime | None:
    """The local time; None for one that no clock shows."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000)
    except (OverflowError, OSError, ValueError):
        return None
