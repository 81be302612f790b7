"""The worker's replies: each is checked, as what ran is not trusted, and read into a result or a RunFailed."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypedDict, TypeVar, cast

from journal.core.forms import MalformedError, check
from journal.runner.limits import FOLDER_LARGEST, OUTPUT_FLOOD, RESULT_LARGEST, Limits
from journal.runner.runs import REPORTED_BY_RUN, REPORTED_BY_WORKER, RunFailed, harmless, harmless_json
from journal.runner.worker.protocol import Message

T = TypeVar("T")


class Reply(TypedDict):
    """The worker's reply: how the run ended, what it printed, and its result as text."""

    id: int
    output: str
    output_cut: bool
    sandbox: list[str]
    broken: str
    status: int
    result: str


_NOTHING: Reply = {
    "id": 0,
    "output": "",
    "output_cut": False,
    "sandbox": [],
    "broken": "",
    "status": 0,
    "result": "",
}


def read_reply(reply: Message, request: Message, limits: Limits, read: Callable[[Message], T]) -> T:
    """Parses a reply; raises RunFailed for a stopped run or an invalid result.

    The result is untrusted: anything that does not have the form of a result is rejected.
    """
    known = _NOTHING
    try:
        check(reply, Reply)
        known = cast(Reply, reply)
        ok = _result(known, limits)
        _check_is_answer(ok, request)
        return read({**known, "output": harmless(known["output"]), "ok": ok})
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        raise failure("result", {}, known, limits) from None


def _result(reply: Reply, limits: Limits) -> Any:
    """The result of a successful run; raises RunFailed for a failed one, MalformedError for anything else."""
    if reply["broken"]:
        check(reply["broken"], Literal[REPORTED_BY_WORKER])
        raise failure(reply["broken"], {}, reply, limits)
    told = harmless_json(json.loads(reply["result"]))
    if told.keys() == {"ok"}:
        return told["ok"]
    check(told["values"], REPORTED_BY_RUN[told["limit"]])
    raise failure(told["limit"], told["values"], reply, limits)


def _check_is_answer(ok: Any, request: Message) -> None:
    """Raises MalformedError where a result does not match the request."""
    for name in ("concept", "question", "task", "seed", "params"):
        if request.get(name) is not None and name in ok and ok[name] != harmless_json(request[name]):
            raise MalformedError(f"another {name}")


def failure(limit: str, values: Mapping[str, Any], reply: Reply, limits: Limits) -> RunFailed:
    """The failure for `limit`, with all values that its message names."""
    known = {
        "wall": f"{limits.wall_s:g}",
        "cpu": limits.cpu_s,
        "memory": limits.memory_mb,
        "flood": OUTPUT_FLOOD // 2**20,
        "result": RESULT_LARGEST // 2**20,
        "folder": FOLDER_LARGEST // 2**20,
        "signal": _signal(reply["status"]),
        "code": reply["status"],
    }
    return RunFailed(limit, harmless(reply["output"]), **{**known, **values})


def _signal(status: int) -> str:
    return signal.Signals(-status).name if -status in set(signal.Signals) else str(status)
