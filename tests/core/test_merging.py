"""Two texts that grew from one become one: both sides' changes hold, and no sentence that either wrote is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.differences import pieces
from journal.core.merging import Conflict, merge

_SENTENCES = st.sampled_from(
    ["学了卷积。", "学了池化。", "手机看少了。", "I read a paper. ", "- [ ] GRU", "\n", "\n\n", "Why?"]
)
_TEXTS = st.lists(_SENTENCES, max_size=9).map("".join)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("早上。\n", "早上。\n晚上。\n", "清晨。早上。\n", "清晨。早上。\n晚上。\n"),
        ("一。二。三。", "一一。二。三。", "一。二。三三。", "一一。二。三三。"),
        ("一。二。", "一一。二。", "一。二二。", "一一。二二。"),
        ("一。二。三。", "一。三。", "一。二。三。四。", "一。三。四。"),
        ("a\n\nb\n", "a\n\nb\n\nours\n", "a\n\nb\n", "a\n\nb\n\nours\n"),
        ("一。", "", "一。", ""),
        ("一。\r\n", "一。\r\n二。\r\n", "零。\r\n一。\r\n", "零。\r\n一。\r\n二。\r\n"),
    ],
)
def test_changes_at_different_places_are_both_made(base: str, ours: str, theirs: str, merged: str) -> None:
    found = merge(base, ours, theirs)

    assert found.text == merged
    assert not found.conflicts


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged", "conflict"),
    [
        ("一。二。三。", "一。贰。三。", "一。弐。三。", "一。贰。弐。三。", ("贰。", "弐。")),
        ("一。二。", "一。", "一。二改。", "一。二改。", ("", "二改。")),
        ("a\n", "a\n- ours\n", "a\n- theirs\n", "a\n- ours\n- theirs\n", ("- ours\n", "- theirs\n")),
        ("a\n\nold", "a\n\nours", "a\n\ntheirs", "a\n\nours\n\ntheirs", ("ours", "theirs")),
        ("", "x\ny\n", "x\nz\n", "x\ny\nz\n", ("x\ny\n", "x\nz\n")),
        ("一。二。三。", "壹。贰。三。", "一。弐。三。", "壹。贰。弐。三。", ("壹。贰。", "一。弐。")),
    ],
)
def test_where_both_changed_the_same_both_are_kept(
    base: str, ours: str, theirs: str, merged: str, conflict: tuple[str, str]
) -> None:
    found = merge(base, ours, theirs)

    assert found.text == merged
    assert found.conflicts == (Conflict(*conflict),)


@given(base=_TEXTS, changed=_TEXTS)
def test_a_side_that_left_the_text_alone_takes_what_the_other_made_of_it(base: str, changed: str) -> None:
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, base).text == changed
    assert merge(base, changed, changed).text == changed


@given(base=_TEXTS, ours=_TEXTS, theirs=_TEXTS)
def test_no_sentence_that_either_side_wrote_is_lost(base: str, ours: str, theirs: str) -> None:
    found = merge(base, ours, theirs)

    written = [*pieces(ours), *pieces(theirs)]
    assert all(piece in found.text for piece in written if piece not in pieces(base) and not piece.isspace())


@given(base=_TEXTS, ours=_TEXTS, theirs=_TEXTS)
def test_the_sides_may_be_taken_in_either_order(base: str, ours: str, theirs: str) -> None:
    """The texts may be ordered differently where both wrote; that they conflict, and what is in them, is the same."""
    here, there = merge(base, ours, theirs), merge(base, theirs, ours)

    turned = [Conflict(each.theirs, each.ours) for each in there.conflicts]
    assert list(here.conflicts) == turned
    if not here.conflicts:
        assert here.text == there.text


def test_merging_again_changes_nothing() -> None:
    """What was merged is the new common text: the next exchange starts from it."""
    once = merge("一。二。", "一。贰。", "一。弐。").text

    assert merge(once, once, once).text == once
    assert merge("一。贰。", once, "一。贰。").text == once
