"""The focus session that runs, as every title bar shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.timer import Timer

from journal.core.messages import language, say
from journal.ui.base_screen import BaseScreen
from journal.ui.widgets.bars import TitleBar

if TYPE_CHECKING:
    from journal.followups.listing import Followup
    from journal.habits.focus_sessions import FocusSession
    from journal.library.concept import Concept
    from journal.ui.host import Host

MINUTE = timedelta(minutes=1)


class FocusClock:
    """Looks at the session once a second while one runs, and paints one title bar when its minute has changed.

    `end` ends the session, with `keep_idle` as its one keyword; `park` puts a line aside.
    """

    def __init__(self, app: Host, end: Callable[..., object], park: Callable[[str], object]) -> None:
        self.app = app
        self.end_now = end
        self.park = park
        self.session: FocusSession | None = None
        self.timer: Timer | None = None
        self.done: set[tuple[str, int]] = set()
        """What is said or asked once a session, and was."""

    def show(self, session: FocusSession | None) -> None:
        """From here on shows this session, or none."""
        self.session = session
        if self.timer is None:
            self.timer = self.app.set_interval(1.0, self.tick, pause=True)
        if session is None or session.paused:
            self.timer.pause()
        else:
            self.timer.resume()
        self.tick()

    def tick(self) -> None:
        """Shows what is left, and says once that the time is up."""
        self.paint()
        session = self.session
        if session is None or session.paused:
            return
        now = self.now
        if session.left(now) <= timedelta() and not session.idle(now) and self.is_first("told", session):
            self.app.notify(say("focus.time_is_up", topic=session.topic, minutes=session.minutes), timeout=10)

    def paint(self) -> None:
        """Writes the line into the title of the screen that is up, below a dialogue if there is one.

        A screen that has no title yet paints once it is mounted.
        """
        place = next((each for each in reversed(self.app.screen_stack) if isinstance(each, BaseScreen)), None)
        for title_bar in place.query(TitleBar) if place is not None else ():
            title_bar.session = self.text

    def is_first(self, what: str, session: FocusSession) -> bool:
        """Whether this is said or asked for the first time in a session; from here on it was."""
        first = (what, session.id) not in self.done
        self.done.add((what, session.id))
        return first

    def ask_to_cut(self) -> None:
        """Asks, once a session, what to do with one that nobody ended long after its planned end."""
        session = self.session
        if session and session.idle(self.now) and self.is_first("cut", session):
            self.ask_how_to_end(session)

    def ask_how_to_end(self, session: FocusSession) -> None:
        """Asks where a session that is idle ends."""
        from journal.ui.dialogs.choose import Choose

        now = self.now
        end = f"{session.planned_end(now):%H:%M}"
        over = int(-session.left(now) // MINUTE)
        answers = [
            ("cut", say("focus.cut", end=end)),
            ("end", say("focus.end_now")),
            ("go_on", say("focus.go_on")),
        ]
        self.app.push_screen(Choose(say("focus.ask_to_cut", topic=session.topic, end=end, n=over), answers), self.cut)

    def cut(self, answer: str | None) -> None:
        """Ends the session as was answered, if it was."""
        if answer in ("cut", "end"):
            self.end_now(keep_idle=answer == "end")

    def end(self, session: FocusSession) -> None:
        """Ends the session, after asking where if it is idle."""
        if session.idle(self.now):
            self.ask_how_to_end(session)
        else:
            self.end_now()

    def ended(self, session: FocusSession, minutes: int, followups: list[Followup]) -> None:
        """Shows no session from here on, and what was parked in the one that has ended."""
        from journal.habits.screens.parked import ParkedScreen

        self.show(None)
        if followups:
            self.app.push_screen(ParkedScreen(session, minutes, followups))
        else:
            assert session.ended is not None
            text = say("focus.ended", topic=session.topic, minutes=minutes, end=f"{session.ended:%H:%M}")
            self.app.notify(text)

    def ask_to_stay(self, concept: Concept) -> None:
        """Asks, once a session, whether a page of another topic is to be parked."""
        from journal.ui.dialogs.choose import Choose

        session = self.session
        if session is None or session.paused:
            return
        from journal.habits.focus import is_off_topic

        if not is_off_topic(self.app.opened(), session, concept) or not self.is_first("stay", session):
            return
        title = concept.title.to(language())
        answers = [
            ("stay", say("focus.stay", topic=session.topic)),
            ("park", say("focus.park_it", title=title)),
            ("look", say("focus.look_anyway")),
        ]
        question = say("focus.ask_to_stay", topic=session.topic)
        self.app.push_screen(Choose(question, answers), lambda answer: self.stay(answer, title))

    def stay(self, answer: str | None, title: str) -> None:
        """Leaves the page of another topic again, its title parked if so answered."""
        if answer in ("stay", "park"):
            self.app.pop_screen()
        if answer == "park":
            self.park(title)

    @property
    def text(self) -> str:
        """What is left of the session, in whole minutes; empty when none runs."""
        return text_of(self.session, self.now) if self.session else ""

    @property
    def now(self) -> datetime:
        """The time by the clock of the open journal, without which no session is known."""
        return self.app.opened().clock()


def text_of(session: FocusSession, now: datetime) -> str:
    """What is left of a session at `now`, in whole minutes, or how long it is over."""
    left = session.left(now)
    if session.paused:
        return say("focus.title_paused", topic=session.topic)
    if left > timedelta():
        return say("focus.title_left", topic=session.topic, n=-int(-left // MINUTE))
    return say("focus.title_over", topic=session.topic, n=int(-left // MINUTE))
