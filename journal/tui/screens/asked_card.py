"""What can be done with the card whose question is on the screen: its page, its text, out of the reviews."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import work

from journal.tui.messages import NewCard, OpenCard, OpenConcept
from journal.tui.place import Place
from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.asking import CardAsked
    from journal.desk.reviews import Outcome
    from journal.desk.setting import TaskAsked
    from journal.desk.sitting import Sitting


class AskedCard(Place):
    """A screen that asks the cards of a sitting, one after the other."""

    sitting: Sitting | None = None
    asked: CardAsked | TaskAsked | None = None
    outcome: Outcome | None = None

    def go_on(self, sitting: Sitting) -> None:
        """Asks the next card of a sitting."""
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
        from journal.notes.kinds import Draft

        if self.asked is None or self.outcome is None:
            return
        says = [idea.says for idea in self.outcome.ideas]
        front = f"{self.asked.prompt}\n\n```\n{self.asked.code}\n```" if self.asked.code else self.asked.prompt
        back = "\n\n".join([self.outcome.truth, *says])
        concept = (self.asked.concept.id,) if self.asked.code else ()
        self.post_message(NewCard(Draft("recall", front, back, sentence="\n".join(says), concepts=concept)))

    def action_bury(self) -> None:
        """Leaves the card for tomorrow."""
        from journal.desk.cards import bury

        self.take_out(bury, say("cards.done_bury", n=1))

    def action_suspend(self) -> None:
        """Leaves the card out until it is brought back."""
        from journal.desk.cards import suspend

        self.take_out(suspend, say("cards.done_suspend", n=1))

    @work(exclusive=True, group="judge")
    async def take_out(self, act: Callable[[Desk, Sequence[int]], None], told: str) -> None:
        """Takes the card out of the reviews and goes on with the next one."""
        from journal.desk.reviews import onward
        from journal.desk.sitting import leave_out

        desk, asked, sitting = self.app.desk, self.asked, self.sitting
        assert desk is not None
        assert asked is not None
        assert sitting is not None
        try:
            await asyncio.to_thread(act, desk, [asked.card.id])
        except UserError as error:
            self.notify(str(error), severity="error")
            return
        self.notify(told)
        self.go_on(leave_out(onward(sitting, self.outcome) if self.outcome else sitting, asked.card.id))
