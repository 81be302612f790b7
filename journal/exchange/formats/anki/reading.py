"""What a collection of Anki holds, as notes of ours: decks, tags, media, gaps, what was answered and what is due."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from journal.core.incoming import clean
from journal.core.marks import brief
from journal.db.anki import Row
from journal.exchange.formats.anki.latex import with_pictures
from journal.exchange.formats.anki.note_types import NoteType, as_float, as_int, as_object, decks_of, types_of
from journal.exchange.formats.anki.occluded import Drafts, OccludedNotes
from journal.exchange.formats.anki.package import Package
from journal.notes import cloze
from journal.notes.kinds import LONGEST, NoteDraft, NoteKind
from journal.notes.markup import markdown_of, sounds

OURS = "journal:"
"""What the guid of a question of our library begins with; concept and question follow."""
FILTERED = 3
"""The type of answers that were given in a filtered deck."""
_FIELD = re.compile(r"\{\{\s*(?P<mark>[#^/]?)(?P<filters>(?:[\w-]+:)*)(?P<name>[^{}:#^/]+?)\s*\}\}")


@dataclass(frozen=True)
class AnkiReview:
    """A row of Anki's log: its id is the time in milliseconds, `kind` its type there.

    `factor` is 0 where the answer was practice in a filtered deck, which leaves the schedule alone.
    """

    id: int
    rating: int
    interval: int
    milliseconds: int
    kind: int
    factor: int

    @property
    def is_remembered(self) -> bool:
        """Whether the memory counts it: learning, review, relearning, and what was reviewed early."""
        return self.kind in (0, 1, 2) or (self.kind == FILTERED and self.factor != 0)


@dataclass(frozen=True)
class AnkiState:
    """How a card stands in Anki; `due` counts days since the collection began, None for one that is not scheduled."""

    suspended: bool
    buried: bool
    due: int | None
    interval: int
    lapses: int
    stability: float | None
    difficulty: float | None


@dataclass(frozen=True)
class ForeignCard:
    """A side of a foreign note."""

    side: str
    state: AnkiState
    answers: tuple[AnkiReview, ...]


@dataclass(frozen=True)
class ForeignNote:
    """A note as it came: `guid` is Anki's, `uid` ours. One of our own library has no draft, only its guid."""

    guid: str
    uid: str
    draft: NoteDraft | None
    cards: tuple[ForeignCard, ...]


@dataclass(frozen=True)
class Deck:
    """A whole collection: when it began (seconds since 1970), its notes, its media, and what could not be read."""

    created: int
    notes: tuple[ForeignNote, ...]
    media: Mapping[str, Callable[[], bytes]]
    left: tuple[tuple[str, str], ...]
    """What was left: a name, and the key of the reason."""


def uid_of_guid(guid: str, part: str = "") -> str:
    """The uid of a note that came with this guid, always the same."""
    digits = "abcdefghijkmnpqrstuvwxyz23456789"
    return "".join(digits[byte % 32] for byte in sha256(f"{guid}\x00{part}".encode()).digest()[:10])


def read_deck(package: Package) -> Deck:
    """The notes of a collection."""
    rows = package.rows
    types, decks = types_of(rows), decks_of(rows)
    answers: dict[int, list[AnkiReview]] = {}
    for row in rows.get("revlog", ()):
        if all(isinstance(value, int) for value in row) and 0 < row[0] < 2**53:
            answers.setdefault(row[1], []).append(AnkiReview(row[0], *row[2:]))
    cards: dict[Any, list[Row]] = {}
    for card in rows["cards"]:
        cards.setdefault(card[1], []).append(card)
    media = dict(package.media)
    reader = _Notes(types, decks, cards, answers, OccludedNotes(media))
    notes = [each for row in rows["notes"] for each in reader.read(row)]
    created = next((row[0] for row in rows["col"] if isinstance(row[0], int)), 0)
    return Deck(created, tuple(notes), media, tuple(reader.left))


