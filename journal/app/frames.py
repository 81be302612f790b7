"""Frames that come late, noted for bug reports: how long after a key the screen shows what came of it."""

from __future__ import annotations

from time import perf_counter

from textual import events
from textual.app import App

from journal.core import diagnostics

SLOW_MS = 250
"""From here on someone who types feels it."""


def time_frame(app: App[str], event: events.Event) -> None:
    """Looks at the clock now and when what a key or a paste led to has been painted."""
    if isinstance(event, events.Key | events.Paste):
        app.call_after_refresh(_painted, perf_counter(), type(app.screen).__name__)


def _painted(begun: float, screen: str) -> None:
    took = round(1000 * (perf_counter() - begun))
    if took >= SLOW_MS:
        diagnostics.note("slow_frame", ms=took, screen=screen)
