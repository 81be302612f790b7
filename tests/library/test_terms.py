"""Terms that a text brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.library.mentions import Finder, NameMatch
from journal.library.terms import Gloss, glosses, joins_two, unknown_terms
from tests.library.test_mentions import FINDER


def unknown(text: str, finder: Finder = FINDER) -> list[str]:
    return [term.name for term in unknown_terms(text, finder.find(text))]


def test_s16_acronyms_without_a_concept_are_unknown_once_each() -> None:
    assert unknown("先跳过了MAS，CNN和VAE，再看MAS，OK") == ["MAS", "VAE"]
    assert unknown_terms("学MAS", []) == [NameMatch(1, 4, "MAS", ())]


def test_parts_of_names_and_words_are_no_acronyms() -> None:
    assert unknown("BP神经网络 MASx xMAS MAS_1 Mas A TOOLONGNAME") == []
    assert unknown("MS COCO", Finder({"MS COCO": ["coco"]})) == []


def test_s15_brackets_behind_a_name_teach_an_alias_or_say_what_it_is() -> None:
    assert glosses("CNN（卷积神经网络）和dataset(建立数据库)") == [
        Gloss(0, 11, "CNN", "卷积神经网络", True),
        Gloss(12, 26, "dataset", "建立数据库", False),
    ]


def test_s15_remarks_in_brackets_are_no_glosses() -> None:
    remarks = [
        "MAS（今晚就学）",
        "GRU（类似于LSTM）",
        "CNN（忽然想到）",
        "BP（也许不对）",
        "nn.relu(x)",
        "大模型（transformer）",
    ]
    assert glosses("，".join(remarks)) == []


def test_s16_the_first_weekly_log_has_one_unknown_term(seed: Path) -> None:
    assert unknown(seed.read_text(encoding="utf-8")) == ["MAS"]


def test_s15_the_first_weekly_log_teaches_five_aliases_and_says_four_times_what_something_is(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    assert {gloss.name: gloss.meaning for gloss in glosses(text) if gloss.is_alias} == {
        "CNN": "卷积神经网络",
        "RNN": "循环神经网络",
        "GNN": "图神经网络",
        "NLP": "自然语言处理",
        "encoder": "编码器",
    }
    assert [gloss.name for gloss in glosses(text) if not gloss.is_alias] == [
        "dataloader",
        "transform",
        "dataset",
        "tensorboard",
    ]


@pytest.mark.parametrize(
    ("name", "joins"),
    [("BP和BN", True), ("BP 与 BN", True), ("bp or bn", True), ("BP vs BN", True), ("BP和GAN", False), ("饱和", False)],
)
def test_a_name_that_joins_two_known_ones_is_told_from_others(name: str, joins: bool) -> None:
    assert joins_two(name, {"bp", "bn"}) is joins
