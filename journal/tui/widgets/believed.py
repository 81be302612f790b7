"""What the learner believes: wrong ideas with how often they showed, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from journal.tui.widgets.prose import line_content
from journal.words import say

if TYPE_CHECKING:
    from journal.desk.beliefs import BeliefRow


def believed(rows: Sequence[BeliefRow]) -> Content:
    """The wrong ideas, those still held first; nothing where there are none."""
    if not rows:
        return Content("")
    lines = [Content.styled(say("beliefs.heading"), "bold $secondary")]
    for row in rows:
        mark, style = ("✓", "$success") if row.cured else ("·", "$warning")
        lines.append(Content.assemble((f"{mark} ", style), *_sentences(row), (f"\n    {row.account}", "$muted")))
    return Content("\n").join(lines)


def _sentences(row: BeliefRow) -> list[Content]:
    """What is believed, and below it what is the case."""
    first, *rest = map(line_content, row.lines)
    return [first, *(Content.assemble("\n  ", line) for line in rest)]
