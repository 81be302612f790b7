"""Where there is no fork: the same runs by processes that were started ahead. Slower, never wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.runner.client import Runner
from journal.runner.limits import Limits
from journal.runner.runs import RunFailed
from tests.runner.conftest import AMPLE
from tests.runner.system import descendants, runs_in, soon, workers

PARAMS = {"n": 3, "k": 5, "size": (2, 3)}


@pytest.fixture(scope="module")
def spare(cache: Path) -> Iterator[Runner]:
    with Runner(Limits(wall_s=5, cpu_s=4, memory_mb=256), cache=cache, fork=False) as runner:
        yield runner


def test_gives_the_same_as_a_fork(runner: Runner, spare: Runner, concept: Path) -> None:
    code = "print('文字')\nreturn torch.rand(3)"
    slow, quick = (each.run(concept, "demo", PARAMS, 5, code=code).result(120) for each in (spare, runner))
    assert (slow.output, slow.value, slow.params, slow.sandbox) == (
        quick.output,
        quick.value,
        quick.params,
        quick.sandbox,
    )


def test_chooses_the_same_variant_as_a_fork(runner: Runner, spare: Runner, concept: Path) -> None:
    slow, quick = (each.variant(concept, "stretching", "total", 3).result(120) for each in (spare, runner))
    assert slow == quick


def test_what_goes_too_far_is_contained_and_the_next_run_is_right(spare: Runner, concept: Path) -> None:
    hostile = {
        "time": "print('begun')\nimport time\ntime.sleep(60)",
        "memory": "print('begun')\nkept = [torch.ones(10**7) for _ in range(100)]",
        "exit": "print('begun')\nimport os\nos._exit(3)",
        "crash": "print('begun')\nimport ctypes\nctypes.string_at(0)",
    }
    futures = {limit: spare.run(concept, "demo", PARAMS, 0, code=code) for limit, code in hostile.items()}
    for limit, future in futures.items():
        failed = future.exception(240)
        assert isinstance(failed, RunFailed)
        assert (failed.limit, failed.output) == (limit, "begun\n")
    assert spare.run(concept, "demo", PARAMS, 0, code="return n").result(120).value == "3"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into the processes of Linux")
def test_leaves_no_process_and_no_file(cache: Path, concept: Path) -> None:
    before = set(workers())
    with Runner(AMPLE, cache=cache, fork=False) as runner:
        runner.run(concept, "demo", PARAMS, 0, code="open('left', 'w').write('x')").result(120)
        ((worker, folder),) = ((pid, path) for pid, path in workers().items() if pid not in before)
        assert soon(lambda: len(descendants(worker)) == 1), "the next one waits"
        assert soon(lambda: len(runs_in(folder)) == 1)
    assert not set(workers()) - before
    assert not folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are no such limits to leave off")
def test_memory_is_watched_where_no_limit_can_be_set(cache: Path, concept: Path) -> None:
    limits = Limits(wall_s=60, cpu_s=60, memory_mb=256)
    with Runner(limits, cache=cache, fork=False, without=["rlimits"]) as runner, pytest.raises(RunFailed) as failed:
        runner.run(concept, "demo", PARAMS, 0, code="kept = [torch.ones(10**7) for _ in range(50)]").result(120)
    assert failed.value.limit == "memory"
