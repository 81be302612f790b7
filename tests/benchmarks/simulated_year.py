"""A year of a learner who has twelve minutes a day, goes on holiday for three weeks, and gets weights of their own.

    python -m tests.benchmarks.simulated_year [--figure FILE.png]

Every review session is planned, asked, judged and stored by the app's own functions; only the clock and the learner's
memory are made up. What is recalled follows a forgetting curve of the learner's own, which the app does not know before
the weights are changed. Printed are the answers that the app asks for in the morning, and those that the learner gives.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from statistics import median

from journal.core.ratings import Rating
from journal.core.settings import Settings
from journal.db import cards
from journal.db.database import open_store
from journal.db.tables import Fit
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, Weights, preview, retrievability
from journal.opening.journal import Journal
from journal.review.asking import AskedCard, ask
from journal.review.queries import queue
from journal.review.rating import Confidence
from journal.review.reviews import answer, onward
from journal.review.session import start_review_session
from tests.support.made_up import RIGHT, WRONG, ReadyRunner, synthetic_library

FIRST = date(2026, 1, 5)
MINUTES = 12
SECONDS = 25.0
"""What an answer takes."""
NEW_KNOWN = 0.6
"""How often a question that was never asked is answered right: the log spoke of it."""
OWN_WEIGHTS: Weights = tuple(
    weight * factor
    for weight, factor in zip(DEFAULT_WEIGHTS, [1.4, 1.4, 1.4, 1.2, *[1.0] * 4, 0.93, *[1.0] * 12], strict=True)
)
"""How this learner's memory works."""


@dataclass(frozen=True)
class Year:
    """What happens when: days are counted from the first one."""

    days: int = 364
    holiday: range = field(default_factory=lambda: range(133, 154))
    weights_on: int | None = 182
    new_per_day: int = 3
    concepts: int = 240


@dataclass(frozen=True)
class DayOfYear:
    """One day: the cards that the app asks and how many of them are new, the answers given, what is overdue by then."""

    day: date
    asked: int
    new: int
    answers: int
    backlog: int


@dataclass
class Learner:
    """Someone who forgets: what they remember of each card, by weights of their own."""

    random: Random = field(default_factory=lambda: Random(7))
    memories: dict[int, Memory] = field(default_factory=dict)

    def answers(self, asked: AskedCard, day: date) -> tuple[str, Confidence, float]:
        """What they type, how sure, after how many seconds; a counted answer changes what they remember."""
        card, memory = asked.card.id, self.memories.get(asked.card.id)
        chance = retrievability(memory, day, OWN_WEIGHTS) if memory else NEW_KNOWN
        right = self.random.random() < chance
        if asked.counts:
            rating = Rating.GOOD if right else Rating.AGAIN
            self.memories[card] = preview(memory, day, retention=0.9, card=card, repetition=0, weights=OWN_WEIGHTS)[
                rating
            ]
        return RIGHT if right else WRONG, "unsure", self.random.lognormvariate(0, 0.3) * SECONDS


def simulate(folder: Path, year: Year) -> Iterator[DayOfYear]:
    """Lives through the days of a year in a new journal."""
    settings = Settings(folder, new_per_day=year.new_per_day)
    now = datetime.combine(FIRST, time(20))
    journal = Journal(
        settings, open_store(settings.database), synthetic_library(year.concepts), ReadyRunner(), lambda: now
    )
    with journal.store.write() as session:
        questions = {each.id: [one.name for one in each.questions] for each in journal.library.in_order}
        cards.ensure(session, questions, now=now)
    learner = Learner()
    for number in range(year.days):
        now = datetime.combine(FIRST, time(20)) + timedelta(days=number)
        if number == year.weights_on:
            take_weights(journal)
        yield live(replace(journal), learner, away=number in year.holiday)
    journal.close()


