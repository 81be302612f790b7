"""Write: the log of a week in an editor, saved as one types, with its count and the concepts it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import SuspendNotSupported
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from journal.core.messages import UserError, language, say
from journal.core.sentences import sentence_spans
from journal.followups.screens.not_done import CarriedOver
from journal.log.counting import body_count, han_count, reached_in
from journal.log.prompts import first_answer
from journal.ui.background import in_background, reporting
from journal.ui.host import Visit
from journal.ui.keys import bindings_of
from journal.ui.messages import DraftsLeft, NewCard, OpenConcept
from journal.ui.widgets.meter import quota
from journal.writing.screens.cue_hint import CueHint
from journal.writing.screens.editor import Editor, spans_by_line
from journal.writing.screens.left_behind import RecoveryNotice
from journal.writing.screens.saving import SavingScreen

if TYPE_CHECKING:
    from journal.library.concept import Concept
    from journal.opening.journal import Journal
    from journal.weeks.weeks import OpenWeek
    from journal.writing.screens.typos import ChosenFixes

HINTS_SHOWN = 3
"""How many concepts are shown that a text may be about: more would be noise."""
LOOK_AFTER = 0.15
"""Seconds of rest after which the concepts are looked for."""


class WriteScreen(SavingScreen):
    """The editor of one week."""

    DEFAULT_CSS = """
    WriteScreen Editor { height: 1fr; }
    WriteScreen #below { height: auto; border-top: solid $border; }
    WriteScreen #counts { width: 1fr; height: 1; }
    WriteScreen #cues { width: auto; height: 1; padding-right: 2; }
    WriteScreen #saved { width: 13; height: 1; color: $muted; text-align: right; }
    WriteScreen #concepts { height: auto; min-height: 2; max-height: 4; color: $muted; }
    """
    key_context = "write"
    bar = ("write",)
    typing = True
    BINDINGS: ClassVar = bindings_of("looking", "write")
    look_timer: Timer | None = None
    counting: bool = False
    """Whether the count is about to be written."""
    spoken: tuple[Concept, ...] = ()

    def content(self) -> Iterable[Widget]:
        """What is left behind and not done above the editor, the count below it, the concepts below that."""
        yield RecoveryNotice()
        yield CarriedOver()
        yield Editor(soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False, read_only=True)
        yield Horizontal(Static(id="counts"), CueHint(id="cues"), Static(id="saved"), id="below")
        yield Static(id="concepts")

    def load(self, journal: Journal) -> None:
        """Opens the week that is to be visited, else the one that was open before, else the week of today."""
        self.query_one(RecoveryNotice).offer()
        visit = self.app.visit or Visit(self.week.id if self.week else None)
        self.app.visit = None
        self.open_week(journal, visit.week_id, visit.words)

    def open_week(self, journal: Journal, week_id: int | None, words: str = "") -> None:
        """Opens a week; None is the week of today. The cursor goes to the `words`, if there are any."""
        before = self.week
        read = partial(self.buffer.read, week_id=week_id)
        in_background(self, read, lambda week: self.show(week, before, words), group="load")

    def show(self, week: OpenWeek, before: OpenWeek | None, words: str = "") -> None:
        """Puts a week into the editor, in place of the one that was open when it was asked for.

        Words that are not yet saved stay, and so does a week that was saved or chosen meanwhile.
        """
        if self.week is before and self.buffer.is_saved and week != before:
            with self.prevent(TextArea.Changed):
                self.editor.load_text(week.body)
            self.buffer.load(week, self.editor.text)
            if before is None or before.starts != week.starts:
                self.allow_writing(not week.is_past)
            self.editor.placeholder = placeholder(week)
            self.editor.move_cursor(self.editor.document.end)
            self.show_title()
        self.editor.focus()
        if words:
            self.editor.find(words)
        self.recount()
        self.look()
        self.query_one(CueHint).look(self.week.id if self.week else None, self.buffer.text)

    def allow_writing(self, allowed: bool) -> None:
        """Lets the text be written, or only looked at: then the keys of the app are not typed into it."""
        self.editor.read_only = not allowed
        self.show_keys(*(("write",) if allowed else ("looking", "write")), typing=allowed)

    def show_title(self) -> None:
        """Shows which week is open, and whether it is only looked at."""
        if self.week is not None:
            looking = f" · {say('write.looking')}" if self.editor.read_only else ""
            self.title_bar.right = f"{self.week.name}{looking}"

    @on(TextArea.Changed)
    def typed(self) -> None:
        """Counts as soon as the key is painted, looks for concepts after a rest, saves within a second."""
        self.buffer.text = self.editor.text
        self.query_one(RecoveryNotice).stay()
        if not self.counting:
            self.counting = True
            self.call_after_refresh(self.recount)
        self.query_one(CueHint).wait()
        if self.look_timer is not None:
            self.look_timer.stop()
        self.look_timer = self.set_timer(LOOK_AFTER, self.look)
        self.save_soon()

    def recount(self) -> None:
        """Writes the count of the quota and the other counts."""
        self.counting = False
        if self.week is None:
            return
        text = self.buffer.text
        goal = self.week.goal
        is_wide = self.has_class("-wide")
        counts = quota(body_count(text), goal, 16 if is_wide else 7, reached_in(text, goal) if goal else None)
        if is_wide:
            counts += Content.styled(f" · {say('write.han', n=han_count(text))}", "$muted")
        self.query_one("#counts", Static).update(counts, layout=False)

    def look(self) -> None:
        """Finds the concepts that the text speaks of, marks them and lists them."""
        journal = self.journal
        mentions = list(journal.mention_spans(self.buffer.text))
        places = dict.fromkeys((each.start, each.end) for each in mentions)
        self.editor.mark(spans_by_line(self.buffer.text, list(places)))
        self.spoken = tuple(journal.library.concepts[one] for one in dict.fromkeys(each.concept for each in mentions))
        text = Content(spoken_of(journal, self.spoken, journal.mention_finder.hinted(self.buffer.text)))
        line = self.query_one("#concepts", Static)
        if line.content != text:  # painting the screen once more would hold up the next key
            line.update(text, layout=False)

    @on(CueHint.Looked)
    def looked(self, event: CueHint.Looked) -> None:
        """Shows what earlier weeks handed on; typos are underlined unless one has typed on meanwhile."""
        self.query_one(CarriedOver).show(event.carried)
        if self.buffer.text == event.text:
            spans = [(typo.start, typo.end) for typo in event.typos]
            self.editor.underline(spans_by_line(event.text, spans))

    # --- actions --------------------------------------------------------------------------------------------------

    def action_write_on(self) -> None:
        """Lets a past week be changed, which is only looked at until one asks."""
        if self.week is not None and self.editor.read_only:
            self.allow_writing(True)
            self.show_title()
            self.editor.focus()

    def action_save(self) -> None:
        """Saves at once, for those whose fingers want it."""
        self.save_now()

    def action_weeks(self) -> None:
        """Chooses another week."""
        from journal.writing.screens.choose_week import ChooseWeek

        self.save_now()
        self.app.push_screen(ChooseWeek(), self.chosen)

    def chosen(self, week_id: int | None) -> None:
        """Opens the week that was chosen; 0 is the week of today."""
        if week_id is not None:
            self.open_week(self.journal, week_id or None)

    def action_slips(self) -> None:
        """Lists the typos of the text."""
        from journal.writing.screens.typos import TyposScreen
        from journal.writing.typos import open_typos

        self.save_now()
        if self.week is None:
            return
        if found := open_typos(self.journal, self.week.id, self.buffer.text):
            self.app.push_screen(TyposScreen(self.buffer.text, found), self.fix)
        else:
            self.notify(say("write.no_slips"))

    def fix(self, chosen: ChosenFixes | None) -> None:
        """Fixes the typos that were chosen, from the last to the first, and stores those to ignore."""
        from journal.writing.typos import ignore

        if chosen is None or self.week is None or self.week.id is None:
            return
        for typo in chosen.ignored:
            ignore(self.journal, self.week.id, self.buffer.text, typo)
        place = self.editor.location_of
        for typo in reversed(chosen.fix):
            self.editor.replace(typo.instead or "", place(typo.start), place(typo.end), maintain_selection_offset=True)
        if chosen.fix:
            self.notify(say("write.mended", n=len(chosen.fix)))
        self.query_one(CueHint).look(self.week.id, self.buffer.text)

    def action_template(self) -> None:
        """Puts the template below what is written, once."""
        from journal.writing.template import with_template

        if self.editor.read_only:
            return
        with reporting(self, "warning"):
            text = with_template(self.journal, self.buffer.text)
            if text == self.buffer.text:
                self.notify(say("write.has_template"))
                return
            self.editor.replace(text, (0, 0), self.editor.document.end)
            self.editor.move_cursor(self.editor.location_of(first_answer(text)))

    def action_new_card(self) -> None:
        """Opens the form of a card, with the selection in it or the sentence at the cursor."""
        from journal.notes.kinds import NoteDraft

        text = self.editor.selected_text or self.sentence_at_cursor()
        if not text.strip():
            self.notify(say("notes.no_sentence"))
            return
        self.save_now()
        week_id = self.week.id if self.week else None
        self.post_message(NewCard(NoteDraft("recall", text.strip(), sentence=text.strip(), week_id=week_id)))

    def sentence_at_cursor(self) -> str:
        """The sentence that the cursor is in or behind; empty where there is none in its line."""
        row, column = self.editor.cursor_location
        line = self.editor.document.get_line(row)
        spans = [span for span in sentence_spans(line) if span[0] <= column] or sentence_spans(line)[:1]
        return line[slice(*spans[-1])] if spans else ""

    def action_concepts(self) -> None:
        """Shows the first concept near the cursor, or the one under it."""
        concept = self.concept_at_cursor()
        if concept is None:
            self.notify(say("write.no_concept"))
            return
        self.save_now()
        self.post_message(OpenConcept(concept))

    def concept_at_cursor(self) -> Concept | None:
        """The concept whose mention is nearest before the cursor, else the first that the text speaks of."""
        journal = self.journal
        row, column = self.editor.cursor_location
        place = sum(len(line) + 1 for line in self.editor.text.split("\n")[:row]) + column
        before = [each for each in journal.mention_spans(self.editor.text) if each.start <= place]
        if before:
            last = next(each for each in before if each.start == before[-1].start)
            return journal.library.concepts[last.concept]
        return self.spoken[0] if self.spoken else None

    def action_editor(self) -> None:
        """Opens the text in the user's own editor, and undoes what it saves as one change that can be undone."""
        from journal.writing.editing import edited

        self.save_now()
        if self.buffer.as_stored is None:
            return
        try:
            with self.app.suspend():
                done = edited(self.journal, self.buffer.as_stored, self.buffer.text)
        except SuspendNotSupported:
            self.notify(say("write.no_suspend"), severity="warning")
            return
        except UserError as error:
            self.notify(str(error), severity="warning")
            self.post_message(DraftsLeft())
            return
        if done.encoding != "utf-8":
            self.notify(say("write.read_as", encoding=done.encoding.upper()))
        if done.text != self.editor.text:
            self.editor.replace(done.text, (0, 0), self.editor.document.end)
            self.buffer.text = self.editor.text
            self.save_now()
        if self.buffer.is_saved:
            done.stored()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What an earlier run left behind has a key where there is any, and a week that is looked at to change it."""
        if not super().check_action(action, parameters):
            return False
        if action == "write_on":
            return self.editor.read_only
        return action != "recover" or self.query_one(RecoveryNotice).offers

    def action_recover(self) -> None:
        """Takes in the draft that is offered, or reverts the interrupted edit."""
        self.save_now()
        if self.buffer.is_saved:
            self.query_one(RecoveryNotice).accept()

    @on(RecoveryNotice.Accepted)
    def recovered(self, event: RecoveryNotice.Accepted) -> None:
        """Shows the week that it was done to."""
        self.query_one(RecoveryNotice).offer()
        self.open_week(self.journal, event.week.id)


def spoken_of(journal: Journal, spoken: Sequence[Concept], hinted: Sequence[str]) -> str:
    """The concepts that a text speaks of, and behind them a few that it may be about."""
    titles = " · ".join(concept.title.to(language()) for concept in spoken)
    perhaps = " · ".join(journal.library.outlines[one].title.to(language()) for one in hinted[:HINTS_SHOWN])
    speaks = [say("write.speaks_of", titles=titles)] if titles else []
    speaks += [say("write.perhaps_of", titles=perhaps)] if perhaps else []
    return "   ".join(speaks) or say("write.speaks_of_nothing")


def placeholder(week: OpenWeek) -> str:
    """What stands in an empty editor."""
    return say("write.placeholder", goal=week.goal) if week.goal else say("write.placeholder_without_goal")
