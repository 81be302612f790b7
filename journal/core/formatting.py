"""Numbers as people read them."""

from __future__ import annotations


def percent(share: float | None, unknown: str = "–") -> str:
    """A share from 0 to 1 in percent; `unknown` where nothing can be said."""
    return unknown if share is None else f"{100 * share:.0f}%"


def days(number: float) -> str:
    """A number of days, to a tenth, and to a hundredth where it is less than one."""
    return f"{number:.1f}" if number >= 1 else f"{number:.2f}"


def quantity(value: float) -> str:
    """An amount of something: whole where it is, or large, else with one decimal."""
    return f"{value:.0f}" if abs(value) >= 100 or round(value, 1) == round(value) else f"{value:.1f}"
