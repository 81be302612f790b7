"""What a hand-in is: one document that the learner is shown before it leaves, and that a teacher reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journal.db.tables import Week
    from journal.opening.journal import Journal

FORMAT = "journal hand-in 1"


@dataclass(frozen=True)
class Told:
    """A misconception as a hand-in tells it: held at the end of the week, or else cured in it."""

    concept: str
    question: str
    misconception: str
    held: bool


@dataclass(frozen=True)
class ReadHandin:
    """A hand-in as it is shown: what does not have the form of one is empty."""

    title: str
    text: str
    misconceptions: Sequence[Told]


def content_of(journal: Journal, week: Week) -> str:
    """The document of a week: its text, its figures, and the misconceptions held or cured in it. Nothing else."""
    from journal.report.gathering import report_of

    report = report_of(journal, week)
    told = {
        "format": FORMAT,
        "week": {
            "number": week.number,
            "title": week.title,
            "starts": f"{week.starts:%Y-%m-%d}",
            "ends": f"{week.ends:%Y-%m-%d}",
        },
        "words": report.words,
        "figures": {
            "reviews": report.reviews,
            "right": report.right,
            "minutes": round(report.minutes, 1),
            "retention": None if report.retention is None else round(report.retention, 3),
        },
        "misconceptions": [
            {"concept": each.concept, "question": each.question, "misconception": each.misconception, "held": each.held}
            for each in _misconceptions(journal, week)
        ],
        "text": week.body,
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode(errors="replace").decode()


def read(content: str) -> ReadHandin:
    """A hand-in of anybody, which may be anything: what has the form of one is read."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    told = told if isinstance(told, dict) else {}
    week = told.get("week")
    title = week.get("title") if isinstance(week, dict) else None
    return ReadHandin(_text(title), _text(told.get("text")), tuple(_told(told.get("misconceptions"))))


def _misconceptions(journal: Journal, week: Week) -> Iterator[Told]:
    from journal.db import figures
    from journal.review.misconceptions import misconception_histories

    with journal.store.read() as session:
        answers = [each for each in figures.misconception_answers(session) if each.day <= week.ends]
    for each in sorted(misconception_histories(answers), key=lambda one: (one.concept, one.question, one.name)):
        when = each.refuted if each.resolved else each.last
        if each.concept in journal.library.concepts and when is not None and week.starts <= when <= week.ends:
            yield Told(each.concept, each.question, each.name, not each.resolved)


def _told(found: Any) -> Iterator[Told]:
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            concept, question, name = (_text(each.get(key)) for key in ("concept", "question", "misconception"))
            yield Told(concept, question, name, held=each.get("held") is True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
