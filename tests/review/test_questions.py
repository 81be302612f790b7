"""How a question and the misconceptions behind an answer are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from journal.core.languages import Translated
from journal.library.concept import Misconception
from journal.review.display import both_sentences, misconception_lines
from journal.review.questions import with_values


@pytest.mark.parametrize(
    ("source", "params", "filled"),
    [
        ("n - k", {"n": 30, "k": 7}, "30 - 7"),
        ("h", {"h": 4, "i": 3}, "4"),
        ("(n + p - k) // s + 1", {"n": 37, "k": 5, "s": 2, "p": 1}, "(37 + 1 - 5) // 2 + 1"),
        ("out[0] // k, out[1]", {"k": 2}, "out[0] // 2, out[1]"),
        ("x.n + n", {"n": 2}, "x.n + 2"),
        ("demo(n=1, k=k)", {"n": 5, "k": 3}, "demo(n=1, k=3)"),
        ('"n" if n else "k"', {"n": 5, "k": 3}, '"n" if 5 else "k"'),
        ("sum(z)", {"z": list(range(40))}, "sum(z)"),
    ],
)
def test_a_belief_is_shown_with_the_numbers_that_were_drawn(
    source: str, params: Mapping[str, Any], filled: str
) -> None:
    assert with_values(source, params) == filled


def test_what_is_believed_and_what_is_the_case_stand_under_their_own_names() -> None:
    assert misconception_lines("Padding counts once.", "Both ends are padded.") == [
        "believed: Padding counts once.",
        "the case: Both ends are padded.",
    ]


def test_a_file_from_before_has_the_fact_alone_and_it_is_never_called_a_belief() -> None:
    assert misconception_lines("", "Both ends are padded.") == ["the case: Both ends are padded."]
    older = Misconception("one_end", Translated(), Translated(en="Both `ends` are padded."), "", {}, False, 1)
    assert both_sentences(older) == "Both ends are padded."
