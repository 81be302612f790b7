"""What a file of cards holds: notes with their lines and schedules, and the lines of which no card can be made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from journal.core.messages import UserError, say
from journal.notes.kinds import NoteDraft, checked


@dataclass(frozen=True)
class Schedule:
    """When a card is due elsewhere, the days since its last review, and its ease in percent, as SM-2 counts it."""

    due: date
    interval: int
    ease: int


@dataclass(frozen=True)
class FileCard:
    """A note at a line of a file; `schedules` are those of its cards in order, as many as the file knows."""

    line: int
    draft: NoteDraft
    schedules: tuple[Schedule, ...] = ()


@dataclass(frozen=True)
class LineProblem:
    """A line of which no card can be made, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class CardFile:
    """What a file holds."""

    cards: tuple[FileCard, ...]
    problems: tuple[LineProblem, ...]


def sorted_out(cards: Iterable[FileCard]) -> CardFile:
    """The cards that can be made, and the lines of those that cannot."""
    good, bad = [], []
    for each in cards:
        try:
            checked(each.draft)
        except UserError as error:
            bad.append(LineProblem(each.line, str(error)))
        else:
            good.append(each)
    return CardFile(tuple(good), tuple(bad))


def came_lines(new: int, known: int, found: CardFile) -> Iterator[str]:
    """How many notes of a file are new, how many were there, and the lines that make none."""
    yield say("notes.came", n=new)
    if known:
        yield say("notes.known", n=known)
    yield from (say("notes.line", line=each.line, why=each.reason) for each in found.problems)
