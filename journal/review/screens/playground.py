"""The playground: edit a demo's code and run it again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from journal.core.messages import UserError, language, say
from journal.review.screens import outcome as paint
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.widgets.area import Area

if TYPE_CHECKING:
    from journal.library.concept import Concept


class PlaygroundScreen(BaseScreen):
    """A code editor above its output. Nothing here is stored or counted."""

    DEFAULT_CSS = """
    PlaygroundScreen TextArea { height: 1fr; }
    PlaygroundScreen VerticalScroll { height: 1fr; border-top: solid $border; padding-top: 1; }
    """
    key_context = "bench"
    bar = ("bench",)
    typing = True
    BINDINGS: ClassVar = [
        *bindings_of("bench"),
        Binding("escape", "app.back", show=False, priority=True),  # else the editor keeps it
    ]
    AUTO_FOCUS = "TextArea"

    def __init__(self, concept: Concept, code: str, seed: int) -> None:
        super().__init__()
        self.concept = concept
        self.code = code
        self.seed = seed

    def content(self) -> Iterable[Widget]:
        """The code and its outcome."""
        yield Area(self.code, soft_wrap=False, tab_behavior="indent")
        with VerticalScroll(can_focus=False):
            yield Static(say("bench.how"), id="ran")

    def on_mount(self) -> None:
        """Notes that code of the concept was opened."""
        self.app.looked_at.append(("code", self.concept.id))

    @property
    def heading(self) -> str:
        """What is on the bench."""
        return say("bench.title", title=self.concept.title.to(language()))

    @work(exclusive=True, group="run")
    async def action_run(self) -> None:
        """Runs the code as it stands."""
        code = self.query_one(TextArea).text
        running = self.journal.runner.run(self.concept.path, "demo", {}, self.seed, code=code)
        shown = self.query_one("#ran", Static)
        try:
            shown.update(paint.ran(await asyncio.wrap_future(running)))
        except UserError as error:
            shown.update(Content.styled(str(error), "$error"))