class _Notes:
    """Reads notes one after the other."""

    def __init__(
        self,
        types: Mapping[int, NoteType],
        decks: Mapping[int, str],
        cards: Mapping[Any, list[Row]],
        answers: Mapping[int, list[AnkiReview]],
        occluded: OccludedNotes,
    ) -> None:
        self.types, self.decks, self.cards, self.answers = types, decks, cards, answers
        self.occluded = occluded
        self.left: list[tuple[str, str]] = []
        self.seen: set[str] = set()

    def read(self, row: Row) -> list[ForeignNote]:
        """The notes that one of Anki's becomes: one, or one a template where these ask different things."""
        note_id, guid, type_id, tags, fields = row
        own, found = sorted(self.cards.get(note_id, ()), key=lambda card: as_int(card[3])), self.types.get(type_id)
        guid, texts = clean(str(guid)), [clean(str(each)) for each in str(fields).split("\x1f")]
        if guid.startswith(OURS):
            return [ForeignNote(guid, "", None, tuple(self.card("", card) for card in own))]
        if guid in self.seen:
            self.left.append((guid, "anki.twice"))
            return []
        self.seen.add(guid)
        title = brief(next((word for each in texts if (word := _title(each))), guid), 40)
        if found is None or not own:
            self.left.append((title, "anki.no_type" if found is None else "anki.no_cards"))
            return []
        media = self.occluded.media
        values = {
            name: markdown_of(with_pictures(text, media)) for name, text in zip(found.fields, texts, strict=False)
        }
        if count := sum(map(sounds, texts)):
            self.left.extend([(title, "anki.sound")] * min(count, 1))
        by_name = dict(zip(found.fields, texts, strict=False))
        drawn = self.occluded.drafts(uid_of_guid(guid), by_name, values)
        if drawn is not None and not drawn[1]:
            self.left.append((title, "anki.occlusion"))
        drafts = drawn[0] if drawn else _drafts(found, values)
        deck = self.decks.get(as_int(own[0][11]) or as_int(own[0][2]), "")
        words = tuple(dict.fromkeys(clean(str(tags)).split()))
        return self.drafts(guid, drafts, own, deck, words, title)

    def drafts(
        self,
        guid: str,
        drafts: Drafts,
        own: list[Row],
        deck: str,
        tags: tuple[str, ...],
        title: str,
    ) -> list[ForeignNote]:
        """The notes, each with its cards; one that asks nothing is named and left."""
        notes = []
        for part, draft, sides in drafts:
            by_side = {sides[place]: card for card in reversed(own) if (place := as_int(card[3])) in sides}
            cards = tuple(self.card(side, by_side[side]) for side in sides.values() if side in by_side)
            if not draft.front.strip() or not cards or max(len(draft.front), len(draft.back)) > LONGEST:
                self.left.append((title, "anki.empty"))
                continue
            whole = NoteDraft(draft.kind, draft.front, draft.back, draft.answers, tags, deck)
            notes.append(ForeignNote(f"{guid}{part}", uid_of_guid(guid, part), whole, cards))
        return notes

    def card(self, side: str, row: Row) -> ForeignCard:
        """A card with what was answered."""
        kind, queue, due, interval = (as_int(row[number]) for number in (4, 5, 6, 7))
        data = as_object(row[12])
        filtered = bool(as_int(row[11]))
        state = AnkiState(
            suspended=queue == -1,
            buried=queue in (-2, -3),
            due=(as_int(row[10]) if filtered else due) if kind == 2 else None,
            interval=max(0, interval),
            lapses=max(0, as_int(row[9])),
            stability=as_float(data.get("s")),
            difficulty=as_float(data.get("d")),
        )
        return ForeignCard(side, state, tuple(sorted(self.answers.get(as_int(row[0]), ()), key=lambda each: each.id)))


def _title(text: str) -> str:
    """What a field calls its note; nothing where it holds masks of a picture."""
    return "" if "image-occlusion:" in text else markdown_of(text)


def _drafts(found: NoteType, values: Mapping[str, str]) -> Drafts:
    """Each note that a type makes of some fields: what sets it apart, the note, and its sides by their number."""
    if found.is_cloze:
        front, back = _cloze_texts(found, values)
        numbers = cloze.numbers(front)
        return [("", NoteDraft("cloze", front, back), {number - 1: f"c{number}" for number in numbers})]
    texts = [_sides(template, values) for template in found.templates]
    if len(texts) == 2 and texts[0][:2] == (texts[1][1], texts[1][0]) and not texts[0][2]:
        return [("", NoteDraft("reversed", *texts[0][:2]), {0: "front", 1: "back"})]
    notes = []
    for number, (front, back, typed) in enumerate(texts):
        kind: NoteKind = "typed" if typed else "recall"
        part = f"#{number}" if number else ""
        notes.append((part, NoteDraft(kind, front, back, (typed,) if typed else ()), {number: "front"}))
    return [each for each in notes if each[1].front.strip()]


def _cloze_texts(found: NoteType, values: Mapping[str, str]) -> tuple[str, str]:
    names = [each["name"] for front, _ in found.templates for each in _FIELD.finditer(front) if each["filters"]]
    name = next((each for each in names if each in values), next(iter(values), ""))
    rest = [text for each, text in values.items() if each != name and text]
    return values.get(name, ""), "\n\n".join(rest)


def _sides(template: tuple[str, str], values: Mapping[str, str]) -> tuple[str, str, str]:
    """Front and back of a template, and what is to be typed."""
    asked = _named(template[0], values)
    answered = [name for name in _named(template[1], values) if name not in asked]
    typed = next((each["name"] for each in _FIELD.finditer(template[0]) if "type:" in each["filters"]), "")
    shown = [name for name in asked if name != typed]
    answered += [typed] if typed and typed not in answered else []
    front, back = ("\n\n".join(text for name in names if (text := values.get(name, ""))) for names in (shown, answered))
    return front, back, re.sub(r"[*`]", "", values.get(typed, "")).strip()


def _named(template: str, values: Mapping[str, str]) -> list[str]:
    found = (each["name"] for each in _FIELD.finditer(template) if not each["mark"] and "hint:" not in each["filters"])
    return [name for name in dict.fromkeys(found) if name in values]
