"""Saving as one types: within a second, before the screen is left, and whatever ends the app."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widgets import Static

from journal.core.messages import UserError, say
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.writing.buffer import EditorBuffer
from journal.writing.screens.cue_hint import CueHint
from journal.writing.screens.editor import Editor

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.weeks.weeks import OpenWeek

SAVE_AFTER = 0.6
"""Seconds after a key until the text is on disk: never more than one, however fast one types."""
SAVE_AGAIN_AFTER = 5.0
"""Seconds until a text that could not be saved is tried again."""


class SavingScreen(BaseScreen):
    """Keeps what the editor holds in the journal: `buffer` is the text, and what of it is stored."""

    save_timer: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self.buffer = EditorBuffer()

    @property
    def week(self) -> OpenWeek | None:
        """The week that is open."""
        return self.buffer.week

    @property
    def editor(self) -> Editor:
        """The editor."""
        return self.query_one(Editor)

    def on_mount(self) -> None:
        """Has the app know what is written."""
        self.app.writing = self

    def save_soon(self) -> None:
        """Says that the text is not saved yet, and saves it in a moment."""
        if self.save_timer is None:
            self.query_one("#saved", Static).update(say("write.unsaved"), layout=False)
            self.save_timer = self.set_timer(SAVE_AFTER, self.save)

    def save(self) -> None:
        """Saves what was typed, in the background."""
        self.save_timer = None
        in_background(self, self.buffer.store, self.was_saved, on_error=self.not_saved, group="save")

    def was_saved(self, elsewhere: str) -> None:
        """Says when the text was saved; what came from elsewhere is shown above it."""
        if elsewhere:
            self.editor.insert(elsewhere, (0, 0), maintain_selection_offset=True)
            self.notify(say("write.conflict"), severity="warning", timeout=10)
        if self.buffer.is_saved:
            time = f"{self.journal.clock():%H:%M}"
            self.query_one("#saved", Static).update(say("write.saved", time=time), layout=False)
            self.query_one(CueHint).look_after_a_rest(self.week.id if self.week else None, self.buffer.text)

    def not_saved(self, error: UserError) -> None:
        """Says why the text could not be saved, and tries again after a while."""
        self.notify(str(error), severity="error")
        if self.save_timer is None:
            self.save_timer = self.set_timer(SAVE_AGAIN_AFTER, self.save)

    def save_now(self) -> None:
        """Saves before the screen is left: what is typed is on disk when this returns."""
        if self.save_timer is not None:
            self.save_timer.stop()
            self.save_timer = None
        if not self.buffer.is_saved:
            try:
                self.was_saved(self.buffer.store(self.journal))
            except UserError as error:
                self.not_saved(error)

    def on_screen_suspend(self) -> None:
        """Leaving the screen saves."""
        self.save_now()

    def take_text(self) -> None:
        """Takes over what the editor holds, of which its message may be still on the way."""
        if not self.editor.read_only:
            self.buffer.text = self.editor.text

    def put_away(self, journal: Journal) -> str:
        """Saves the text to its week, or else to a file; returns the message about a text that could not be stored."""
        self.take_text()
        return self.buffer.put_away(journal)

    def rescue(self, journal: Journal) -> str:
        """Saves unsaved text to a file, even if the database is locked; returns the message about it."""
        with suppress(Exception):
            self.take_text()
        return self.buffer.rescue(journal)

    def on_unmount(self) -> None:
        """Saves when the app ends; unsaved text goes into a file, and the last line names it."""
        if self.app.journal is not None:
            self.app.unsaved = self.buffer.put_away(self.app.journal) or self.app.unsaved
