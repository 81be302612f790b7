"""The beginning and the end of the app: its journal is opened, recovered where it is damaged, prepared and closed."""

from __future__ import annotations

import gc
import platform
import sys
from collections.abc import Callable, Sequence
from threading import get_ident
from typing import TYPE_CHECKING

from textual import on, work

from journal import __version__
from journal.app.in_step import bring_into_step
from journal.core import diagnostics
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.messages import DraftsLeft
from journal.writing.screens.left_behind import RecoveryNotice, WritingHost

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.opening.recovery import NotOpenedError
    from journal.today.today import TodayView
    from journal.writing.drafts import Draft
    from journal.writing.interrupted import InterruptedEdit

OpenJournal = Callable[[Callable[[str], None]], "Journal"]
LookFirst = Callable[[], "TodayView | None"]

PATIENCE = 5_000
"""Milliseconds to wait for another program that is writing: what is typed is kept, and saved later."""
TURN = 0.001
"""Seconds after which a thread that works gives way to the keys: a fifth of Python's own."""


class OpeningApp(WritingHost):
    """Opens the journal behind the first frame, prepares it for the day, and closes it with the app.

    `look_first` is called in a thread once the first frame stands: it gives what Today shows, where that can be read
    before the journal is open. `open_journal` follows, with a function that shows what takes its time. It raises
    NotOpenedError for a journal that is damaged or lost, for which ways back are offered.
    """

    def __init__(self, settings: Settings, open_journal: OpenJournal, look_first: LookFirst = lambda: None) -> None:
        super().__init__()
        self.settings = settings
        self.open_journal = open_journal
        self.look_first = look_first

    def on_ready(self) -> None:
        """Opens the journal in the background, after the first frame."""
        self.hear()
        sys.setswitchinterval(TURN)
        self.open_behind()

    @work(thread=True)
    def open_behind(self) -> None:
        """Opens the journal in a thread, and shows it."""
        self.call_from_thread(self.show_status, say("today.opening"))
        view = self.look_first()
        if view is not None:
            self.call_from_thread(self.show_first, view)
        try:
            journal = self.open_journal(lambda what: self.call_from_thread(self.show_status, what))
        except UserError as error:
            self.call_from_thread(self.refused, error)
            return
        self.call_from_thread(self.show_journal, journal)

    def show_first(self, view: TodayView) -> None:
        """Shows what Today says, if it is up; its keys wait for the journal, and those of the app lead on already."""
        show = getattr(self.screen, "show", None)
        if self.current_mode == "today" and len(self.screen_stack) == 1 and show is not None:
            show(view)

    def refused(self, why: UserError) -> None:
        """Offers a way back to a journal that is damaged or lost; any other reason ends the app with a line."""
        from journal.app.recovery import offer
        from journal.opening.recovery import NotOpenedError

        if isinstance(why, NotOpenedError):
            self.show_status(say("recovery.title"))
            self.push_screen(offer(why), lambda answer: self.recover(why, answer))
        else:
            self.exit(None, 1, str(why))

    def recover(self, why: NotOpenedError, answer: str | None) -> None:
        """Does what was chosen for a journal that was not opened; a new one is begun after a second yes."""
        from journal.app.recovery import LEAVE, NEW
        from journal.ui.dialogs.confirm import Confirm

        if answer in (None, LEAVE):
            self.exit(None, 1, str(why))
        elif answer == NEW:
            self.push_screen(Confirm(say("backup.ask_new")), lambda yes: self.begin_new(why, wanted=bool(yes)))
        else:
            self.recover_behind(why, str(answer))

    def begin_new(self, why: NotOpenedError, *, wanted: bool) -> None:
        """Begins a new journal where that is wanted, and else asks again."""
        from journal.app.recovery import NEW

        if wanted:
            self.recover_behind(why, NEW)
        else:
            self.refused(why)

    @work(thread=True)
    def recover_behind(self, why: NotOpenedError, answer: str) -> None:
        """Carries out the choice in a thread and opens the journal; reports a failure, and asks again."""
        from journal.app.recovery import carry_out

        try:
            done = carry_out(self.settings, why, answer)
        except UserError as error:
            self.call_from_thread(self.notify, str(error), severity="error")
            self.call_from_thread(self.refused, why)
            return
        for line in done:
            self.call_from_thread(self.notify, line, timeout=10)
        self.call_from_thread(self.open_behind)

    def show_status(self, what: str) -> None:
        """Says in the title what the opening of the journal is at."""
        if isinstance(self.screen, BaseScreen):
            self.screen.title_bar.right = what

    def notify_from_anywhere(self, what: str) -> None:
        """Shows a line, whichever thread has it to tell."""
        if self._thread_id == get_ident():
            self.notify(what, timeout=10)
        else:
            self.call_from_thread(self.notify, what, timeout=10)

    def show_journal(self, journal: Journal) -> None:
        """Fills the screen that is up, and starts the worker that runs the demos."""
        self.journal = journal
        journal.store.on_status = self.notify_from_anywhere
        journal.store.wait_at_most(PATIENCE)
        self.warn(journal.store.warnings)
        from importlib.metadata import version  # not for the first frame: it loads half of the mail modules

        python, concepts = platform.python_version(), len(journal.library.concepts)
        diagnostics.note("start", version=__version__, python=python, textual=version("textual"), concepts=concepts)
        gc.freeze()  # what is loaded by now stays: searching it for garbage would hold a key up by a tenth of a second
        if isinstance(self.screen, BaseScreen) and self.screen.is_mounted:  # one that is not loads when it comes up
            self.screen.load(journal)
        journal.runner.start()
        self.look_for_drafts()
        self.prepare_behind()
        self.back_up_behind()
        self.fit_behind()

    @on(DraftsLeft)
    def look_for_drafts(self) -> None:
        """Looks in the background for texts that an earlier run left behind, and says so."""
        in_background(self, _left_behind, self.offer, group="drafts")

    def offer(self, left_behind: tuple[Sequence[Draft], InterruptedEdit | None]) -> None:
        """Says what was left behind; Write has the key to take it in, or back to what was there before."""
        drafts, interrupted = left_behind
        for draft in drafts:
            self.notify(say("drafts.offered", words=draft.words, at=f"{draft.at:%m.%d %H:%M}"), timeout=10)
        if interrupted is not None:
            at = f"{interrupted.at:%m.%d %H:%M}"
            self.notify(say("drafts.told", title=interrupted.title, words=interrupted.words, at=at), timeout=10)
        self.left_behind = drafts, interrupted if interrupted and interrupted.before else None
        for line in self.screen.query(RecoveryNotice):
            line.offer()

    def prepare_behind(self) -> None:
        """Prefetches today's questions; one that cannot be made is reported when it is asked."""
        in_background(self, _prepare, group="prepare")

    def back_up_behind(self) -> None:
        """Copies the database once a day; reports a copy that could not be made."""
        in_background(self, _back_up, self.warn, group="backup")

    def warn(self, lines: Sequence[str]) -> None:
        """Shows warnings."""
        for line in lines:
            self.notify(line, severity="warning", timeout=10)

    def fit_behind(self) -> None:
        """Fits weights to the reviews when it is time for it, in a process that the end of the app ends as well."""
        in_background(self, _fit, self.show_again, group="fit")

    def show_again(self, is_news: bool) -> None:
        """Loads again what Today says, if there is news for it, such as fitted weights, and it is up."""
        screen, journal = self.screen, self.journal
        if is_news and self.current_mode == "today" and isinstance(screen, BaseScreen) and journal is not None:
            screen.load(journal)

    def on_unmount(self) -> None:
        """Stops the worker with the app."""
        if self.journal is not None:
            try:
                told = self.end_journal(self.journal)
                self.farewell = self.unsaved or told or self._farewell(self.journal)
            finally:
                self.journal.close()

    def end_journal(self, journal: Journal) -> str:
        """Brings the mirrored folder into step as the app ends; returns what the learner must know."""
        return "" if self.unsaved else bring_into_step(journal)

    def _farewell(self, journal: Journal) -> str:
        from journal.review.reviews import answers_today

        return say("today.farewell", n=done) if (done := answers_today(journal)) else ""


def _left_behind(journal: Journal) -> tuple[Sequence[Draft], InterruptedEdit | None]:
    from journal.writing.drafts import pending_drafts
    from journal.writing.interrupted import interrupted_edit

    return pending_drafts(journal), interrupted_edit(journal)


def _prepare(journal: Journal) -> None:
    from journal.review.asking import prefetch_today

    with diagnostics.noted("prepare", UserError):
        prefetch_today(journal)


def _back_up(journal: Journal) -> Sequence[str]:
    """Makes the copy of the day; returns what there is to warn of."""
    from journal.maintenance.backups import back_up_daily, lost_rows, sweep

    sweep(journal)
    try:
        lost = lost_rows(journal) if journal.store.checked else []
        back_up_daily(journal)
    except UserError as error:
        return [str(error)]
    return lost


def _fit(journal: Journal) -> bool:
    """Fits weights if it is time for it; returns whether it was done."""
    from journal.weights.training import is_fit_due, train

    journal.reload_weights()
    with diagnostics.noted("fit", UserError):
        if is_fit_due(journal):
            train(journal)
            return True
    return False
