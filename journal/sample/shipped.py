"""The sample journal as it is shipped: filled once in each language, and opened at its own time.

`python -m journal.sample.building` makes the files anew. They need not be as new as the library or the schema: they are
brought up to date like any older journal when they are opened.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from journal.core.files import make_private_folder
from journal.core.languages import Language
from journal.core.messages import language
from journal.core.settings import Settings

BUILT_ON = date(2026, 11, 27)
"""The day on which the sample's learner stands, a Friday: the time of an open sample goes on from there."""


def file_of(spoken: Language) -> Path:
    """The file that holds the sample of a language: its database, packed."""
    return Path(__file__).parent / f"journal.{spoken}.db.gz"


def unpack(settings: Settings) -> None:
    """Puts the sample of the current language into the home of the settings, which has no journal yet."""
    make_private_folder(settings.home)
    settings.database.write_bytes(gzip.decompress(file_of(language()).read_bytes()))


def sample_clock() -> Callable[[], datetime]:
    """The time in the sample: that of the day on which it was built, going on from now."""
    behind = date.today() - BUILT_ON
    return lambda: datetime.now() - behind
