"""Learning paths from the learner's view: which one was chosen, how far it has been walked, and what is next on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from journal.concepts.concepts import ConceptRow, concept_rows
from journal.core.messages import language
from journal.core.settings import write_setting
from journal.library.paths import LearningPath
from journal.opening.journal import Journal
from journal.opening.lookup import chosen_path
from journal.review.adding import add_all

NEXT = 3
"""How many concepts are named as the next ones."""


@dataclass(frozen=True)
class PathStanding:
    """How far a learner has come on a path: its concepts, how many are begun and known well, and the next ones."""

    id: str
    title: str
    is_chosen: bool
    concepts: int
    begun: int
    known: int
    next: tuple[ConceptRow, ...]


def standings(journal: Journal) -> tuple[PathStanding, ...]:
    """How far the learner has come on each path of the library."""
    rows = concept_rows(journal)
    return tuple(standing(journal, path, rows) for path in journal.library.paths.values())


def rows_and_path(journal: Journal) -> tuple[tuple[ConceptRow, ...], PathStanding | None]:
    """The rows of all concepts, and how far the learner has come on the chosen path, if there is one."""
    rows, path = concept_rows(journal), chosen_path(journal)
    return rows, standing(journal, path, rows) if path else None


def standing(journal: Journal, path: LearningPath, rows: tuple[ConceptRow, ...]) -> PathStanding:
    """How far the learner has come on one path, by the rows of all concepts."""
    own = list(on_path(path, rows))
    ahead = [each for each in own if each.state in ("new", "waiting")]
    return PathStanding(
        id=path.id,
        title=path.title.to(language()),
        is_chosen=chosen_path(journal) == path,
        concepts=len(own),
        begun=len(own) - len(ahead),
        known=sum(each.state == "known" for each in own),
        next=tuple(ahead[:NEXT]),
    )


def on_path(path: LearningPath, rows: tuple[ConceptRow, ...]) -> Iterator[ConceptRow]:
    """The rows of the concepts of a path, in its order."""
    by_id = {each.id: each for each in rows if not each.broken}
    return (by_id[concept] for concept in path.concepts if concept in by_id)


def choose_path(journal: Journal, path: LearningPath | None) -> tuple[Journal, int]:
    """Notes a path in the settings, and puts the questions of its concepts on the review list.

    Returns the journal with that setting, and how many questions are new on the list. None leaves the present path;
    what is on the list stays there. Raises UserError where the settings cannot be written.
    """
    name = path.id if path else ""
    write_setting(journal.settings.file, "path", name)
    chosen = replace(journal, settings=replace(journal.settings, path=name))
    added = add_all(journal, path.concepts, path.title.to(language())) if path else 0
    return chosen, added
