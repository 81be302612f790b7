"""Search over weeks, items and concepts: exactly the rows that hold the words, hits marked, narrowed by filters."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.messages import UserError, use
from journal.core.search_terms import Query, highlights, read_query
from journal.core.sentences import sentence_spans
from journal.followups.followups import accept, dismiss, park
from journal.followups.listing import Followup
from journal.followups.proposals import proposals
from journal.opening.journal import Journal
from journal.search import searching
from journal.search.searching import SearchHit, search
from journal.weeks.weeks import add_entry
from tests.support.journal import Importing

SIXTEEN = ["池化", "池化层", "卷积", "梯度消失", "LSTM", "lstm", "BP", "CNN", "BP神经网络", "今晚", "Transformer"]
SIXTEEN += ["1×1卷积核", "Encoder-Decoder", "跳读", "RNN 梯度", "手机"]

LINES = [
    "学了CNN的卷积层和池化层，用手机看了1×1卷积核。",
    "RNN会梯度消失，所以有LSTM；今晚就学Transformer。",
    "刚开始学BP的时候，BP神经网络和RNN的梯度很难。",
    "要学会跳读。Encoder-Decoder和tensorboard，积卷、化池都不是词。",
]


def weekly(lines: list[str]) -> str:
    """A text of weekly logs with one line in each."""
    first = date(2024, 7, 1)
    days = [first + timedelta(weeks=number) for number in range(len(lines))]
    heads = [f"# 第{n + 1}周 {day:%Y.%m.%d} ~ {day + timedelta(days=6):%Y.%m.%d}" for n, day in enumerate(days)]
    return "".join(f"{head}\n\n{line}\n" for head, line in zip(heads, lines, strict=True))


def found(journal: Journal, query: str, *kinds: str) -> list[str | int]:
    """The ids of what is found, of some kinds or of all."""
    return [hit.id for hit in search(journal, query).hits if not kinds or hit.kind in kinds]


def marked(hit: SearchHit) -> list[str]:
    """The hits in a snippet."""
    return [hit.snippet[start:end] for start, end in hit.marks]


def holding(lines: list[str], query: str) -> list[int]:
    """The numbers of the lines that hold every term of a query, the last one first."""
    terms = query.lower().split()
    return [n for n, line in reversed([*enumerate(lines, 1)]) if all(term in line.lower() for term in terms)]


@pytest.mark.parametrize("query", [*SIXTEEN, "核", "积"])
def test_s19_exactly_the_weeks_are_found_that_hold_the_words(journal: Journal, imported: Importing, query: str) -> None:
    imported(weekly(LINES))
    assert found(journal, query, "week") == holding(LINES, query) != []


@pytest.mark.parametrize("query", SIXTEEN)
def test_s19_sixteen_queries_find_exactly_their_paragraphs_of_the_first_weekly_log(
    journal: Journal, imported: Importing, seed: Path, query: str
) -> None:
    lines = [line for line in seed.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
    imported(weekly(lines))
    assert found(journal, query, "week") == holding(lines, query) != []


def test_s19_the_hits_are_marked_in_the_sentence_that_holds_most_of_them(journal: Journal, imported: Importing) -> None:
    imported(weekly(["学了RNN。又学了别的。RNN的梯度，还有梯度消失。完。"]))
    (hit,) = (hit for hit in search(journal, "RNN 梯度").hits if hit.kind == "week")
    assert hit.snippet == hit.sentence == "RNN的梯度，还有梯度消失。"
    assert marked(hit) == ["RNN", "梯度", "梯度"]


def test_a_long_sentence_is_shown_from_a_little_before_its_first_hit(journal: Journal, imported: Importing) -> None:
    imported(weekly([f"{'很' * 100}卷积{'长' * 100}。"]))
    hit = next(hit for hit in search(journal, "卷积").hits if hit.kind == "week")
    assert hit.snippet.startswith("…很")
    assert hit.snippet.endswith("长…")
    assert (len(hit.snippet), marked(hit)) == (92, ["卷积"])
    assert len(hit.sentence) == 203


def test_a_word_that_is_being_typed_finds_what_it_begins(journal: Journal, imported: Importing) -> None:
    imported(weekly(LINES))
    assert found(journal, "tensor", "week") == [4]
    assert found(journal, "tensor ", "week") == []


def test_what_is_added_is_found_at_once(journal: Journal) -> None:
    week = add_entry(journal, "今天：学了残差连接").week
    assert found(journal, "残差") == [week.id]


def test_a_limit_bounds_the_weeks_and_the_count_says_how_many_there_are(journal: Journal, imported: Importing) -> None:
    imported(weekly(["学了手机。"] * 30))
    some = search(journal, "手机", limit=20)
    assert (len(some.hits), some.total) == (20, 30)
    assert len(search(journal, "手机").hits) == 30


@pytest.mark.parametrize("query", ["", "  ", "，。"])
def test_nothing_is_found_where_nothing_is_asked(journal: Journal, imported: Importing, query: str) -> None:
    imported(weekly(LINES))
    assert search(journal, query).hits == ()


# --- concepts and items ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("convolution", ["convolution"]),
        ("卷积核", ["convolution"]),
        ("cnn", ["convolution"]),
        ("自注意", ["attention"]),
        ("kernel of", ["convolution"]),
        ("逐步", []),
        ("每一步 权重", ["rnn"]),
    ],
)
def test_concepts_are_found_by_their_names_and_pages_in_either_language(
    journal: Journal, query: str, ids: list[str]
) -> None:
    assert found(journal, query, "concept") == ids


def test_a_concept_of_that_very_name_comes_before_the_log_and_the_others_after_it(
    journal: Journal, imported: Importing
) -> None:
    imported(weekly(["学了RNN。"]))
    assert [hit.kind for hit in search(journal, "rnn").hits] == ["concept", "week"]
    assert [hit.kind for hit in search(journal, "RN").hits] == ["week", "concept"]


@pytest.fixture
def noted(journal: Journal, imported: Importing) -> Followup:
    """A week from which 池化 was taken for later and a promise dismissed, and a line that was parked."""
    (week,) = imported(weekly(["我先跳过了池化（今晚就学）。下周我会看注意力。#学习/周末"]))
    later, promise = (each for each in proposals(journal, week.id) if each.kind == "later")
    dismiss(journal, promise)
    park(journal, "池化为什么不用学")
    return accept(journal, later)


def test_items_are_found_by_their_words_and_lead_to_their_sentence(journal: Journal, noted: Followup) -> None:
    later, parked = (hit for hit in search(journal, "池化").hits if hit.kind == "item")
    assert (parked.title, parked.note, parked.sentence) == ("池化为什么不用学", "put aside", "")
    assert (later.title, later.note, later.week_id) == ("池化", "later", noted.week_id)
    assert later.sentence == "我先跳过了池化（今晚就学）。"
    assert [later.title[start:end] for start, end in later.titled] == ["池化"]


def test_what_was_dismissed_is_not_found(journal: Journal, noted: Followup) -> None:
    assert found(journal, "注意力 kind:item") == []


# --- filters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("week:2", [2]),
        ("week:第2周 梯度", [2]),
        ("week:2024-W28", [2]),
        ("week:2024-07-09", [2]),
        ("week:2 手机", []),
        ("before:2024-07-09", [2, 1]),
        ("before:2024-07-08", [1]),
        ("before：7月9日 手机", [1]),
        ("after:2024-07-20", [4, 3]),
        ("after:2024-07-21", [4]),
        ("after:昨天", [4, 3, 2]),
        ("concept:RNN", [3, 2]),
        ("concept:卷积核 kind:week", [1]),
        ("kind:周记 RNN", [3, 2]),
        ("kind:WEEK RNN", [3, 2]),
    ],
)
def test_s19_filters_narrow_the_weeks(journal: Journal, imported: Importing, query: str, ids: list[int]) -> None:
    imported(weekly(LINES))
    assert found(journal, query, "week") == ids


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("kind:concept 池化", {"concept"}),
        ("kind:概念 池化", {"concept"}),
        ("kind:item 池化", {"item"}),
        ("kind:later 池化", {"item"}),
        ("kind:待学 池化", {"item"}),
        ('kind:"put aside" 池化', {"item"}),
        ("kind:idea", set()),
        ("concept:池化", {"concept", "item", "week"}),
        ("week:1 池化", {"item", "week"}),
        ("before:2024-08-01 池化", {"item", "week"}),
    ],
)
def test_filters_narrow_what_is_looked_at(journal: Journal, noted: Followup, query: str, kinds: set[str]) -> None:
    assert {hit.kind for hit in search(journal, query).hits} == kinds


def test_s19_a_tag_is_found_whole(journal: Journal, noted: Followup) -> None:
    assert found(journal, "tag:学习/周末") == [noted.week_id]
    assert found(journal, "tag:学习") == found(journal, "tag:周末") == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("week:9", "no week 9"),
        ("before:soon", "not a date"),
        ("concept:quark", "quark"),
        ("kind:thing", "no kind thing"),
    ],
)
def test_a_filter_that_names_nothing_is_told(journal: Journal, query: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        search(journal, query)


def test_the_kinds_are_named_in_the_language_of_the_user(journal: Journal) -> None:
    use("zh")
    with pytest.raises(UserError, match="周记 · 事项 · 概念 · 待学"):
        search(journal, "kind:什么")


def test_pages_that_lack_a_word_are_not_looked_through_by_patterns(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_through: list[str] = []

    def noted(text: str, query: Query) -> bool:
        looked_through.append(text)
        return holds(text, query)

    holds = searching._holds
    monkeypatch.setattr(searching, "_holds", noted)
    found = {hit.id for hit in search(journal, "卷积核").hits}
    holding = [each for each in journal.library.in_order if "卷" in each.folded and "核" in each.folded]
    assert {each.id for each in holding} >= found > set()
    assert len(looked_through) <= 2 * len(holding) < 2 * len(journal.library.concepts)


LOG = st.lists(
    st.sampled_from(["LSTM", "lstm", "卷积", "卷", "积", "。", "，", " ", "\n", "\r\n", "\n\n", "! ", ". ", "”"]),
    max_size=20,
)


@given(LOG, st.sampled_from(["LSTM", "卷积", "卷 LSTM", "lst"]))
def test_the_best_sentence_is_that_of_the_whole_text(pieces: list[str], asked: str) -> None:
    text, query = "".join(pieces), read_query(asked)
    marks = highlights(text, query.terms, open_ended=query.open_ended)
    held = [
        ({text[first:last].lower() for first, last in marks if start <= first < end}, start, end)
        for start, end in sentence_spans(text)
    ]
    best = max(held, key=lambda each: (len(each[0]), -each[1]), default=(set(), 0, 0))
    assert searching._best_sentence(text, query) == text[best[1] : best[2]]
