"""Typos in the log: shown unobtrusively, fixed on request, or ignored for good."""

from __future__ import annotations

from journal.db import followups, items, undo_log
from journal.db.tables import FollowupRow
from journal.log.typos import Typo, find_typos
from journal.opening.journal import Journal

KIND = "slip"
"""An ignored typo is stored as a dismissed item, so that the same place no longer shows it."""
AROUND = 8
"""How many characters on either side a typo is known by."""


def open_typos(journal: Journal, week_id: int | None, text: str) -> list[Typo]:
    """The typos in the text of a week, in order, without ignored ones."""
    with journal.store.read() as session:
        noted = items.decided(session, week_id, []) if week_id else []
    let_be = {(text, sentence) for kind, text, sentence in noted if kind == KIND}
    return [typo for typo in find_typos(text) if (typo.found, surroundings(text, typo)) not in let_be]


def ignore(journal: Journal, week_id: int, text: str, typo: Typo) -> None:
    """Marks this as not a typo; it is no longer shown at this place of the week's text."""
    item = FollowupRow(
        kind=KIND,
        text=typo.found,
        sentence=surroundings(text, typo),
        week_id=week_id,
        created=journal.clock(),
        dismissed=True,
    )
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "dismissed", text=typo.found)
        followups.add(session, item)


def surroundings(text: str, typo: Typo) -> str:
    """The typo with a few characters of context, within its line."""
    before = text[max(0, typo.start - AROUND) : typo.start].rpartition("\n")[2]
    behind = text[typo.end : typo.end + AROUND].partition("\n")[0]
    return before + typo.found + behind
