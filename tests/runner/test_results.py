"""Whatever a run, or the worker, leaves as its result: it is a result, or a failure that says so in either language."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import socket, socketpair
from typing import Any, cast

import pytest

from journal.core import messages as words
from journal.core.languages import LANGUAGES
from journal.runner.client import Runner
from journal.runner.figures.scene import MOST_POINTS
from journal.runner.runs import REPORTED_BY_NEITHER, REPORTED_BY_RUN, REPORTED_BY_WORKER, RunFailed
from journal.runner.values import packed_params
from journal.runner.worker.process import Process, Start
from journal.runner.worker.protocol import encode
from journal.runner.worker.supervisor import Workers
from tests.runner.pictures import png
from tests.support.scenes import axes, bars, entry, image, line, scale

PATH = Path("own.py")
DRAWN: dict[str, Any] = json.loads(
    json.dumps(
        axes(
            title="t",
            x=scale(0, 2, label="x", ticks="0 1 2"),
            lines=[line((0, 0), None, (1, 2))],
            dots=[{"points": [(0, 0)], "colour": None, "marker": "o"}],
            bars=[bars((0, 0, 1, 1))],
            areas=[{"points": [(0, 0), (1, 1), (1, 0)], "colour": 2}],
            images=[image([[0, 1], [0.5, None]], numbers=True)],
            texts=[{"x": 0, "y": 0, "text": "a", "align": "left"}],
            legend=[entry("a", 1)],
        )
    )
)
SCENE = {"title": "t", "axes": [DRAWN]}
Ask = Callable[[Runner], Future[Any]]

OK: dict[str, tuple[Ask, dict[str, Any]]] = {
    "run": (
        lambda runner: runner.run(PATH, "demo", {"n": 3, "size": (2, 3)}, 1, figure=True, png=True),
        {
            "value": "1",
            "params": packed_params({"n": 3, "size": (2, 3)}),
            "error": {"type": "ValueError", "message": "no", "line": 3},
            "elapsed_ms": 1.5,
            "scene": SCENE,
            "png": base64.b64encode(png(3, 2)).decode(),
        },
    ),
    "variant": (
        lambda runner: runner.variant(PATH, "own", "total", 1),
        {
            "concept": "own",
            "question": "total",
            "seed": 1,
            "params": packed_params({"n": 3}),
            "kind": "number",
            "truth": 2.5,
            "tolerance": 0.1,
            "wrong_answers": {"a": 3, "b": None, "c": {"float": "nan"}},
            "steps": [["n - 1", "2"], ["2.5", "2.5"]],
        },
    ),
    "stress": (
        lambda runner: runner.stress(PATH, "own", "total", 9),
        {
            "concept": "own",
            "question": "total",
            "kind": "number",
            "seeds": 9,
            "shown": {"a": 0.5},
            "alike": {},
            "answers": 3,
            "p95_ms": 1.0,
            "problems": [
                {"code": "raises", "values": {"seed": 1, "error": "x"}},
                {"code": "not_repeatable", "values": {}},
            ],
        },
    ),
    "judge": (
        lambda runner: runner.judge(PATH, "mean", "def mean(x): ...", 1),
        {
            "outcome": "wrong",
            "passed": 1,
            "tried": 2,
            "counterexample": {
                "arguments": {"x": "1"},
                "got": "1",
                "expected": "2",
                "reason": "value",
                "property": "",
                "line": None,
            },
            "misconception": None,
            "problem": "",
            "values": None,
            "milliseconds": 1.0,
        },
    ),
    "stress_task": (
        lambda runner: runner.stress_task(PATH, "own", "mean", 9),
        {
            "concept": "own",
            "task": "mean",
            "seeds": 9,
            "refuted": {"a": 1.0},
            "problems": [["few_wrong", {"count": 1}]],
        },
    ),
    "stress_file": (
        lambda runner: runner.stress_file(PATH, "own", ["total"], ["mean"], 9),
        {
            "questions": [
                {
                    "concept": "own",
                    "question": "total",
                    "kind": "number",
                    "seeds": 9,
                    "shown": {"a": 0.5},
                    "alike": {},
                    "answers": 3,
                    "p95_ms": 1.0,
                    "problems": [],
                }
            ],
            "tasks": [{"concept": "own", "task": "mean", "seeds": 9, "refuted": {"a": 1.0}, "problems": []}],
        },
    ),
}
"""For each thing that is asked of a run, how it is asked, and a result that is one."""

REPLY: dict[str, Any] = {
    "id": 1,
    "output": "told",
    "output_cut": False,
    "sandbox": ["landlock"],
    "broken": "",
    "status": 0,
}


@contextmanager
def answering(reply: Any) -> Iterator[Runner]:
    """A runner whose worker answers everything with one reply."""

    def submit(request: Any, read: Callable[[Any], Any], ahead: bool) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(read(reply))
        except RunFailed as failed:
            future.set_exception(failed)
        return future

    with Runner() as runner, pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner._workers, "submit", submit)
        yield runner


def comes_of(op: str, result: object) -> Any:
    """What the app sees of a result, written as JSON: the thing itself, or the failure, whose sentences are written."""
    return seen(op, {**REPLY, "result": result if isinstance(result, str) else json.dumps(result)})


def seen(op: str, reply: Any) -> Any:
    with answering(reply) as runner:
        future = OK[op][0](runner)
    failed = future.exception(0)
    if failed is None:
        return future.result(0)
    assert isinstance(failed, RunFailed)
    for language in LANGUAGES:
        words.use(language)
        assert str(failed)
    return failed


# --- made up --------------------------------------------------------------------------------------------------

ONLY_BY_THE_WORKER = sorted(set(REPORTED_BY_WORKER) - set(REPORTED_BY_RUN))
KNOWN = ["ok", "limit", "values", "concept", "params", "error", "scene", "axes", "tuple", "float", "output", "key", "n"]
KNOWN += [
    *REPORTED_BY_RUN,
    *REPORTED_BY_WORKER,
    *REPORTED_BY_NEITHER,
    "reason",
    "type",
    "message",
    "line",
    "code",
    "file",
]


def any_json(rng: random.Random, depth: int = 0) -> Any:
    """A JSON value of any form, with the names of results in it."""
    plain = [None, True, False, 0, -1, 2**63, 10**400, 0.5, 1e308, float("nan"), float("inf"), "", "\x1b", "\ud800"]
    choice = rng.randrange(6 if depth < 4 else 3)
    if choice < 2:
        return rng.choice(plain)
    if choice == 2:
        return rng.choice([*KNOWN, "x" * rng.choice([1, 100, 20_000])])
    if choice == 3:
        return [any_json(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(KNOWN): any_json(rng, depth + 1) for _ in range(rng.randrange(5))}


def damaged(rng: random.Random, value: Any) -> Any:
    """A copy of a value in which something is otherwise."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        name = rng.choice(list(value))
        match rng.randrange(8):
            case 0:
                return {each: item for each, item in value.items() if each != name}
            case 1:
                return {**value, rng.choice(KNOWN): any_json(rng, 3)}
        return {**value, name: damaged(rng, value[name])}
    if isinstance(value, list) and value and rng.random() < 0.8:
        at = rng.randrange(len(value))
        return [*value[:at], damaged(rng, value[at]), *value[at + 1 :]]
    return any_json(rng, 3)


