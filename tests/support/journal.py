"""An open journal over the small library, at a time that a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from journal.core.settings import Settings
from journal.db.database import open_store
from journal.db.tables import Week
from journal.exchange.importing import import_path
from journal.library.library import read_library
from journal.opening.journal import Journal
from journal.runner.client import Runner
from tests.support.library import write_library

NOW = datetime(2024, 7, 10, 20, 30)
"""A Wednesday evening."""


@dataclass
class Clock:
    """A clock that stands still until a test turns it on."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small library."""
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def journal(tmp_path: Path, library_folder: Path, clock: Clock) -> Iterator[Journal]:
    """A journal of this test alone; nothing is run in it."""
    settings = Settings(tmp_path / "home")
    library = read_library(settings.concepts, ours=library_folder)
    runner = Runner(allow=lambda path, content: True, cache=settings.cache)
    opened = Journal(settings, open_store(settings.database), library, runner, clock)
    yield opened
    opened.close()


Importing = Callable[[str], tuple[Week, ...]]


@pytest.fixture
def imported(journal: Journal, tmp_path: Path) -> Importing:
    """Imports a text of weekly logs and gives the weeks in it."""

    def importing(text: str) -> tuple[Week, ...]:
        path = tmp_path / "log.md"
        path.write_text(text, encoding="utf-8", newline="")
        return import_path(journal, path).weeks

    return importing
