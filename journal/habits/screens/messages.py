"""What screens tell the app about the focus session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from journal.habits.focus_sessions import FocusSession


@dataclass
class FocusChanged(Message):
    """A focus session was started, paused or resumed: show it in the title bar."""

    session: FocusSession


class FocusOutdated(Message):
    """Another process may have started or ended a focus session: read it again."""


@dataclass
class EndFocus(Message):
    """End this focus session."""

    session: FocusSession
