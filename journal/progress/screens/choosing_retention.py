"""Takes another desired retention, from the panel that compares them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.dom import DOMNode

from journal.core.formatting import percent
from journal.core.messages import say
from journal.core.settings import write_setting
from journal.ui.background import reporting
from journal.ui.dialogs.choose import Choose
from journal.ui.host import Host
from journal.ui.messages import SettingsChanged

if TYPE_CHECKING:
    from journal.progress.statistics.workload import RetentionChoices


def choose_retention(node: DOMNode, figures: RetentionChoices, done: Callable[[], object]) -> None:
    """Asks which retention to take, with what each is to bring, writes it into the settings, and calls `done`.

    Dates that are set stay; each question follows it from its next answer on.
    """
    from journal.progress.panels.workload import choice_line

    app = cast(Host, node.app)

    def take(name: str | None) -> None:
        if name is None:
            return
        with reporting(node):
            write_setting(app.settings.file, "retention", float(name))
            app.post_message(SettingsChanged())
            app.notify(say("panels.retention_taken", retention=percent(float(name))))
            app.call_later(done)  # once the app has read the settings

    answers = [(str(each.retention), choice_line(each)) for each in figures.choices]
    app.push_screen(Choose(say("panels.ask_retention"), answers), take)
