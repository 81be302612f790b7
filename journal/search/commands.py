"""The commands that search: search, tags."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.core.output import print_json, print_lines, print_marked, table
from journal.core.search_terms import read_query
from journal.core.settings import Settings
from journal.opening.commands import at_once_or_opened, opened

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.search.searching import SearchResult


def search(options: Namespace, settings: Settings) -> int:
    """Prints everything that contains all words of the query; exits 1 when there is no match."""
    from journal.search.searching import search as find

    query = " ".join(options.query)

    def found(journal: Journal) -> SearchResult:
        return find(journal, query)

    if read_query(query).filters:  # a week that is named is looked for in the tables
        with opened(settings) as journal:
            hits = found(journal).hits
    else:
        hits = at_once_or_opened(settings, found).hits
    if options.json:
        print_json([asdict(hit) for hit in hits])
        return 0
    for hit in hits:
        print_marked(f"{hit.note} {hit.id}  ", hit.title, hit.titled)
        if hit.snippet:
            print_marked("    ", hit.snippet, hit.marks)
    print_lines([] if hits else [say("search.none")])
    return 0 if hits else 1


def tags(options: Namespace, settings: Settings) -> int:
    """Lists the tags of the log, the most frequent first."""
    from journal.search.searching import tag_counts

    counts = at_once_or_opened(settings, tag_counts).most_common()
    if options.json:
        print_json([{"tag": tag, "count": count} for tag, count in counts])
    else:
        print_lines(table((f"#{tag}", count) for tag, count in counts) or [say("search.no_tags")])
    return 0
