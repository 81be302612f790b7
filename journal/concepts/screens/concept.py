"""One concept: its text, its demo to run and change, its questions, and what the log says about it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.concepts.screens.timeline import Timeline
from journal.core.messages import UserError, language, say
from journal.review.screens import outcome as paint
from journal.review.screens.misconceptions import misconception_lines
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.messages import ConceptOpened, OpenCard, VisitWeek
from journal.ui.widgets.code import code_content
from journal.ui.widgets.figure import Figure
from journal.ui.widgets.meter import bar
from journal.ui.widgets.prose import line_content, prose_content

if TYPE_CHECKING:
    from journal.concepts.concepts import ConceptPage, QuestionRow
    from journal.concepts.timeline import TimelineEvent
    from journal.library.concept import Concept, Params
    from journal.opening.journal import Journal
    from journal.review.held_misconceptions import MisconceptionRow
    from journal.runner.runs import Run


class ConceptScreen(BaseScreen):
    """The page of one concept, over the screen that it was opened from."""

    DEFAULT_CSS = """
    ConceptScreen VerticalScroll Static { height: auto; margin-bottom: 1; }
    ConceptScreen #asked { margin-bottom: 0; }
    ConceptScreen OptionList { height: auto; margin-bottom: 1; }
    ConceptScreen #code { background: $surface; padding: 0 1; }
    ConceptScreen #mentions { margin-bottom: 0; }
    ConceptScreen .-hidden { display: none; }
    """
    key_context = "concepts"
    bar: tuple[str, ...] = ("concept",)
    BINDINGS: ClassVar = bindings_of("concept", "mine")
    AUTO_FOCUS = "VerticalScroll"
    run_of_demo: Run | None = None

    def __init__(self, concept: Concept) -> None:
        super().__init__()
        from journal.concepts.own_reviews import takes_own_reviews

        self.concept = concept
        self.seed = 0
        self.cards: list[int | None] = []
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
            yield OptionList(id="questions")
            yield Static(id="beliefs")
            yield Static(id="mentions")
            yield Timeline()
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
        self.app.looked_at.append(("text", self.concept.id))
        self.post_message(ConceptOpened(self.concept))

    def load(self, journal: Journal) -> None:
        """Reads what is known of the concept, and where the log speaks of it."""
        in_background(self, self.read, self.show, group="load", exclusive=True)

    def read(self, journal: Journal) -> tuple[ConceptPage, Sequence[MisconceptionRow], Sequence[TimelineEvent]]:
        """The page, the misconceptions held, and the sentences of the log."""
        from journal.concepts.concepts import concept_page
        from journal.concepts.timeline import timeline
        from journal.review.held_misconceptions import misconceptions

        return (
            concept_page(journal, self.concept.id),
            misconceptions(journal, self.concept.id),
            timeline(journal, self.concept),
        )

    def show(self, read: tuple[ConceptPage, Sequence[MisconceptionRow], Sequence[TimelineEvent]]) -> None:
        """Paints what was read."""
        page, ideas, moments = read
        self.cards = [each.card for each in page.questions]
        self.title_bar.right = say(f"concepts.state_{page.row.state}")
        self.query_one("#links", Static).update(_links(page))
        self.query_one("#asked", Static).update(_questions_heading(page))
        self.list_questions(page)
        self.query_one("#beliefs", Static).update(misconception_lines(ideas))
        self.query_one("#beliefs").set_class(not ideas, "-hidden")
        self.query_one("#mentions", Static).update(_mentions(page))
        self.query_one(Timeline).show(moments)
        self.query_one("#unexplained", Static).update(_unexplained(page))

    def list_questions(self, page: ConceptPage) -> None:
        """Lists the questions; the one under the cursor stays under it."""
        questions = self.query_one("#questions", OptionList)
        before = questions.highlighted
        questions.clear_options()
        questions.add_options([Option(_question(each)) for each in page.questions])
        if page.questions:
            questions.highlighted = before or 0

    @on(OptionList.OptionSelected, "#questions")
    def selected(self) -> None:
        """Enter in the list of questions."""
        self.action_card()

    def action_card(self) -> None:
        """Opens the page of the card under the cursor, or of the first card."""
        place = self.query_one("#questions", OptionList).highlighted or 0
        known = [card for card in (*self.cards[place:], *self.cards) if card is not None]
        if known:
            self.post_message(OpenCard(known[0]))
        else:
            self.notify(say("cards.none_of_concept", title=self.heading))

    def action_run(self) -> None:
        """Runs the demo with new numbers."""
        self.seed += 1
        self.run_demo(None)

    def action_run_on_mine(self) -> None:
        """Runs the demo on the learner's own reviews, where it takes them."""
        from journal.concepts.own_reviews import own_reviews

        read = partial(own_reviews, concept=self.concept)
        in_background(self, read, self.run_demo, severity="information", group="own", exclusive=True)

    @work(exclusive=True, group="run")
    async def run_demo(self, params: Params | None) -> None:
        """Runs the demo with these numbers, or with drawn ones."""
        if "demo" not in self.concept.demos:
            return
        from journal.review.questions import demo_run

        running = demo_run(self.journal, self.concept, self.seed, params, png=self.app.picture is not None)
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
        from journal.review.screens.playground import PlaygroundScreen

        if self.run_of_demo is not None:
            code = self.concept.demos["demo"].code(self.run_of_demo.params)
            self.app.push_screen(PlaygroundScreen(self.concept, code, self.seed))

    def action_add(self) -> None:
        """Puts the questions of this concept on the review list."""
        from journal.review.adding import add_cards

        add = partial(add_cards, concept_id=self.concept.id)
        in_background(self, add, self.added, group="add", exclusive=True)

    def added(self, count: int) -> None:
        """Says how many questions were put on the review list, and reads the page again."""
        self.notify(say("concepts.added", n=count) if count else say("concepts.added_before"))
        self.load(self.journal)

    def action_log(self) -> None:
        """Goes to the sentences of the log; from there it opens the log at the one under the cursor."""
        sentences = self.query_one(Timeline)
        if sentences.has_focus:
            sentences.action_select()
        else:
            sentences.focus()

    @on(Timeline.Opened)
    def open_log(self, event: Timeline.Opened) -> None:
        """Opens the week at a sentence."""
        self.post_message(VisitWeek(event.sentence.week, event.sentence.snippet))

    @work(exclusive=True, group="picture")
    async def action_picture(self) -> None:
        """Opens the figure as a sharp picture in the system's viewer."""
        from journal.ui.picture_viewer import open_figure

        if self.run_of_demo is not None:
            self.notify(await open_figure(self.journal, self.concept, self.run_of_demo.params, self.seed))


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


def _questions_heading(page: ConceptPage) -> Content:
    return Content.styled(say("concepts.questions", n=len(page.questions)), "bold $secondary")


def _question(row: QuestionRow) -> Content:
    return Content.assemble(bar(row.known or 0, 6), " ", line_content(row.prompt), (f"  {row.state}", "$muted"))


def _mentions(page: ConceptPage) -> Content:
    """The heading of the sentences, or that there are none."""
    heading = Content.styled(say("concepts.in_your_log", n=page.row.mentions), "bold $secondary")
    if not page.mentions:
        return Content.assemble(heading, "\n", (say("concepts.not_in_log"), "$muted"))
    return Content.assemble(heading, (f"  {say('timeline.title')}", "$muted"))


def _unexplained(page: ConceptPage) -> Content:
    if not page.unexplained:
        return Content("")
    lines = [Content.styled(say("concepts.unexplained"), "bold $secondary")]
    for each in page.unexplained:
        params = ", ".join(f"{name} = {value!r}" for name, value in each.params.items())
        lines.append(Content.assemble(each.question, (f"  {params}  ", "$muted"), f"{each.typed} ≠ {each.truth}"))
    return Content("\n").join(lines)
