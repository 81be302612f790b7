"""Packages of Anki, sound and not: taken in whole or refused in one line, with nothing written anywhere else."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import cards, checksums
from journal.db.database import open_store
from journal.exchange.anki_decks import DeckImported, import_deck
from journal.library.library import Library
from journal.memory.of_cards import memory_of
from journal.notes.kinds import uid_of
from journal.opening.journal import Journal
from journal.opening.media import folder
from journal.review.cards import card_rows
from journal.review.queries import notes
from journal.runner.client import Runner
from tests.fuzz import decks
from tests.fuzz.changing import rounds

COUNTED = "SELECT (SELECT count(*) FROM note), (SELECT count(*) FROM card), (SELECT count(*) FROM review)"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal without a library; nothing is run in it."""
    settings = Settings(tmp_path / "home")
    runner = Runner(allow=lambda path, content: False, cache=settings.cache)
    opened = Journal(settings, open_store(settings.database), Library({}, (), {}), runner, datetime.now)
    yield opened
    opened.close()


def counted(journal: Journal) -> tuple[int, ...]:
    """How many notes, cards and reviews there are, and pictures."""
    with journal.store.read() as session:
        row = session.connection().exec_driver_sql(COUNTED).one()
    media = folder(journal)
    return (*row, len(list(media.iterdir())) if media.exists() else 0)


def taken_in(journal: Journal, path: Path) -> DeckImported | None:
    """What came of a package, or None for one that was refused in one line; any other exception comes through."""
    done, told = None, ""
    try:
        done = import_deck(journal, path)
    except UserError as error:
        told = str(error)
    assert "\n" not in told
    return done


@rounds(250)
def test_every_package_is_taken_in_whole_or_refused(cases: int, journal: Journal, tmp_path: Path) -> None:
    rng, ends, path = random.Random(16), Counter[str](), tmp_path / "deck.apkg"
    before = counted(journal)
    for serial in range(cases):
        path.write_bytes(decks.package(rng, serial))
        done, after = taken_in(journal, path), counted(journal)
        came = (0, 0, 0) if done is None else (done.notes, done.cards, done.reviews)
        assert tuple(now - then for now, then in zip(after, before, strict=True))[:3] == came, serial
        assert done is not None or after == before, serial
        ends["refused" if done is None else "new" if done.notes else "nothing new"] += 1
        before = after
    assert min(ends["refused"], ends["new"]) > cases // 20, ends
    assert {each.name for each in tmp_path.iterdir()} == {"home", "deck.apkg"}
    assert all(each.is_file() and each.suffix in (".png", ".svg") for each in folder(journal).iterdir())
    with journal.store.read() as session:
        every = cards.all_cards(session)
        known = {note.uid for note in notes.all_notes(session)}
        assert {uid_of(card.concept) for card in every} <= known
        assert all(memory_of(card) or card.due is None for card in every)
        connection = session.connection().connection.driver_connection
        assert connection is not None
        assert checksums.mismatches(connection) == []
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(card_rows(journal)) == len(every)
