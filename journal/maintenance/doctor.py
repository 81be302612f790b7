"""Health checks of a journal: environment, sandbox layers, damage, inconsistencies."""

from __future__ import annotations

import platform
from collections.abc import Collection
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from journal import __version__
from journal.core import diagnostics
from journal.core.messages import say
from journal.core.settings import Settings
from journal.db import health, search, weeks
from journal.db.integrity import Fault, examine_file
from journal.log.series import Irregular, SeriesLog, irregular
from journal.maintenance.backups import lost_rows
from journal.maintenance.redating import future_answers
from journal.maintenance.surroundings import conflicts, network_of, synced_by
from journal.opening.copies import damaged_in, found_in, newest, sound
from journal.opening.journal import Journal
from journal.opening.recovery import NotOpenedError
from journal.runner.sandbox import WHOLE, usable
from journal.runner.sandbox.landlock import LEAST_LANDLOCK, abi
from journal.runner.sandbox.probe import sandbox_layers

NAMED = 20
"""How many things that are wrong with the database are named at most."""

CheckState = Literal["ok", "warning", "broken"]


@dataclass(frozen=True)
class HealthCheck:
    """The result of one check."""

    name: str
    state: CheckState
    text: str


def examine(journal: Journal) -> list[HealthCheck]:
    """All checks, in display order."""
    return [
        _versions(),
        *_home(journal.settings),
        _diagnostics(),
        *_sandbox(),
        *_library(journal),
        *_database(journal),
        _copies(journal.settings),
        *_weeks(journal),
        _answers(journal),
    ]


def examine_unopened(settings: Settings, why: NotOpenedError) -> list[HealthCheck]:
    """The checks possible for a journal that cannot be opened: each problem and its remedy."""
    faults = [HealthCheck("database", "broken", _remedy(fault)) for fault in why.error.found.faults[:NAMED]]
    return [
        _versions(),
        *_home(settings),
        *_sandbox(),
        *faults,
        HealthCheck("database", "broken", str(why)),
        _copies(settings),
    ]


def irregular_weeks(journal: Journal) -> list[Irregular]:
    """What does not fit among the logs, in chronological order."""
    with journal.store.read() as session:
        found = weeks.all_weeks(session)
    rows = [SeriesLog(week.id, week.number, week.starts, week.ends, week.title, week.body) for week in found]
    return irregular(rows, iso=journal.settings.weeks == "iso")


def _versions() -> HealthCheck:
    names = ("torch", "textual", "sqlmodel", "fsrs", "matplotlib")
    others = " · ".join(f"{name} {version(name)}" for name in names)
    return HealthCheck("versions", "ok", f"journal {__version__} · Python {platform.python_version()} · {others}")


def _home(settings: Settings) -> list[HealthCheck]:
    """Where the journal is, what there may damage it, and what such damage left behind."""
    home, found = settings.home.resolve(), []
    if (service := synced_by(home)) is not None:
        found.append(say("doctor.home_synced", path=home, service=service))
    elif (kind := network_of(home)) is not None:
        found.append(say("doctor.home_network", path=home, kind=kind))
    if left := conflicts(home, settings.concepts):
        found.append(say("doctor.home_conflicts", n=len(left), path=left[0]))
    return [HealthCheck("home", "warning", each) for each in found] or [HealthCheck("home", "ok", str(settings.home))]


def _diagnostics() -> HealthCheck:
    """Where the diagnostic log is, which goes with a bug report."""
    path = diagnostics.path()
    return HealthCheck(
        "diagnostics", "ok", str(path) if path and path.exists() else say("doctor.nothing_noted", path=path)
    )


def _sandbox() -> list[HealthCheck]:
    """A line for each layer, and one for what a run can still do."""
    found = sandbox_layers()
    return [*(_layer(name, holds) for name, holds in found.items()), _unconfined(usable(found))]


def _layer(name: str, holds: bool | str) -> HealthCheck:
    if holds is not True:
        return HealthCheck(_named(name), "warning", say("doctor.missing", why=holds))
    version = say("doctor.version", has=abi(), least=LEAST_LANDLOCK) if name == "landlock" else ""
    return HealthCheck(_named(name), "ok", say("doctor.holds") + version)


def _unconfined(layers: Collection[str]) -> HealthCheck:
    """What a run can do or learn despite the available layers, the gravest first."""
    holes = [] if WHOLE.issubset(layers) else ["open_files"]
    holes += [] if "view" in layers else ["open_paths"]
    text = " ".join(say(f"doctor.{each}") for each in (*holes, "open_machine"))
    return HealthCheck(_named("open"), "warning" if holes else "ok", text)


def _named(part: str) -> str:
    return f"sandbox {part}"


def _library(journal: Journal) -> list[HealthCheck]:
    found = journal.library.concepts.values()
    own = sum(concept.origin == "own" for concept in found)
    counts = say("doctor.concepts", n=len(found) - own, own=own)
    broken = [
        HealthCheck(each.id, "broken", say("concepts.broken_at", path=each.path, line=each.line, reason=each.reason))
        for each in journal.library.broken
    ]
    return [HealthCheck("concepts", "ok", counts), *broken]


def _database(journal: Journal) -> list[HealthCheck]:
    """Whether the database is sound and its derived data is up to date."""
    faults = examine_file(journal.settings.database).faults[:NAMED]
    with journal.store.read() as session:
        stray = search.out_of_step(session) + len(health.stray_mentions(session, journal.mention_spans))
    found = [HealthCheck("database", "broken", _remedy(fault)) for fault in faults]
    found += [HealthCheck("database", "warning", line) for line in lost_rows(journal)]
    found += [HealthCheck("database", "broken", say("doctor.out_of_step", n=stray))] if stray else []
    return found or [HealthCheck("database", "ok", say("doctor.sound"))]


def _answers(journal: Journal) -> HealthCheck:
    """Whether all answers are dated up to today. A day ahead is only noted: a flight west explains it."""
    found = future_answers(journal)
    if found is None:
        return HealthCheck("answers", "ok", say("doctor.dated"))
    if found.is_wrong:
        return HealthCheck("answers", "broken", say("doctor.dated_ahead", n=found.answers, last=found.last))
    return HealthCheck("answers", "warning", say("doctor.dated_tomorrow", n=found.answers))


def _remedy(fault: Fault) -> str:
    return say("doctor.damaged_row" if fault.row else "doctor.damaged", what=fault)


def _copies(settings: Settings) -> HealthCheck:
    """Which of the copies can be brought back, and whether some cannot."""
    found = found_in(settings.backups)
    copy = newest(settings.backups)
    if copy is None:
        return HealthCheck("backups", "warning", say("backup.none", folder=settings.backups))
    unsound = sum(sound(path) is None for path in found) + len(damaged_in(settings.backups))
    message = say("doctor.copies", n=len(found), path=copy.path, weeks=copy.weeks)
    return HealthCheck("backups", "ok", message + (say("doctor.unsound_copies", n=unsound) if unsound else ""))


def _weeks(journal: Journal) -> list[HealthCheck]:
    """A line for each thing that does not fit among the logs. A gap may be a holiday: it is only noted."""
    found = irregular_weeks(journal)
    checks = [HealthCheck("weeks", "warning" if each.kind == "gap" else "broken", _what_to_do(each)) for each in found]
    return checks or [HealthCheck("weeks", "ok", say("doctor.in_a_row"))]


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
