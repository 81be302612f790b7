"""Search over whatever is on the screen: as one types, with the hits marked; enter opens what was found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from journal.core.messages import UserError, say
from journal.ui.background import in_background
from journal.ui.keys import bindings_of
from journal.ui.messages import NewCard, OpenConcept, VisitWeek
from journal.ui.widgets.line import Line

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.search.searching import SearchHit, SearchResult
    from journal.ui.host import Host

SHOWN = 20
"""How many weeks are listed; more words find fewer."""
WIDTH = 70
"""Cells of a line in the list."""


class Search(ModalScreen[None]):
    """A line to type in, and below it what holds all its words. The arrows choose while one goes on typing."""

    DEFAULT_CSS = """
    Search { align: center top; }
    Search Vertical { width: 76; max-width: 100%; height: auto; max-height: 100%; margin-top: 1; padding: 1 2; }
    Search Vertical { background: $surface; }
    Search OptionList { height: auto; max-height: 14; margin-top: 1; }
    Search #told { height: auto; color: $muted; margin-top: 1; }
    """
    BINDINGS: ClassVar = [
        *bindings_of("search"),
        ("escape", "dismiss", ""),
        ("down", "move('cursor_down')", ""),
        ("up", "move('cursor_up')", ""),
        ("pagedown", "move('page_down')", ""),
        ("pageup", "move('page_up')", ""),
    ]
    app: Host
    hits: tuple[SearchHit, ...] = ()
    answered: str = ""
    """The words whose hits are listed."""
    entered: bool = False
    """Whether enter came before the answer."""

    def compose(self) -> ComposeResult:
        """The line, the list, and a line that says how much was found."""
        with Vertical():
            yield Static(say("search.heading"), classes="heading")
            yield Line()
            yield OptionList()
            yield Static(say("search.example"), id="told")

    def on_mount(self) -> None:
        """The cursor stays in the line."""
        self.query_one(OptionList).can_focus = False
        self.query_one(OptionList).display = False

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Searches with every key; an answer that comes too late is dropped."""
        in_background(self, partial(_search, event.value), self.show, group="search", exclusive=True)

    def show(self, answer: tuple[str, SearchResult, str]) -> None:
        """Lists what was found for a text."""
        text, found, message = answer
        self.answered, self.hits = text, found.hits
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_lines(hit)) for hit in found.hits])
        options.display = bool(found.hits)
        options.highlighted = 0 if found.hits else None
        self.query_one("#told", Static).update(Content(message))
        if self.entered and text == self.query_one(Input).value:
            self.chosen()

    def action_move(self, how: str) -> None:
        """Moves in the list while the cursor stays in the line."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    @on(Input.Submitted)
    def chosen(self) -> None:
        """Enter in the line: waits for what its last words find."""
        self.entered = self.answered != self.query_one(Input).value
        if not self.entered:
            self.open(self.query_one(OptionList).highlighted)

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """A click in the list."""
        self.open(event.option_index)

    def action_new_card(self) -> None:
        """Opens the form of a card with what was found under the cursor."""
        from journal.notes.kinds import NoteDraft

        place = self.query_one(OptionList).highlighted
        if place is not None:
            hit = self.hits[place]
            text = hit.sentence or hit.snippet
            self.post_message(NewCard(NoteDraft("recall", text, sentence=text, week_id=hit.week_id)))

    def open(self, place: int | None) -> None:
        """Opens what was found: a concept on its page, a week or an item where the log speaks of it."""
        if place is None:
            return
        hit = self.hits[place]
        if hit.kind == "concept":
            self.post_message(OpenConcept(self.app.opened().library.concepts[str(hit.id)], instead=True))
        elif hit.week_id is not None and (hit.kind == "week" or hit.sentence):
            self.post_message(VisitWeek(hit.week_id, hit.sentence))
        else:
            from journal.followups.screens.inbox import FollowupsScreen

            self.app.switch_screen(FollowupsScreen(hit.week_id))


def _search(text: str, journal: Journal) -> tuple[str, SearchResult, str]:
    """The text, what was found for it, and the line that says how much that is or what is wrong with the text."""
    from journal.search.searching import SearchResult, search

    try:
        found = search(journal, text, SHOWN)
    except UserError as error:
        return text, SearchResult((), 0), str(error)
    return text, found, _message(found) if text.strip() else say("search.example")


def _message(found: SearchResult) -> str:
    if not found.hits:
        return say("search.none")
    if found.total > len(found.hits):
        return say("search.shown", n=found.total, shown=len(found.hits))
    return say("search.found", n=found.total)


def _lines(hit: SearchHit) -> Content:
    """Two lines: what it is and its title, and the place where it holds the words."""
    kind = Content.styled(hit.note, "$secondary")
    title = Content.assemble(kind, "  ", _marked(hit.title, hit.titled)).truncate(WIDTH, ellipsis=True)
    snippet = _marked(hit.snippet, hit.marks).stylize_before("$muted")
    return Content.assemble(title, "\n", Content.assemble("  ", snippet).truncate(WIDTH, ellipsis=True))


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> Content:
    content = Content(text)
    for start, end in marks:
        content = content.stylize("bold $accent", start, end)
    return content
