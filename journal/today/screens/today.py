"""Today: what waits, how far this week's log has come, the days behind and ahead, what to take up next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from journal.core.messages import language, say
from journal.followups.screens.lines import followup_lines
from journal.habits.screens.heat_map import HeatMap
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import Press, bindings_of
from journal.ui.messages import OpenConcept, VisitWeek
from journal.ui.widgets.links import LinkLine, Links
from journal.ui.widgets.meter import bar

if TYPE_CHECKING:
    from datetime import date

    from journal.opening.journal import Journal
    from journal.today.assigned import Assigned
    from journal.today.looking_back import Throwback
    from journal.today.ready import Ready
    from journal.today.today import TodayView

TAKEN = 17
"""Lines of the screen that are not for the lists."""


class TodayScreen(BaseScreen):
    """The first screen."""

    DEFAULT_CSS = """
    TodayScreen #now { height: 3; }
    TodayScreen #now Static { width: 1fr; padding-right: 1; }
    TodayScreen #start { height: 9; display: none; }
    TodayScreen #history { height: 1; margin-bottom: 1; }
    TodayScreen #lists { height: 1fr; margin-top: 0; }
    TodayScreen #then { height: 1; display: none; text-wrap: nowrap; text-overflow: ellipsis; }
    TodayScreen #lists Links { width: 1fr; height: 1fr; padding-right: 2; }
    """
    key_context = "today"
    BINDINGS: ClassVar = bindings_of("today")
    on_result: Throwback | None = None
    leeches: Sequence[str] = ()
    week_name = ""

    def content(self) -> Iterable[Widget]:
        """What waits and the quota; the heat map; two lists; a sentence of an old week."""
        yield Horizontal(Static(id="waiting"), Static(id="quota"), id="now")
        yield Static(id="start")
        yield HeatMap()
        yield Static(id="history", classes="muted")
        yield Horizontal(Links(id="week"), Links(id="next"), id="lists")
        yield Static(id="then", classes="muted")

    def load(self, journal: Journal) -> None:
        """Reads everything in the background."""
        in_background(self, _read, self.show, group="load", exclusive=True)

    def show(self, view: TodayView) -> None:
        """Paints what was read."""
        self.leeches = view.leeches
        self.week_name = view.week_name
        self.show_corner()
        self.query_one("#waiting", Static).update(waiting(view, self.press))
        self.query_one("#quota", Static).update(quota(view, self.press))
        self.query_one("#start", Static).update(start(view.concepts, self.press))
        self.query_one("#start").display = view.is_first
        self.query_one(HeatMap).display = self.query_one("#history").display = not view.is_first
        self.query_one(HeatMap).show(view.day, view.reviews_by_day, view.due_by_day)
        self.query_one("#history", Static).update(history(view, self.press))
        self.show_throwback(view.throwback)
        room = max(4, self.size.height - TAKEN - (view.throwback is not None))
        size = Size(max(36, self.size.width // 2 - 6), room)
        self.query_one("#week", Links).show(this_week(view, size))
        self.query_one("#next", Links).show(up_next(view, size, self.press))

    def show_corner(self) -> None:
        """Says in the corner which week it is, and when the journal was last in step with other devices."""
        self.title_bar.right = " · ".join(filter(None, (self.app.sync_text(), self.week_name)))

    def show_throwback(self, throwback: Throwback | None) -> None:
        """Shows a sentence of an old week, if there is any."""
        self.throwback = throwback
        line = self.query_one("#then", Static)
        line.display = throwback is not None
        if throwback is not None:
            line.update(Content.assemble(_key(self.press("today.then"), ""), throwback.line))

    def action_then(self) -> None:
        """Opens the log at the sentence of the old week."""
        if self.throwback is not None:
            self.post_message(VisitWeek(self.throwback.week, self.throwback.text))


def _read(journal: Journal) -> TodayView:
    from journal.today.today import today

    return today(journal)


def waiting(view: TodayView, press: Press) -> Content:
    """How much there is to review, and the key for it."""
    if not view.cards:
        return Content.assemble(say("today.no_cards"), "\n", _key(press("anywhere.write"), say("today.write_first")))
    from journal.today.waiting import waiting_notes, waiting_text

    notes = " · ".join(waiting_notes(view))
    if view.is_done:
        coming = say("today.next_due", when=view.next_due) if view.next_due else ""
        return Content.assemble((say("today.nothing_due"), "$success"), "\n", (notes or coming, "$muted"))
    minutes, review = say("today.minutes", n=view.minutes), _key(press("anywhere.review"), say("today.review"))
    counts = Content.assemble((waiting_text(view), "bold"), (f" · {minutes}", "$muted"))
    return Content.assemble(counts, "\n", review, (f" · {notes}" if notes else "", "$muted"))


def start(concepts: int, press: Press) -> Content:
    """What to do first, where nothing is written yet: three ways to begin, each with its key."""
    ways = (("anywhere.write", "start_write"), ("today.import", "start_import"), ("anywhere.concepts", "start_look"))
    lines = [
        Content.assemble("  ", (press(key), "bold $primary"), "   ", say(f"today.{text}", n=concepts))
        for key, text in ways
    ]
    return Content("\n").join([Content.styled(say("today.start"), "bold $secondary"), Content(""), *lines])


def quota(view: TodayView, press: Press) -> Content:
    """How far this week's log has come."""
    write = _key(press("anywhere.write"), say("today.write"))
    if not view.goal:
        return Content.assemble((f"{view.words} {say('write.unit')}", "bold"), "\n", write)
    words = say("today.quota", words=view.words, goal=view.goal)
    missing = view.goal - view.words
    rest = say("today.missing", n=missing) if missing > 0 else say("today.reached")
    meter = bar(view.words / view.goal, 11, "$success" if missing <= 0 else "$primary")
    return Content.assemble((words, "bold"), " ", meter, (f" {rest}", "$muted"), "\n", write)


