"""A small form for a card written by the user, over whatever is on the screen: a front, a back, and it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from journal.core.messages import say
from journal.notes import accepted, cloze
from journal.notes.kinds import NoteDraft, NoteKind, kind_of, sides
from journal.review.screens.picture_area import PictureArea
from journal.ui.background import in_background
from journal.ui.keys import bindings_of
from journal.ui.widgets.area import Area
from journal.ui.widgets.bars import KeyBar
from journal.ui.widgets.line import Line

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.notes import Made
    from journal.ui.host import Host


class NoteForm(ModalScreen[bool]):
    """Takes a note; it ends with whether one was stored. `uid` is the note that is changed, empty for a new one."""

    DEFAULT_CSS = """
    NoteForm { align: center middle; }
    NoteForm VerticalScroll { width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 1 2 0 2; }
    NoteForm VerticalScroll { background: $surface; }
    NoteForm Area { height: auto; min-height: 2; max-height: 6; border: none; padding: 0; background: $background; }
    NoteForm .label { color: $secondary; }
    NoteForm Area, NoteForm Line { margin-bottom: 1; }
    NoteForm #kind { color: $muted; }
    """
    BINDINGS: ClassVar = [*bindings_of("note"), ("escape", "leave", "")]
    app: Host

    def __init__(self, draft: NoteDraft, uid: str = "") -> None:
        super().__init__()
        self.draft, self.uid = draft, uid
        self.saving = self.warned = False

    def compose(self) -> ComposeResult:
        """The two sides, what may be typed, tags, and what will become of it."""
        draft = self.draft
        with VerticalScroll(can_focus=False):
            yield Static(say("notes.edit_heading" if self.uid else "notes.new_heading"), classes="heading")
            yield Static(say("notes.front_label"), classes="label")
            yield PictureArea(draft.front, id="front", tab_behavior="focus")
            yield Static(say("notes.back_label"), classes="label")
            yield PictureArea(draft.back, id="back", tab_behavior="focus")
            yield Line(accepted.joined(draft.answers), id="answers", placeholder=say("notes.answers_hint"))
            yield Line(" ".join(draft.tags), id="tags", placeholder=say("notes.tags_hint"))
            yield Static(id="kind")
            yield KeyBar()

    def on_mount(self) -> None:
        """Begins with the side that is empty."""
        self.query_one(KeyBar).show(["note"], keymap=self.app.keymap, typing=True)
        front, back = self.query_one("#front", Area), self.query_one("#back", Area)
        front.move_cursor(front.document.end)
        (back if self.draft.front.strip() and not self.draft.back.strip() else front).focus()
        self.show_message()

    @on(TextArea.Changed)
    @on(Input.Changed)
    def show_message(self) -> None:
        """Says what will become of it."""
        draft, self.warned = self.written(), False
        count = len(sides(draft.kind, draft.front, draft.back, draft.answers))
        self.query_one("#kind", Static).update(
            say("notes.will_be", kind=say(f"notes.kind_{draft.kind}"), n=max(1, count))
        )

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Enter in a line."""
        self.action_save()

    def written(self) -> NoteDraft:
        """The note as it now stands in the form."""
        front, back = self.query_one("#front", Area).text, self.query_one("#back", Area).text
        answers = accepted.split(self.query_one("#answers", Line).value)
        return NoteDraft(
            kind=self.kind(front, back, answers),
            front=front.strip(),
            back=back.strip(),
            answers=answers,
            tags=tuple(self.query_one("#tags", Line).value.split()),
            deck=self.draft.deck,
            concepts=self.draft.concepts,
            sentence=self.draft.sentence,
            week_id=self.draft.week_id,
        )

    def kind(self, front: str, back: str, answers: tuple[str, ...]) -> NoteKind:
        """The kind that the texts ask for; a note that goes both ways goes on to."""
        message = kind_of(front, back, answers)
        return "reversed" if message == "recall" and self.draft.kind == "reversed" else message

    def action_gap(self) -> None:
        """Makes a gap of the selection in the front, or of the word at the cursor."""
        front = self.query_one("#front", Area)
        if front.selection.is_empty:
            front.action_cursor_word_left()
            front.action_cursor_word_right(select=True)
        text = front.selected_text
        if text.strip():
            number = max(cloze.numbers(front.text), default=0) + 1
            front.replace(f"{{{{c{number}::{text}}}}}", *front.selection)

    def action_reverse(self) -> None:
        """Asks both ways, or only the front again."""
        from dataclasses import replace

        self.draft = replace(self.draft, kind="recall" if self.draft.kind == "reversed" else "reversed")
        self.show_message()

    def action_leave(self) -> None:
        """Goes back; where something was written, only at the second time."""
        written, draft = self.written(), self.draft
        sides = (written.front, written.back, written.answers, written.tags)
        if self.warned or sides == (draft.front.strip(), draft.back.strip(), draft.answers, draft.tags):
            self.dismiss(False)
            return
        self.warned = True
        self.app.notify(say("notes.leave_again"), severity="warning")

    def action_save(self) -> None:
        """Stores the note in the background; the form stays where that fails."""
        draft = self.written()
        if not self.saving:
            self.saving = True
            in_background(self, lambda journal: _store(journal, draft, self.uid), self.stored, on_error=self.refused)

    def refused(self, error: Exception) -> None:
        """Says what it lacks."""
        self.saving = False
        self.app.notify(str(error), severity="warning")

    def stored(self, made: Made) -> None:
        """Says so, and goes back."""
        self.app.notify(say("notes.changed", name=made.name) if self.uid else say("notes.was_made", n=len(made.cards)))
        self.dismiss(True)


def _store(journal: Journal, draft: NoteDraft, uid: str) -> Made:
    from journal.review.notes import change, make

    return change(journal, uid, draft) if uid else make(journal, draft)
