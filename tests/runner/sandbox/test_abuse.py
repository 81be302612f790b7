"""Hostile demos are contained, by the whole sandbox and by what counts as whole on any kernel.

`Hostile.held_by` says which layers keep a demo from its aim, each by itself. Combinations of layers are tried against
that: with any of them on it fails and nothing outside changes, with all of them off it is seen to succeed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from journal.runner.client import Runner
from tests.runner.abuse import (
    ALL,
    CLAIMED,
    NONE,
    OTHERS,
    SHORT,
    Column,
    Surroundings,
    answers,
    attempt,
    confined,
    refused_ones,
    surroundings,
)
from tests.runner.hostile import CASES, Hostile
from tests.runner.hostile_calls import CALLS
from tests.runner.system import descendants, runs_in, soon, workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is one of Linux")
QUICK = [NONE, CLAIMED[1]]
SLOW = [*OTHERS, *(column for abi, column in CLAIMED.items() if abi > 1)]


@pytest.fixture(scope="module")
def around() -> Iterator[Surroundings]:
    """On the file system of the runs: a link or a rename from one to another would fail without a sandbox."""
    with TemporaryDirectory() as folder, surroundings(Path(folder)) as found:
        yield found


@pytest.fixture(scope="module")
def whole(around: Surroundings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Runner, int]]:
    """A runner with every layer, and the id of its worker, which must live through everything."""
    if ALL.missing:
        pytest.skip(ALL.missing)
    with confined(ALL, around, tmp_path_factory.mktemp("whole"), SHORT) as found:
        yield found


@pytest.mark.parametrize("case", [*CASES, *CALLS], ids=lambda case: f"{case.name} (lasts)" if case.lasts else case.name)
def test_the_whole_sandbox_contains(case: Hostile, whole: tuple[Runner, int], around: Surroundings) -> None:
    runner, worker = whole
    folder = workers()[worker]
    tried = attempt(case, ALL, around, runner)
    assert tried is not None
    assert tried.reached == tried.expected == (case.held_by == ""), tried
    assert not tried.changed, "nothing outside has changed"
    assert tried.end in case.ends or not case.ends
    assert worker in workers(), "the same worker lives"
    assert answers(runner, around), "the next run is right"
    assert soon(lambda: len(descendants(worker)) == 1), "no process is left but the one that waits for the next run"
    assert soon(lambda: len(runs_in(folder)) == 1), "no file is left but the folder of that one"


@pytest.mark.parametrize("column", [*QUICK, *(pytest.param(each, marks=pytest.mark.slow) for each in SLOW)], ids=str)
def test_each_layer_holds_what_it_is_said_to_hold(column: Column, around: Surroundings, tmp_path: Path) -> None:
    if column.missing:
        pytest.skip(column.missing)
    with confined(column, around, tmp_path) as (runner, worker):
        tried = {case.name: attempt(case, column, around, runner) for case in refused_ones()}
        assert worker in workers(), "the same worker lives"
        assert answers(runner, around), "the next run is right"
    wrong = {name: found for name, found in tried.items() if found and found.reached != found.expected}
    assert not wrong
    assert sum(found is not None for found in tried.values()) > 100
    assert any(found.reached for found in tried.values() if found) or column == ALL


def test_what_counts_as_whole_leaves_open_only_what_doctor_says() -> None:
    """Whatever the version of Landlock: what can be learned of paths and processes."""
    for column in CLAIMED.values():
        open_ones = [case for case in (*CASES, *CALLS) if case.reaches(column.layers, column.abi, root=False)]
        assert all(case.name.startswith("learn ") for case in open_ones)
        assert open_ones == [case for case in CALLS if case.held_by in ("", "view")]
