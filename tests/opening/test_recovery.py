"""A journal that is damaged or lost is not opened: the user is told what there is, and it comes back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import backup, weeks
from journal.db.database import open_store, silent
from journal.maintenance.backups import back_up, back_up_daily, lost_rows, sweep
from journal.opening.copies import damaged_in, find_backup, found_in, newest, weeks_in
from journal.opening.journal import Journal
from journal.opening.recovery import NotOpenedError, begin_new, keep_bytes, open_database, repair, restore
from journal.weeks.weeks import add_entry
from tests.support.journal import Clock, Importing

LOG = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n学了CNN。\n"


@pytest.fixture
def home(journal: Journal, imported: Importing, clock: Clock) -> Settings:
    """A journal of one week that has a copy, and was closed."""
    imported(LOG)
    back_up(journal)
    journal.store.close()
    clock.now += timedelta(minutes=1)
    return journal.settings


def refusal(settings: Settings, clock: Clock) -> str:
    """The line that is told instead of opening the journal; the database stays as it is."""
    before = settings.database.read_bytes() if settings.database.exists() else None
    with pytest.raises(NotOpenedError) as refused:
        open_database(settings, clock, silent)
    assert (settings.database.read_bytes() if settings.database.exists() else None) == before
    assert "\n" not in str(refused.value)
    return str(refused.value)


def titles(settings: Settings, clock: Clock) -> list[str]:
    store = open_database(settings, clock, silent)
    with store.read() as session:
        found = [week.title for week in weeks.all_weeks(session)]
    store.close()
    return found


def zero_a_page(path: Path, table: str) -> None:
    """The page at which a table begins was never written."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(data)


# --- what is told -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["missing", "empty", "without tables"])
def test_a_lost_database_beside_a_copy_is_no_new_journal(how: str, home: Settings, clock: Clock) -> None:
    home.database.unlink()
    home.database.with_name("journal.db-mark").unlink()
    if how == "empty":
        home.database.touch()
    elif how == "without tables":
        with closing(sqlite3.connect(home.database)) as connection:
            connection.execute("VACUUM")
    told = refusal(home, clock)
    assert "is missing or empty: `journal restore latest` restores" in told
    assert f"{found_in(home.backups)[0]} (1 week)" in told
    assert "`journal restore --new`" in told


def test_a_version_number_that_was_damaged_is_no_dead_end(home: Settings, clock: Clock) -> None:
    """It looks like a newer version: the line says so, and how to go on if there never was one."""
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UserError, match=r"newer version.*`journal restore latest`"):
        open_database(home, clock, silent)
    restore(home, find_backup(home, "latest"), clock)
    assert titles(home, clock) == ["第一周周记 2024.07.07 ~ 2024.07.14"]


def test_where_no_copy_is_sound_that_is_told(home: Settings, clock: Clock) -> None:
    home.database.unlink()
    for path in found_in(home.backups):
        path.write_bytes(b"no database")
    assert f"{home.backups} has no valid backup" in refusal(home, clock)


def test_a_home_without_copies_is_a_new_journal(tmp_path: Path, clock: Clock) -> None:
    for backups in (None, "empty"):
        settings = Settings(tmp_path / f"home {backups}")
        if backups:
            settings.backups.mkdir(parents=True)
        assert titles(settings, clock) == []


def test_a_damaged_database_is_told_with_the_newest_sound_copy(home: Settings, clock: Clock) -> None:
    zero_a_page(home.database, "review")
    good, bad = found_in(home.backups)[0], home.backups / "journal-20991231-235959.db"
    shutil.copy(home.database, bad)
    told = refusal(home, clock)
    assert "is damaged" in told
    assert f"`journal restore latest` restores {good} (1 week)" in told
    assert find_backup(home, "latest") == good


def test_folders_of_copies_that_cannot_be_read_are_told(home: Settings, clock: Clock, tmp_path: Path) -> None:
    """A link to a disk that is not there hides copies: that is no new journal."""
    shutil.move(home.backups, tmp_path / "disk")
    home.backups.symlink_to(tmp_path / "disk")
    assert titles(home, clock) == ["第一周周记 2024.07.07 ~ 2024.07.14"]
    (tmp_path / "disk").rename(tmp_path / "not mounted")
    home.database.unlink()
    home.database.with_name("journal.db-mark").unlink()
    with pytest.raises(UserError, match="cannot be read: check the permissions"):
        open_database(home, clock, silent)


