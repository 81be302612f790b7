"""Three weeks of a new learner with five days off, by day: what Today announces, and what the session then takes.

    python -m tests.benchmarks.fortnight [MINUTES]

Each day is planned, asked, judged and stored by the app's own functions; only clock, answers and times are made up.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from journal.core.settings import Settings
from journal.db import cards
from journal.db.database import open_store
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import retrievability
from journal.opening.journal import Journal
from journal.review.asking import ask
from journal.review.reviews import answer, onward
from journal.review.session import start_review_session
from journal.today.today import today
from tests.support.made_up import RIGHT, WRONG, ReadyRunner, synthetic_library

FIRST = datetime(2026, 3, 2, 20)
AWAY = range(9, 14)
DAYS = 21
SECONDS = 25.0
"""What an answer takes on average."""


@dataclass(frozen=True)
class DayOfStudy:
    """One day: the cards that are asked and what they are announced to take; what they took."""

    day: date
    due: int
    new: int
    overdue: int
    left: int
    announced: int
    minutes: int
    answers: int = 0
    taken: float = 0.0


@dataclass
class Learner:
    """Recalls as FSRS says, knows three of five new questions, and seven of ten that are asked again on their day."""

    random: Random = field(default_factory=lambda: Random(5))

    def chance(self, journal: Journal, card: int, *, is_repeat: bool) -> float:
        """How likely the answer is right."""
        with journal.store.read() as session:
            memory = memory_of(cards.by_id(session, card) or cards.all_cards(session)[0])
        return 0.7 if is_repeat else retrievability(memory, journal.today, journal.weights) if memory else 0.6

    def seconds(self) -> float:
        """How long an answer takes."""
        return self.random.lognormvariate(-0.08, 0.4) * SECONDS


def lived(folder: Path, minutes: int, *, days: int = DAYS, away: range = AWAY, seed: int = 5) -> Iterator[DayOfStudy]:
    """The days of a learner whose log names five concepts a day and who has that many minutes; 0 is no limit."""
    settings, now = Settings(folder, minutes_per_day=minutes), FIRST
    journal = Journal(settings, open_store(settings.database), synthetic_library(150), ReadyRunner(), lambda: now)
    learner, in_order = Learner(Random(seed)), journal.library.in_order
    for number in range(days):
        now = FIRST + timedelta(days=number)
        if number in away:
            continue
        named = in_order[5 * number : 5 * number + 5]
        with journal.store.write() as session:
            cards.ensure(session, {each.id: [one.name for one in each.questions] for each in named}, now=now)
        yield studied(replace(journal), learner)
    journal.close()


def studied(journal: Journal, learner: Learner) -> DayOfStudy:
    """One day: what Today says of it, then a session to its end."""
    view, review_session = today(journal), start_review_session(journal)
    told = DayOfStudy(
        view.day, view.due, view.new, view.overdue, view.left_over, review_session.answers, review_session.minutes
    )
    assert (view.answers, view.minutes) == (told.announced, told.minutes)
    answers, spent = 0, 0.0
    while review_session.card is not None:
        chance = learner.chance(journal, review_session.card, is_repeat=review_session.queue.is_repeat)
        typed, seconds = RIGHT if learner.random.random() < chance else WRONG, learner.seconds()
        review_session = onward(review_session, answer(journal, ask(journal, review_session), typed, "unsure", seconds))
        answers, spent = answers + 1, spent + seconds
    assert review_session.queue.asked == told.due + told.new, "what is announced is what is asked"
    return replace(told, answers=answers, taken=spent / 60)


def table(days: Sequence[DayOfStudy]) -> Iterator[str]:
    """The days as lines."""
    yield "day          due  new  overdue  left  |  announced: answers  minutes  |  given: answers  minutes"
    for each in days:
        yield (
            f"{each.day:%a %d %b}{each.due:8}{each.new:5}{each.overdue:9}{each.left:6}  |"
            f"{each.announced:20}{each.minutes:9}  |{each.answers:16}{each.taken:9.1f}"
        )


def main(minutes: int) -> None:
    """Prints the days with that limit, and without one."""
    for limit in (minutes, 0):
        with tempfile.TemporaryDirectory() as folder:
            print(
                f"\n{limit} minutes a day" if limit else "\nno limit of minutes",
                *table([*lived(Path(folder), limit)]),
                sep="\n",
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
