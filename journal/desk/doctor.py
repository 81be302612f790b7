"""Looks a journal over: what it runs on, which layers of the sandbox hold, which files are broken."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from journal import __version__
from journal.demos.sandbox.probe import sandbox_layers
from journal.desk import Desk
from journal.words import say

State = Literal["ok", "warning", "broken"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    text: str


def examine(desk: Desk) -> list[Check]:
    """Every check, in the order in which a reader wants them."""
    return [_versions(), _home(desk), *_sandbox(), *_library(desk)]


def _versions() -> Check:
    names = ("torch", "textual", "sqlmodel", "fsrs", "matplotlib")
    others = " · ".join(f"{name} {version(name)}" for name in names)
    return Check("versions", "ok", f"journal {__version__} · Python {platform.python_version()} · {others}")


def _home(desk: Desk) -> Check:
    return Check("home", "ok", str(desk.settings.home))


def _sandbox() -> list[Check]:
    return [
        Check(f"sandbox {layer}", "ok", say("doctor.holds"))
        if holds is True
        else Check(f"sandbox {layer}", "warning", say("doctor.missing", why=holds))
        for layer, holds in sandbox_layers().items()
    ]


def _library(desk: Desk) -> list[Check]:
    found = desk.library.concepts.values()
    own = sum(concept.origin == "own" for concept in found)
    counts = say("doctor.concepts", n=len(found) - own, own=own)
    broken = [
        Check(each.id, "broken", say("concepts.broken_at", path=each.path, line=each.line, reason=each.reason))
        for each in desk.library.broken
    ]
    return [Check("concepts", "ok", counts), *broken]
