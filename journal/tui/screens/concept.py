"""One concept: its text, its demo to run and change, its questions, and what the log says about it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.tui.keys import bindings_of
from journal.tui.place import Place
from journal.tui.widgets import outcome as paint
from journal.tui.widgets.code import code_content
from journal.tui.widgets.figure import Figure
from journal.tui.widgets.meter import bar
from journal.tui.widgets.prose import line_content, prose_content
from journal.words import UserError, language, say

if TYPE_CHECKING:
    from journal.demos.concept import Concept, Params
    from journal.demos.runs import Run
    from journal.desk import Desk
    from journal.desk.concepts import ConceptPage


class ConceptScreen(Place):
    """The page of one concept, over the screen that it was opened from."""

    DEFAULT_CSS = """
    ConceptScreen VerticalScroll Static { height: auto; margin-bottom: 1; }
    ConceptScreen #code { background: $surface; padding: 0 1; }
    ConceptScreen .-hidden { display: none; }
    """
    name_of_place = "concepts"
    bar: tuple[str, ...] = ("concept",)
    BINDINGS: ClassVar = bindings_of("concept", "mine")
    AUTO_FOCUS = "VerticalScroll"
    run_of_demo: Run | None = None

    def __init__(self, concept: Concept) -> None:
        super().__init__()
        from journal.desk.own_reviews import takes_own_reviews

        self.concept = concept
        self.seed = 0
        if takes_own_reviews(concept):
            self.bar = ("mine", *self.bar)

    def content(self) -> Iterable[Widget]:
        """The page from top to bottom."""
        with VerticalScroll():
            yield Static(id="text")
            yield Static(id="code")
            yield Static(id="ran")
            yield Figure()
            yield Static(id="links")
            yield Static(id="asked")
            yield Static(id="mentions")
            yield Static(id="unexplained")

    @property
    def heading(self) -> str:
        """The title of the concept."""
        return self.concept.title.to(language())

    def on_mount(self) -> None:
        """Shows at once what the file tells; the rest is read in a thread."""
        self.query_one("#text", Static).update(prose_content(self.concept.text.to(language())))
        if "demo" in self.concept.demos:
            self.query_one("#code", Static).update(code_content(self.concept.demos["demo"].code({})))
        self.action_run()

    @work(thread=True, exclusive=True, group="load")
    def load(self, desk: Desk) -> None:
        """Reads what is known of the concept, and where the log speaks of it."""
        from journal.desk.concepts import concept_page

        self.app.call_from_thread(self.show, concept_page(desk, self.concept.id))

    def show(self, page: ConceptPage) -> None:
        """Paints what was read."""
        self.title_bar.right = say(f"concepts.state_{page.row.state}")
        self.query_one("#links", Static).update(_links(page))
        self.query_one("#asked", Static).update(_questions(page))
        self.query_one("#mentions", Static).update(_mentions(page))
        self.query_one("#unexplained", Static).update(_unexplained(page))

    def action_run(self) -> None:
        """Runs the demo with new numbers."""
        self.seed += 1
        self.run_demo(None)

    @work(thread=True, exclusive=True, group="own")
    def action_run_on_mine(self) -> None:
        """Runs the demo on the learner's own reviews, where it takes them."""
        from journal.desk.own_reviews import own_reviews

        if self.app.desk is None:
            return
        try:
            params = own_reviews(self.app.desk, self.concept)
        except UserError as error:
            self.app.call_from_thread(self.notify, str(error))
            return
        self.app.call_from_thread(self.run_demo, params)

    @work(exclusive=True, group="run")
    async def run_demo(self, params: Params | None) -> None:
        """Runs the demo with these numbers, or with drawn ones."""
        desk = self.app.desk
        if desk is None or "demo" not in self.concept.demos:
            return
        from journal.desk.questions import demo_run

        running = demo_run(desk, self.concept, self.seed, params, png=self.app.picture is not None)
        try:
            self.show_run(await asyncio.wrap_future(running))
        except UserError as error:
            if await self.may_run(error):
                self.run_demo(params)
            else:
                self.query_one("#ran", Static).update(Content.styled(str(error), "$error"))

    def show_run(self, run: Run) -> None:
        """The code with the numbers drawn, what came out, and the figure."""
        self.run_of_demo = run
        self.query_one("#code", Static).update(code_content(self.concept.demos["demo"].code(run.params)))
        self.query_one("#ran", Static).update(paint.ran(run))
        self.query_one(Figure).show(run)

    def action_change(self) -> None:
        """Opens the code to be changed and run again."""
        from journal.tui.screens.bench import Bench

        if self.run_of_demo is not None:
            code = self.concept.demos["demo"].code(self.run_of_demo.params)
            self.app.push_screen(Bench(self.concept, code, self.seed))

    @work(thread=True, exclusive=True, group="add")
    def action_add(self) -> None:
        """Puts the questions of this concept on the review list."""
        from journal.desk.concepts import add_cards

        desk = self.app.desk
        if desk is None:
            return
        added = add_cards(desk, self.concept.id)
        self.app.call_from_thread(
            self.notify, say("concepts.added", n=added) if added else say("concepts.added_before")
        )
        self.app.call_from_thread(self.load, desk)

    @work(exclusive=True, group="picture")
    async def action_picture(self) -> None:
        """Opens the figure as a sharp picture in the system's viewer."""
        from journal.tui.pictures import open_figure

        if self.run_of_demo is not None and self.app.desk is not None:
            self.notify(await open_figure(self.app.desk, self.concept, self.run_of_demo.params, self.seed))


def _links(page: ConceptPage) -> Content:
    parts = [
        Content.assemble((say(f"concepts.{name}"), "$secondary"), " ", " · ".join(titles))
        for name, titles in (
            ("needs", page.row.needs),
            ("leads_to", page.row.leads_to),
            ("confused_with", page.confused_with),
            ("also_called", page.aliases),
            ("sources", page.sources),
        )
        if titles
    ]
    return Content("\n").join(parts)


def _questions(page: ConceptPage) -> Content:
    lines = [Content.styled(say("concepts.questions", n=len(page.questions)), "bold $secondary")]
    for each in page.questions:
        meter = bar(each.known or 0, 6)
        lines.append(Content.assemble(meter, " ", line_content(each.prompt), (f"  {each.state}", "$muted")))
    return Content("\n").join(lines)


def _mentions(page: ConceptPage) -> Content:
    lines = [Content.styled(say("concepts.in_your_log", n=page.row.mentions), "bold $secondary")]
    for each in page.mentions:
        text = Content(each.snippet)
        for start, end in each.marks:
            text = text.stylize("$accent", start, end)
        lines.append(Content.assemble((f"{each.week_title}  ", "$muted"), text))
    if not page.mentions:
        lines.append(Content.styled(say("concepts.not_in_log"), "$muted"))
    return Content("\n").join(lines)


def _unexplained(page: ConceptPage) -> Content:
    if not page.unexplained:
        return Content("")
    lines = [Content.styled(say("concepts.unexplained"), "bold $secondary")]
    for each in page.unexplained:
        params = ", ".join(f"{name} = {value!r}" for name, value in each.params.items())
        lines.append(Content.assemble(each.question, (f"  {params}  ", "$muted"), f"{each.typed} ≠ {each.truth}"))
    return Content("\n").join(lines)
