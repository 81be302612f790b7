"""What was put aside in a session of focus, looked at when it ends: learned now, given a day, dropped, made a card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.tui.background import in_background
from journal.tui.keys import bindings_of
from journal.tui.messages import OpenConcept
from journal.tui.widgets.bars import KeyBar
from journal.tui.widgets.left_open import line
from journal.words import say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.items import Entry
    from journal.learning.focus import Session
    from journal.tui.host import Host

WIDTH = 70
"""Cells of a line in the list."""


class Parked(ModalScreen[None]):
    """Shows the thoughts of one session until each is decided, or all are left for later by a key of its own."""

    DEFAULT_CSS = """
    Parked { align: center middle; }
    Parked Vertical { width: 76; max-width: 100%; height: auto; max-height: 90%; padding: 1 2 0 2; }
    Parked Vertical { background: $surface; }
    Parked OptionList { height: auto; max-height: 12; margin: 1 0; }
    """
    BINDINGS: ClassVar = [*bindings_of("parked"), ("escape", "close", "")]
    app: Host

    def __init__(self, session: Session, minutes: int, entries: list[Entry]) -> None:
        super().__init__()
        self.session = session
        self.minutes = minutes
        self.entries = {str(entry.id): entry for entry in entries}
        self.for_later = False
        self.deciding = Lock()

    def compose(self) -> ComposeResult:
        """How long it was, the thoughts, and the keys."""
        with Vertical():
            yield Static(say("focus.look", topic=self.session.topic, minutes=self.minutes), classes="heading")
            yield OptionList(*(Option(self.line(entry), name) for name, entry in self.entries.items()))
            yield KeyBar()

    def on_mount(self) -> None:
        """Shows the keys, and puts the cursor on the first thought."""
        self.query_one(KeyBar).show(["parked"], keymap=self.app.keymap)
        self.query_one(OptionList).highlighted = 0

    def on_unmount(self) -> None:
        """Whoever left for another screen is told what waits still."""
        if self.waiting and not self.for_later:
            self.app.notify(say("focus.still_wait", n=self.waiting))

    @property
    def waiting(self) -> int:
        """How many thoughts nobody has decided on: neither done, nor dismissed, nor given a day."""
        return sum(entry.state == "open" and entry.due is None for entry in self.entries.values())

    @property
    def highlighted(self) -> str:
        """The name of the line under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        return (option.id or "") if option is not None else ""

    def line(self, entry: Entry) -> Content:
        """One line of the list."""
        assert self.app.desk is not None
        return line(entry, self.app.desk.today, WIDTH)

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter in the list."""
        self.action_learn()

    # --- actions --------------------------------------------------------------------------------------------------

    def action_learn(self) -> None:
        """Opens the concept that the thought speaks of; coming back leads to the list."""
        from journal.desk.items import finish

        entry, desk = self.entries.get(self.highlighted), self.app.desk
        if entry is None or desk is None:
            return
        known = [each for each in entry.concepts if each in desk.library.concepts]
        if known:
            self.decide(finish)
            self.post_message(OpenConcept(desk.library.concepts[known[0]]))
        else:
            self.notify(say("focus.no_concept_in_it"))

    def action_schedule(self) -> None:
        """Asks for the day on which to take the thought up."""
        from journal.tui.screens.ask_line import AskLine

        if self.highlighted:
            self.app.push_screen(AskLine(say("focus.ask_day"), say("focus.day_example")), self.schedule)

    def schedule(self, words: str | None) -> None:
        """Gives the thought that day."""
        from journal.desk.items import schedule

        if words:
            self.decide(lambda desk, entry: schedule(desk, entry, words))

    def action_dismiss_item(self) -> None:
        """Dismisses the thought."""
        from journal.desk.items import dismiss

        self.decide(dismiss)

    def action_card(self) -> None:
        """Puts the concept that the thought speaks of on the review list, or begins a concept of one's own."""
        from journal.desk.own_concepts import make_card

        self.decide(make_card)

    def action_later(self) -> None:
        """Leaves what is open for later, and closes."""
        self.for_later = True
        self.dismiss()

    def action_close(self) -> None:
        """Closes once every thought is decided; before that says how many are not."""
        if self.waiting:
            self.notify(say("focus.not_empty", n=self.waiting))
        else:
            self.dismiss()

    def decide(self, how: Callable[[Desk, Entry], Entry]) -> None:
        """Decides on the thought under the cursor."""
        if (name := self.highlighted) in self.entries:
            work = partial(self.store, name=name, how=how)
            in_background(self, work, self.decided, severity="warning")

    def store(self, desk: Desk, name: str, how: Callable[[Desk, Entry], Entry]) -> str:
        """Stores what was decided, one decision after the other; returns the name of the line."""
        with self.deciding:
            self.entries[name] = how(desk, self.entries[name])
        return name

    def decided(self, name: str) -> None:
        """Paints a line anew, and goes on to the next one."""
        options = self.query_one(OptionList)
        options.replace_option_prompt(name, self.line(self.entries[name]))
        options.action_cursor_down()
