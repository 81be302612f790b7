"""One card: what is remembered of it, why it comes back when it does, every answer, and the misconceptions behind
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.core.messages import UserError, say
from journal.review.screens.forgetting_curve import forgetting
from journal.review.screens.misconceptions import misconception_lines
from journal.review.screens.note_text import note_content
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.messages import NewCard, OpenConcept, VisitWeek
from journal.ui.widgets.plot import Plot
from journal.ui.widgets.prose import line_content

if TYPE_CHECKING:
    from journal.db.tables import Note
    from journal.opening.journal import Journal
    from journal.review.card_page import CardPage, PastReview
    from journal.review.cards import CardRow
    from journal.review.held_misconceptions import MisconceptionRow


class CardScreen(BaseScreen):
    """The page of one card, over the screen that it was opened from."""

    DEFAULT_CSS = """
    CardScreen VerticalScroll Static { height: auto; }
    CardScreen #prompt, CardScreen #why, CardScreen Plot, CardScreen .list { margin-bottom: 1; }
    CardScreen #prompt { text-style: bold; }
    CardScreen Plot { height: 10; }
    CardScreen.-wide Plot { height: 14; }
    CardScreen .-hidden { display: none; }
    """
    key_context = "card"
    bar = ("card",)
    BINDINGS: ClassVar = bindings_of("card")
    AUTO_FOCUS = "VerticalScroll"
    page: CardPage | None = None

    def __init__(self, card_id: int, *, at: str = "") -> None:
        super().__init__()
        self.card_id = card_id
        self.at = at

    def content(self) -> Iterable[Widget]:
        """The page from top to bottom."""
        with VerticalScroll():
            yield Static(id="prompt")
            yield Static(id="facts")
            yield Static(id="why")
            yield Plot(classes="-hidden")
            yield Static(id="mistakes", classes="list")
            yield Static(id="beliefs", classes="list")
            yield Static(id="history", classes="list")

    def load(self, journal: Journal) -> None:
        """Reads the card in the background."""
        in_background(self, self.read, self.show, on_error=self.gone, group="load", exclusive=True)

    def read(self, journal: Journal) -> tuple[CardPage, Sequence[MisconceptionRow]]:
        """The card, and the misconceptions about its question. Raises UserError for a card that is gone."""
        from journal.review.card_page import card_page
        from journal.review.held_misconceptions import misconceptions

        page = card_page(journal, self.card_id)
        return page, [each for each in misconceptions(journal, page.row.concept) if each.question == page.row.question]

    def gone(self, error: UserError) -> None:
        """Says that there is no such card any longer, and leaves."""
        self.app.notify(str(error), severity="error")
        self.app.pop_screen()

    def show(self, read: tuple[CardPage, Sequence[MisconceptionRow]]) -> None:
        """Paints what was read."""
        page, ideas = read
        self.page = page
        self.title_bar.left = page.row.title
        self.title_bar.right = _place(page)
        self.query_one("#prompt", Static).update(both_sides(page) if page.note else line_content(page.row.prompt))
        self.query_one("#facts", Static).update(facts(page.row))
        self.query_one("#why", Static).update(reasons(page))
        plot = self.query_one(Plot)
        plot.set_class(len(page.curve) < 2, "-hidden")
        if page.curve:
            plot.show(forgetting(page))
        for name, text in (
            ("mistakes", mistakes(page)),
            ("beliefs", misconception_lines(ideas)),
            ("history", history(page)),
        ):
            part = self.query_one(f"#{name}", Static)
            part.update(text)
            part.set_class(not text, "-hidden")
        if self.at:
            self.call_after_refresh(self.scroll_to_part, self.at)
            self.at = ""

    def scroll_to_part(self, name: str) -> None:
        """Brings a part of the page to the top."""
        self.query_one(VerticalScroll).scroll_to_widget(self.query_one(f"#{name}"), top=True, animate=False)

    # --- actions --------------------------------------------------------------------------------------------------

    def action_text(self) -> None:
        """Opens the page of the concept, whose demo is run with other numbers there."""
        if self.page is None:
            return
        if self.page.note is None:
            self.post_message(OpenConcept(self.page.concept))
        else:
            self.follow(self.page.note)

    def follow(self, note: Note) -> None:
        """Opens the log at the sentence that a card was made from, else the concept that it speaks of."""
        library = self.journal.library.concepts
        known = [library[each] for each in note.concepts if each in library]
        if note.week_id is not None:
            self.post_message(VisitWeek(note.week_id, note.sentence))
        elif known:
            self.post_message(OpenConcept(known[0]))
        else:
            self.notify(say("notes.no_link"))

    def action_change(self) -> None:
        """Opens the code with the numbers of the last answer, to be changed and run; of a new card the concept."""
        from journal.review.screens.playground import PlaygroundScreen

        if self.page is not None and self.page.note is not None:
            from journal.review.notes import draft_of

            self.post_message(NewCard(draft_of(self.page.note), self.page.note.uid))
            return
        asked = self.page.history[-1].asked if self.page and self.page.history else None
        if asked is None:
            self.action_text()
            return
        self.app.push_screen(PlaygroundScreen(asked.concept, asked.code, asked.variant.seed))

    def action_mistakes(self) -> None:
        """To the wrong answers and what they came from."""
        self.scroll_to_part("mistakes")

    def action_sibling(self, way: int) -> None:
        """The card of another question of the same concept."""
        if self.page is None:
            return
        siblings = self.page.siblings
        self.card_id = siblings[(siblings.index(self.card_id) + way) % len(siblings)]
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.load(self.journal)

    def action_bury(self) -> None:
        """Keeps the card out of the reviews until tomorrow."""
        from journal.review.cards import bury

        self.store(bury, say("cards.done_bury", n=1))

    def action_suspend(self) -> None:
        """Keeps the card out of the reviews."""
        from journal.review.cards import suspend

        self.store(suspend, say("cards.done_suspend", n=1))

    def action_bring_back(self) -> None:
        """Brings the card back into the reviews."""
        from journal.review.cards import bring_back

        self.store(bring_back, say("cards.done_back", n=1))

    def action_due_today(self) -> None:
        """Makes the card due today."""
        from journal.review.cards import due_today

        self.store(due_today, say("cards.done_due_today", n=int(self.is_begun)))

    def action_begin_anew(self) -> None:
        """Makes the card new again."""
        from journal.review.cards import begin_anew

        self.store(begin_anew, say("cards.done_anew", n=int(self.is_begun)))

    @property
    def is_begun(self) -> bool:
        """Whether the card was ever reviewed since it was last new."""
        return self.page is not None and self.page.memory is not None

    def store(self, act: Callable[[Journal, Sequence[int]], object], message: str) -> None:
        """Does it in the background, says so, and shows the card as it is now."""

        def stored(_: object) -> None:
            self.notify(message)
            in_background(self, self.read, self.show, on_error=self.gone, group="load", exclusive=True)

        in_background(self, lambda journal: act(journal, [self.card_id]), stored, group="store", exclusive=True)


def both_sides(page: CardPage) -> Content:
    """What a card written by the user asks and answers."""
    from journal.review.notes import sides_of

    assert page.note is not None
    side = next(each for each in sides_of(page.note) if each.name == page.row.question)
    return Content.assemble(note_content(side.front), "\n\n", note_content(side.back))


def _place(page: CardPage) -> str:
    """Which of the concept's questions it is, and its state."""
    place = say("cards.place", n=page.siblings.index(page.row.id) + 1, all=len(page.siblings))
    return f"{place} · {say(f'cards.state_{page.row.state}')}"


