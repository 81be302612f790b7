"""What counts as the same value of a task: the numbers and their shape, not what holds them."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from journal.runner.tasks.comparing import copied, same

X = torch.tensor([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (X + 1e-6, X),
        (X.double(), X),
        (torch.tensor([1, 2, 3]), X),
        (2.0, torch.tensor(2.0)),
        (torch.tensor(2), 2),
        ([1, (2, X)], (1, [2, X])),
        (X, [1.0, 2.0, 3.0]),
        ([1.0, 2.0, 3.0], X),
        ([[1], [2]], torch.tensor([[1], [2]])),
        (range(1, 4), X),
        ([torch.tensor(1.0), 2.0, 3], X),
        ({"a": X, "b": 1}, {"b": 1.0, "a": X}),
        (float("nan"), float("nan")),
        (torch.tensor([float("nan"), float("inf")]), torch.tensor([float("nan"), float("inf")])),
        (1e-9, 0.0),
        (None, None),
        (torch.tensor(True), True),
        (ValueError("one"), ValueError("another")),
    ],
)
def test_the_same(value: Any, truth: Any) -> None:
    assert same(value, truth, 1e-4)


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (X * 1.001, X),
        (X[:, None], X),
        (X[:2], X),
        ([1.0, 2.0], X),
        ([[1.0], [2.0], [3.0]], X),
        ([1.0, [2.0], 3.0], X),
        (["1", "2", "3"], X),
        ("123", X),
        ("1", 1),
        (None, 0),
        (0, None),
        (float("nan"), 1.0),
        (1.0, float("inf")),
        ((1, 2), (1, 2, 3)),
        ("ab", ["a", "b"]),
        ({"a": 1}, {"a": 1, "b": 2}),
        (TypeError("x"), ValueError("x")),
        (5, ValueError("x")),
        (1, "1"),
        (2, True),
    ],
)
def test_not_the_same(value: Any, truth: Any) -> None:
    assert not same(value, truth, 1e-4)


def test_a_copy_keeps_the_gradient_flag_and_shares_nothing() -> None:
    x = torch.ones(2, requires_grad=True)
    one, items = copied((x, [1, 2]))
    assert one.requires_grad
    items.append(3)
    with torch.no_grad():
        one += 1
    assert x.tolist() == [1.0, 1.0]
