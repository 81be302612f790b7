"""The operations of a child: run a demo, choose a variant, stress-test a question. Each takes a request and returns
plain JSON.
"""

from __future__ import annotations

import ast
import base64
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.util import decode_source
from pathlib import Path
from types import ModuleType
from typing import Any

from torch import Tensor

from journal.authoring import Task, call
from journal.library.concept import Params
from journal.library.reading import body_line
from journal.runner.choosing import LoadedQuestion, choose, compute, draw, fixed, load, seed_everything, worked
from journal.runner.figures.capture import capture
from journal.runner.stress import stress
from journal.runner.tasks.judging import judge
from journal.runner.tasks.solution import names_of
from journal.runner.tasks.stressing import stress_task
from journal.runner.values import packed_params, unpacked_params
from journal.runner.worker.describing import describe
from journal.runner.worker.protocol import Message
from journal.runner.worker.stops import described, exit_code, limit_of, line_in

BODY = "<demo>"
"""The file name of the learner's own code in a traceback."""


def perform(request: Message) -> Message:
    """The result of a request: `{"ok": …}`, or `{"limit": …, "values": …}` for what stopped it."""
    path = Path(request["path"])
    content = base64.b64decode(request["content"])
    try:
        return {"ok": _OPERATIONS[request["op"]](load(path, content), request)}
    except BaseException as error:  # SystemExit included
        return _stopped_by(error, path)


def _stopped_by(error: BaseException, path: Path) -> Message:
    """The limit behind an exception; `error` for an ordinary exception of the concept's code."""
    limit = limit_of(error)
    told = {
        "error": {**described(error), "line": line_in(error, str(path)) or 0},
        "exit": {"code": exit_code(error)},
        "forbidden": {"reason": described(error)["message"]},
    }
    return {"limit": limit, "values": told.get(limit, {})}


# --- run ------------------------------------------------------------------------------------------------------


def _run(module: ModuleType, request: Message) -> dict[str, Any]:
    demo = getattr(module, request["demo"])
    seed = request["seed"]
    params = _params(request) if request["params"] is not None else draw(demo, random.Random(seed))
    known = {**fixed(demo), **params}
    out, error, elapsed_ms = None, None, 0.0
    scene, png = None, None
    try:
        function = demo if request["code"] is None else _compiled(module, request["code"], tuple(known))
        seed_everything(seed)
        start = time.perf_counter()
        try:
            out = function(**known)
        finally:
            elapsed_ms = 1000 * (time.perf_counter() - start)
        if request["figure"] or request["png"]:
            scene, png = _figure(module, out, known, request["png"])
    except BaseException as caught:  # a demo may raise anything
        if limit_of(caught) != "error":
            raise
        error = {**described(caught), "line": _line(caught, request)}
    return {
        "value": describe(out) if error is None else "",
        "params": packed_params(params),
        "error": error,
        "elapsed_ms": elapsed_ms,
        "scene": scene,
        "png": None if png is None else base64.b64encode(png).decode(),
    }


def _line(error: BaseException, request: Message) -> int | None:
    """The line of the demo's body, or of the learner's code, at which an exception left it."""
    if request["code"] is not None:
        return line_in(error, BODY)
    line = line_in(error, request["path"], request["demo"])
    text = decode_source(base64.b64decode(request["content"]))
    return line and line - body_line(text, request["demo"]) + 1


def _compiled(module: ModuleType, body: str, names: tuple[str, ...]) -> Callable[..., Any]:
    """The body as a function of `names` in its module, with lines counted from the body's first."""
    tree = ast.parse(f"def demo({', '.join(names)}): pass", BODY)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = ast.parse(body, BODY).body or function.body
    space: dict[str, Any] = {}
    exec(compile(tree, BODY, "exec"), vars(module), space)
    demo: Callable[..., Any] = space["demo"]
    return demo


def _figure(module: ModuleType, out: Any, params: Params, png: bool) -> tuple[dict[str, Any] | None, bytes | None]:
    """The figure drawn by the concept's `figure`, or else the figure left open by the demo."""
    if hasattr(module, "figure"):
        call(module.figure, out=out, **params)
    return capture(png)


# --- variant and stress ---------------------------------------------------------------------------------------


def _variant(module: ModuleType, request: Message) -> dict[str, Any]:
    asked = LoadedQuestion.of(module, request["question"])
    if request["params"] is not None:
        variant = compute(asked, request["concept"], request["seed"], _params(request))
    else:
        avoid = [unpacked_params(params) for params in request["avoid"]]
        variant = choose(asked, request["concept"], request["seed"], avoid, request["apart"])
    return replace(variant, steps=worked(asked, variant)).to_json()


def _stress(module: ModuleType, request: Message) -> dict[str, Any]:
    asked = LoadedQuestion.of(module, request["question"])
    return stress(asked, request["concept"], request["seeds"], request["enough"]).to_json()


def _stress_file(module: ModuleType, request: Message) -> dict[str, Any]:
    """The reports on several questions and tasks of a file, in one process."""
    questions = [_stress(module, {**request, "question": name}) for name in request["questions"]]
    tasks = [_stress_task(module, {**request, "task": name}) for name in request["tasks"]]
    return {"questions": questions, "tasks": tasks}


def _judge(module: ModuleType, request: Message) -> dict[str, Any]:
    return judge(module, _task(module, request), request["source"], request["seed"]).to_json()


def _stress_task(module: ModuleType, request: Message) -> dict[str, Any]:
    found = _task(module, request)
    return stress_task(found, request["concept"], request["seeds"], request["enough"]).to_json()


def _names(module: ModuleType, request: Message) -> dict[str, Any]:
    """The names that a solution may use: of the modules that it sees, and of a tensor, the latter behind a dot."""
    modules = names_of(module).items()
    known = {f"{alias}.{name}" for alias, each in modules if isinstance(each, ModuleType) for name in dir(each)}
    known |= {f".{name}" for name in dir(Tensor)}
    return {"names": sorted(name for name in known if "._" not in name)}


def _task(module: ModuleType, request: Message) -> Task:
    found = vars(module).get(request["task"])
    if not isinstance(found, Task):
        raise KeyError(f"no task {request['task']}")
    return found


def _params(request: Message) -> Mapping[str, Any]:
    return unpacked_params(request["params"])


_OPERATIONS: Mapping[str, Callable[[ModuleType, Message], dict[str, Any]]] = {
    "run": _run,
    "variant": _variant,
    "stress": _stress,
    "stress_file": _stress_file,
    "judge": _judge,
    "stress_task": _stress_task,
    "names": _names,
}
