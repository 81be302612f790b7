"""Two concepts that are confused, side by side: what each says, its demo, and what comes out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.core.messages import UserError, language, say
from journal.library.prose import paragraphs
from journal.review.screens import outcome as paint
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.widgets.code import code_content
from journal.ui.widgets.prose import line_content, prose_content

if TYPE_CHECKING:
    from journal.concepts.contrast import ContrastSide
    from journal.library.concept import Concept
    from journal.opening.journal import Journal


class Contrast(BaseScreen):
    """A column for each of the two."""

    DEFAULT_CSS = """
    Contrast VerticalScroll > Horizontal { height: auto; }
    Contrast #apart { height: auto; margin-bottom: 1; padding-right: 2; display: none; }
    Contrast #apart.-known { display: block; }
    Contrast .side { width: 1fr; height: auto; padding-right: 2; }
    Contrast .side Static { height: auto; margin-bottom: 1; }
    Contrast .code { background: $surface; padding: 0 1; }
    """
    key_context = "contrast"
    bar = ("contrast",)
    BINDINGS: ClassVar = bindings_of("contrast")
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, concepts: tuple[Concept, ...]) -> None:
        super().__init__()
        self.concepts = concepts
        self.seed = 0

    def content(self) -> Iterable[Widget]:
        """What tells them apart where the library says it, then both columns, in one scroll."""
        with VerticalScroll():
            yield Static(id="apart")
            with Horizontal():
                for concept in self.concepts:
                    with Vertical(classes="side", id=f"side-{concept.id}"):
                        yield Static(classes="state")
                        yield Static(prose_content(concept.text.to(language())), classes="text")
                        yield Static(classes="code")
                        yield Static(classes="ran")

    @property
    def heading(self) -> str:
        """The two titles."""
        first, second = (concept.title.to(language()) for concept in self.concepts)
        return say("items.pair", first=first, second=second)

    def load(self, journal: Journal) -> None:
        """Reads what is known of both, and runs their demos."""
        in_background(self, self.read, self.show, group="load", exclusive=True)

    def read(self, journal: Journal) -> tuple[tuple[ContrastSide, ...], Concept | None]:
        """What is known of both, and the concept that tells them apart."""
        from journal.concepts.contrast import distinguishing_concept, sides

        ids = tuple(concept.id for concept in self.concepts)
        return sides(journal, ids), distinguishing_concept(journal, ids)

    def show(self, read: tuple[tuple[ContrastSide, ...], Concept | None]) -> None:
        """Paints what was read."""
        both, apart = read
        if apart is not None:
            first = paragraphs(apart.text.to(language()))[0].text
            line = self.query_one("#apart", Static)
            line.update(line_content(first))
            line.add_class("-known")
        for side in both:
            known = (
                say("contrast.not_asked") if side.known is None else say("contrast.known", n=round(100 * side.known))
            )
            state = Content.assemble(
                (side.names[0], "bold $secondary"),
                *((f"\n{name}", "$secondary") for name in side.names[1:]),
                "\n",
                (f"{known} · {say('contrast.mentions', n=side.mentions)}", "$muted"),
            )
            self.part(side.concept, "state").update(state)
        if not self.seed:
            self.action_run()

    def part(self, concept: Concept, name: str) -> Static:
        """One part of a column."""
        return self.query_one(f"#side-{concept.id} .{name}", Static)

    @work(exclusive=True, group="run")
    async def action_run(self) -> None:
        """Runs both demos with new numbers, the same seed for both."""
        from journal.review.questions import demo_run

        self.seed += 1
        with_demo = [concept for concept in self.concepts if "demo" in concept.demos]
        running = [(concept, demo_run(self.journal, concept, self.seed)) for concept in with_demo]
        for concept, each in running:
            try:
                run = await asyncio.wrap_future(each)
            except UserError as error:
                self.part(concept, "ran").update(Content.styled(str(error), "$error"))
                continue
            self.part(concept, "code").update(code_content(concept.demos["demo"].code(run.params)))
            self.part(concept, "ran").update(paint.ran(run))
