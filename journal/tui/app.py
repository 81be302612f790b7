"""The app: its screens, its colours, and the journal that they show."""

from __future__ import annotations

import gc
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import version
from threading import get_ident
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.command import CommandPalette
from textual.events import Event
from textual.widget import Widget

from journal import __version__, diagnostics
from journal.settings import Settings
from journal.tui.chinese import break_lines_in_chinese
from journal.tui.ending import EndingApp
from journal.tui.focus_clock import FocusClock
from journal.tui.frames import time_frame
from journal.tui.keys import SCREENS, bindings_of
from journal.tui.marks import show_marks
from journal.tui.palette import Palette
from journal.tui.place import Place
from journal.tui.theme import DARK, THEMES
from journal.tui.widgets.left_behind import LeftBehind
from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.drafts import Draft
    from journal.desk.recovery import NotOpenedError
    from journal.desk.sittings import BrokenOff

PATIENCE = 5_000
"""Milliseconds to wait for another program that is writing: what is typed is kept, and saved later."""
TURN = 0.001
"""Seconds after which a thread that works gives way to the keys: a fifth of Python's own."""

break_lines_in_chinese()
show_marks()


def _screen(name: str) -> Callable[[], Place]:
    """A screen by the name of its place; its module is imported when it is first shown."""

    def make() -> Place:
        module = import_module(f"journal.tui.screens.{name}")
        screen: type[Place] = getattr(module, f"{name.title()}Screen")
        return screen()

    return make


