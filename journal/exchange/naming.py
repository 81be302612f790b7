"""What a file tells of its text from outside of it: by frontmatter, by its name, by the folders that it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from journal.core.dates import Period, spans
from journal.core.days import usable
from journal.core.incoming import shown_name
from journal.exchange.moments import date_or_time_of
from journal.exchange.parts import NamedPart, iso_week_in, name_parts, number_in, year_in
from journal.exchange.placing import Around, Placed, placed
from journal.exchange.source import Source
from journal.log.headings import week_number
from journal.log.periods import IsoWeek

_DAYS = ("journal-date", "date", "created")
_NUMBERS = ("week", "journal-index")


@dataclass(frozen=True)
class NoteFile:
    """A file by the name that messages give it, with the entries of its frontmatter (`message`), its `path`, and the
    first day of a series (`begins`) where the user named one, and its first number.
    """

    name: str
    path: Path
    root: Path
    metadata: Mapping[str, Any] = field(default_factory=dict)
    begins: date | None = None
    first: int | None = None

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        return PurePath(self.name).stem

    @property
    def origin(self) -> str:
        """What tells the file from every other of the same source, wherever that lies."""
        relative = self.path.relative_to(self.root) if self.path != self.root else PurePath(self.path.name)
        return shown_name(relative.as_posix())

    @property
    def title(self) -> str:
        """The title in the frontmatter."""
        return str(self.metadata.get("title") or "")

    @property
    def number(self) -> int | None:
        """The number of the week in the frontmatter. Raises UserError for one that no week can have."""
        numbers = (self.metadata.get(key) for key in _NUMBERS)
        return next((week_number(value) for value in numbers if type(value) is int), None)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the frontmatter: a list, or one text with commas or blanks between them."""
        value = self.metadata.get("tags")
        names = re.split(r"[,，\s]+", value) if isinstance(value, str) else value if isinstance(value, list) else ()
        return tuple(str(name).removeprefix("#") for name in names if name is not None and str(name).strip())

    @cached_property
    def folders(self) -> list[str]:
        """The names of the folders that the file lies in, the nearest first, up to the one that is imported."""
        within = self.path.relative_to(self.root).parts[:-1] if self.path != self.root else ()
        outermost = self.root.resolve() if self.path != self.root else self.root.resolve().parent
        return [*(shown_name(name) for name in reversed(within)), shown_name(outermost.name)]

    @cached_property
    def around(self) -> Around:
        """What the parts of the text may be filled in from."""
        years = (year for name in [self.stem, *self.folders] if (year := year_in(name)))
        try:
            changed = date.fromtimestamp(self.path.stat().st_mtime)
        except (OSError, ValueError, OverflowError):
            changed = None
        return Around(next(years, None), changed, self.begins, self.first)

    def placed(self) -> Placed:
        """The days of the whole file: by frontmatter, by name, by folder; a part without a period where none tells.

        Raises ValueError for a day in the frontmatter that does not exist.
        """
        name = name_parts(self.stem)
        if period := self._by_frontmatter():
            return Placed(replace(name, span=None), period)
        if week := iso_week_in(self.stem):
            return Placed(name, IsoWeek(*week).period)
        if name.span is not None:
            return placed([name], self.around)[0]
        if period := next(self._by_folder(), None):
            return Placed(name, period)
        return placed([self._numbered(name)], self.around)[0]

    def _numbered(self, name: NamedPart) -> NamedPart:
        """What the name tells, with the number of the week whose folder the file lies in: week3/day2.md."""
        folder = next((each for each in self.folders if number_in(each) is not None), None)
        if name.week is not None or folder is None:
            return name
        return replace(name, week=number_in(folder), line=f"{folder}/{self.stem}")

    def _by_frontmatter(self) -> Period | None:
        title = next((span for span in spans(self.title) if span.last and span.first.year), None)
        if title:
            starts, ends = title.period()
            return (usable(starts), usable(ends)) if starts <= ends else None
        days = (moment.day for key in _DAYS if (moment := date_or_time_of(self.metadata.get(key))) and moment.day)
        day = next(days, None)
        return (day, day) if day else None

    def _by_folder(self) -> Iterator[Period]:
        for folder in self.folders:
            if week := iso_week_in(folder):
                yield IsoWeek(*week).period
            part: NamedPart = name_parts(folder)
            if part.span and part.span.first.year and (period := placed([part], self.around)[0].period):
                yield period


def names_days(source: Source) -> bool:
    """Whether the name of a single file tells its days."""
    stem = PurePath(source.name).stem
    return iso_week_in(stem) is not None or name_parts(stem).span is not None
