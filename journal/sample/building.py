"""Fills the sample journal in every language and packs it, as it is shipped. Takes a minute, for all demos are run.

python -m journal.sample.building
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from journal.core.languages import LANGUAGES, Language
from journal.core.messages import use
from journal.core.output import print_lines
from journal.core.settings import Settings
from journal.opening.journal import open_journal
from journal.sample.filling import fill
from journal.sample.shipped import BUILT_ON, file_of

EVENING = time(19)
"""The time of the day at which the sample is built: before the review of that evening."""


def build(settings: Settings) -> bytes:
    """The packed database of a journal that was filled in the home of the settings."""
    journal = open_journal(settings, lambda: datetime.combine(BUILT_ON, EVENING))
    try:
        fill(journal)
        with journal.store.connection() as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.execute("VACUUM")
    finally:
        journal.close()
    return gzip.compress(settings.database.read_bytes(), mtime=0)


def main() -> None:
    """Builds the files of all languages, and says how large they are."""
    for language in LANGUAGES:
        print_lines([f"{file_of(language).name}: {_built(language):,} bytes"])


def _built(language: Language) -> int:
    use(language)
    with TemporaryDirectory() as folder:
        return file_of(language).write_bytes(build(replace(Settings(Path(folder) / "home"), language=language)))


if __name__ == "__main__":
    main()
