"""Horizontal bars made of text."""

from __future__ import annotations

from textual.content import Content

from journal.core.messages import say


def bar(share: float, width: int, style: str = "$primary", track: str = "$panel") -> Content:
    """A line of `width` cells of which `share` (0 to 1) is drawn strong, to half a cell."""
    halves = round(min(1.0, max(0.0, share)) * width * 2)
    full, half = divmod(halves, 2)
    rest = width - full - half
    return Content.assemble(("━" * full + "╸" * half, style), ("━" * rest, track))


def quota(words: int, goal: int, width: int, reached_in: int | None = None) -> Content:
    """How far a log has come: words of the goal, a bar, what is missing or in which paragraph it was reached.

    The words alone where no goal is set.
    """
    if not goal:
        return Content.styled(f"{words} {say('write.unit')}", "bold")
    missing = goal - words
    reached = say("write.reached_in", n=reached_in) if reached_in else say("write.reached")
    rest = say("write.missing", n=missing) if missing > 0 else reached
    meter = bar(words / goal, width, "$success" if missing <= 0 else "$primary")
    return Content.assemble((say("write.quota", words=words, goal=goal), "bold"), "  ", meter, (f"  {rest}", "$muted"))
