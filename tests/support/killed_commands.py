"""Commands that write, each run in a home of its own and killed in the middle; and what is left of the home then."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import sqlite3
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from journal import cli
from journal.core.settings import Settings
from journal.db import integrity
from journal.db.database import open_store
from journal.db.tables import Fit
from journal.library.library import read_library
from journal.maintenance.doctor import examine
from journal.opening.copies import found_in, sound
from journal.opening.journal import open_journal
from tests.support.app import NearRunner
from tests.support.killing import completed, killed_after, killed_at_write
from tests.support.lived import FORGETFUL

TWO = """# Week 1 (2024-07-01 – 2024-07-07)

CNN, pooling and BP. TODO: look at padding.

# Week 2 (2024-07-08 – 2024-07-14)

RNN. I do not understand attention.
"""
LATER = "# Week 3 (2024-07-15 – 2024-07-21)\n\nAttention.\n\n# Week 4 (2024-07-22 – 2024-07-28)\n\nPooling again.\n"
ANSWERS = "1\n2\n0\n2\n1,1\n2\n" * 20
EDITOR = "#!/bin/sh\nprintf 'Written in the editor: CNN.\\n' >> \"$1\"\n"

PREPARED: Sequence[tuple[Sequence[str], str]] = (
    (["import", "two.md"], ""),
    (["park", "look at GAN"], ""),
    (["park", "and at VAE"], ""),
    (["habit", "phone"], ""),
    (["card", "new", "front", "back"], ""),
    (["quiz", "--count", "2"], ANSWERS),
    (["new", "own_one", "--no-edit"], ""),
    (["add", "Today BP."], ""),
    (["backup"], ""),
    (["export", "whole.json"], ""),
    (["delete", "2"], ""),
)


@dataclass(frozen=True)
class Killed:
    """A command that is killed: its arguments, what it reads, and the commands that come before it."""

    arguments: Sequence[str]
    reads: str = ""
    before: Sequence[Sequence[str]] = field(default=())

    def __str__(self) -> str:
        return "_".join(self.arguments)


COMMANDS: Sequence[Killed] = (
    Killed(["add", "Learned pooling."]),
    Killed(["add", "2024-09-09: a week of its own, CNN."]),
    Killed(["add"]),
    Killed(["edit", "1"]),
    Killed(["park", "one more thing"]),
    Killed(["done", "1"]),
    Killed(["habit", "phone", "2"]),
    Killed(["habit", "phone", "--undo"]),
    Killed(["focus", "CNN", "25"]),
    Killed(["focus", "--pause"], before=[["focus", "CNN", "25"]]),
    Killed(["focus", "--stop"], before=[["focus", "CNN", "25"]]),
    Killed(["card", "new", "What is a kernel?", "A small matrix."]),
    Killed(["card", "is:new", "--bury"]),
    Killed(["card", "is:new", "--suspend"]),
    Killed(["card", "is:suspended", "--back"], before=[["card", "is:new", "--suspend"]]),
    Killed(["quiz", "--count", "1"], ANSWERS),
    Killed(["train", "--back"]),
    Killed(["delete", "1"]),
    Killed(["undelete"]),
    Killed(["revert", "1@1"], before=[["edit", "1"]]),
    Killed(["undo"]),
    Killed(["redo"], before=[["undo"]]),
    Killed(["import", "later.md"]),
    Killed(["import", "vault"]),
    Killed(["import", "whole.json"], before=[["restore", "--new", "--yes"]]),
    Killed(["export", "out.md", "--force"], before=[["export", "out.md"], ["add", "More."]]),
    Killed(["export", "out.json"]),
    Killed(["export", "out.apkg"]),
    Killed(["mirror", "mirrored"]),
    Killed(["mirror", "mirrored"], before=[["mirror", "mirrored"], ["add", "More."]]),
    Killed(["report", "1", "--output", "report.md"]),
    Killed(["backup"]),
    Killed(["backup", "own.db"]),
    Killed(["restore", "latest", "--yes"]),
    Killed(["restore", "--new", "--yes"]),
    Killed(["doctor", "--fix", "--yes"]),
    Killed(["new", "own_two", "--no-edit"]),
    Killed(["trust", "own_one"]),
)
"""Every command that writes. `train` itself is killed by its tests: the weights come from a process of its own."""


class Place:
    """Homes that are copies of one that was prepared, over the small library, with runs in the same process."""

    def __init__(self, folder: Path, library: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.template = folder, folder / "template"
        self.home = folder / "here" / "home"
        patch.setattr(read_library, "__defaults__", (None, library))
        patch.setattr("journal.runner.client.Runner", lambda *_, **__: NearRunner())
        for name, value in {"JOURNAL_HOME": str(self.home), "EDITOR": str(folder / "here" / "editor")}.items():
            patch.setenv(name, value)
        for name in ("VISUAL", "LC_ALL", "LC_MESSAGES", "LANG"):
            patch.delenv(name, raising=False)
        self._prepare()

    def _prepare(self) -> None:
        here = self.home.parent
        (here / "vault").mkdir(parents=True)
        for name, text in {"two.md": TWO, "later.md": LATER, "editor": EDITOR}.items():
            (here / name).write_text(text, encoding="utf-8")
        (here / "editor").chmod(0o755)
        for day in range(1, 5):
            (here / "vault" / f"2024-08-0{day}.md").write_text(f"Day {day} with RNN.\n", encoding="utf-8")
        for arguments, reads in PREPARED:
            assert completed(self.doing(arguments, reads)), arguments
        assert completed(self._fit)
        here.rename(self.template)

    def _fit(self) -> None:
        """Weights of one's own, in use."""
        store = open_store(self.home / "journal.db")
        more: dict[str, Any] = {"loss": 0.4, "loss_before": 0.5, "error": 0.01, "taken": True}
        with store.write() as session:
            at = session.connection().exec_driver_sql("SELECT max(at) FROM review").scalar()
            session.add(
                Fit(at=datetime.fromisoformat(str(at)), reviews=9, weights=list(FORGETFUL), strength=1.0, **more)
            )
        store.close()

    def doing(self, arguments: Sequence[str], reads: str = "") -> Callable[[], None]:
        """A function that runs a command line here, and fails where the command does."""

        def run() -> None:
            os.chdir(self.home.parent)
            sys.stdin = io.TextIOWrapper(io.BytesIO(reads.encode()), "utf-8")
            if cli.main(list(arguments)) != 0:
                raise SystemExit(1)

        return run

    def reset(self, template: Path) -> None:
        """Makes everything as the template is."""
        shutil.rmtree(self.home.parent, ignore_errors=True)
        shutil.copytree(template, self.home.parent, symlinks=True)

    def prepared_for(self, command: Killed) -> Path:
        """The template with what comes before a command."""
        if not command.before:
            return self.template
        self.reset(self.template)
        for arguments in command.before:
            assert completed(self.doing(arguments)), arguments
        target = self.folder / "before"
        shutil.rmtree(target, ignore_errors=True)
        self.home.parent.rename(target)
        return target

    def files(self) -> dict[str, bytes]:
        """What lies beside the home, and the user's own concepts."""
        here, own = self.home.parent, self.home / "concepts"
        paths = [
            path
            for path in here.rglob("*")
            if path.is_file() and (self.home not in path.parents or own in path.parents)
        ]
        return {str(path.relative_to(here)): path.read_bytes() for path in paths if not path.name.startswith(".")}

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table that holds something of the learner's."""
        with closing(sqlite3.connect(f"file:{self.home / 'journal.db'}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            own = [name for name in names if not name.startswith(("sqlite_", "week_words", "item_words", *DERIVED))]
            return {name: list(map(dict, connection.execute(f'SELECT * FROM "{name}"'))) for name in own}

    def state(self) -> State:
        """What is left: the rows and the files."""
        return State(self.rows() if (self.home / "journal.db").exists() else {}, self.files())

    def open(self) -> None:
        """Opens the journal as the next start does: nothing is refused, nothing warned of, all is sound."""
        journal = open_journal(Settings(self.home))
        warnings = journal.store.warnings
        journal.close()
        assert not warnings, warnings
        assert integrity.examine_file(self.home / "journal.db").faults == ()
        for copy in found_in(self.home / "backups"):
            assert sound(copy), copy

    def see_the_doctor(self) -> None:
        """Fails where the doctor finds anything broken, but that weeks are numbered with gaps: one was deleted."""
        journal = open_journal(Settings(self.home))
        broken = [check for check in examine(journal) if check.state == "broken" and check.name != "weeks"]
        journal.close()
        if broken:
            raise SystemExit(1)


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*")
PACKAGE = ".apkg"
"""The parts of a package say when they were written, to two seconds."""
DERIVED = ("checksum", "counter", "meta")


@dataclass(frozen=True)
class State:
    """The rows of a journal by table, and the files beside it by name."""

    rows: Rows
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Step:
    """A command that ran to its end, twice: what was there before, and after; what differs from run to run."""

    template: Path
    before: State
    after: State
    columns: frozenset[tuple[str, str]]
    names: frozenset[str]
    seconds: float
    writes: int

    def is_whole(self, left: State) -> bool:
        """Whether the rows are those of before or those of after, and each file is as before or as after."""
        rows = self._plain(left.rows)
        return (
            rows in (self._plain(self.before.rows), self._plain(self.after.rows))
            and all(
                content in (self.before.files.get(name), self.after.files.get(name))
                or (name in self.names and _is_whole(name, content))
                for name, content in left.files.items()
            )
            and self.before.files.keys() <= left.files.keys()
        )

    def differing(self, left: State) -> str:
        """Which tables and files are neither as before nor as after."""
        one, other, rows = (self._plain(each.rows) for each in (self.before, self.after, left))
        tables = [name for name in one.keys() | rows.keys() if rows.get(name) != one.get(name)]
        lines = [f"{name}: {[line for line in rows.get(name, []) if line not in one.get(name, [])]}" for name in tables]
        wanted = [
            f"{name}: {[line for line in other.get(name, []) if line not in one.get(name, [])]}" for name in tables
        ]
        return f"is {lines}, would be {wanted}, files {sorted(left.files)}"

    def _plain(self, rows: Rows) -> dict[str, list[str]]:
        return {
            name: sorted(
                _MOMENT.sub("then", str([value for column, value in row.items() if (name, column) not in self.columns]))
                for row in some
            )
            for name, some in rows.items()
        }


def step(place: Place, command: Killed) -> Step:
    """Runs a command to its end, twice, and learns what it does."""
    template = place.prepared_for(command)
    place.reset(template)
    before, action = place.state(), place.doing(command.arguments, command.reads)
    start = time.monotonic()
    assert completed(action), f"{command} failed"
    seconds, one = time.monotonic() - start, place.state()
    place.reset(template)
    writes = killed_at_write(0, action)
    other = place.state()
    names = {name for name in one.files if name.endswith(PACKAGE) or one.files[name] != other.files.get(name)}
    return Step(template, before, one, frozenset(_differing(one.rows, other.rows)), frozenset(names), seconds, writes)


def _is_whole(name: str, content: bytes) -> bool:
    """Whether a file that differs from run to run is not cut short, as far as that can be seen."""
    return not name.endswith(PACKAGE) or zipfile.is_zipfile(io.BytesIO(content))


def _differing(one: Rows, other: Rows) -> set[tuple[str, str]]:
    """The columns that hold something else in each run: times, and names that are drawn."""
    assert {name: len(rows) for name, rows in one.items()} == {name: len(rows) for name, rows in other.items()}
    return {
        (name, column)
        for name, rows in one.items()
        for a, b in zip(rows, other[name], strict=True)
        for column in a
        if a[column] != b[column]
    }


def kill(place: Place, command: Killed, times: int, seed: int) -> dict[str, int]:
    """Kills a command so many times, three of four at a write; what was left, counted: before, after, in between.

    Fails where what is left cannot be opened, or is neither.
    """
    known, rng, counted = step(place, command), random.Random(seed), {"killed": 0, "before": 0, "after": 0}
    action = place.doing(command.arguments, command.reads)
    numbers = rng.sample(range(1, known.writes + 1), min(times, known.writes))
    for number in range(times):
        place.reset(known.template)
        if number % 4 == 3 or not numbers:
            how, killed = "after a while", killed_after(rng.uniform(0, known.seconds), action)
        else:
            at = numbers.pop()
            how, killed = f"at write {at}", killed_at_write(at, action) == at
        left = place.state()
        assert known.is_whole(left), f"{command} {how}: half a step: {known.differing(left)}"
        place.open()
        counted["killed"] += killed
        counted["before" if left.rows == known.before.rows else "after"] += 1
    assert completed(place.see_the_doctor), f"{command}: the doctor complains"
    return counted | {"writes": known.writes}