@pytest.mark.parametrize("op", OK)
def test_a_result_of_the_right_form_is_one(op: str) -> None:
    assert not isinstance(comes_of(op, {"ok": OK[op][1]}), RunFailed)


@pytest.mark.parametrize("op", OK)
def test_any_json_is_a_result_or_a_failure_with_words(op: str) -> None:
    rng = random.Random(op)
    for _ in range(400):
        assert isinstance(comes_of(op, any_json(rng)), RunFailed), "2,000 over all, none of which is a result"


@pytest.mark.parametrize("op", OK)
def test_what_is_nearly_a_result_is_one_or_a_failure_with_words(op: str) -> None:
    rng, ok = random.Random(op), OK[op][1]
    met = [type(comes_of(op, {"ok": damaged(rng, ok)})) for _ in range(300)]
    met += [type(comes_of(op, damaged(rng, {"ok": ok}))) for _ in range(50)]
    assert RunFailed in met
    assert len(set(met)) == 2, "both were met"


def test_what_is_nearly_a_failure_is_one_with_words() -> None:
    rng = random.Random(1)
    told: dict[str, dict[str, Any]] = {
        "exit": {"code": 1},
        "forbidden": {"reason": "x"},
        "error": {"type": "T", "message": "m", "line": 1},
        "memory": {},
    }
    for limit, values in told.items():
        assert comes_of("run", {"limit": limit, "values": values}).limit == limit
        for _ in range(50):
            failed = comes_of("run", damaged(rng, {"limit": limit, "values": values}))
            assert failed.limit in REPORTED_BY_RUN


@pytest.mark.parametrize("limit", [*REPORTED_BY_NEITHER, *ONLY_BY_THE_WORKER, "bribe", ""])
def test_a_run_is_not_believed_to_have_reached_a_limit_that_others_tell_of(limit: str) -> None:
    for values in ({}, {"file": "own.py", "path": "/", "sha256": "0"}, {"reason": "x"}, {"output": "o"}):
        assert comes_of("run", {"limit": limit, "values": values}).limit == "result"


@pytest.mark.parametrize("text", ["", "[", "[" * 10**6, '{"ok":', "NaN", "1" * 5000, "\x00", '"\ud800"'])
def test_what_is_no_json_is_a_failure(text: str) -> None:
    assert comes_of("run", text).limit == "result"


