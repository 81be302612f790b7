"""All cards, narrowed as one types; enter opens the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from journal.tui.background import in_background
from journal.tui.keys import bindings_of
from journal.tui.messages import OpenCard
from journal.tui.place import Place
from journal.tui.widgets.line import Line
from journal.tui.widgets.note import in_one_line
from journal.tui.widgets.prose import line_content
from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.cards import CardRow

SHOWN = 200
"""How many cards are listed; a narrower filter finds fewer."""
STATE_WIDTH = 12


class Cards(Place):
    """A line to type a filter in, and the cards that it asks for. The arrows choose while one goes on typing."""

    DEFAULT_CSS = """
    Cards OptionList { height: 1fr; }
    Cards #heading { height: 1; margin-top: 1; }
    Cards #told { height: auto; color: $muted; }
    """
    name_of_place = "cards"
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
    rows: tuple[CardRow, ...] = ()

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text

    def content(self) -> Iterable[Widget]:
        """The line, what filters there are or how much was found, and the list."""
        yield Line(self.text, placeholder=say("cards.filter"), select_on_focus=bool(self.text))
        yield Static(say("cards.filters"), id="told")
        yield Static(_heading(), id="heading")
        yield OptionList()

    def on_mount(self) -> None:
        """The cursor stays in the line."""
        self.query_one(OptionList).can_focus = False

    def load(self, desk: Desk) -> None:
        """Reads the cards anew, as they may have changed on their pages."""
        self.look(self.query_one(Input).value)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Narrows the list with every key."""
        self.look(event.value)

    def look(self, text: str) -> None:
        """Reads the cards behind the screen; what comes too late is dropped."""
        from journal.desk.cards import card_rows

        def refuse(error: UserError) -> None:
            self.show((), str(error))

        read = partial(card_rows, text=text)
        in_background(self, read, self.show, on_error=refuse, group="look", exclusive=True)

    def show(self, rows: tuple[CardRow, ...], told: str = "") -> None:
        """Lists the cards; the one under the cursor stays there."""
        options = self.query_one(OptionList)
        before = options.highlighted or 0
        self.rows = rows[:SHOWN]
        options.clear_options()
        width = max(40, self.size.width - 6)
        options.add_options([Option(_line(row).truncate(width, ellipsis=True)) for row in self.rows])
        options.highlighted = min(before, len(self.rows) - 1) if self.rows else None
        self.title_bar.right = say("cards.count", n=len(rows))
        self.query_one("#told", Static).update(Content(told or say("cards.filters")))

    def action_move(self, how: str) -> None:
        """Moves in the list while the cursor stays in the line."""
        getattr(self.query_one(OptionList), f"action_{how}")()

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


def _heading() -> Content:
    """What the columns hold."""
    state, memory, days, question = (say(f"cards.heading_{name}") for name in ("state", "memory", "days", "question"))
    return Content(f"{_fit(state, STATE_WIDTH)}{_fit(memory, 7)}{_fit(days, 8)}{question}").stylize("$secondary")


def _line(row: CardRow) -> Content:
    """A card: its state, what is remembered, and its question."""
    state = say("cards.leech") if "leech" in row.states and not row.is_out else say(f"cards.state_{row.state}")
    style = "$warning" if row.is_out or "leech" in row.states else "$muted"
    memory = "" if row.retrievability is None else f"{100 * row.retrievability:3.0f}%"
    days = "" if row.stability is None else say("cards.days", n=f"{row.stability:.0f}")
    question = Content.assemble((f"{row.title}  ", "$secondary"), line_content(in_one_line(row.prompt)))
    return Content.assemble((_fit(state, STATE_WIDTH), style), f"{memory:>5}  ", (_fit(days, 8), "$muted"), question)


def _fit(text: str, width: int) -> str:
    return text + " " * max(1, width - Content(text).cell_length)
