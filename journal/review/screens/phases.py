"""The phases of a review on the screen: which parts each shows, and which actions it takes."""

from __future__ import annotations

from collections.abc import Mapping

_WITH_QUESTION = ("asking", "sure", "running", "reviewed")
_PARTS: Mapping[str, tuple[str, ...]] = {
    "codes": _WITH_QUESTION,
    "choices": _WITH_QUESTION,
    "steps": _WITH_QUESTION,
    "answer": ("waiting", *_WITH_QUESTION),
    "prompt": ("asking", "sure", "running", "revealed", "reviewed", "done", "paused"),
    "hint": ("waiting", "asking", "paused"),
    "sure": ("sure",),
    "outcome": ("revealed", "reviewed"),
}
"""By part of the screen, the phases that show it."""

_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "reason": ("sure",),
    "edit": ("sure",),
    "digit": ("waiting", "sure", "running", "revealed", "reviewed"),
    "good": ("revealed",),
    "new_card": ("reviewed",),
    "next": ("reviewed",),
    "again": ("reviewed",),
    "change": ("reviewed",),
    "picture": ("asking", "revealed", "reviewed"),
    "undo": ("waiting", "asking", "paused", "revealed", "reviewed", "done"),
    "skip": ("asking", "paused"),
    "resume": ("paused",),
    "bury": ("asking", "paused", "revealed", "reviewed"),
    "suspend": ("asking", "paused", "revealed", "reviewed"),
    "card": ("asking", "paused", "revealed", "reviewed"),
    "text": ("reviewed",),
    "mistakes": ("reviewed",),
    "plan": ("done",),
}
"""By action, the phases that take it; any other action belongs to all of them."""

_OF_QUESTIONS = ("change", "picture")
"""Actions that a task has no use for: its code is not run again."""
_WITH_KEYS = ("asking", "paused", "sure", "revealed", "reviewed")


def parts(phase: str, *, is_question: bool, without: frozenset[str]) -> dict[str, bool]:
    """Each part of the screen, and whether a phase shows it; parts `without` content are never shown.

    The line of the answer stays beside the outcome of a question, for it holds what was typed.
    """
    shown = {name: phase in phases and name not in without for name, phases in _PARTS.items()}
    return shown if is_question else {**shown, "answer": shown["answer"] and phase != "reviewed"}


def takes(phase: str, action: str, *, is_question: bool) -> bool:
    """Whether an action does anything in a phase."""
    if action in _OF_QUESTIONS and not is_question:
        return False
    return phase in _ACTIONS.get(action, (phase,))


def key_contexts(phase: str) -> tuple[str, ...]:
    """The contexts whose keys a phase shows."""
    return (phase,) if phase in _WITH_KEYS else ()


def hidden_keys(*, is_question: bool, shows_picture: bool) -> tuple[str, ...]:
    """The keys that are not shown because what is asked has no use for them."""
    hidden = () if is_question else tuple(f"reviewed.{action}" for action in _OF_QUESTIONS)
    return hidden if shows_picture else (*hidden, "asking.picture")
