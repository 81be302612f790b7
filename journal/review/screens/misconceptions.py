"""Misconceptions with how often they occurred, and their history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from journal.core.messages import say
from journal.ui.widgets.prose import line_content

if TYPE_CHECKING:
    from journal.review.held_misconceptions import MisconceptionRow


def misconception_lines(rows: Sequence[MisconceptionRow]) -> Content:
    """The misconceptions, unresolved first; nothing if there are none."""
    if not rows:
        return Content("")
    lines = [Content.styled(say("beliefs.heading"), "bold $secondary")]
    for row in rows:
        mark, style = ("✓", "$success") if row.resolved else ("·", "$warning")
        lines.append(Content.assemble((f"{mark} ", style), *_sentences(row), (f"\n    {row.account}", "$muted")))
    return Content("\n").join(lines)


def _sentences(row: MisconceptionRow) -> list[Content]:
    """What is believed, and below it what is the case."""
    first, *rest = map(line_content, row.lines)
    return [first, *(Content.assemble("\n  ", line) for line in rest)]
