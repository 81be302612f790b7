"""What was parked in a focus session, looked at when it ends: learned now, given a day, dropped, made a card."""

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

from journal.core.messages import say
from journal.followups.screens.lines import line
from journal.ui.background import in_background
from journal.ui.keys import bindings_of
from journal.ui.messages import OpenConcept
from journal.ui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from journal.followups.listing import Followup
    from journal.habits.focus_sessions import FocusSession
    from journal.opening.journal import Journal
    from journal.ui.host import Host

WIDTH = 70
"""Cells of a line in the list."""


class ParkedScreen(ModalScreen[None]):
    """Shows the thoughts of one session until each is decided, or all are left for later by a key of its own."""

    DEFAULT_CSS = """
    ParkedScreen { align: center middle; }
    ParkedScreen Vertical { width: 76; max-width: 100%; height: auto; max-height: 90%; padding: 1 2 0 2; }
    ParkedScreen Vertical { background: $surface; }
    ParkedScreen OptionList { height: auto; max-height: 12; margin: 1 0; }
    """
    BINDINGS: ClassVar = [*bindings_of("parked"), ("escape", "close", "")]
    app: Host

    def __init__(self, session: FocusSession, minutes: int, followups: list[Followup]) -> None:
        super().__init__()
        self.session = session
        self.minutes = minutes
        self.followups = {str(followup.id): followup for followup in followups}
        self.for_later = False
        self.deciding = Lock()

    def compose(self) -> ComposeResult:
        """How long it was, the thoughts, and the keys."""
        with Vertical():
            yield Static(say("focus.look", topic=self.session.topic, minutes=self.minutes), classes="heading")
            yield OptionList(*(Option(self.line(followup), name) for name, followup in self.followups.items()))
            yield KeyBar()

    def on_mount(self) -> None:
        """Shows the keys, and puts the cursor on the first thought."""
        self.query_one(KeyBar).show(["parked"], keymap=self.app.keymap)
        self.query_one(OptionList).highlighted = 0

    def on_unmount(self) -> None:
        """Reports what is still undecided when the user leaves for another screen."""
        if self.waiting and not self.for_later:
            self.app.notify(say("focus.still_wait", n=self.waiting))

    @property
    def waiting(self) -> int:
        """How many thoughts nobody has decided on: neither done, nor dismissed, nor given a day."""
        return sum(followup.state == "open" and followup.due is None for followup in self.followups.values())

    @property
    def highlighted(self) -> str:
        """The name of the line under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        return (option.id or "") if option is not None else ""

    def line(self, followup: Followup) -> Content:
        """One line of the list."""
        return line(followup, self.app.opened().today, WIDTH)

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter in the list."""
        self.action_learn()

    # --- actions --------------------------------------------------------------------------------------------------

    def action_learn(self) -> None:
        """Opens the concept that the thought speaks of; coming back leads to the list."""
        from journal.followups.followups import finish

        followup, library = self.followups.get(self.highlighted), self.app.opened().library.concepts
        if followup is None:
            return
        known = [each for each in followup.concepts if each in library]
        if known:
            self.decide(finish)
            self.post_message(OpenConcept(library[known[0]]))
        else:
            self.notify(say("focus.no_concept_in_it"))

    def action_schedule(self) -> None:
        """Asks for the day on which to take the thought up."""
        from journal.ui.dialogs.ask_line import AskLine

        if self.highlighted:
            self.app.push_screen(AskLine(say("focus.ask_day"), say("focus.day_example")), self.schedule)

    def schedule(self, words: str | None) -> None:
        """Gives the thought that day."""
        from journal.followups.followups import schedule

        if words:
            self.decide(lambda journal, followup: schedule(journal, followup, words))

    def action_dismiss_item(self) -> None:
        """Dismisses the thought."""
        from journal.followups.followups import dismiss

        self.decide(dismiss)

    def action_card(self) -> None:
        """Puts the concept that the thought speaks of on the review list, or starts a new concept file."""
        from journal.followups.into_cards import make_card

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

    def decide(self, how: Callable[[Journal, Followup], Followup]) -> None:
        """Decides on the thought under the cursor."""
        if (name := self.highlighted) in self.followups:
            work = partial(self.store, name=name, how=how)
            in_background(self, work, self.decided, severity="warning")

    def store(self, journal: Journal, name: str, how: Callable[[Journal, Followup], Followup]) -> str:
        """Stores what was decided, one decision after the other; returns the name of the line."""
        with self.deciding:
            self.followups[name] = how(journal, self.followups[name])
        return name

    def decided(self, name: str) -> None:
        """Paints a line again, and goes on to the next one."""
        options = self.query_one(OptionList)
        options.replace_option_prompt(name, self.line(self.followups[name]))
        options.action_cursor_down()
