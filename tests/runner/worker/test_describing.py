"""What is said of a demo's value."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.runner.client import Runner

DESCRIBED = [
    ("None", "None"),
    ("3", "3"),
    ("float('nan')", "nan"),
    ("(float('inf'), -0.0)", "(inf, -0.0)"),
    ("'文字'", "文字"),
    ("['a', 1, None]", "['a', 1, None]"),
    ("{'a': (1,), 2: []}", "{'a': (1,), 2: []}"),
    ("[[[[1]]]]", "[[[[…]]]]"),
    ("torch.Size([2, 3])", "torch.Size([2, 3])"),
    ("torch.float16", "torch.float16"),
    ("torch.tensor(1.5)", "1.5000  (tensor of shape (), float32)"),
    ("torch.tensor([1, 2])", "tensor of shape (2,), int64\n[1, 2]"),
    ("torch.tensor([float('nan'), float('inf')])", "tensor of shape (2,), float32\n[nan, inf]"),
    ("torch.zeros(2, 2)", "tensor of shape (2, 2), float32\n[[0., 0.],\n [0., 0.]]"),
    ("torch.zeros(1, 8, 17, 17)", "tensor of shape (1, 8, 17, 17), float32"),
    ("torch.zeros(8, 9)", "tensor of shape (8, 9), float32"),
    ("torch.zeros(9, 9).t()", "tensor of shape (9, 9), float32, not contiguous"),
    ("torch.zeros(9, 9, requires_grad=True)", "tensor of shape (9, 9), float32, requires_grad"),
    ("torch.zeros(9, 9, requires_grad=True) * 2", "tensor of shape (9, 9), float32, grad_fn=MulBackward0"),
    ("torch.empty(3, device='meta')", "tensor of shape (3,), float32"),
    ("torch.zeros(2, 0)", "tensor of shape (2, 0), float32\n[]"),
    ("{'loss': torch.tensor([1.0])}", "{'loss': tensor of shape (1,), float32\n[1.]}"),
    ("torch.ones(2).to_sparse()", "tensor of shape (2,), float32"),
    ("torch.nn.Linear(2, 1)", "Linear(in_features=2, out_features=1, bias=True)"),
    ("torch.nn.Linear(2, 1).weight.shape", "torch.Size([1, 2])"),
]


@pytest.mark.parametrize(("code", "described"), DESCRIBED, ids=lambda text: text[:30])
def test_describes(runner: Runner, concept: Path, code: str, described: str) -> None:
    got = runner.run(concept, "demo", {"n": 2}, 0, code=f"return {code}").result(60)
    assert got.value == described


def test_a_long_container_is_cut_after_64_items(runner: Runner, concept: Path) -> None:
    got = runner.run(concept, "demo", {"n": 2}, 0, code="return list(range(1000))").result(60)
    assert got.value == f"[{', '.join(map(str, range(64)))}, …]"


def test_a_value_that_cannot_be_described_is_named(runner: Runner, concept: Path) -> None:
    code = "class Shy:\n    def __repr__(self): raise ValueError\nreturn Shy()"
    got = runner.run(concept, "demo", {"n": 2}, 0, code=code).result(60)
    assert got.value == "Shy (cannot be described: ValueError)"
    round_ = "a = []\na.append(a)\nreturn a"
    assert runner.run(concept, "demo", {"n": 2}, 0, code=round_).result(60).value == "[[[[…]]]]"
