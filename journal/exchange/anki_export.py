"""Every card as a package of Anki, with its schedule and history: the library's questions and the learner's own.

A package that is imported once more brings newer texts to the cards that Anki has, and no newer schedule: Anki's import
adds cards and their log, and leaves those that are there as they are. Only what is deleted there first comes anew, with
the schedule of here. Source: `import_cards` in rslib/src/import_export/package/apkg/import/cards.rs of
https://github.com/ankitects/anki
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from html import escape

from journal.core.input_files import bytes_of
from journal.core.messages import language, say
from journal.core.ratings import Rating
from journal.db import cards, reviews
from journal.db.anki import Collection, Row
from journal.db.rows import CardListing
from journal.db.tables import Note, Review
from journal.exchange.anki_answers import exported_id
from journal.exchange.anki_decks import Tell
from journal.exchange.formats.anki import writing
from journal.exchange.formats.anki.reading import FILTERED
from journal.library.concept import Concept, Question
from journal.library.prose import code_spans, paragraphs
from journal.memory.of_cards import memory_of
from journal.notes.kinds import uid_of
from journal.notes.markup import html_of
from journal.opening.journal import Journal
from journal.opening.media import PICTURE, pictures
from journal.review.notes import sides_of
from journal.review.queries import notes
from journal.review.questions import AskedQuestion, run_of, variant_of
from journal.review.schedule import retention_for
from journal.runner.runs import RunFailed

MANUAL = 4
"""The type of a row in Anki's log that no answer made."""
VARIANTS = 4
"""How many variants of a question are baked into its note; the day picks one."""


@dataclass
class _Package:
    journal: Journal
    modified: int
    begun: datetime
    notes: list[Row] = field(default_factory=list)
    cards: list[Row] = field(default_factory=list)
    revlog: dict[int, Row] = field(default_factory=dict)
    decks: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    tasks: int = 0

    def deck(self, name: str) -> int:
        """The id of a deck, which is there from now on."""
        if name not in self.decks:
            self.decks.append(name)
        return writing.deck_id(self.decks.index(name))

    def collection(self) -> Collection:
        """All of it."""
        models, decks = writing.models(self.modified), writing.decks(self.decks, self.modified)
        rows = sorted(self.revlog.values())
        created = int(self.begun.timestamp())
        return Collection(created, self.modified * 1000, models, decks, self.notes, self.cards, rows)


@dataclass(frozen=True)
class DeckExported:
    """The bytes of a package, how many cards are in it, and what could not be taken along, in plain lines."""

    data: bytes
    cards: int
    left: tuple[str, ...]


def export_deck(journal: Journal, on_status: Tell = lambda step, done, all_: None) -> DeckExported:
    """Every card that is still asked, as a package. Variants that cannot be made are named and left."""
    with journal.store.read() as session:
        every = cards.all_cards(session)
        own = {note.uid: note for note in notes.all_notes(session)}
        history: dict[int, list[Review]] = {}
        for review in reviews.every(session):
            history.setdefault(review.card_id, []).append(review)
    now = journal.clock()
    first = min((card.last for card in every if card.last), default=journal.today)
    begun = datetime.combine(first, time(journal.settings.day_starts))
    into = _Package(journal, int(now.timestamp()), begun)
    noted: dict[str, int] = {}
    for number, card in enumerate(every):
        on_status("making", number, len(every))
        uid = uid_of(card.concept)
        note_id = noted.get(card.concept) if uid else None
        if note_id is None:
            note_id = _own(into, own.get(uid)) if uid else _question(into, card)
        if note_id is None:
            continue
        noted[card.concept] = note_id
        place = _place(own[uid], card.question) if uid else 0
        if place is not None:
            _card(into, card, note_id, place, own.get(uid or ""), history.get(card.id, ()))
    left = [*([say("anki.tasks_stay", n=into.tasks)] if into.tasks else []), *into.left]
    return DeckExported(writing.package(into.collection(), into.media), len(into.cards), tuple(left))


def _own(into: _Package, note: Note | None) -> int | None:
    """Adds a note of the learner's own."""
    if note is None:
        return None
    for path in pictures(into.journal, f"{note.front}\n{note.back}"):
        into.media[path.name] = bytes_of(path)
    fields = [_html(note.front), _html(note.back)]
    fields += [escape(note.answers[0] if note.answers else "", quote=False)] if note.kind == "typed" else []
    note_id = 1_500_000_000_000 + note.id
    model = writing.MODEL_OF[note.kind]
    into.notes.append(writing.note_row(note_id, note.guid, model, into.modified, note.tags, fields))
    return note_id


def _html(text: str) -> str:
    return html_of(PICTURE.sub(lambda found: f"![{found['alt']}]({found['path'].strip()})", text))


def _place(note: Note, name: str) -> int | None:
    """The number of a side in Anki; None for one that the note has no more."""
    names = [side.name for side in sides_of(note)]
    if name not in names:
        return None
    return int(name[1:]) - 1 if note.kind == "cloze" else names.index(name)


