"""Whether better weights await a decision; Today says so, and asks before the tables are loaded."""

from __future__ import annotations

from journal.db.figures import undecided_fit
from journal.memory.fitting.verdict import is_better
from journal.opening.journal import Journal


def has_new_weights(journal: Journal) -> bool:
    """Whether there are better weights awaiting a decision."""
    with journal.store.read() as session:
        fit = undecided_fit(session)
    return fit is not None and is_better(*fit)
