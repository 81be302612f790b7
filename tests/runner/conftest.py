"""A concept of our own to run, and a runner for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.runner.client import Runner
from journal.runner.limits import Limits

AMPLE = Limits(wall_s=30, cpu_s=20)

CONCEPT = '''"""Stretching

A row of `n` ones, stretched by `k`.
"""

import torch

from journal.authoring import one_of, question, whole

ZH = """拉伸

把 `n` 个 1 拉伸 `k` 倍。
"""
ALIASES = ["stretch", "拉伸"]


def demo(n=whole(2, 9), k=one_of(3, 5), size=one_of((2, 3), (4, 5)), fixed=7):
    # how long it is, told on the way
    print("n 是", n)
    return torch.ones(n) * k


def draws(n=whole(2, 9)):
    from matplotlib import pyplot

    pyplot.plot(range(n))
    return n


def fails(n=whole(2, 9)):
    helper = n - n
    return n // helper


def figure(out, n):
    from matplotlib import pyplot

    pyplot.plot(torch.as_tensor(out).reshape(-1))


@question("How much is the sum?", "和是多少？")
def total(out):
    return int(out.sum())


@total.wrong("Every one of them is stretched.", "每个 1 都被拉伸。")
def stretched_once(n, k):
    return n + k


@question("Does it raise?", of=fails, choices=["ZeroDivisionError", "nothing"], errors=True, fact=True)
def raised(out):
    return type(out).__name__ if isinstance(out, Exception) else "nothing"


@raised.wrong("Nothing divided by nothing is not one.")
def nothing_raised():
    return "nothing"


@question("What is left?", of=fails)
def left(out):
    return out


@left.wrong("Nothing is left.")
def nothing():
    return 0
'''


@pytest.fixture(scope="session")
def concept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A concept file of the user's own."""
    path = tmp_path_factory.mktemp("own") / "stretching.py"
    path.write_text(CONCEPT, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def runner(cache: Path) -> Iterator[Runner]:
    """One worker for all tests that do it no harm."""
    with Runner(AMPLE, cache=cache) as runner:
        yield runner
