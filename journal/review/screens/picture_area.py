"""A text area that takes pictures: what a terminal pastes of one becomes a picture that the journal keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from journal.ui.background import in_background
from journal.ui.widgets.area import Area

if TYPE_CHECKING:
    from journal.opening.journal import Journal


class PictureArea(Area):
    """A side of a card. A path, a file address or a data address of a picture is stored, and named in Markdown."""

    async def _on_paste(self, event: events.Paste) -> None:
        from journal.opening.media import may_be_picture

        text = event.text
        if may_be_picture(text):
            event.prevent_default()
            event.stop()
            in_background(self, lambda journal: _stored(journal, text), self.take, group="paste")

    def take(self, text: str) -> None:
        """Puts what became of the paste where the cursor is."""
        self.replace(text, *self.selection, maintain_selection_offset=False)


def _stored(journal: Journal, text: str) -> str:
    from journal.opening.media import pasted_picture

    return pasted_picture(journal, text) or text
