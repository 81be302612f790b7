"""The client of the demo worker: requests runs and variants. Does not import what the worker imports."""

from __future__ import annotations

import base64
import hashlib
import json
import signal
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypedDict, TypeVar, cast

from journal.core import messages
from journal.core.forms import MalformedError, check
from journal.core.input_files import LARGEST_OF_OURS, bytes_of
from journal.library.concept import Params
from journal.library.library import OURS
from journal.runner.limits import FOLDER_LARGEST, ORDINARY, OUTPUT_FLOOD, RESULT_LARGEST, Limits
from journal.runner.runs import REPORTED_BY_RUN, REPORTED_BY_WORKER, Run, RunFailed, harmless, harmless_json
from journal.runner.sandbox import WHOLE
from journal.runner.stress import Report
from journal.runner.tasks.verdict import TaskReport, TaskVerdict
from journal.runner.values import packed_params
from journal.runner.variants import Variant
from journal.runner.worker.protocol import Message
from journal.runner.worker.supervisor import Start, Workers

T = TypeVar("T")
Allow = Callable[[Path, str], bool]
"""Whether the user has said yes to running a file with this content (SHA-256, in hex). Must answer at once."""

VARIANT_TIMES = 4
"""How much longer than a run the choice of a variant may take: it tries many draws."""
JUDGE_TIMES = 2
"""How much longer than a run the judging of a solution may take: it is tried on many inputs."""
STRESS_TIMES = 60
"""How much longer than a run a stress test may take."""


def _nobody_asked(path: Path, sha256: str) -> bool:
    return False


class Runner:
    """Runs demos and chooses variants in separate processes. Every future completes, with a value or RunFailed.

    `allow` decides about users' files where the sandbox is incomplete. `cache` is a folder for data that speeds up the
    next start. `without` disables sandbox layers; `fork` forces or forbids forking.
    """

    def __init__(
        self,
        limits: Limits = ORDINARY,
        *,
        allow: Allow = _nobody_asked,
        cache: Path | None = None,
        without: Sequence[str] = (),
        fork: bool | None = None,
    ) -> None:
        self._limits = limits
        self._allow = allow
        self._workers = Workers(Start(cache, tuple(without), fork), self._admit)

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Starts loading torch in the background, at low priority; returns at once."""
        self._workers.start()

    def close(self) -> None:
        """Ends all processes; pending requests fail."""
        self._workers.close()

    def kill(self) -> None:
        """Kills all processes without waiting, for an app that must exit at once."""
        self._workers.kill()

    def variant(
        self,
        path: Path,
        concept_id: str,
        question: str,
        seed: int,
        avoid: Sequence[Params] = (),
        *,
        params: Params | None = None,
        distinguish: Sequence[str] = (),
        ahead: bool = False,
    ) -> Future[Variant]:
        """The variant of a question for `seed`, or for exactly these `params`; not one of `avoid`, if possible.

        The misconceptions in `distinguish` have different answers in it, where possible. Requests made `ahead` of time
        wait until the worker is idle.
        """
        request: Message = {
            "op": "variant",
            "concept": concept_id,
            "question": question,
            "seed": seed,
            "avoid": [packed_params(each) for each in avoid],
            "apart": list(distinguish),
            "params": None if params is None else packed_params(params),
        }
        return self._ask(path, request, self._limits.longer(VARIANT_TIMES), _variant, ahead)

    def run(
        self,
        path: Path,
        demo: str,
        params: Params | None,
        seed: int,
        *,
        code: str | None = None,
        figure: bool = False,
        png: bool = False,
    ) -> Future[Run]:
        """A run of a demo, with parameters drawn by `seed` unless given, and with `code` in place of its body if given.

        `figure` asks for what it draws as a scene, `png` for the same as a picture.
        """
        request: Message = {
            "op": "run",
            "demo": demo,
            "seed": seed,
            "params": None if params is None else packed_params(params),
            "code": code,
            "figure": figure,
            "png": png,
        }
        return self._ask(path, request, self._limits, _run)

    def stress(self, path: Path, concept_id: str, question: str, seeds: int) -> Future[Report]:
        """The stress test of a question over the seeds from 0 to `seeds` - 1."""
        request: Message = {"op": "stress", "concept": concept_id, "question": question, "seeds": seeds}
        return self._ask(path, request, self._limits.longer(STRESS_TIMES), _report, True)

    def judge(self, path: Path, task: str, source: str, seed: int) -> Future[TaskVerdict]:
        """The verdict on a solution of a task, tried on inputs drawn by `seed`."""
        request: Message = {"op": "judge", "task": task, "source": source, "seed": seed}
        return self._ask(path, request, self._limits.longer(JUDGE_TIMES), _task_verdict)

    def names(self, path: Path) -> Future[tuple[str, ...]]:
        """The names that a solution of this concept's tasks may use, as in `torch.softmax`; `.sum` is a tensor's."""
        return self._ask(path, {"op": "names"}, self._limits, _known_names)

    def stress_task(self, path: Path, concept_id: str, task: str, seeds: int) -> Future[TaskReport]:
        """The stress test of a task on `seeds` inputs."""
        request: Message = {"op": "stress_task", "concept": concept_id, "task": task, "seeds": seeds}
        return self._ask(path, request, self._limits.longer(STRESS_TIMES), _task_report, True)

    def _ask(
        self, path: Path, request: Message, limits: Limits, read: Callable[[Message], T], ahead: bool = False
    ) -> Future[T]:
        common = {"path": str(path.resolve()), "limits": limits.to_json(), "language": messages.language()}
        return self._workers.submit({**request, **common}, lambda reply: _read(reply, request, limits, read), ahead)

    def _admit(self, request: Message, layers: Sequence[str]) -> Message:
        """The request with the source to run, which is read only here.

        A user's file needs a complete sandbox, or the user's consent to this content.
        """
        path = Path(request["path"])
        content = bytes_of(path, LARGEST_OF_OURS)
        if not (path.is_relative_to(OURS) or set(layers) >= WHOLE):
            sha256 = hashlib.sha256(content).hexdigest()
            if not self._allow(path, sha256):
                raise RunFailed("not_trusted", file=path.name, path=path, sha256=sha256)
        return {**request, "content": base64.b64encode(content).decode()}


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


def _read(reply: Message, request: Message, limits: Limits, read: Callable[[Message], T]) -> T:
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


def _variant(reply: Message) -> Variant:
    return Variant.from_json(reply["ok"])


def _run(reply: Message) -> Run:
    return Run.from_json(reply["ok"], reply["output"], reply["output_cut"], tuple(reply["sandbox"]))


def _task_verdict(reply: Message) -> TaskVerdict:
    return TaskVerdict.from_json(reply["ok"])


def _known_names(reply: Message) -> tuple[str, ...]:
    check(reply["ok"], _Names)
    return tuple(reply["ok"]["names"])


class _Names(TypedDict):
    names: list[str]


def _task_report(reply: Message) -> TaskReport:
    return TaskReport.from_json(reply["ok"])


def _report(reply: Message) -> Report:
    return Report.from_json(reply["ok"])
