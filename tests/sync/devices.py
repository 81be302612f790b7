"""Journals of one learner on several devices, over the small library; nothing is run in them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from journal.core.ratings import Rating
from journal.core.settings import Settings
from journal.db import archive, cards, reviews, undo_log
from journal.db.database import open_store
from journal.db.tables import Review
from journal.exchange.exporting import export, write
from journal.exchange.importing import ImportResult, import_path
from journal.library.library import read_library
from journal.memory.of_cards import memory_of
from journal.memory.states import step_after
from journal.opening.journal import Journal
from journal.review.rating import Confidence
from journal.review.schedule import next_states
from journal.runner.client import Runner

NOW = datetime(2024, 7, 10, 20, 30)
LOCAL = {"week_id", "created", "uid", "before", "offered"}
"""What devices need not agree on: of which of them a row came, and what it saw then."""


def device(home: Path, library: Path, now: datetime = NOW) -> Journal:
    """A journal of its own in a folder."""
    settings = Settings(home)
    runner = Runner(allow=lambda path, content: True, cache=settings.cache)
    return Journal(
        settings, open_store(settings.database), read_library(settings.concepts, ours=library), runner, lambda: now
    )


def at(journal: Journal, days: float) -> Journal:
    """The same journal that many days later."""
    now = journal.clock() + timedelta(days=days)
    return replace(journal, clock=lambda: now)


def answer(
    journal: Journal, concept: str, question: str, *, right: bool = True, sure: Confidence = "unsure", seed: int = 1
) -> Review:
    """Stores one answer as the app does: the first of a day counts."""
    with journal.store.write(lasting=False) as session:
        undo_log.begin(session, journal.clock(), "answered", title=concept, question=question)
        cards.ensure(session, {concept: [question]}, now=journal.clock())
        card = next(each for each in cards.of_concept(session, concept) if each.question == question)
        rating, counted = Rating.GOOD if right else Rating.AGAIN, card.last != journal.today
        memories = next_states(journal, session, card)
        memory = memories[rating] if counted else memory_of(card)
        assert memory is not None
        review = Review(
            card_id=card.id,
            at=journal.clock(),
            day=journal.today,
            seed=seed,
            params={},
            kind="integer",
            truth=1,
            typed="1" if right else "2",
            verdict="right" if right else "wrong",
            confidence=sure,
            seconds=9.0,
            suggested=rating,
            rating=rating,
            counted=counted,
            due=memory.due,
            stability=memory.stability,
            difficulty=memory.difficulty,
            step=step_after(None if counted else card.step, right),
        )
        return reviews.record(session, review)


def carry(source: Journal, target: Journal, folder: Path) -> ImportResult:
    """Takes the whole journal of one device to another, as a file."""
    path = folder / f"{source.settings.home.name}.json"
    write(export(source, path, "json", []), force=True)
    return import_path(target, path)


def dump(journal: Journal) -> dict[str, Any]:
    """Every shared row by what it is called, to compare devices by: numbers of a database say nothing elsewhere."""
    from journal.sync.states import state_of

    with journal.store.read() as session:
        state = state_of(archive.rows(session))
    rows = {kind: {name: _rounded(body) for name, body in found.items()} for kind, found in state.rows.items()}
    return json.loads(json.dumps(rows))  # type: ignore[no-any-return]


def _rounded(body: dict[str, Any]) -> dict[str, Any]:
    rounded = {name: round(value, 6) if isinstance(value, float) else value for name, value in body.items()}
    return {
        name: value for name, value in rounded.items() if name not in ("week_id", "created", "uid", "before", "offered")
    }
