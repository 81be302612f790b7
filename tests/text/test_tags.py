"""Tags in a text."""

from __future__ import annotations

import pytest

from journal.text.tags import tags


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
    ],
)
def test_a_tag_is_found_behind_chinese_marks_and_nothing_else_is(text: str, found: list[str]) -> None:
    assert tags(text) == found
