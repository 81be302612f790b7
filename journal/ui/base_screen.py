"""The base of all screens: frame, open journal, and background work."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from journal.core.messages import UserError, say
from journal.ui.keys import press
from journal.ui.widgets.bars import KeyBar, TitleBar

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.ui.host import Host


class BaseScreen(Screen[None]):
    """A screen of the app. Its content is filled by `load`, each time the screen comes up."""

    AUTO_FOCUS = ""
    key_context: ClassVar[str] = ""
    bar: tuple[str, ...] = ()
    typing: ClassVar[bool] = False
    app: Host

    @property
    def journal(self) -> Journal:
        """The open journal. Raises NotOpenError before there is one, when no key or click reaches the screen yet."""
        return self.app.opened()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys and clicks do nothing until the journal is open, but for the one that leads back."""
        return self.app.journal is not None or action == "back"

    def compose(self) -> ComposeResult:
        """The frame around the content of the screen."""
        yield TitleBar()
        with Vertical(id="content"):
            yield from self.content()
        yield KeyBar()

    def content(self) -> Iterable[Widget]:
        """The widgets between the two bars."""
        return ()

    def load(self, journal: Journal) -> object:
        """Fills the screen from the open journal; called when it is opened and each time the screen comes up."""

    def reload(self, journal: Journal) -> None:
        """Reloads the screen after an undo or redo."""
        self.load(journal)

    def on_mount(self) -> None:
        """Shows where one is before anything is loaded."""
        self.title_bar.left = self.heading
        self.title_bar.session = self.app.focus_text()
        self.show_keys(*self.bar, typing=self.typing)

    def on_screen_resume(self) -> None:
        """Reloads what may have changed on another screen."""
        self.title_bar.session = self.app.focus_text()
        if self.app.journal is not None:
            self.load(self.app.journal)

    def show_keys(self, *contexts: str, typing: bool = False, hidden: Iterable[str] = ()) -> None:
        """Shows the keys of some contexts and the global ones, without `hidden` ones and the key that opens this
        screen."""
        without = {f"anywhere.{self.key_context}", "anywhere.end", *(() if typing else ("anywhere.back",)), *hidden}
        self.query_one(KeyBar).show((*contexts, "anywhere"), without, self.app.keymap, typing=typing)

    @property
    def heading(self) -> str:
        """What the line at the top says on the left."""
        return say(f"places.{self.key_context}")

    async def may_run(self, error: UserError) -> bool:
        """Asks for consent when a concept file was blocked as untrusted; False for any other error, or a refusal."""
        from journal.opening.trust import trust
        from journal.ui.dialogs.confirm import Confirm

        path = error.values.get("path")
        if getattr(error, "limit", "") != "not_trusted" or not isinstance(path, Path):
            return False
        yes = await self.app.push_screen_wait(Confirm(say("tui.ask_trust", file=path.name)))
        if yes:
            await asyncio.to_thread(trust, self.journal, path, str(error.values["sha256"]))
        return yes

    def press(self, key_id: str) -> str:
        """What to press for the key with this id."""
        return press(key_id, self.app.keymap)

    @property
    def title_bar(self) -> TitleBar:
        """The line at the top."""
        return self.query_one(TitleBar)
