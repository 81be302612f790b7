"""Concepts as JSON, for the index of the library: what is packed comes back equal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from journal.core.languages import Translated
from journal.library.concept import Check, Concept, Demo, Misconception, Outline, Question, Task

_OF_THE_OUTLINE = ("id", "topic", "path", "origin", "title", "aliases", "shared", "hints", "needs", "confused_with")
"""The fields of a concept that its outline has as well."""


def packed_outline(outline: Outline) -> dict[str, Any]:
    """An outline as values of JSON."""
    return {**asdict(outline), "path": str(outline.path)}


def unpacked_outline(plain: Mapping[str, Any]) -> Outline:
    """The outline that was packed. Raises KeyError or TypeError for anything else."""
    lists = ("aliases", "shared", "hints", "needs", "confused_with", "questions", "tasks")
    return Outline(
        id=plain["id"],
        topic=plain["topic"],
        path=Path(plain["path"]),
        origin=plain["origin"],
        title=Translated(**plain["title"]),
        **{name: tuple(plain[name]) for name in lists},
    )


def packed_rest(concept: Concept) -> str:
    """What a concept has besides its outline, as one line of JSON."""
    plain = asdict(concept)
    rest = {name: value for name, value in plain.items() if name not in _OF_THE_OUTLINE}
    return json.dumps(rest, ensure_ascii=False, separators=(",", ":"))


def unpacked(outline: Outline, rest: str) -> Concept:
    """The concept of an outline, with the rest that was packed."""
    plain = json.loads(rest)
    return Concept(
        **{name: getattr(outline, name) for name in _OF_THE_OUTLINE},
        text=Translated(**plain["text"]),
        sources=tuple(plain["sources"]),
        demos={name: Demo(**demo) for name, demo in plain["demos"].items()},
        questions=tuple(map(_question, plain["questions"])),
        tasks=tuple(map(_task, plain["tasks"])),
        has_figure=plain["has_figure"],
    )


def _question(plain: dict[str, Any]) -> Question:
    choices = {name: Translated(**texts) for name, texts in plain["choices"].items()}
    changed = {
        "prompt": Translated(**plain["prompt"]),
        "choices": choices,
        "misconceptions": _misconceptions(plain["misconceptions"]),
    }
    return Question(**plain | changed)


def _task(plain: dict[str, Any]) -> Task:
    changed = {
        "prompt": Translated(**plain["prompt"]),
        "inputs": tuple(plain["inputs"]),
        "checks": tuple(Check(**each | {"statement": Translated(**each["statement"])}) for each in plain["checks"]),
        "hints": tuple(Translated(**each) for each in plain["hints"]),
        "misconceptions": _misconceptions(plain["misconceptions"]),
        "blanks": tuple(plain["blanks"]),
        "mend": tuple(plain["mend"]),
    }
    return Task(**plain | changed)


def _misconceptions(plain: Sequence[dict[str, Any]]) -> tuple[Misconception, ...]:
    texts = ("believed", "correction")
    return tuple(Misconception(**each | {name: Translated(**each[name]) for name in texts}) for each in plain)
