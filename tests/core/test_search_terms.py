"""Search in Chinese and English text: the index finds the rows that hold the words, and no others."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.messages import UserError
from journal.core.search_terms import highlights, index_text, read_query

LINES = [
    "学了CNN的卷积层和池化层，用手机看了1×1卷积核。",
    "RNN会梯度消失，所以有LSTM；今晚就学Transformer。",
    "刚开始学BP的时候，BP神经网络和RNN的梯度很难。",
    "要学会跳读。Encoder-Decoder和tensorboard，积卷、化池都不是词。",
    'He said "don\'t", then typed torch.nn_utils and café.',
]
SIXTEEN = ["池化", "池化层", "卷积", "梯度消失", "LSTM", "lstm", "BP", "CNN", "BP神经网络", "今晚", "Transformer"]
SIXTEEN += ["1×1卷积核", "Encoder-Decoder", "跳读", "RNN 梯度", "手机"]


def rows(lines: Sequence[str], query: str) -> list[str]:
    """The lines that an FTS5 index finds."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE lines USING fts5(text, tokenize='unicode61')")
        database.executemany("INSERT INTO lines VALUES (?)", [(index_text(line),) for line in lines])
        match = read_query(query).match
        found = (
            database.execute("SELECT rowid FROM lines WHERE lines MATCH ? ORDER BY rowid", (match,)) if match else ()
        )
        return [lines[number - 1] for (number,) in found]


def holding(lines: Sequence[str], query: str) -> list[str]:
    """The lines that hold every term of `query`."""
    return [line for line in lines if all(term.lower() in line.lower() for term in query.split())]


@pytest.mark.parametrize("query", [*SIXTEEN, "核", "积"])
def test_s19_a_query_finds_the_lines_that_hold_its_words(query: str) -> None:
    assert rows(LINES, query) == holding(LINES, query) != []


@pytest.mark.parametrize("query", SIXTEEN)
def test_s19_sixteen_queries_find_exactly_their_lines_in_the_first_weekly_log(query: str, seed: Path) -> None:
    lines = seed.read_text(encoding="utf-8").split("\n")
    assert rows(lines, query) == holding(lines, query) != []


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("tensor", [3]),
        ("tensor ", []),
        ("tensor 词", []),
        ("词 tensor", [3]),
        ('"tensor"', []),
        ('"RNN的梯度"', [2]),
        ('"RNN的梯度', [2]),
        ('"RNN 梯度"', []),
        ("transf", [1]),
        ("nn_ut", [4]),
        ("don't", [4]),
        ("cafe", [4]),
        ("卷积 -池化 NEAR( AND *", []),
        ("^卷积", [0]),
        ("，。", []),
        ('"', []),
        ("", []),
    ],
)
def test_phrases_are_whole_and_a_last_latin_word_may_be_unfinished(query: str, numbers: list[int]) -> None:
    assert rows(LINES, query) == [LINES[number] for number in numbers]


def test_filters_narrow_and_are_no_terms() -> None:
    query = read_query('池化 week:第一周 before：2024-07-14 kind:idea concept:"1x1 conv" http://a.b RNN')
    assert query.terms == ("池化", "http://a.b", "RNN")
    assert query.filters == {"week": "第一周", "before": "2024-07-14", "kind": "idea", "concept": "1x1 conv"}


def test_a_filter_at_the_end_is_no_unfinished_word() -> None:
    assert read_query("tensor week:3").match == '"tensor"'
    assert read_query("3 week:3").match == '"3"'
    assert read_query("week:3").match == ""


@given(st.text(st.sampled_from('卷a"*: ()-^，9') | st.characters(codec="utf-8")))
def test_nothing_that_is_typed_breaks_the_search(query: str) -> None:
    assert rows(LINES, query) is not None


@pytest.mark.parametrize("query", ["a " * 65, "卷积 " * 65, "a" * 1001, '"a" ' * 65, "week:3 " * 200])
def test_a_query_that_is_too_long_is_refused_in_one_line(query: str) -> None:
    with pytest.raises(UserError, match="at most 64 words"):
        read_query(query)


@pytest.mark.parametrize("query", ["a " * 64, "a" * 1000, "。 " * 400])
def test_a_query_may_be_long(query: str) -> None:
    assert read_query(query) is not None


@pytest.mark.parametrize(
    ("query", "is_open"), [("RNN", True), ("RNN ", False), ('"RNN', True), ("卷积", False), ("", False)]
)
def test_a_latin_word_at_the_very_end_is_still_being_typed(query: str, is_open: bool) -> None:
    assert read_query(query).open_ended is is_open


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("学了卷积，又学卷积核。", "卷积", ["卷积", "卷积"]),
        ("BP和bp，不是BPTT", "bp ", ["BP", "bp"]),
        ("BP和bp，不是BPTT", "bp", ["BP", "bp", "BP"]),
        ("encoder decoder与Encoder-Decoder", "encoder-decoder", ["encoder decoder", "Encoder-Decoder"]),
        ("RNN的梯度", "RNN 梯度", ["RNN", "梯度"]),
        ("卷积层", "卷积 积层", ["卷积层"]),
        ("没有", "卷积", []),
        ("学了卷积", "卷积。", ["卷积"]),
        ("学了。", "。", []),
    ],
)
def test_s19_hits_are_marked_in_the_original(text: str, query: str, marked: list[str]) -> None:
    asked = read_query(query)
    spans = highlights(text, asked.terms, open_ended=asked.open_ended)
    assert [text[start:end] for start, end in spans] == marked
