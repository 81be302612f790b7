"""The runner as the app has it: futures that always end, a worker that comes back, and nothing heavy imported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from journal.core import diagnostics
from journal.library.library import OURS
from journal.runner.client import Runner
from journal.runner.limits import Limits
from journal.runner.runs import RunFailed
from tests.runner.conftest import AMPLE
from tests.runner.system import children, descendants, gone, workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into the processes of Linux")

OF_OURS = next(OURS.glob("*/conv_output_size.py"))
ENDLESS = "import time\nprint('begun')\ntime.sleep(60)"


@pytest.fixture
def lone(cache: Path) -> Iterator[Runner]:
    """A runner whose worker may come to harm."""
    with Runner(AMPLE, cache=cache) as runner:
        yield runner


def worker_of(runner: Runner, concept: Path) -> int:
    """The worker of a runner: the one that is there after a first run, and was not before."""
    before = set(workers())
    runner.run(concept, "demo", {"n": 2, "k": 3}, 0).result(60)
    (worker,) = set(workers()) - before
    return worker


def test_the_app_imports_neither_torch_nor_numpy_nor_matplotlib() -> None:
    code = f"""
import sys
from pathlib import Path
from journal.runner.client import Runner
with Runner() as runner:
    runner.start()
    print(runner.run(Path({str(OF_OURS)!r}), "demo", None, 1, png=True).result(120).value[:6])
    print(runner.variant(Path({str(OF_OURS)!r}), "conv-output-size", "height", 1).result(120).kind)
