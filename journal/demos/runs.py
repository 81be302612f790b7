"""What comes of running a demo, as the app sees it: a run, or which limit stopped it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journal.demos.concept import Params
from journal.demos.values import unpacked_params
from journal.words import UserError

MESSAGE_LONGEST = 1000
"""Characters of an exception's message that are kept."""


LIMITS = (
    "time",
    "cpu",
    "memory",
    "output",
    "result",
    "disk",
    "forbidden",
    "exit",
    "crash",
    "error",
    "sandbox",
    "worker",
    "unable",
    "closed",
    "not_trusted",
)
"""What can stop a run; each has its sentence in the catalogue, section `run`."""


class RunFailed(UserError):  # noqa: N818  (the name that the screens know)
    """A run was stopped, or could not be made. `limit` says by what; `output` is what it had printed until then."""

    def __init__(self, limit: str, /, output: str = "", **values: object) -> None:
        super().__init__(f"run.{limit}", **values)
        self.limit = limit
        self.output = output


@dataclass(frozen=True)
class RunError:
    """An exception that the demo raised; `line` is counted from 1 within the demo's body, if it came from there."""

    type: str
    message: str
    line: int | None


@dataclass(frozen=True)
class Run:
    """What came of one run. `output` is what was printed, `value` describes what was returned; both are safe to show.

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
    def from_json(cls, data: Mapping[str, Any], output: str, output_cut: bool, sandbox: tuple[str, ...]) -> Run:
        """A run from the result of its process. Raises KeyError, TypeError or ValueError for anything malformed."""
        error = data["error"]
        return cls(
            output=output,
            output_cut=output_cut,
            value=_text(data["value"]),
            params=unpacked_params(data["params"]),
            error=error and RunError(_text(error["type"]), _text(error["message"]), _line(error["line"])),
            elapsed_ms=float(data["elapsed_ms"]),
            sandbox=sandbox,
            scene=_scene(data["scene"]),
            png=None if data["png"] is None else base64.b64decode(data["png"], validate=True),
        )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {type(value).__name__}")
    return value


def _line(value: Any) -> int | None:
    return None if value is None else int(value)


def _scene(value: Any) -> dict[str, Any] | None:
    if value is not None and not isinstance(value, dict):
        raise TypeError(f"not a scene: {type(value).__name__}")
    return value


_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """`text` without anything that a terminal would act on: control characters become visible signs of themselves.

    Characters that turn the direction of writing, and lone surrogates, become the replacement character.
    """
    return _UNSAFE.sub(_visible, text.replace("\r\n", "\n").replace("\r", "\n"))


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "�"


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
