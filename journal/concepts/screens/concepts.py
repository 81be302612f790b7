"""Concepts: the library by topics, each concept with how well it is known and what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from journal.concepts.screens.choosing_path import choose_path, standing_line
from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.messages import OpenConcept
from journal.ui.widgets.line import Line
from journal.ui.widgets.meter import bar
from journal.ui.widgets.prose import prose_content

if TYPE_CHECKING:
    from journal.concepts.concepts import ConceptRow
    from journal.concepts.paths import PathStanding
    from journal.opening.journal import Journal

TITLE_WIDTH = 36
NEXT = "next "
"""Begins the id of a concept that is listed as the next one of a path."""


class ConceptsScreen(BaseScreen):
    """The list of all concepts, narrowed as one types, with a short view of the one under the cursor."""

    DEFAULT_CSS = """
    ConceptsScreen Input { margin-bottom: 1; }
    ConceptsScreen OptionList { width: 1fr; height: 1fr; }
    ConceptsScreen #about { width: 40; padding-left: 3; display: none; }
    ConceptsScreen.-wide #about { display: block; }
    """
    key_context = "concepts"
    bar = ("concepts",)
    BINDINGS: ClassVar = [*bindings_of("concepts"), ("down", "list", ""), ("escape", "back", "")]
    rows: tuple[ConceptRow, ...] = ()
    path: PathStanding | None = None

    def content(self) -> Iterable[Widget]:
        """A line to search on, the list, and what the highlighted concept is about."""
        yield Line(placeholder=say("concepts.search"), id="filter")
        with Horizontal():
            yield OptionList()
            yield Static(id="about")

    def load(self, journal: Journal) -> None:
        """Reads what is known of each concept, and how far the chosen path is walked, in the background."""
        from journal.concepts.paths import rows_and_path

        in_background(self, rows_and_path, self.show, group="load", exclusive=True)

    def show(self, found: tuple[tuple[ConceptRow, ...], PathStanding | None]) -> None:
        """Lists the concepts, and goes back to the one that was highlighted."""
        self.rows, self.path = found
        self.list_rows(self.query_one("#filter", Input).value)
        self.query_one(OptionList).focus()

    def list_rows(self, query: str) -> None:
        """Lists the concepts whose names hold the query, under the headings of their topics."""
        options = self.query_one(OptionList)
        before = options.highlighted_option
        options.clear_options()
        if self.path is not None and not query.strip():
            options.add_options(self._path_options(self.path))
        topic = None
        for place, row in enumerate(self.rows):
            if not row.matches(query):
                continue
            if row.topic != topic:
                topic = row.topic
                options.add_option(Option(Content.styled(row.topic_title, "bold $secondary"), disabled=True))
            options.add_option(Option(_line(row), str(place)))
        ids = [option.id for option in options.options]
        if before is not None and before.id in ids:
            options.highlighted = ids.index(before.id)
        else:
            options.highlighted = next((place for place, name in enumerate(ids) if name), None)
        known = sum(1 for row in self.rows if (row.known or 0) >= 0.8)
        self.title_bar.right = say("concepts.counts", n=len(self.rows), known=known)

    def _path_options(self, path: PathStanding) -> list[Option]:
        """The chosen path: how far it is walked, and below the concepts that are next on it."""
        after = [Option(_line(row), f"{NEXT}{self.rows.index(row)}") for row in path.next]
        return [Option(standing_line(path), disabled=True), *after]

    @property
    def highlighted(self) -> ConceptRow | None:
        """The concept under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        return self.rows[int(option.id.removeprefix(NEXT))] if option is not None and option.id else None

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Narrows the list as one types."""
        self.list_rows(event.value)

    @on(Input.Submitted)
    def to_list(self) -> None:
        """From the search line into the list."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionHighlighted)
    def about(self) -> None:
        """Shows what the concept under the cursor is about, where there is room."""
        row = self.highlighted
        if row is not None:
            self.query_one("#about", Static).update(_about(row))

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter in the list."""
        self.action_open()

    def action_open(self) -> None:
        """Opens the page of the concept under the cursor."""
        row = self.highlighted
        if row is None:
            return
        if row.broken:
            self.notify(row.broken, severity="error", timeout=10)
            return
        self.post_message(OpenConcept(self.journal.library.concepts[row.id]))

    def action_search(self) -> None:
        """To the search line."""
        self.query_one("#filter", Input).focus()

    async def action_back(self) -> None:
        """Escape clears the search first; then it leads home, as everywhere."""
        line = self.query_one("#filter", Input)
        if line.value or line.has_focus:
            line.value = ""
            self.action_list()
        else:
            await self.run_action("app.back")

    def action_list(self) -> None:
        """From the search line down into the list."""
        self.query_one(OptionList).focus()

    def action_add(self) -> None:
        """Puts the questions of the concept under the cursor on the review list."""
        from journal.review.adding import add_cards

        if (row := self.highlighted) is not None and not row.broken:
            add = partial(add_cards, concept_id=row.id)
            in_background(self, add, self.added, group="add", exclusive=True)

    def action_path(self) -> None:
        """Asks which learning path to follow."""
        choose_path(self, self.load_again)

    def load_again(self) -> None:
        """Lists the concepts as they now are."""
        self.load(self.journal)

    def added(self, count: int) -> None:
        """Says how many questions were put on the review list, and lists the concepts again."""
        self.notify(say("concepts.added", n=count) if count else say("concepts.added_before"))
        self.load_again()


def _line(row: ConceptRow) -> Content:
    title = Content(row.title).truncate(TITLE_WIDTH, ellipsis=True)
    title = Content.assemble(title, " " * (TITLE_WIDTH - title.cell_length))
    if row.broken:
        return Content.assemble("  ", title, (f" {say('concepts.broken')}", "$error"))
    meter = bar(row.known or 0, 8)
    state = say("concepts.due", n=row.due) if row.due else say(f"concepts.state_{row.state}")
    mentions = say("concepts.mentions", n=row.mentions) if row.mentions else ""
    gap = " " * max(1, 15 - Content(state).cell_length)
    return Content.assemble("  ", title, " ", meter, (f"  {state}{gap}{mentions}", "$muted"))


def _about(row: ConceptRow) -> Content:
    parts = [Content.styled(row.title, "bold $primary")]
    if row.broken:
        parts.append(Content.styled(row.broken, "$error"))
    parts.append(prose_content(row.text))
    if row.needs:
        parts.append(Content.assemble((say("concepts.needs"), "$secondary"), " ", " · ".join(row.needs)))
    if row.leads_to:
        parts.append(Content.assemble((say("concepts.leads_to"), "$secondary"), " ", " · ".join(row.leads_to)))
    return Content("\n\n").join(parts)
