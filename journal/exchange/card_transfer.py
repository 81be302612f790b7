"""Cards in and out by files: packages of Anki and tables of cards, and what came in plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from journal.core.files import write_whole
from journal.core.incoming import shown_name
from journal.core.input_files import reading
from journal.core.messages import UserError, say
from journal.exchange.anki_decks import DeckImported, Tell
from journal.exchange.anki_export import DeckExported, export_deck
from journal.exchange.formats.anki.package import is_profile
from journal.exchange.source import Source
from journal.notes.card_files import CardFile, FileCard, LineProblem, came_lines
from journal.notes.card_reading import read_cards
from journal.notes.card_tables import ENDINGS, written
from journal.opening.journal import Journal
from journal.review.notes import every_draft, make_many

PACKAGES = (".apkg", ".colpkg", ".anki2", ".anki21", ".anki21b")
"""The endings of Anki's packages and collections."""
NAME = "cards"
"""What `--format` calls a file of cards."""
NOTES = (".md", ".markdown", ".txt", *ENDINGS)
"""The files of a folder that may hold cards."""
NAMED = 5
"""How many of what was left for one reason are named."""


def is_package(path: Path, format_name: str | None = None) -> bool:
    """Whether a path is an Anki package or a folder of Anki's, by its name or by the given format."""
    return format_name == "anki" or (format_name is None and (path.suffix.lower() in PACKAGES or is_profile(path)))


def is_card_file(path: Path, format_name: str | None = None) -> bool:
    """Whether a path is a file of cards, by its name or by the given format."""
    return format_name in (NAME, "csv", "tsv") or (format_name is None and path.suffix.lower() in ENDINGS)


# --- packages -----------------------------------------------------------------------------------------------------


def export_package(
    journal: Journal, path: Path, on_status: Tell = lambda step, done, all_: None, *, force: bool = False
) -> DeckExported:
    """Writes every card as a package. Raises UserError for a file that is there already, unless by `force`."""
    if path.exists() and not force:
        raise UserError("exchange.exists", path=path)
    made = export_deck(journal, on_status)
    write_whole(path, made.data, private=True)
    return made


def exported_lines(made: DeckExported, path: Path) -> list[str]:
    """How many cards were written, which questions were not, and what Anki does with a later package."""
    return [say("anki.exported", n=made.cards, path=path), *made.left, say("anki.again")]


def deck_lines(done: DeckImported, *, dry_run: bool = False) -> Iterator[str]:
    """What came of a package, by deck, and what was left and why."""
    if dry_run:
        yield say("exchange.dry_run")
    yield say("anki.came", notes=done.notes, cards=done.cards, reviews=done.reviews)
    yield from (f"  {deck or '–'}  {count}" for deck, count in sorted(done.decks.items()))
    if done.known:
        yield say("anki.known", n=done.known)
    if done.pictures:
        yield say("anki.pictures", n=done.pictures)
    if done.can_fit:
        yield say("anki.weights")
    for why, several in groupby(sorted(done.left, key=lambda each: each[1]), key=lambda each: each[1]):
        names = [name for name, _ in several]
        more = ", …" if len(names) > NAMED else ""
        yield say("anki.left", n=len(names), why=why, names=", ".join(names[:NAMED]) + more)


# --- files of cards -----------------------------------------------------------------------------------------------


class CardsImported(NamedTuple):
    """How many cards of files were `new`, how many `known`, and all that was found."""

    new: int
    known: int
    found: CardFile

    @property
    def lines(self) -> Iterator[str]:
        """The same in plain lines."""
        return came_lines(self.new, self.known, self.found)


def cards_at(path: Path, encoding: str | None = None) -> CardFile:
    """The cards of a file, or of every note in a folder. Raises UserError for what cannot be read."""
    source = Source(path, encoding=encoding)
    cards: list[FileCard] = []
    problems: list[LineProblem] = []
    for each in source.files(*NOTES) if source.is_folder else [path]:
        with reading(shown_name(each)):
            found = read_cards(source.text_at(each), ending=each.suffix)
        cards += found.cards
        where = f"{each.name}: " if source.is_folder else ""
        problems += [replace(problem, reason=f"{where}{problem.reason}") for problem in found.problems]
    return CardFile(tuple(cards), tuple(problems))


def import_cards(journal: Journal, path: Path, encoding: str | None = None) -> CardsImported:
    """Stores the cards of a file or folder that are not there yet."""
    found = cards_at(path, encoding)
    return CardsImported(*make_many(journal, found.cards, path.name), found)


def cards_written(journal: Journal, path: Path, format_name: str | None = None) -> tuple[str, int]:
    """The learner's own cards as a table, and how many they are."""
    drafts = every_draft(journal)
    is_tabbed = format_name == "tsv" or path.suffix.lower() == ".tsv"
    return written(drafts, "\t" if is_tabbed else ","), len(drafts)


def export_cards(journal: Journal, path: Path, format_name: str | None = None, *, force: bool = False) -> int:
    """Writes that table; returns how many cards. Raises UserError for a file that is there, unless by `force`."""
    if path.exists() and not force:
        raise UserError("exchange.exists", path=path)
    text, count = cards_written(journal, path, format_name)
    write_whole(path, text.encode(), private=True)
    return count
