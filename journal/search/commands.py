"""The commands that search: search, tags."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from journal.core.messages import say
from journal.core.output import print_json, print_lines, print_marked, table
from journal.core.settings import Settings
from journal.opening.commands import opened


def search(options: Namespace, settings: Settings) -> int:
    """Prints everything that contains all words of the query; exits 1 when there is no match."""
    from journal.search.searching import search as find

    with opened(settings) as journal:
        hits = find(journal, " ".join(options.query)).hits
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

    with opened(settings) as journal:
        counts = tag_counts(journal).most_common()
    if options.json:
        print_json([{"tag": tag, "count": count} for tag, count in counts])
    else:
        print_lines(table((f"#{tag}", count) for tag, count in counts) or [say("search.no_tags")])
    return 0
