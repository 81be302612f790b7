"""Filters over the cards: the states, properties and days that people know from Anki."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.messages import UserError
from journal.review.card_filters import PROPERTIES, STATES, Facts, read_filter

DAY = date(2024, 7, 14)
CARD = Facts(
    names=("conv-output-size", "height", "Convolution output size", "卷积输出尺寸"),
    concept=("conv-output-size", "Convolution output size", "卷积输出尺寸"),
    topic=("3_images", "Images", "图像"),
    states=("due", "review", "leech"),
    properties={"s": 21.5, "d": 7.0, "r": 0.89, "ivl": 22, "due": -1, "reps": 12, "lapses": 8},
    added=DAY - timedelta(days=6),
    rated=((DAY - timedelta(days=6), 1), (DAY - timedelta(days=1), 3)),
)
NEW = replace(CARD, states=("new",), properties={"reps": 0, "lapses": 0}, rated=())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "is:due",
        "is:leech is:review",
        "IS:Due",
        "is：due",
        "-is:new",
        "prop:s>21",
        "prop:s>=21.5 prop:d=7 prop:r<0.9 prop:ivl!=21 prop:due<0 prop:reps<=12 prop:lapses>7",
        "rated:7",
        "rated:7:1",
        "rated:2:3",
        "-rated:2:1",
        "added:7",
        "topic:images",
        "topic:图像",
        "concept:卷积输出尺寸",
        'concept:"convolution output size"',
        '"output size" height',
        "卷积",
        "-池化",
    ],
)
def test_a_filter_finds_the_card(text: str) -> None:
    assert read_filter(text).holds(CARD, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "is:new",
        "-is:due",
        "is:due is:suspended",
        "is:buried",
        "prop:s>21.5",
        "prop:s<21",
        "rated:6:1",
        "rated:1",
        "rated:7:4",
        "added:6",
        "topic:text",
        "concept:conv",
        "池化",
        '"size output"',
    ],
)
def test_a_filter_leaves_the_card_out(text: str) -> None:
    assert not read_filter(text).holds(CARD, DAY)


@pytest.mark.parametrize("name", ["s", "d", "r", "ivl", "due"])
def test_a_card_that_was_never_asked_has_no_memory_to_ask_for(name: str) -> None:
    assert not read_filter(f"prop:{name}<9999").holds(NEW, DAY)
    assert not read_filter(f"prop:{name}>-9999").holds(NEW, DAY)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is:lost", "is:leech"),
        ("is:due is:x", "is:new"),
        ("prop:s", "prop:s>21"),
        ("prop:ease>2", "lapses"),
        ("prop:s>many", "prop:s>21"),
        ("rated:x", "rated:7:1"),
        ("rated:7:5", "rated:7:1"),
        ("rated:0", "rated:7:1"),
        ("added:-3", "added:7"),
        ("deeck:hard", "topic:"),
    ],
)
def test_what_names_nothing_is_said_in_one_line_with_what_there_is(text: str, names: str) -> None:
    with pytest.raises(UserError) as told:
        read_filter(text)
    assert names in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(("text", "days"), [("is:due", 0), ("rated:7", 7), ("rated:3:1 -rated:30：2", 30)])
def test_a_filter_says_how_far_back_it_asks_for_answers(text: str, days: int) -> None:
    assert read_filter(text).days == days


PARTS = st.one_of(
    st.sampled_from([f"is:{state}" for state in STATES]),
    st.builds("prop:{}{}{}".format, st.sampled_from(PROPERTIES), st.sampled_from("<=>"), st.integers(-5, 30)),
    st.builds("rated:{}:{}".format, st.integers(1, 30), st.integers(1, 4)),
    st.builds("added:{}".format, st.integers(1, 30)),
    st.sampled_from(["卷积", "height", "nothing"]),
)


@given(part=PARTS)
def test_a_minus_turns_a_part_round(part: str) -> None:
    assert read_filter(part).holds(CARD, DAY) is not read_filter(f"-{part}").holds(CARD, DAY)


@given(parts=st.lists(PARTS, max_size=5))
def test_all_parts_must_hold(parts: list[str]) -> None:
    each = [read_filter(part).holds(CARD, DAY) for part in parts]
    assert read_filter(" ".join(parts)).holds(CARD, DAY) is all(each)


@given(text=st.text(max_size=40))
def test_any_line_is_read_or_refused_in_words(text: str) -> None:
    with suppress(UserError):
        assert read_filter(text).holds(CARD, DAY) in (True, False)
