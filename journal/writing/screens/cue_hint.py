"""The undecided follow-ups and the typos of a week, counted, with the keys for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.keys import press

if TYPE_CHECKING:
    from journal.followups.listing import Followup
    from journal.log.typos import Typo
    from journal.opening.journal import Journal
    from journal.ui.host import Host

AFTER = 1.0
"""Seconds of rest until a text is looked through: it takes a moment, and nobody waits for it."""


class CueHint(Static):
    """Nothing where there is nothing to look at."""

    app: Host
    timer: Timer | None = None

    @dataclass
    class Looked(Message):
        """What was found in a text: its typos, and what earlier weeks handed on to it."""

        text: str
        typos: Sequence[Typo]
        carried: Sequence[Followup]

    def wait(self) -> None:
        """Looks at nothing while one types."""
        if self.timer is not None:
            self.timer.stop()

    def look_after_a_rest(self, week_id: int | None, text: str) -> None:
        """Scans a week once the user has stopped typing."""
        self.wait()
        self.timer = self.set_timer(AFTER, lambda: self.look(week_id, text))

    def look(self, week_id: int | None, text: str) -> None:
        """Looks a week and its text through in the background."""
        in_background(self, partial(_look, week_id, text), self.show, group="cues", exclusive=True)

    def show(self, looked: tuple[int, Looked]) -> None:
        """Shows how much there is to look at, and tells the screen what was found."""
        found, event = looked
        hints = [
            Content.assemble((press(key_id, self.app.keymap), "bold $primary"), (f" {say(name, n=n)}", "$muted"))
            for key_id, name, n in (
                ("write.slips", "slips.to_mend", len(event.typos)),
                ("anywhere.items", "items.to_look_at", found),
            )
            if n
        ]
        self.update(Content("  ").join(hints))
        self.post_message(event)


def _look(week_id: int | None, text: str, journal: Journal) -> tuple[int, CueHint.Looked]:
    """How many proposals wait for a decision, and what was found in the text."""
    from journal.followups.followups import carried_over_to
    from journal.followups.proposals import proposals
    from journal.writing.typos import open_typos

    found = len(proposals(journal, week_id)) if week_id else 0
    return found, CueHint.Looked(text, open_typos(journal, week_id, text), carried_over_to(journal, week_id))
