"""A task: code is written, tried on inputs drawn for it, and tried again, until it is right or given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import SuspendNotSupported
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from journal.core import diagnostics
from journal.core.messages import UserError, language, say
from journal.tasks.screens import judged as paint
from journal.ui.background import count_seconds, in_background, reporting
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.widgets.code_area import BLANK, CodeArea
from journal.ui.widgets.prose import line_content

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.reviews import ReviewOutcome
    from journal.runner.tasks.verdict import TaskVerdict
    from journal.tasks.setting import Attempt, TaskAsked

COMPLETIONS = 8
"""How many ways to go on are shown."""
KEEP_AFTER = 0.5
"""Seconds after a key until what is half written is kept."""


class TaskScreen(BaseScreen):
    """One task of the review list; `over` is called with what came of it."""

    DEFAULT_CSS = """
    TaskScreen #prompt { height: auto; max-height: 5; text-style: bold; margin-bottom: 1; }
    TaskScreen CodeArea { height: 1fr; min-height: 4; }
    TaskScreen #completions { height: 1; }
    TaskScreen #below { height: auto; max-height: 55%; border-top: solid $border; }
    TaskScreen #below Static { height: auto; }
    TaskScreen .-hidden { display: none; }
    """
    key_context = "task"
    bar = ("task",)
    typing = True
    BINDINGS: ClassVar = [
        *bindings_of("task"),
        Binding("escape", "app.back", show=False, priority=True),
        Binding("pageup", "scroll_below(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_below(1)", show=False, priority=True),
    ]
    AUTO_FOCUS = "CodeArea"

    def __init__(self, asked: TaskAsked, over: Callable[[ReviewOutcome], None]) -> None:
        super().__init__()
        self.asked = asked
        self.attempt = self.kept = asked.attempt
        self.over = over
        self.began = monotonic()
        self.keep_timer: Timer | None = None
        self.is_judging = False

    def content(self) -> Iterable[Widget]:
        """What is to be written, the editor, and below it the hints and the last verdict."""
        yield Static(line_content(self.asked.prompt), id="prompt")
        yield CodeArea(self.attempt.text, soft_wrap=True, tab_behavior="focus", show_line_numbers=True)
        yield Static(id="completions", classes="muted -hidden")
        with VerticalScroll(id="below", can_focus=False):
            yield Static(id="hints")
            yield Static(id="verdict")

    @property
    def heading(self) -> str:
        """The concept, and the form of the task."""
        return f"{self.asked.concept.title.to(language())} · {say(f'task.form_{self.asked.assigned.form}')}"

    @property
    def editor(self) -> CodeArea:
        """The editor."""
        return self.query_one(CodeArea)

    def on_mount(self) -> None:
        """Locks what is given, and puts the cursor where one begins to write."""
        super().on_mount()
        editor, form = self.editor, self.asked.assigned.form
        start = self.asked.assigned.start.split("\n")
        given = self.asked.task.signature.count("\n") + 1
        editor.one_line = form == "blank"
        editor.locked = frozenset(
            row for row, line in enumerate(start) if row < given or (form == "blank" and BLANK not in line)
        )
        if form == "blank":
            open_row = next((row for row in range(len(start)) if row not in editor.locked), given)
            editor.move_cursor((open_row, len(editor.document[open_row])))
            editor.next_blank()
        else:
            editor.move_cursor(editor.document.end if form == "write" else (given, 0))
        self.show_hints()
        self.show_message(say(f"task.how_{form}", submit=self.press("task.submit"), hint=self.press("task.hint")))

    def load(self, journal: Journal) -> None:
        """Asks the worker for the names that can be completed."""
        if not self.editor.names:
            self.read_names(journal)

    @work(exclusive=True, group="names")
    async def read_names(self, journal: Journal) -> None:
        """Waits for the names; without them nothing but what stands in the code is completed."""
        with diagnostics.noted("names", UserError):
            names = await asyncio.wrap_future(journal.runner.names(self.asked.concept.path))
            self.editor.names = names

    @on(TextArea.SelectionChanged)
    def show_completions(self) -> None:
        """How the name before the cursor may go on, in one line."""
        found = self.editor.completions()
        line = self.query_one("#completions", Static)
        line.update("  ".join(name.rpartition(".")[2] for name in found[:COMPLETIONS]))
        line.set_class(not found, "-hidden")

    def show_message(self, text: Content | str) -> None:
        """Shows a line or a verdict below the editor."""
        self.query_one("#verdict", Static).update(text)

    def show_hints(self) -> None:
        """The hints that were asked for until now."""
        shown = [each.to(language()) for each in self.asked.task.hints[: self.attempt.hints]]
        lines = [line_content(say("task.hint", text=text)) for text in shown]
        hints = self.query_one("#hints", Static)
        hints.update(Content("\n").join(lines))
        hints.set_class(not lines, "-hidden")

    # --- nothing is lost ------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def changed(self) -> None:
        """Keeps what is half written, soon."""
        self.note(replace(self.attempt, text=self.editor.text))
        if self.keep_timer is None:
            self.keep_timer = self.set_timer(KEEP_AFTER, self.keep_behind)

    def note(self, attempt: Attempt) -> None:
        """Counts the time that has passed into the attempt."""
        now = monotonic()
        self.attempt = replace(attempt, seconds=self.attempt.seconds + now - self.began)
        self.began = now

    def keep_behind(self) -> None:
        """Keeps the attempt in the background."""
        self.keep_timer = None
        in_background(self, self.keep, group="keep")

    def keep(self, journal: Journal) -> None:
        """Keeps the attempt as it now stands."""
        from journal.tasks.setting import keep

        attempt = self.attempt
        if attempt != self.kept:
            keep(journal, self.asked.card, attempt)
            self.kept = attempt

    def on_unmount(self) -> None:
        """Keeps the last keys, however the screen is left."""
        if not self.is_over:
            with reporting(self):
                self.keep(self.journal)

    is_over: bool = False

    # --- trying ---------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="judge")
    async def action_submit(self) -> None:
        """Runs the code as it stands on inputs drawn for it, and says what came out."""
        from journal.tasks.setting import tried

        asked, source = self.asked, self.editor.text
        if self.is_judging:
            return
        self.is_judging = True
        self.show_judging(0)
        counting = count_seconds(self, self.show_judging)
        running = self.journal.runner.judge(asked.concept.path, asked.task.name, source, self.attempt.seed)
        try:
            verdict = await asyncio.wrap_future(running)
        except UserError as error:
            if await self.may_run(error):
                self.is_judging = False
                self.action_submit()
                return
            self.note(replace(self.attempt, tries=self.attempt.tries + 1))
            self.show_message(Content.styled(str(error), "$error"))
            return
        finally:
            self.is_judging = False
            counting.stop()
        self.note(tried(self.attempt, verdict, source, self.attempt.seconds))
        self.keep_behind()
        if verdict.outcome == "right":
            self.finish(verdict, right=True)
        else:
            self.show_message(paint.verdict(asked, verdict))

    def show_judging(self, seconds: int) -> bool:
        """Says that the code is being tried, and for how long; whether that goes on."""
        if self.is_judging:
            text = say("task.judging") + (say("review.seconds", n=seconds) if seconds else "")
            self.show_message(Content.styled(text, "$muted"))
        return self.is_judging

    def finish(self, verdict: TaskVerdict | None, *, right: bool) -> None:
        """Rates and stores the task in the background; then its review shows what came of it."""
        from journal.review.task_reviews import finish

        asked = replace(self.asked, attempt=self.attempt)
        self.is_over = True
        if self.keep_timer is not None:
            self.keep_timer.stop()
        in_background(
            self,
            lambda journal: finish(journal, asked, verdict, right=right),
            self.was_finished,
            on_error=self.not_stored,
            group="finish",
            exclusive=True,
        )

    def was_finished(self, outcome: ReviewOutcome) -> None:
        """Goes back to the review with the outcome."""
        self.app.pop_screen()
        self.over(outcome)

    def not_stored(self, error: UserError) -> None:
        """Says why it could not be stored; it can be handed in again."""
        self.is_over = False
        self.notify(str(error), severity="error", timeout=10)

    def action_give_up(self) -> None:
        """Ends the task after a yes: the solution is shown, and the task comes back."""
        from journal.ui.dialogs.confirm import Confirm

        self.app.push_screen(Confirm(say("task.ask_give_up")), self.give_up)

    def give_up(self, yes: bool | None) -> None:
        """Ends the task where that is wanted."""
        if yes:
            self.finish(None, right=False)

    # --- help -----------------------------------------------------------------------------------------------------

    def action_hint(self) -> None:
        """Shows one hint more."""
        if self.attempt.hints == len(self.asked.task.hints):
            self.notify(say("task.no_more_hints"))
            return
        self.note(replace(self.attempt, hints=self.attempt.hints + 1))
        self.keep_behind()
        self.show_hints()

    def action_scroll_below(self, way: int) -> None:
        """Scrolls hints and a verdict that are longer than their place."""
        below = self.query_one("#below", VerticalScroll)
        below.scroll_relative(y=way * max(1, below.size.height - 1), animate=False)

    def action_move_line(self, way: int) -> None:
        """Moves the line of the cursor up or down."""
        self.editor.move_line(way)

    def action_editor(self) -> None:
        """Opens the code in the user's own editor, and undoes what it saves."""
        from journal.opening.external_editor import edited_code

        with reporting(self, "warning"):
            try:
                with self.app.suspend():
                    text = edited_code(self.journal, self.asked.task.name, self.editor.text)
            except SuspendNotSupported:
                self.notify(say("write.no_suspend"), severity="warning")
            else:
                self.editor.load_text(text)
                self.editor.move_cursor(self.editor.document.end)
