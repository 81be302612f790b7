"""The figure of a run: drawn with characters, or as a sharp picture where the terminal can show one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from journal.ui.sharp_pictures import as_file
from journal.ui.widgets.plot import Plot

if TYPE_CHECKING:
    from journal.runner.runs import Run
    from journal.ui.host import Host


class Figure(Vertical):
    """Shows what a run drew; hidden when it drew nothing."""

    DEFAULT_CSS = """
    Figure { height: 15; margin-bottom: 1; display: none; }
    Figure.-shown { display: block; }
    Figure .-hidden { display: none; }
    """
    app: Host

    def compose(self) -> ComposeResult:
        """The drawn figure; a picture comes in its place when there is one."""
        yield Plot()

    def show(self, run: Run | None) -> None:
        """Shows the figure of a run; None takes the last one away."""
        self.query(".picture").remove()
        picture = self.app.picture if run is not None and run.png is not None else None
        self.set_class(run is not None and (run.scene is not None or picture is not None), "-shown")
        plot = self.query_one(Plot)
        plot.set_class(picture is not None, "-hidden")
        if picture is not None and run is not None and run.png is not None:
            self.mount(picture(as_file(run.png), classes="picture"))
        elif run is not None and run.scene is not None:
            plot.show(run.scene)
