"""The learning paths of the library: every concept is on one, and none comes before what it needs."""

from __future__ import annotations

import re

import pytest

from journal.library.paths import LearningPath
from tests.curriculum.loaded import CONCEPTS, LIBRARY

every_path = pytest.mark.parametrize("path", LIBRARY.paths.values(), ids=lambda path: path.id)


def test_there_is_a_path_to_each_aim() -> None:
    assert {"transformer", "reinforcement", "classical", "vision", "language_models", "systems"} <= set(LIBRARY.paths)


@every_path
def test_a_path_has_its_titles_and_known_concepts_each_once(path: LearningPath) -> None:
    assert path.title["en"]
    assert re.search("[\u4e00-\u9fff]", path.title["zh"])
    assert [each for each in path.concepts if each not in LIBRARY.concepts] == []
    assert len(set(path.concepts)) == len(path.concepts)


@every_path
def test_what_a_concept_needs_stands_before_it_on_the_path(path: LearningPath) -> None:
    for place, concept in enumerate(path.concepts):
        missing = set(LIBRARY.concepts[concept].needs) - set(path.concepts[:place])
        assert missing == set(), concept


def test_every_concept_is_on_a_path() -> None:
    reached = {concept for path in LIBRARY.paths.values() for concept in path.concepts}
    assert {each.id for each in CONCEPTS} - reached == set()