@pytest.mark.parametrize(
    "change",
    [
        {"params": {"n": 4, "size": {"tuple": [2, 3]}}},
        {"scene": {"title": "t", "axes": [DRAWN] * 5}},
        {"scene": {"title": "t" * 81, "axes": []}},
        {"scene": {"title": "", "axes": [{**DRAWN, "lines": [line(*[(0.0, 0.0)] * (MOST_POINTS + 1))]}]}},
        {"scene": {"title": "", "axes": [{**DRAWN, "lines": [line((0.0, 1e999))]}]}},
        {"elapsed_ms": float("inf")},
        {"value": "x" * 4001},
        {"png": "no base64!"},
        {"png": base64.b64encode(b"GIF89a").decode()},
        {"error": {"type": "x" * 1001, "message": "", "line": None}},
    ],
    ids=str,
)
def test_a_run_that_claims_too_much_or_something_else_is_a_failure(change: dict[str, Any]) -> None:
    assert comes_of("run", {"ok": {**OK["run"][1], **change}}).limit == "result"


@pytest.mark.parametrize(
    "change",
    [
        {"concept": "other"},
        {"question": "other"},
        {"seed": 2},
        {"kind": "shape"},
        {"kind": "bribe"},
        {"truth": True},
        {"truth": 10**301},
        {"wrong_answers": {"a": {"float": "1"}}},
        {"wrong_answers": {"a": [1, "x"]}},
        {"params": {"n": {"tuple": [1], "more": 1}}},
    ],
    ids=str,
)
def test_a_variant_of_something_else_is_a_failure(change: dict[str, Any]) -> None:
    assert comes_of("variant", {"ok": {**OK["variant"][1], **change}}).limit == "result"


def test_whatever_a_run_writes_the_next_one_is_right(runner: Runner, concept: Path) -> None:
    rng = random.Random(3)
    body = "import os\nos.pwrite(3, {!r}, 0)\nos._exit(0)"
    for _ in range(40):
        text = json.dumps(rng.choice([any_json(rng), damaged(rng, {"ok": OK["run"][1]})]))
        written = rng.choice([text.encode(), text.encode()[:-1], rng.randbytes(100)])
        run = runner.run(concept, "demo", {"n": 2, "k": 3}, 0, code=body.format(written))
        failed = run.exception(60)
        assert isinstance(failed, RunFailed)
        assert str(failed)
    assert runner.run(concept, "demo", {"n": 2, "k": 3}, 0, code="return n").result(60).value == "2"


# --- the worker -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", REPORTED_BY_WORKER)
def test_the_worker_is_believed_in_what_it_watches_for(limit: str) -> None:
    assert seen("run", {**REPLY, "broken": limit, "result": ""}).limit == limit


def test_any_reply_of_the_worker_is_a_failure_with_words() -> None:
    rng = random.Random(2)
    whole = {**REPLY, "result": json.dumps({"ok": OK["run"][1]})}
    assert not isinstance(seen("run", whole), RunFailed)
    met = set()
    for _ in range(300):
        found = seen("run", rng.choice([any_json(rng), damaged(rng, whole)]))
        met.add(type(found))
        if isinstance(found, RunFailed):
            assert found.limit in {*REPORTED_BY_WORKER, "result"}
    assert len(met) == 2, "both were met"


class Babbling:
    """Starts workers that say one thing at first and others when they are asked, whatever that is."""

    def __init__(self, folder: Path, messages: list[Any]) -> None:
        self.folder, self.messages = folder, messages

    def process(self, due: float) -> Process:
        ours, theirs = socketpair()
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        threading.Thread(target=self.babble, args=(theirs,), daemon=True).start()
        self.folder.mkdir(exist_ok=True)
        return Process(child, ours, self.folder, due)

    def babble(self, link: socket) -> None:
        first, *others = self.messages
        with link, suppress(OSError):
            link.sendall(encode(first))
            while link.recv(2**16):
                for message in others:
                    link.sendall(encode(message))


@pytest.mark.parametrize(
    "messages",
    [
        [{"ready": 5, "sandbox": []}],
        [{"ready": "2", "sandbox": "landlock"}],
        [{"ready": "2"}],
        [{"unable": ["x"]}],
        [{"ready": "2", "sandbox": []}, {"id": []}, {"id": {}}, {"id": None}, {"id": 99}, {"id": 1}],
        [{"ready": "2", "sandbox": []}, {"ready": [], "sandbox": 1}],
    ],
    ids=str,
)
def test_whatever_the_worker_says_the_app_goes_on(messages: list[Any], tmp_path: Path) -> None:
    workers = Workers(cast(Start, Babbling(tmp_path / "worker", messages)), lambda request, layers: request)
    request = {"limits": {"wall_s": 1}}
    try:
        failed = workers.submit(request, _unreadable, False).exception(60)
    finally:
        workers.close()
    assert isinstance(failed, RunFailed)
    assert failed.limit in ("worker", "unable", "result")
    assert str(failed)


def _unreadable(reply: Any) -> Any:
    raise RunFailed("result", result=4)
