"""Copies of the database: when they are made, which are kept, how one comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.messages import UserError
from journal.db import weeks
from journal.db.database import open_store
from journal.maintenance.backups import back_up, back_up_daily
from journal.opening.copies import LAST, find_backup, found_in, kept, weeks_in
from journal.opening.journal import Journal
from journal.opening.recovery import restore
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import add_entry
from tests.support.journal import Clock, Importing

LOG = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n学了CNN。\n"


def test_a_copy_has_its_time_in_its_name_and_never_takes_the_place_of_another(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    imported(LOG)
    first = back_up(journal)
    second = back_up(journal)
    clock.now += timedelta(seconds=1)
    third = back_up(journal)
    assert [path.name for path in (first, second, third)] == [
        "journal-20240710-203000.db",
        "journal-20240710-203000-2.db",
        "journal-20240710-203001.db",
    ]
    assert found_in(journal.settings.backups) == [first, second, third]
    assert find_backup(journal.settings, "latest") == third
    assert {path.stat().st_mode & 0o777 for path in (first, second, third)} == {0o600}


def test_a_copy_goes_where_it_is_told_unless_that_is_taken(
    journal: Journal, imported: Importing, tmp_path: Path
) -> None:
    imported(LOG)
    path = back_up(journal, tmp_path / "usb.db")
    assert weeks_in(path) == 1
    with pytest.raises(UserError, match="already exists"):
        back_up(journal, path)
    (tmp_path / "stick").mkdir()
    assert back_up(journal, tmp_path / "stick").parent == tmp_path / "stick"
    assert found_in(journal.settings.backups) == []


def test_one_is_made_each_day_once_there_is_something_to_keep(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    assert back_up_daily(journal) is None
    imported(LOG)
    first = back_up_daily(journal)
    assert first is not None
    assert back_up_daily(journal) is None
    clock.now += timedelta(days=1)
    assert back_up_daily(journal) not in (None, first)


@given(st.lists(st.datetimes(datetime(2023, 1, 1), datetime(2025, 1, 1)), unique=True, max_size=40))
def test_the_last_ones_and_the_last_of_each_month_are_kept(times: list[datetime]) -> None:
    copies = [Path(name) for name in sorted({f"journal-{at:%Y%m%d-%H%M%S}.db" for at in times})]
    keep = kept(copies)
    assert keep >= set(copies[-LAST:])
    months = {path.name[:14] for path in copies}
    assert {path.name[:14] for path in keep} == months
    assert len(keep) <= LAST + len(months)
    for path in set(copies) - keep:
        assert any(other > path and other.name[:14] == path.name[:14] for other in keep)


def test_copies_beyond_those_go_and_other_files_stay(journal: Journal, imported: Importing, clock: Clock) -> None:
    imported(LOG)
    folder = journal.settings.backups
    folder.mkdir()
    (folder / "journal-mine.db").touch()
    for _ in range(LAST + 5):
        clock.now += timedelta(hours=1)
        back_up(journal)
    assert len(found_in(folder)) == LAST
    assert (folder / "journal-mine.db").exists()


def test_what_was_there_before_a_restore_is_kept_as_a_copy(journal: Journal, imported: Importing, clock: Clock) -> None:
    imported(LOG)
    path = back_up(journal)
    add_entry(journal, "2024-07-25：学了GNN")
    assert len(all_weeks(journal)) == 2
    journal.store.close()
    before = restore(journal.settings, path, clock)
    assert before is not None
    store = open_store(journal.settings.database)
    with store.read() as session:
        assert len(weeks.all_weeks(session)) == 1
    store.close()
    assert (weeks_in(path), weeks_in(before)) == (1, 2)
    restore(journal.settings, before, clock)
    assert weeks_in(journal.settings.database) == 2


def test_into_an_empty_home_a_copy_is_just_put(
    journal: Journal, imported: Importing, tmp_path: Path, clock: Clock
) -> None:
    imported(LOG)
    path = back_up(journal, tmp_path / "usb.db")
    journal.store.close()
    for left in journal.settings.home.glob("journal.db*"):
        left.unlink()
    assert restore(journal.settings, path, clock) is None
    assert weeks_in(journal.settings.database) == 1


def test_a_copy_is_found_by_its_name_and_one_that_is_none_is_refused(
    journal: Journal, imported: Importing, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="no valid backup in"):
        find_backup(journal.settings, "latest")
    imported(LOG)
    path = back_up(journal)
    assert find_backup(journal.settings, path.name) == path
    (tmp_path / "text.db").write_text("no database", encoding="utf-8")
    with pytest.raises(UserError, match="is damaged or is not a journal"):
        find_backup(journal.settings, str(tmp_path / "text.db"))
    with pytest.raises(UserError, match="There is no file"):
        find_backup(journal.settings, "nothing.db")