def _question(into: _Package, card: CardListing) -> int | None:
    """Adds a question of the library with several variants; None where none can be made."""
    concept = into.journal.library.concepts.get(card.concept)
    question = concept.question(card.question) if concept else None
    if concept is not None and concept.task(card.question):
        into.tasks += 1
    if concept is None or question is None:
        return None
    try:
        before = len(into.media)
        variants = list(_variants(into, concept, question))
    except RunFailed as error:
        into.left.append(f"{concept.id}.{question.name}: {error}")
        return None
    title, prompt = concept.title.to(language()), question.prompt.to(language())
    fields = [f"{concept.id}.{question.name}", escape(title), _line(prompt), writing.escaped_json(variants)]
    # Anki brings only the media along that a field names in a tag of its own: JSON hides the others from it.
    fields.append("".join(f'<img src="{name}">' for name in list(into.media)[before:]))
    note_id = 1_400_000_000_000 + card.id
    guid = f"journal:{concept.id}:{question.name}"
    tags = [concept.topic, concept.id]
    into.notes.append(writing.note_row(note_id, guid, writing.QUESTION, into.modified, tags, fields))
    return note_id


def _variants(into: _Package, concept: Concept, question: Question) -> Iterable[dict[str, str]]:
    drawn = [variant_of(into.journal, concept, question, seed) for seed in range(VARIANTS)]
    for seed, future in enumerate(drawn):
        asked = AskedQuestion(concept, question, future.result())
        options = "".join(f"<li>{escape(each)}</li>" for each in asked.options)
        figure = _figure(into, asked, seed)
        yield {
            "code": escape(asked.code, quote=False),
            "prompt": _line(asked.prompt) + (f"<ol>{options}</ol>" if options else ""),
            "answer": escape(asked.truth, quote=False),
            "explanation": _prose(concept.text.to(language())) + figure,
        }


def _line(text: str) -> str:
    """A line of the library's texts as HTML: what stands between backticks is code."""
    plain, spans = code_spans(text)
    parts, last = [], 0
    for start, end in spans:
        parts += [escape(plain[last:start], quote=False), f"<code>{escape(plain[start:end], quote=False)}</code>"]
        last = end
    return "".join([*parts, escape(plain[last:], quote=False)])


def _prose(text: str) -> str:
    """A whole text of the library as HTML; a formula stands apart."""
    return "".join(
        f'<p class="formula">{escape(each.text, quote=False)}</p>' if each.is_formula else f"<p>{_line(each.text)}</p>"
        for each in paragraphs(text)
    )


def _figure(into: _Package, asked: AskedQuestion, seed: int) -> str:
    """The figure of a variant as a file of media, in the tag that shows it; empty where there is none."""
    if not asked.concept.has_figure or asked.question.demo != "demo":
        return ""
    png = run_of(into.journal, asked, png=True).result().png
    if png is None:
        return ""
    name = f"journal-{asked.concept.id}-{asked.question.name}-{seed}.png"
    into.media[name] = png
    return f'<br><img src="{name}">'


# --- the schedule ---------------------------------------------------------------------------------------------------


def _card(
    into: _Package, card: CardListing, note_id: int, place: int, note: Note | None, past: Sequence[Review]
) -> None:
    """Adds a card as it stands, and its answers."""
    memory, journal = memory_of(card), into.journal
    concept = journal.library.concepts.get(card.concept)
    deck = note.deck or "journal::own" if note else f"journal::{concept.topic if concept else 'own'}"
    kind = 0 if memory is None else 2
    buried = card.buried_until is not None and card.buried_until > journal.today
    queue = -1 if card.suspended else -3 if buried else kind
    due = card.id if memory is None else (memory.due - into.begun.date()).days
    data = "{}"
    if memory is not None:
        state = {"s": round(memory.stability, 4), "d": round(memory.difficulty, 3), "dr": retention_for(journal, card)}
        counted = [int(each.at.timestamp()) for each in past if each.counted]
        seen = {"lrt": counted[-1]} if counted else {}
        data = json.dumps({**state, "decay": round(journal.weights[-1], 4), **seen})
    interval = memory.interval if memory else 0
    card_id = 1_300_000_000_000 + card.id
    counts = (2500 if memory else 0, card.repetitions, card.lapses, 0, 0, 0, 0)
    into.cards.append(
        (
            card_id,
            note_id,
            into.deck(deck),
            place,
            into.modified,
            -1,
            kind,
            queue,
            due,
            interval,
            *counts,
            data,
        )
    )
    _log(into, card_id, past, is_new=memory is None)


def _log(into: _Package, card_id: int, past: Sequence[Review], *, is_new: bool) -> None:
    """Adds the answers to a card as Anki logs them, so that what it works out from them is what is known here.

    A life of the card begins with an answer of type 0, practice has the factor 0, and a card that was reset and is new
    again ends with the row of a reset. Source: `reviews_for_fsrs` in rslib/src/scheduler/fsrs/params.rs of
    https://github.com/ankitects/anki
    """
    before, row_id = 0, 0
    for review in past:
        after = (review.due - review.day).days if review.is_remembered else before
        row_id = exported_id(review)
        while row_id in into.revlog:
            row_id += 1
        factor = round(((review.difficulty - 1) / 9 + 0.1) * 1000) if review.is_remembered else 0
        milliseconds = min(int(review.seconds * 1000), 60_000)
        rating = Rating(review.rating)
        into.revlog[row_id] = (row_id, card_id, -1, rating, after, before, factor, milliseconds, _type(review))
        before = after
    if is_new and past:
        row_id += 1
        into.revlog[row_id] = (row_id, card_id, -1, 0, 0, before, 0, 0, MANUAL)


def _type(review: Review) -> int:
    """What Anki calls an answer: 0 the first one of a life, 1 a review, 2 a repeat, 3 practice."""
    if not review.is_remembered:
        return FILTERED
    return 2 if review.repeat else 0 if review.elapsed is None else 1
