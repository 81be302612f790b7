"""What the screens have in common: the frame, the open journal, and work that never blocks the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from journal.tui.keys import press
from journal.tui.widgets.bars import KeyBar, TitleBar
from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.tui.host import Host


class Place(Screen[None]):
    """A screen of the app. Its content is filled by `load`, each time the screen comes up."""

    AUTO_FOCUS = ""
    name_of_place: ClassVar[str] = ""
    bar: tuple[str, ...] = ()
    typing: ClassVar[bool] = False
    app: Host

    def compose(self) -> ComposeResult:
        """The frame around the content of the screen."""
        yield TitleBar()
        with Vertical(id="content"):
            yield from self.content()
        yield KeyBar()

    def content(self) -> Iterable[Widget]:
        """The widgets between the two bars."""
        return ()

    def load(self, desk: Desk) -> object:
        """Fills the screen from the open journal; called when it is opened and each time the screen comes up."""

    def reload(self, desk: Desk) -> None:
        """Fills the screen anew, after something was taken back or done again."""
        self.load(desk)

    def on_mount(self) -> None:
        """Shows where one is before anything is loaded."""
        self.title_bar.left = self.heading
        self.title_bar.session = self.app.focus_text()
        self.show_keys(*self.bar, typing=self.typing)

    def on_screen_resume(self) -> None:
        """Loads anew what may have changed on another screen."""
        self.title_bar.session = self.app.focus_text()
        if self.app.desk is not None:
            self.load(self.app.desk)

    def show_keys(self, *places: str, typing: bool = False) -> None:
        """Shows the keys of some places and those that work anywhere, this screen's own way here left out."""
        without = {f"anywhere.{self.name_of_place}", "anywhere.end", *(() if typing else ("anywhere.back",))}
        self.query_one(KeyBar).show((*places, "anywhere"), without, self.app.keymap, typing=typing)

    @property
    def heading(self) -> str:
        """What the line at the top says on the left."""
        return say(f"places.{self.name_of_place}")

    async def may_run(self, error: UserError) -> bool:
        """Asks for a yes where a concept file was not run for want of one; False for any other error, or a no."""
        from journal.desk.trust import trust
        from journal.tui.screens.confirm import Confirm

        path = error.values.get("path")
        if getattr(error, "limit", "") != "not_trusted" or not isinstance(path, Path) or self.app.desk is None:
            return False
        yes = await self.app.push_screen_wait(Confirm(say("tui.ask_trust", file=path.name)))
        if yes:
            await asyncio.to_thread(trust, self.app.desk, path, str(error.values["sha256"]))
        return yes

    def press(self, key_id: str) -> str:
        """What to press for the key with this id."""
        return press(key_id, self.app.keymap)

    @property
    def title_bar(self) -> TitleBar:
        """The line at the top."""
        return self.query_one(TitleBar)
