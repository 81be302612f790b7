"""Progress: one panel at a time, each with the sentence that says what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, Static

from journal.core.messages import say
from journal.habits.screens.heat_map import HeatMap, scale
from journal.progress.screens.panel_texts import concept_map, ideas
from journal.ui.background import in_background, reporting
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.messages import OpenConcept
from journal.ui.widgets.line import Line
from journal.ui.widgets.plot import Plot

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.progress.panel import Panel, PanelFilter
    from journal.progress.statistics.effort import Calendar

NAMES_WIDTH = 26
BEGIN = {"reviews": "review", "today": "review", "cards": "write", "words": "write"}
"""The key that leads to what a panel waits for."""


class ProgressScreen(BaseScreen):
    """The panels of `journal.progress.panels`, of which only the one that is shown is read."""

    DEFAULT_CSS = """
    ProgressScreen #names { width: 26; display: none; padding-right: 2; }
    ProgressScreen.-wide #names { display: block; }
    ProgressScreen #strip { height: 1; margin-bottom: 1; }
    ProgressScreen.-wide #strip { display: none; }
    ProgressScreen #names, ProgressScreen #strip { link-style: none; link-color: $muted; link-background: $background; }
    ProgressScreen #names, ProgressScreen #strip { link-background-hover: $background; link-color-hover: $accent; }
    ProgressScreen #says { height: auto; max-height: 3; margin-bottom: 1; }
    ProgressScreen #narrow { margin-bottom: 1; display: none; }
    ProgressScreen ContentSwitcher { height: 1fr; }
    ProgressScreen #text { scrollbar-gutter: stable; }
    ProgressScreen #words { height: auto; link-style: none; link-color: $foreground; link-background: $background; }
    ProgressScreen #words { link-background-hover: $background; link-color-hover: $accent; }
    ProgressScreen #scale { margin-top: 1; }
    """
    key_context = "progress"
    bar = ("progress",)
    BINDINGS: ClassVar = [
        *bindings_of("progress"),
        ("escape", "back", ""),
        ("down", "scroll(1)", ""),
        ("up", "scroll(-1)", ""),
        ("pagedown", "scroll(10)", ""),
        ("pageup", "scroll(-10)", ""),
    ]
    number = 0
    about: PanelFilter | None = None
    seen: tuple[Panel[Any], Any] | None = None

    def content(self) -> Iterable[Widget]:
        """The names of the panels, what the present one says, and the panel itself."""
        with Horizontal():
            yield Static(id="names")
            with Vertical():
                yield Static(id="strip")
                yield Line(placeholder=say("panels.narrow"), id="narrow")
                yield Static(id="says")
                with ContentSwitcher(initial="plot"):
                    yield Plot(id="plot")
                    with Vertical(id="days"):
                        yield HeatMap(longest=26)
                        yield Static(scale(), id="scale")
                    with VerticalScroll(id="text", can_focus=False):
                        yield Static(id="words")

    def load(self, journal: Journal) -> None:
        """Reads the present panel in the background, and then the rest of it if that takes a while."""
        from journal.progress.panel import ALL

        number, about = self.number, self.about or ALL
        in_background(self, partial(_read, number, about), self.show_first, group="load", exclusive=True)

    def show_first(self, read: tuple[Panel[Any], PanelFilter, Any]) -> None:
        """Paints what was read first of a panel, and reads the rest."""
        panel, about, figures = read
        more = None if panel.empty(figures) else panel.more
        self.show(panel, figures, unfinished=more is not None)
        if more is not None:
            rest = partial(self.show, panel)
            in_background(self, lambda journal: more(journal, about, figures), rest, group="load", exclusive=True)

    def show(self, panel: Panel[Any], figures: Any, *, unfinished: bool = False) -> None:
        """Paints a panel; one that is `unfinished` says that it is worked on."""
        from journal.progress.panel import ALL

        about = self.about or ALL
        self.seen = panel, figures
        covered = [about.name, say(f"panels.range_{about.range}")] if about.range else [about.name]
        self.title_bar.right = " · ".join(filter(None, covered))
        self.query_one("#names", Static).update(self._names())
        self.query_one("#strip", Static).update(self._strip())
        self.show_keys(*self.bar, hidden=() if panel.name == "workload" else ("progress.retention",))
        says = Content.styled(panel.sentence(figures, about), "$foreground 85%")
        working = Content.styled(f"  {say('panels.reckoning')}" if unfinished else "", "$muted")
        self.query_one("#says", Static).update(Content.assemble(says, working))
        self.query_one(ContentSwitcher).current = self._paint(panel, figures)

    def _paint(self, panel: Panel[Any], figures: Any) -> str:
        """Fills the widget that shows a panel; returns its id."""
        if panel.empty(figures):
            return self._words(self._hint(panel.requires))
        match panel.name:
            case "days":
                return self._days(figures)
            case "concepts":
                return self._words(concept_map(figures, self._width))
            case "ideas":
                return self._words(ideas(figures))
        self.query_one(Plot).show(panel.scene(figures))
        return "plot"

    def _days(self, figures: Calendar) -> str:
        past, coming = ({each.day: each.reviews for each in half} for half in (figures.done, figures.due))
        self.query_one(HeatMap).show(figures.today, past, coming)
        return "days"

    def _words(self, words: Content) -> str:
        self.query_one("#words", Static).update(words)
        return "text"

    def _hint(self, requires: str) -> Content:
        """What to press where there is nothing to see."""
        if self.about is not None and self.about.name:
            return _key("esc", say("panels.all"))
        name = BEGIN[requires]
        return _key(self.press(f"anywhere.{name}"), say(f"today.{name}"))

    @property
    def _width(self) -> int:
        """Cells for a panel."""
        return self.size.width - 6 - (NAMES_WIDTH if self.has_class("-wide") else 0)

    def _names(self) -> Content:
        """All names below one another."""
        return Content("\n").join([self._named(place, title) for place, title in enumerate(self._titles)])

    def _strip(self) -> Content:
        """The present name with as many of those beside it as one line has room for."""
        titles, room = self._titles, self.size.width - 8
        widths = [cell_len(title) + 3 for title in titles]
        first = max(0, self.number - 1)
        while first > 0 and sum(widths[first - 1 :]) <= room:
            first -= 1
        last = next((n for n in range(len(titles), first, -1) if sum(widths[first:n]) <= room), first + 1)
        names = [self._named(place, titles[place]) for place in range(first, last)]
        more = Content.styled("   ›" if last < len(titles) else "", "$muted")
        return Content.assemble(("‹ " if first else "  ", "$muted"), Content("   ").join(names), more)

    def _named(self, place: int, title: str) -> Content:
        here, wide = place == self.number, self.has_class("-wide")
        mark = ("▸ " if here else "  ") if wide else ""
        if here:
            return Content.styled(f"{mark}{title}", "bold $primary")
        return Content.styled(f"{mark}{title}", "$muted").stylize(f"@click=screen.panel({place})")

    @property
    def _titles(self) -> list[str]:
        from journal.progress.panels import PANELS

        return [panel.title for panel in PANELS]

    def action_step(self, step: int) -> None:
        """To the panel before or after, from the last to the first."""
        self.action_panel((self.number + step) % len(self._titles))

    def action_panel(self, number: int) -> None:
        """To one panel."""
        self.number = number
        self.query_one("#text").scroll_home(animate=False)
        self.load(self.journal)

    def action_open_concept(self, concept: str) -> None:
        """Opens the page of a concept that was clicked."""
        self.post_message(OpenConcept(self.journal.library.concepts[concept]))

    def action_range(self) -> None:
        """Goes further back, from the last range to the shortest; each panel has one of its own until then."""
        from journal.progress.panel import ALL, RANGES

        about, ranges = self.about or ALL, list(RANGES)
        place = ranges.index(about.range) + 1 if about.range else 0
        self.about = replace(about, range=ranges[place % len(ranges)])
        self.load(self.journal)

    def action_retention(self) -> None:
        """Takes another retention, on the panel that compares them."""
        from journal.progress.screens.choosing_retention import choose_retention

        if self.seen is not None and self.seen[0].name == "workload":
            choose_retention(self, self.seen[1], lambda: self.load(self.journal))

    def action_narrow(self) -> None:
        """Opens the line on which to narrow the figures."""
        line = self.query_one("#narrow", Line)
        line.display = True
        line.focus()

    @on(Input.Submitted)
    def filter_entered(self, event: Input.Submitted) -> None:
        """Narrows every panel to what was typed."""
        self.narrow(event.value)

    def narrow(self, text: str) -> None:
        """Narrows the panels; reports a text that it cannot read, and keeps the line open."""
        from journal.progress.filters import read_panel_filter

        with reporting(self):
            covered = self.about.range if self.about else None
            self.about = replace(read_panel_filter(self.journal, text), range=covered)
            self._close_line()
            self.load(self.journal)

    def _close_line(self) -> None:
        self.query_one("#narrow", Line).display = False
        self.set_focus(None)

    async def action_back(self) -> None:
        """Escape closes the line, then shows everything again; then it leads home, as everywhere."""
        line = self.query_one("#narrow", Line)
        if line.display:
            self._close_line()
        elif self.about is not None and self.about.name:
            line.value = ""
            self.narrow("")
        else:
            await self.run_action("app.back")

    def action_scroll(self, lines: int) -> None:
        """Scrolls a panel of text."""
        self.query_one("#text").scroll_relative(y=lines, animate=False)

    def on_resize(self) -> None:
        """Paints again for the new size."""
        if self.seen is not None:
            self.show(*self.seen)


def _read(number: int, about: PanelFilter, journal: Journal) -> tuple[Panel[Any], PanelFilter, Any]:
    from journal.progress.panels import PANELS

    panel = PANELS[number]
    return panel, about, panel.read(journal, about)


def _key(name: str, label: str) -> Content:
    return Content.assemble((name, "bold $primary"), (f"  {label}", "$muted"))