class JournalApp(EndingApp):
    """The app over one journal.

    `open_journal` is called in a thread once the first frame stands, with a function that shows what takes its time.
    `picture` makes a widget of the file of a picture, in terminals that can show one.
    """

    CSS_PATH = "journal.tcss"
    TITLE = "journal"
    MODES: ClassVar = {name: _screen(name) for name in SCREENS}
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar = bindings_of("anywhere")
    COMMANDS: ClassVar = {Palette}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(
        self,
        settings: Settings,
        open_journal: Callable[[Callable[[str], None]], Desk],
        picture: Callable[..., Widget] | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.open_journal = open_journal
        self.picture = picture
        self.visit: tuple[int, str] | None = None
        self.focus_clock = FocusClock(self)
        self.left_behind: tuple[Sequence[Draft], BrokenOff | None] = (), None
        self.keymap: Mapping[str, str] = settings.keys
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._known_theme(settings) or DARK.name
        self.set_keymap(dict(settings.keys))

    def _known_theme(self, settings: Settings) -> str:
        """The theme of the settings. Raises UserError for one that there is not."""
        if settings.theme and settings.theme not in self.available_themes:
            near = get_close_matches(settings.theme, self.available_themes, n=1, cutoff=0)[0]
            raise UserError("settings.theme", file=settings.file, value=settings.theme, nearest=near)
        return settings.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our own themes name and others do not: the colour of what matters less."""
        return {"muted": "#8a8a8a"}

    def on_ready(self) -> None:
        """Opens the journal behind the first frame."""
        self.hear()
        sys.setswitchinterval(TURN)
        self.tell(say("today.opening"))
        self.open_behind()

    async def on_event(self, event: Event) -> None:
        """Handles an event, and notes a frame that comes late after it."""
        time_frame(self, event)
        await super().on_event(event)

    @work(thread=True)
    def open_behind(self) -> None:
        """Opens the journal in a thread, and shows it."""
        try:
            desk = self.open_journal(lambda what: self.call_from_thread(self.tell, what))
        except UserError as error:
            self.call_from_thread(self.refused, error)
            return
        self.call_from_thread(self.show_journal, desk)

    def refused(self, why: UserError) -> None:
        """Offers a way back to a journal that is damaged or lost; any other reason ends the app with a line."""
        from journal.desk.recovery import NotOpenedError
        from journal.tui.recovering import offer

        if isinstance(why, NotOpenedError):
            self.push_screen(offer(why), lambda answer: self.recover(why, answer))
        else:
            self.exit(None, 1, str(why))

    def recover(self, why: NotOpenedError, answer: str | None) -> None:
        """Does what was chosen for a journal that was not opened; a new one is begun after a second yes."""
        from journal.tui.recovering import LEAVE, NEW
        from journal.tui.screens.confirm import Confirm

        if answer in (None, LEAVE):
            self.exit(None, 1, str(why))
        elif answer == NEW:
            self.push_screen(Confirm(say("backup.ask_new")), lambda yes: self.begin_new(why, wanted=bool(yes)))
        else:
            self.recover_behind(why, str(answer))

    def begin_new(self, why: NotOpenedError, *, wanted: bool) -> None:
        """Begins a new journal where that is wanted, and else asks again."""
        from journal.tui.recovering import NEW

        if wanted:
            self.recover_behind(why, NEW)
        else:
            self.refused(why)

    @work(thread=True)
    def recover_behind(self, why: NotOpenedError, answer: str) -> None:
        """Carries that out in a thread and opens the journal; what cannot be done is told, and asked again."""
        from journal.tui.recovering import carry_out

        try:
            done = carry_out(self.settings, why, answer)
        except UserError as error:
            self.call_from_thread(self.notify, str(error), severity="error")
            self.call_from_thread(self.refused, why)
            return
        for line in done:
            self.call_from_thread(self.notify, line, timeout=10)
        self.call_from_thread(self.open_behind)

    def tell(self, what: str) -> None:
        """Says in the title what the opening of the journal is at."""
        if isinstance(self.screen, Place):
            self.screen.title_bar.right = what

    def tell_from_anywhere(self, what: str) -> None:
        """Shows a line, whichever thread has it to tell."""
        if self._thread_id == get_ident():
            self.notify(what, timeout=10)
        else:
            self.call_from_thread(self.notify, what, timeout=10)

    def show_journal(self, desk: Desk) -> None:
        """Fills the screen that is up, and starts the worker that runs the demos."""
        self.desk = desk
        desk.store.tell = self.tell_from_anywhere
        desk.store.wait_at_most(PATIENCE)
        for line in desk.store.warnings:
            self.notify(line, severity="warning", timeout=10)
        python, concepts = platform.python_version(), len(desk.library.concepts)
        diagnostics.note("start", version=__version__, python=python, textual=version("textual"), concepts=concepts)
        gc.freeze()  # what is loaded by now stays: searching it for garbage would hold a key up by a tenth of a second
        if isinstance(self.screen, Place) and self.screen.is_mounted:  # one that is not loads when it comes up
            self.screen.load(desk)
        desk.runner.start()
        self.look_for_drafts()
        self.prepare_behind(desk)
        self.read_focus()
        self.back_up_behind(desk)
        self.fit_behind(desk)

    @work(thread=True, group="drafts")
    def look_for_drafts(self) -> None:
        """Looks in a thread for texts that an earlier run left behind, and says so."""
        from journal.desk.drafts import left
        from journal.desk.sittings import broken_off

        if self.desk is not None:
            drafts, sitting = left(self.desk), broken_off(self.desk)
            self.call_from_thread(self.offer, drafts, sitting)

    def offer(self, drafts: Sequence[Draft], sitting: BrokenOff | None) -> None:
        """Says what was left behind; Write has the key to take it in, or back to what was there before."""
        for draft in drafts:
            self.notify(say("drafts.offered", words=draft.words, at=f"{draft.at:%m.%d %H:%M}"), timeout=10)
        if sitting is not None:
            at = f"{sitting.at:%m.%d %H:%M}"
            self.notify(say("drafts.told", title=sitting.title, words=sitting.words, at=at), timeout=10)
        self.left_behind = drafts, sitting if sitting and sitting.before else None
        for line in self.screen.query(LeftBehind):
            line.offer()

    @work(thread=True, group="prepare")
    def prepare_behind(self, desk: Desk) -> None:
        """Has today's questions made ahead, in a thread; what cannot be made is said when it is asked."""
        from journal.desk.asking import prepare

        with diagnostics.noted("prepare", UserError):
            prepare(desk)

    @work(thread=True, group="backup")
    def back_up_behind(self, desk: Desk) -> None:
        """Copies the database once a day, in a thread; a copy that cannot be made is told."""
        from journal.desk.backups import back_up_daily, lost_rows, sweep

        sweep(desk)
        try:
            lost = lost_rows(desk) if desk.store.checked else []
            back_up_daily(desk)
        except UserError as error:
            lost = [str(error)]
        for line in lost:
            self.call_from_thread(self.notify, line, severity="warning", timeout=10)

    @work(thread=True, group="fit")
    def fit_behind(self, desk: Desk) -> None:
        """Fits weights to the reviews when it is time for it, in a process that the end of the app ends as well."""
        from journal.desk.training import is_time, train

        desk.renew_weights()
        with diagnostics.noted("fit", UserError):
            if is_time(desk):
                train(desk)
                self.call_from_thread(self.show_again, desk)

    def show_again(self, desk: Desk) -> None:
        """Loads anew what Today says, if it is up."""
        if isinstance(self.screen, Place) and self.current_mode == "today":
            self.screen.load(desk)

    def on_unmount(self) -> None:
        """Stops the worker with the app."""
        if self.desk is not None:
            try:
                self.farewell = self.unsaved or self._farewell(self.desk)
            finally:
                self.desk.close()

    def _farewell(self, desk: Desk) -> str:
        from journal.desk.reviews import answers_today

        return say("today.farewell", n=done) if (done := answers_today(desk)) else ""

    # --- focus ----------------------------------------------------------------------------------------------------

    def on_app_focus(self) -> None:
        """Whoever comes back to the terminal may have begun or ended a session in another, or have been away."""
        self.read_focus()

    @work(thread=True, exclusive=True, group="focus")
    def read_focus(self) -> None:
        """Reads in a thread which session runs; one that was left for long asks to be cut."""
        from journal.desk.focus import running

        if self.desk is not None:
            session = running(self.desk)
            self.call_from_thread(self.focus_clock.show, session)
            self.call_from_thread(self.focus_clock.ask_to_cut)

    def action_focus_session(self) -> None:
        """Begins a session of focus, or shows the one that runs."""
        from journal.tui.screens.focus import BeginFocus, FocusNow

        session = self.focus_clock.session
        self.push_screen(FocusNow(session) if session else BeginFocus())

    @work(thread=True, exclusive=True, group="focus")
    def end_focus(self, *, keep_idle: bool = False) -> None:
        """Ends the session in a thread; then what was put aside in it is looked at."""
        from journal.desk.focus import standing, stop
        from journal.desk.items import parked_in

        if self.desk is None:
            return
        try:
            session = stop(self.desk, keep_idle=keep_idle)
        except UserError as error:
            self.call_from_thread(self.notify, str(error), severity="warning")
            self.call_from_thread(self.focus_clock.show, None)
            return
        minutes, entries = standing(self.desk, session).minutes, parked_in(self.desk, session.id)
        self.call_from_thread(self.focus_clock.ended, session, minutes, entries)

    @work(thread=True, group="glance")
    def action_glance(self) -> None:
        """Notes that the phone was taken up."""
        from journal.desk.habits import mark, this_week
        from journal.learning.habits import PHONE
        from journal.text.figures import quantity

        if self.desk is None:
            return
        try:
            mark(self.desk, PHONE)
        except UserError as error:
            self.call_from_thread(self.notify, str(error), severity="error")
            return
        self.call_from_thread(self.notify, say("habits.glanced", n=quantity(this_week(self.desk, PHONE))), timeout=3)

    # --- actions --------------------------------------------------------------------------------------------------

    def action_go(self, place: str) -> None:
        """Shows another screen."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.current_mode != place:
            self.switch_mode(place)
        if place == "today" and self.desk is not None:
            self.fit_behind(self.desk)

    async def action_back(self) -> None:
        """One step back: out of a dialogue, or home."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.action_go("today")

    async def action_leave(self) -> None:
        """Leaves the app from Today, and goes home from anywhere else."""
        if self.current_mode == "today" and len(self.screen_stack) == 1:
            self.exit()
        else:
            await self.action_back()

    def action_search(self) -> None:
        """Searches weeks, items and concepts."""
        from journal.tui.screens.search import Search

        self.push_screen(Search())

    def action_items(self) -> None:
        """Opens the list of what the log leaves open: of the week that is being written, else of the latest."""
        from journal.tui.screens.left_open import LeftOpen

        week = getattr(self.screen, "week", None)
        self.push_screen(LeftOpen(week.id if week else None))

    def action_cards(self) -> None:
        """Opens the list of all cards; from Today, where leeches were named, the list of those."""
        from journal.tui.screens.cards import Cards

        leeches = getattr(self.screen, "leeches", ())
        self.push_screen(Cards("is:leech" if leeches else ""))

    def action_park(self) -> None:
        """Takes one line to put aside; what is on the screen stays as it is."""
        from journal.tui.screens.park import Park

        self.push_screen(Park())

    @work(thread=True, group="park")
    def park_line(self, text: str) -> None:
        """Puts a line aside in a thread, and says so."""
        from journal.desk.items import park

        if self.desk is None:
            return
        try:
            park(self.desk, text)
        except UserError as error:
            self.call_from_thread(self.notify, str(error), severity="error")
            return
        self.call_from_thread(self.notify, say("items.was_parked"))

    def action_habits(self) -> None:
        """Opens the habits and the map of days."""
        from journal.tui.screens.habits import HabitsScreen

        self.push_screen(HabitsScreen())

    def action_report(self) -> None:
        """Shows the report of the week of today, or of the latest."""
        from journal.tui.screens.report import ReportScreen

        self.push_screen(ReportScreen())

    def action_undo(self) -> None:
        """Takes the last step back, of whatever kind, and says which."""
        if self.desk is not None:
            self.step_behind(self.desk, again=False)

    def action_redo(self) -> None:
        """Does again what was taken back last."""
        if self.desk is not None:
            self.step_behind(self.desk, again=True)

    @work(thread=True, group="step")
    def step_behind(self, desk: Desk, *, again: bool) -> None:
        """Takes a step back, or does one again, in a thread."""
        from journal.desk.undo import redo, undo

        try:
            told = (redo if again else undo)(desk).told
        except UserError as error:
            told = str(error)
        self.call_from_thread(self.was_stepped, told)

    def was_stepped(self, told: str) -> None:
        """Says what happened, and shows the screen as it now is."""
        self.notify(told)
        if self.desk is not None and isinstance(self.screen, Place):
            self.screen.reload(self.desk)

    def action_weights(self) -> None:
        """Compares weights that were fitted to the learner's reviews with those in use."""
        from journal.tui.screens.weights import Weights

        self.push_screen(Weights())

    def visit_week(self, week_id: int, words: str) -> None:
        """Shows a week in the editor, the cursor at some words of it."""
        self.visit = week_id, words
        self.action_go("write")

    def action_command_palette(self) -> None:
        """Opens the list of all that the app can do."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=say("places.palette"), id="--command-palette"))
