"""Solutions are judged by running: right ones are accepted however they are written, wrong ones named and refuted."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from journal.authoring import Task
from journal.runner.choosing import load
from journal.runner.tasks.judging import judge
from journal.runner.tasks.stressing import stress_task
from journal.runner.tasks.verdict import TaskVerdict

CONCEPT = '''"""Softmax

Weights that sum to 1.
"""

import torch

from journal.authoring import several, real, task, whole


@task("Write softmax over the last axis.", gradients=True, mend=["along_columns"], blanks=["scores.exp()"])
def softmax(scores):
    weights = scores.exp()
    return weights / weights.sum(-1, keepdim=True)


@softmax.inputs
def matrix(rows=whole(1, 4), columns=whole(1, 5)):
    return (torch.randn(rows, columns),)


@softmax.holds("Each row sums to 1.")
def sums_to_one(out):
    return torch.allclose(out.sum(-1), torch.ones(len(out)))


@softmax.wrong(en=("It is taken over the first axis.", "It is taken over the last axis."))
def along_columns(scores):
    weights = scores.exp()
    return weights / weights.sum(0, keepdim=True)


@softmax.wrong(en=("One sum serves the whole matrix.", "Each row has a sum of its own."))
def one_sum(scores):
    weights = scores.exp()
    return weights / weights.sum()


@task("Multiply by the weights, which are given.", gradients=["x"])
def weighted(x, weights):
    return x * weights.detach()


@weighted.inputs
def two_vectors(n=whole(1, 3)):
    return torch.randn(n), torch.randn(n)


@task("Return the largest number.")
def largest(numbers):
    return max(numbers)


@largest.inputs
def some(numbers=several((1, 6), whole(-9, 9))):
    return (numbers,)


@largest.wrong(en=("The last number is the largest.", "Any of them may be."))
def last(numbers):
    return numbers[-1]


@largest.wrong(en=("The sign does not count.", "It does."))
def by_size(numbers):
    return max(numbers, key=abs)
'''


@pytest.fixture(scope="module")
def concept(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    path = tmp_path_factory.mktemp("concepts") / "softmax.py"
    path.write_text(CONCEPT, encoding="utf-8")
    return load(path)


def judged(concept: ModuleType, task: str, source: str, seed: int = 1) -> TaskVerdict:
    found = getattr(concept, task)
    assert isinstance(found, Task)
    return judge(concept, found, source, seed)


@pytest.mark.parametrize(
    "source",
    [
        "def softmax(scores):\n    return torch.softmax(scores, dim=-1)",
        "def softmax(x):\n    x = x - x.max(1, True)[0]\n    return x.exp() / x.exp().sum(1)[:, None]",
        "import torch.nn.functional as F\ndef softmax(s):\n    return F.softmax(s, 1).double()",
        "from torch import nn\nsoftmax = lambda s: nn.Softmax(-1)(s)",
        "def helper(s):\n    return s.logsumexp(-1, keepdim=True)\ndef softmax(s):\n    return (s - helper(s)).exp()",
    ],
)
def test_every_right_solution_is_right(concept: ModuleType, source: str) -> None:
    verdict = judged(concept, "softmax", source)
    assert (verdict.outcome, verdict.counterexample) == ("right", None)
    assert verdict.passed == verdict.tried > 0


@pytest.mark.parametrize(
    ("task", "source", "name"),
    [
        ("softmax", "def softmax(s):\n    return torch.softmax(s, 0)", "along_columns"),
        ("softmax", "def softmax(s):\n    return torch.softmax(s.flatten(), 0).view_as(s)", "one_sum"),
        ("largest", "def largest(n):\n    *_, found = n\n    return found", "last"),
        ("largest", "def largest(n):\n    return sorted(n, key=lambda x: x * x)[-1]", None),
        ("largest", "def largest(n):\n    return sorted(n)[0]", None),
    ],
)
def test_code_that_behaves_like_a_known_wrong_one_is_named(
    concept: ModuleType, task: str, source: str, name: str | None
) -> None:
    verdict = judged(concept, task, source)
    assert (verdict.outcome, verdict.misconception) == ("wrong", name)


def test_a_wrong_solution_is_refuted_by_the_smallest_input(concept: ModuleType) -> None:
    verdict = judged(concept, "largest", "def largest(n):\n    return n[-1]")
    assert verdict.counterexample
    assert verdict.counterexample.arguments in ({"numbers": "[0, -1]"}, {"numbers": "[1, 0]"})
    assert verdict.counterexample.reason == "value"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def softmax(s):\n    return torch.eye(*s.shape)", "value"),
        ("def softmax(s):\n    return torch.softmax(s.detach(), -1)", "gradient"),
        ("def softmax(s):\n    out = torch.softmax(s, -1)\n    s.data.zero_()\n    return out", "changes_arguments"),
        ("def softmax(s):\n    raise KeyError(3)", "raises"),
        ("def softmax(s):\n    return None", "value"),
    ],
)
def test_a_cheat_is_caught(concept: ModuleType, source: str, reason: str) -> None:
    verdict = judged(concept, "softmax", source)
    assert verdict.outcome == "wrong"
    assert verdict.counterexample
    assert verdict.counterexample.reason == reason


def test_only_the_gradients_that_are_named_are_compared(concept: ModuleType) -> None:
    assert judged(concept, "weighted", "def weighted(x, weights):\n    return x * weights").outcome == "right"


def test_a_gradient_that_is_named_is_compared(concept: ModuleType) -> None:
    verdict = judged(concept, "weighted", "def weighted(x, weights):\n    return x.detach() * weights")
    assert verdict.counterexample
    assert verdict.counterexample.reason == "gradient"


def test_a_property_that_cannot_be_tried_on_a_wrong_value_is_not_named(concept: ModuleType) -> None:
    verdict = judged(concept, "softmax", "def softmax(s):\n    return 'none'")
    assert verdict.counterexample
    assert verdict.counterexample.property == ""


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("def softmax(s)\n    return s", "task.does_not_parse"),
        ("def soft(s):\n    return s", "task.no_function"),
        ("softmax = 5", "task.no_function"),
        ("def softmax(s, dim):\n    return s", "task.other_parameters"),
        ("import no_such_module\ndef softmax(s):\n    return s", "task.does_not_start"),
        ("", "task.no_function"),
    ],
)
def test_code_that_cannot_be_tried_is_no_attempt(concept: ModuleType, source: str, problem: str) -> None:
    verdict = judged(concept, "softmax", source)
    assert (verdict.outcome, verdict.problem) == ("unreadable", problem)


def test_the_reference_cannot_be_called_by_its_name(concept: ModuleType) -> None:
    verdict = judged(concept, "largest", "answer = last\ndef largest(n):\n    return answer(n)")
    assert verdict.problem == "task.does_not_start"


def test_a_verdict_survives_the_way_to_the_app(concept: ModuleType) -> None:
    verdict = judged(concept, "largest", "def largest(n):\n    return n[-1]")
    assert TaskVerdict.from_json(verdict.to_json()) == verdict


@pytest.mark.parametrize("task", ["softmax", "largest"])
def test_a_sound_task_passes_its_stress_test(concept: ModuleType, task: str) -> None:
    report = stress_task(getattr(concept, task), "softmax", 100)
    assert report.problems == ()
    assert min(report.refuted.values()) > 0.2


def test_the_stress_test_names_what_is_wrong_with_a_task(concept: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "odd.py"
    path.write_text(
        CONCEPT.replace("return max(numbers)", "return max(numbers) // (numbers[0] - 3)")
        .replace('"scores.exp()"', '"exp(scores)"')
        .replace('mend=["along_columns"]', 'mend=["other"]')
        .replace("torch.ones(len(out))", "torch.zeros(len(out))"),
        encoding="utf-8",
    )
    odd = load(path)
    codes = [code for code, _ in stress_task(odd.softmax, "odd", 20).problems]
    assert codes == ["property_fails", "no_such_blank", "nothing_to_mend"]
    assert [code for code, _ in stress_task(odd.largest, "odd", 60).problems] == ["reference_raises"]