def test_a_journal_behind_its_newest_copy_is_told(home: Settings, clock: Clock, journal: Journal) -> None:
    shutil.copy(home.database, home.home / "older.db")
    again = Journal(home, open_database(home, clock, silent), journal.library, journal.runner, clock)
    add_entry(again, "学了GNN")
    back_up(again)
    again.store.close()
    shutil.copy(home.home / "older.db", home.database)
    told = refusal(home, clock)
    assert "lacks changes that a backup holds" in told
    done = repair(home, clock, lambda question: "Accept it as it is?" in question)
    assert done == ["The journal was accepted as it is."]
    assert len(titles(home, clock)) == 1


def test_lost_changes_that_no_copy_holds_are_told_once(home: Settings, clock: Clock, tmp_path: Path) -> None:
    store = open_database(home, clock, silent)
    with store.write() as session:
        weeks.save_body(session, 1, "danach", clock.now)
    shutil.copytree(home.home, tmp_path / "killed")
    store.close()
    left = Settings(tmp_path / "killed")
    log = left.home / "journal.db-wal"
    log.write_bytes(log.read_bytes()[:5000])
    (left.home / "journal.db-shm").unlink()
    told = []
    for _ in range(2):
        store = open_database(left, clock, silent)
        told += store.warnings
        store.close()
    (line,) = told
    (kept,) = damaged_in(left.backups)
    assert "lacks the latest changes" in line
    assert str(kept) in line
    assert kept.with_name(f"{kept.name}-wal").stat().st_size == 5000


# --- what is done -----------------------------------------------------------------------------------------------


def test_the_copy_comes_back_and_what_stood_there_is_kept(home: Settings, clock: Clock) -> None:
    zero_a_page(home.database, "review")
    damaged = home.database.read_bytes()
    kept = restore(home, find_backup(home, "latest"), clock)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert kept not in found_in(home.backups)
    assert titles(home, clock) == ["第一周周记 2024.07.07 ~ 2024.07.14"]


def test_a_new_journal_is_begun_on_explicit_wish(home: Settings, clock: Clock) -> None:
    kept = begin_new(home, clock)
    assert kept is not None
    assert weeks_in(kept) == 1
    assert titles(home, clock) == []
    assert begin_new(home, clock) is not None
    home.database.unlink()
    assert begin_new(home, clock) is None
    assert titles(home, clock) == []


def test_rows_come_back_from_a_copy_and_others_are_asked_about(home: Settings, clock: Clock) -> None:
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("UPDATE week SET body = 'x'")
        connection.execute("UPDATE card SET concept = 'x' WHERE id = 1")
        connection.execute(
            "INSERT INTO item (id, kind, text, sentence, concepts, created, dismissed, finding)"
            " VALUES (9, 'idea', 'x', '', '[]', '2024-07-14 21:00:00', 0, '')"
        )
        connection.commit()
    asked: list[str] = []

    def agree(question: str) -> bool:
        asked.append(question)
        return False

    done = repair(home, clock, agree)
    (kept,) = damaged_in(home.backups)
    assert done == ["2 rows were restored from backups.", f"The previous database is kept in {kept}."]
    assert len(asked) == 1
    assert "item 9 was not written by the app" in asked[0]
    clock.now += timedelta(seconds=1)
    assert repair(home, clock, lambda _: True)[0] == "1 row was accepted as it is."
    assert repair(home, clock, lambda _: True) == []
    store = open_database(home, clock, silent)
    assert store.warnings == []
    store.close()


def test_a_damaged_database_is_kept_once_as_long_as_it_stays_as_it_is(home: Settings, clock: Clock) -> None:
    zero_a_page(home.database, "week")
    for _ in range(11):
        clock.now += timedelta(hours=1)
        keep_bytes(home, clock)
    (kept,) = damaged_in(home.backups)
    assert kept.read_bytes() == home.database.read_bytes()
    home.database.write_bytes(kept.read_bytes() + b"x")
    assert keep_bytes(home, clock) != kept
    assert len(found_in(home.backups)) == 1
    home.database.unlink()
    assert keep_bytes(home, clock) is None


