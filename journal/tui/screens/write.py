"""Write: the log of a week in an editor, saved as one types, with its count and the concepts it speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from journal.text.counting import body_count, count
from journal.tui.place import Place
from journal.tui.widgets.editor import Editor, spans_by_line
from journal.tui.widgets.meter import bar
from journal.words import UserError, language, say

if TYPE_CHECKING:
    from journal.demos.concept import Concept
    from journal.desk import Desk
    from journal.desk.weeks import OpenWeek

SAVE_AFTER = 0.8
"""Seconds after a key until the text is on disk: never more than one, however fast one types."""
LOOK_AFTER = 0.15
"""Seconds of rest after which the concepts are looked for."""


class WriteScreen(Place):
    """The editor of one week."""

    DEFAULT_CSS = """
    WriteScreen Editor { height: 1fr; }
    WriteScreen #below { height: auto; border-top: solid $border; }
    WriteScreen #counts { width: 1fr; height: 1; }
    WriteScreen #saved { width: auto; height: 1; color: $muted; }
    WriteScreen #concepts { height: 2; color: $muted; }
    """
    name_of_place = "write"
    bar = ("write",)
    typing = True
    week: OpenWeek | None = None
    save_timer: Timer | None = None
    look_timer: Timer | None = None
    spoken: tuple[Concept, ...] = ()

    def content(self) -> Iterable[Widget]:
        """The editor, the count below it, the concepts below that."""
        yield Editor(soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False, placeholder="")
        yield Horizontal(Static(id="counts"), Static(id="saved"), id="below")
        yield Static(id="concepts")

    @property
    def editor(self) -> Editor:
        """The editor."""
        return self.query_one(Editor)

    def load(self, desk: Desk) -> None:
        """Opens the week of today, or the week that was open before."""
        self.open_week(desk, self.week.id if self.week else None)

    @work(thread=True, exclusive=True, group="load")
    def open_week(self, desk: Desk, week_id: int | None) -> None:
        """Reads a week in a thread; None is the week of today."""
        from journal.desk.weeks import open_week

        self.app.call_from_thread(self.show, open_week(desk, week_id))

    def show(self, week: OpenWeek) -> None:
        """Puts a week into the editor, unless it is there already with words that are not yet saved."""
        if self.save_timer is None and (self.week is None or week != self.week):
            self.week = week
            with self.prevent(TextArea.Changed):
                self.editor.load_text(week.body)
            self.editor.placeholder = say("write.placeholder", goal=week.goal)
            self.editor.move_cursor(self.editor.document.end)
        self.title_bar.right = week.name
        self.editor.focus()
        self.recount()
        self.look()

    @on(TextArea.Changed)
    def typed(self) -> None:
        """Counts at once, looks for concepts after a rest, saves within a second."""
        self.recount()
        if self.look_timer is not None:
            self.look_timer.stop()
        self.look_timer = self.set_timer(LOOK_AFTER, self.look)
        if self.save_timer is None:
            self.query_one("#saved", Static).update(say("write.unsaved"))
            self.save_timer = self.set_timer(SAVE_AFTER, self.save)

    def recount(self) -> None:
        """Writes the count of the quota and the other counts."""
        if self.week is None:
            return
        text = self.editor.text
        words, goal = body_count(text), self.week.goal
        missing = goal - words
        rest = say("write.missing", n=missing) if missing > 0 else say("write.reached")
        line = Content.assemble(
            (say("write.quota", words=words, goal=goal), "bold"),
            "  ",
            bar(words / goal, 16, "$success" if missing <= 0 else "$primary"),
            (f"  {rest} · {say('write.han', n=count(text).han)}", "$muted"),
        )
        self.query_one("#counts", Static).update(line)

    def look(self) -> None:
        """Finds the concepts that the text speaks of, marks them and lists them."""
        desk = self.app.desk
        if desk is None:
            return
        mentions = desk.finder.find(self.editor.text)
        self.editor.mark(spans_by_line(self.editor.text, [(each.start, each.end) for each in mentions]))
        ids = dict.fromkeys(concept for each in mentions for concept in each.concepts)
        self.spoken = tuple(desk.library.concepts[each] for each in ids)
        titles = " · ".join(concept.title.to(language()) for concept in self.spoken)
        text = say("write.speaks_of", titles=titles) if titles else say("write.speaks_of_nothing")
        self.query_one("#concepts", Static).update(Content(text))

    # --- saving ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Saves what is in the editor."""
        self.save_timer = None
        if self.app.desk is not None and self.week is not None:
            self.save_behind(self.app.desk, self.week, self.editor.text)

    @work(thread=True, group="save")
    def save_behind(self, desk: Desk, week: OpenWeek, body: str) -> None:
        """Writes the text in a thread."""
        from journal.desk.weeks import save

        try:
            saved = save(desk, week, body)
        except UserError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error")
            return
        self.app.call_from_thread(self.was_saved, saved)

    def was_saved(self, week: OpenWeek) -> None:
        """Remembers the week as it is on disk, and says when it was saved."""
        self.week = week
        if self.save_timer is None and self.app.desk is not None:
            self.query_one("#saved", Static).update(say("write.saved", time=f"{self.app.desk.clock():%H:%M}"))

    def save_now(self) -> None:
        """Saves before the screen is left or the app ends: what is typed is on disk when this returns."""
        if self.save_timer is not None and self.app.desk is not None and self.week is not None:
            from journal.desk.weeks import save

            self.save_timer.stop()
            self.save_timer = None
            self.was_saved(save(self.app.desk, self.week, self.editor.text))

    def on_screen_suspend(self) -> None:
        """Leaving the screen saves."""
        self.save_now()

    def on_unmount(self) -> None:
        """Ending the app saves."""
        self.save_now()

    # --- actions --------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Saves at once, for those whose fingers want it."""
        self.save_now()

    def action_weeks(self) -> None:
        """Chooses another week."""
        from journal.tui.screens.choose_week import ChooseWeek

        self.save_now()
        self.app.push_screen(ChooseWeek(), self.chosen)

    def chosen(self, week_id: int | None) -> None:
        """Opens the week that was chosen; 0 is the week of today."""
        if week_id is not None and self.app.desk is not None:
            self.open_week(self.app.desk, week_id or None)

    def action_concepts(self) -> None:
        """Shows the first concept near the cursor, or the one under it."""
        concept = self.concept_at_cursor()
        if concept is None:
            self.notify(say("write.no_concept"))
            return
        from journal.tui.screens.concept import ConceptScreen

        self.save_now()
        self.app.push_screen(ConceptScreen(concept))

    def concept_at_cursor(self) -> Concept | None:
        """The concept whose mention is nearest before the cursor, else the first that the text speaks of."""
        desk = self.app.desk
        if desk is None:
            return None
        row, column = self.editor.cursor_location
        place = sum(len(line) + 1 for line in self.editor.text.split("\n")[:row]) + column
        before = [each for each in desk.finder.find(self.editor.text) if each.start <= place]
        if before:
            return desk.library.concepts[before[-1].concepts[0]]
        return self.spoken[0] if self.spoken else None

    def action_editor(self) -> None:
        """Opens the text in the user's own editor, and takes back what it saves as one change that can be undone."""
        from journal.desk.editing import edited

        try:
            with self.app.suspend():
                text = edited(self.editor.text)
        except UserError as error:
            self.notify(str(error), severity="warning")
            return
        if text != self.editor.text:
            self.editor.replace(text, (0, 0), self.editor.document.end)
