"""Progress: words and reviews over the weeks, what comes due, how sure against how right, what is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.tui.place import Place
from journal.tui.widgets.columns import Column, columns
from journal.tui.widgets.meter import bar
from journal.words import say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.progress import ProgressView

WEEKS_SHOWN = 12


class ProgressScreen(Place):
    """Six panels, each with one sentence that says what it means."""

    DEFAULT_CSS = """
    ProgressScreen Horizontal { height: auto; margin-bottom: 1; }
    ProgressScreen Horizontal Static { width: 1fr; height: auto; padding-right: 2; }
    """
    name_of_place = "progress"
    AUTO_FOCUS = "VerticalScroll"

    def content(self) -> Iterable[Widget]:
        """The panels, two in a row."""
        with VerticalScroll():
            yield Horizontal(Static(id="words"), Static(id="reviews"))
            yield Horizontal(Static(id="due"), Static(id="sure"))
            yield Horizontal(Static(id="topics"), Static(id="ideas"))

    @work(thread=True, exclusive=True, group="load")
    def load(self, desk: Desk) -> None:
        """Reads the figures in a thread."""
        from journal.desk.progress import progress_of

        self.app.call_from_thread(self.show, progress_of(desk))

    def show(self, view: ProgressView) -> None:
        """Paints what was read."""
        from journal.desk.streaks import streak_text

        self.title_bar.right = streak_text(view.streak)
        for name, panel in PANELS.items():
            self.query_one(f"#{name}", Static).update(panel(view))


def _panel(name: str, meaning: str, body: Content) -> Content:
    heading = Content.styled(say(f"progress.{name}"), "bold $secondary")
    return Content("\n").join([heading, body, Content.styled(meaning, "$muted")])


def words(view: ProgressView) -> Content:
    """字数 of each week against the goal."""
    recent = view.weeks[-WEEKS_SHOWN:]
    chart = columns(
        [Column(week.words, label=str(week.number or "")) for week in recent],
        4,
        goal=view.goal,
        styles=("$success", "$success 50%"),
    )
    reached = sum(week.words >= view.goal for week in recent)
    meaning = say("progress.words_means", n=reached, all=len(recent), goal=view.goal) if view.goal else ""
    return _panel("words", meaning, chart)


def reviews(view: ProgressView) -> Content:
    """Reviews of each week, the right ones told apart."""
    recent = view.weeks[-WEEKS_SHOWN:]
    chart = columns([Column(week.reviews, week.right, str(week.number or "")) for week in recent], 4)
    share = "" if view.retention is None else say("progress.retention_means", percent=round(100 * view.retention))
    total = sum(week.reviews for week in view.weeks)
    return _panel("reviews", say("progress.reviews_means", n=total) + share, chart)


def due(view: ProgressView) -> Content:
    """What comes due in the days ahead."""
    from journal.desk.progress import coming_days

    names = say("dates.weekdays").split()
    days = zip(coming_days(view.day), view.forecast, strict=True)
    chart = columns(
        [Column(count, label=names[day.weekday()]) for day, count in days],
        4,
        width=1,
        styles=("$accent", "$accent 50%"),
    )
    return _panel("due", say("progress.due_means", n=view.forecast[0], all=sum(view.forecast)), chart)


def sure(view: ProgressView) -> Content:
    """How sure against how right: the better the two agree, the better one knows what one knows."""
    lines = []
    for each in view.calibration:
        name = say(f"review.{each.confidence}")
        gap = " " * max(1, 10 - Content(name).cell_length)
        count = f"{each.right}/{each.answers}"
        lines.append(Content.assemble(name, gap, bar(each.share or 0, 14), (f" {count}", "$muted")))
    return _panel("sure", say("progress.sure_means"), Content("\n").join(lines))


def topics(view: ProgressView) -> Content:
    """How much of each topic is known."""
    lines = []
    for each in view.topics:
        title = Content(each.title).truncate(20, ellipsis=True)
        gap = " " * (21 - title.cell_length)
        lines.append(Content.assemble(title, gap, bar(each.known, 8), (f" {each.begun}/{each.concepts}", "$muted")))
    return _panel("topics", say("progress.topics_means"), Content("\n").join(lines))


def ideas(view: ProgressView) -> Content:
    """Wrong ideas that are held still."""
    lines = [Content.assemble(title, "\n", (f"  {says}", "$muted")) for title, says in view.held[:4]]
    body = Content("\n").join(lines) if lines else Content.styled(say("progress.no_ideas"), "$muted")
    return _panel("ideas", say("progress.ideas_means", n=len(view.held), cured=view.cured), body)


PANELS = {"words": words, "reviews": reviews, "due": due, "sure": sure, "topics": topics, "ideas": ideas}
"""Each panel by the id of its place on the screen."""
