"""A journal that looks lived in: twelve weeks of logs, and a learner who focuses, reviews, errs and remembers.

Everything goes the way of real use: the logs are imported as files are, and every answer is typed, judged, rated and
stored by the same functions, only with a clock of its own. The same seed gives the same journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from journal.demos.tasks.assignment import function_text
from journal.demos.values import Value
from journal.desk import Desk
from journal.desk.asking import CardAsked, ask_or_set, fetch_ahead
from journal.desk.importing import import_path
from journal.desk.reviews import answer, onward
from journal.desk.sample.evenings import spend
from journal.desk.setting import TaskAsked
from journal.desk.sitting import Sitting, sit_down, skip
from journal.desk.task_reviews import finish
from journal.learning.rating import Confidence
from journal.text.weeks import period_of, title_of
from journal.words import UserError, language

WEEKS = 12
REVIEWS = (0, 2, 3, 4, 5, 6)
"""How many answers an evening may bring."""
EVENINGS = (0, 1, 3, 4, 6)
"""The weekdays on which this learner reviews."""
SEED = 2024

Told = Callable[[int], None]


def fill(desk: Desk, tell: Told = lambda week: None, weeks: int = WEEKS) -> None:
    """Fills an empty journal with the weeks before today; `tell` hears of each week that is done."""
    rng, evenings = Random(SEED), Random(SEED)
    learner = replace(desk, settings=replace(desk.settings, new_per_day=3))
    for number, text in enumerate(logs()[-weeks:], 1):
        first, last = period_of(desk.today - timedelta(weeks=weeks - number), desk.settings.first_weekday)
        _write(learner, f"# {title_of(number, first, last)}\n\n{text}\n", datetime.combine(last, time(21)))
        spend(learner, first, number, text, evenings)
        for weekday in EVENINGS:
            evening = datetime.combine(first + timedelta(days=weekday), time(20))
            if evening.date() < desk.today:
                _review(_at(learner, evening), rng)
        tell(number)


def logs() -> list[str]:
    """The twelve logs, in the language of the user."""
    text = (Path(__file__).parent / f"logs.{language()}.md").read_text(encoding="utf-8")
    return [each.strip() for each in text.split("\n---\n")]


def _write(desk: Desk, text: str, now: datetime) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "week.md"
        path.write_text(text, encoding="utf-8")
        import_path(_at(desk, min(now, desk.clock())), path)


def _at(desk: Desk, moment: datetime) -> Desk:
    """The same journal at another time."""
    return replace(desk, clock=lambda: moment)


def _review(desk: Desk, rng: Random) -> None:
    """One evening: a few answers, some of them from wrong ideas."""
    sitting = sit_down(desk)
    for _ in range(rng.choice(REVIEWS)):
        if sitting.card is None:
            return
        try:
            asked = ask_or_set(desk, sitting)
        except UserError:
            sitting = skip(sitting)
            continue
        fetch_ahead(desk, sitting)
        if isinstance(asked, TaskAsked):
            sitting = _write_code(desk, sitting, asked, rng)
        else:
            sitting = _answer(desk, sitting, asked, rng)


def _write_code(desk: Desk, sitting: Sitting, asked: TaskAsked, rng: Random) -> Sitting:
    """Solves a task after a try or two, now and then with a hint, or gives it up."""
    right = rng.random() < 0.8
    text = function_text(asked.task, asked.task.body) if right else asked.attempt.text
    hints = min(rng.choice((0, 0, 0, 1)), len(asked.task.hints))
    done = replace(asked.attempt, text=text, tries=rng.choice((1, 1, 2, 3)), hints=hints)
    done = replace(done, seconds=round(rng.lognormvariate(4.6, 0.5), 1))
    return onward(sitting, finish(desk, replace(asked, attempt=done), None, right=right))


def _answer(desk: Desk, sitting: Sitting, asked: CardAsked, rng: Random) -> Sitting:
    """Answers as a learner would: seldom wrong about what is known, mostly by a wrong idea where it can show."""
    chance = 0.62 + 0.3 * (asked.card.repetitions > 0) - 0.04 * asked.card.lapses
    right = rng.random() < chance
    typed = _typed(asked, right, rng)
    sure: Confidence = rng.choices(("guess", "unsure", "sure"), (1, 3, 6) if right else (3, 5, 2))[0]
    seconds = round(rng.lognormvariate(2.9, 0.5), 1)
    return onward(sitting, answer(desk, asked, typed, sure, seconds))


def _typed(asked: CardAsked, right: bool, rng: Random) -> str:
    """The line that this learner types: the truth, or what one of the wrong ideas leads to."""
    variant = asked.variant
    value = variant.truth
    if not right and variant.showing:
        value = variant.beliefs[rng.choice(variant.showing)] or value
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
