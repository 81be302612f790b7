"""The result of running a demo: a run, or the limit that stopped it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from journal.core.forms import MalformedError, check
from journal.core.marks import visible
from journal.core.messages import UserError
from journal.library.concept import Params
from journal.runner.figures import png
from journal.runner.figures.scene import Scene
from journal.runner.values import PackedParams, checked_params, unpacked_params

MESSAGE_LONGEST = 1000
"""Characters of an exception's type or message that are kept."""
VALUE_LONGEST = 4000
"""Characters of the description of a value."""
MessageText = Annotated[str, MESSAGE_LONGEST]


class _Nothing(TypedDict):
    pass


class _Code(TypedDict):
    code: int


class _Reason(TypedDict):
    reason: MessageText


class _Exception(TypedDict):
    type: MessageText
    message: MessageText
    line: int


REPORTED_BY_RUN: Mapping[str, type] = {
    "memory": _Nothing,
    "disk": _Nothing,
    "result": _Nothing,
    "exit": _Code,
    "forbidden": _Reason,
    "sandbox": _Reason,
    "error": _Exception,
}
"""The limits that a run may say of itself to have reached, and what it says besides."""
REPORTED_BY_WORKER = ("time", "cpu", "memory", "output", "result", "disk", "exit", "crash")
"""Those that the worker finds, which watches the run from outside."""
REPORTED_BY_NEITHER = ("worker", "unable", "closed", "not_trusted")
LIMITS = tuple(dict.fromkeys((*REPORTED_BY_WORKER, *REPORTED_BY_RUN, *REPORTED_BY_NEITHER)))
"""What can stop a run; each has its sentence in the catalogue, section `run`."""


class RunFailed(UserError):  # noqa: N818  (the name that the screens know)
    """A run was stopped or could not start. `limit` names the reason; `output` is what it had printed by then."""

    def __init__(self, limit: str, /, output: str = "", **values: object) -> None:
        super().__init__(f"run.{limit}", **values)
        self.limit = limit
        self.output = output


@dataclass(frozen=True)
class RunError:
    """An exception that the demo raised; `line` is counted from 1 within the demo's body, if it came from there."""

    type: MessageText
    message: MessageText
    line: int | None


@dataclass(frozen=True)
class Run:
    """The result of one run. `output` is what was printed, `value` describes what was returned; both are safe to
    show.


    `sandbox` names the layers that held. `scene` is a figure as plain values, `png` the same as a picture.
    """

    output: str
    output_cut: bool
    value: str
    params: Params
    error: RunError | None
    elapsed_ms: float
    sandbox: tuple[str, ...]
    scene: dict[str, Any] | None
    png: bytes | None

    @classmethod
    def from_json(cls, data: Any, output: str, output_cut: bool, sandbox: tuple[str, ...]) -> Run:
        """A run from the result of its process; raises MalformedError for anything that is none."""
        check(data, _RunJson)
        error, picture = data["error"], data["png"]
        return cls(
            output=output,
            output_cut=output_cut,
            value=data["value"],
            params=unpacked_params(checked_params(data["params"])),
            error=error and RunError(**error),
            elapsed_ms=max(0.0, float(data["elapsed_ms"])),
            sandbox=sandbox,
            scene=data["scene"],
            png=None if picture is None else png.checked(_decoded(picture)),
        )


class _RunJson(TypedDict):
    value: Annotated[str, VALUE_LONGEST]
    params: PackedParams
    error: RunError | None
    elapsed_ms: float
    scene: Scene | None
    png: str | None


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise MalformedError("not base64") from None


def harmless(text: str) -> str:
    """`text` without terminal control characters, with normalised line endings."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def harmless_json(value: Any) -> Any:
    """The same for every text in a JSON value, names included."""
    match value:
        case str():
            return harmless(value)
        case list():
            return [harmless_json(item) for item in value]
        case dict():
            return {harmless(name): harmless_json(item) for name, item in value.items()}
    return value
