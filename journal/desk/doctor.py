"""Looks a journal over: what it runs on, which layers of the sandbox hold, what is broken, what does not fit."""

from __future__ import annotations

import platform
from collections.abc import Collection
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from journal import __version__, diagnostics
from journal.demos.sandbox import LEAST_LANDLOCK, WHOLE, usable
from journal.demos.sandbox.landlock import abi
from journal.demos.sandbox.probe import sandbox_layers
from journal.desk import Desk
from journal.desk.backups import lost_rows
from journal.desk.copies import damaged_in, found_in, newest, sound
from journal.desk.recovery import NotOpenedError
from journal.desk.redating import ahead
from journal.settings import Settings
from journal.store import health, search, weeks
from journal.store.soundness import Fault, examine_file
from journal.text.series import Irregular, Row, irregular
from journal.words import say

NAMED = 20
"""How many things that are wrong with the database are named at most."""

State = Literal["ok", "warning", "broken"]


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    text: str


def examine(desk: Desk) -> list[Check]:
    """Every check, in the order in which a reader wants them."""
    return [
        _versions(),
        _home(desk.settings),
        _diagnostics(),
        *_sandbox(),
        *_library(desk),
        *_database(desk),
        _copies(desk.settings),
        *_weeks(desk),
        _answers(desk),
    ]


def examine_unopened(settings: Settings, why: NotOpenedError) -> list[Check]:
    """What can be checked of a journal that is not opened: each thing that is wrong with it, and what to do."""
    faults = [Check("database", "broken", _remedy(fault)) for fault in why.error.found.faults[:NAMED]]
    return [
        _versions(),
        _home(settings),
        *_sandbox(),
        *faults,
        Check("database", "broken", str(why)),
        _copies(settings),
    ]


def irregular_weeks(desk: Desk) -> list[Irregular]:
    """What does not fit among the logs, in the order of time."""
    with desk.store.read() as session:
        found = weeks.all_weeks(session)
    rows = [Row(week.id, week.number, week.starts, week.ends, week.title, week.body) for week in found]
    return irregular(rows, iso=desk.settings.weeks == "iso")


def _versions() -> Check:
    names = ("torch", "textual", "sqlmodel", "fsrs", "matplotlib")
    others = " · ".join(f"{name} {version(name)}" for name in names)
    return Check("versions", "ok", f"journal {__version__} · Python {platform.python_version()} · {others}")


def _home(settings: Settings) -> Check:
    return Check("home", "ok", str(settings.home))


def _diagnostics() -> Check:
    """Where the diagnostic log is, which goes with a bug report."""
    path = diagnostics.path()
    return Check("diagnostics", "ok", str(path) if path and path.exists() else say("doctor.nothing_noted", path=path))


def _sandbox() -> list[Check]:
    """A line for each layer, and one for what is open to a run all the same."""
    found = sandbox_layers()
    return [*(_layer(name, holds) for name, holds in found.items()), _left_open(usable(found))]


def _layer(name: str, holds: bool | str) -> Check:
    if holds is not True:
        return Check(_named(name), "warning", say("doctor.missing", why=holds))
    version = say("doctor.version", has=abi(), least=LEAST_LANDLOCK) if name == "landlock" else ""
    return Check(_named(name), "ok", say("doctor.holds") + version)


def _left_open(layers: Collection[str]) -> Check:
    """What a run can do or learn that no layer here keeps from it, the gravest first."""
    holes = [] if WHOLE.issubset(layers) else ["open_files"]
    holes += [] if "view" in layers else ["open_paths"]
    text = " ".join(say(f"doctor.{each}") for each in (*holes, "open_machine"))
    return Check(_named("open"), "warning" if holes else "ok", text)


def _named(part: str) -> str:
    return f"sandbox {part}"


def _library(desk: Desk) -> list[Check]:
    found = desk.library.concepts.values()
    own = sum(concept.origin == "own" for concept in found)
    counts = say("doctor.concepts", n=len(found) - own, own=own)
    broken = [
        Check(each.id, "broken", say("concepts.broken_at", path=each.path, line=each.line, reason=each.reason))
        for each in desk.library.broken
    ]
    return [Check("concepts", "ok", counts), *broken]


def _database(desk: Desk) -> list[Check]:
    """Whether the database is sound, and what is made from the weeks is in step with them."""
    faults = examine_file(desk.settings.database).faults[:NAMED]
    with desk.store.read() as session:
        stray = search.out_of_step(session) + len(health.stray_mentions(session, desk.places))
    found = [Check("database", "broken", _remedy(fault)) for fault in faults]
    found += [Check("database", "warning", line) for line in lost_rows(desk)]
    found += [Check("database", "broken", say("doctor.out_of_step", n=stray))] if stray else []
    return found or [Check("database", "ok", say("doctor.sound"))]


def _answers(desk: Desk) -> Check:
    """Whether all answers are dated up to today. A day ahead is only noted: a flight west explains it."""
    found = ahead(desk)
    if found is None:
        return Check("answers", "ok", say("doctor.dated"))
    if found.is_wrong:
        return Check("answers", "broken", say("doctor.dated_ahead", n=found.answers, last=found.last))
    return Check("answers", "warning", say("doctor.dated_tomorrow", n=found.answers))


def _remedy(fault: Fault) -> str:
    return say("doctor.damaged_row" if fault.row else "doctor.damaged", what=fault)


def _copies(settings: Settings) -> Check:
    """Which of the copies can be brought back, and whether some cannot."""
    found = found_in(settings.backups)
    copy = newest(settings.backups)
    if copy is None:
        return Check("backups", "warning", say("backup.none", folder=settings.backups))
    unsound = sum(sound(path) is None for path in found) + len(damaged_in(settings.backups))
    told = say("doctor.copies", n=len(found), path=copy.path, weeks=copy.weeks)
    return Check("backups", "ok", told + (say("doctor.unsound_copies", n=unsound) if unsound else ""))


def _weeks(desk: Desk) -> list[Check]:
    """A line for each thing that does not fit among the logs. A gap may be a holiday: it is only noted."""
    found = irregular_weeks(desk)
    checks = [Check("weeks", "warning" if each.kind == "gap" else "broken", _what_to_do(each)) for each in found]
    return checks or [Check("weeks", "ok", say("doctor.in_a_row"))]


def _what_to_do(each: Irregular) -> str:
    week, other = each.week, each.other
    return say(
        f"doctor.week_{each.kind}",
        title=week.title,
        other=other.title if other else "",
        id=week.id,
        number=each.number,
        has=week.number,
        first=each.starts,
        last=each.ends,
    )
