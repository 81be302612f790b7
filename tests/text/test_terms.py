"""Terms that a text brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.text.mentions import Finder, Mention
from journal.text.terms import joins_two, unknown_terms
from tests.text.test_mentions import FINDER


def unknown(text: str, finder: Finder = FINDER) -> list[str]:
    return [term.name for term in unknown_terms(text, finder.find(text))]


def test_acronyms_without_a_concept_are_unknown_once_each() -> None:
    assert unknown("先跳过了MAS，CNN和VAE，再看MAS，OK") == ["MAS", "VAE"]
    assert unknown_terms("学MAS", []) == [Mention(1, 4, "MAS", ())]


def test_parts_of_names_and_words_are_no_acronyms() -> None:
    assert unknown("BP神经网络 MASx xMAS MAS_1 Mas A TOOLONGNAME") == []
    assert unknown("MS COCO", Finder({"MS COCO": ["coco"]})) == []


def test_the_first_weekly_log_has_one_unknown_term(seed: Path) -> None:
    assert unknown(seed.read_text(encoding="utf-8")) == ["MAS"]


@pytest.mark.parametrize(
    ("name", "joins"),
    [("BP和BN", True), ("BP 与 BN", True), ("bp or bn", True), ("BP vs BN", True), ("BP和GAN", False), ("饱和", False)],
)
def test_a_name_that_joins_two_known_ones_is_told_from_others(name: str, joins: bool) -> None:
    assert joins_two(name, {"bp", "bn"}) is joins
