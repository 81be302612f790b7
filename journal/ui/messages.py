"""What screens and widgets ask of the app. Each message bubbles up to it from wherever it is posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from journal.library.concept import Concept
    from journal.notes.kinds import NoteDraft


@dataclass
class VisitWeek(Message):
    """Open a week in the editor, with the cursor at the first of `words`."""

    week_id: int
    words: str = ""


@dataclass
class OpenConcept(Message):
    """Open the page of a concept, over the screen that asks for it or, with `instead`, in its place."""

    concept: Concept
    instead: bool = False


@dataclass
class OpenCard(Message):
    """Open the page of a card, at the part `at` of it if one is named."""

    card_id: int
    at: str = ""


@dataclass
class NewCard(Message):
    """Open the form of a card written by the user, `draft` already in it; `uid` is that of the note that is changed."""

    draft: NoteDraft
    uid: str = ""


@dataclass
class ConceptOpened(Message):
    """The page of a concept was opened, which may lead away from the topic of the focus session."""

    concept: Concept


class DraftsLeft(Message):
    """A text was set aside in a file: look for drafts and offer them."""


class Undo(Message):
    """Undo the last step, of whatever kind."""


class SettingsChanged(Message):
    """The settings file was changed: use its new values."""
