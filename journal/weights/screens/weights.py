"""Fitted weights compared with those in use: how well each predicts, what would change, and a way to revert."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from journal.core.formatting import days
from journal.core.messages import UserError, say
from journal.ui.background import in_background
from journal.ui.keys import bindings_of
from journal.ui.widgets.bars import KeyBar
from journal.ui.widgets.meter import bar

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.ui.host import Host
    from journal.weights.weights import Comparison, Example


class WeightsScreen(ModalScreen[None]):
    """Shows the latest fit, taken or not."""

    DEFAULT_CSS = """
    WeightsScreen { align: center middle; }
    WeightsScreen Vertical { width: 76; max-width: 100%; height: auto; max-height: 90%; padding: 1 2 0 2; }
    WeightsScreen Vertical { background: $surface; }
    WeightsScreen VerticalScroll { height: auto; max-height: 65vh; margin: 1 0; }
    WeightsScreen #comparison { height: auto; }
    """
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar = [*bindings_of("weights"), ("escape", "dismiss", "")]
    app: Host
    view: Comparison | None = None

    def compose(self) -> ComposeResult:
        """What it is about, the comparison, and the keys."""
        with Vertical():
            yield Static(say("train.title"), classes="heading")
            with VerticalScroll():
                yield Static(id="comparison")
            yield KeyBar()

    def on_mount(self) -> None:
        """Reads the latest fit."""
        self.read()

    def read(self) -> None:
        """Reads it in the background."""
        in_background(self, _read, self.show, group="read", exclusive=True)

    def show(self, read: tuple[Comparison | None, int, bool]) -> None:
        """Paints the comparison, or what it would be about, and the keys that do something with it."""
        view, reviews, own = read
        self.view = view
        self.query_one("#comparison", Static).update(painted(view) if view else _awaited(reviews))
        decided = view is None or view.taken or not view.wins
        hidden = [*(["weights.take", "weights.leave"] if decided else []), *([] if own else ["weights.undo"])]
        self.query_one(KeyBar).show(["weights"], hidden, keymap=self.app.keymap)

    def action_take(self) -> None:
        """Lets the schedule work with the weights that are shown."""
        view = self.view
        if view is None or view.taken:
            return
        if not view.wins:
            self.app.notify(say("train.keep"))
            return
        from journal.weights.weights import activate

        self.change(lambda journal: say("train.taken_here", n=activate(journal, view.id)))

    def action_undo(self) -> None:
        """Goes back to the weights before those in use."""
        from journal.weights.weights import revert

        def back(journal: Journal) -> str:
            before = revert(journal)
            return say("train.back_to", at=before.at) if before else say("train.back_to_everyone")

        self.change(back)

    def action_fit(self) -> None:
        """Fits weights to what was reviewed until now; the screen can be left meanwhile."""
        from journal.weights.training import train

        self.query_one("#comparison", Static).update(Content.styled(say("train.fitting"), "$muted"))
        self.change(lambda journal: say("train.fitted", n=train(journal).reviews))

    def change(self, how: Callable[[Journal], str]) -> None:
        """Does something in the background, says what came of it, and shows how things stand."""
        in_background(self.app, how, self.changed, on_error=self.refuse)

    def changed(self, message: str) -> None:
        """Says what was done; the screen may have been left meanwhile."""
        self.app.notify(message)
        if self.is_attached:
            self.read()

    def refuse(self, error: UserError) -> None:
        """Says what could not be done."""
        self.app.notify(str(error), severity="warning")
        if self.is_attached:
            self.read()

    def action_leave_them(self) -> None:
        """Notes that these weights are not wanted, and closes."""
        from journal.weights.weights import dismiss

        if (view := self.view) is None:
            self.dismiss()
        else:
            in_background(self, lambda journal: dismiss(journal, view.id), self.dismiss)


def _read(journal: Journal) -> tuple[Comparison | None, int, bool]:
    """The latest fit, how many reviews the next one has, and whether own weights are in use."""
    from journal.memory.scheduling import DEFAULT_WEIGHTS
    from journal.weights.training import review_count
    from journal.weights.weights import compare

    return compare(journal), review_count(journal), journal.weights != DEFAULT_WEIGHTS


def painted(view: Comparison) -> Content:
    """The comparison in five parts: verdict, what it rests on, what lasts how long, what moves, examples."""
    lines = [
        _verdict(view),
        Content.styled(say("train.rests", n=view.held_out, loss=view.loss, before=view.loss_before), "$muted"),
    ]
    lines += [Content(), Content(say("train.lasts")), *map(_lasting, view.lasts.items())]
    if view.wins and not view.taken:
        moves = say("train.moves", cards=view.cards, sooner=view.sooner, later=view.later, days=view.days)
        fullest = say("train.fullest", now=view.fullest[0], then=view.fullest[1])
        lines += [Content(), Content(moves), Content.styled(fullest, "$muted"), *map(_moving, view.examples)]
    return Content("\n").join(lines)


def _awaited(reviews: int) -> Content:
    from journal.weights.training import EVERY

    message = say("train.so_far", n=reviews, every=EVERY)
    return Content.assemble(say("train.about"), "\n\n", bar(reviews / EVERY, 24), (f"  {message}", "$muted"))


def _verdict(view: Comparison) -> Content:
    gained = {"gain": view.loss_before - view.loss, "error": view.error}
    if view.taken:
        return Content.styled(say("train.in_use", at=view.at), "bold $success")
    if view.wins:
        return Content.styled(say("train.wins", **gained), "bold $success")
    return Content.styled(say("train.loses", **gained), "bold")


def _lasting(each: tuple[str, tuple[float, float]]) -> Content:
    name, (now, then) = each
    label = Content(say(f"rating.{name}"))
    gap = " " * max(1, 10 - label.cell_length)
    return Content.assemble("  ", label, gap, (f"{days(now):>7}", "$muted"), f" → {days(then)}")


def _moving(each: Example) -> Content:
    moved = f"  {each.due:%m.%d} → {each.due_then:%m.%d}  {each.days:+4d}  "
    return Content.assemble(moved, (f"{each.title}: {each.prompt}", "$muted")).truncate(70, ellipsis=True)
