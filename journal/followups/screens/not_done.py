"""Carried-over follow-ups, in one line above the editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from journal.core.messages import say
from journal.ui.keys import press

if TYPE_CHECKING:
    from journal.followups.listing import Followup
    from journal.ui.host import Host


class CarriedOver(Static):
    """The line; it takes no room where nothing is left to do."""

    app: Host
    DEFAULT_CSS = "NotDone { height: 1; display: none; text-wrap: nowrap; text-overflow: ellipsis; }"

    def show(self, followups: Sequence[Followup]) -> None:
        """Shows how many there are, the key for them, and each with its age as far as there is room."""
        waiting = [each for each in followups if each.state == "open"]
        self.display = bool(waiting)
        heading = f"{say('items.not_done')} {len(waiting)}"
        each = " · ".join(say("items.aged", text=followup.title, age=followup.since) for followup in waiting)
        key = press("anywhere.items", self.app.keymap)
        self.update(Content.assemble((heading, "$secondary"), "  ", (key, "bold $primary"), (f"  {each}", "$muted")))
