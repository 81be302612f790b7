"""Cards as lines of a list in columns, how the list is sorted, and what is shown of the card under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.content import Content

from journal.core.messages import say
from journal.review.screens.note_text import in_one_line
from journal.ui.widgets.prose import line_content

if TYPE_CHECKING:
    from journal.review.cards import CardRow

COLUMNS = (("state", 12), ("due", 12), ("memory", 8), ("days", 8))
"""The columns before the question, and the cells of each."""
MARK = "●"

ORDERS: dict[str, Callable[[CardRow], Any]] = {
    "learning": lambda row: 0,
    "due": lambda row: row.due or date.max,
    "memory": lambda row: 2.0 if row.retrievability is None else row.retrievability,
    "days": lambda row: float("inf") if row.stability is None else row.stability,
    "lapses": lambda row: -row.lapses,
    "added": lambda row: -row.added.toordinal(),
}
"""How the list may be sorted: what comes first, the soonest, least sure, least stable, most missed, newest."""


def in_order(rows: Sequence[CardRow], order: str) -> list[CardRow]:
    """The cards sorted; those that are alike stay in the order of learning."""
    return sorted(rows, key=ORDERS[order])


def heading(order: str) -> Content:
    """The names of the columns; the one that the list is sorted by stands out."""
    cells = [(_fit(say(f"cards.heading_{name}"), width), name) for name, width in COLUMNS]
    parts = [Content(text).stylize("bold" if name == order else "$secondary") for text, name in cells]
    order_told = "" if order in dict(COLUMNS) else f"  {say(f'cards.by_{order}')}"
    question = Content.styled(say("cards.heading_question"), "$secondary")
    return Content.assemble("  ", *parts, question, (order_told, "$muted"))


def line(row: CardRow, *, marked: bool) -> Content:
    """A card: whether it is marked, its state, when it is due, what is remembered, and its question."""
    state = say("cards.leech") if "leech" in row.states and not row.is_out else say(f"cards.state_{row.state}")
    memory = "" if row.retrievability is None else f"{100 * row.retrievability:3.0f}%"
    days = "" if row.stability is None else say("cards.days", n=f"{row.stability:.0f}")
    texts = (state, "" if row.is_out else row.due_text, f"{memory:>5}", days)
    cells = [_fit(text, width) for text, (_, width) in zip(texts, COLUMNS, strict=True)]
    warns = row.is_out or "leech" in row.states
    return Content.assemble(
        (MARK if marked else " ", "$accent"),
        " ",
        (cells[0], "$warning" if warns else "$muted"),
        (cells[1], "$muted"),
        cells[2],
        (cells[3], "$muted"),
        (f"{row.title}  ", "$secondary"),
        line_content(in_one_line(row.prompt)),
    )


def preview(row: CardRow) -> Content:
    """The whole question of a card, and what is known of it."""
    from journal.review.screens.card import facts

    known = facts(row)
    title = Content.styled(row.title, "bold $secondary")
    return Content.assemble(title, "\n", line_content(row.prompt), "\n" if known else "", known.stylize("$muted"))


def _fit(text: str, width: int) -> str:
    cut = Content(text).truncate(width - 1, ellipsis=True)
    return cut.plain + " " * (width - cut.cell_length)
