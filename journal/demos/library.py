"""The library: every concept file of ours and of the user's own, in the order of topics."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from journal.demos.concept import Broken, Concept, Origin
from journal.demos.reading import read_concept
from journal.text.languages import Bilingual
from journal.words import say


def _shipped() -> Path:
    """The library's folder: inside the package where that was installed, at the top of a checkout otherwise."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_concepts"
    return installed if installed.is_dir() else package.parent / "concepts"


OURS = _shipped()


@dataclass(frozen=True)
class Library:
    """All concepts by id, the files that are broken, and the titles of the topics."""

    concepts: Mapping[str, Concept]
    broken: tuple[Broken, ...]
    topics: Mapping[str, Bilingual]

    def find(self, name: str) -> Concept | None:
        """The concept with this id, title or alias, upper and lower case alike."""
        return self.concepts.get(name) or self.concepts.get(self._by_name.get(name.casefold(), ""))

    @cached_property
    def lexicon(self) -> dict[str, tuple[str, ...]]:
        """What the log is searched for: each title and alias, with the ids of the concepts that it names."""
        found: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for name in concept.names:
                found.setdefault(name, []).append(concept.id)
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def hinted(self) -> frozenset[str]:
        """Names that stand for no concept by themselves: shared ones and hints."""
        return frozenset(name for concept in self.concepts.values() for name in (*concept.shared, *concept.hints))

    @cached_property
    def in_order(self) -> tuple[Concept, ...]:
        """All concepts in the order of learning: topic by topic, in each what is needed before what needs it."""
        place = {topic: number for number, topic in enumerate(self.topics)}
        last = len(place)
        return tuple(
            sorted(self.concepts.values(), key=lambda each: (place.get(each.topic, last), self.depth(each.id), each.id))
        )

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each concept in the order of learning."""
        return {concept.id: place for place, concept in enumerate(self.in_order)}

    @cached_property
    def confused(self) -> tuple[tuple[str, str], ...]:
        """The pairs of concepts that their files name as easily confused."""
        return tuple((each.id, other) for each in self.in_order for other in each.confused_with)

    def depth(self, concept_id: str) -> int:
        """How many concepts must be learned one after the other before this one; 0 when it needs none."""
        return self._depths[concept_id]

    def needed_by(self, concept_id: str) -> tuple[str, ...]:
        """The concepts that need this one, in the order of learning."""
        return tuple(self._needed_by.get(concept_id, ()))

    def alike(self, concept_id: str) -> frozenset[str]:
        """The concepts that are easily taken for this one, whichever of the two files says so."""
        return frozenset(self._alike.get(concept_id, ()))

    @cached_property
    def _needed_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in self.in_order:
            for need in dict.fromkeys(each.needs):
                found.setdefault(need, []).append(each.id)
        return found

    @cached_property
    def _alike(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for one, other in self.confused:
            if other in self.concepts:
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
        return found

    @cached_property
    def _depths(self) -> dict[str, int]:
        depths: dict[str, int] = {}

        def measure(concept_id: str, above: frozenset[str]) -> int:
            if concept_id not in depths:
                needs = [each for each in self.concepts[concept_id].needs if each in self.concepts]
                below = above | {concept_id}
                depths[concept_id] = 1 + max((measure(each, below) for each in needs if each not in below), default=-1)
            return depths[concept_id]

        for concept_id in self.concepts:
            measure(concept_id, frozenset())
        return depths

    @cached_property
    def _by_name(self) -> dict[str, str]:
        names = [(name.casefold(), each.id) for each in self.concepts.values() for name in (each.id, *each.names)]
        return dict(reversed(names))  # of two concepts with one alias, the earlier in the order of topics


def read_library(own: Path | None = None, ours: Path = OURS) -> Library:
    """Reads every concept file under `ours` (a folder a topic) and those directly in `own`, if it exists."""
    found = [read_concept(path, topic, origin) for path, topic, origin in _files(ours, own)]
    used = {"own", *(each.topic for each in found)}
    topics = {name: titles for name, titles in _topics(ours).items() if name in used}
    concepts: dict[str, Concept] = {}
    broken: list[Broken] = []
    for each in found:
        if isinstance(each, Concept) and each.id not in concepts:
            concepts[each.id] = each
        else:
            broken.append(_set_apart(each, concepts.get(each.id)))
    return Library(concepts, tuple(broken), topics)


def _set_apart(found: Concept | Broken, first: Concept | None) -> Broken:
    """A file that is no concept of the library; beside a concept of its id it is known by the name of its file.

    A second file of one id never takes the place of the first.
    """
    file_name = found.path.name
    if isinstance(found, Broken):
        return replace(found, id=file_name) if first else found
    reason = say("form.taken", id=found.id, other=first.path if first else "")
    return Broken(file_name, found.topic, found.path, found.origin, 1, reason)


def topic_id(folder: str) -> str:
    """The topic that a folder holds: the number that orders it is not part of the name."""
    return re.sub(r"^\d+_", "", folder)


def _files(ours: Path, own: Path | None) -> Iterable[tuple[Path, str, Origin]]:
    for path in sorted(ours.glob("*/*.py")):
        yield path, topic_id(path.parent.name), "library"
    if own is not None:
        for path in sorted(own.glob("*.py")):
            yield path, "own", "own"


def _topics(ours: Path) -> dict[str, Bilingual]:
    with (ours / "topics.toml").open("rb") as file:
        return {name: Bilingual(**titles) for name, titles in tomllib.load(file).items()}
