"""Due dates as people read them."""

from __future__ import annotations

from datetime import date

from journal.core.messages import say


def due_text(due: date, day: date) -> str:
    """When something is due relative to `day`: today, tomorrow, in n days."""
    days = (due - day).days
    if days <= 0:
        return say("dates.today")
    return say("dates.tomorrow") if days == 1 else say("dates.in_days", n=days)
