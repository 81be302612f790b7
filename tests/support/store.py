"""A store of its own for each test, and the values that fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from journal.db.database import Store, open_store
from journal.db.tables import Review

DAY = date(2024, 7, 14)
NOW = datetime(2024, 7, 14, 21, 3, 30, 250_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path)
    yield opened
    opened.close()


Counting = Callable[[], Any]


@pytest.fixture
def counting() -> Iterator[Counting]:
    """Counts the statements that are sent to any database: `with counting() as statements:`."""
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    @contextmanager
    def block() -> Iterator[list[str]]:
        statements.clear()
        yield statements

    event.listen(Engine, "before_cursor_execute", note)
    yield block
    event.remove(Engine, "before_cursor_execute", note)


def review_of(card_id: int, day: date = DAY, **changed: Any) -> Review:
    """A right answer of `day` to a card, with what is `changed`."""
    values: dict[str, Any] = {
        "card_id": card_id,
        "at": datetime(day.year, day.month, day.day, 21),
        "day": day,
        "seed": 7,
        "params": {"n": 28, "sizes": [3, 5], "名": "卷积"},
        "kind": "shape",
        "truth": [1, 8, 14, 14],
        "typed": "1,8,14,14",
        "verdict": "right",
        "wrong_ideas": [],
        "confidence": "sure",
        "seconds": 12.5,
        "suggested": 3,
        "rating": 3,
        "stability": 2.3065,
        "difficulty": 2.1 + 1 / 3,
        "due": date(2024, 7, 17),
        "torch": "2.13.0",
    }
    return Review(**{**values, **changed})
