"""The library as the tests of its concepts see it: read from the syntax trees, and imported."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from journal.library.concept import Concept
from journal.library.library import read_library
from journal.runner.choosing import LoadedQuestion, load

LIBRARY = read_library()
CONCEPTS = LIBRARY.in_order
QUESTIONS = tuple((concept, question) for concept in CONCEPTS for question in concept.questions)


@cache
def module(concept: str) -> ModuleType:
    """The concept's file, imported; torch computes with one thread, as it does in the app."""
    import torch

    torch.set_num_threads(1)
    return load(LIBRARY.concepts[concept].path)


def asked(concept: Concept, question: str) -> LoadedQuestion:
    """A question of the imported file."""
    return LoadedQuestion.of(module(concept.id), question)
