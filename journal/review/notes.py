"""The learner's own notes: made, changed, removed, and seen as what the reviews ask."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from journal.core.days import shifted
from journal.core.languages import Translated
from journal.core.messages import UserError, say
from journal.db import undo_log
from journal.db.database import Session
from journal.db.tables import Card, Note
from journal.library.concept import Concept, Demo, Question
from journal.memory.scheduling import memory_of_sm2
from journal.notes import cloze
from journal.notes.card_files import FileCard, Schedule
from journal.notes.kinds import TOPIC, NoteDraft, Side, checked, concept_of, sides, uid_of
from journal.opening.journal import Journal
from journal.opening.media import with_pictures_kept
from journal.review.queries import notes

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""What uids are made of: nothing that looks like something else."""
UID_LENGTH = 8


@dataclass(frozen=True)
class Made:
    """A note that was stored, and the ids of its cards."""

    note: Note
    cards: tuple[int, ...]

    @property
    def name(self) -> str:
        """How commands name all its cards."""
        return concept_of(self.note.uid)


def make(journal: Journal, draft: NoteDraft) -> Made:
    """Stores a new note with a card for each side. Raises UserError for one that makes no card."""
    draft = _with_pictures(journal, checked(draft))
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "card_made", text=draft.front)
        return store(journal, session, draft)


def make_many(journal: Journal, found: Iterable[FileCard], file: str) -> tuple[int, int]:
    """Stores the notes that are not there yet; returns how many were new, and how many there already."""
    new = known = 0
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "imported", file=file)
        there = notes.texts(session)
        for each in found:
            draft = _with_pictures(journal, each.draft)
            if (draft.front, draft.back) in there:
                known += 1
                continue
            there.add((draft.front, draft.back))
            made = store(journal, session, draft)
            for card_id, schedule in zip(made.cards, each.schedules, strict=False):
                _schedule(journal, session.get_one(Card, card_id), schedule)
            new += 1
    return new, known


def _schedule(journal: Journal, card: Card, schedule: Schedule) -> None:
    """Gives a card the memory that a schedule of SM-2 amounts to; one that was never reviewed stays new."""
    if schedule.interval < 1 or schedule.due < shifted(date.min, schedule.interval):
        return
    stability, difficulty = memory_of_sm2(schedule.interval, schedule.ease / 100, journal.weights)
    card.stability, card.difficulty = stability, difficulty
    card.due, card.last = schedule.due, shifted(schedule.due, -schedule.interval)
    card.repetitions = 1


def store(journal: Journal, session: Session, draft: NoteDraft) -> Made:
    """The same as a part of what is stored in a session."""
    now, uid = journal.clock(), new_uid()
    concepts = draft.concepts or spoken_of(journal, draft)
    note = notes.add(session, note_row(replace(draft, concepts=concepts), uid, uid, now))
    names = [side.name for side in sides_of(note)]
    return Made(note, tuple(notes.match_cards(session, note, names, now)))


def note_row(draft: NoteDraft, uid: str, guid: str, now: datetime) -> Note:
    """A note as it is stored, still without an id."""
    return Note(uid=uid, guid=guid, **_fields(draft), created=now, updated=now)


def change(journal: Journal, uid: str, draft: NoteDraft) -> Made:
    """Changes a note; its cards keep what was learned. Raises UserError for one that is gone or makes no card."""
    draft = _with_pictures(journal, checked(draft))
    with journal.store.write() as session:
        note = _existing(session, uid)
        undo_log.begin(session, journal.clock(), "card_changed", text=draft.front)
        for name, value in _fields(draft).items():
            setattr(note, name, value)
        note.updated = journal.clock()
        session.add(note)
        names = [side.name for side in sides_of(note)]
        return Made(note, tuple(notes.match_cards(session, note, names, journal.clock())))


