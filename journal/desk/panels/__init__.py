"""The panels of Progress, the most useful first: one table for the screen, the command, JSON and the pictures."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from journal.desk.panels import answers, concepts, days, due, ideas, memory, retention, weeks
from journal.desk.panels.panel import Panel
from journal.words import UserError

PANELS: tuple[Panel[Any], ...] = (
    due.PANEL,
    retention.PANEL,
    memory.KNOWLEDGE,
    concepts.PANEL,
    ideas.PANEL,
    answers.CALIBRATION,
    weeks.PANEL,
    days.CALENDAR,
    days.DAYS,
    memory.MEMORY,
    answers.HOURS,
    answers.BUTTONS,
)
NAMES = tuple(panel.name for panel in PANELS)


def panel_of(name: str) -> Panel[Any]:
    """The panel of this name. Raises UserError that names the nearest one."""
    for panel in PANELS:
        if panel.name == name:
            return panel
    near = get_close_matches(name, NAMES, n=1, cutoff=0)[0]
    raise UserError("panels.unknown", name=name, near=near, names=", ".join(NAMES))
