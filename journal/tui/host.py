"""The app as its screens and widgets know it; what they want done they ask for by a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.widget import Widget

from journal.tui.ending import EndingApp

if TYPE_CHECKING:
    from journal.settings import Settings


class Host(EndingApp):
    """What a screen may read of the app it is shown in, besides the open journal.

    `keymap` maps the id of a key to the user's own keys. `picture` makes a widget of an image file, in terminals that
    can show one. `visit` is the week that Write opens next, with the words to put the cursor at.
    """

    settings: Settings
    keymap: Mapping[str, str]
    picture: Callable[..., Widget] | None
    visit: tuple[int, str] | None = None

    def focus_text(self) -> str:
        """What the title bar says of the running focus session; empty without one."""
        return ""
