"""Right solutions of the library's tasks that are written differently from the reference.

Each module `solutions_TOPIC.py` beside this one registers those of its topic.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Solution = Callable[..., Any]
SOLUTIONS: dict[tuple[str, str], list[Solution]] = {}


def solution(concept: str, task: str) -> Callable[[Solution], Solution]:
    """Registers one more right solution of a task."""

    def register(written: Solution) -> Solution:
        SOLUTIONS.setdefault((concept, task), []).append(written)
        return written

    return register
