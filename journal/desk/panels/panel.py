"""What a panel of Progress is, and what it may be narrowed to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from journal.demos.figures.scene import Scene
from journal.desk import Desk
from journal.words import say

Figures = TypeVar("Figures")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Narrowed:
    """What the figures are about: these concepts under this name, or all of the journal when `concepts` is None."""

    name: str = ""
    concepts: frozenset[str] | None = None


ALL = Narrowed()


@dataclass(frozen=True)
class Panel(Generic[Figures]):
    """One panel: its figures, and what each way of showing them makes of them.

    `read` gives the figures, and `more` adds what takes a while. `means` says in one sentence what they mean, `rows`
    are a table whose first row names its columns, `scene` is the picture, for the terminal and for matplotlib alike.
    Figures that are `empty` wait for what `wants` names.
    """

    name: str
    read: Callable[[Desk, Narrowed], Figures]
    empty: Callable[[Figures], bool]
    means: Callable[[Figures], str]
    rows: Callable[[Figures], Rows]
    scene: Callable[[Figures], Scene]
    more: Callable[[Desk, Narrowed, Figures], Figures] | None = None
    wants: Literal["reviews", "cards", "words"] = "reviews"

    @property
    def title(self) -> str:
        """Its name in the language of the user."""
        return say(f"panels.{self.name}")

    def whole(self, desk: Desk, narrowed: Narrowed = ALL) -> Figures:
        """The figures with what takes a while."""
        figures = self.read(desk, narrowed)
        return self.more(desk, narrowed, figures) if self.more and not self.empty(figures) else figures

    def sentence(self, figures: Figures, narrowed: Narrowed = ALL) -> str:
        """What the figures mean, or that there are none yet."""
        if not self.empty(figures):
            return self.means(figures)
        return say("panels.nothing_about", name=narrowed.name) if narrowed.name else say(f"panels.no_{self.wants}")

    def data(self, figures: Figures, narrowed: Narrowed = ALL) -> dict[str, Any]:
        """The figures as JSON holds them, with what they mean."""
        return {
            "panel": self.name,
            "title": self.title,
            "about": narrowed.name,
            "says": self.sentence(figures, narrowed),
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
