"""What is done without loading the tables leaves the same rows as what is done with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import undo_log
from journal.db.direct import UnusualError
from journal.db.tables import FollowupRow
from journal.followups import followups as full_items
from journal.history.undo import undo
from journal.opening.at_once import add_entry, at_once, park
from journal.opening.journal import Journal, open_journal
from journal.weeks import weeks as full_weeks
from journal.weeks.week_rows import all_weeks
from tests.library.test_reading import MINIMAL
from tests.support.journal import Clock
from tests.support.library import lay_index

LINES = (
    "学了CNN（卷积神经网络）和池化",
    "昨天：LSTM，容易和 GRU 搞混",
    "p 以后看 GAN 和残差结构",
    "7月1日：梯度消失",
    "hello",
    "p hello",
    "昨天：hello again",
    "2024-06-03：Transformer, dot product",
    "今天：CNN 又一次 “引号” \\ 'x' \"y\" 😀",
)


@dataclass
class Twins:
    """Two journals to which the same is done: in full, and at once."""

    full: Settings
    quick: Settings
    clock: Clock

    def in_full(self, work: Callable[[Journal], object]) -> None:
        journal = open_journal(self.full, self.clock)
        try:
            work(journal)
        finally:
            journal.close()

    def both_in_full(self, work: Callable[[Journal], object]) -> None:
        for settings in (self.full, self.quick):
            Twins(settings, settings, self.clock).in_full(work)

    def write(self, line: str) -> None:
        """Adds a line, or parks it where it begins with `p`."""
        text = line.removeprefix("p ")
        if line != text:
            self.in_full(lambda journal: full_items.park(journal, text))
            at_once(self.quick, lambda journal: park(journal, text), self.clock)
        else:
            self.in_full(lambda journal: full_weeks.add_entry(journal, text))
            at_once(self.quick, lambda journal: add_entry(journal, text), self.clock)


@pytest.fixture
def twins(tmp_path: Path, clock: Clock, library_index: Path, monkeypatch: pytest.MonkeyPatch) -> Twins:
    """Two empty journals; what their rows are called is drawn from the time."""
    for module in ("identity", "capturing"):
        monkeypatch.setattr(f"journal.db.{module}.uuid4", lambda: UUID(int=int(clock.now.timestamp())))
    twins = Twins(Settings(tmp_path / "full"), Settings(tmp_path / "quick"), clock)
    for settings in (twins.full, twins.quick):
        lay_index(library_index, settings.home)
    twins.both_in_full(lambda journal: None)
    return twins


def rows(settings: Settings) -> dict[str, list[str]]:
    """Every row of a database; without the id of the journal, which no other has."""
    with closing(sqlite3.connect(settings.database)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: map(repr, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names}
    return {name: sorted(row for row in each if "'journal'" not in row) for name, each in found.items()}


def test_entries_and_parked_lines_leave_the_same_rows(twins: Twins) -> None:
    for line in LINES:
        twins.write(line)
        twins.clock.now += timedelta(hours=7)
        assert rows(twins.quick) == rows(twins.full), line
    assert len(rows(twins.full)["week"]) > 2
    assert len(rows(twins.full)["card"]) > 20
    assert rows(twins.full)["tally"]


def test_what_was_added_at_once_can_be_taken_back(twins: Twins) -> None:
    twins.write(LINES[0])
    before = rows(twins.quick)["week"]
    twins.write(LINES[4])
    twins.both_in_full(lambda journal: undo(journal))
    assert rows(twins.quick)["week"] == rows(twins.full)["week"] == before


def test_what_takes_more_is_left_as_it_is_for_the_full_form(twins: Twins) -> None:
    twins.write(LINES[0])
    twins.write(LINES[4])
    twins.both_in_full(lambda journal: undo(journal))
    before = rows(twins.quick)
    with pytest.raises(UnusualError):
        at_once(twins.quick, lambda journal: add_entry(journal, "after something was taken back"), twins.clock)
    assert rows(twins.quick) == before


def test_a_week_into_which_something_is_carried_is_begun_by_the_full_form(twins: Twins) -> None:
    def leave_open(journal: Journal) -> None:
        full_weeks.add_entry(journal, "MAS，今晚就学")
        with journal.store.write() as session:
            undo_log.begin(session, journal.clock(), "took", text="MAS")
            session.add(FollowupRow(kind="later", text="MAS", sentence="MAS", week_id=1, created=journal.clock()))

    twins.both_in_full(leave_open)
    twins.clock.now += timedelta(days=8)
    with pytest.raises(UnusualError):
        at_once(twins.quick, lambda journal: add_entry(journal, "新的一周"), twins.clock)
    assert len(rows(twins.quick)["week"]) == 1


@pytest.mark.parametrize("harm", ["none", "older", "text", "gone"])
def test_a_journal_that_is_not_as_it_was_left_is_opened_in_full(twins: Twins, harm: str) -> None:
    path = twins.quick.database
    if harm == "none":
        path = path.rename(path.with_name("elsewhere.db"))
    if harm == "older":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 1")
    if harm == "text":
        path.write_bytes(b"no database" * 1000)
    if harm == "gone":
        path.with_name(f"{path.name}-mark").unlink()
    before = path.read_bytes()
    with pytest.raises(UnusualError):
        at_once(twins.quick, lambda journal: add_entry(journal, "hello"), twins.clock)
    assert path.read_bytes() == before


def test_an_index_that_another_library_made_is_renewed_by_the_full_form(twins: Twins) -> None:
    twins.write(LINES[0])
    twins.quick.concepts.mkdir()
    (twins.quick.concepts / "mine.py").write_text(MINIMAL.replace("Title", "Mine"), encoding="utf-8")
    with pytest.raises(UnusualError):
        at_once(twins.quick, all_weeks, twins.clock)


def test_a_journal_in_which_another_program_writes_is_waited_for_by_the_full_form(twins: Twins) -> None:
    with closing(sqlite3.connect(twins.quick.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnusualError):
            at_once(twins.quick, lambda journal: add_entry(journal, "hello"), twins.clock)
        other.execute("ROLLBACK")


def test_an_entry_without_words_is_refused_at_once(twins: Twins) -> None:
    with pytest.raises(UserError):
        at_once(twins.quick, lambda journal: add_entry(journal, "昨天： "), twins.clock)


def test_weeks_are_listed_alike(twins: Twins) -> None:
    for line in LINES:
        twins.write(line)
    seen: list[object] = []
    twins.in_full(lambda journal: seen.extend(all_weeks(journal)))
    assert at_once(twins.quick, all_weeks, twins.clock) == seen
