"""`journal` alone: the screens, or Today in plain lines where there is no terminal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from journal.app.in_step import bring_into_step
from journal.core.files import make_private_folder
from journal.core.input import is_typed
from journal.core.messages import UserError, language, say
from journal.core.output import is_terminal, print_error, print_lines
from journal.core.settings import Settings

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.today.today import TodayView

Clock = Callable[[], datetime]


def start(settings: Settings, *, sample: bool) -> int:
    """Opens the app, on a temporary journal for the sample; prints Today where there is no terminal."""
    with ExitStack() as stack:
        clock: Clock = datetime.now
        if sample:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="journal-sample-", ignore_cleanup_errors=True)))
            settings, clock = _sample(settings, folder)
        if is_typed() and is_terminal():
            return _open_app(settings, clock, sample=sample)
        return _print_today(settings, clock)


def _sample(settings: Settings, folder: Path) -> tuple[Settings, Clock]:
    """The sample journal, put into a folder, and its time; the library is known there as it is in the user's home."""
    from journal.opening.journal import index_of
    from journal.sample.shipped import sample_clock, unpack

    own = replace(settings, home=folder)
    unpack(own)
    with suppress(OSError):
        make_private_folder(own.cache)
        shutil.copy(index_of(settings), index_of(own))
    return own, sample_clock()


def _open_app(settings: Settings, clock: Clock, *, sample: bool) -> int:
    from journal.app.app import JournalApp
    from journal.ui.sharp_pictures import picture_widget

    picture = picture_widget(os.environ)
    opened = partial(_opened, settings, clock, sample=sample)
    app = JournalApp(settings, opened, picture, partial(_looked_first, settings, clock))
    with app.leaving.guard():
        app.run()
    if app.mishap:
        print_error(app.mishap)
        return 1
    print_lines([app.farewell] if app.farewell else [])
    return app.return_code or 0


def _looked_first(settings: Settings, clock: Clock) -> TodayView | None:
    """What Today shows, read before the tables are loaded; None where the journal has to be opened for it."""
    from journal.db.direct import UnusualError
    from journal.opening.at_once import at_once
    from journal.today.today import today

    with suppress(UnusualError, UserError):
        return at_once(settings, today, clock)
    return None


def _opened(settings: Settings, clock: Clock, message: Callable[[str], None], *, sample: bool) -> Journal:
    """Opens the journal; `message` is called with progress messages."""
    from journal.opening.journal import open_journal

    journal = open_journal(settings, clock, on_status=message)
    if not sample and (told := bring_into_step(journal)):
        message(told)
    return journal


def _print_today(settings: Settings, clock: Clock) -> int:
    from journal.opening.journal import opened
    from journal.today.today import today
    from journal.today.waiting import waiting_text

    with opened(settings, print_error, clock) as journal:
        view = today(journal)
    print_lines(
        [
            f"{say('places.today')}  {view.week_name}",
            waiting_text(view) + " · " + say("today.minutes", n=view.minutes),
            say("today.quota", words=view.words, goal=view.goal),
        ]
    )
    if view.spoken:
        titles = " · ".join(concept.title.to(language()) for concept, _ in view.spoken)
        print_lines([say("write.speaks_of", titles=titles)])
    print_lines([view.throwback.line] if view.throwback else [])
    return 0
