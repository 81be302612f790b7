"""A process that is asked something and never answers: it computes for ever."""

from __future__ import annotations

from typing import Any

from journal.core import lifeline


def for_ever(question: Any) -> Any:
    print("begun", flush=True)
    while question:
        pass


if __name__ == "__main__":
    lifeline.answer(for_ever)
