"""Formats answers for display."""

from __future__ import annotations

from collections.abc import Mapping

from journal.core.languages import Translated
from journal.core.messages import language, say
from journal.library.concept import Misconception
from journal.library.prose import code_spans
from journal.runner.values import Value


def misconception_lines(believed: str, fact: str) -> list[str]:
    """What is believed and what is the case, each under its name; files from before the two were told apart have the
    fact alone."""
    said = [("believed", believed), ("case", fact)]
    return [say(f"beliefs.{name}", text=text) for name, text in said if text]


def both_sentences(idea: Misconception) -> str:
    """The same in one line, without the marks of code; the fact alone needs no name here."""
    believed, fact = idea.believed.to(language()), idea.correction.to(language())
    lines = misconception_lines(believed, fact) if believed else [fact]
    return " · ".join(code_spans(line)[0] for line in lines)


def shown_value(value: Value, choices: Mapping[str, Translated]) -> str:
    """An answer formatted for the learner: `(2, 8)`, `0.25`, yes, a choice in their language."""
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
