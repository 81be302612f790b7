"""Review: code with today's numbers, a typed prediction, how sure, then the run and what it says about the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from journal.core.messages import UserError, language, say
from journal.review.screens import outcome as paint
from journal.review.screens.asked_card import CardReviewScreen
from journal.review.screens.reviewed import ReviewOutcomeView
from journal.ui.background import count_seconds, in_background, reporting
from journal.ui.keys import bindings_of
from journal.ui.messages import Undo
from journal.ui.widgets.code import CodeView
from journal.ui.widgets.line import Line

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.asking import AskedCard, NoteAsked
    from journal.review.plans import Plan
    from journal.review.rating import Confidence
    from journal.review.reviews import ReviewOutcome
    from journal.review.session import ReviewOffers, ReviewSession

CONFIDENCES: tuple[Confidence, ...] = ("guess", "unsure", "sure")


class ReviewScreen(CardReviewScreen):
    """One review after the other, until nothing is left for today."""

    CSS_PATH = "review.tcss"
    key_context = "review"
    BINDINGS: ClassVar = [
        *bindings_of("sure", "asking", "paused", "revealed", "reviewed", "rested"),
        ("pageup", "scroll_code(-1)", ""),
        ("pagedown", "scroll_code(1)", ""),
    ]

    typed: str = ""
    reason: str = ""
    """Why one thinks so, where one has said it."""
    seconds: float = 0.0
    """How long the answer to a card of one's own was thought about."""
    offers: ReviewOffers | None = None
    phase: str = "empty"
    shown_at: float = 0.0
    counting: Timer | None = None
    """What counts the seconds while a question is being made."""

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

    def load(self, journal: Journal) -> None:
        """Goes on where the review session stands, or begins one."""
        if self.phase in ("empty", "done"):
            self.begin()
        elif self.phase in ("waiting", "asking"):
            self.query_one(Input).focus()
        elif self.phase == "writing":
            self.pause()

    def reload(self, journal: Journal) -> None:
        """Plans the reviews again: an answer may be wanted again."""
        self.begin()

    def begin(self, plan: Plan | None = None) -> None:
        """Plans today's reviews, or what else is wanted, in the background."""
        from journal.review.session import start_review_session

        def refuse(error: UserError) -> None:
            self.notify(str(error), severity="error")
            self.begin()

        work = partial(start_review_session, plan=plan) if plan else start_review_session
        in_background(self, work, self.go_on, on_error=refuse, group="load", exclusive=True)

    def go_on(self, review_session: ReviewSession) -> None:
        """Asks the next card of the review session, or says that the day is done."""
        self.review_session = review_session
        if review_session.card is None:
            self.finish(review_session)
        else:
            self.title_bar.right = progress_of(review_session)
            self.wait_for(review_session)

    def finish(self, review_session: ReviewSession) -> None:
        """The end of a review session, or a day without one: what to do next."""
        self.set_phase("done")
        self.title_bar.left = say("places.review")
        self.title_bar.right = ""
        self.query_one("#prompt", Static).update(paint.ending(review_session))
        self.offers = None
        if review_session.has_cards:
            self.offer(review_session)

    def offer(self, review_session: ReviewSession) -> None:
        """Reads in the background what else can be asked."""
        from journal.review.session import offers

        in_background(self, offers, partial(self.show_offers, review_session), group="offer", exclusive=True)

    def show_offers(self, review_session: ReviewSession, offers: ReviewOffers) -> None:
        """Says what else can be asked, each behind its key."""
        if self.phase == "done":
            self.offers = offers
            self.query_one("#prompt", Static).update(paint.ending(review_session, offers))

    def action_plan(self, kind: str) -> None:
        """Sits down for what comes next, for more of what is due, or asks what to cram for."""
        from journal.review.plans import CATCH_UP
        from journal.ui.dialogs.ask_line import AskLine

        offers = self.offers
        if offers is None:
            return
        if kind == "cram":
            self.phase = "planning"
            self.app.push_screen(AskLine(say("review.cram_heading"), say("review.cram_example")), self.cram)
        elif plan := offers.ahead(self.journal.today) if kind == "ahead" else CATCH_UP if offers.left else None:
            self.begin(plan)

    def cram(self, name: str | None) -> None:
        """Asks everything on what was named, or stays where it is."""
        from journal.review.plans import Plan

        if name and name.strip():
            self.begin(Plan("cram", about=name.strip()))
        else:
            self.phase = "done"

    def wait_for(self, review_session: ReviewSession) -> None:
        """Until the question is there, what is typed goes into the empty line and nowhere else."""
        self.set_phase("waiting")
        self.show_waiting(0)
        if self.counting is not None:
            self.counting.stop()
        self.counting = count_seconds(self, self.show_waiting)
        line = self.query_one(Input)
        line.value = ""
        line.disabled = False
        line.focus()
        self.ask(review_session)

    def show_waiting(self, seconds: int) -> bool:
        """Says that the question is being made, and for how long; whether that goes on."""
        if self.phase == "waiting":
            text = say("review.preparing") + (say("review.seconds", n=seconds) if seconds else "")
            self.query_one("#hint", Static).update(text)
        return self.phase == "waiting"

    @work(exclusive=True, group="ask")
    async def ask(self, review_session: ReviewSession) -> None:
        """Waits for the variant of the next card and shows it; the one after it is made meanwhile."""
        from journal.review.asking import ask_or_set, prefetch

        try:
            asked = await asyncio.to_thread(ask_or_set, self.journal, review_session)
        except UserError as error:
            if await self.may_run(error):
                self.ask(review_session)
            else:
                self.skip_broken(review_session, str(error))
            return
        self.asked, self.outcome = asked, None
        if (question := self.question) is not None:
            self.show_question(question)
        else:
            self.write_task()
        await asyncio.to_thread(prefetch, self.journal, review_session)

    @property
    def question(self) -> AskedCard | None:
        """The question that is asked, unless it is a task."""
        from journal.review.asking import AskedCard

        return self.asked if isinstance(self.asked, AskedCard) else None

    @property
    def has_code(self) -> bool:
        """Whether code is shown above what is asked: that of a question, or of a task that is over."""
        return self.question is None or bool(self.question.code)

    def skip_broken(self, review_session: ReviewSession, why: str) -> None:
        """A card whose concept cannot be run is reported and skipped."""
        from journal.review.session import skip

        self.notify(why, severity="error", timeout=10)
        self.go_on(skip(review_session))

    def show_question(self, asked: AskedCard) -> None:
        """The code with its numbers, the prompt, and an empty line to answer on."""
        self.set_phase("asking")
        self.title_bar.left = asked.concept.title.to(language())
        self.show_code(asked.code)
        self.query_one("#prompt", Static).update(paint.prompt(asked))
        self.query_one("#steps", Static).update(paint.steps(asked))
        self.query_one("#choices", Static).update(paint.choices(asked))
        self.query_one("#hint", Static).update(asked.hint)
        self.shown_at = monotonic()

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
        parts = {
            "codes": ("asking", "sure", "running", "reviewed") if self.has_code else (),
            "choices": ("asking", "sure", "running", "reviewed") if self.question and self.question.options else (),
            "steps": ("asking", "sure", "running", "reviewed") if self.question and self.question.steps else (),
            "answer": ("waiting", "asking", "sure", "running", *(("reviewed",) if self.question else ())),
            "prompt": ("asking", "sure", "running", "revealed", "reviewed", "done", "paused"),
            "hint": ("waiting", "asking", "paused"),
            "sure": ("sure",),
            "outcome": ("revealed", "reviewed"),
        }
        for name, phases in parts.items():
            self.query_one(f"#{name}").set_class(phase not in phases, "-hidden")
        self.set_class(phase == "reviewed", "-reviewed")
        self.show_keys(
            *([phase] if phase in ("asking", "paused", "sure", "revealed", "reviewed") else []),
            typing=phase in ("waiting", "asking"),
            hidden=("reviewed.change", "reviewed.picture") if self.question is None else (),
        )
        if phase in ("asking", "reviewed"):
            self.call_after_refresh(self.show_end_of_code)

    # --- a task ---------------------------------------------------------------------------------------------------

    def write_task(self) -> None:
        """Opens the editor of the task that is asked."""
        from journal.review.screens.task import TaskScreen
        from journal.tasks.setting import TaskAsked

        if isinstance(self.asked, TaskAsked):
            self.set_phase("writing")
            self.title_bar.left = self.asked.concept.title.to(language())
            self.app.push_screen(TaskScreen(self.asked, self.show_task))

    def pause(self) -> None:
        """The editor was left: says that what was written is kept, and how to go on."""
        if self.asked is not None:
            self.set_phase("paused")
            self.set_focus(None)
            self.query_one("#prompt", Static).update(paint.prompt(self.asked))
            self.query_one("#hint", Static).update(say("task.paused"))

    def action_resume(self) -> None:
        """Goes on with the task where it was left."""
        if self.review_session is not None:
            self.wait_for(self.review_session)

    def show_task(self, outcome: ReviewOutcome) -> None:
        """Shows what came of the task."""
        self.asked = outcome.asked
        self.show_code(outcome.typed)
        self.query_one("#prompt", Static).update(paint.prompt(outcome.asked))
        self.show_outcome(outcome)

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
        """Shows the answer of a card of one's own, which the learner rates."""
        self.query_one(Input).disabled = True
        self.seconds = monotonic() - self.shown_at
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
        from journal.memory.scheduling import Rating
        from journal.review.reviews import onward, self_rated

        asked, review_session = self.question, self.review_session
        assert asked is not None
        assert review_session is not None
        self.set_phase("running")
        try:
            outcome = await asyncio.to_thread(self_rated, self.journal, asked, Rating(digit), self.seconds)
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
        seconds = monotonic() - self.shown_at
        running = None if isinstance(asked, NoteAsked) else run_of(journal, asked, png=self.app.picture is not None)
        try:
            outcome = await asyncio.to_thread(answer, journal, asked, self.typed, confidence, seconds)
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

    # --- going on -------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key does what belongs to the phase, and nothing else; the code of a task is not run again."""
        if not super().check_action(action, parameters) or (action in ("change", "picture") and self.question is None):
            return False
        phases = {
            "reason": ("sure",),
            "edit": ("sure",),
            "digit": ("waiting", "sure", "running", "revealed", "reviewed"),
            "good": ("revealed",),
            "new_card": ("reviewed",),
            "next": ("reviewed",),
            "again": ("reviewed",),
            "change": ("reviewed",),
            "picture": ("revealed", "reviewed"),
            "undo": ("waiting", "asking", "paused", "revealed", "reviewed", "done"),
            "skip": ("asking", "paused"),
            "resume": ("paused",),
            "bury": ("asking", "paused", "revealed", "reviewed"),
            "suspend": ("asking", "paused", "revealed", "reviewed"),
            "card": ("asking", "paused", "revealed", "reviewed"),
            "text": ("reviewed",),
            "mistakes": ("reviewed",),
            "plan": ("done",),
        }
        return self.phase in phases.get(action, (self.phase,))

    def action_scroll_code(self, way: int) -> None:
        """Scrolls code that is longer than its place."""
        codes = self.query_one("#codes", VerticalScroll)
        codes.scroll_relative(y=way * max(1, codes.size.height - 1), animate=False)

    def action_next(self) -> None:
        """The next card."""
        from journal.review.reviews import onward

        if self.review_session is not None and self.outcome is not None:
            self.go_on(onward(self.review_session, self.outcome))

    def action_skip(self) -> None:
        """Leaves this card for later in the review session."""
        from journal.review.session import later

        if self.review_session is not None:
            self.go_on(later(self.review_session))

    def action_again(self) -> None:
        """The same question with other numbers, now, without counting."""
        from journal.review.reviews import again

        if self.review_session is not None and self.outcome is not None:
            self.go_on(again(self.review_session, self.outcome))

    def action_undo(self) -> None:
        """Takes the answer that is shown back, as if it had not been given; else the last step, whenever it was."""
        from journal.review.reviews import undo

        if self.phase != "reviewed":
            self.app.post_message(Undo())
        elif self.outcome is not None and self.review_session is not None:
            with reporting(self):
                undo(self.journal, self.outcome)
                self.notify(say("review.undone"))
                self.go_on(self.review_session)

    def action_change(self) -> None:
        """Opens the code to be changed and run again."""
        from journal.review.asking import NoteAsked
        from journal.review.screens.playground import PlaygroundScreen

        if isinstance(self.asked, NoteAsked):
            self.open_card()
        elif (asked := self.question) is not None:
            self.app.push_screen(PlaygroundScreen(asked.concept, asked.code, asked.variant.seed))

    @work(exclusive=True, group="picture")
    async def action_picture(self) -> None:
        """Opens the figure as a sharp picture in the system's viewer."""
        from journal.review.asking import NoteAsked
        from journal.ui.picture_viewer import open_figure, open_picture

        if isinstance(self.asked, NoteAsked):
            text = f"{self.asked.prompt}\n{self.asked.truth}"
            self.notify(await open_picture(self.journal, text))
        elif (asked := self.question) is not None:
            variant = asked.variant
            self.notify(await open_figure(self.journal, asked.concept, variant.params, variant.seed))


def progress_of(review_session: ReviewSession) -> str:
    """The progress of the session: card n of m, and the minutes left."""
    session = review_session.queue
    place = say("review.place", done=session.asked + 1, all=session.asked + session.left)
    return f"{place} · {say('review.minutes', n=review_session.minutes)}"
