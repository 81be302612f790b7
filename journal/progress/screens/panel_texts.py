"""The panels of Progress that are read rather than looked at: the map of concepts and the misconceptions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.content import Content

from journal.core.messages import say
from journal.ui.widgets.meter import bar

if TYPE_CHECKING:
    from journal.progress.panels.concepts import Topics
    from journal.progress.panels.misconceptions import PanelMisconception, PanelMisconceptions
    from journal.progress.statistics.concepts import OnMap

GROUNDS = ("$primary 15%", "$primary 30%", "$primary 50%", "$primary 70%", "$primary 85%")
"""Behind a concept, by fifths of how well it is known; its per cent stand upon it."""
BRIGHT, BRIGHT_FROM = "$background", 3
"""The ink on strong grounds, and the fifth that they begin with."""
TITLE, CELL, COLUMN = 31, 3, 29


def concept_map(topics: Topics, width: int, height: int) -> Content:
    """A line a concept where that has room, else a line a topic; below it what can be learned next."""
    every = [each for topic in topics for each in topic.concepts]
    if len(every) + 2 * len(topics) <= height:
        blocks = [[_heading(topic.title), *map(_line, topic.concepts), Content("")] for topic in topics]
        return Content("\n").join([line for block in blocks for line in block])
    lines = _in_columns(topics, width // COLUMN, height - 2)
    if not lines:
        fits = max(1, (width - TITLE) // (CELL + 1))
        lines = [line for topic in topics for line in _rows(topic.title, topic.concepts, fits)]
        return Content("\n").join([*lines, Content(""), _legend(), *_next(every, height - len(lines) - 3)])
    return Content("\n").join([*lines, Content(""), _legend()])


def _in_columns(topics: Topics, count: int, height: int) -> list[Content]:
    """The names in that many columns of whole topics; nothing where they have no room."""
    columns: list[list[Content]] = [[]]
    for topic in topics:
        block = [_heading(topic.title).truncate(COLUMN - 1, ellipsis=True), *map(_short, topic.concepts)]
        if columns[-1] and len(columns[-1]) + 1 + len(block) > height:
            columns.append([])
        columns[-1] += [Content(""), *block] if columns[-1] else block
    if len(columns) > count or max(map(len, columns)) > height:
        return []
    lines = zip_longest(*columns, fillvalue=Content(""))
    return [Content("").join([_padded(each, COLUMN) for each in row]) for row in lines]


def _short(each: OnMap) -> Content:
    return Content.assemble(_cell(each), " ", _fit(each.title, COLUMN - CELL - 2))


def _heading(title: str) -> Content:
    return Content.styled(title, "bold $secondary")


def _line(each: OnMap) -> Content:
    title = _fit(each.title, 36)
    if each.known is not None:
        return Content.assemble("  ", title, " ", bar(each.known, 12), (f" {100 * each.known:3.0f}%", "$muted"))
    return Content.assemble(
        "  ", title, " ", (f"+ {say('panels.ready')}", "$accent") if each.ready else ("·", "$muted")
    )


def _rows(title: str, concepts: Sequence[OnMap], fits: int) -> list[Content]:
    parts = [concepts[start : start + fits] for start in range(0, len(concepts), fits)]
    heads = [_fit(title, TITLE), *[Content(" " * TITLE)] * (len(parts) - 1)]
    return [Content(" ").join([head, *map(_cell, part)]) for head, part in zip(heads, parts, strict=True)]


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


def _next(every: Sequence[OnMap], room: int) -> list[Content]:
    ready = [each.title for each in every if each.ready]
    if not ready or room < 1:
        return []
    return [Content.assemble((say("panels.next"), "bold $secondary"), "  ", " · ".join(ready))]


def ideas(found: PanelMisconceptions) -> Content:
    """The misconceptions with what refutes them, the held ones first."""
    return Content("\n").join([_idea(each) for each in found])


def _idea(each: PanelMisconception) -> Content:
    mark, style = ("✓", "$success") if each.cured else ("✗", "$error")
    state = say("panels.cured") if each.cured else say("panels.held")
    message = say("panels.idea_times", n=each.times, day=f"{each.last:%m.%d}")
    return Content.assemble(
        (mark, style), " ", (each.title, "bold"), (f"  {state} · {message}", "$muted"), "\n", (each.says, "$muted")
    )


def _fit(text: str, width: int) -> Content:
    return _padded(Content(text), width)


def _padded(text: Content, width: int) -> Content:
    content = text.truncate(width, ellipsis=True)
    return Content.assemble(content, " " * (width - content.cell_length))
