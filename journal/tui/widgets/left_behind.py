"""A line above the editor: what an earlier run left behind, and the key that takes it in or back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from journal.tui.background import in_background
from journal.tui.host import Host
from journal.tui.keys import press
from journal.words import say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.drafts import Draft
    from journal.desk.sittings import BrokenOff
    from journal.desk.weeks import OpenWeek


class WritingHost(Host):
    """An app that knows what an earlier run left behind: drafts, and the sitting that was broken off."""

    left_behind: tuple[Sequence[Draft], BrokenOff | None] = (), None


class LeftBehind(Static):
    """Offers one thing at a time: the drafts, then the sitting that was broken off. Without any it is not seen."""

    DEFAULT_CSS = """
    LeftBehind { height: auto; padding: 0 1; background: $surface; display: none; }
    LeftBehind.-offers { display: block; }
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
        drafts, sitting = self.app.left_behind
        if drafts:
            at = f"{drafts[0].at:%m.%d %H:%M}"
            told, does = say("drafts.offered", words=drafts[0].words, at=at), say("drafts.take_in")
        elif sitting is not None:
            told, does = say("drafts.broken_off", at=f"{sitting.at:%m.%d %H:%M}"), say("drafts.take_back")
        else:
            return Content("")
        key = press("write.recover", self.app.keymap)
        return Content.assemble((told, "$warning"), "  ", (key, "bold $primary"), f" {does}")

    def accept(self) -> None:
        """Takes the draft in, or the sitting back, behind the screen."""
        in_background(self, self.accepted, self.was_accepted, group="recover", exclusive=True)

    def was_accepted(self, done: tuple[OpenWeek, str]) -> None:
        """Says what was done, and hands the week on."""
        week, told = done
        self.app.notify(told)
        self.post_message(self.Accepted(week))

    def accepted(self, desk: Desk) -> tuple[OpenWeek, str]:
        """The week as it then is, and what to say; what comes next is offered from here on."""
        from journal.desk.drafts import take_in
        from journal.desk.sittings import take_back

        drafts, sitting = self.app.left_behind
        if drafts:
            week, told = take_in(desk, drafts[0]), say("drafts.taken_in", title=drafts[0].title, words=drafts[0].words)
            self.app.left_behind = drafts[1:], sitting
        else:
            assert sitting is not None
            week, told = take_back(desk, sitting), say("drafts.taken_back", title=sitting.title)
            self.app.left_behind = (), None
        return week, told

    def stay(self) -> None:
        """Takes it that a sitting which was broken off is gone on with, as when one types."""
        drafts, sitting = self.app.left_behind
        if sitting is not None:
            self.app.left_behind = drafts, None
            self.offer()
