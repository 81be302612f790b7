"""What learners write of, and what a course teaches, held against the library. `-s` prints both tables."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from journal.opening.journal import Journal
from tests.curriculum.loaded import LIBRARY

KINDS, LINKED = 139, 110
"""Kinds of terms in all, and how many link at least."""
CHAPTERS, WELL_COVERED = 23, 20
"""Chapters of the course, and how many are well covered at least: a concept for half of what they teach."""


def table(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


TERMS = table("terms.toml")
COURSE: dict[str, list[tuple[str, str]]] = table("d2l.toml")


@pytest.fixture(scope="module")
def journal() -> Journal:
    """A journal of which only the library is used."""
    nothing: Any = None
    return Journal(nothing, nothing, LIBRARY, nothing, nothing, trainer=nothing)


@pytest.mark.parametrize("term", TERMS["linked"])
def test_a_term_in_a_plain_sentence_links_to_its_concept(journal: Journal, term: str) -> None:
    concept, sentence = TERMS["linked"][term]
    assert concept in {each.concept for each in journal.mention_spans(sentence)}


def test_enough_kinds_of_terms_link_and_the_others_have_a_reason() -> None:
    linked, left_out = TERMS["linked"], TERMS["left_out"]
    print(f"\n{len(linked)} of {len(linked) + len(left_out)} kinds of terms link; left out:")
    for term, reason in left_out.items():
        print(f"  {term:20}  {reason}")
    assert len(linked) + len(left_out) == KINDS
    assert len(linked) >= LINKED
    assert not set(linked) & set(left_out)
    assert all(left_out.values())


def test_enough_chapters_of_the_course_are_well_covered() -> None:
    well = 0
    print()
    for chapter, sections in sorted(COURSE.items(), key=lambda each: int(each[0].split()[0])):
        missing = [taught for taught, concept in sections if not concept]
        is_well = 2 * len(missing) <= len(sections)
        well += is_well
        share = f"{len(sections) - len(missing)} of {len(sections)}"
        print(f"  {'+' if is_well else '-'} {chapter:38} {share:8}  {', '.join(missing)}")
    print(f"{well} of {len(COURSE)} chapters are well covered")
    assert {concept for each in COURSE.values() for _, concept in each if concept} <= set(LIBRARY.concepts)
    assert len(COURSE) == CHAPTERS
    assert well >= WELL_COVERED
