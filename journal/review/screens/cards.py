"""All cards, narrowed as one types: sorted, shown in full one by one, marked, and taken in or out of the reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from journal.core.messages import UserError, say
from journal.review.screens.card_rows import ORDERS, heading, in_order, line, preview
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.messages import OpenCard
from journal.ui.widgets.line import Line

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.cards import CardRow

SHOWN = 200
"""How many cards are listed; a narrower filter finds fewer."""


class Cards(BaseScreen):
    """A line to type a filter in, the cards that it asks for, and the one under the cursor in full.

    The arrows choose while one goes on typing. What a key does it does to the marked cards, else to the one chosen.
    """

    DEFAULT_CSS = """
    Cards #found { layout: vertical; height: 1fr; }
    Cards.-wide #found { layout: horizontal; }
    Cards OptionList { height: 1fr; width: 1fr; }
    Cards #heading { height: 1; margin-top: 1; }
    Cards #told { height: auto; color: $muted; }
    Cards #preview { height: 4; border-top: solid $border; }
    Cards.-wide #preview { width: 38; height: 1fr; border-top: none; border-left: solid $border; padding-left: 1; }
    """
    key_context = "cards"
    bar = ("cards",)
    typing = True
    BINDINGS: ClassVar = [
        *bindings_of("cards"),
        ("down", "move('cursor_down')", ""),
        ("up", "move('cursor_up')", ""),
        ("pagedown", "move('page_down')", ""),
        ("pageup", "move('page_up')", ""),
    ]
    AUTO_FOCUS = "Input"
    found: tuple[CardRow, ...] = ()
    rows: Sequence[CardRow] = ()
    order = "learning"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text
        self.marked: set[int] = set()

    def content(self) -> Iterable[Widget]:
        """The line, what filters there are or how much was found, the list, and the card under the cursor."""
        yield Line(self.text, placeholder=say("cards.filter"), select_on_focus=bool(self.text))
        yield Static(say("cards.filters"), id="told")
        yield Static(id="heading")
        yield Container(OptionList(), Static(id="preview"), id="found")

    def on_mount(self) -> None:
        """The cursor stays in the line."""
        self.query_one(OptionList).can_focus = False

    def load(self, journal: Journal) -> None:
        """Reads the cards again, as they may have changed on their pages."""
        self.look(self.query_one(Input).value)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Narrows the list with every key."""
        self.look(event.value)

    def look(self, text: str) -> None:
        """Reads the cards in the background; what comes too late is dropped."""
        from journal.review.cards import card_rows

        def refuse(error: UserError) -> None:
            self.show((), str(error))

        read = partial(card_rows, text=text)
        in_background(self, read, self.show, on_error=refuse, group="look", exclusive=True)

    def show(self, rows: tuple[CardRow, ...], message: str = "") -> None:
        """Lists the cards; marks stay on those that are still listed."""
        self.found = rows
        self.marked &= {row.id for row in rows}
        self.query_one("#told", Static).update(Content(message or say("cards.filters")))
        self.list_rows()

    def list_rows(self) -> None:
        """Writes the list in its order; the cursor stays on its line."""
        options = self.query_one(OptionList)
        before = options.highlighted or 0
        self.rows = in_order(self.found, self.order)[:SHOWN]
        options.clear_options()
        options.add_options([Option(self.line(row)) for row in self.rows])
        options.highlighted = min(before, len(self.rows) - 1) if self.rows else None
        self.query_one("#heading", Static).update(heading(self.order))
        self.count()
        if not self.rows:
            self.query_one("#preview", Static).update("")

    def line(self, row: CardRow) -> Content:
        """One line of the list."""
        width = max(40, self.size.width - (46 if self.has_class("-wide") else 6))
        return line(row, marked=row.id in self.marked).truncate(width, ellipsis=True)

    def count(self) -> None:
        """Says how many cards there are, and how many are marked."""
        parts = [say("cards.count", n=len(self.found))]
        parts += [say("cards.marked", n=len(self.marked))] if self.marked else []
        self.title_bar.right = " · ".join(parts)

    @on(OptionList.OptionHighlighted)
    def highlight(self, event: OptionList.OptionHighlighted) -> None:
        """Shows the card under the cursor in full."""
        if event.option_index < len(self.rows):
            self.query_one("#preview", Static).update(preview(self.rows[event.option_index]))

    # --- actions --------------------------------------------------------------------------------------------------

    def action_move(self, how: str) -> None:
        """Moves in the list while the cursor stays in the line."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def action_mark(self) -> None:
        """Marks the card under the cursor, or unmarks it, and goes on to the next."""
        options = self.query_one(OptionList)
        if (place := options.highlighted) is None:
            return
        self.marked ^= {self.rows[place].id}
        options.replace_option_prompt_at_index(place, self.line(self.rows[place]))
        options.highlighted = min(place + 1, len(self.rows) - 1)
        self.count()

    def action_mark_all(self) -> None:
        """Marks every card that was found, beyond those that are listed as well; none when all are marked."""
        every = {row.id for row in self.found}
        self.marked = set() if self.marked == every else every
        self.list_rows()

    def action_sort(self) -> None:
        """Sorts the list by the next column."""
        orders = list(ORDERS)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.list_rows()

    def action_bury(self) -> None:
        """Buries cards until tomorrow."""
        from journal.review.cards import bury

        self.change(bury, "bury")

    def action_suspend(self) -> None:
        """Keeps cards out of the reviews, or brings them back where all of them are out."""
        from journal.review.cards import bring_back, suspend

        if all(row.is_out for row in self.chosen()):
            self.change(bring_back, "back")
        else:
            self.change(suspend, "suspend")

    def action_due_today(self) -> None:
        """Makes cards due today."""
        from journal.review.cards import due_today

        self.change(due_today, "due_today")

    def action_begin_anew(self) -> None:
        """Makes cards new again."""
        from journal.review.cards import begin_anew

        self.change(begin_anew, "anew")

    def chosen(self) -> list[CardRow]:
        """The marked cards, else the one under the cursor."""
        place = self.query_one(OptionList).highlighted
        if self.marked:
            return [row for row in self.found if row.id in self.marked]
        return [] if place is None else [self.rows[place]]

    def change(self, act: Callable[[Journal, Sequence[int]], int | None], name: str) -> None:
        """Does something to the chosen cards in the background, says to how many, and lists them as they are now."""
        ids = [row.id for row in self.chosen()]

        def changed(count: int | None) -> None:
            self.notify(say(f"cards.done_{name}", n=len(ids) if count is None else count))
            self.look(self.query_one(Input).value)

        if ids:
            in_background(self, lambda journal: act(journal, ids), changed, group="store")

    @on(Input.Submitted)
    def entered(self) -> None:
        """Enter in the line."""
        self.action_open()

    @on(OptionList.OptionSelected)
    def clicked(self) -> None:
        """A click in the list."""
        self.action_open()

    def action_open(self) -> None:
        """Opens the page of the card under the cursor."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.post_message(OpenCard(self.rows[place].id))
