"""What a learner does of an evening besides reviewing: focus sessions, and phone pickups that grow fewer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from journal.core.messages import language
from journal.habits.amounts import PHONE
from journal.habits.focus import start, stop
from journal.habits.habits import mark
from journal.opening.journal import Journal

WEEKDAYS = (0, 2, 3, 5)
"""The weekdays on which this learner sits down."""
BEGINS = time(18, 30)
MINUTES = (25, 25, 25, 40, 50)
"""How long a session may be planned."""
PHONE_PICKUPS = 4
"""The phone pickups on an evening of the first week; once in a while fewer, as the weeks go by."""


def spend(journal: Journal, first: date, week: int, text: str, rng: Random) -> None:
    """The evenings of one week (from 1) that begins on `first`, on topics that its log speaks of."""
    topics = list(dict.fromkeys(place.concept for place in journal.mention_spans(text)))
    for weekday in WEEKDAYS:
        evening = datetime.combine(first + timedelta(days=weekday), BEGINS)
        plan = rng.choice(MINUTES)
        if topics and evening + timedelta(minutes=plan) < journal.clock():
            title = journal.library.concepts[rng.choice(topics)].title.to(language())
            _sit(journal, evening, title, plan, rng.randint(0, max(1, PHONE_PICKUPS - week // 3)))


def _sit(journal: Journal, evening: datetime, topic: str, plan: int, pickups: int) -> None:
    start(_at(journal, evening), topic, plan)
    for number in range(pickups):
        mark(_at(journal, evening + timedelta(minutes=5 * (number + 1))), PHONE)
    stop(_at(journal, evening + timedelta(minutes=plan)))


def _at(journal: Journal, moment: datetime) -> Journal:
    """The same journal at another time."""
    return replace(journal, clock=lambda: moment)
