"""What import and export do with cards in files of text: CSV, TSV, and Markdown."""

from __future__ import annotations

from argparse import Namespace

from journal.core.incoming import known_encoding
from journal.core.messages import say
from journal.core.output import print_json, print_lines, print_text
from journal.core.settings import Settings
from journal.opening.commands import opened


def import_cards(options: Namespace, settings: Settings) -> int:
    """Stores the cards of a file, or of every note in a folder."""
    from journal.exchange import card_transfer

    encoding = options.encoding and known_encoding(options.encoding)
    if options.dry_run:
        found = card_transfer.cards_at(options.path, encoding)
        done = card_transfer.CardsImported(len(found.cards), 0, found)
    else:
        with opened(settings) as journal:
            done = card_transfer.import_cards(journal, options.path, encoding)
    if options.json:
        left = [{"line": each.line, "why": each.reason} for each in done.found.problems]
        print_json({"new": done.new, "known": done.known, "problems": left, "dry_run": options.dry_run})
    else:
        print_lines([*([say("exchange.dry_run")] if options.dry_run else []), *done.lines])
    return 0


def export_cards(options: Namespace, settings: Settings) -> int:
    """Writes the learner's own cards as a table, to a file or to standard output."""
    from journal.exchange import card_transfer

    with opened(settings) as journal:
        if str(options.path) == "-":
            print_text(card_transfer.cards_written(journal, options.path, options.format)[0])
            return 0
        count = card_transfer.export_cards(journal, options.path, options.format, force=options.force)
    if options.json:
        is_tabbed = options.format == "tsv" or options.path.suffix.lower() == ".tsv"
        print_json({"format": "tsv" if is_tabbed else "csv", "files": [str(options.path)], "cards": count})
    else:
        print_lines([say("notes.exported", n=count, path=options.path)])
    return 0
