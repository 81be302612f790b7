"""Shares of draws, held against limits, and whether as many draws have settled on which side they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

DOUBT = 2.6
"""Standard errors within which a share may still turn out to lie on the other side: one case in a hundred."""


@dataclass(frozen=True)
class Share:
    """`times` of `of` draws, and the message code of the problem that it is to lie above the limit.

    With `least` the limit is one that it must reach.
    """

    code: str
    times: int
    of: int
    limit: float
    least: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def share(self) -> float:
        return self.times / (self.of or 1)

    @property
    def is_problem(self) -> bool:
        return self.share < self.limit if self.least else self.share > self.limit

    @property
    def is_settled(self) -> bool:
        """Whether the limit is outside the interval that the true share lies in (E. B. Wilson, 1927)."""
        n, p, z = self.of or 1, self.share, DOUBT
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return not middle - half <= self.limit <= middle + half
