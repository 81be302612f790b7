"""A second way to every answer: closed forms, kept here and never in the concept files.

Each module `forms_TOPIC.py` beside this one registers the forms of its topic. A form names the demo's drawn
parameters that it needs and returns the answer without running the demo.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Form = Callable[..., Any]
FORMS: dict[tuple[str, str], Form] = {}


def closed_form(concept: str, question: str) -> Callable[[Form], Form]:
    """Registers the closed form of one question."""

    def register(form: Form) -> Form:
        assert (concept, question) not in FORMS, f"{concept} {question} has two closed forms"
        FORMS[concept, question] = form
        return form

    return register
