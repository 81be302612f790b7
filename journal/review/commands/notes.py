"""What `journal card` does with cards of the learner's own: new, edit, remove."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines
from journal.core.settings import Settings
from journal.notes.kinds import NoteDraft, NoteKind, kind_of, uid_of
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.db.tables import Note
    from journal.opening.journal import Journal
    from journal.review.notes import Made


def new(options: Namespace, settings: Settings) -> int:
    """Makes a card of the learner's own, or those of a file."""
    from journal.review.notes import make

    if options.file is not None:
        return _from_file(options, settings)
    front, back = _texts(options.cards[1:])
    with opened(settings) as journal:
        made = make(journal, _changed(journal, NoteDraft(_kind(options, front, back), front, back), options))
    _notify(made, say("notes.made", n=len(made.cards), name=made.name), options)
    return 0


def edit(options: Namespace, settings: Settings) -> int:
    """Changes a card of the learner's own, which keeps what was learned."""
    from journal.review.notes import change, draft_of, note_of

    uid = _uid(options.cards[1:2])
    with opened(settings) as journal:
        before = draft_of(note_of(journal, uid))
        texts = options.cards[2:]
        front, back = _texts(texts) if texts else (before.front, before.back)
        kind = options.kind or (_kind(options, front, back) if options.answer else before.kind)
        draft = replace(before, kind=kind, front=front, back=back if len(texts) != 1 else before.back)
        made = change(journal, uid, _changed(journal, draft, options))
    _notify(made, say("notes.changed", name=made.name), options)
    return 0


def remove(options: Namespace, settings: Settings) -> int:
    """Removes a card of the learner's own with its history."""
    from journal.review.notes import remove as removed

    uid = _uid(options.cards[1:])
    with opened(settings) as journal:
        note = removed(journal, uid)
    if options.json:
        print_json(_plain(note))
    else:
        print_lines([say("notes.removed", name=options.cards[1])])
    return 0


def _from_file(options: Namespace, settings: Settings) -> int:
    """Makes the cards of a file; lines that make none are named, and the rest goes in."""
    from journal.core.input import read_text
    from journal.notes.card_files import came_lines
    from journal.notes.card_reading import read_cards
    from journal.review.notes import make_many

    if options.cards[1:] or options.kind or options.answer:
        raise UserError("notes.file_alone")
    found = read_cards(read_text(options.file), ending=options.file.suffix, plain=True)
    with opened(settings) as journal:
        cards = [replace(each, draft=_changed(journal, each.draft, options)) for each in found.cards]
        new, known = make_many(journal, cards, options.file.name)
    if options.json:
        problems = [{"line": each.line, "why": each.reason} for each in found.problems]
        print_json({"new": new, "known": known, "problems": problems})
    else:
        print_lines(came_lines(new, known, found))
    return 0 if new or known else 1


VERBS: Mapping[str, Callable[[Namespace, Settings], int]] = {"new": new, "edit": edit, "remove": remove}
"""What stands in the place of a card's name, and does something else than to list."""


def _texts(texts: list[str]) -> tuple[str, str]:
    """The front and the back."""
    front, back, *more = (*texts, "", "")
    if any(more):
        raise UserError("notes.two_texts")
    return front, back


def _uid(names: list[str]) -> str:
    uid = uid_of(names[0].partition(".")[0]) if len(names) == 1 else None
    if not uid:
        raise UserError("notes.one_at_a_time")
    return uid


def _kind(options: Namespace, front: str, back: str) -> NoteKind:
    kind: NoteKind = options.kind or kind_of(front, back, tuple(options.answer))
    return kind


def _changed(journal: Journal, draft: NoteDraft, options: Namespace) -> NoteDraft:
    """The note with what the options say of it; what they leave out stays."""
    from journal.opening.lookup import find_concept

    return replace(
        draft,
        answers=tuple(options.answer) or draft.answers,
        tags=tuple(options.tag) or draft.tags,
        deck=options.deck or draft.deck,
        concepts=tuple(find_concept(journal, name).id for name in options.about) or draft.concepts,
    )


def _notify(made: Made, message: str, options: Namespace) -> None:
    if options.json:
        print_json(_plain(made.note))
    else:
        print_lines([message])


def _plain(note: Note) -> dict[str, Any]:
    fields = ("kind", "front", "back", "answers", "tags", "deck", "concepts", "sentence")
    return {"id": note.uid, **{name: getattr(note, name) for name in fields}}
