"""The library: every concept file of ours and of the user's own, in the order of topics."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from journal.core.languages import Translated
from journal.core.messages import say
from journal.library.concept import Broken, Concept, Outline
from journal.library.index import ConceptFile, Concepts, entries
from journal.library.paths import LearningPath, read_paths


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
    topics: Mapping[str, Translated]
    folder: Path = OURS
    """Where our own concept files are."""

    @cached_property
    def paths(self) -> Mapping[str, LearningPath]:
        """The learning paths by their ids, read when they are first asked for."""
        return read_paths(self.folder)

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """All concepts by id without their texts and their code: to go through these decodes no concept."""
        if isinstance(self.concepts, Concepts):
            return self.concepts.outlines
        return {each.id: each.outline for each in self.concepts.values()}

    def find(self, name: str) -> Concept | None:
        """The concept with this id, title or alias, upper and lower case alike."""
        return self.concepts.get(name) or self.concepts.get(self._by_name.get(name.casefold(), ""))

    @cached_property
    def lexicon(self) -> dict[str, tuple[str, ...]]:
        """What the log is searched for: each title and alias, with the ids of the concepts that it names."""
        return _lexicon((name, each.id) for each in self.outlines.values() for name in each.names)

    @cached_property
    def shared_lexicon(self) -> dict[str, tuple[str, ...]]:
        """The shared names, with the ids of the concepts that each may name."""
        return _lexicon((name, each.id) for each in self.outlines.values() for name in each.shared)

    @cached_property
    def hint_lexicon(self) -> dict[str, tuple[str, ...]]:
        """The names that stand for no concept by themselves, with the ids of the concepts that they may be about."""
        return _lexicon((name, each.id) for each in self.outlines.values() for name in (*each.shared, *each.hints))

    @cached_property
    def hinted(self) -> frozenset[str]:
        """Names that stand for no concept by themselves: shared ones and hints."""
        return frozenset(self.hint_lexicon)

    @cached_property
    def in_order(self) -> tuple[Concept, ...]:
        """All concepts in the order of learning, texts and code included."""
        return tuple(self.concepts[each.id] for each in self.outlines_in_order)

    @cached_property
    def outlines_in_order(self) -> tuple[Outline, ...]:
        """All concepts in the order of learning: topic by topic, in each what is needed before what needs it."""
        place = {topic: number for number, topic in enumerate(self.topics)}
        last = len(place)
        return tuple(
            sorted(self.outlines.values(), key=lambda each: (place.get(each.topic, last), self.depth(each.id), each.id))
        )

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each concept in the order of learning."""
        return {concept.id: place for place, concept in enumerate(self.outlines_in_order)}

    @cached_property
    def confused(self) -> tuple[tuple[str, str], ...]:
        """The pairs of concepts that their files name as easily confused."""
        return tuple((each.id, other) for each in self.outlines_in_order for other in each.confused_with)

    def depth(self, concept_id: str) -> int:
        """How many concepts must be learned one after the other before this one; 0 when it needs none."""
        return self._depths[concept_id]

    def needed_by(self, concept_id: str) -> tuple[str, ...]:
        """The concepts that need this one, in the order of learning."""
        return tuple(self._needed_by.get(concept_id, ()))

    def confusable_with(self, concept_id: str) -> frozenset[str]:
        """The concepts that are easily taken for this one, whichever of the two files says so."""
        return frozenset(self._confusable.get(concept_id, ()))

    @cached_property
    def _needed_by(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in self.outlines_in_order:
            for need in dict.fromkeys(each.needs):
                found.setdefault(need, []).append(each.id)
        return found

    @cached_property
    def _confusable(self) -> dict[str, set[str]]:
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
                needs = [each for each in self.outlines[concept_id].needs if each in self.outlines]
                below = above | {concept_id}
                depths[concept_id] = 1 + max((measure(each, below) for each in needs if each not in below), default=-1)
            return depths[concept_id]

        for concept_id in self.outlines:
            measure(concept_id, frozenset())
        return depths

    @cached_property
    def _by_name(self) -> dict[str, str]:
        names = [(name.casefold(), each.id) for each in self.outlines.values() for name in (each.id, *each.names)]
        return dict(reversed(names))  # of two concepts with one alias, the earlier in the order of topics


def read_library(own: Path | None = None, ours: Path = OURS, *, index: Path | None = None) -> Library:
    """Every concept file under `ours` (a folder a topic) and those directly in `own`, if it exists.

    Only files that are not as the `index` knows them are read; without one, all of them are.
    """
    found = entries(list(_files(ours, own)), index)
    used = {"own", *(each.found.topic for each in found)}
    topics = {name: titles for name, titles in _topics(ours).items() if name in used}
    first = {each.found.id: each for each in reversed(found) if isinstance(each.found, Outline)}
    apart = [each.found for each in found if first.get(each.found.id) is not each]
    broken = tuple(_set_apart(each, first[each.id].found if each.id in first else None) for each in apart)
    return Library(Concepts([each for each in found if first.get(each.found.id) is each]), broken, topics, ours)


def _lexicon(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each name with the ids of all concepts that it stands for, from pairs of name and id."""
    found: dict[str, list[str]] = {}
    for name, concept_id in named:
        found.setdefault(name, []).append(concept_id)
    return {name: tuple(ids) for name, ids in found.items()}


def _set_apart(found: Outline | Broken, first: Outline | Broken | None) -> Broken:
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


def _files(ours: Path, own: Path | None) -> Iterable[ConceptFile]:
    for path in sorted(ours.glob("*/*.py")):
        yield path, topic_id(path.parent.name), "library"
    if own is not None:
        for path in sorted(own.glob("*.py")):
            yield path, "own", "own"


def _topics(ours: Path) -> dict[str, Translated]:
    with (ours / "topics.toml").open("rb") as file:
        return {name: Translated(**titles) for name, titles in tomllib.load(file).items()}
