"""Fills the sample journal: twelve weeks of logs by a simulated learner.

Everything goes the way of real use: the logs are imported as files are, and every answer is typed, judged, rated and
stored by the same functions, only with a clock of its own. The same seed gives the same journal.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from journal.core.messages import UserError, language
from journal.exchange.importing import import_path
from journal.log.headings import title_of
from journal.log.periods import period_of
from journal.opening.journal import Journal
from journal.review.asking import AskedCard, ask_or_set, prefetch
from journal.review.rating import Confidence
from journal.review.reviews import answer, onward
from journal.review.session import ReviewSession, skip, start_review_session
from journal.review.task_reviews import finish
from journal.runner.tasks.assignment import function_text
from journal.runner.values import Value
from journal.sample.evenings import spend
from journal.tasks.setting import TaskAsked

WEEKS = 12
REVIEWS = (0, 2, 3, 4, 5, 6)
"""How many answers an evening may bring."""
EVENINGS = (0, 1, 3, 4, 6)
"""The weekdays on which this learner reviews."""
SEED = 2024


def fill(journal: Journal, weeks: int = WEEKS) -> None:
    """Fills an empty journal with the weeks before today."""
    rng, evenings = Random(SEED), Random(SEED)
    learner = replace(journal, settings=replace(journal.settings, new_per_day=3))
    for number, text in enumerate(logs()[-weeks:], 1):
        first, last = period_of(journal.today - timedelta(weeks=weeks - number), journal.settings.first_weekday)
        _write(learner, f"# {title_of(number, first, last)}\n\n{text}\n", datetime.combine(last, time(21)))
        spend(learner, first, number, text, evenings)
        for weekday in EVENINGS:
            evening = datetime.combine(first + timedelta(days=weekday), time(20))
            if evening.date() < journal.today:
                _review(_at(learner, evening), rng)


def logs() -> list[str]:
    """The twelve logs, in the language of the user."""
    text = (Path(__file__).parent / f"logs.{language()}.md").read_text(encoding="utf-8")
    return [each.strip() for each in text.split("\n---\n")]


def _write(journal: Journal, text: str, now: datetime) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "week.md"
        path.write_text(text, encoding="utf-8")
        import_path(_at(journal, min(now, journal.clock())), path)


def _at(journal: Journal, moment: datetime) -> Journal:
    """The same journal at another time."""
    return replace(journal, clock=lambda: moment)


def _review(journal: Journal, rng: Random) -> None:
    """One evening: a few answers, some of them from misconceptions."""
    review_session = start_review_session(journal)
    for _ in range(rng.choice(REVIEWS)):
        if review_session.card is None:
            return
        try:
            asked = ask_or_set(journal, review_session)
        except UserError:
            review_session = skip(review_session)
            continue
        prefetch(journal, review_session)
        if isinstance(asked, TaskAsked):
            review_session = _write_code(journal, review_session, asked, rng)
        else:
            review_session = _answer(journal, review_session, asked, rng)


def _write_code(journal: Journal, review_session: ReviewSession, asked: TaskAsked, rng: Random) -> ReviewSession:
    """Solves a task after a try or two, now and then with a hint, or gives it up."""
    right = rng.random() < 0.8
    text = function_text(asked.task, asked.task.body) if right else asked.attempt.text
    hints = min(rng.choice((0, 0, 0, 1)), len(asked.task.hints))
    done = replace(asked.attempt, text=text, tries=rng.choice((1, 1, 2, 3)), hints=hints)
    done = replace(done, seconds=round(rng.lognormvariate(4.6, 0.5), 1))
    return onward(review_session, finish(journal, replace(asked, attempt=done), None, right=right))


def _answer(journal: Journal, review_session: ReviewSession, asked: AskedCard, rng: Random) -> ReviewSession:
    """Answers as a learner would: seldom wrong about what is known, mostly by a misconception where it can show."""
    chance = 0.62 + 0.3 * (asked.card.repetitions > 0) - 0.04 * asked.card.lapses
    right = rng.random() < chance
    typed = _typed(asked, right, rng)
    sure: Confidence = rng.choices(("guess", "unsure", "sure"), (1, 3, 6) if right else (3, 5, 2))[0]
    seconds = round(rng.lognormvariate(2.9, 0.5), 1)
    return onward(review_session, answer(journal, asked, typed, sure, seconds))


def _typed(asked: AskedCard, right: bool, rng: Random) -> str:
    """The line that this learner types: the truth, or what one of the misconceptions leads to."""
    variant = asked.variant
    value = variant.truth
    if not right and variant.diagnosable:
        value = variant.wrong_answers[rng.choice(variant.diagnosable)] or value
    return written(value)


def written(value: Value) -> str:
    """An answer as it is typed: any form that `read_answer` reads back."""
    match value:
        case bool():
            return "y" if value else "n"
        case tuple() if value and isinstance(value[0], str):
            return " ".join(map(str, value))
        case tuple():
            return "x".join(map(str, value)) or "()"
        case _:
            return str(value)