def remove(journal: Journal, uid: str) -> Note:
    """Removes a note, its cards and their history. Raises UserError for one that is gone."""
    with journal.store.write() as session:
        note = _existing(session, uid)
        undo_log.begin(session, journal.clock(), "card_removed", text=note.front)
        notes.remove(session, note)
    return note


def draft_of(note: Note) -> NoteDraft:
    """A note as it is written."""
    return NoteDraft(
        kind=note.kind,  # type: ignore[arg-type]
        front=note.front,
        back=note.back,
        answers=tuple(note.answers),
        tags=tuple(note.tags),
        deck=note.deck,
        concepts=tuple(note.concepts),
        sentence=note.sentence,
        week_id=note.week_id,
    )


def every_draft(journal: Journal) -> tuple[NoteDraft, ...]:
    """Every note as it is written, the oldest first."""
    with journal.store.read() as session:
        return tuple(map(draft_of, notes.all_notes(session)))


def note_of(journal: Journal, uid: str) -> Note:
    """The note with this uid. Raises UserError for one that is gone."""
    with journal.store.read() as session:
        return _existing(session, uid)


def new_uid() -> str:
    """A uid that no other note has."""
    return "".join(secrets.choice(ALPHABET) for _ in range(UID_LENGTH))


def spoken_of(journal: Journal, draft: NoteDraft) -> tuple[str, ...]:
    """The concepts that a note and its sentence speak of."""
    text = "\n".join((draft.front, draft.back, draft.sentence))
    return tuple(dict.fromkeys(place.concept for place in journal.mention_spans(text)))


def sides_of(note: Note) -> tuple[Side, ...]:
    """The sides of a stored note."""
    return sides(note.kind, note.front, note.back, tuple(note.answers))


def note_has(note: Note, name: str) -> bool:
    """Whether a note has a side of this name."""
    return (
        name in (f"c{number}" for number in cloze.numbers(note.front))
        if note.kind == "cloze"
        else (name == "front" or (name == "back" and note.kind == "reversed"))
    )


# --- as the reviews see them --------------------------------------------------------------------------------------


def seen(note: Note) -> Concept:
    """A note in the place of a concept: its sides are the questions."""
    title, empty = title_of(note), Translated()
    asked = tuple(
        Question(side.name, Translated(en=side.front), "demo", {}, False, (), "", 0) for side in sides_of(note)
    )
    demos = {"demo": Demo("demo", {}, "", 0)}
    name = Translated(en=title)
    return Concept(
        id=concept_of(note.uid),
        topic=TOPIC,
        path=Path(),
        origin="own",
        title=name,
        text=empty,
        aliases=(),
        shared=(),
        hints=(),
        needs=(),
        confused_with=(),
        sources=(),
        demos=demos,
        questions=asked,
        tasks=(),
        has_figure=False,
    )


def title_of(note: Note) -> str:
    """What stands over a note: the last part of its deck, else its first tag. It never gives the answer away."""
    return note.deck.rpartition("::")[2] or next(iter(note.tags), "") or say("notes.own")


def side_of(session: Session, card: Card) -> tuple[Note, Side]:
    """The note of a card and its side. Raises UserError where either is gone."""
    note = notes.by_uid(session, uid_of(card.concept) or "")
    side = next((each for each in sides_of(note) if each.name == card.question), None) if note else None
    if note is None or side is None:
        raise UserError("review.no_card")
    return note, side


def _existing(session: Session, uid: str) -> Note:
    note = notes.by_uid(session, uid)
    if note is None:
        raise UserError("notes.gone", uid=uid)
    return note


def _with_pictures(journal: Journal, draft: NoteDraft) -> NoteDraft:
    """The note with copies of its pictures in the journal."""
    return replace(draft, front=with_pictures_kept(journal, draft.front), back=with_pictures_kept(journal, draft.back))


def _fields(draft: NoteDraft) -> dict[str, Any]:
    values = {field.name: getattr(draft, field.name) for field in fields(draft)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
