"""Today: what waits, how far this week's log has come, the days behind and ahead, what to take up next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.tui.keys import keys_of, shown
from journal.tui.place import Place
from journal.tui.widgets.heat_map import HeatMap
from journal.tui.widgets.left_open import left_open
from journal.tui.widgets.meter import bar
from journal.words import language, say

if TYPE_CHECKING:
    from journal.demos.concept import Concept
    from journal.desk import Desk
    from journal.desk.today import TodayView

WEIGHTS = next(key for key in keys_of("anywhere") if key.name == "weights")
TAKEN = 17
"""Lines of the screen that are not for the lists."""


class TodayScreen(Place):
    """The first screen."""

    DEFAULT_CSS = """
    TodayScreen #now { height: 3; }
    TodayScreen #now Static { width: 1fr; }
    TodayScreen #history { height: 1; margin-bottom: 1; }
    TodayScreen #lists { height: 1fr; margin-top: 0; }
    TodayScreen #lists Static { width: 1fr; padding-right: 2; }
    """
    name_of_place = "today"

    def content(self) -> Iterable[Widget]:
        """What waits and the quota; the heat map; two lists."""
        yield Horizontal(Static(id="waiting"), Static(id="quota"), id="now")
        yield HeatMap()
        yield Static(id="history", classes="muted")
        yield Horizontal(Static(id="week"), Static(id="next"), id="lists")

    @work(thread=True, exclusive=True, group="load")
    def load(self, desk: Desk) -> None:
        """Reads everything in a thread."""
        from journal.desk.today import today

        self.app.call_from_thread(self.show, today(desk))

    def show(self, view: TodayView) -> None:
        """Paints what was read."""
        self.title_bar.right = view.week_name
        self.query_one("#waiting", Static).update(waiting(view))
        self.query_one("#quota", Static).update(quota(view))
        self.query_one(HeatMap).show(view.day, view.reviews_by_day, view.due_by_day)
        self.query_one("#history", Static).update(history(view, shown(WEIGHTS, self.app.keymap)))
        room = max(4, self.size.height - TAKEN)
        self.query_one("#week", Static).update(this_week(view, room))
        self.query_one("#next", Static).update(up_next(view, room))


def waiting(view: TodayView) -> Content:
    """How much there is to review, and the key for it."""
    if not view.cards:
        return Content.assemble(say("today.no_cards"), "\n", _key("w", say("today.write_first")))
    if not view.due and not view.new:
        return Content.assemble(
            (say("today.nothing_due"), "$success"),
            "\n",
            (say("today.next_due", when=view.next_due) if view.next_due else "", "$muted"),
        )
    counts = say("today.counts", due=view.due, new=view.new)
    minutes = say("today.minutes", n=view.minutes)
    return Content.assemble((counts, "bold"), (f" · {minutes}", "$muted"), "\n", _key("r", say("today.review")))


def quota(view: TodayView) -> Content:
    """How far this week's log has come."""
    if not view.goal:
        return Content.assemble((f"{view.words} {say('write.unit')}", "bold"), "\n", _key("w", say("today.write")))
    words = say("today.quota", words=view.words, goal=view.goal)
    missing = view.goal - view.words
    rest = say("today.missing", n=missing) if missing > 0 else say("today.reached")
    meter = bar(view.words / view.goal, 11, "$success" if missing <= 0 else "$primary")
    return Content.assemble((words, "bold"), " ", meter, (f" {rest}", "$muted"), "\n", _key("w", say("today.write")))


def _key(name: str, label: str) -> Content:
    return Content.assemble((name, "bold $primary"), (f"  {label}", "$muted"))


def history(view: TodayView, weights_key: str = "") -> Content:
    """The heat map in words, and the key that shows new weights where there are any."""
    parts = [say("today.reviews", n=sum(view.reviews_by_day.values()))]
    if view.retention is not None:
        parts.append(say("today.retention", percent=round(100 * view.retention)))
    parts.append(say("today.streak", n=view.streak))
    if view.new_weights:
        parts.append(say("train.waiting", press=weights_key))
    return Content(" · ".join(parts))


def this_week(view: TodayView, room: int) -> Content:
    """The concepts that the latest log speaks of, each with how well it is known, in `room` lines."""
    listed = room - 2
    lines = [Content.styled(say("today.speaks_of"), "bold $secondary")]
    for concept, known in view.spoken[:listed]:
        meter = bar(known, 8) if known is not None else Content.styled(say("today.not_asked"), "$muted")
        lines.append(Content.assemble(_fit(concept.title.to(language()), 26), " ", meter))
    more = len(view.spoken) - listed
    if more > 0:
        lines.append(Content.styled(say("today.more", n=more), "$muted"))
    if not view.spoken:
        lines.append(Content.styled(say("today.speaks_of_nothing"), "$muted"))
    return Content("\n").join(lines)


def up_next(view: TodayView, room: int) -> Content:
    """What the log leaves open, wrong ideas that are still held, concepts that can be learned now, in `room` lines."""
    lines = left_open(view.left_open, view.proposed, view.day, "F8", max(3, room // 3))
    held = view.held[: (room - len(lines)) // (4 if lines else 5)]
    lines += [Content.styled(say("today.held"), "bold $secondary")] if held else []
    for title, says in held:
        lines.append(Content.assemble(title, "\n", (f"  {says}", "$muted")))
    taken = sum(line.plain.count("\n") + 1 + line.cell_length // 36 for line in lines)
    if view.ready and room - taken > 1:
        lines.append(Content.styled(say("today.ready"), "bold $secondary"))
        lines += [_ready(concept, because) for concept, because in view.ready[: room - taken - 1]]
    return Content("\n").join(lines)


def _ready(concept: Concept, because: Concept | None) -> Content:
    title = concept.title.to(language())
    if because is None:
        return Content(title).truncate(36, ellipsis=True)
    after = Content(say("today.because", title=because.title.to(language()))).truncate(15, ellipsis=True)
    return Content.assemble(_fit(title, 20), " ", after.stylize("$muted"))


def _fit(text: str, width: int) -> Content:
    content = Content(text).truncate(width, ellipsis=True)
    return Content.assemble(content, " " * (width - content.cell_length))
