"""Slips in the log: shown quietly, mended when asked for, or let be for good."""

from __future__ import annotations

from journal.desk import Desk
from journal.store import items, steps
from journal.store.tables import Item
from journal.text.slips import Slip, find_slips

KIND = "slip"
"""What a slip that was let be is noted as: a dismissed item, so that the same place shows it no more."""
AROUND = 8
"""How many characters on either side a slip is known by."""


def open_slips(desk: Desk, week_id: int | None, text: str) -> list[Slip]:
    """The slips in the text of a week, in order, but those that were let be."""
    with desk.store.read() as session:
        noted = items.decided(session, week_id, []) if week_id else []
    let_be = {(item.text, item.sentence) for item in noted if item.kind == KIND}
    return [slip for slip in find_slips(text) if (slip.found, surroundings(text, slip)) not in let_be]


def let_be(desk: Desk, week_id: int, text: str, slip: Slip) -> None:
    """Notes that this is no slip: the same place of the week's text shows it no more."""
    item = Item(
        kind=KIND,
        text=slip.found,
        sentence=surroundings(text, slip),
        week_id=week_id,
        created=desk.clock(),
        dismissed=True,
    )
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "dismissed", text=slip.found)
        items.add(session, item)


def surroundings(text: str, slip: Slip) -> str:
    """The slip with a few characters before and behind it, within its line."""
    before = text[max(0, slip.start - AROUND) : slip.start].rpartition("\n")[2]
    behind = text[slip.end : slip.end + AROUND].partition("\n")[0]
    return before + slip.found + behind
