"""One card on the screen: the question, the line for the answer, the confidence, the run and the outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from journal.core.messages import UserError, language, say
from journal.review.attention import Attention
from journal.review.screens import outcome as paint
from journal.review.screens import phases
from journal.review.screens.asked_card import CardReviewScreen
from journal.review.screens.reviewed import ReviewOutcomeView
from journal.ui.background import in_background
from journal.ui.widgets.code import CodeView
from journal.ui.widgets.line import Line

if TYPE_CHECKING:
    from journal.review.asking import AskedCard, NoteAsked
    from journal.review.attention import Noted
    from journal.review.rating import Confidence
    from journal.review.reviews import ReviewOutcome
    from journal.review.session import ReviewSession


class AnsweringScreen(CardReviewScreen):
    """Takes the answer to the card that is asked, and shows what came of it, phase by phase."""

    phase: str = "empty"
    typed: str = ""
    reason: str = ""
    """Why one thinks so, where one has said it."""
    seconds: float = 0.0
    """How long the answer to a card written by the user was thought about."""
    attention: Attention = Attention(0.0)

    def content(self) -> Iterable[Widget]:
        """The question above, the outcome below."""
        with Vertical(id="question"):
            with VerticalScroll(id="codes", can_focus=False):
                yield CodeView(id="code")
            yield Static(id="prompt")
            yield Static(id="steps")
            yield Static(id="choices")
            with Horizontal(id="answer"):
                yield Static("> ", id="arrow")
                yield Line(select_on_focus=False)
            yield Static(id="hint", classes="muted")
        with Vertical(id="after"):
            yield Static(id="sure")
            yield ReviewOutcomeView(id="outcome")

    def skip_broken(self, review_session: ReviewSession, why: str) -> None:
        """Reports why a card cannot be asked, and skips it."""
        raise NotImplementedError

    # --- what is shown --------------------------------------------------------------------------------------------

    @property
    def question(self) -> AskedCard | None:
        """The question that is asked, unless it is a task."""
        from journal.review.asking import AskedCard

        return self.asked if isinstance(self.asked, AskedCard) else None

    @property
    def has_code(self) -> bool:
        """Whether code is shown above what is asked: that of a question, or of a task that is over."""
        return self.question is None or bool(self.question.code)

    def show_question(self, asked: AskedCard) -> None:
        """The code with its numbers, the prompt, and an empty line to answer on."""
        self.set_phase("asking")
        self.title_bar.left = asked.concept.title.to(language())
        self.show_code(asked.code)
        self.query_one("#prompt", Static).update(paint.prompt(asked))
        self.query_one("#steps", Static).update(paint.steps(asked))
        self.query_one("#choices", Static).update(paint.choices(asked))
        self.query_one("#hint", Static).update(asked.hint)
        self.attention = Attention(monotonic())
        self.app.looked_at.clear()

    def on_mount(self) -> None:
        """Notes when the terminal is left for another window, where it tells of that."""
        self.watch(self.app, "app_focus", self.note_focus, init=False)

    def note_focus(self, is_here: bool) -> None:
        """Notes that the question is out of sight, or in sight again."""
        (self.attention.come_back if is_here else self.attention.leave)(monotonic())

    def on_screen_suspend(self) -> None:
        """Another screen hides the question."""
        self.note_focus(is_here=False)

    def on_screen_resume(self) -> None:
        """The question is in sight again."""
        self.note_focus(is_here=True)

    @on(Input.Changed)
    def note_key(self, event: Input.Changed) -> None:
        """Notes the first key of an answer."""
        if self.phase == "asking" and event.value:
            self.attention.press(monotonic())

    @property
    def noted(self) -> Noted:
        """What is stored of how the answer was given."""
        own = self.asked.concept.id if self.asked else ""
        return self.attention.noted(what for what, concept in self.app.looked_at if concept == own)

    def show_code(self, code: str) -> None:
        """Shows code, its end in view where it is longer than its place: there stands what comes out."""
        self.query_one(CodeView).show(code)
        self.call_after_refresh(self.show_end_of_code)

    def show_end_of_code(self) -> None:
        """Scrolls the code to its last line."""
        self.query_one("#codes", VerticalScroll).scroll_end(animate=False)

    def set_phase(self, phase: str) -> None:
        """Shows the parts and the keys that belong to a phase."""
        self.phase = phase
        asked = self.question
        holds = {
            "codes": self.has_code,
            "choices": bool(asked and asked.options),
            "steps": bool(asked and asked.steps),
        }
        without = frozenset(name for name, held in holds.items() if not held)
        for name, shown in phases.parts(phase, is_question=asked is not None, without=without).items():
            self.query_one(f"#{name}").set_class(not shown, "-hidden")
        self.set_class(phase == "reviewed", "-reviewed")
        self.show_keys(
            *phases.key_contexts(phase),
            typing=phase in ("waiting", "asking"),
            hidden=phases.hidden_keys(
                is_question=asked is not None, shows_picture=asked is not None and asked.shows_picture
            ),
        )
        if phase in ("asking", "reviewed"):
            self.call_after_refresh(self.show_end_of_code)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key does what belongs to the phase, and nothing else."""
        belongs = phases.takes(self.phase, action, is_question=self.question is not None)
        return belongs and super().check_action(action, parameters)

    def action_scroll_code(self, way: int) -> None:
        """Scrolls code that is longer than its place."""
        codes = self.query_one("#codes", VerticalScroll)
        codes.scroll_relative(y=way * max(1, codes.size.height - 1), animate=False)

    # --- answering ------------------------------------------------------------------------------------------------

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Takes an answer of the right form; another form is no attempt, and the line says what is expected."""
        event.stop()
        from journal.review.asking import NoteAsked
        from journal.review.judging import Malformed

        if self.question is None or self.phase != "asking":
            return
        if isinstance(self.question, NoteAsked) and self.question.is_self_rated:
            self.reveal(self.question)
            return
        value = self.question.read(event.value)
        if isinstance(value, Malformed):
            self.query_one("#hint", Static).update(Content.styled(value.hint, "$warning"))
            return
        self.typed, self.reason = event.value, ""
        self.query_one(Input).disabled = True
        self.set_focus(None)
        self.query_one("#sure", Static).update(paint.how_sure())
        self.set_phase("sure")

    def reveal(self, asked: NoteAsked) -> None:
        """Shows the answer of a card written by the user, which the learner rates."""
        self.query_one(Input).disabled = True
        self.seconds = monotonic() - self.attention.shown
        self.attention.press(monotonic())
        self.set_phase("revealed")
        below = self.query_one(ReviewOutcomeView)
        below.reveal(asked)
        below.focus()

    def action_good(self) -> None:
        """The answer was known."""
        self.rate_own(3)

    @work(exclusive=True, group="judge")
    async def rate_own(self, digit: int) -> None:
        """Stores how well the answer was known, and asks the next card."""
        from journal.core.ratings import Rating
        from journal.review.reviews import onward, self_rated

        asked, review_session = self.question, self.review_session
        assert asked is not None
        assert review_session is not None
        self.set_phase("running")
        try:
            outcome = await asyncio.to_thread(self_rated, self.journal, asked, Rating(digit), self.seconds, self.noted)
        except UserError as error:
            self.notify(str(error), severity="error", timeout=10)
            self.set_phase("revealed")
            return
        self.notify(f"{say(f'rating.{outcome.rating.name.lower()}')} · {outcome.next_text}", timeout=3)
        self.go_on(onward(review_session, outcome))

    def action_edit(self) -> None:
        """Goes back to the line: the answer can be changed until it is run."""
        line = self.query_one(Input)
        line.disabled = False
        self.set_phase("asking")
        line.focus()

    def action_reason(self) -> None:
        """Takes one sentence that says why, before the answer is judged."""
        from journal.ui.dialogs.ask_line import AskLine

        line = AskLine(say("review.reason_heading"), say("review.reason_example"), self.reason)
        self.app.push_screen(line, self.give)

    def give(self, reason: str | None) -> None:
        """Keeps the sentence until one says how sure one is."""
        self.reason = self.reason if reason is None else reason.strip()

    def action_digit(self, digit: int) -> None:
        """How sure one is, and later the rating."""
        from journal.review.rating import CONFIDENCES

        if self.phase == "revealed":
            self.rate_own(digit)
        elif self.phase == "sure" and digit <= len(CONFIDENCES):
            self.judge(CONFIDENCES[digit - 1])
        elif self.phase == "reviewed":
            self.rate(digit)

    @work(exclusive=True, group="judge")
    async def judge(self, confidence: Confidence) -> None:
        """Stores the answer, runs the demo, and shows both."""
        from journal.review.asking import NoteAsked
        from journal.review.questions import run_of
        from journal.review.reasons import with_reason
        from journal.review.reviews import answer

        journal, asked = self.journal, self.question
        assert asked is not None
        self.set_phase("running")
        seconds = monotonic() - self.attention.shown
        running = None if isinstance(asked, NoteAsked) else run_of(journal, asked, png=self.app.picture is not None)
        try:
            outcome = await asyncio.to_thread(answer, journal, asked, self.typed, confidence, seconds, self.noted)
            outcome = await asyncio.to_thread(with_reason, journal, outcome, self.reason)
        except UserError as error:
            self.not_stored(error)
            return
        self.show_outcome(outcome)
        if running is None:
            return
        try:
            self.query_one(ReviewOutcomeView).show_run(await asyncio.wrap_future(running))
        except UserError as error:
            self.query_one(ReviewOutcomeView).show_failure(str(error))

    def not_stored(self, error: UserError) -> None:
        """Says why an answer could not be stored: how sure can be said again, but for a card that is gone."""
        if error.key == "review.no_card" and self.review_session is not None:
            self.skip_broken(self.review_session, str(error))
            return
        self.notify(str(error), severity="error", timeout=10)
        self.set_phase("sure")

    def show_outcome(self, outcome: ReviewOutcome) -> None:
        """Shows the outcome, and lets it be scrolled."""
        self.outcome = outcome
        self.set_phase("reviewed")
        below = self.query_one(ReviewOutcomeView)
        below.show(outcome)
        below.focus()

    def rate(self, digit: int) -> None:
        """Overrides the rating."""
        from journal.review.reviews import rate

        if (outcome := self.outcome) is not None:
            in_background(
                self, lambda journal: rate(journal, outcome, digit), self.was_rated, group="rate", exclusive=True
            )

    def was_rated(self, outcome: ReviewOutcome) -> None:
        """Shows the rating that now stands."""
        self.outcome = outcome
        self.query_one(ReviewOutcomeView).show_rating(outcome)

    @work(exclusive=True, group="picture")
    async def action_picture(self) -> None:
        """Opens a sharp picture in the system's viewer: while a card is asked, only what its front shows."""
        from journal.review.asking import NoteAsked
        from journal.ui.picture_viewer import open_figure, open_picture

        if isinstance(self.asked, NoteAsked):
            shown = [self.asked.prompt, *([self.asked.truth] if self.phase != "asking" else [])]
            self.notify(await open_picture(self.journal, "\n".join(shown)))
        elif (asked := self.question) is not None and self.phase != "asking":
            variant = asked.variant
            self.notify(await open_figure(self.journal, asked.concept, variant.params, variant.seed))
