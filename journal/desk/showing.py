"""How answers are written for a reader."""

from __future__ import annotations

from collections.abc import Mapping

from journal.demos.values import Value
from journal.text.languages import Bilingual
from journal.words import language, say


def shown_value(value: Value, choices: Mapping[str, Bilingual]) -> str:
    """An answer as a learner would write it: `(2, 8)`, `0.25`, yes, a choice in their language."""
    match value:
        case bool():
            return say("review.yes" if value else "review.no")
        case float():
            return f"{value:.5g}"
        case str():
            return choices[value].to(language()) if value in choices else value
        case tuple() if value and all(isinstance(item, str) for item in value):
            return " → ".join(shown_value(item, choices) for item in value)
        case _:
            return str(value)
