"""`journal concepts --path`: lists the learning paths, chooses one, or leaves it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.concepts.paths import PathStanding

NONE = "none"
"""What stands for no path."""


def paths(options: Namespace, settings: Settings) -> int:
    """Chooses the path that was named, says how far the learner is on it; without a name, lists all of them."""
    from journal.concepts.paths import choose_path, standings
    from journal.opening.lookup import find_path

    with opened(settings) as journal:
        if options.path:
            path = None if options.path == NONE else find_path(journal, options.path)
            journal, added = choose_path(journal, path)
        found = standings(journal)
    if options.json:
        print_json([_as_data(each) for each in found])
    elif options.path == NONE:
        print_lines([say("concepts.path_left")])
    elif options.path:
        print_lines(_as_lines(next(each for each in found if each.is_chosen), added))
    else:
        print_lines(table(_row(each) for each in found))
    return 0


def _as_data(each: PathStanding) -> dict[str, object]:
    return {**asdict(each), "next": [row.id for row in each.next]}


def _as_lines(each: PathStanding, added: int) -> Iterator[str]:
    yield each.title
    yield say("concepts.path_counts", n=each.concepts, begun=each.begun, known=each.known)
    if each.next:
        yield say("concepts.path_next", titles=" · ".join(row.title for row in each.next))
    yield say("concepts.added", n=added) if added else say("concepts.path_added_before")


def _row(each: PathStanding) -> tuple[str, str, str]:
    counts = say("concepts.path_counts", n=each.concepts, begun=each.begun, known=each.known)
    return f"{'*' if each.is_chosen else ' '} {each.id}", each.title, counts
