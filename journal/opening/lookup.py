"""Looks up concepts and topics of the open journal by name."""

from __future__ import annotations

from difflib import get_close_matches

from journal.core.messages import UserError, language
from journal.library.concept import Concept
from journal.opening.journal import Journal

LONGEST_NAME = 100
"""Characters of a name there is not that are compared with those there are."""


def find_concept(journal: Journal, name: str) -> Concept:
    """The concept with this id or alias. Raises UserError that names the nearest one, or why the file is broken."""
    found = journal.library.find(name)
    if found is not None:
        return found
    for broken in journal.library.broken:
        if broken.id == name:
            raise UserError("concepts.broken_at", path=broken.path, line=broken.line, reason=broken.reason)
    names = [each for concept in journal.library.outlines.values() for each in (concept.id, *concept.names)]
    near = get_close_matches(name[:LONGEST_NAME], names, n=1)
    if near:
        raise UserError("concepts.unknown_near", name=name, near=near[0])
    raise UserError("concepts.unknown", name=name)


def topic_title(journal: Journal, topic: str) -> str:
    """The title of a topic; its own name where the library does not know it."""
    titles = journal.library.topics.get(topic)
    return titles.to(language()) if titles else topic
