"""What makes cards and what does not: everyday sentences, and every name of the library in a plain sentence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from journal.library.library import read_library
from journal.library.spans import MentionFinder

EVERYDAY = Path(__file__).parent / "data"
PLAIN = {"zh": "今天复习了{name}的内容。", "en": "Today I read about {name} again."}


@cache
def finder() -> MentionFinder:
    return MentionFinder(read_library())


def everyday(language: str) -> list[str]:
    return (EVERYDAY / f"everyday.{language}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everyday_sentences_mention_no_concept(language: str) -> None:
    sentences = everyday(language)
    assert len(set(sentences)) == 150
    assert [text for text in sentences if list(finder().spans(text))] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_name_of_the_library_is_found_in_a_plain_sentence(language: str) -> None:
    library = read_library()
    missed = [
        name
        for name, concepts in library.lexicon.items()
        if not {*concepts} <= {each.concept for each in finder().spans(PLAIN[language].format(name=name))}
    ]
    assert missed == []


def test_hints_alone_mention_nothing_and_are_told() -> None:
    library = read_library()
    alone = [name for name in library.hint_lexicon if not finder().names.find(name)]
    assert len(alone) > 300
    assert [name for name in alone if list(finder().spans(f"{name}。"))] == []
    assert [name for name in alone if not {*library.hint_lexicon[name]} & {*finder().hinted(f"{name}。")}] == []


def test_a_part_of_a_name_is_no_shared_name() -> None:
    for text, part in (
        ("word2vec with negative sampling", "sampling-temperature"),
        ("多头自注意力", "attention-weights"),
    ):
        assert list(finder().spans(text))
        assert part not in {each.concept for each in finder().spans(text)}
