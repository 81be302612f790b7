"""The app: its screens, its colours, and the journal that they show."""

from __future__ import annotations

import gc
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from importlib.metadata import version
from threading import get_ident
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.command import CommandPalette
from textual.events import Event
from textual.widget import Widget
from textual.widgets import Input, TextArea

from journal import __version__
from journal.app.frames import time_frame
from journal.app.in_step import bring_into_step
from journal.app.palette import Palette
from journal.core import diagnostics
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.habits.screens.focus_clock import FocusClock
from journal.habits.screens.messages import EndFocus, FocusChanged, FocusOutdated
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.chinese import break_lines_in_chinese
from journal.ui.host import Visit
from journal.ui.keys import SCREENS, bindings_of
from journal.ui.marks import show_marks
from journal.ui.messages import (
    ConceptOpened,
    DraftsLeft,
    NewCard,
    OpenCard,
    OpenConcept,
    SettingsChanged,
    Undo,
    VisitWeek,
)
from journal.ui.theme import DARK, THEMES
from journal.ui.widgets.bars import KeyBar
from journal.writing.screens.left_behind import RecoveryNotice, WritingHost

if TYPE_CHECKING:
    from journal.followups.followups import Followup
    from journal.habits.focus_sessions import FocusSession
    from journal.history.undo import UndoRow
    from journal.opening.journal import Journal
    from journal.opening.recovery import NotOpenedError
    from journal.writing.drafts import Draft
    from journal.writing.interrupted import InterruptedEdit

PATIENCE = 5_000
"""Milliseconds to wait for another program that is writing: what is typed is kept, and saved later."""
TURN = 0.001
"""Seconds after which a thread that works gives way to the keys: a fifth of Python's own."""

break_lines_in_chinese()
show_marks()

PACKAGES = {"write": "writing", "help": "app"}
"""The packages of the screens that are not named after theirs."""


def _screen(name: str) -> Callable[[], BaseScreen]:
    """A screen by the name of its mode; its module is imported when it is first shown."""

    def make() -> BaseScreen:
        module = import_module(f"journal.{PACKAGES.get(name, name)}.screens.{name}")
        screen: type[BaseScreen] = getattr(module, f"{name.title()}Screen")
        return screen()

    return make


