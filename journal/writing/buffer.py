"""The editor buffer: which week it holds, what was typed, and what is saved.

It knows nothing of the editor, which is gone by the time the app ends and the last words are stored.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from journal.core import diagnostics
from journal.core.messages import UserError, say

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.weeks.weeks import OpenWeek


LEAVING = 1_500
"""Milliseconds to wait for another program that is writing when the app ends; then the text goes into a file."""


class EditorBuffer:
    """Holds one week at a time; accessed by one thread at a time.

    `text` is what was typed, `stored` what of it is on disk, which is what the week said before the first key.
    """

    def __init__(self) -> None:
        self.week: OpenWeek | None = None
        self.text = self.stored = ""
        self.one_at_a_time = Lock()
        self.editing_week: int | None = None
        """The id of the week that is noted as being written."""

    @property
    def is_saved(self) -> bool:
        """Whether all that was typed is on disk."""
        return self.text == self.stored

    @property
    def as_stored(self) -> OpenWeek | None:
        """The week with what is on disk of the sheet."""
        return replace(self.week, body=self.stored) if self.week else None

    def read(self, journal: Journal, week_id: int | None) -> OpenWeek:
        """A week from the disk, to be put on the sheet; None is the week of today."""
        from journal.weeks.weeks import open_week

        with self.one_at_a_time:
            return open_week(journal, week_id)

    def load(self, week: OpenWeek, text: str) -> None:
        """Loads a week into the buffer, with the text as the editor holds it."""
        self.week = week
        self.text = self.stored = text

    def store(self, journal: Journal) -> str:
        """Stores the text as it stands: an older one never follows a newer. Raises UserError.

        Returns what another program had written into the week meanwhile, which now stands above the text.
        """
        from journal.weeks.weeks import save

        with self.one_at_a_time:
            text = self.text
            if self.week is None or text == self.stored:
                return ""
            self._note_editing(journal, self.week)
            self.week = save(journal, self.week, text)
            self._note_editing(journal, replace(self.week, body=self.stored))
            self.stored = text
            return self.week.body.removesuffix(text)

    def _note_editing(self, journal: Journal, week: OpenWeek) -> None:
        """Notes once that a week is written, as soon as it has a place."""
        from journal.writing.interrupted import begin

        if week.id is not None and week.id != self.editing_week:
            begin(journal, week)
            self.editing_week = week.id

    def put_away(self, journal: Journal) -> str:
        """Stores the text, keeps it as a version of its week, and ends the editing session.

        Returns the message for a failure: the text is in a file then.
        """
        from journal.history.versions import keep
        from journal.writing.interrupted import end

        journal.store.wait_at_most(LEAVING)
        try:
            self.store(journal)
            if self.editing_week is not None:
                keep(journal, self.editing_week)
                end(journal)
        except Exception as error:
            diagnostics.note_error("not_put_away", error)
            return self._rescued(journal, str(error) if isinstance(error, UserError) else "")
        return ""

    def _rescued(self, journal: Journal, why: str) -> str:
        try:
            return self.rescue(journal, why) or why
        except OSError as error:
            diagnostics.note_error("not_rescued", error)
            return say("write.lost")

    def rescue(self, journal: Journal, why: str = "") -> str:
        """Puts what is not on disk into a file of its own, even if the database or the lock is held elsewhere.

        Returns the message about it; empty when everything is on disk.
        """
        from journal.writing.drafts import write_draft

        if self.as_stored is None or self.is_saved:
            return ""
        path = write_draft(journal, "unsaved", self.as_stored, self.text)
        self.stored = self.text
        return say("write.rescued", why=why, path=path).strip()
