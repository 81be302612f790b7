"""A focus session: what to begin, or how the one that runs stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from journal.core.messages import UserError, say
from journal.habits.screens.messages import EndFocus, FocusChanged, FocusOutdated
from journal.ui.background import in_background
from journal.ui.keys import bindings_of
from journal.ui.widgets.bars import KeyBar
from journal.ui.widgets.line import Line
from journal.ui.widgets.meter import bar

if TYPE_CHECKING:
    from journal.habits.focus import FocusStatus
    from journal.habits.focus_sessions import FocusSession, FocusWeek
    from journal.ui.host import Host

TOPICS = 4
"""How many topics of the week are listed."""


class BeginFocus(ModalScreen[None]):
    """Asks for a topic and minutes; enter begins, escape leaves everything as it was."""

    DEFAULT_CSS = """
    BeginFocus { align: center middle; }
    BeginFocus Vertical { width: 64; max-width: 95%; height: auto; padding: 1 2; background: $surface; }
    BeginFocus .field { margin-top: 1; color: $muted; }
    BeginFocus #week { height: auto; margin-top: 1; }
    """
    BINDINGS: ClassVar = [("escape,f10,ctrl+t", "dismiss", "")]
    app: Host

    def compose(self) -> ComposeResult:
        """The topic, the minutes, and what this week had so far."""
        from journal.habits.arguments import PLANNED

        names = list(self.app.journal.library.lexicon) if self.app.journal else []
        with Vertical():
            yield Static(say("focus.heading"), classes="heading")
            yield Static(say("focus.topic"), classes="field")
            yield Line(
                placeholder=say("focus.topic_example"),
                suggester=SuggestFromList(names, case_sensitive=False),
                id="topic",
            )
            yield Static(say("focus.plan"), classes="field")
            yield Line(str(PLANNED), id="minutes", type="integer")
            yield Static(say("focus.how"), classes="field")
            yield Static(id="week")

    def on_mount(self) -> None:
        """Reads what this week had, in the background."""
        from journal.habits.focus import weekly_minutes

        in_background(
            self, lambda journal: week_so_far(weekly_minutes(journal, 1)[-1]), self.query_one("#week", Static).update
        )

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Begins the session; asks for what is missing."""
        topic, minutes = self.query_one("#topic", Input).value, self.query_one("#minutes", Input).value
        self.begin(topic, int(minutes) if minutes.isdecimal() else 0)

    def begin(self, topic: str, minutes: int) -> None:
        """Stores its start in the background; if that fails, reports why and keeps the dialogue open."""
        from journal.habits.focus import start

        in_background(self, lambda journal: start(journal, topic, minutes), self.begun, on_error=self.refuse)

    def refuse(self, error: UserError) -> None:
        """Says why no session begins: one may have begun elsewhere."""
        self.notify(str(error), severity="warning")
        self.post_message(FocusOutdated())

    def begun(self, session: FocusSession) -> None:
        """Shows it in the title, and goes back."""
        self.post_message(FocusChanged(session))
        self.dismiss()


class FocusNow(ModalScreen[None]):
    """How the session that runs stands; paused, resumed and ended by one key each."""

    DEFAULT_CSS = """
    FocusNow { align: center middle; }
    FocusNow Vertical { width: 64; max-width: 95%; height: auto; padding: 1 2 0 2; background: $surface; }
    FocusNow #stands { height: auto; margin-bottom: 1; }
    """
    BINDINGS: ClassVar = [*bindings_of("focus"), ("escape,f10,ctrl+t", "dismiss", "")]
    app: Host

    def __init__(self, session: FocusSession) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """How the session stands, and the keys."""
        with Vertical():
            yield Static(id="stands")
            yield KeyBar()

    def on_mount(self) -> None:
        """Reads how it stands."""
        self.query_one(KeyBar).show(["focus"], keymap=self.app.keymap)
        self.read()

    def read(self) -> None:
        """Reads it in the background."""
        from journal.habits.focus import status_of

        in_background(self, lambda journal: status_of(journal, self.session), self.show)

    def show(self, found: FocusStatus) -> None:
        """Paints it."""
        from journal.habits.focus import status_line

        meter = bar(found.minutes / found.session.minutes, 40)
        self.query_one("#stands", Static).update(Content.assemble((status_line(found), "$secondary"), "\n\n", meter))

    def action_pause(self) -> None:
        """Pauses the session, or goes on with it."""
        from journal.habits.focus import pause, resume

        how = resume if self.session.paused else pause
        in_background(self, how, self.changed, severity="warning", group="pause", exclusive=True)

    def changed(self, session: FocusSession) -> None:
        """Shows the session as it now is."""
        self.session = session
        self.post_message(FocusChanged(session))
        self.read()

    def action_end(self) -> None:
        """Ends the session."""
        self.app.post_message(EndFocus(self.session))
        self.dismiss()


def week_so_far(week: FocusWeek) -> Content:
    """The minutes of this week and of the topics that had most of them."""
    if not week.sessions:
        return Content("")
    lines = [Content.styled(say("focus.so_far", n=week.minutes), "$secondary")]
    for each in week.topics[:TOPICS]:
        topic = Content(each.topic).truncate(32, ellipsis=True)
        gap = " " * (34 - topic.cell_length)
        lines.append(Content.assemble(topic, gap, (say("focus.minutes", n=each.minutes), "$muted")))
    return Content("\n").join(lines)
