"""Imports Anki packages: notes become cards of the user; cards that were exported return with their answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from journal.core.days import shifted, study_day
from journal.core.incoming import shown_name
from journal.core.input_files import reading
from journal.core.messages import UserError, say
from journal.db import cards, reviews, undo_log
from journal.db.database import Session
from journal.db.tables import Card, Note, Review
from journal.exchange.anki_answers import UNTOLD, AnswerReplay, exported_id, is_among, merged, time_of
from journal.exchange.formats.anki.package import is_behind, open_package
from journal.exchange.formats.anki.reading import OURS, AnkiReview, Deck, ForeignCard, ForeignNote, read_deck
from journal.memory.scheduling import Memory, scheduler_of
from journal.notes.kinds import concept_of
from journal.opening.journal import Journal
from journal.opening.media import PICTURE, SUFFIXES, keep
from journal.review.notes import note_row
from journal.review.queries import notes
from journal.review.schedule import retention_for
from journal.weights.training import can_fit

TOLD_EVERY = 500
"""Notes after which progress is reported."""
Step = Literal["reading", "storing", "making"]
"""What takes its time: notes read, answers stored, cards made for Anki."""
Tell = Callable[[Step, int, int], None]
"""Is told of a step how much is done, of how much."""


@dataclass
class DeckImported:
    """What came, or would come: `notes`, `cards` and `reviews` are new; `known` notes were there already.

    `can_fit` says whether weights of one's own can be fitted to the answers that are there now.
    """

    notes: int = 0
    cards: int = 0
    reviews: int = 0
    known: int = 0
    pictures: int = 0
    decks: Counter[str] = field(default_factory=Counter)
    can_fit: bool = False
    left: list[tuple[str, str]] = field(default_factory=list)


class _RehearsedError(Exception):
    """Rolls back the transaction of a dry run."""


def import_deck(
    journal: Journal, path: Path, *, dry_run: bool = False, on_status: Tell = lambda step, done, all_: None
) -> DeckImported:
    """Stores what a package holds and the journal lacks; with `dry_run` only says what that would be.

    Raises UserError, and stores nothing, for a file that is no package, is damaged or too large.
    """
    name = shown_name(path)
    with reading(name):
        deck = read_deck(open_package(path, name))
    done = DeckImported(left=[(title, say(why)) for title, why in deck.left])
    if is_behind(path):
        done.left.append((shown_name(path.name), say("anki.behind")))
    with suppress(_RehearsedError), journal.store.write() as session:
        _Import(journal, session, deck, done, dry_run=dry_run, on_status=on_status).run(shown_name(path.name))
        if dry_run:
            session.flush()
            session.expunge_all()
            raise _RehearsedError
    done.can_fit = done.reviews > 0 and not dry_run and can_fit(journal)
    return done


@dataclass
class _Import:
    journal: Journal
    session: Session
    deck: Deck
    done: DeckImported
    dry_run: bool
    on_status: Tell
    reviews: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def run(self, file: str) -> None:
        """Reviews are stored before what they belong to, so that taking the import back removes them with it."""
        there = notes.by_guids(self.session, [each.guid for each in self.deck.notes])
        next_id = cards.last_id(self.session) + 1
        home: list[tuple[ForeignNote, Note | None]] = []
        for number, each in enumerate(self.deck.notes):
            if number % TOLD_EVERY == 0:
                self.on_status("reading", number, len(self.deck.notes))
            if each.draft is None or each.guid in there:
                home.append((each, there.get(each.guid)))
            else:
                next_id = self.add(each, next_id)
        self.on_status("reading", len(self.deck.notes), len(self.deck.notes))
        notes.add_reviews(self.session, self.reviews, UNTOLD, partial(self.on_status, "storing"))
        undo_log.begin(self.session, self.journal.clock(), "imported", file=file)
        notes.add_notes(self.session, self.notes)
        notes.add_cards(self.session, self.cards)
        for each, note in home:
            self.bring_home(each, note)

    # --- foreign notes ------------------------------------------------------------------------------------------------

    def add(self, each: ForeignNote, next_id: int) -> int:
        """Gathers the rows of a new note; returns the next free id of a card."""
        assert each.draft is not None
        now = self.journal.clock()
        draft = replace(each.draft, front=self.pictured(each.draft.front), back=self.pictured(each.draft.back))
        self.notes.append(note_row(draft, each.uid, each.guid, now))
        self.done.notes += 1
        self.done.decks[draft.deck] += 1
        for card in each.cards:
            lived = list(self.lived(card.answers, next_id))
            self.reviews += lived
            self.cards.append(self.card_row(each, card, next_id, lived))
            self.done.cards += 1
            next_id += 1
        return next_id

    def pictured(self, text: str) -> str:
        """A text whose pictures are those of the journal's own folder; what is no picture there is named and left."""

        def kept(found: re.Match[str]) -> str:
            name = found["path"].strip()
            there = self.kept(name)
            return f"![{found['alt']}]({there})" if there else f"[{name[:60]}]"

        return PICTURE.sub(kept, text) if "![" in text else text

    def kept(self, name: str) -> str | None:
        """The name of a picture in the journal's own folder; None for one that is missing or damaged."""
        media = self.deck.media
        data = media.get(name, media.get(unquote(name))) if name.lower().endswith(SUFFIXES) else None
        try:
            if data is None:
                raise UserError("anki.no_picture")
            there = name if self.dry_run else keep(self.journal, name, data())
        except UserError as error:
            self.done.left.append((name[:60], str(error)))
            return None
        self.done.pictures += 1
        return there

    def lived(self, answers: Sequence[AnkiReview], card_id: int) -> Iterator[dict[str, Any]]:
        """The answers as reviews, replayed into the memory of the scheduler in use."""
        replay = self.replay(self.journal.settings.retention)
        for each in answers:
            row = replay.of_anki(each, card_id)
            if row is not None:
                self.done.reviews += 1
                yield row

    def replay(self, retention: float) -> AnswerReplay:
        """The replay of a card that nothing was answered to yet."""
        return AnswerReplay(scheduler_of(self.journal.weights, retention), self.journal.settings.day_starts)

    def card_row(
        self, note: ForeignNote, card: ForeignCard, card_id: int, lived: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """A card as it stood in Anki: its date, and the memory that its answers lead to."""
        memory = self.memory(card, lived)
        counted = [row for row in lived if row["counted"]]
        return {
            "id": card_id,
            "concept": concept_of(note.uid),
            "question": card.side,
            "created": self.journal.clock(),
            "week_id": None,
            "suspended": card.state.suspended,
            "stability": memory.stability if memory else None,
            "difficulty": memory.difficulty if memory else None,
            "due": memory.due if memory else None,
            "last": memory.last if memory else None,
            "repetitions": len(counted) or int(memory is not None),
            "lapses": card.state.lapses,
            "buried_until": shifted(self.journal.today, 1) if card.state.buried else None,
            "step": None,
        }

    def memory(self, card: ForeignCard, lived: Sequence[dict[str, Any]]) -> Memory | None:
        """The memory of a card; of one whose answers did not come along what Anki says of it."""
        state, begun = card.state, study_day(time_of(self.deck.created * 1000) or datetime(2000, 1, 1), 0)
        due = shifted(begun, state.due) if state.due is not None and abs(state.due) < 100_000 else None
        last = next((row for row in reversed(lived) if row["counted"] or row["repeat"]), None)
        if last is not None:
            when = due if due is not None and due >= last["day"] else max(last["due"], last["day"])
            return Memory(last["stability"], last["difficulty"], when, last["day"])
        if due is None or not state.interval:
            return None
        difficulty = min(10.0, max(1.0, state.difficulty or 5.0))
        return Memory(state.stability or state.interval, difficulty, due, shifted(due, -state.interval))

    # --- our own, come home -----------------------------------------------------------------------------------------

    def bring_home(self, each: ForeignNote, note: Note | None) -> None:
        """Takes in what was answered in Anki to a card that is here."""
        self.done.known += 1
        for foreign in each.cards:
            found = self.here(each, foreign, note)
            if found is not None:
                self.add_answers(found, foreign.answers)

    def here(self, each: ForeignNote, foreign: ForeignCard, note: Note | None) -> Card | None:
        """The card of ours that a foreign one is."""
        if note is not None:
            return cards.by_name(self.session, concept_of(note.uid), foreign.side)
        concept, _, question = each.guid.removeprefix(OURS).rpartition(":")
        found = cards.by_name(self.session, concept, question)
        if found is None:
            self.done.left.append((each.guid, say("anki.not_here")))
        return found

    def add_answers(self, card: Card, answers: Sequence[AnkiReview]) -> None:
        """Replays old and new answers in chronological order; the new ones become reviews."""
        past = list(reviews.of_card(self.session, card.id))
        known = [exported_id(each) for each in past]
        new = [each for each in answers if each.rating in (1, 2, 3, 4) and not is_among(each.id, known)]
        line = list(merged(past, new))
        if all(isinstance(each, Review) for each in line):
            return
        replay = self.replay(retention_for(self.journal, card))
        for each in line:
            before = replay.before
            if isinstance(each, Review):
                replay.of_ours(each)
            elif (row := replay.of_anki(each, card.id)) is not None:
                self.session.add(Review(**UNTOLD, **row, before=before))
                self.done.reviews += 1
        self.remember(card, replay)

    def remember(self, card: Card, replay: AnswerReplay) -> None:
        """Gives a card what its answers lead to."""
        state = replay.state
        if state is None or state.stability is None or state.difficulty is None or replay.due is None:
            return
        card.stability, card.difficulty, card.due, card.last = (
            state.stability,
            state.difficulty,
            replay.due,
            replay.last,
        )
        card.repetitions, card.lapses, card.step = replay.count, max(card.lapses, replay.lapses), None
        self.session.add(card)
        self.session.flush()
