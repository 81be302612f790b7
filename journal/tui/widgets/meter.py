"""Horizontal bars made of text."""

from __future__ import annotations

from textual.content import Content


def bar(share: float, width: int, style: str = "$primary", track: str = "$panel") -> Content:
    """A line of `width` cells of which `share` (0 to 1) is drawn strong, to half a cell."""
    halves = round(min(1.0, max(0.0, share)) * width * 2)
    full, half = divmod(halves, 2)
    rest = width - full - half
    return Content.assemble(("━" * full + "╸" * half, style), ("━" * rest, track))
