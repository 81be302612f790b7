"""What can be done with the card whose question is on the screen: its page, its text, out of the reviews."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import work

from journal.core.messages import say
from journal.ui.background import reporting
from journal.ui.base_screen import BaseScreen
from journal.ui.messages import NewCard, OpenCard, OpenConcept

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.asking import AskedCard
    from journal.review.reviews import ReviewOutcome
    from journal.review.session import ReviewSession
    from journal.tasks.setting import TaskAsked


class CardReviewScreen(BaseScreen):
    """A screen that asks the cards of a review session, one after the other."""

    review_session: ReviewSession | None = None
    asked: AskedCard | TaskAsked | None = None
    outcome: ReviewOutcome | None = None

    def go_on(self, review_session: ReviewSession) -> None:
        """Asks the next card of a review session."""
        raise NotImplementedError

    def action_card(self) -> None:
        """Opens the page of the card."""
        self.open_card()

    def action_mistakes(self) -> None:
        """Opens the page of the card at the wrong answers."""
        self.open_card(at="mistakes")

    def open_card(self, at: str = "") -> None:
        """Opens the page of the card, at one of its parts."""
        if self.asked is not None:
            self.post_message(OpenCard(self.asked.card.id, at=at))

    def action_text(self) -> None:
        """Opens the page of the concept."""
        if self.asked is not None and self.asked.code:
            self.post_message(OpenConcept(self.asked.concept))
        else:
            self.open_card()

    def action_new_card(self) -> None:
        """Opens the form of a card with the verdict in it: what was asked, and what is the case."""
        from journal.notes.kinds import NoteDraft

        if self.asked is None or self.outcome is None:
            return
        says = [idea.correction for idea in self.outcome.ideas]
        front = f"{self.asked.prompt}\n\n```\n{self.asked.code}\n```" if self.asked.code else self.asked.prompt
        back = "\n\n".join([self.outcome.truth, *says])
        concept = (self.asked.concept.id,) if self.asked.code else ()
        self.post_message(NewCard(NoteDraft("recall", front, back, sentence="\n".join(says), concepts=concept)))

    def action_bury(self) -> None:
        """Leaves the card for tomorrow."""
        from journal.review.cards import bury

        self.take_out(bury, say("cards.done_bury", n=1))

    def action_suspend(self) -> None:
        """Leaves the card out until it is brought back."""
        from journal.review.cards import suspend

        self.take_out(suspend, say("cards.done_suspend", n=1))

    @work(exclusive=True, group="judge")
    async def take_out(self, act: Callable[[Journal, Sequence[int]], None], message: str) -> None:
        """Takes the card out of the reviews and goes on with the next one."""
        from journal.review.reviews import onward
        from journal.review.session import leave_out

        asked, review_session = self.asked, self.review_session
        assert asked is not None
        assert review_session is not None
        with reporting(self):
            await asyncio.to_thread(act, self.journal, [asked.card.id])
            self.notify(message)
            behind = onward(review_session, self.outcome) if self.outcome else review_session
            self.go_on(leave_out(behind, asked.card.id))
