"""What a note is, and which cards it makes: one side of it each, the siblings of one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from journal.core.messages import UserError
from journal.notes import accepted, cloze

NoteKind = Literal["recall", "reversed", "cloze", "typed"]
KINDS: tuple[NoteKind, ...] = get_args(NoteKind)

PREFIX = "note:"
"""What the concept of a card begins with that is made from a note; the note's uid follows."""
TOPIC = "notes"
"""The topic under which all cards of one's own are arranged among those of the library."""
LONGEST = 20_000
"""Characters of one field."""


@dataclass(frozen=True)
class NoteDraft:
    """A note as it is written: `answers` are those that a typed one accepts, `sentence` is what it was made from."""

    kind: NoteKind
    front: str
    back: str = ""
    answers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    deck: str = ""
    concepts: tuple[str, ...] = ()
    sentence: str = ""
    week_id: int | None = None


@dataclass(frozen=True)
class Side:
    """One card of a note: what is asked and what is answered. `answers` are empty where the learner rates it."""

    name: str
    front: str
    back: str
    answers: tuple[str, ...] = ()


def concept_of(uid: str) -> str:
    """The concept under which the cards of a note are scheduled."""
    return f"{PREFIX}{uid}"


def uid_of(concept: str) -> str | None:
    """The uid of the note that a card's concept stands for; None for a concept of the library."""
    return concept.removeprefix(PREFIX) if concept.startswith(PREFIX) else None


def sides(kind: str, front: str, back: str, answers: tuple[str, ...] = ()) -> tuple[Side, ...]:
    """The cards of a note."""
    if kind == "cloze":
        return tuple(_cloze_side(front, back, number) for number in cloze.numbers(front))
    if kind == "typed":
        return (Side("front", front, back or " / ".join(answers), answers),)
    there = Side("front", front, back)
    return (there, Side("back", back, front)) if kind == "reversed" else (there,)


def _cloze_side(front: str, back: str, number: int) -> Side:
    answered = cloze.back(front, number)
    return Side(f"c{number}", cloze.front(front, number), f"{answered}\n\n{back}" if back.strip() else answered)


def checked(draft: NoteDraft) -> NoteDraft:
    """The note, if it makes a card. Raises UserError that says what it lacks."""
    if max(len(draft.front), len(draft.back)) > LONGEST:
        raise UserError("notes.too_long", n=LONGEST)
    if not draft.front.strip():
        raise UserError("notes.no_front")
    if draft.kind == "cloze" and not cloze.numbers(draft.front):
        raise UserError("notes.no_cloze")
    if draft.kind == "typed" and not draft.answers:
        raise UserError("notes.no_answers")
    if draft.kind in ("recall", "reversed") and not draft.back.strip():
        raise UserError("notes.no_back")
    return draft


def kind_of(front: str, back: str, answers: tuple[str, ...] = ()) -> NoteKind:
    """The kind of a note that is not named: cloze where the front has deletions, typed where answers are given."""
    if cloze.numbers(front):
        return "cloze"
    return "typed" if answers else "recall"


def read_answers(text: str) -> tuple[str, ...]:
    """The accepted answers in one line."""
    return accepted.split(text)