def test_eleven_evenings_of_a_damaged_journal_cost_no_copy(home: Settings, clock: Clock, journal: Journal) -> None:
    zero_a_page(home.database, "review")
    for _ in range(11):
        clock.now += timedelta(days=1)
        refusal(home, clock)
    copy = newest(home.backups)
    assert copy is not None
    assert copy.weeks == 1


def test_a_copy_of_another_journal_can_be_taken(home: Settings, clock: Clock, tmp_path: Path) -> None:
    other = open_store(tmp_path / "other.db")
    with other.write() as session:
        weeks.add(session, number=9, starts=clock.now, ends=clock.now, title="另一本", body="", now=clock.now)
    backup.copy(other, tmp_path / "copy.db")
    other.close()
    kept = restore(home, tmp_path / "copy.db", clock)
    assert titles(home, clock) == ["另一本"]
    assert kept is not None
    assert weeks_in(kept) == 1


def test_the_database_itself_as_the_copy_loses_nothing(home: Settings, clock: Clock) -> None:
    before = titles(home, clock)
    restore(home, home.database, clock)
    assert titles(home, clock) == before


def test_a_linked_database_is_written_through(home: Settings, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real = home.database.rename(tmp_path / "far" / "journal.db")
    home.database.symlink_to(real)
    copy = find_backup(home, "latest")
    for brings_back in (True, False, True):
        clock.now += timedelta(seconds=1)
        if brings_back:
            restore(home, copy, clock)
        else:
            begin_new(home, clock)
        assert home.database.is_symlink()
        assert home.database.resolve() == real
    assert titles(home, clock) == ["第一周周记 2024.07.07 ~ 2024.07.14"]
    assert [each.name for each in real.parent.iterdir()] == ["journal.db"]


def test_a_linked_database_whose_disk_is_gone_is_told(home: Settings, clock: Clock, tmp_path: Path) -> None:
    home.database.unlink()
    home.database.symlink_to(tmp_path / "not mounted" / "journal.db")
    refusal(home, clock)


# --- copies -----------------------------------------------------------------------------------------------------


def test_rows_that_vanished_since_the_newest_copy_are_named(journal: Journal, imported: Importing) -> None:
    imported(LOG)
    back_up(journal)
    assert lost_rows(journal) == []
    with closing(sqlite3.connect(journal.settings.database)) as connection:
        connection.execute("DELETE FROM card WHERE id = 1")
        connection.commit()
    (line,) = lost_rows(journal)
    assert line.startswith("1 row less than in ")
    assert line.endswith("that nobody deleted: card.")


def test_a_copy_that_proves_unsound_takes_the_place_of_none(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    imported(LOG)
    good = back_up(journal)
    with closing(sqlite3.connect(journal.settings.database)) as connection:
        connection.execute("UPDATE week SET body = 'x'")
        connection.commit()
    clock.now += timedelta(days=1)
    with pytest.raises(UserError, match="does not count as a backup"):
        back_up_daily(journal)
    assert found_in(journal.settings.backups) == [good]
    assert [path.name for path in damaged_in(journal.settings.backups)] == ["journal-20240711-203000-damaged.db"]
    journal.store.close()
    store = open_database(journal.settings, clock, silent)
    assert store.checked
    store.close()


def test_two_that_copy_at_the_same_moment_both_have_their_copy(
    journal: Journal, imported: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process takes the name after it was found to be free."""
    imported(LOG)
    real = backup.copy
    taken: list[Path] = []

    def late(store: object, path: Path) -> object:
        if not taken:
            taken.append(path)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"of another process")
        return real(store, path)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "copy", late)
    made = back_up(journal)
    assert taken[0].read_bytes() == b"of another process"
    assert made.name == "journal-20240710-203000-2.db"


def test_leftovers_of_a_kill_go_after_a_day(journal: Journal, imported: Importing, clock: Clock) -> None:
    imported(LOG)
    folder = journal.settings.backups
    folder.mkdir()
    leftovers = [each / ".journal-20240101-000000.db.0a1b2c3d.partial" for each in (folder, journal.settings.home)]
    for path in leftovers:
        path.touch()
        os.utime(path, (clock.now.timestamp(),) * 2)
    sweep(journal)
    assert all(path.exists() for path in leftovers)
    clock.now += timedelta(hours=25)
    sweep(journal)
    assert not any(path.exists() for path in leftovers)
