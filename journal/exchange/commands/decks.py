"""What import and export do with packages of Anki."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.core.output import print_json, print_lines, show_progress
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.exchange.anki_decks import Step


def import_package(options: Namespace, settings: Settings) -> int:
    """Stores what a package holds."""
    from journal.exchange.anki_decks import import_deck
    from journal.exchange.card_transfer import deck_lines

    with opened(settings) as journal:
        done = import_deck(journal, options.path, dry_run=options.dry_run, on_status=_show)
        show_progress("")
    if options.json:
        print_json({**asdict(done), "dry_run": options.dry_run})
    else:
        print_lines(deck_lines(done, dry_run=options.dry_run))
    return 0


def export_package(options: Namespace, settings: Settings) -> int:
    """Writes every card as a package."""
    from journal.exchange.card_transfer import export_package as write
    from journal.exchange.card_transfer import exported_lines

    with opened(settings) as journal:
        made = write(journal, options.path, _show, force=options.force)
        show_progress("")
    if options.json:
        print_json({"format": "anki", "files": [str(options.path)], "cards": made.cards, "left": made.left})
    else:
        print_lines(exported_lines(made, options.path))
    return 0


def _show(step: Step, done: int, every: int) -> None:
    show_progress(say(f"anki.{step}", done=done, all=every))
