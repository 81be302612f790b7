"""A process that answers with what it is asked, or fails when it is told to."""

from __future__ import annotations

from typing import Any

from journal.core import lifeline


def echo(question: Any) -> Any:
    assert "fail" not in question
    return question


if __name__ == "__main__":
    lifeline.answer(echo)
