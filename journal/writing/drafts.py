"""Drafts: texts that were not stored, from an external editor whose app was killed or a read-only journal.

Each lies in a file of its own in the journal's home, whose name says of which week it is, what that week said then,
when it was written and by which process. It goes when its text is in the log, and not before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from os import getpid
from pathlib import Path
from typing import Literal

from journal.core.days import usable
from journal.core.files import write_whole
from journal.core.input_files import text_file
from journal.core.messages import UserError
from journal.log.counting import body_count
from journal.opening.journal import Journal
from journal.weeks.weeks import OpenWeek, open_day, open_week, save
from journal.writing.interrupted import is_running

DraftKind = Literal["unsaved", "editing"]
"""What the database did not take, and what an external editor was opened with."""

_NOT_STORED = ("store.busy", "store.full", "store.unwritable")
"""Why a text may not be stored although it is fit to be."""
STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(
    r"(?:unsaved|editing)-(?P<week>\d{1,18})-(?P<starts>\d{8})-(?P<base>[0-9a-f]{8})-(?P<at>\d{8}-\d{6})-(?P<pid>\d{1,9})\.md"
)


@dataclass(frozen=True)
class Draft:
    """A leftover text of a week (0: not stored yet), which contained `base` when editing began."""

    path: Path
    week_id: int
    starts: date
    base: str
    at: datetime
    body: str
    title: str = ""

    @property
    def words(self) -> int:
        """Its word count as the quota counts it."""
        return body_count(self.body)


def write_draft(journal: Journal, kind: DraftKind, week: OpenWeek, text: str) -> Path:
    """Writes the text of a week to a draft file; returns its path."""
    name = f"{kind}-{week.id or 0}-{week.starts:%Y%m%d}-{_digest(week.body)}-{journal.clock():{STAMP}}-{getpid()}.md"
    path = journal.settings.home / name
    write_whole(path, text.encode(), private=True)
    return path


@contextmanager
def rescued(journal: Journal, text: str) -> Iterator[None]:
    """Saves an entry to a file where it cannot be stored; the UserError then names the file."""
    try:
        yield
    except UserError as error:
        if error.key not in _NOT_STORED:
            raise
        path = write_draft(journal, "unsaved", replace(open_week(journal, None), body=""), text)
        raise UserError("write.kept", path=path, reason=error) from error


def pending_drafts(journal: Journal) -> list[Draft]:
    """The drafts left by earlier runs, the oldest first; drafts without new text are removed."""
    found = []
    for draft in _drafts(journal):
        week = week_of(journal, draft)
        if _digest(draft.body) == draft.base or draft.body == week.body or not draft.body.strip():
            draft.path.unlink(missing_ok=True)
        else:
            found.append(replace(draft, title=week.title))
    return sorted(found, key=lambda draft: draft.at)


def restore_draft(journal: Journal, draft: Draft) -> OpenWeek:
    """Restores a draft into its week; if the week has changed since, both texts are kept, the draft below.

    Raises UserError when the journal cannot be written: the file stays then.
    """
    week = week_of(journal, draft)
    unchanged = _digest(week.body) == draft.base
    saved = save(journal, week if unchanged else replace(week, body=""), draft.body)
    draft.path.unlink(missing_ok=True)
    return saved


def week_of(journal: Journal, draft: Draft) -> OpenWeek:
    """The week that a draft belongs to: the one it was written in, else that of its first day."""
    week = open_week(journal, draft.week_id or None)
    return week if week.id is not None and week.id == draft.week_id else open_day(journal, draft.starts)


def _drafts(journal: Journal) -> Iterator[Draft]:
    for path in journal.settings.home.glob("*.md"):
        named = _NAME.fullmatch(path.name)
        draft = _draft(path, named) if named and not is_running(int(named["pid"])) else None
        if draft:
            yield draft


def _draft(path: Path, named: re.Match[str]) -> Draft | None:
    """The draft in a file; None for one that cannot be read, which is left where it is."""
    try:
        starts = usable(datetime.strptime(named["starts"], "%Y%m%d").date())
        at = datetime.strptime(named["at"], STAMP)
        return Draft(path, int(named["week"]), starts, named["base"], at, text_file(path))
    except (UserError, ValueError):
        return None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:8]
