"""Learning paths: ways through the library towards an aim, each a list of concepts in the order of learning."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal.core.languages import LANGUAGES, Translated


@dataclass(frozen=True)
class LearningPath:
    """A path that a learner can choose; what a concept on it needs stands before it."""

    id: str
    title: Translated
    concepts: tuple[str, ...]


def put_first(concepts: Iterable[str], order: Mapping[str, int]) -> dict[str, int]:
    """The position of each concept of `order` where the `concepts` come first; all others follow as they did."""
    known = [each for each in dict.fromkeys(concepts) if each in order]
    others = sorted(order.keys() - set(known), key=order.__getitem__)
    return {concept: position for position, concept in enumerate([*known, *others])}


def read_paths(folder: Path) -> dict[str, LearningPath]:
    """The paths of the library in `folder`, by their ids; none where it has no `paths.toml`."""
    file = folder / "paths.toml"
    if not file.is_file():
        return {}
    with file.open("rb") as content:
        found = tomllib.load(content)
    return {name: _path(name, each) for name, each in found.items()}


def _path(name: str, entry: Mapping[str, Any]) -> LearningPath:
    title = Translated(**{code: entry[code] for code in LANGUAGES if code in entry})
    return LearningPath(name, title, tuple(entry["concepts"]))
