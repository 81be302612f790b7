"""Which question of a concept is the easiest: what a beginner is asked first."""

from __future__ import annotations

import re

from journal.library.concept import Concept

_SYMBOLS = re.compile(r"\w+|[^\w\s]")
_WORKED_OUT = "significant figures"
"""What the prompt of a decimal says."""
DECIMAL = 40
"""The symbols of code that a decimal to work out is worth."""


def ease(concept: Concept, name: str) -> tuple[int, int]:
    """The rank of a question or task among those of its concept, the easiest the lowest.

    Tasks come last; of questions the one with the least code to read, in symbols, where a decimal that must be worked
    out without an example beside it counts for more. Of equals the earlier in the file.
    """
    place = next((number for number, each in enumerate(concept.all_asked) if each.name == name), 0)
    question = concept.question(name)
    if question is None:
        return 1_000_000, place
    demo = concept.demos.get(question.demo)
    symbols = len(_SYMBOLS.findall(demo.body)) if demo else 0
    return symbols + DECIMAL * (_WORKED_OUT in question.prompt.to("en") and not question.steps), place
