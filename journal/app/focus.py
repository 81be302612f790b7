"""The focus session of the app: shown in every title bar, begun and ended from anywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on

from journal.app.opening import LookFirst, OpeningApp, OpenJournal
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.habits.screens.focus_clock import FocusClock
from journal.habits.screens.messages import EndFocus, FocusChanged, FocusOutdated
from journal.ui.background import in_background
from journal.ui.messages import ConceptOpened

if TYPE_CHECKING:
    from journal.followups.listing import Followup
    from journal.habits.focus_sessions import FocusSession
    from journal.opening.journal import Journal


class FocusApp(OpeningApp):
    """Keeps the clock of the session that runs, and carries out what screens ask about it."""

    def __init__(self, settings: Settings, open_journal: OpenJournal, look_first: LookFirst = lambda: None) -> None:
        super().__init__(settings, open_journal, look_first)
        self.focus_clock = FocusClock(self, self.end_focus, self.park_line)

    def show_journal(self, journal: Journal) -> None:
        """Reads which session runs, once the journal is open."""
        super().show_journal(journal)
        self.read_focus()

    def on_app_focus(self) -> None:
        """Focus may have changed in another terminal; refreshes it."""
        self.read_focus()

    def focus_text(self) -> str:
        """What the title bar says of the running focus session; empty without one."""
        return self.focus_clock.text

    @on(FocusOutdated)
    def read_focus(self) -> None:
        """Reads in the background which session runs; one that was left for long asks to be cut."""
        in_background(self, _running, self.show_focus, group="focus", exclusive=True)

    def show_focus(self, session: FocusSession | None) -> None:
        """Shows the session that runs, and asks how to end one that was left for long."""
        self.focus_clock.show(session)
        self.focus_clock.ask_to_cut()

    @on(FocusChanged)
    def focus_changed(self, event: FocusChanged) -> None:
        """Shows a session that was begun, paused or resumed."""
        self.focus_clock.show(event.session)

    @on(EndFocus)
    def focus_ends(self, event: EndFocus) -> None:
        """Ends a session, after asking where if it is idle."""
        self.focus_clock.end(event.session)

    @on(ConceptOpened)
    def concept_opened(self, event: ConceptOpened) -> None:
        """Asks whether to stay with the topic of the session that runs."""
        self.focus_clock.ask_to_stay(event.concept)

    def action_focus_session(self) -> None:
        """Begins a focus session, or shows the one that runs."""
        from journal.habits.screens.focus import BeginFocus, FocusNow

        session = self.focus_clock.session
        self.push_screen(FocusNow(session) if session else BeginFocus())

    def end_focus(self, *, keep_idle: bool = False) -> None:
        """Ends the session in the background; then what was parked in it is looked at."""
        end = partial(_end_focus, keep_idle)
        in_background(self, end, self.focus_ended, on_error=self.no_focus, group="focus", exclusive=True)

    def focus_ended(self, ended: tuple[FocusSession, int, list[Followup]]) -> None:
        """Shows what was parked in the session that has ended."""
        self.focus_clock.ended(*ended)

    def no_focus(self, error: UserError) -> None:
        """Says that no session runs."""
        self.notify(str(error), severity="warning")
        self.focus_clock.show(None)

    def action_glance(self) -> None:
        """Adds a phone pickup."""
        in_background(self, _note_phone_pickup, lambda message: self.notify(message, timeout=3), group="glance")

    def park_line(self, text: str) -> None:
        """Parks a line in the background, and confirms it."""
        from journal.followups.followups import park

        in_background(
            self, lambda journal: park(journal, text), lambda _: self.notify(say("items.was_parked")), group="park"
        )


def _running(journal: Journal) -> FocusSession | None:
    from journal.habits.focus import running

    return running(journal)


def _end_focus(keep_idle: bool, journal: Journal) -> tuple[FocusSession, int, list[Followup]]:
    """Ends the session; returns it, its minutes, and what was parked in it."""
    from journal.followups.followups import parked_during
    from journal.habits.focus import status_of, stop

    session = stop(journal, keep_idle=keep_idle)
    return session, status_of(journal, session).minutes, parked_during(journal, session.id)


def _note_phone_pickup(journal: Journal) -> str:
    from journal.core.formatting import quantity
    from journal.habits.amounts import PHONE
    from journal.habits.habits import mark, this_week

    mark(journal, PHONE)
    return say("habits.glanced", n=quantity(this_week(journal, PHONE)))
