"""What changed between two texts, sentence by sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.differences import differences, gone


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(change.kind, change.text) for change in differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("学了卷积。", "学了卷积。", [("same", "学了卷积。")]),
        ("学了卷积。", "学了卷积。也学了池化。", [("same", "学了卷积。"), ("in", "也学了池化。")]),
        (
            "学了卷积。学了BP。完。",
            "学了卷积。学了BN。完。",
            [("same", "学了卷积。"), ("out", "学了BP。"), ("in", "学了BN。"), ("same", "完。")],
        ),
        ("他说：“要跳读。”好。", "好。", [("out", "他说：“要跳读。”"), ("same", "好。")]),
        ("nn.Conv2d is fine. Yes.", "nn.Conv2d is fine.", [("same", "nn.Conv2d is fine."), ("out", " Yes.")]),
        ("", "学", [("in", "学")]),
        ("学\n", "", [("out", "学\n")]),
        ("", "", []),
    ],
)
def test_what_went_and_what_came_is_told_by_sentences(old: str, new: str, changes: list[tuple[str, str]]) -> None:
    assert told(old, new) == changes


TEXT = st.text(st.sampled_from("学了。！\n“” ab.\r，"), max_size=40)


@given(TEXT, TEXT)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    changes = differences(old, new)
    assert "".join(change.text for change in changes if change.kind != "in") == old
    assert "".join(change.text for change in changes if change.kind != "out") == new


@pytest.mark.parametrize(
    ("old", "new", "characters"),
    [
        ("学了卷积", "学了卷积核", 0),
        ("学了卷积", "先学了卷积", 0),
        ("学了卷积", "学积", 2),
        ("学了", "", 2),
        ("ABA", "A", 2),
        ("", "学", 0),
    ],
)
def test_what_went_is_counted_between_the_ends_that_stayed(old: str, new: str, characters: int) -> None:
    assert gone(old, new) == characters
