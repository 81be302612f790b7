"""What a class is to learn, as this device last heard of it: Today asks no other computer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from journal.core.due_dates import due_text
from journal.core.files import write_whole
from journal.core.input_files import text_if_there
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.db.plain import Reading
from journal.library.concept import Concept
from journal.opening.journal import Journal
from journal.review.queries import queue

Assignment = tuple[str, date | None]
"""A concept that a class is to learn, and by which day, if one is named."""


@dataclass(frozen=True)
class Assigned:
    """One that the learner has not begun; without a `concept` where this library has none of that `name`."""

    name: str
    concept: Concept | None
    due: date | None

    def when(self, today: date) -> str:
        """By when, in words; empty where no day is named."""
        if self.due is None:
            return ""
        if self.due < today:
            return say("today.assigned_late", n=(today - self.due).days)
        return say("today.assigned_by", when=due_text(self.due, today))


def keep(settings: Settings, heard: Mapping[str, Iterable[Assignment]]) -> bool:
    """Keeps what classes are to learn, by their names, in the place of what was known; returns whether that is news."""
    told = {name: [[concept, due and f"{due}"] for concept, due in found] for name, found in heard.items()}
    if told == _known(settings):
        return False
    write_whole(settings.assigned, (json.dumps(told, ensure_ascii=False) + "\n").encode(), private=True)
    return True


def keep_one(settings: Settings, name: str, heard: Iterable[Assignment]) -> bool:
    """Keeps what one class is to learn; what is known of others stays."""
    return keep(settings, {**{other: _read(found) for other, found in _known(settings).items()}, name: heard})


def forget(settings: Settings) -> None:
    """Forgets what classes are to learn."""
    settings.assigned.unlink(missing_ok=True)


def assigned(journal: Journal, session: Reading) -> list[Assigned]:
    """What was assigned and is not begun, none of its questions answered yet: the next day first, no day last.

    A concept without questions is listed until its day is over.
    """
    heard = {name: due for found in _known(journal.settings).values() for name, due in reversed(_read(found))}
    begun = {card.concept for card in queue.of_concepts(session, heard) if card.last} if heard else set()
    concepts = journal.library.concepts
    found = [Assigned(name, concepts.get(name), due) for name, due in heard.items() if name not in begun]
    return sorted(
        (each for each in found if not _is_over(each, journal.today)),
        key=lambda each: (each.due or date.max, each.name),
    )


def _is_over(each: Assigned, today: date) -> bool:
    asks_nothing = each.concept is not None and not each.concept.questions
    return asks_nothing and each.due is not None and each.due < today


def _known(settings: Settings) -> dict[str, Any]:
    """What the file says; nothing where there is none, or where it cannot be read."""
    try:
        told: dict[str, Any] = json.loads(text_if_there(settings.assigned) or "{}")
        for found in told.values():
            _read(found)
    except (UserError, ValueError, TypeError, AttributeError):
        return {}
    return told


def _read(found: Iterable[tuple[str, str | None]]) -> list[Assignment]:
    return [(concept, date.fromisoformat(due) if due else None) for concept, due in found]