print(sorted({{"torch", "numpy", "matplotlib", "sqlmodel", "textual"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=200)
    assert done.stdout.split() == ["tensor", "integer", "[]"]
    assert done.stderr == "", "nothing reaches the terminal"


@pytest.mark.parametrize("first", ["runner.start()", 'runner.run(path, "demo", {"n": 2}, 0).result(120)'])
def test_an_app_that_forgets_to_close_leaves_nothing_either(concept: Path, tmp_path: Path, first: str) -> None:
    code = f"""
from pathlib import Path
from journal.runner.client import Runner
path = Path({str(concept)!r})
runner = Runner()
{first}
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=200, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_dies_is_replaced_and_the_run_repeated(
    lone: Runner, concept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "_folder", tmp_path)
    worker = worker_of(lone, concept)
    future = lone.run(concept, "demo", {"n": 2}, 0, code="import time\ntime.sleep(1)\nreturn 'done'")
    while not children(worker):
        pass
    os.kill(worker, signal.SIGKILL)
    assert future.result(120).value == "done"
    assert worker not in workers()
    assert "INFO worker_lost sent=1 ready=1" in (tmp_path / diagnostics.NAME).read_text(encoding="utf-8")


def test_no_child_outlives_its_worker(lone: Runner, concept: Path) -> None:
    worker = worker_of(lone, concept)
    lone.run(concept, "demo", {"n": 2}, 0, code=ENDLESS)
    while not (found := children(worker)):
        pass
    os.kill(worker, signal.SIGKILL)
    lone.close()
    assert all(gone(pid) for pid in found)


def test_closing_fails_what_is_open_and_leaves_nothing(cache: Path, concept: Path) -> None:
    runner = Runner(AMPLE, cache=cache)
    worker = worker_of(runner, concept)
    folder = workers()[worker]
    futures = [runner.run(concept, "demo", {"n": 2}, 0, code=ENDLESS) for _ in range(5)]
    runner.close()
    for future in futures:
        assert isinstance(future.exception(0), RunFailed)
    assert worker not in workers()
    assert not descendants(worker)
    assert not folder.exists()
    late = runner.run(concept, "demo", {"n": 2}, 0).exception(0)
    assert isinstance(late, RunFailed)
    assert late.limit == "closed"
    runner.close()


def test_a_request_that_is_cancelled_in_time_is_never_run(runner: Runner, concept: Path, tmp_path: Path) -> None:
    slow = [runner.run(concept, "demo", {"n": 2}, 0, code="import time\ntime.sleep(0.5)") for _ in range(2)]
    waiting = runner.run(concept, "demo", {"n": 2}, 0)
    assert waiting.cancel()
    assert all(future.result(60).error is None for future in slow)
    assert waiting.cancelled()


def test_what_is_asked_ahead_lets_everything_else_pass(runner: Runner, concept: Path) -> None:
    order: list[str] = []
    for _ in range(2):
        runner.run(concept, "demo", {"n": 2}, 0, code="import time\ntime.sleep(0.5)")
    ahead = [runner.variant(concept, "stretching", "total", seed, ahead=True) for seed in range(3)]
    urgent = runner.run(concept, "demo", {"n": 2, "k": 3}, 0)
    for future in ahead:
        future.add_done_callback(lambda _: order.append("ahead"))
    urgent.add_done_callback(lambda _: order.append("urgent"))
    assert urgent.result(60)
    assert all(future.result(60) for future in ahead)
    assert order.index("urgent") < 2, "at most the one made at the same time came before"


def test_runs_go_on_beside_a_long_one(runner: Runner, concept: Path) -> None:
    slow = runner.run(concept, "demo", {"n": 2}, 0, code="import time\ntime.sleep(2)\nreturn 'slow'")
    assert runner.run(concept, "demo", {"n": 2, "k": 3}, 0).result(60).error is None
    assert not slow.done()
    assert slow.result(60).value == "slow"


def test_a_worker_that_cannot_start_fails_every_request(concept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Runner(AMPLE) as runner:
        runner.start()
        failures = [runner.run(concept, "demo", {"n": 2}, 0).exception(60) for _ in range(2)]
    assert [failed.limit for failed in failures if isinstance(failed, RunFailed)] == ["unable", "unable"]


def test_a_worker_that_ends_at_once_fails_every_request(concept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Runner(AMPLE) as runner:
        failed = runner.run(concept, "demo", {"n": 2}, 0).exception(60)
    assert isinstance(failed, RunFailed)
    assert failed.limit == "worker"


def test_the_environment_of_the_user_is_not_passed_on(
    cache: Path, concept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "123")
    with Runner(AMPLE, cache=cache) as runner:
        got = runner.run(concept, "demo", {"n": 2}, 0, code="import os\nreturn 'SECRET_TOKEN' in os.environ").result(60)
    assert got.value == "False"


# --- limits ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "code", "limit", "says"),
    [
        (Limits(wall_s=60, cpu_s=1), "print('begun')\nwhile True: pass", "cpu", "1 s of computing"),
        (Limits(wall_s=1, cpu_s=60), ENDLESS, "time", "Stopped after 1 s"),
        (
            Limits(wall_s=60, cpu_s=1, memory_mb=64),
            "print('begun')\nreturn torch.ones(10**8)",
            "memory",
            "more than 64 MB",
        ),
        (AMPLE, "print('begun')\nimport os\nos._exit(3)", "exit", "code 3"),
        (AMPLE, "print('begun')\nimport sys\nsys.exit(4)", "exit", "code 4"),
        (AMPLE, "print('begun')\nimport ctypes\nctypes.string_at(0)", "crash", "SIGSEGV"),
        (AMPLE, "print('begun')\nwhile True: print('x' * 999)", "output", "more than 8 MB"),
        (AMPLE, "print('begun')\nopen('x', 'wb').write(bytes(9 * 2**20))", "disk", "more than 8 MB"),
        (AMPLE, "print('begun')\nimport socket\nsocket.socket()", "forbidden", "no network"),
    ],
)
def test_the_message_names_the_limit_that_was_hit(
    runner: Runner, cache: Path, concept: Path, limits: Limits, code: str, limit: str, says: str
) -> None:
    with ExitStack() as stack:
        limited = runner if limits == AMPLE else stack.enter_context(Runner(limits, cache=cache))
        failed = stack.enter_context(pytest.raises(RunFailed))
        limited.run(concept, "demo", {"n": 2}, 0, code=code).result(60)
    assert failed.value.limit == limit
    assert says in str(failed.value)
    assert failed.value.output.startswith("begun"), "what was printed until then is kept"


# --- trust ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["landlock", "seccomp"])
def test_where_a_layer_is_missing_a_file_that_is_not_ours_runs_only_after_a_yes_to_its_content(
    cache: Path, tmp_path: Path, concept: Path, missing: str
) -> None:
    path = tmp_path / "own.py"
    path.write_bytes(concept.read_bytes())
    said_yes: set[str] = set()
    asked: list[str] = []

    def allow(file: Path, sha256: str) -> bool:
        asked.append(sha256)
        return sha256 in said_yes

    with Runner(AMPLE, cache=cache, without=[missing], allow=allow) as runner:
        assert runner.run(OF_OURS, "demo", None, 0).result(60).error is None, "ours need no yes"
        assert asked == []
        with pytest.raises(RunFailed) as refused:
            runner.run(path, "demo", {"n": 2, "k": 3}, 0).result(60)
        assert refused.value.limit == "not_trusted"
        assert "own.py" in str(refused.value)
        said_yes.update(asked)
        assert runner.run(path, "demo", {"n": 2, "k": 3}, 0).result(60).error is None
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        changed = runner.run(path, "demo", {"n": 2, "k": 3}, 0).exception(60)
        assert isinstance(changed, RunFailed), "a changed file is another file"


def test_where_the_sandbox_is_whole_nobody_is_asked(runner: Runner, concept: Path) -> None:
    got = runner.run(concept, "demo", {"n": 2, "k": 3}, 0).result(60)
    if not {"landlock", "seccomp"} <= set(got.sandbox):
        pytest.skip(f"only {got.sandbox} hold on this system")
    assert got.error is None
