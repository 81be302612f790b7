"""A damaged journal is refused, or told of, or what it holds is right: nothing in between, and no traceback."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import archive, backup, integrity, meta, search, weeks
from journal.db.database import Store
from journal.opening.recovery import open_database
from tests.db.test_archive import fill
from tests.support.damage import WAYS, damage
from tests.support.store import DAY, NOW

EVENING = datetime(2026, 11, 29, 20)
Homes = dict[str, tuple[Path, dict[str, Any]]]
FILES = ("journal.db", "journal.db-wal")


def opened(home: Path) -> Store:
    return open_database(Settings(home), lambda: EVENING, lambda _: None)


def opened_or_refused(home: Path) -> Store | UserError:
    try:
        return opened(home)
    except UserError as refused:
        return refused


def rows_of(store: Store) -> dict[str, Any]:
    """Every row of every table that holds rows of its own."""
    with store.read() as session:
        ask = session.connection().exec_driver_sql
        others = {name: [tuple(row) for row in ask(f"SELECT * FROM {name}")] for name in ("meta", "step", "change")}
        return {**archive.rows(session), **others}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """A journal that was closed, and one whose last changes a kill has left in the log; and what each holds."""
    folder = tmp_path_factory.mktemp("homes")
    store = opened(folder / "live")
    with store.write() as session:
        fill(session)
        search.refresh(session)
        for n in range(20):
            day = DAY + timedelta(weeks=60 + n)
            weeks.add(session, number=60 + n, starts=day, ends=day, title=f"{n}", body="学了卷积。" * 40, now=NOW)
    backup.copy(store, folder / "live" / "backups" / "journal-20261101-000000.db")
    store.close()
    shutil.copytree(folder / "live", folder / "closed")
    store = opened(folder / "live")
    closed = rows_of(store)
    for n in range(6):
        with store.write() as session:
            meta.put(session, "n", str(n))
            weeks.save_body(session, 2, "后来写的" * n, NOW + timedelta(days=n))
    shutil.copytree(folder / "live", folder / "killed")
    killed = rows_of(store)
    store.close()
    return {"closed": (folder / "closed", closed), "killed": (folder / "killed", killed)}


def bytes_of(home: Path) -> dict[str, bytes | None]:
    return {name: (home / name).read_bytes() if (home / name).exists() else None for name in FILES}


def outcome(home: Path, expected: dict[str, Any]) -> str:
    """Opens a damaged journal: `refused`, `told` or `right`; anything else fails."""
    before = bytes_of(home)
    store = opened_or_refused(home)
    if isinstance(store, UserError):
        assert "\n" not in str(store)
        assert bytes_of(home) == before
        return "refused"
    warnings, found = store.warnings, rows_of(store)
    store.close()
    if warnings:
        assert all("\n" not in line for line in warnings)
        return "told"
    assert found == expected
    assert integrity.examine_file(home / "journal.db").is_sound
    return "right"


def run(homes: Homes, home: Path, seeds: int) -> Counter[tuple[str, str, str]]:
    """Damages copies of the journals in every way; how often each file and way came to which outcome."""
    outcomes: Counter[tuple[str, str, str]] = Counter()
    for seed in range(seeds):
        rng, way = random.Random(seed), list(WAYS)[seed % len(WAYS)]
        state, file = (("closed", "journal.db"), ("killed", "journal.db"), ("killed", "journal.db-wal"))[seed // 9 % 3]
        source, expected = homes[state]
        shutil.copytree(source, home)
        damage(home / file, way, rng)
        outcomes[file, way, outcome(home, expected)] += 1
        shutil.rmtree(home)
    return outcomes


def test_a_journal_that_is_not_damaged_is_right(homes: Homes, tmp_path: Path) -> None:
    for state, (source, expected) in homes.items():
        shutil.copytree(source, tmp_path / state)
        assert (tmp_path / state / "journal.db-wal").exists() is (state == "killed")
        assert outcome(tmp_path / state, expected) == "right"


def test_damaged_journals_are_refused_told_or_right(homes: Homes, tmp_path: Path) -> None:
    outcomes = run(homes, tmp_path / "home", 63)
    assert {"refused", "told", "right"} == {how for _, _, how in outcomes}


@pytest.mark.slow
def test_700_damaged_journals_are_refused_told_or_right(
    homes: Homes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = run(homes, tmp_path / "home", 700)
    assert not [each for each in outcomes if each[1] in ("empty", "zero_all") and each[2] == "right"]
    with capsys.disabled():
        print()
        for (file, way, how), n in sorted(outcomes.items()):
            print(f"{n:4} {file:15} {way:18} {how}")
