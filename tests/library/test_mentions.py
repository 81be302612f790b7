"""The names of concepts, found in text of both languages."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.library import mentions
from journal.library.mentions import Finder, NameMatch, Snippet, Spelling, sentences

NAMES = {
    "pytorch": "pytorch",
    "dataloader": "dataloader",
    "transform": "transform",
    "dataset": "dataset",
    "tensorboard": "tensorboard",
    "cnn": "CNN 卷积神经网络",
    "rnn": "RNN 循环神经网络",
    "bp": "BP神经网络 BP 反向传播",
    "bn": "BN 批归一化",
    "conv1x1": "1×1卷积核 1x1卷积核",
    "conv": "卷积层 卷积核",
    "pooling": "池化层 池化",
    "activation": "激活函数",
    "resnet": "ResNet 残差结构",
    "lstm": "LSTM",
    "gru": "GRU",
    "transformer": "transformer",
    "attention": "Attention 注意力",
    "onehot": "独热编码 one-hot",
    "encdec": "Encoder-Decoder",
    "encoder": "编码器 encoder",
    "decoder": "解码器",
    "embedding": "embedding 词嵌入",
    "vanish": "梯度消失",
    "explode": "梯度爆炸",
    "chain": "链式法则",
    "forward": "前向传播",
    "receptive": "感受野",
    "hidden": "隐藏层",
    "gnn": "GNN 图神经网络",
    "nlp": "NLP 自然语言处理",
    "euclid": "欧式距离 欧氏距离",
    "norm": "归一化函数 归一化",
    "nn": "神经网络",
}
LEXICON = {alias: [concept] for concept, aliases in NAMES.items() for alias in aliases.split()}
FINDER = Finder(LEXICON)


def found(text: str) -> list[str]:
    return [concept for mention in FINDER.find(text) for concept in mention.concepts]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("刚开始学BP的时候", ["bp"]),
        ("（RNN和CNN）都被后代所采用", ["rnn", "cnn"]),
        ("transformer应该也已经应用了", ["transformer"]),
        ("transform(对数据进行变形)", ["transform"]),
        ("LSTM、lstm、Lstm", ["lstm", "lstm", "lstm"]),
        ("学了bp和Cnn", []),
        ("ＣＮＮ和ｌｓｔｍ", ["cnn", "lstm"]),
        ("1×1卷积核 1x1卷积核 1X1 卷积核 11×1卷积核", ["conv1x1", "conv1x1", "conv1x1", "conv"]),
        ("BP 神经网络", ["bp"]),
        ("BP神经网络和神经网络", ["bp", "nn"]),
        ("批归一化", ["bn"]),
        ("池化层的池化", ["pooling", "pooling"]),
        ("one-hot, one hot, one\nhot, onehot", ["onehot", "onehot", "onehot"]),
        ("encoder-decoder, encoder", ["encdec", "encoder"]),
        ("RNNs and transformers, not CNNsx", ["rnn", "transformer"]),
        ("RNN_1, RNN2, xRNN, RNN-2", ["rnn"]),
        ("İ学CNN", ["cnn"]),
        ("", []),
    ],
)
def test_s15_names_are_found_where_they_stand_alone(text: str, concepts: list[str]) -> None:
    assert found(text) == concepts


def test_a_mention_tells_its_place_and_the_name_in_the_lexicon() -> None:
    assert FINDER.find("学ＬＳＴＭ。") == [NameMatch(1, 5, "LSTM", ("lstm",))]


def test_a_name_of_two_concepts_gives_both() -> None:
    finder = Finder({"normalization": ["batch_norm", "layer_norm"], "Normalization": ["layer_norm", "rms_norm"]})
    assert [mention.concepts for mention in finder.find("normalization")] == [("batch_norm", "layer_norm", "rms_norm")]


def test_a_name_of_several_words_goes_over_a_line_break_but_not_over_a_paragraph() -> None:
    finder = Finder({"batch normalization": ["bn"]})
    assert len(finder.find("batch\nnormalization, Batch-Normalization, batch \r\n  normalization")) == 3
    assert finder.find("batch\n\nnormalization") == []


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Finder({}).find("CNN") == []
    assert Finder({"": ["nothing"], " - ": ["nothing"]}).find("a - b") == []


@pytest.mark.parametrize("alias", ["C++", ".backward()", "L2", "(x|y)*", "[a]", "^", "Q·K"])
def test_signs_in_a_name_are_taken_as_they_are(alias: str) -> None:
    assert [mention.name for mention in Finder({alias: ["it"]}).find(f"学{alias}，xx")] == [alias]


pieces = st.text(st.sampled_from("ab 卷积-A1"), min_size=1, max_size=4)


@given(st.lists(pieces), st.text(st.sampled_from("ab 卷积-A1，\n"), max_size=40))
def test_mentions_come_in_order_and_never_overlap(aliases: list[str], text: str) -> None:
    mentions = Finder({alias: ["it"] for alias in aliases}).find(text)
    assert all(mention.start < mention.end for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


def test_a_sentence_is_quoted_once_with_all_its_mentions_marked() -> None:
    text = "学了CNN。今天很累。RNN和LSTM都难！"
    first, second = sentences(text, FINDER.find(text))
    assert first == Snippet(0, 6, "学了CNN。", ((2, 5),))
    assert second == Snippet(11, 22, "RNN和LSTM都难！", ((0, 3), (4, 8)))
    assert [second.text[start:end] for start, end in second.marks] == ["RNN", "LSTM"]


def test_a_mention_over_a_line_break_is_quoted_whole() -> None:
    text = "学了one\nhot。很好。"
    (snippet,) = sentences(text, FINDER.find(text))
    assert snippet.text == "学了one\nhot"


def test_s15_the_first_weekly_log_speaks_of_thirty_four_concepts(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    hits = (
        "pytorch 2, dataloader 1, transform 1, dataset 1, tensorboard 1, cnn 7, rnn 7, bp 4, bn 1, conv1x1 1, conv 4, "
        "pooling 2, activation 3, resnet 2, lstm 3, gru 1, transformer 4, attention 2, onehot 1, encdec 1, encoder 3, "
        "decoder 1, embedding 1, vanish 2, explode 1, chain 1, forward 1, receptive 1, hidden 2, gnn 2, nlp 2, "
        "euclid 1, norm 1, nn 4"
    )
    assert Counter(found(text)) == {name: int(n) for name, n in (hit.split() for hit in hits.split(", "))}


def test_the_sentences_of_the_first_weekly_log_hold_what_they_mark(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    mentions = FINDER.find(text)
    snippets = sentences(text, mentions)
    assert sum(len(snippet.marks) for snippet in snippets) == len(mentions)
    assert all(snippet.text == text[snippet.start : snippet.end] for snippet in snippets)
    rnn = [snippet for snippet in snippets if "RNN" in snippet.text]
    assert rnn[0].text.startswith("里面还包含了")


@given(
    st.lists(
        st.sampled_from(["CNN", "cnn", "卷积", "output", "size", " ", "\n", "\n\n", "\n \n", "s", "，"]), max_size=20
    )
)
def test_found_paragraph_by_paragraph_all_names_stand_where_they_do_in_the_whole_text(pieces: list[str]) -> None:
    finder = Finder({"CNN": ["cnn"], "卷积": ["convolution"], "output size": ["size"]})
    text = "".join(pieces)
    found = finder.find(text)
    assert finder.find(text) == found == list(finder._mentions(text))


def test_names_are_split_only_when_a_text_may_hold_them_and_no_pattern_is_made_of_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    split: list[str] = []

    def splitting(key: str) -> Spelling:
        split.append(key)
        return spelling(key)

    spelling = mentions._spelling
    monkeypatch.setattr(mentions, "_spelling", splitting)
    finder = Finder({name: (name,) for name in ("CNN", "CNN 网络", "conv", "a-b", "池化", "池化层", "卷积")})
    assert split == []
    monkeypatch.setattr(re, "compile", lambda *_: pytest.fail("compiled"))
    assert [found.name for found in finder.find("学了CNN，池化层，CNN。")] == ["CNN", "池化层", "CNN"]
    assert sorted(split) == ["cnn", "cnn网络", "池化", "池化层"]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("ﬁne tuning", [(0, 10, "fine tuning")]),
        ("学了ＬＳＴＭ，还有LSTM", [(2, 6, "LSTM"), (9, 13, "LSTM")]),
        ("㎏ LSTM", [(2, 6, "LSTM")]),
        ("Schro\u0308dinger, Schr\u00f6dinger", [(0, 12, "Schrödinger"), (14, 25, "Schrödinger")]),
        ("R² und R2", [(0, 2, "R2"), (7, 9, "R2")]),
        ("ﾄﾗﾝｽﾌｫｰﾏｰ", [(0, 9, "トランスフォーマー")]),
        ("ﾊﾞｯﾁ", [(0, 4, "バッチ")]),
        ("LS\u200bTM", [(0, 5, "LSTM")]),
        ("one–hot", [(0, 7, "one-hot")]),
        ("梯\u2f26", []),
        ("⼦图", [(0, 2, "子图")]),
        ("하\u1102", []),
        ("한국", [(0, 2, "한국")]),
        ("\u1112\u1161\u11ab국", [(0, 4, "한국")]),
    ],
)
def test_all_forms_of_a_name_are_found_with_their_places(text: str, spans: list[tuple[int, int, str]]) -> None:
    names = ("fine tuning", "LSTM", "Schrödinger", "R2", "トランスフォーマー", "バッチ", "one-hot", "子图", "한국")
    found = Finder({name: (name,) for name in names}).find(text)
    assert [(each.start, each.end, each.name) for each in found] == spans


@given(st.text(st.sampled_from("aé e\u0301ﬁ²ﾊﾞ\u200b卷积LSTM，…"), max_size=30))
def test_places_found_in_a_folded_text_lie_within_the_text_in_order(text: str) -> None:
    found = Finder({name: (name,) for name in ("é", "fi", "2", "バ", "卷积", "LSTM")}).find(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("k-means, K-means, K-Means, K Means", ["k-means"] * 4),
        ("the value where k means a count; here K means five", []),
        ("U-Net, U Net, u-net, U\nNets", ["U-Net"] * 4),
        ("so u net a profit", []),
        ("Q-learning and Q learning", ["Q learning"] * 2),
        ("ε-greedy, ε greedy, εgreedy", ["ε-greedy"] * 3),
        ("Q-学习，Q学习，Q 学习", ["Q-学习"] * 3),
    ],
)
def test_a_hyphen_behind_a_single_letter_is_part_of_the_name(text: str, names: list[str]) -> None:
    finder = Finder({name: (name,) for name in ("k-means", "U-Net", "Q learning", "ε-greedy", "Q-学习")})
    assert [each.name for each in finder.find(text)] == names
