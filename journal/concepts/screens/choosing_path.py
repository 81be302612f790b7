"""Chooses a learning path, from the list of concepts or from the palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.dom import DOMNode

from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.dialogs.choose import Choose
from journal.ui.host import Host
from journal.ui.messages import SettingsChanged

if TYPE_CHECKING:
    from journal.concepts.paths import PathStanding
    from journal.opening.journal import Journal


def choose_path(node: DOMNode, done: Callable[[], object] | None = None) -> None:
    """Asks which path to follow, puts its questions on the review list, says how many, and calls `done`."""
    from journal.concepts.paths import standings

    def ask(found: tuple[PathStanding, ...]) -> None:
        answers = [*((each.id, _label(each)) for each in found), ("", say("concepts.no_path"))]
        cast(Host, node.app).push_screen(Choose(say("concepts.ask_path"), answers), take)

    def take(name: str | None) -> None:
        if name is not None:
            in_background(node, lambda journal: _chosen(journal, name), said, group="path")

    def said(message: str) -> None:
        node.app.post_message(SettingsChanged())
        node.app.notify(message)
        if done is not None:
            node.app.call_later(done)  # once the app has read the settings

    in_background(node, standings, ask, group="path")


def standing_line(each: PathStanding) -> Content:
    """A path in one line: its title and how far the learner has come."""
    counts = say("concepts.path_counts", n=each.concepts, begun=each.begun, known=each.known)
    return Content.assemble((each.title, "bold $secondary"), (f"  {counts}", "$muted"))


def _label(each: PathStanding) -> str:
    mark = " ✓" if each.is_chosen else ""
    return f"{each.title}{mark}  {say('concepts.path_short', n=each.concepts, known=each.known)}"


def _chosen(journal: Journal, name: str) -> str:
    from journal.concepts.paths import choose_path as choose

    path = journal.library.paths.get(name)
    _, added = choose(journal, path)
    if path is None:
        return say("concepts.path_left")
    return say("concepts.added", n=added) if added else say("concepts.path_added_before")
