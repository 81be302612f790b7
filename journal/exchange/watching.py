"""A mirrored folder looked at again and again: it is brought into step once nobody is writing in it any more."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from journal.core.messages import UserError
from journal.exchange import queries
from journal.exchange.mirroring import Mirrored, mirror
from journal.opening.journal import Journal


@dataclass
class Watch:
    """How folder and weeks stood when they were last looked at (`seen`), and when they were last in step."""

    seen: Hashable = None
    in_step: Hashable = None

    def look(self, journal: Journal) -> Mirrored | None:
        """Brings the folder into step if anything changed on either side, and nothing since the last look.

        An editor that saves may take its file away for a moment, or have written half of it: a change is taken when it
        has stood from one look to the next. None where nothing was done. Raises UserError where it cannot be done;
        that is tried again when something changes.
        """
        folder = journal.settings.mirror_folder
        if folder is None:
            return None
        now = _standing(journal, folder)
        if now == self.in_step:
            return None
        if now != self.seen:
            self.seen = now
            return None
        self.in_step = now
        done = mirror(journal, folder, journal.settings.mirror_names)
        self.in_step = self.seen = _standing(journal, folder)
        return done


def _standing(journal: Journal, folder: Path) -> Hashable:
    """What changes whenever a note or a week does."""
    try:
        notes = [(path.name, path.stat()) for path in folder.glob("*.md")]
    except FileNotFoundError:  # taken away between two looks at it
        return None
    except OSError as error:
        raise UserError("exchange.unwritable", path=folder, reason=error.strerror) from error
    files = tuple(sorted((name, status.st_mtime_ns, status.st_size) for name, status in notes))
    with journal.store.read() as session:
        return files, tuple(map(tuple, queries.checksums_of_weeks(session)))
