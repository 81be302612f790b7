"""A list of what the log leaves open: what it proposes is taken or dismissed, what is open is done, each by one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.core.messages import say
from journal.followups.resolutions import RESOLUTIONS
from journal.followups.screens.lines import in_full, line
from journal.ui.background import in_background, reporting
from journal.ui.keys import bindings_of
from journal.ui.messages import NewCard, OpenConcept, SettingsChanged, VisitWeek
from journal.ui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from journal.followups.listing import Followup
    from journal.library.concept import Concept
    from journal.opening.journal import Journal
    from journal.ui.host import Host

WIDTH = 70
"""Cells of a line in the list."""


class FollowupsScreen(ModalScreen[None]):
    """Shows the proposals of a week, or of the latest that has any, those of other weeks, and all that is open.

    What was decided stays in its place until the list is closed, so that every key can be undone.
    """

    DEFAULT_CSS = """
    FollowupsScreen { align: center middle; }
    FollowupsScreen Vertical { width: 76; max-width: 100%; height: auto; max-height: 90%; padding: 1 2 0 2; }
    FollowupsScreen Vertical { background: $surface; }
    FollowupsScreen OptionList { height: auto; max-height: 13; }
    FollowupsScreen #sentence { height: 5; margin-top: 1; color: $muted; }
    """
    BINDINGS: ClassVar = [*bindings_of("items"), ("escape,f8", "dismiss", "")]
    app: Host

    def __init__(self, week_id: int | None) -> None:
        super().__init__()
        self.week_id = week_id
        self.followups: dict[str, Followup] = {}
        self.deciding = Lock()

    def compose(self) -> ComposeResult:
        """The list, the sentence that the line under the cursor comes from, and the keys."""
        with Vertical():
            yield OptionList()
            yield Static(id="sentence")
            yield KeyBar()

    def on_mount(self) -> None:
        """Reads what there is."""
        self.query_one(KeyBar).show(["items"], keymap=self.app.keymap)
        in_background(self, self.read, self.show)

    def load(self, journal: Journal) -> None:
        """Reads what there is when the journal was opened behind the list."""
        in_background(self, self.read, self.show)

    def read(self, journal: Journal) -> Mapping[str, Sequence[Followup]]:
        """Everything there is, by the headings under which it is listed."""
        from journal.followups.followups import finished_in
        from journal.followups.listing import open_followups, without_deferred
        from journal.followups.proposals import proposals, waiting_proposals

        noted = open_followups(journal)
        reminded = without_deferred(noted)
        waiting = waiting_proposals(journal)
        week_id = self.week_id or next((each.week_id for each in waiting), None)
        return {
            "items.proposed": proposals(journal, week_id) if week_id else [],
            "items.proposed_earlier": [each for each in waiting if each.week_id != week_id],
            "items.open": reminded,
            "items.deferred": [each for each in noted if each not in reminded],
            "items.finished": [] if self.week_id is None else finished_in(journal, self.week_id),
        }

    def show(self, lists: Mapping[str, Sequence[Followup]]) -> None:
        """Lists the proposals, what is open, what is put off, and what was done of the week."""
        options = self.query_one(OptionList)
        for heading, followups in lists.items():
            if followups:
                options.add_option(Option(Content.styled(say(heading), "bold $secondary"), disabled=True))
            for followup in followups:
                name = str(len(self.followups))
                self.followups[name] = followup
                options.add_option(Option(self.line(followup), name))
        if not self.followups:
            options.add_option(Option(say("items.none"), disabled=True))
            self.query_one("#sentence", Static).update(say("items.come_from"))
            self.query_one(KeyBar).display = False
        options.highlighted = 1 if self.followups else None
        options.focus()

    def line(self, followup: Followup) -> Content:
        """One line of the list."""
        return line(followup, self.app.opened().today, WIDTH)

    @property
    def highlighted(self) -> str | None:
        """The name of the line under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        return option.id if option is not None else None

    @on(OptionList.OptionHighlighted)
    def show_details(self) -> None:
        """Shows all of the line under the cursor, and the sentence that it comes from."""
        if self.highlighted is not None:
            self.query_one("#sentence", Static).update(in_full(self.followups[self.highlighted]))

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter in the list."""
        self.action_take()

    # --- actions --------------------------------------------------------------------------------------------------

    def action_take(self) -> None:
        """Takes what is proposed, put off, done or dismissed; opens what is open.

        Two concepts that are confused are opened side by side, else one concept, else the sentence.
        """
        from journal.followups.followups import accept

        followup = self.followups.get(self.highlighted or "")
        if followup is None:
            return
        if followup.state != "open" or followup.is_deferred:
            self.decide(accept)
        elif followup.kind == "term":
            self.begin_concept(followup)
        else:
            library = self.app.opened().library.concepts
            self.open_concepts(followup, tuple(library[each] for each in followup.concepts if each in library))

    def open_concepts(self, followup: Followup, known: tuple[Concept, ...]) -> None:
        """Opens what an entry speaks of, as far as the library knows it."""
        if followup.kind == "confusion" and len(known) == 2:
            from journal.concepts.screens.contrast import Contrast

            self.app.switch_screen(Contrast(known))
        elif known:
            self.post_message(OpenConcept(known[0], instead=True))
        else:
            self.action_log()

    def action_dismiss_item(self) -> None:
        """Dismisses the line under the cursor for good."""
        from journal.followups.followups import dismiss

        self.decide(dismiss)

    def action_finish(self) -> None:
        """Marks the line under the cursor as done; of an idea or a claim it asks what came of it."""
        from journal.followups.followups import finish
        from journal.ui.dialogs.choose import Choose

        followup = self.followups.get(self.highlighted or "")
        if followup is None or followup.kind not in RESOLUTIONS:
            self.decide(finish)
            return
        answers = [(name, say(f"items.found_{name}")) for name in (*RESOLUTIONS[followup.kind], "nothing")]
        self.app.push_screen(Choose(say("items.ask_found", text=followup.title), answers), self.found)

    def found(self, finding: str | None) -> None:
        """Marks the line as done with what came of it; None leaves it as it is."""
        from journal.followups.followups import finish

        if finding is not None:
            self.decide(lambda journal, followup: finish(journal, followup, finding.removeprefix("nothing")))

    def action_log(self) -> None:
        """Opens the week at the sentence that the line under the cursor comes from."""
        followup = self.followups.get(self.highlighted or "")
        if followup is not None and followup.week_id is not None:
            self.post_message(VisitWeek(followup.week_id, followup.sentence))

    def action_new_card(self) -> None:
        """Opens the form of a card with the sentence that the line under the cursor comes from."""
        from journal.notes.kinds import NoteDraft

        followup = self.followups.get(self.highlighted or "")
        if followup is not None:
            text = followup.sentence or followup.text
            draft = NoteDraft(
                "recall", text, sentence=text, week_id=followup.week_id, concepts=tuple(followup.concepts)
            )
            self.post_message(NewCard(draft))

    def begin_concept(self, followup: Followup) -> None:
        """Writes a concept file to start from, and says where it is."""
        from journal.concepts.own import start_concept
        from journal.followups.followups import finish

        with reporting(self, "warning"):
            path = start_concept(self.app.opened(), followup.text, followup.sentence)
            self.notify(say("concepts.started", path=path), timeout=10)
            self.decide(finish)

    def decide(self, how: Callable[[Journal, Followup], Followup]) -> None:
        """Decides on the line under the cursor, and shows it."""
        if (name := self.highlighted) is not None:
            in_background(self, partial(self.store, name=name, how=how), self.decided)

    def store(self, journal: Journal, name: str, how: Callable[[Journal, Followup], Followup]) -> str:
        """Stores what was decided, one decision after the other; returns the name of the line."""
        with self.deciding:
            self.followups[name] = how(journal, self.followups[name])
        return name

    def decided(self, name: str) -> None:
        """Paints a line again; a goal that was taken holds from now on."""
        followup = self.followups[name]
        if followup.kind == "goal" and followup.state == "done":
            self.post_message(SettingsChanged())
            self.notify(say("items.goal_set", n=followup.text))
        self.query_one(OptionList).replace_option_prompt(name, self.line(self.followups[name]))
