"""Review: code with today's numbers, a typed prediction, how sure, then the run and what it says about the answer."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.timer import Timer
from textual.widgets import Input, Static

from journal.core.messages import UserError, language, say
from journal.review.screens import outcome as paint
from journal.review.screens.answering import AnsweringScreen
from journal.ui.background import count_seconds, in_background, reporting
from journal.ui.keys import bindings_of
from journal.ui.messages import Undo

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.plans import Plan
    from journal.review.reviews import ReviewOutcome
    from journal.review.session import ReviewOffers, ReviewSession


class ReviewScreen(AnsweringScreen):
    """One review after the other, until nothing is left for today."""

    CSS_PATH = "review.tcss"
    key_context = "review"
    BINDINGS: ClassVar = [
        *bindings_of("sure", "asking", "paused", "revealed", "reviewed", "rested"),
        ("pageup", "scroll_code(-1)", ""),
        ("pagedown", "scroll_code(1)", ""),
    ]

    offers: ReviewOffers | None = None
    counting: Timer | None = None
    """What counts the seconds while a question is being made."""

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

    def skip_broken(self, review_session: ReviewSession, why: str) -> None:
        """A card whose concept cannot be run is reported and skipped."""
        from journal.review.session import skip

        self.notify(why, severity="error", timeout=10)
        self.go_on(skip(review_session))

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

    # --- going on -------------------------------------------------------------------------------------------------

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


def progress_of(review_session: ReviewSession) -> str:
    """The progress of the session: card n of m, and the minutes left."""
    session = review_session.queue
    place = say("review.place", done=session.asked + 1, all=session.asked + session.left)
    return f"{place} · {say('review.minutes', n=review_session.minutes)}"
