"""What a log leaves open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.followups.cues import Cue, find_cues
from journal.library.mentions import Finder
from journal.log.date_words import due_day
from tests.library.test_mentions import FINDER


def cues(text: str) -> list[Cue]:
    return find_cues(text, FINDER.find(text))


def told(text: str) -> list[tuple[str, str, list[str], str]]:
    return [(cue.kind, cue.text, [term.name for term in cue.about], cue.when) for cue in cues(text)]


@pytest.mark.parametrize(
    ("text", "what", "about", "when"),
    [
        ("我先跳过了MAS（今晚就学），学习了RNN。", "MAS", ["MAS"], "今晚"),
        ("没来得及学反向传播的推导，明天补。", "反向传播的推导", ["反向传播"], "明天"),
        ("I skipped GNN, will do it tonight.", "GNN", ["GNN"], "tonight"),
        ("I haven't got around to LSTM yet", "LSTM", ["LSTM"], ""),
        ("这一段先跳过。", "这一段先跳过", [], ""),
    ],
)
def test_s10_what_was_skipped_is_kept_with_the_day_it_was_put_off_to(
    text: str, what: str, about: list[str], when: str
) -> None:
    assert told(text) == [("skipped", what, about, when)]


@pytest.mark.parametrize("text", ["ResNet有跳过连接。", "我没有跳过BP。", "要学会跳读。"])
def test_not_everything_that_sounds_so_was_skipped(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "what", "when"),
    [
        ("明天再看GAN的损失，然后休息。", "明天再看GAN的损失", "明天"),
        ("下周一准备学GNN", "下周一准备学GNN", "下周一"),
        ("Tomorrow I'll read about GRU.", "Tomorrow I'll read about GRU", "Tomorrow"),
        ("I'm going to read about GRU next week.", "going to read about GRU next week", "next week"),
    ],
)
def test_a_promise_names_its_day(text: str, what: str, when: str) -> None:
    (promise,) = cues(text)
    assert (promise.kind, promise.text, promise.when) == ("promise", what, when)
    assert due_day(promise.when, date(2024, 7, 9)) is not None


@pytest.mark.parametrize("text", ["希望你在接下来的学习中可以应用到这一点。", "今晚很累。", "Tomorrow is Monday."])
def test_a_word_for_a_day_is_no_promise_without_something_to_do(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("BP神经网络很基础，学BP的时候，经常容易和BN搞混，现在RNN和CNN都用它。", ["BP", "BN"]),
        ("分不清encoder和LSTM", ["encoder", "LSTM"]),
        ("RNN总是和GAN弄混", ["RNN", "GAN"]),
        ("I always mix up BN and BP.", ["BN", "BP"]),
        ("I can't tell GRU from LSTM", ["GRU", "LSTM"]),
    ],
)
def test_s13_the_nearest_two_terms_are_the_confused_pair(text: str, pair: list[str]) -> None:
    assert [(cue.kind, [term.name for term in cue.about]) for cue in cues(text)] == [("confusion", pair)]


def test_a_name_that_holds_the_cue_itself_does_not_hide_the_pair() -> None:
    text = "学BP的时候，经常和BN搞混，归一化也是"
    finder = Finder({"BP": ["backprop"], "和BN搞混": ["bp_vs_bn"], "归一化": ["norm"]})
    (confusion,) = find_cues(text, finder.find(text))
    assert [term.name for term in confusion.about] == ["BP", "BN"]


@pytest.mark.parametrize("text", ["CNN和RNN的混淆矩阵", "CNN和卷积神经网络搞混", "容易搞混。BP和BN"])
def test_no_pair_is_made_up(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        (
            "能解决（忽然想到一个问题，特征（如边缘）能否作为目标。也许能）。后来",
            "忽然想到一个问题，特征（如边缘）能否作为目标",
        ),
        ("学CNN（突然想到：能否(分次)训练），好。", "突然想到：能否(分次)训练"),
        ("很累，忽然想到可以联动。明天再说", "忽然想到可以联动"),
        ("（忽然想到没有收尾，怎么办", "忽然想到没有收尾，怎么办"),
        ("What if we used it twice? Done.", "What if we used it twice"),
    ],
)
def test_s14_an_idea_ends_with_its_own_bracket_or_its_sentence(text: str, idea: str) -> None:
    assert next(cue.text for cue in cues(text) if cue.kind == "idea").startswith(idea)


def test_s14_an_idea_goes_on_over_the_full_stops_in_its_bracket() -> None:
    (idea,) = cues("（忽然想到CNN（卷积）能用。也能停）。好")
    assert idea.text == "忽然想到CNN（卷积）能用。也能停"


def test_s11_what_is_put_off_on_purpose_is_not_skipped() -> None:
    assert told("深度不能太大，能否用transformer解决就不是我目前需要思考的问题了（后来再看）。") == [
        ("deferred", "能否用transformer解决就不是我目前需要思考的问题了", ["transformer"], "")
    ]


@pytest.mark.parametrize(
    ("text", "claim", "about"),
    [
        ("现在看来，BP神经网络应该是一切的基础，很重要。", "BP神经网络应该是一切的基础", ["BP神经网络"]),
        ("I think LSTM has two gates, maybe three.", "I think LSTM has two gates", ["LSTM"]),
        ("Attention通过欧式距离来判断。", "Attention通过欧式距离来判断", ["欧式距离", "Attention"]),
        ("RNN很好。但它会出现权重缺失。", "但它会出现权重缺失", ["RNN"]),
        ("其主要运行是编码器和解码器并行启动，并给出结果。", "其主要运行是编码器和解码器并行启动", ["编码器"]),
    ],
)
def test_s17_a_hedged_or_doubtful_clause_about_a_concept_is_a_claim_to_check(
    text: str, claim: str, about: list[str]
) -> None:
    assert told(text) == [("claim", claim, about, "")]


@pytest.mark.parametrize(
    "text", ["我真的感觉自己改变了很多，学了CNN。", "应该早睡。", "两点的欧式距离", "也许是因为MAS"]
)
def test_s17_a_hedge_without_a_concept_is_no_claim(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("em，周记要求800字哈", ["800"]),
        ("每周至少写 1000 字", ["1000"]),
        ("at least 500 words a week", ["500"]),
        ("写了800字", []),
        ("要求很高", []),
    ],
)
def test_s2_a_quota_is_read_from_the_text_only_where_it_is_called_one(text: str, goal: list[str]) -> None:
    assert [what for kind, what, _, _ in told(text) if kind == "goal"] == goal


@given(
    st.lists(
        st.sampled_from(
            [
                "跳过了",
                "今晚就学",
                "忽然想到",
                "搞混",
                "应该",
                "CNN",
                "BP",
                "（",
                "）",
                "(",
                ")",
                "，",
                "。",
                "\n",
                "a ",
            ]
        )
    )
)
def test_every_cue_is_a_part_of_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    for cue in cues(text):
        assert cue.text == text[cue.start : cue.end] != ""
        assert cue.sentence in text


# --- the first weekly log -----------------------------------------------------------------------------------------


@pytest.fixture
def first_log(seed: Path) -> str:
    return seed.read_text(encoding="utf-8")


def of_kind(kind: str, text: str) -> list[Cue]:
    """The cues of one kind."""
    return [cue for cue in cues(text) if cue.kind == kind]


def test_s2_the_first_weekly_log_asks_for_800(first_log: str) -> None:
    assert [cue.text for cue in of_kind("goal", first_log)] == ["800"]


def test_s10_the_first_weekly_log_skips_one_thing_and_promises_no_other(first_log: str) -> None:
    found = [cue for cue in told(first_log) if cue[0] in ("skipped", "promise")]
    assert found == [("skipped", "MAS", ["MAS"], "今晚")]


def test_s11_the_first_weekly_log_defers_one_thing_which_is_not_skipped(first_log: str) -> None:
    (deferred,) = of_kind("deferred", first_log)
    assert deferred.text.endswith("不是我目前需要的思考的问题了")
    assert deferred.text not in [cue.text for cue in of_kind("skipped", first_log)]


def test_s13_the_first_weekly_log_mixes_up_bp_and_bn_and_nothing_else(first_log: str) -> None:
    pairs = {tuple(term.name for term in cue.about) for cue in of_kind("confusion", first_log)}
    assert pairs == {("BP", "BN")}


def test_s14_the_idea_of_the_first_weekly_log_has_110_characters_and_its_own_sentence(first_log: str) -> None:
    sudden, weaker = of_kind("idea", first_log)
    assert (len(sudden.text), sudden.text[:8], sudden.text[-6:]) == (110, "忽然想到一个问题", "也已经应用了")
    assert "现在CNN的赛道" in sudden.sentence
    assert "CNN" in [term.name for term in sudden.about]
    assert weaker.text == "感觉很可以和GNN（图神经网络）联动一下"


def test_s17_the_first_weekly_log_makes_five_claims_to_check(first_log: str) -> None:
    claims = of_kind("claim", first_log)
    assert [[term.name for term in claim.about] for claim in claims] == [
        ["BP神经网络"],
        ["transformer"],
        ["RNN"],
        ["欧式距离", "Attention"],
        ["编码器"],
    ]
    attention = first_log.split("\n")[15]
    assert [claim.text for claim in claims if claim.text in attention] == [
        "并通过欧式距离",
        "其主要运行是编码器和解码器并行启动",
    ]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("没懂：为什么 softmax 和 cross entropy 合在一起？", "skipped", "为什么 softmax 和 cross entropy 合在一起"),
        ("想法：能不能用步长代替池化？", "idea", "想法：能不能用步长代替池化"),
        ("Idea: use a stride instead of pooling.", "idea", "Idea: use a stride instead of pooling"),
    ],
)
def test_a_line_that_is_labelled_is_what_its_label_says(text: str, kind: str, what: str) -> None:
    assert [(cue.kind, cue.text) for cue in cues(text)] == [(kind, what)]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("卷积已经会了，但是看不懂反向传播，先放着。", "difficulty", "但是看不懂反向传播"),
        ("Convolution is fine, but I don't understand BPTT.", "difficulty", "but I don't understand BPTT"),
        ("看了反向传播的第二节，还是没看懂，先放着。", "difficulty", "看了反向传播的第二节，还是没看懂，先放着"),
        ("I skipped GNN for now.", "skipped", "GNN"),
        ("I skipped GNN for the moment, too long.", "skipped", "GNN"),
        ("Haven't gotten to pooling yet.", "skipped", "pooling"),
    ],
)
def test_a_cue_is_no_longer_than_what_it_names(text: str, kind: str, what: str) -> None:
    assert [(cue.kind, cue.text) for cue in cues(text)] == [(kind, what)]


def test_words_that_only_sound_like_a_label_are_none() -> None:
    assert cues("没懂的人很多，其实没懂，也没有想法。") == []
