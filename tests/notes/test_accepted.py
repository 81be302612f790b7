"""Typed answers: which count as right."""

from __future__ import annotations

import pytest

from journal.notes.accepted import joined, matches, split


@pytest.mark.parametrize(
    ("typed", "accepted", "right"),
    [
        ("ReLU", ["relu"], True),
        ("ｒｅｌｕ。", ["relu"], True),
        ("gelu", ["relu"], False),
        ("the  gate", ["the gate"], True),
        ("b", ["a", "b"], True),
        ("0.5", ["1/2"], True),
        ("1e-3", ["0.001"], True),
        ("0.51", ["0.5 ± 0.01"], True),
        ("0.52", ["0.5 ± 0.01"], False),
        ("102", ["100 +- 2%"], True),
        ("103", ["100 +/- 2 %"], False),
        ("half", ["0.5 ± 0.01"], False),
        ("1/0", ["0"], False),
        ("", ["relu"], False),
    ],
)
def test_an_answer_counts_by_what_it_says(typed: str, accepted: list[str], right: bool) -> None:
    assert matches(typed, accepted) is right


def test_accepted_answers_stand_in_one_line() -> None:
    assert split("relu | ReLU ｜ relu|") == ("relu", "ReLU")
    assert joined(("a", "b")) == "a | b"