def take_weights(journal: Journal) -> None:
    """From now on the schedule works with the learner's own weights."""
    with journal.store.write() as session:
        weights = list(OWN_WEIGHTS)
        session.add(
            Fit(
                at=journal.clock(),
                reviews=0,
                weights=weights,
                strength=1,
                loss=0.4,
                loss_before=0.41,
                error=0,
                taken=True,
            )
        )


def live(journal: Journal, learner: Learner, *, away: bool) -> DayOfYear:
    """One day: the learner answers until the time is up, or all is done."""
    review_session, spent, given = start_review_session(journal), 0.0, 0
    asked, new = len(review_session.queue.waiting), review_session.new
    while review_session.card is not None and spent < 60 * MINUTES and not away:
        card = ask(journal, review_session)
        typed, sure, seconds = learner.answers(card, journal.today)
        review_session = onward(review_session, answer(journal, card, typed, sure, seconds))
        spent, given = spent + seconds, given + 1
    with journal.store.read() as session:
        tomorrow = journal.today + timedelta(days=1)
        overdue = sum(each.due < tomorrow for each in queue.due_on(session, tomorrow))
    return DayOfYear(journal.today, asked, new, given, overdue)


def main(figure: Path | None) -> None:
    """Prints the load by periods, and draws it."""
    year, days = Year(), []
    with tempfile.TemporaryDirectory() as folder:
        for each in simulate(Path(folder), year):
            days.append(each)
    print(f"{'cards asked by day':34}{'median':>8}{'most':>6}{'answers':>9}{'minutes':>9}{'overdue at its end':>20}")
    back, half = year.holiday.stop, year.weights_on or 0
    for title, start, end in [
        ("eight weeks before the holiday", year.holiday.start - 56, year.holiday.start),
        ("the week after it", back, back + 7),
        ("four weeks after it", back, back + 28),
        ("four weeks before the new weights", half - 28, half),
        ("four weeks after them", half, half + 28),
        ("the last eight weeks", year.days - 56, year.days),
        ("the year, the holiday left out", 0, year.days),
    ]:
        print(row(title, [each for number, each in enumerate(days[start:end], start) if number not in year.holiday]))
    print(f"\non the day of return {days[back].asked} were asked of {days[back - 1].backlog} that were overdue")
    if figure is not None:
        draw(days, year, figure)


def row(title: str, days: Sequence[DayOfYear]) -> str:
    """One line of the table."""
    asked, answers = [each.asked for each in days], sum(each.answers for each in days) / len(days)
    minutes = answers * SECONDS / 60
    return f"{title:34}{median(asked):8.0f}{max(asked):6}{answers:9.1f}{minutes:9.1f}{days[-1].backlog:20}"


def draw(days: Sequence[DayOfYear], year: Year, figure: Path) -> None:
    """The load by day, and what is overdue."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    dates = [each.day for each in days]
    drawn, (above, below) = plt.subplots(2, 1, figsize=(11, 5.6), sharex=True, height_ratios=[3, 1])
    above.bar(dates, [each.asked for each in days], width=1.0, color="#c7d7ea", label="asked in the morning")
    above.bar(dates, [each.answers for each in days], width=0.6, color="#2f6db3", label="answers given")
    above.axvspan(dates[year.holiday.start], dates[year.holiday.stop], color="#f3e6c8", label="holiday", zorder=0)
    if year.weights_on is not None:
        above.axvline(dates[year.weights_on], color="#b3442f", linestyle="--", label="new weights")
    above.set_ylabel("cards a day")
    above.legend(loc="upper left", ncols=4, frameon=False)
    below.fill_between(dates, [each.backlog for each in days], color="#b3442f", alpha=0.5, linewidth=0)
    below.set_ylabel("overdue")
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
    drawn.tight_layout()
    drawn.savefig(figure, dpi=120)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="A simulated year of reviews.")
    arguments.add_argument("--figure", type=Path)
    main(arguments.parse_args().figure)
