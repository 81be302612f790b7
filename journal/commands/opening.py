"""How a command opens the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from journal.commands.output import print_error
from journal.settings import Settings

if TYPE_CHECKING:
    from journal.desk import Desk


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """The open journal for the length of one command; what there is to tell goes to standard error."""
    from journal.desk import opened as opened_desk  # not needed by the help, nor to count a file

    with opened_desk(settings, print_error) as desk:
        yield desk
