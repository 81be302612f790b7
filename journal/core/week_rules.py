"""The rules by which the days of a new weekly log are chosen."""

from __future__ import annotations

from typing import Literal, get_args

Rule = Literal["follow", "calendar", "iso"]


RULES: tuple[Rule, ...] = get_args(Rule)
