"""Typos."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.log.typos import Typo, find_typos, fixed, line_and_column


@pytest.mark.parametrize(
    ("text", "kinds", "better"),
    [
        ("其被广泛应用与机器翻译", ["word"], "其被广泛应用于机器翻译"),
        ("应用的淋漓精致", ["word"], "应用的淋漓尽致"),
        ("通过欧式距离", ["word"], "通过欧氏距离"),
        ("过拟和，模型不收剑", ["word", "word"], "过拟合，模型不收敛"),
        ("把它学好！！！a's", ["stray"], "把它学好！！！"),
        ("学好。n \r\n好", ["stray"], "学好。 \r\n好"),
        ("机器翻译**、**语音识别**、**图像", ["bold", "bold"], "机器翻译、语音识别、图像"),
        ("这是**重点", ["bold"], "这是重点"),
        ("**一**和**二", ["bold"], "**一**和**二"),
        ("CNN（卷积神经网络)", ["bracket"], "CNN（卷积神经网络）"),
        ("CNN(卷积）", ["bracket"], "CNN(卷积)"),
        ("CNN（卷积", ["bracket"], "CNN（卷积"),
        ("卷积）好", ["bracket"], "卷积）好"),
        ("他说“要学会跳读“。", ["quote"], "他说“要学会跳读”。"),
        ("他说”好", ["quote"], "他说”好"),
        ("《深度学习", ["bracket"], "《深度学习"),
        ("先学了GRU,不能只看公式", ["mark"], "先学了GRU，不能只看公式"),
        ("为什么不能?因为梯度消失!", ["mark", "mark"], "为什么不能？因为梯度消失！"),
        ("分两步:先前向,再反向", ["mark", "mark"], "分两步：先前向，再反向"),
        ("看完了LSTM ，明天看 GRU 。", ["blank", "blank"], "看完了LSTM，明天看 GRU。"),
    ],
)
def test_a_slip_is_found_and_mended_where_it_is_clear_how(text: str, kinds: list[str], better: str) -> None:
    typos = find_typos(text)
    assert [typo.kind for typo in typos] == kinds
    assert all(typo.found == text[typo.start : typo.end] for typo in typos)
    assert fixed(text, typos) == better


@pytest.mark.parametrize(
    "text",
    [
        "应用与实践，欧式风格，模拟和虚拟和",
        "**重点**、**难点**",
        "***都要***",
        "（一段（套一段）跨\n行）",
        "1) 第一 :)",
        "太难了！LSTM",
        "太难了！ok",
        "`**kwargs` 和 `(`",
        "```\nf(**named\n“\n```",
        "https://a.b/（x",
        "“一”和“二”",
        "f(x, y)，形状是(2, 3)，比例1:2，时间12:30，3,000张",
        "Attention is all you need, by Vaswani: read it!",
        "在时间:12:30开始",
        "`a,不能`",
        "打印`w.grad`，再看",
        "I had 红烧肉, and then 缩放点积: I know it!",
        "| 名 | ，| 词 |",
        "",
    ],
)
def test_what_is_right_is_let_be(text: str) -> None:
    assert find_typos(text) == []


def test_s18_only_the_chosen_slips_are_mended() -> None:
    text = "应用与翻译，淋漓精致"
    first, second = find_typos(text)
    assert first == Typo(0, 3, "word", "应用与", "应用于")
    assert fixed(text, [second]) == "应用与翻译，淋漓尽致"


def test_a_place_is_told_by_line_and_column() -> None:
    assert [line_and_column("ab\nc", place) for place in range(4)] == [(1, 1), (1, 2), (1, 3), (2, 1)]


@given(st.text(st.sampled_from("学a（）()“”*。！\n`《")))
def test_mending_leaves_nothing_that_could_be_mended_among_brackets_and_quotes(text: str) -> None:
    typos = [typo for typo in find_typos(text) if typo.kind in ("bracket", "quote")]
    again = find_typos(fixed(text, typos))
    assert not [typo for typo in again if typo.kind in ("bracket", "quote") and typo.instead is not None]


def test_s18_the_slips_of_the_first_weekly_log(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    typos = find_typos(text)
    assert [(typo.kind, typo.found, typo.instead) for typo in typos] == [
        ("stray", "a's", ""),
        ("word", "欧式", "欧氏"),
        ("word", "应用与", "应用于"),
        ("bold", "**、**", "、"),
        ("bold", "**、**", "、"),
        ("word", "淋漓精致", "淋漓尽致"),
    ]
    places = [line_and_column(text, typo.start) for typo in typos]
    assert places == [(5, 216), (16, 94), (16, 136), (16, 143), (16, 152), (16, 269)]
    better = fixed(text, typos)
    assert find_typos(better) == []
    assert len(better) == len(text) - len("a's") - 8
