"""What a learner does of an evening besides reviewing: sessions of focus, and glances at the phone that grow fewer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from journal.desk import Desk
from journal.desk.focus import start, stop
from journal.desk.habits import mark
from journal.learning.habits import PHONE
from journal.words import language

WEEKDAYS = (0, 2, 3, 5)
"""The weekdays on which this learner sits down."""
BEGINS = time(18, 30)
MINUTES = (25, 25, 25, 40, 50)
"""How long a session may be planned."""
GLANCES = 4
"""How often the phone is taken up on an evening of the first week; once in a while fewer, as the weeks go by."""


def spend(desk: Desk, first: date, week: int, text: str, rng: Random) -> None:
    """The evenings of one week (from 1) that begins on `first`, on topics that its log speaks of."""
    topics = list(dict.fromkeys(place.concept for place in desk.places(text)))
    for weekday in WEEKDAYS:
        evening = datetime.combine(first + timedelta(days=weekday), BEGINS)
        plan = rng.choice(MINUTES)
        if topics and evening + timedelta(minutes=plan) < desk.clock():
            title = desk.library.concepts[rng.choice(topics)].title.to(language())
            _sit(desk, evening, title, plan, rng.randint(0, max(1, GLANCES - week // 3)))


def _sit(desk: Desk, evening: datetime, topic: str, plan: int, glances: int) -> None:
    start(_at(desk, evening), topic, plan)
    for number in range(glances):
        mark(_at(desk, evening + timedelta(minutes=5 * (number + 1))), PHONE)
    stop(_at(desk, evening + timedelta(minutes=plan)))


def _at(desk: Desk, moment: datetime) -> Desk:
    """The same journal at another time."""
    return replace(desk, clock=lambda: moment)
