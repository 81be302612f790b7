"""Looks up concepts and topics of the open journal by name."""

from __future__ import annotations

from difflib import get_close_matches

from journal.core.messages import UserError, language
from journal.library.concept import Concept
from journal.library.paths import LearningPath
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


def find_path(journal: Journal, name: str) -> LearningPath:
    """The learning path with this id or title. Raises UserError that names them all."""
    wanted = name.strip().casefold()
    for path in journal.library.paths.values():
        if wanted in {path.id, *(each.casefold() for each in path.title.every)}:
            return path
    raise UserError("concepts.unknown_path", name=name, paths=", ".join(journal.library.paths))


def chosen_path(journal: Journal) -> LearningPath | None:
    """The learning path of the settings; None without one, and where the library has none of that name."""
    return journal.library.paths.get(journal.settings.path) if journal.settings.path else None


def topic_title(journal: Journal, topic: str) -> str:
    """The title of a topic; its own name where the library does not know it."""
    titles = journal.library.topics.get(topic)
    return titles.to(language()) if titles else topic
