"""What import and export do with packages of Anki."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from journal.core.files import write_whole
from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines, show_progress
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.exchange.anki_decks import DeckImported, Step

ENDINGS = (".apkg", ".colpkg", ".anki2", ".anki21", ".anki21b")
NAMED = 5
"""How many of what was left for one reason are named."""


def is_package(options: Namespace) -> bool:
    """Whether a path is an Anki package, by its name or by the given format."""
    return options.format == "anki" or (options.format is None and options.path.suffix.lower() in ENDINGS)


def import_package(options: Namespace, settings: Settings) -> int:
    """Stores what a package holds."""
    from journal.exchange.anki_decks import import_deck

    with opened(settings) as journal:
        done = import_deck(journal, options.path, dry_run=options.dry_run, on_status=_show)
        show_progress("")
    if options.json:
        print_json({**asdict(done), "dry_run": options.dry_run})
    else:
        print_lines(_summary(done, dry_run=options.dry_run))
    return 0


def export_package(options: Namespace, settings: Settings) -> int:
    """Writes every card as a package. Raises UserError for a file that is there already, unless by force."""
    from journal.exchange.anki_export import export_deck

    if options.path.exists() and not options.force:
        raise UserError("exchange.exists", path=options.path)
    with opened(settings) as journal:
        made = export_deck(journal, _show)
        show_progress("")
    write_whole(options.path, made.data, private=True)
    if options.json:
        print_json({"format": "anki", "files": [str(options.path)], "cards": made.cards, "left": made.left})
    else:
        print_lines([say("anki.exported", n=made.cards, path=options.path), *made.left, say("anki.again")])
    return 0


def _show(step: Step, done: int, every: int) -> None:
    show_progress(say(f"anki.{step}", done=done, all=every))


def _summary(done: DeckImported, *, dry_run: bool) -> Iterator[str]:
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
