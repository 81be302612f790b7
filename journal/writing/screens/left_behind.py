"""A line above the editor that offers to recover what an earlier run left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.host import Host
from journal.ui.keys import press

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.weeks.weeks import OpenWeek
    from journal.writing.drafts import Draft
    from journal.writing.interrupted import InterruptedEdit


class WritingHost(Host):
    """An app that knows what an earlier run left behind: drafts, and an interrupted editing session."""

    left_behind: tuple[Sequence[Draft], InterruptedEdit | None] = (), None


class RecoveryNotice(Static):
    """Offers one thing at a time: the drafts, then an interrupted editing session. Hidden when there is none."""

    DEFAULT_CSS = """
    RecoveryNotice { height: auto; padding: 0 1; background: $surface; display: none; }
    RecoveryNotice.-offers { display: block; }
    """
    app: WritingHost

    @dataclass
    class Accepted(Message):
        """What was offered is done: `week` is what it was done to."""

        week: OpenWeek

    @property
    def offers(self) -> bool:
        """Whether there is anything to take in or back."""
        return any(self.app.left_behind)

    def offer(self) -> None:
        """Shows what is offered now."""
        self.set_class(self.offers, "-offers")
        self.update(self.line())

    def line(self) -> Content:
        """What is offered, and the key for it."""
        drafts, interrupted = self.app.left_behind
        if drafts:
            at = f"{drafts[0].at:%m.%d %H:%M}"
            message, does = say("drafts.offered", words=drafts[0].words, at=at), say("drafts.take_in")
        elif interrupted is not None:
            message, does = say("drafts.broken_off", at=f"{interrupted.at:%m.%d %H:%M}"), say("drafts.take_back")
        else:
            return Content("")
        key = press("write.recover", self.app.keymap)
        return Content.assemble((message, "$warning"), "  ", (key, "bold $primary"), f" {does}")

    def accept(self) -> None:
        """Restores the draft, or reverts the editing session, in the background."""
        in_background(self, self.accepted, self.was_accepted, group="recover", exclusive=True)

    def was_accepted(self, done: tuple[OpenWeek, str]) -> None:
        """Says what was done, and hands the week on."""
        week, message = done
        self.app.notify(message)
        self.post_message(self.Accepted(week))

    def accepted(self, journal: Journal) -> tuple[OpenWeek, str]:
        """The week as it then is, and what to say; what comes next is offered from here on."""
        from journal.writing.drafts import restore_draft
        from journal.writing.interrupted import take_back

        drafts, interrupted = self.app.left_behind
        if drafts:
            week, message = (
                restore_draft(journal, drafts[0]),
                say("drafts.taken_in", title=drafts[0].title, words=drafts[0].words),
            )
            self.app.left_behind = drafts[1:], interrupted
        else:
            assert interrupted is not None
            week, message = take_back(journal, interrupted), say("drafts.taken_back", title=interrupted.title)
            self.app.left_behind = (), None
        return week, message

    def stay(self) -> None:
        """Treats an interrupted editing session as resumed, as when the user types."""
        drafts, interrupted = self.app.left_behind
        if interrupted is not None:
            self.app.left_behind = drafts, None
            self.offer()
