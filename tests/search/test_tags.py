"""Tags in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.search.tags import same_tag, tags


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("学了池化层 #CNN", ["CNN"]),
        ("学了池化层，#卷积 还有#BN", ["卷积"]),
        ("#w-28/a 开始", ["w-28/a"]),
        ("（#BN）和“#GNN”", ["BN", "GNN"]),
        ("好。#今晚就学", ["今晚就学"]),
        ("#CNN #CNN", ["CNN", "CNN"]),
        ("今天#残差很难", []),
        ("# 标题", []),
        ("## 二级", []),
        ("##二级", []),
        ("#2024", []),
        ("C#语言", []),
        ("http://a.b/#top", []),
        ("#हिन्दी #cafe\u0301s #don't #l’année", ["हिन्दी", "cafe\u0301s", "don't", "l’année"]),
        ("#C++ #C# #F# #UNet++ #C++17", ["C++", "C#", "F#", "UNet++", "C++17"]),
        ("#卷积# 和 #CNN#", ["卷积", "CNN"]),
        ("#CNN+LSTM #RNN-, #a/ #b'", ["CNN", "RNN", "a", "b"]),
        ("e\u0301#x", []),
        ("\\#x &#x27; #_x #-x", []),
        ("#12，abc #12k", ["12k"]),
    ],
)
def test_a_tag_is_found_behind_chinese_marks_and_nothing_else_is(text: str, found: list[str]) -> None:
    assert tags(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "```c\n#include <stdio.h>\n```",
        "~~~\n#include\n~~~",
        "```\n#include and no end",
        "行内 `#not_a_tag`，``a ` #b``",
        "two lines `of\n#code` here",
        "Text:\n\n    #include <x>\n\n    #define X",
        "\t#include",
        "[跳转](#heading) [跳](a(b)#c) ![图](x#y)",
        "[[笔记#标题]] ![[note#part|alias]] [text][#ref]",
        "[ref]: #target",
        "<b style='color:#EEE'>粗</b> <a href=#x>",
        "<!-- #note -->",
        "<style>\n a { color: #EEE }\n #id { }\n</style>",
        "<code>#x</code>",
        "https://a.b/?#top www.a.b/?#top",
        "<https://a.b/#x>",
    ],
)
def test_code_links_and_html_hold_no_tags(text: str) -> None:
    assert tags(text) == []
    assert tags(f"#前\n\n{text}\n\n") == ["前"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`a` #CNN `b`", ["CNN"]),
        ("one ` backtick #CNN", ["CNN"]),
        ("`` two #CNN ` one", ["CNN"]),
        ("a < b #CNN > c", ["CNN"]),
        ("- item\n\n    #CNN in the item", ["CNN"]),
        ("para\n    #CNN goes on", ["CNN"]),
        ("[not a link] #CNN (x)", ["CNN"]),
        ("见https://a.b/c，#CNN", ["CNN"]),
        ("`x\n\ny #CNN `z`", ["CNN"]),
        ("[todo]: #CNN", []),
        ("见[todo]: #CNN", ["CNN"]),
    ],
)
def test_what_only_looks_like_code_or_a_link_hides_no_tag(text: str, found: list[str]) -> None:
    assert tags(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "颜色 #fff 和 #00B7DA",
        "#EEE #000000 #abcdef #12345678",
        "#0b7 #f00 #1a2b",
        "color: #abc",
        "背景用 #c4d",
        "#fffF",
    ],
)
def test_a_colour_is_no_tag(text: str) -> None:
    assert tags(text) == []


@pytest.mark.parametrize("tag", ["BCE", "A2C", "bf16", "C51", "DAE", "face", "add", "de", "abcde", "fed-avg", "3D"])
def test_a_word_that_could_be_hexadecimal_is_a_tag(tag: str) -> None:
    assert tags(f"学了 #{tag}") == [tag]


def test_two_spellings_of_one_tag_are_the_same() -> None:
    assert len({same_tag(each) for each in ("café", "cafe\u0301", "CAFÉ", "CAFE\u0301")}) == 1
    assert len({same_tag(each) for each in ("C", "C++", "C#")}) == 3


@given(st.text("#ab`<>[]()\n -~\u0301字\\", max_size=60))
def test_a_tag_stands_in_the_text_behind_its_sign(text: str) -> None:
    for tag in tags(text):
        assert f"#{tag}" in text
        assert any(character.isalpha() for character in tag)
