"""The client of the demo worker: requests runs and variants. Does not import what the worker imports."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict, TypeVar

from journal.core import messages
from journal.core.forms import MalformedError, check
from journal.core.input_files import LARGEST_OF_OURS, bytes_of
from journal.library.concept import Params
from journal.library.library import OURS
from journal.runner.limits import ORDINARY, Limits
from journal.runner.replies import read_reply
from journal.runner.runs import Run, RunFailed
from journal.runner.sandbox import WHOLE
from journal.runner.stress import StressReport
from journal.runner.tasks.verdict import TaskReport, TaskVerdict
from journal.runner.values import packed_params
from journal.runner.variants import Variant
from journal.runner.worker.protocol import Message
from journal.runner.worker.supervisor import Start, Workers

FORMULA = Path(__file__).resolve().parent / "figures" / "formula.py"
"""The file that draws formulas."""
T = TypeVar("T")
FileReport = tuple[tuple[StressReport, ...], tuple[TaskReport, ...]]
"""The reports on questions and on tasks of one file, in the order in which they were named."""
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

    def draw_formula(self, latex: str) -> Future[Run]:
        """A run whose picture is a formula of LaTeX; it ends in an error for one that matplotlib cannot set."""
        return self.run(FORMULA, "demo", {"formula": latex}, 0, png=True)

    def stress(
        self, path: Path, concept_id: str, question: str, seeds: int, enough: int | None = None
    ) -> Future[StressReport]:
        """The stress test of a question over the seeds from 0 to `seeds` - 1.

        After `enough` of them it ends where more would hardly change what is reported.
        """
        request: Message = {"op": "stress", "concept": concept_id, "question": question, **_draws(seeds, enough)}
        return self._ask(path, request, self._limits.longer(STRESS_TIMES), _report, True)

    def judge(self, path: Path, task: str, source: str, seed: int) -> Future[TaskVerdict]:
        """The verdict on a solution of a task, tried on inputs drawn by `seed`."""
        request: Message = {"op": "judge", "task": task, "source": source, "seed": seed}
        return self._ask(path, request, self._limits.longer(JUDGE_TIMES), _task_verdict)

    def names(self, path: Path) -> Future[tuple[str, ...]]:
        """The names that a solution of this concept's tasks may use, as in `torch.softmax`; `.sum` is a tensor's."""
        return self._ask(path, {"op": "names"}, self._limits, _known_names)

    def stress_task(
        self, path: Path, concept_id: str, task: str, seeds: int, enough: int | None = None
    ) -> Future[TaskReport]:
        """The stress test of a task on `seeds` inputs, ended after `enough` as that of a question is."""
        request: Message = {"op": "stress_task", "concept": concept_id, "task": task, **_draws(seeds, enough)}
        return self._ask(path, request, self._limits.longer(STRESS_TIMES), _task_report, True)

    def stress_file(
        self,
        path: Path,
        concept_id: str,
        questions: Sequence[str],
        tasks: Sequence[str],
        seeds: int,
        enough: int | None = None,
    ) -> Future[FileReport]:
        """The stress tests of several questions and tasks of one file, in one process and within the time of one.

        They share what the code leaves behind in its process; where this fails, each can be tried by itself.
        """
        names: Message = {"questions": list(questions), "tasks": list(tasks)}
        request: Message = {"op": "stress_file", "concept": concept_id, **names, **_draws(seeds, enough)}

        def read(reply: Message) -> FileReport:
            return _file_report(reply, concept_id, questions, tasks)

        return self._ask(path, request, self._limits.longer(STRESS_TIMES), read, True)

    def _ask(
        self, path: Path, request: Message, limits: Limits, read: Callable[[Message], T], ahead: bool = False
    ) -> Future[T]:
        common = {"path": str(path.resolve()), "limits": limits.to_json(), "language": messages.language()}
        known: Message = {**request, **common}
        return self._workers.submit(known, lambda reply: read_reply(reply, request, limits, read), ahead)

    def _admit(self, request: Message, layers: Sequence[str]) -> Message:
        """The request with the source to run, which is read only here.

        A user's file needs a complete sandbox, or the user's consent to this content.
        """
        path = Path(request["path"])
        content = bytes_of(path, LARGEST_OF_OURS)
        if not (path.is_relative_to(OURS) or path == FORMULA or set(layers) >= WHOLE):
            sha256 = hashlib.sha256(content).hexdigest()
            if not self._allow(path, sha256):
                raise RunFailed("not_trusted", file=path.name, path=path, sha256=sha256)
        return {**request, "content": base64.b64encode(content).decode()}


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


def _draws(seeds: int, enough: int | None) -> Message:
    return {"seeds": seeds, "enough": enough}


class _FileReport(TypedDict):
    questions: list[Any]
    tasks: list[Any]


def _file_report(reply: Message, concept: str, questions: Sequence[str], tasks: Sequence[str]) -> FileReport:
    check(reply["ok"], _FileReport)
    asked = tuple(StressReport.from_json(each) for each in reply["ok"]["questions"])
    tried = tuple(TaskReport.from_json(each) for each in reply["ok"]["tasks"])
    told = [(each.concept, each.question) for each in asked] + [(each.concept, each.task) for each in tried]
    if told != [(concept, name) for name in (*questions, *tasks)]:
        raise MalformedError("reports on something else")
    return asked, tried


def _task_report(reply: Message) -> TaskReport:
    return TaskReport.from_json(reply["ok"])


def _report(reply: Message) -> StressReport:
    return StressReport.from_json(reply["ok"])
