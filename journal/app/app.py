"""The app: its screens, its colours, its palette, and the actions of its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.command import CommandPalette, Provider
from textual.events import Event
from textual.widget import Widget
from textual.widgets import Input

from journal.app.frames import time_frame
from journal.app.mirroring import MirroringApp
from journal.app.opening import LookFirst, OpenJournal
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.chinese import break_lines_in_chinese
from journal.ui.host import Visit
from journal.ui.keys import SCREENS, bindings_of
from journal.ui.marks import show_marks
from journal.ui.messages import (
    NewCard,
    OpenCard,
    OpenConcept,
    SettingsChanged,
    Undo,
    VisitWeek,
)
from journal.ui.theme import DARK, THEMES
from journal.ui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from journal.history.undo import UndoRow

break_lines_in_chinese()
show_marks()

PACKAGES = {"write": "writing", "help": "app"}
"""The packages of the screens that are not named after theirs."""


def _screen(name: str) -> Callable[[], BaseScreen]:
    """A screen by the name of its mode; its module is imported when it is first shown."""

    def make() -> BaseScreen:
        module = import_module(f"journal.{PACKAGES.get(name, name)}.screens.{name}")
        screen: type[BaseScreen] = getattr(module, f"{name.title()}Screen")
        made = screen()
        made._css_update_count = made.app._css_update_count  # else Textual parses all styles anew for a new screen
        return made

    return make


def _palette() -> type[Provider]:
    """The palette; it is imported when it is first opened."""
    from journal.app.palette import Palette

    return Palette


class JournalApp(MirroringApp):
    """The app over one journal.

    `look_first` and `open_journal` are called in a thread once the first frame stands, as OpeningApp says.
    `picture` makes a widget of the file of a picture, in terminals that can show one.
    """

    CSS_PATH = "journal.tcss"
    TITLE = "journal"
    MODES: ClassVar = {name: _screen(name) for name in SCREENS}
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar = bindings_of("anywhere")
    COMMANDS: ClassVar = {_palette}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(
        self,
        settings: Settings,
        open_journal: OpenJournal,
        picture: Callable[..., Widget] | None = None,
        look_first: LookFirst = lambda: None,
    ) -> None:
        super().__init__(settings, open_journal, look_first)
        self.picture = picture
        self.helped = "today"
        self.looked_at = []
        self.keymap: Mapping[str, str] = settings.keys
        for theme in THEMES:
            self.register_theme(theme)
        self.begin_in(self._known_theme(settings) or DARK.name)
        self.set_keymap(dict(settings.keys))

    def _known_theme(self, settings: Settings) -> str:
        """The theme of the settings. Raises UserError for an unknown theme."""
        if settings.theme and settings.theme not in self.available_themes:
            from difflib import get_close_matches  # only needed to explain a mistake

            near = get_close_matches(settings.theme, self.available_themes, n=1, cutoff=0)[0]
            raise UserError("settings.theme", file=settings.file, value=settings.theme, nearest=near)
        return settings.theme

    def begin_in(self, theme: str) -> None:
        """Has this theme from the start. A change of themes, as Textual does it, parses and applies all styles anew."""
        if self.available_themes[theme].ansi:
            self.theme = theme
            return
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.update_classes({f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our own themes name and others do not: the colour of what matters less."""
        return {"muted": "#8a8a8a"}

    async def on_event(self, event: Event) -> None:
        """Handles an event, and notes a frame that comes late after it."""
        time_frame(self, event)
        await super().on_event(event)

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
        """Opens the form of a card written by the user."""
        from journal.notes.kinds import NoteDraft

        self.post_message(NewCard(NoteDraft("recall", "")))

    @on(NewCard)
    def open_form(self, event: NewCard) -> None:
        """Opens the form of a card; what is shown below is read again once it is stored."""
        from journal.review.screens.note import NoteForm

        self.push_screen(NoteForm(event.draft, event.uid))

    def action_park(self) -> None:
        """Asks for one line to park, over the current screen."""
        from journal.followups.screens.park import Park

        self.push_screen(Park())

    def action_habits(self) -> None:
        """Opens the habits and the map of days."""
        from journal.habits.screens.habits import HabitsScreen

        self.push_screen(HabitsScreen())

    def action_import(self) -> None:
        """Asks for logs to import, and shows the screen with what came."""
        from journal.exchange.screens.exchanging import import_logs

        import_logs(self, self.reload)

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
        from textual.widgets import TextArea  # too much to load for the first frame

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

    def action_class(self) -> None:
        """Shows the class that the journal has joined."""
        from journal.classroom.screens.classroom import ClassScreen

        self.push_screen(ClassScreen())

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
        """Opens the page of a concept; not before the journal is open, a moment after Today is shown."""
        if self.journal is None:
            return
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