class JournalApp(WritingHost):
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
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(
        self,
        settings: Settings,
        open_journal: Callable[[Callable[[str], None]], Journal],
        picture: Callable[..., Widget] | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.open_journal = open_journal
        self.picture = picture
        self.helped = "today"
        self.focus_clock = FocusClock(self, self.end_focus, self.park_line)
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
        """Opens the journal in the background, after the first frame."""
        self.hear()
        sys.setswitchinterval(TURN)
        self.show_status(say("today.opening"))
        self.open_behind()

    async def on_event(self, event: Event) -> None:
        """Handles an event, and notes a frame that comes late after it."""
        time_frame(self, event)
        await super().on_event(event)

    @work(thread=True)
    def open_behind(self) -> None:
        """Opens the journal in a thread, and shows it."""
        try:
            journal = self.open_journal(lambda what: self.call_from_thread(self.show_status, what))
        except UserError as error:
            self.call_from_thread(self.refused, error)
            return
        self.call_from_thread(self.show_journal, journal)

    def refused(self, why: UserError) -> None:
        """Offers a way back to a journal that is damaged or lost; any other reason ends the app with a line."""
        from journal.app.recovery import offer
        from journal.opening.recovery import NotOpenedError

        if isinstance(why, NotOpenedError):
            self.push_screen(offer(why), lambda answer: self.recover(why, answer))
        else:
            self.exit(None, 1, str(why))

    def recover(self, why: NotOpenedError, answer: str | None) -> None:
        """Does what was chosen for a journal that was not opened; a new one is begun after a second yes."""
        from journal.app.recovery import LEAVE, NEW
        from journal.ui.dialogs.confirm import Confirm

        if answer in (None, LEAVE):
            self.exit(None, 1, str(why))
        elif answer == NEW:
            self.push_screen(Confirm(say("backup.ask_new")), lambda yes: self.begin_new(why, wanted=bool(yes)))
        else:
            self.recover_behind(why, str(answer))

    def begin_new(self, why: NotOpenedError, *, wanted: bool) -> None:
        """Begins a new journal where that is wanted, and else asks again."""
        from journal.app.recovery import NEW

        if wanted:
            self.recover_behind(why, NEW)
        else:
            self.refused(why)

    @work(thread=True)
    def recover_behind(self, why: NotOpenedError, answer: str) -> None:
        """Carries that out in a thread and opens the journal; what cannot be done is told, and asked again."""
        from journal.app.recovery import carry_out

        try:
            done = carry_out(self.settings, why, answer)
        except UserError as error:
            self.call_from_thread(self.notify, str(error), severity="error")
            self.call_from_thread(self.refused, why)
            return
        for line in done:
            self.call_from_thread(self.notify, line, timeout=10)
        self.call_from_thread(self.open_behind)

    def show_status(self, what: str) -> None:
        """Says in the title what the opening of the journal is at."""
        if isinstance(self.screen, BaseScreen):
            self.screen.title_bar.right = what

    def notify_from_anywhere(self, what: str) -> None:
        """Shows a line, whichever thread has it to tell."""
        if self._thread_id == get_ident():
            self.notify(what, timeout=10)
        else:
            self.call_from_thread(self.notify, what, timeout=10)

    def show_journal(self, journal: Journal) -> None:
        """Fills the screen that is up, and starts the worker that runs the demos."""
        self.journal = journal
        journal.store.on_status = self.notify_from_anywhere
        journal.store.wait_at_most(PATIENCE)
        self.warn(journal.store.warnings)
        python, concepts = platform.python_version(), len(journal.library.concepts)
        diagnostics.note("start", version=__version__, python=python, textual=version("textual"), concepts=concepts)
        gc.freeze()  # what is loaded by now stays: searching it for garbage would hold a key up by a tenth of a second
        if isinstance(self.screen, BaseScreen) and self.screen.is_mounted:  # one that is not loads when it comes up
            self.screen.load(journal)
        journal.runner.start()
        self.look_for_drafts()
        self.prepare_behind()
        self.read_focus()
        self.back_up_behind()
        self.fit_behind()

    @on(DraftsLeft)
    def look_for_drafts(self) -> None:
        """Looks in the background for texts that an earlier run left behind, and says so."""
        in_background(self, _left_behind, self.offer, group="drafts")

    def offer(self, left_behind: tuple[Sequence[Draft], InterruptedEdit | None]) -> None:
        """Says what was left behind; Write has the key to take it in, or back to what was there before."""
        drafts, interrupted = left_behind
        for draft in drafts:
            self.notify(say("drafts.offered", words=draft.words, at=f"{draft.at:%m.%d %H:%M}"), timeout=10)
        if interrupted is not None:
            at = f"{interrupted.at:%m.%d %H:%M}"
            self.notify(say("drafts.told", title=interrupted.title, words=interrupted.words, at=at), timeout=10)
        self.left_behind = drafts, interrupted if interrupted and interrupted.before else None
        for line in self.screen.query(RecoveryNotice):
            line.offer()

    def prepare_behind(self) -> None:
        """Has today's questions made ahead; what cannot be made is said when it is asked."""
        in_background(self, _prepare, group="prepare")

    def back_up_behind(self) -> None:
        """Copies the database once a day; a copy that cannot be made is told."""
        in_background(self, _back_up, self.warn, group="backup")

    def warn(self, lines: Sequence[str]) -> None:
        """Shows warnings."""
        for line in lines:
            self.notify(line, severity="warning", timeout=10)

    def fit_behind(self) -> None:
        """Fits weights to the reviews when it is time for it, in a process that the end of the app ends as well."""
        in_background(self, _fit, self.show_again, group="fit")

    def show_again(self, fitted: bool) -> None:
        """Loads again what Today says, if new weights were fitted and it is up."""
        if fitted and isinstance(self.screen, BaseScreen) and self.current_mode == "today" and self.journal is not None:
            self.screen.load(self.journal)

    def on_unmount(self) -> None:
        """Stops the worker with the app."""
        if self.journal is not None:
            try:
                self.farewell = self.unsaved or bring_into_step(self.journal) or self._farewell(self.journal)
            finally:
                self.journal.close()

    def _farewell(self, journal: Journal) -> str:
        from journal.review.reviews import answers_today

        return say("today.farewell", n=done) if (done := answers_today(journal)) else ""

    # --- focus ----------------------------------------------------------------------------------------------------

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

    # --- actions --------------------------------------------------------------------------------------------------

    def action_go(self, place: str) -> None:
        """Shows another screen; Write shows this week, and Help begins with the screen that is left for it."""
        if place == "help" and self.current_mode != "help":
            bars = self.screen.query(KeyBar)
            self.help_on = tuple(each for bar in bars for each in bar.contexts if each != "anywhere")
            self.helped = self.current_mode
        self.show_place(place, Visit(None) if place == "write" else None)

    def show_place(self, place: str, visit: Visit | None = None) -> None:
        """Shows another screen, and in Write the week to visit."""
        self.visit = visit
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.current_mode != place:
            self.switch_mode(place)
        if place == "today":
            self.fit_behind()

    async def action_back(self) -> None:
        """One step back: out of a dialogue, out of the help, or home."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self.current_mode == "help":
            self.show_place(self.helped)
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
        from journal.search.screens.search import Search

        self.push_screen(Search())

    def action_items(self) -> None:
        """Opens the list of what the log leaves open: of the week that is being written, else of the latest."""
        from journal.followups.screens.inbox import FollowupsScreen

        week = getattr(self.screen, "week", None)
        self.push_screen(FollowupsScreen(week.id if week else None))

    def action_cards(self) -> None:
        """Opens the list of all cards; from Today, where leeches were named, the list of those."""
        from journal.review.screens.cards import Cards

        leeches = getattr(self.screen, "leeches", ())
        self.push_screen(Cards("is:leech" if leeches else ""))

    def action_new_card(self) -> None:
        """Opens the form of a card of one's own."""
        from journal.notes.kinds import Draft

        self.post_message(NewCard(Draft("recall", "")))

    @on(NewCard)
    def open_form(self, event: NewCard) -> None:
        """Opens the form of a card; what is shown below is read again once it is stored."""
        from journal.review.screens.note import NoteForm

        self.push_screen(NoteForm(event.draft, event.uid))

    def action_park(self) -> None:
        """Asks for one line to park, over the current screen."""
        from journal.followups.screens.park import Park

        self.push_screen(Park())

    def park_line(self, text: str) -> None:
        """Parks a line in the background, and confirms it."""
        from journal.followups.followups import park

        in_background(
            self, lambda journal: park(journal, text), lambda _: self.notify(say("items.was_parked")), group="park"
        )

    def action_habits(self) -> None:
        """Opens the habits and the map of days."""
        from journal.habits.screens.habits import HabitsScreen

        self.push_screen(HabitsScreen())

    def action_import(self) -> None:
        """Asks for logs to import, and shows the screen with what came."""
        from journal.exchange.screens.exchanging import import_logs

        import_logs(self, self.reload)

    def reload(self) -> None:
        """Fills the screen that is up again."""
        if self.journal is not None and isinstance(self.screen, BaseScreen):
            self.screen.reload(self.journal)

    def action_report(self) -> None:
        """Shows the report of the week of today, or of the latest."""
        from journal.report.screens.report import ReportScreen

        self.push_screen(ReportScreen())

    @on(Undo)
    def action_undo(self) -> None:
        """Takes the last step back, of whatever kind, and says which; asks first about one of another process."""
        from journal.history.undo import next_undo

        in_background(self, next_undo, self.take_back, severity="information", group="step")

    def take_back(self, step: UndoRow) -> None:
        """Takes this step back, after a yes if another process did it: another terminal, or an earlier run."""
        from journal.history.undo import undo
        from journal.ui.dialogs.confirm import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                back = partial(undo, only=step.id)
                in_background(self, back, self.was_stepped, severity="information", group="step")

        if step.elsewhere:
            question = say("steps.ask", what=step.text, at=f"{step.at:%Y-%m-%d %H:%M}")
            self.push_screen(Confirm(question), answered)
        else:
            answered(True)

    def action_suspend_process(self) -> None:
        """Suspends the app; not while one types, where ctrl+z is the key of the text."""
        if isinstance(self.focused, Input) or (isinstance(self.focused, TextArea) and not self.focused.read_only):
            return
        super().action_suspend_process()

    def action_redo(self) -> None:
        """Redoes the last undone step."""
        from journal.history.undo import redo

        in_background(self, redo, self.was_stepped, severity="information", group="step")

    def was_stepped(self, step: UndoRow) -> None:
        """Says what happened, and shows the screen as it now is."""
        self.notify(step.message)
        self.reload()

    def action_weights(self) -> None:
        """Compares weights that were fitted to the learner's reviews with those in use."""
        from journal.weights.screens.weights import WeightsScreen

        self.push_screen(WeightsScreen())

    @on(VisitWeek)
    def visit_week(self, event: VisitWeek) -> None:
        """Shows a week in the editor, the cursor at some words of it."""
        self.show_place("write", Visit(event.week_id, event.words))

    @on(OpenConcept)
    def open_concept(self, event: OpenConcept) -> None:
        """Opens the page of a concept."""
        from journal.concepts.screens.concept import ConceptScreen

        (self.switch_screen if event.instead else self.push_screen)(ConceptScreen(event.concept))

    @on(OpenCard)
    def open_card(self, event: OpenCard) -> None:
        """Opens the page of a card."""
        from journal.review.screens.card import CardScreen

        self.push_screen(CardScreen(event.card_id, at=event.at))

    @on(SettingsChanged)
    def read_settings(self) -> None:
        """Uses what the settings file now says."""
        from journal.opening.journal import with_new_settings

        if self.journal is not None:
            self.journal = with_new_settings(self.journal)

    def action_command_palette(self) -> None:
        """Opens the list of all that the app can do."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=say("places.palette"), id="--command-palette"))


# --- in the background ------------------------------------------------------------------------------------------------


def _left_behind(journal: Journal) -> tuple[Sequence[Draft], InterruptedEdit | None]:
    from journal.writing.drafts import pending_drafts
    from journal.writing.interrupted import interrupted_edit

    return pending_drafts(journal), interrupted_edit(journal)


def _prepare(journal: Journal) -> None:
    from journal.review.asking import prefetch_today

    with diagnostics.noted("prepare", UserError):
        prefetch_today(journal)


def _back_up(journal: Journal) -> Sequence[str]:
    """Makes the copy of the day; returns what there is to warn of."""
    from journal.maintenance.backups import back_up_daily, lost_rows, sweep

    sweep(journal)
    try:
        lost = lost_rows(journal) if journal.store.checked else []
        back_up_daily(journal)
    except UserError as error:
        return [str(error)]
    return lost


def _fit(journal: Journal) -> bool:
    """Fits weights if it is time for it; returns whether it was done."""
    from journal.weights.training import is_fit_due, train

    journal.reload_weights()
    with diagnostics.noted("fit", UserError):
        if is_fit_due(journal):
            train(journal)
            return True
    return False


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