def facts(row: CardRow) -> Content:
    """What is remembered, in one line; of a leech what to do about it in another."""
    parts = [say("review.due", when=row.due_text)] if row.due_text and not row.is_out else []
    if row.stability is not None and row.difficulty is not None and row.retrievability is not None:
        parts += [
            say("cards.chance_today", percent=f"{100 * row.retrievability:.0f}"),
            say("cards.stability", days=f"{row.stability:.1f}"),
            say("cards.difficulty", value=f"{row.difficulty:.1f}"),
        ]
        parts += [say("cards.lapses", n=row.lapses)] if row.lapses and "leech" not in row.states else []
    lines = [Content(" · ".join(parts))] if parts else []
    if "leech" in row.states:
        lines.append(Content.styled(say("cards.leech_here", n=row.lapses), "$warning"))
    return Content("\n").join(lines)


def reasons(page: CardPage) -> Content:
    """Why it comes back when it does, and what the other answers would have done."""
    from journal.review.card_page import others_text, why_text

    back = f"  {say('cards.press_back')}" if page.row.is_out else ""
    others = others_text(page)
    return Content.assemble(why_text(page), (back, "$warning"), (f"\n{others}" if others else "", "$muted"))


def mistakes(page: CardPage) -> Content:
    """The wrong answers, the last one first; below those in a row that came from the same misconception, that idea."""
    if not page.errors:
        return Content("")
    lines = [Content.styled(say("cards.mistakes"), "bold $secondary")]
    for said, errors in groupby(page.errors, lambda each: tuple(idea.correction for idea in each.ideas)):
        lines += map(_wrong, errors)
        lines += map(line_content, said) if said else [Content.styled(say("cards.no_idea"), "$muted")]
    return Content("\n").join(lines)


def _wrong(past: PastReview) -> Content:
    return Content.assemble((f"{past.day:%m.%d}  {past.numbers}  ", "$muted"), _compared(past, "≠"))


def _compared(past: PastReview, mark: str) -> str:
    """The answer beside the truth; of a task, what came of it."""
    return f"{past.typed} {mark} {past.truth}" if past.truth else past.typed


def history(page: CardPage) -> Content:
    """Every answer, the last one first."""
    lines = [Content.styled(say("cards.history"), "bold $secondary")]
    lines += [_past(each) for each in reversed(page.history)]
    return Content("\n").join(lines) if page.history else Content("")


def _past(past: PastReview) -> Content:
    mark, style = ("=", "$success") if past.right else ("≠", "$error")
    rating = say(f"rating.{past.rating.name.lower()}")
    after = say("review.uncounted")
    if past.memory is not None:
        stability = say("cards.stability", days=f"{past.memory.stability:.1f}")
        after = f"{rating} · {stability} · {say('cards.interval', n=past.memory.interval)}"
    return Content.assemble(
        (f"{past.day:%m.%d}  {past.numbers}  ", "$muted"),
        (_compared(past, mark), style),
        (f"  {after}", "$muted"),
    )
