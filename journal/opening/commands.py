"""How a command opens the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from journal.core.output import print_error
from journal.core.settings import Settings

if TYPE_CHECKING:
    from journal.opening.journal import Journal

Value = TypeVar("Value")


@contextmanager
def opened(settings: Settings) -> Iterator[Journal]:
    """The open journal for the duration of one command; warnings go to standard error."""
    from journal.opening.journal import opened as opened_desk  # not needed by the help, nor to count a file

    with opened_desk(settings, print_error) as journal:
        yield journal


def at_once_or_opened(
    settings: Settings, quick: Callable[[Journal], Value], full: Callable[[Journal], Value] | None = None
) -> Value:
    """What `quick` gives without loading the tables, or else what `full` gives of the opened journal.

    `full` is `quick` where it is not given.
    """
    from journal.db.direct import UnusualError
    from journal.opening.at_once import at_once

    try:
        return at_once(settings, quick)
    except UnusualError:
        with opened(settings) as journal:
            return (full or quick)(journal)
