"""The outcome of an answer: verdict, rating, run and figure, text of the concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from journal.core.messages import language
from journal.review.screens import outcome as paint
from journal.tasks.screens.judged import difference
from journal.ui.widgets.figure import Figure
from journal.ui.widgets.prose import prose_content

if TYPE_CHECKING:
    from journal.review.asking import NoteAsked
    from journal.review.reviews import ReviewOutcome
    from journal.runner.runs import Run


class ReviewOutcomeView(VerticalScroll):
    """Shows one outcome at a time; the run may come later."""

    DEFAULT_CSS = """
    ReviewOutcomeView { height: 1fr; }
    ReviewOutcomeView > Static { height: auto; margin-bottom: 1; }
    """

    def compose(self) -> ComposeResult:
        """Its parts, from what matters first."""
        yield Static(id="verdict")
        yield Static(id="rating")
        yield Static(id="ran")
        yield Figure()
        yield Static(id="text", classes="muted")

    def show(self, outcome: ReviewOutcome) -> None:
        """Right or wrong, which misconception it was, the rating and the next date, the text of the concept."""
        from journal.tasks.setting import TaskAsked

        self.query_one("#verdict", Static).update(paint.verdict(outcome))
        self.show_rating(outcome)
        asked = outcome.asked
        self.query_one("#ran", Static).update(difference(asked) if isinstance(asked, TaskAsked) else "")
        self.query_one(Figure).show(None)
        self.query_one("#text", Static).update(prose_content(outcome.asked.concept.text.to(language())))
        self.scroll_home(animate=False)

    def reveal(self, asked: NoteAsked) -> None:
        """The answer of a card that the learner rates, and the four ratings."""
        self.query_one("#verdict", Static).update(paint.revealed(asked))
        self.query_one("#rating", Static).update(paint.how_well())
        self.query_one("#ran", Static).update("")
        self.query_one(Figure).show(None)
        self.query_one("#text", Static).update("")
        self.scroll_home(animate=False)

    def show_rating(self, outcome: ReviewOutcome) -> None:
        """The rating that stands, and the next date."""
        self.query_one("#rating", Static).update(paint.rating(outcome))

    def show_run(self, run: Run) -> None:
        """What the demo printed and returned, and its figure."""
        self.query_one("#ran", Static).update(paint.ran(run))
        self.query_one(Figure).show(run)

    def show_failure(self, why: str) -> None:
        """Why the demo could not be run."""
        self.query_one("#ran", Static).update(Content.styled(why, "$error"))
