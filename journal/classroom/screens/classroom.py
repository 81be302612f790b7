"""A class on one screen: who handed in a week, the text and its comments, and the misconceptions with both runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.core.marks import visible
from journal.core.messages import UserError, say
from journal.core.output import table
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.widgets.prose import line_content

if TYPE_CHECKING:
    from journal.classroom.both_runs import BothRuns
    from journal.classroom.overview import HeldByClass
    from journal.classroom.queries import HandinRow
    from journal.classroom.reading import ClassView, HandinView
    from journal.opening.journal import Journal


class ClassScreen(BaseScreen):
    """The class that the journal has joined, for its teacher; for a learner what they handed in."""

    DEFAULT_CSS = """
    ClassScreen OptionList { height: auto; max-height: 9; }
    ClassScreen VerticalScroll { height: 1fr; border-top: solid $border; }
    ClassScreen #below { height: auto; }
    ClassScreen #assigned { height: auto; color: $muted; }
    """
    key_context = "class"
    bar = ("class",)
    BINDINGS: ClassVar = bindings_of("class")
    view: ClassView | None = None
    misconceptions = False
    """Whether the misconceptions of the class are listed, instead of its learners."""

    def content(self) -> Iterable[Widget]:
        """The list, what is assigned, and what the line under the cursor is about."""
        yield OptionList()
        yield Static(id="assigned")
        with VerticalScroll():
            yield Static(say("class.reading"), id="below")

    def load(self, journal: Journal) -> None:
        """Reads the class, which is on another computer."""
        if self.view is None:
            self.read()

    def read(self, week: str = "") -> None:
        """Reads a week of it in the background."""
        from journal.classroom.reading import read_class

        in_background(self, partial(read_class, week=week), self.show, on_error=self.refused, group="class")

    def refused(self, error: UserError) -> None:
        """Says why it cannot be read."""
        self.query_one("#below", Static).update(Content.styled(str(error), "$warning"))

    def show(self, view: ClassView) -> None:
        """Lists the learners with the week, or what one handed in."""
        self.view = view
        self.title_bar.right = view.overview.heading
        self.query_one("#assigned", Static).update("\n".join(view.overview.lines))
        self.list_lines()

    def list_lines(self) -> None:
        """Fills the list; the cursor is on its first line."""
        assert self.view is not None
        options = self.query_one(OptionList)
        options.clear_options()
        if self.misconceptions:
            lines = [say("class.held_by", n=each.holders, title=each.title) for each in self.view.misconceptions]
        else:
            lines = table(self.view.overview.rows())
        options.add_options([Option(Content(line)) for line in lines])
        options.highlighted = 0 if lines else None
        options.focus()
        if not lines:
            empty = "class.no_misconceptions" if self.misconceptions else "class.nobody"
            self.query_one("#below", Static).update(Content.styled(say(empty), "$muted"))

    @property
    def handins(self) -> Sequence[HandinRow | None]:
        """The hand-in of each line; None for who owes it."""
        if self.view is None:
            return ()
        found = self.view.overview
        return [each.handin for each in found.standings] if found.teaches else found.own

    @property
    def handin(self) -> HandinRow | None:
        """The hand-in under the cursor."""
        place = self.query_one(OptionList).highlighted
        return self.handins[place] if place is not None and not self.misconceptions else None

    @on(OptionList.OptionHighlighted)
    def look(self, event: OptionList.OptionHighlighted) -> None:
        """Shows below what the line is about."""
        from journal.classroom.reading import read_both_runs, read_handin

        below = self.query_one("#below", Static)
        self.query_one(VerticalScroll).scroll_home(animate=False)
        if self.misconceptions and self.view is not None:
            held = self.view.misconceptions[event.option_index]
            below.update(held_content(held, None, say("class.running")))
            in_background(self, partial(read_both_runs, held=held), self.show_runs, group="below", exclusive=True)
        elif (handin := self.handin) is None:
            below.update(Content.styled(say("class.owes"), "$muted"))
        else:
            below.update(Content.styled(say("class.reading"), "$muted"))
            read = partial(read_handin, handin=handin)
            in_background(self, read, self.show_handin, on_error=self.refused, group="below", exclusive=True)

    def show_handin(self, view: HandinView) -> None:
        """Shows a hand-in, if the cursor is still on it."""
        if self.handin is not None and self.handin.id == view.handin:
            self.query_one("#below", Static).update(handin_content(view))

    def show_runs(self, found: tuple[HeldByClass, BothRuns | None]) -> None:
        """Shows a misconception beside the truth, if the list is still one of misconceptions."""
        held, runs = found
        if self.misconceptions:
            self.query_one("#below", Static).update(held_content(held, runs, say("class.not_run")))

    def action_misconceptions(self) -> None:
        """Lists the misconceptions of the class, or its learners again."""
        if self.view is not None:
            self.misconceptions = not self.misconceptions
            self.list_lines()

    def action_step(self, weeks: int) -> None:
        """Shows the week before that was handed in, or the one after."""
        found = self.view.overview if self.view else None
        if found is None or found.week is None or self.misconceptions:
            return
        place = found.weeks.index(found.week) - weeks
        if 0 <= place < len(found.weeks):
            self.read(f"{found.weeks[place]}")

    def action_comment(self) -> None:
        """Asks for a comment on the hand-in, and sends it."""
        from journal.classroom.reading import write_comment
        from journal.ui.dialogs.ask_line import AskLine

        handin = self.handin
        if handin is None or self.view is None or not self.view.overview.teaches:
            return

        def written(line: str | None) -> None:
            if line and line.strip():
                send = partial(write_comment, handin=handin, body=line.strip())
                in_background(self, send, self.show_handin, group="comment")

        self.app.push_screen(AskLine(say("class.ask_comment")), written)


def handin_content(view: HandinView) -> Content:
    """The comments on a hand-in, then its text and the misconceptions that it tells of."""
    lines = [
        Content.assemble((f"{each.at.astimezone():%m-%d %H:%M}  ", "$muted"), (visible(each.body), "$accent"))
        for each in view.comments
    ]
    held = [each for each in view.found.misconceptions if each.held]
    if held:
        names = ", ".join(f"{each.concept} · {each.misconception}" for each in held)
        lines.append(Content.styled(say("class.holds", names=names), "$warning"))
    text = Content(visible(view.found.text))
    return Content("\n").join([*lines, Content(""), text] if lines else [text])


def held_content(held: HeldByClass, runs: BothRuns | None, otherwise: str) -> Content:
    """What is believed and what is the case; the code, and both ways of computing below each other."""
    lines = [*map(line_content, held.says), Content("")]
    if runs is None:
        return Content("\n").join([*lines, Content.styled(otherwise, "$muted")])
    lines += [Content(runs.code), Content(""), line_content(runs.prompt)]
    for label, code, value, style in (
        (say("review.ran"), runs.true_code, runs.truth, "$success"),
        (say("class.believed"), runs.believed_code, runs.believed, "$error"),
    ):
        lines.append(Content.assemble("  ", (label, "$muted"), f"  {code}  →  ", (value, style)))
    return Content("\n").join(lines)
