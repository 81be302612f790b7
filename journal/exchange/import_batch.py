"""What is read from a file of another program, before any of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from hashlib import sha256
from typing import Any


def hash_of(text: str) -> str:
    """What tells a text from every other in a few characters."""
    return sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class ImportedLog:
    """A text that covers a whole period, first and last day included.

    `base` is the hash of the text that this journal, or another one, gave out: what was changed in the file is what is
    different from that.
    """

    number: int | None
    starts: date
    ends: date
    title: str
    body: str
    base: str = ""


@dataclass(frozen=True)
class ImportedEntry:
    """A text of one day. `uid` is what the other program knows it by, `location` where it stands, for messages,
    `origin` the file that it stands in, where others of the same source may have the same day.
    """

    day: date
    text: str
    location: str
    time: time | None = None
    uid: str = ""
    tags: tuple[str, ...] = ()
    origin: str = ""

    @property
    def key(self) -> str:
        """Tells the entry from those of other days, times and files: its uid, else these three."""
        return self.uid or " ".join([self.moment, self.origin]).strip()

    @property
    def text_key(self) -> str:
        """The day of the entry and its text, which older journals knew it by."""
        return f"{self.day:%Y-%m-%d} {sha256(self.text.encode()).hexdigest()[:32]}"

    @property
    def moment(self) -> str:
        """Its day, and its time where it has one."""
        return f"{self.day:%Y-%m-%d}" + (f" {self.time:%H:%M}" if self.time else "")

    @property
    def heading(self) -> str:
        """The line that begins its section: date, time and tags."""
        return f"## {self.moment}" + "".join(f" #{'-'.join(tag.split())}" for tag in self.tags)

    @property
    def section(self) -> str:
        """The entry as a section of a weekly log: its heading, then its text."""
        return f"{self.heading}\n\n{self.text}" + ("" if self.text.endswith("\n") else "\n")


@dataclass(frozen=True)
class ImportNote:
    """Something that was not taken as it stands: where it is, and why, in the language of the user.

    `damaged`: it could not be read; else it was left out on purpose, or taken and is worth a look.
    """

    location: str
    why: str
    damaged: bool = False

    @property
    def message(self) -> str:
        """The place and the reason in one line; many a reason names the place itself."""
        return self.why if self.location in self.why else f"{self.location}: {self.why}"


@dataclass(frozen=True)
class Archive:
    """A whole journal: the rows of each table, and the text of its settings."""

    tables: Mapping[str, list[dict[str, Any]]]
    settings: str = ""


@dataclass(frozen=True)
class ImportBatch:
    """Everything that a file or folder gave: what was `skipped`, and what was taken but is worth a look (`flagged`)."""

    logs: tuple[ImportedLog, ...] = ()
    entries: tuple[ImportedEntry, ...] = ()
    skipped: tuple[ImportNote, ...] = ()
    flagged: tuple[ImportNote, ...] = ()
    archive: Archive = field(default_factory=lambda: Archive({}))


def merged(batches: Iterable[ImportBatch]) -> ImportBatch:
    """Several readouts as one, in their order; at most one of them holds an archive."""
    parts = list(batches)
    return ImportBatch(
        logs=tuple(log for part in parts for log in part.logs),
        entries=tuple(entry for part in parts for entry in part.entries),
        skipped=tuple(note for part in parts for note in part.skipped),
        flagged=tuple(note for part in parts for note in part.flagged),
    )
