"""Sixty days in the life of a journal that is written, damaged, emptied, begun again and restored, at random."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import text

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import weeks
from journal.db.database import Store
from journal.maintenance.backups import back_up, back_up_daily
from journal.opening.copies import LAST, LATEST, damaged_in, find_backup, found_in, sound
from journal.opening.journal import Journal
from journal.opening.recovery import begin_new, open_database, repair, restore
from tests.support.damage import WAYS, damage
from tests.support.store import DAY, NOW

DAYS = 60


@dataclass
class Walk:
    """One journal and its user, who acts at random. `fullest` is the most weeks that any sound copy ever held."""

    settings: Settings
    rng: random.Random
    now: datetime = datetime(2026, 9, 1, 20)
    fullest: int = 0
    refused: int = 0
    known: dict[tuple[Path, int, int], int] = field(default_factory=dict)

    def clock(self) -> datetime:
        return self.now

    def chance(self, percent: int) -> bool:
        return self.rng.random() * 100 < percent

    def day(self) -> None:
        """What happens between two evenings, and in the evening."""
        self.now += timedelta(days=1)
        if self.chance(25):
            self.mishap()
        if self.chance(5):
            self.bring_back(self.rng.choice(["any", LATEST]))
        store = self.opened()
        if store is None and self.chance(80):
            self.react()
            store = self.opened()
        if store is not None:
            self.evening(store)

    def mishap(self) -> None:
        database = self.settings.database
        if self.chance(10):
            database.unlink(missing_ok=True)
        elif database.exists():
            damage(database, self.rng.choice(list(WAYS)), self.rng)

    def opened(self) -> Store | None:
        try:
            return open_database(self.settings, self.clock, lambda _: None)
        except UserError:
            self.refused += 1
            return None

    def react(self) -> None:
        """What the user does about a journal that is not opened."""
        what = self.rng.choice(["restore", "restore", "new", "mend"])
        if what == "restore":
            self.bring_back(LATEST)
        elif what == "new":
            begin_new(self.settings, self.clock)
        else:
            with suppress(UserError):
                repair(self.settings, self.clock, lambda _: True)

    def bring_back(self, name: str) -> None:
        copies = found_in(self.settings.backups)
        try:
            path = self.rng.choice(copies) if name == "any" and copies else find_backup(self.settings, LATEST)
            restore(self.settings, path, self.clock)
        except UserError:
            pass

    def evening(self, store: Store) -> None:
        """Some weeks are written, now and then all are deleted; the app makes its copy, and the user more of them."""
        journal = Journal(self.settings, store, cast(Any, None), cast(Any, None), self.clock)
        try:
            with store.write() as session:
                if self.chance(3):
                    session.connection().execute(text("DELETE FROM week"))
                for _ in range(self.rng.choice([0, 0, 1, 3])):
                    weeks.add(session, number=None, starts=DAY, ends=DAY, title="周", body="学了CNN", now=NOW)
            back_up_daily(journal)
            for _ in range(11 if self.chance(3) else 0):
                back_up(journal)
        except UserError:
            pass
        store.close()

    def look(self) -> None:
        """A sound copy is never lost for one that holds less than half of its weeks."""
        held = max(map(self.weeks_in, found_in(self.settings.backups)), default=0)
        self.fullest = max(self.fullest, held)
        assert held * 2 >= self.fullest
        assert len(damaged_in(self.settings.backups)) <= LAST

    def weeks_in(self, path: Path) -> int:
        """How many weeks a copy holds, if it is sound; each file is examined once."""
        state = (path, path.stat().st_size, path.stat().st_mtime_ns)
        if state not in self.known:
            found = sound(path)
            self.known[state] = found.weeks if found else 0
        return self.known[state]


def walk(home: Path, seed: int) -> Walk:
    walking = Walk(Settings(home), random.Random(seed))
    for _ in range(DAYS):
        walking.day()
        walking.look()
    return walking


@pytest.mark.parametrize("seed", range(6))
def test_no_good_copy_is_ever_lost(seed: int, tmp_path: Path) -> None:
    assert walk(tmp_path / str(seed), seed).fullest > 5, "a walk on which nothing is written proves nothing"


@pytest.mark.slow
def test_no_good_copy_is_ever_lost_on_200_walks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    walks = [walk(tmp_path / str(seed), seed) for seed in range(1000, 1200)]
    with capsys.disabled():
        refused = sum(each.refused for each in walks)
        print(f"\n200 walks of {DAYS} days: {refused} evenings refused; no copy of n weeks without one of n/2 after it")
