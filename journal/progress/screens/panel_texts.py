"""The panels of Progress that are read rather than looked at: the map of concepts and the misconceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from journal.core.messages import say

if TYPE_CHECKING:
    from journal.progress.panels.concepts import Topics
    from journal.progress.panels.misconceptions import PanelMisconception, PanelMisconceptions
    from journal.progress.statistics.concepts import OnMap

GROUNDS = ("$primary 15%", "$primary 30%", "$primary 50%", "$primary 70%", "$primary 85%")
"""Behind a concept, by fifths of how well it is known; its per cent stand upon it."""
BRIGHT, BRIGHT_FROM = "$background", 3
"""The ink on strong grounds, and the fifth that they begin with."""
CELL, COLUMN = 3, 24
"""Cells of a share, and at least of a column of the map: a share and a name."""


def concept_map(topics: Topics, width: int) -> Content:
    """Every concept by its name under its topic, in as many columns as `width` has room for; a click opens it."""
    columns = max(1, width // COLUMN)
    cells = width // columns
    lines = [_legend(), Content("")]
    for topic in topics:
        rows = range(0, len(topic.concepts), columns)
        grid = [Content("").join(_named(each, cells) for each in topic.concepts[row : row + columns]) for row in rows]
        lines += [_heading(topic.title), *grid, Content("")]
    return Content("\n").join(lines)


def _named(each: OnMap, cells: int) -> Content:
    known = "" if each.known is not None or each.ready else "$muted"
    name = _fit(each.title, cells - CELL - 2).stylize(known).stylize(f"@click=screen.open_concept('{each.id}')")
    return Content.assemble(_cell(each), " ", name, " ")


def _heading(title: str) -> Content:
    return Content.styled(title, "bold $secondary")


def _cell(each: OnMap) -> Content:
    if each.known is None:
        return Content.styled(" + " if each.ready else " · ", "bold $accent" if each.ready else "$muted")
    fifth = min(int(5 * each.known), 4)
    ink = BRIGHT if fifth >= BRIGHT_FROM else "$foreground"
    return Content.styled(f"{_shown(each.known)}", f"{ink} on {GROUNDS[fifth]}")


def _shown(share: float) -> str:
    return f"{100 * share:.0f}".center(CELL)


def _legend() -> Content:
    return Content.assemble(
        ("85 ", f"{BRIGHT} on {GROUNDS[4]}"),
        (f" {say('panels.known_percent')}   ", "$muted"),
        ("·", "$muted"),
        (f" {say('panels.not_begun')}   ", "$muted"),
        ("+", "bold $accent"),
        (f" {say('panels.ready')}", "$muted"),
    )


def ideas(found: PanelMisconceptions) -> Content:
    """The misconceptions with what refutes them, the held ones first."""
    return Content("\n").join([_idea(each) for each in found])


def _idea(each: PanelMisconception) -> Content:
    mark, style = ("✓", "$success") if each.cured else ("✗", "$error")
    state = say("panels.cured") if each.cured else say("panels.held")
    message = say("panels.idea_times", n=each.times, day=f"{each.last:%m.%d}")
    return Content.assemble(
        (mark, style),
        " ",
        Content.styled(each.title, "bold").stylize(f"@click=screen.open_concept('{each.concept}')"),
        (f"  {state} · {message}", "$muted"),
        "\n",
        (each.says, "$muted"),
    )


def _fit(text: str, width: int) -> Content:
    return _padded(Content(text), width)


def _padded(text: Content, width: int) -> Content:
    content = text.truncate(width, ellipsis=True)
    return Content.assemble(content, " " * (width - content.cell_length))
