"""What import and export do with cards in files of text: CSV, TSV, and Markdown."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from journal.core.files import write_whole
from journal.core.incoming import known_encoding, shown_name
from journal.core.input_files import reading
from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines, print_text
from journal.core.settings import Settings
from journal.notes.card_tables import ENDINGS
from journal.opening.commands import opened

NAME = "cards"
"""What `--format` calls it."""
NOTES = (".md", ".markdown", ".txt", *ENDINGS)
"""The files of a folder that may hold cards."""


def is_card_file(options: Namespace) -> bool:
    """Whether a path is a file of cards, by its name or by the given format."""
    return options.format in (NAME, "csv", "tsv") or (options.format is None and options.path.suffix.lower() in ENDINGS)


def import_cards(options: Namespace, settings: Settings) -> int:
    """Stores the cards of a file, or of every note in a folder."""
    from journal.exchange.source import Source
    from journal.notes.card_files import CardFile, FileCard, LineProblem
    from journal.notes.card_reading import read_cards
    from journal.review.commands.notes import came_lines
    from journal.review.notes import make_many

    encoding = options.encoding and known_encoding(options.encoding)
    source = Source(options.path, encoding=encoding)
    paths = list(source.files(*NOTES)) if source.is_folder else [options.path]
    cards: list[FileCard] = []
    problems: list[LineProblem] = []
    for path in paths:
        with reading(shown_name(path)):
            found = read_cards(source.text_at(path), ending=path.suffix)
        cards += found.cards
        where = f"{path.name}: " if source.is_folder else ""
        problems += [replace(each, reason=f"{where}{each.reason}") for each in found.problems]
    whole = CardFile(tuple(cards), tuple(problems))
    new, known = len(cards), 0
    if not options.dry_run:
        with opened(settings) as journal:
            new, known = make_many(journal, cards, options.path.name)
    if options.json:
        left = [{"line": each.line, "why": each.reason} for each in problems]
        print_json({"new": new, "known": known, "problems": left, "dry_run": options.dry_run})
    else:
        print_lines([*([say("exchange.dry_run")] if options.dry_run else []), *came_lines(new, known, whole)])
    return 0


def export_cards(options: Namespace, settings: Settings) -> int:
    """Writes the learner's own cards as a table. Raises UserError for a file that is there already, unless by force."""
    from journal.notes.card_tables import written
    from journal.review.notes import every_draft

    is_tabbed = options.format == "tsv" or options.path.suffix.lower() == ".tsv"
    with opened(settings) as journal:
        drafts = every_draft(journal)
    text = written(drafts, "\t" if is_tabbed else ",")
    if str(options.path) == "-":
        print_text(text)
        return 0
    if options.path.exists() and not options.force:
        raise UserError("exchange.exists", path=options.path)
    write_whole(options.path, text.encode(), private=True)
    if options.json:
        print_json({"format": "tsv" if is_tabbed else "csv", "files": [str(options.path)], "cards": len(drafts)})
    else:
        print_lines([say("notes.exported", n=len(drafts), path=options.path)])
    return 0
