"""The commands that search: search, tags."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import say


def search(options: Namespace, settings: Settings) -> int:
    """Prints what holds all words of the query; exits 1 when nothing does."""
    from journal.desk import opened
    from journal.desk.searching import search as find

    with opened(settings) as desk:
        hits = find(desk, " ".join(options.query)).hits
    if options.json:
        print_json([asdict(hit) for hit in hits])
        return 0
    bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for hit in hits:
        print_lines([f"{hit.note} {hit.id}  {_marked(hit.title, hit.titled, bold)}"])
        print_lines([f"    {_marked(hit.snippet, hit.marks, bold)}"] if hit.snippet else [])
    print_lines([] if hits else [say("search.none")])
    return 0 if hits else 1


def _marked(text: str, marks: Sequence[tuple[int, int]], bold: bool) -> str:
    """The text with its hits in bold, where the terminal can show that."""
    for start, end in reversed(marks if bold else ()):
        text = f"{text[:start]}\x1b[1m{text[start:end]}\x1b[22m{text[end:]}"
    return text


def tags(options: Namespace, settings: Settings) -> int:
    """Lists the tags of the log, the most frequent first."""
    from journal.desk import opened
    from journal.desk.searching import tag_counts

    with opened(settings) as desk:
        counts = tag_counts(desk).most_common()
    if options.json:
        print_json([{"tag": tag, "count": count} for tag, count in counts])
    else:
        print_lines(table((f"#{tag}", count) for tag, count in counts) or [say("search.no_tags")])
    return 0
