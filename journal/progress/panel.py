"""A panel of Progress and its filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from journal.core.days import shifted
from journal.core.messages import say
from journal.opening.journal import Journal
from journal.runner.figures.scene import Scene

Figures = TypeVar("Figures")
Rows = Sequence[Sequence[str]]


Range = Literal["month", "quarter", "year", "all"]
RANGES: dict[Range, int | None] = {"month": 30, "quarter": 91, "year": 365, "all": None}
"""The days that a panel of what was done goes back, today among them; None for all."""


@dataclass(frozen=True)
class PanelFilter:
    """What the figures cover: these concepts under this name, or everything when `concepts` is None.

    `range` is how far back panels of what was done go; None leaves each the one of its own.
    """

    name: str = ""
    concepts: frozenset[str] | None = None
    range: Range | None = None

    def since(self, today: date, usual: Range) -> date | None:
        """The first day that is covered, by the range or else the `usual` one of a panel; None for all."""
        days = RANGES[self.range or usual]
        return None if days is None else shifted(today, 1 - days)


ALL = PanelFilter()


@dataclass(frozen=True)
class Panel(Generic[Figures]):
    """One panel: its figures, and what each way of showing them makes of them.

    `read` returns the figures, and `more` adds what is slow to compute. `summary` is a one-sentence summary, `rows` a
    table with a header row, `scene` the picture for the terminal and matplotlib. While the figures are `empty`,
    `requires` names the data they need.
    """

    name: str
    read: Callable[[Journal, PanelFilter], Figures]
    empty: Callable[[Figures], bool]
    summary: Callable[[Figures], str]
    rows: Callable[[Figures], Rows]
    scene: Callable[[Figures], Scene]
    more: Callable[[Journal, PanelFilter, Figures], Figures] | None = None
    requires: Literal["reviews", "today", "cards", "words"] = "reviews"

    @property
    def title(self) -> str:
        """Its name in the language of the user."""
        return say(f"panels.{self.name}")

    def whole(self, journal: Journal, panel_filter: PanelFilter = ALL) -> Figures:
        """The figures including the slow part."""
        figures = self.read(journal, panel_filter)
        return self.more(journal, panel_filter, figures) if self.more and not self.empty(figures) else figures

    def sentence(self, figures: Figures, panel_filter: PanelFilter = ALL) -> str:
        """The summary of the figures, or a note that there are none yet."""
        if not self.empty(figures):
            return self.summary(figures)
        return (
            say("panels.nothing_about", name=panel_filter.name)
            if panel_filter.name
            else say(f"panels.no_{self.requires}")
        )

    def data(self, figures: Figures, panel_filter: PanelFilter = ALL) -> dict[str, Any]:
        """The figures as JSON holds them, with what they mean."""
        return {
            "panel": self.name,
            "title": self.title,
            "about": panel_filter.name,
            "says": self.sentence(figures, panel_filter),
            "figures": plain(figures),
        }


def plain(figures: Any) -> Any:
    """Dataclasses as dictionaries, dates as texts, all the way down."""
    match figures:
        case date():
            return figures.isoformat()
        case tuple() | list():
            return [plain(each) for each in figures]
        case dict():
            return {name: plain(each) for name, each in figures.items()}
        case _ if hasattr(figures, "__dataclass_fields__"):
            return plain(asdict(figures))
    return figures