def _key(name: str, label: str) -> Content:
    return Content.assemble((name, "bold $primary"), (f"  {label}", "$muted"))


def history(view: TodayView, press: Press) -> Content:
    """The heat map in words, omitting zeros, and the key that shows new weights, if any."""
    from journal.habits.streak_of_weeks import streak_text

    reviewed = sum(view.reviews_by_day.values())
    parts = [say("today.reviews", n=reviewed)] if reviewed else []
    if view.retention is not None:
        parts.append(say("today.retention", percent=round(100 * view.retention)))
    if view.streak.current:
        parts.append(streak_text(view.streak))
    if view.new_weights:
        parts.append(say("train.waiting", press=press("today.weights")))
    habits = _key(press("today.habits"), say("keys.today_habits"))
    return Content.assemble(" · ".join(parts), "   " if parts else "", habits)


def this_week(view: TodayView, size: Size) -> list[LinkLine]:
    """The concepts that the latest log speaks of, each with how well it is known, in a room of this size."""
    listed = size.height - 2
    lines = [LinkLine(Content.styled(say("today.speaks_of"), "bold $secondary"))]
    for concept, known in view.spoken[:listed]:
        meter = bar(known, 8) if known is not None else Content.styled(say("today.not_asked"), "$muted")
        title = _fit(concept.title.to(language()), size.width - 10)
        lines.append(LinkLine(Content.assemble(title, " ", meter), partial(OpenConcept, concept)))
    more = len(view.spoken) - listed
    if more > 0:
        lines.append(LinkLine(Content.styled(say("today.more", n=more), "$muted")))
    if not view.spoken:
        lines.append(LinkLine(Content.styled(say("today.speaks_of_nothing"), "$muted")))
    return lines


def up_next(view: TodayView, size: Size, press: Press) -> list[LinkLine]:
    """What a class assigned, what the log leaves open, what is missed or still held wrongly, what can be learned now.

    In a room of this size; blank lines part them where there is room.
    """
    room = size.height
    space = Size(size.width, max(3, room // 3))
    sections = [
        _assigned(view.assigned, view.day, space),
        followup_lines(view.open_followups, view.proposed, view.day, press("anywhere.items"), space),
        _leeches(view.leeches, press("anywhere.cards"), size.width),
    ]
    listed = sum(map(len, sections))
    sections.append(_held(view.misconceptions[: (room - listed) // (4 if listed else 5)]))
    free = room - sum(map(_height, sections)) - 1
    gaps = sum(map(bool, sections))
    if view.ready and free > 0:
        ready = view.ready[: free - gaps if free > gaps else free]
        sections.append([_heading("ready"), *(_ready(each, size.width) for each in ready)])
    shown = [each for each in sections if each]
    is_airy = sum(map(_height, sections)) + len(shown) - 1 <= room
    blank = [LinkLine(Content(""))] if is_airy else []
    return [line for number, section in enumerate(shown) for line in (*(blank if number else ()), *section)]


def _heading(name: str) -> LinkLine:
    return LinkLine(Content.styled(say(f"today.{name}"), "bold $secondary"))


def _assigned(found: Sequence[Assigned], today: date, room: Size) -> list[LinkLine]:
    """What a class is to learn, in at most this room, with how much more there is."""
    if not found:
        return []
    shown = found[: room.height - 1]
    more = len(found) - len(shown)
    heading = Content.assemble(_heading("assigned").text, (f"  {say('items.more', n=more)}" if more else "", "$muted"))
    return [LinkLine(heading), *(_to_learn(each, today, room.width) for each in shown)]


def _to_learn(each: Assigned, today: date, width: int) -> LinkLine:
    when = Content(each.when(today))
    title = _fit(each.concept.title.to(language()) if each.concept else each.name, width - when.cell_length - 1)
    opens = partial(OpenConcept, each.concept) if each.concept else None
    return LinkLine(Content.assemble(title, " ", when.stylize("$muted")), opens)


def _leeches(titles: Sequence[str], key: str, width: int) -> list[LinkLine]:
    if not titles:
        return []
    heading = Content.assemble(_heading("leeches").text, (f"  {key}", "bold $primary"))
    return [LinkLine(heading), LinkLine(Content(" · ".join(titles)).truncate(width, ellipsis=True))]


def _held(ideas: Sequence[tuple[str, str]]) -> list[LinkLine]:
    lines = [LinkLine(Content.assemble(title, "\n", (says, "$muted"))) for title, says in ideas]
    return [_heading("held"), *lines] if lines else []


def _height(section: Sequence[LinkLine]) -> int:
    """Lines that a section takes, at most, in the narrow terminal."""
    return sum(line.height + line.text.cell_length // 36 for line in section)


def _ready(each: Ready, width: int) -> LinkLine:
    title, other = each.concept.title.to(language()), each.waits or each.after
    opens = partial(OpenConcept, each.concept)
    if other is None:
        return LinkLine(Content(title).truncate(width, ellipsis=True), opens)
    text = say("today.waits" if each.waits else "today.because", title=other.title.to(language()))
    because = Content(text).truncate(15, ellipsis=True)
    return LinkLine(Content.assemble(_fit(title, width - 16), " ", because.stylize("$muted")), opens)


def _fit(text: str, width: int) -> Content:
    content = Content(text).truncate(width, ellipsis=True)
    return Content.assemble(content, " " * (width - content.cell_length))
