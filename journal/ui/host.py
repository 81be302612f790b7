"""The app as seen by its screens and widgets; requests to the app are messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from textual.widget import Widget

from journal.ui.ending import EndingApp

if TYPE_CHECKING:
    from journal.core.settings import Settings
    from journal.opening.journal import Journal


class Visit(NamedTuple):
    """A week that Write is to open, None for the week of today, with the cursor at some words of it."""

    week_id: int | None
    words: str = ""


class NotOpenError(RuntimeError):
    """What needs the open journal was reached before there is one."""


class Host(EndingApp):
    """What a screen may read of the app it is shown in, besides the open journal.

    `keymap` maps the id of a key to the user's own keys. `looked_at` holds what was opened of which concept, its "text"
    or its "code" to run, since the question of the review was shown. `picture` makes a widget of an image file, in
    terminals that can show one. `visit` is what Write opens next, `help_on` the places whose keys the help begins with.
    """

    settings: Settings
    keymap: Mapping[str, str]
    looked_at: list[tuple[str, str]]
    picture: Callable[..., Widget] | None
    visit: Visit | None = None
    help_on: tuple[str, ...] = ()

    def opened(self) -> Journal:
        """The open journal. Raises NotOpenError before there is one: keys, clicks and background work wait for it."""
        if self.journal is None:
            raise NotOpenError
        return self.journal

    def focus_text(self) -> str:
        """What the title bar says of the running focus session; empty without one."""
        return ""

    def sync_text(self) -> str:
        """When the journal was last in step with the learner's other devices; empty without any."""
        return ""
