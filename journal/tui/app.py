"""The app: its screens, its colours, and the journal that they show."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.widget import Widget

from journal.settings import Settings
from journal.tui.chinese import break_lines_in_chinese
from journal.tui.keys import SCREENS, bindings_of, keys_of
from journal.tui.place import Place
from journal.tui.theme import DARK, THEMES
from journal.tui.widgets.left_behind import LeftBehind
from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.drafts import Draft
    from journal.desk.sittings import BrokenOff

TURN = 0.001
"""Seconds after which a thread that works gives way to the keys: a fifth of Python's own."""

break_lines_in_chinese()


def _screen(name: str) -> Callable[[], Place]:
    """A screen by the name of its place; its module is imported when it is first shown."""

    def make() -> Place:
        module = import_module(f"journal.tui.screens.{name}")
        screen: type[Place] = getattr(module, f"{name.title()}Screen")
        return screen()

    return make


class JournalApp(App[str]):
    """The app over one journal.

    `open_journal` is called in a thread once the first frame stands, with a function that shows what takes its time.
    `picture` makes a widget of the file of a picture, in terminals that can show one.
    """

    CSS_PATH = "journal.tcss"
    TITLE = "journal"
    MODES: ClassVar = {name: _screen(name) for name in SCREENS}
    DEFAULT_MODE = "today"
    BINDINGS: ClassVar = bindings_of("anywhere")
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
        self.desk: Desk | None = None
        self.picture = picture
        self.farewell = ""
        self.unsaved = ""
        self.visit: tuple[int, str] | None = None
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
        sys.setswitchinterval(TURN)
        self.tell(say("today.opening"))
        self.open_behind()

    @work(thread=True)
    def open_behind(self) -> None:
        """Opens the journal in a thread, and shows it; a journal that cannot be opened ends the app with a line."""
        try:
            desk = self.open_journal(lambda what: self.call_from_thread(self.tell, what))
        except UserError as error:
            self.call_from_thread(self.exit, None, 1, str(error))
            return
        self.call_from_thread(self.show_journal, desk)

    def tell(self, what: str) -> None:
        """Says in the title what the opening of the journal is at."""
        if isinstance(self.screen, Place):
            self.screen.title_bar.right = what

    def show_journal(self, desk: Desk) -> None:
        """Fills the screen that is up, and starts the worker that runs the demos."""
        self.desk = desk
        gc.freeze()  # what is loaded by now stays: searching it for garbage would hold a key up by a tenth of a second
        if isinstance(self.screen, Place):
            self.screen.load(desk)
        desk.runner.start()
        self.look_for_drafts()
        self.prepare_behind(desk)

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
        from journal.desk.reviews import prepare

        with suppress(UserError):
            prepare(desk)

    def on_unmount(self) -> None:
        """Stops the worker with the app."""
        if self.desk is not None:
            self.farewell = self.unsaved or self._farewell(self.desk)
            self.desk.close()

    def _farewell(self, desk: Desk) -> str:
        from journal.desk.reviews import answers_today

        done = answers_today(desk)
        return say("today.farewell", n=done) if done else ""

    # --- actions --------------------------------------------------------------------------------------------------

    def action_go(self, place: str) -> None:
        """Shows another screen."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.current_mode != place:
            self.switch_mode(place)

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

    def action_park(self) -> None:
        """Takes one line to put aside; what is on the screen stays as it is."""
        from journal.tui.screens.park import Park

        self.push_screen(Park())

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

    def visit_week(self, week_id: int, words: str) -> None:
        """Shows a week in the editor, the cursor at some words of it."""
        self.visit = week_id, words
        self.action_go("write")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: every screen, and what else the app can do, found in either language."""
        for key in keys_of("anywhere"):
            if key.name in SCREENS:
                yield SystemCommand(key.label, say(f"help.{key.name}"), lambda place=key.name: self.action_go(place))
        for name in ("search", "items", "park", "undo", "redo"):
            action = getattr(self, f"action_{name}")
            yield SystemCommand(say(f"keys.anywhere_{name}"), say(f"help.{name}"), action)
        yield SystemCommand(say("keys.anywhere_theme"), say("help.theme"), self.action_change_theme)
        yield SystemCommand(say("keys.anywhere_end"), say("help.end"), self.action_quit)
