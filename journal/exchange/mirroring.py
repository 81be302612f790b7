"""A folder of Markdown that is kept in step with the journal, both ways: a note a week, which any editor may write.

What was changed in a note is merged into its week, and then every note is written as its week now stands. A small file
beside them, which editors do not show, says which note is of which week and what it held at the last exchange.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from journal.core.days import shifted
from journal.core.files import write_whole
from journal.core.incoming import shown_name
from journal.core.input_files import bytes_of, text_if_there
from journal.core.messages import UserError, say
from journal.core.settings import MIRROR_NAMES
from journal.db import weeks
from journal.db.tables import Week
from journal.exchange import matching, queries
from journal.exchange.exporting import document_of
from journal.exchange.formats import read_path, sheets
from journal.exchange.import_batch import ImportNote, hash_of
from journal.exchange.importing import ImportResult, import_path
from journal.exchange.source import parsed
from journal.log.periods import iso_week
from journal.opening.journal import Journal
from journal.weeks.bin import delete

STATE, TRASH = ".journal-mirror.json", ".trash"
LAYOUTS = MIRROR_NAMES
"""How notes are called: 2024-W28.md as Obsidian calls weekly notes, or 2024-07-08_2024-07-14.md."""


@dataclass
class Mirrored:
    """What an exchange did: what came in, which notes were written or laid aside, which weeks went into the bin."""

    came: ImportResult
    written: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    binned: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Kept:
    """A note at the last exchange: its week, and the hash of the file."""

    week: int
    hash: str


def mirror(journal: Journal, folder: Path, layout: str = LAYOUTS[0]) -> Mirrored:
    """Brings a folder and the journal into step, both ways; the folder is made where there is none.

    A note that was deleted takes its week into the bin, unless the week was changed since; a week that was deleted
    takes its note into the folder's `.trash`. Where every note is gone, nothing is deleted. Raises UserError where the
    folder cannot be read or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = _state(folder)
        aside = _laid_aside(journal, folder, before)
        read = {path.name: _hash(path) for path in folder.glob("*.md")}
        renamed = _weeks_of(journal, folder, read.keys() - before.keys())
        gone = {name: kept for name, kept in before.items() if name not in read and name not in aside}
        gone = {name: kept for name, kept in gone.items() if kept.week not in renamed.values()}
        binned = _binned(journal, gone) if len(gone) < len(before) else []
        came = import_path(journal, folder, "notes") if read else ImportResult()
        done = Mirrored(came, aside=aside, binned=binned)
        _write(journal, folder, layout, {name: kept for name, kept in before.items() if name in read}, read, done)
    except OSError as error:
        raise UserError("exchange.unwritable", path=shown_name(folder), reason=error.strerror) from error
    return done


def _laid_aside(journal: Journal, folder: Path, before: Mapping[str, _Kept]) -> list[str]:
    """Moves the notes of deleted weeks into the trash of the folder; one that was changed since stays, and comes in."""
    with journal.store.read() as session:
        there = {week.id for week in weeks.all_weeks(session)}
    moved = []
    for name, kept in before.items():
        path = folder / name
        if kept.week not in there and path.is_file() and _hash(path) == kept.hash:
            (folder / TRASH).mkdir(exist_ok=True)
            path.replace(folder / TRASH / name)
            moved.append(name)
    return moved


def _binned(journal: Journal, gone: Mapping[str, _Kept]) -> list[str]:
    """Moves the weeks whose notes were deleted into the bin; one that was changed here since stays, and is written."""
    titles = []
    for kept in gone.values():
        with journal.store.read() as session:
            week = weeks.by_id(session, kept.week)
            unchanged = week is not None and queries.given_out(session, kept.week, "out") == week.body
        if week is not None and unchanged:
            titles.append(delete(journal, kept.week).title)
    return titles


def _write(
    journal: Journal, folder: Path, layout: str, names: Mapping[str, _Kept], read: Mapping[str, str], done: Mirrored
) -> None:
    """Writes each week into its note, and the state.

    A note that could not be read, and one that an editor saved meanwhile, is left for the next time.
    """
    known = {kept.week: name for name, kept in names.items()}
    known |= {
        week: name for name, week in _weeks_of(journal, folder, read.keys() - names.keys()).items() if week not in known
    }
    state: dict[str, _Kept] = {}
    with journal.store.write() as session:
        for week in weeks.all_weeks(session):
            name = known.get(week.id) or _free_name(week, layout, {*read, *state})
            path, text = folder / name, sheets.note(document_of(journal, session, week))
            if _is_left(path, read.get(name, ""), done):
                state |= {name: names[name]} if name in names else {}
                continue
            if hash_of(text) != read.get(name):
                write_whole(path, text.encode())
                done.written.append(name)
            queries.give_out(session, week.id, week.body, "out")
            state[name] = _Kept(week.id, hash_of(text))
    message = {name: {"week": kept.week, "hash": kept.hash} for name, kept in state.items()}
    write_whole(folder / STATE, (json.dumps(message, ensure_ascii=False, indent=1) + "\n").encode())


def _is_left(path: Path, read: str, done: Mirrored) -> bool:
    """Whether a note must not be written: nobody has read what is in it now."""
    if any(shown_name(path) in note.location for note in done.came.left):
        return True
    if _hash(path) == read:
        return False
    done.came.left.append(ImportNote(shown_name(path), say("exchange.saved_meanwhile")))
    return True


def _weeks_of(journal: Journal, folder: Path, names: Iterable[str]) -> dict[str, int]:
    """The weeks of notes that hold one log each: renamed ones, ones of another mirror, ones that an editor began."""
    found: dict[str, int] = {}
    with journal.store.read() as session:
        for name in sorted(names):
            try:
                batch = read_path(folder / name)
            except UserError:
                continue
            if len(batch.logs) == 1 and not batch.entries:
                week = matching.week_of(session, batch.logs[0], found.values())
                found |= {name: week.id} if week else {}
    return found


def _free_name(week: Week, layout: str, taken: set[str]) -> str:
    """A name for a new note; of two weeks with one name the second has a number."""
    middle = shifted(week.starts, (week.ends - week.starts).days // 2)
    stem = str(iso_week(middle)) if layout == "week" else f"{week.starts:%Y-%m-%d}_{week.ends:%Y-%m-%d}"
    number, name = 1, f"{stem}.md"
    while name in taken:
        number, name = number + 1, f"{stem}-{number + 1}.md"
    return name


def _state(folder: Path) -> dict[str, _Kept]:
    """What the last exchange left; nothing where there was none, or where it cannot be read."""
    try:
        message: Any = parsed(text_if_there(folder / STATE) or "{}", STATE)
        return {str(name): _Kept(int(each["week"]), str(each["hash"])) for name, each in message.items()}
    except (UserError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _hash(path: Path) -> str:
    """The hash of a note as it stands; empty where there is none."""
    return hash_of(bytes_of(path).decode("utf-8", "replace")) if path.is_file() else ""
