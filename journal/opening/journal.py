"""The open journal and its use cases, shared by screens and commands.

`Journal` holds the open resources. The sibling modules implement the use cases as functions of a journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from journal.core.days import study_day
from journal.core.files import close_to_others, make_private_folder
from journal.core.messages import UserError
from journal.core.settings import Settings, load
from journal.db.connections import OnStatus, silent
from journal.library.library import Library, read_library
from journal.library.mentions import RULES, Finder
from journal.library.spans import MentionFinder, MentionSpan
from journal.library.terms import joins_two

if TYPE_CHECKING:
    from concurrent.futures import Future

    from journal.db.database import Store
    from journal.memory.fitting.trainer import Trainer
    from journal.memory.scheduling import Weights
    from journal.runner.client import Runner
    from journal.runner.variants import Variant


def _trainer() -> Trainer:
    from journal.memory.fitting.trainer import Trainer

    return Trainer()


@dataclass(frozen=True)
class Journal:
    """An open journal. `clock` is the only source of the local time."""

    settings: Settings
    store: Store
    library: Library
    runner: Runner
    clock: Callable[[], datetime]
    ahead: dict[tuple[str, str, int], Future[Variant]] = field(default_factory=dict, compare=False)
    """Variants that were made before they are asked, by concept, question and seed."""
    trainer: Trainer = field(default_factory=_trainer, compare=False)
    """Fits weights to the learner's reviews, in a separate process."""

    @property
    def today(self) -> date:
        """Today's study day, which starts at the configured hour, 4 a.m. by default."""
        return study_day(self.clock(), self.settings.day_starts)

    @cached_property
    def weights(self) -> Weights:
        """The weights in use: the learner's own once activated, else the defaults."""
        from journal.db.figures import weights_in_use
        from journal.memory.scheduling import DEFAULT_WEIGHTS

        with self.store.read() as session:
            return weights_in_use(session) or DEFAULT_WEIGHTS

    def reload_weights(self) -> None:
        """Reloads the weights on next use, since they may have been changed elsewhere."""
        self.__dict__.pop("weights", None)

    @cached_property
    def torch_version(self) -> str:
        """The worker's torch version, found without importing torch."""
        from importlib.metadata import version

        return version("torch")

    @cached_property
    def mention_finder(self) -> MentionFinder:
        """Finds what a text mentions of the library."""
        return MentionFinder(self.library)

    @cached_property
    def part_finder(self) -> Finder:
        """The same without names that join two others, such as BP和BN: it finds both."""
        lexicon = self.library.lexicon
        known = {name.casefold() for name in lexicon}
        return Finder({name: ids for name, ids in lexicon.items() if not joins_two(name, known)})

    def mention_spans(self, text: str) -> Iterator[MentionSpan]:
        """Every mention in a text, once for each concept that it names."""
        return self.mention_finder.spans(text)

    def close(self) -> None:
        """Ends the processes and closes the database."""
        self.trainer.close()
        self.runner.close()
        self.store.close()


def open_journal(
    settings: Settings, clock: Callable[[], datetime] = datetime.now, *, on_status: OnStatus = silent
) -> Journal:
    """Opens the journal in the home folder of the settings, and creates it if missing.

    `on_status` shows messages: that another program is being waited for, or that changes are missing. Raises UserError,
    and NotOpenedError for a damaged or missing journal.
    """
    from journal.db import meta
    from journal.opening.recovery import open_database
    from journal.runner.client import Runner

    make_private(settings)
    library = read_library(settings.concepts, index=index_of(settings))
    check_topics(settings, library)
    store = open_database(settings, clock, on_status)

    def allowed(_path: Path, content: str) -> bool:
        with store.read() as session:
            return meta.get(session, trust_key(content)) is not None

    runner = Runner(allow=allowed, cache=settings.cache, fork={"fork": True, "spare": False}.get(settings.runner))
    journal = Journal(settings, store, library, runner, clock)
    if not store.read_only:
        _refresh(journal)
        _take_in_repeats(journal, on_status)
    return journal


def index_of(settings: Settings) -> Path:
    """Where the index of the library is kept."""
    return settings.cache / "library"


def make_private(settings: Settings) -> None:
    """Creates the home folder and makes it and its subfolders private."""
    make_private_folder(settings.home)
    for folder in (settings.concepts, settings.backups, settings.cache):
        close_to_others(folder)


def _refresh(journal: Journal) -> None:
    """Refreshes derived data where it is outdated; otherwise does not wait for other programs."""
    from journal.db import mentions, search
    from journal.db.followups import carry_over, to_carry_over
    from journal.db.weeks import on_day

    found = fingerprint(journal.library)
    with journal.store.read() as session:
        current = on_day(session, journal.today)
        carries = current is not None and to_carry_over(session, current)
        is_current = mentions.is_current(session, found) and search.is_current(session) and not carries
    if is_current:
        return
    with journal.store.write() as session:
        mentions.refresh(session, found, journal.mention_spans)
        search.refresh(session)
        if current is not None:
            carry_over(session, current)


def _take_in_repeats(journal: Journal, on_status: OnStatus) -> None:
    """Takes the repeats of an earlier version into the memories, once, and says so."""
    from journal.core.messages import say
    from journal.memory import repeats

    def retention_of(concept: str) -> float:
        found = journal.library.outlines.get(concept)
        return journal.settings.retention_in(found.topic) if found else journal.settings.retention

    with journal.store.read() as session:
        if repeats.are_taken_in(session):
            return
    with journal.store.write() as session:
        changed = repeats.take_in(session, journal.clock(), journal.today, journal.weights, retention_of)
    if changed:
        on_status(say("memory.repeats_taken_in", n=changed))


def with_new_settings(journal: Journal) -> Journal:
    """The same open journal, with the settings reloaded."""
    settings = load(journal.settings.home, {})
    return replace(journal, settings=replace(settings, language=journal.settings.language))


def check_topics(settings: Settings, library: Library) -> None:
    """Raises UserError when a retention is set for an unknown topic."""
    known = [*library.topics, "own"]
    for topic in settings.retention_of:
        if topic not in known:
            from difflib import get_close_matches  # only needed to explain a mistake

            nearest = get_close_matches(topic, known, n=1, cutoff=0)[0]
            raise UserError("settings.topic", file=settings.file, value=topic, nearest=nearest)


def trust_key(content: str) -> str:
    """The key under which consent to a file's content (SHA-256) is stored."""
    return f"trusted {content}"


def fingerprint(library: Library) -> str:
    """Changes whenever the library's names or the rules of finding them change, so that mentions are re-indexed."""
    names = [sorted(lexicon.items()) for lexicon in (library.lexicon, library.shared_lexicon)]
    return sha256(repr((RULES, names)).encode()).hexdigest()


@contextmanager
def opened(
    settings: Settings, on_status: OnStatus = silent, clock: Callable[[], datetime] = datetime.now
) -> Iterator[Journal]:
    """An open journal for the duration of one command; `on_status` shows warnings and messages."""
    journal = open_journal(settings, clock, on_status=on_status)
    for line in journal.store.warnings:
        on_status(line)
    try:
        yield journal
    finally:
        journal.close()
