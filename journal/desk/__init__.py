"""An open journal, and everything that can be done with it: the same for the screens and for the commands.

`Desk` holds what is open. The modules beside this one hold the use cases, a subject each, as functions of a desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from journal.demos.library import Library, read_library
from journal.files import close_to_others, make_private_folder
from journal.settings import Settings, load
from journal.store.connections import Tell, silent
from journal.text.days import study_day
from journal.text.markdown import prose_alone
from journal.text.mentions import Finder
from journal.text.terms import joins_two
from journal.words import UserError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from journal.demos.client import Runner
    from journal.demos.variants import Variant
    from journal.learning.fitting.trainer import Trainer
    from journal.learning.scheduling import Weights
    from journal.store.database import Store


def _trainer() -> Trainer:
    from journal.learning.fitting.trainer import Trainer

    return Trainer()


class Place(NamedTuple):
    """Where a text speaks of one concept: characters from `start` to before `end`."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True)
class Desk:
    """An open journal. `clock` gives the local time; nothing else reads it."""

    settings: Settings
    store: Store
    library: Library
    runner: Runner
    clock: Callable[[], datetime]
    ahead: dict[tuple[str, str, int], Future[Variant]] = field(default_factory=dict, compare=False)
    """Variants that were made before they are asked, by concept, question and seed."""
    trainer: Trainer = field(default_factory=_trainer, compare=False)
    """Fits weights to the learner's reviews, in a process of its own."""

    @property
    def today(self) -> date:
        """The study day that it is: it starts at the hour of the settings, four in the morning by default."""
        return study_day(self.clock(), self.settings.day_starts)

    @cached_property
    def weights(self) -> Weights:
        """What the schedule works with: the learner's own weights once some were taken, else those of everyone."""
        from journal.learning.scheduling import DEFAULT_WEIGHTS
        from journal.store import fits

        with self.store.read() as session:
            fit = fits.in_use(session)
        return tuple(fit.weights) if fit else DEFAULT_WEIGHTS

    def renew_weights(self) -> None:
        """Reads the weights anew when they are next asked for: others may have been taken, here or elsewhere."""
        self.__dict__.pop("weights", None)

    @cached_property
    def torch_version(self) -> str:
        """The version of torch that the worker runs, known without loading it."""
        from importlib.metadata import version

        return version("torch")

    @cached_property
    def finder(self) -> Finder:
        """Finds the concepts of the library in a text."""
        return Finder(self.library.lexicon)

    @cached_property
    def part_finder(self) -> Finder:
        """The same without names that are made of two others, such as BP和BN: it finds the two."""
        lexicon = self.library.lexicon
        known = {name.casefold() for name in lexicon}
        return Finder({name: ids for name, ids in lexicon.items() if not joins_two(name, known)})

    @cached_property
    def shared_finder(self) -> Finder:
        """Finds the shared names of concepts, which count only beside a name of the same topic."""
        return Finder(self.library.shared_lexicon)

    def places(self, text: str) -> Iterator[Place]:
        """Every place in a text that speaks of a concept, once for each concept that its words name.

        A shared name speaks of a concept only where its paragraph names one of the same topic. Code, links and
        addresses speak of none.
        """
        start = 0
        for paragraph in prose_alone(text).splitlines(keepends=True):
            yield from self._places_in(paragraph, start)
            start += len(paragraph)

    def _places_in(self, paragraph: str, start: int) -> Iterator[Place]:
        named = {(each.start, one): each.end for each in self.finder.find(paragraph) for one in each.concepts}
        topics = {self.library.outlines[one].topic for _, one in named if one in self.library.outlines}
        shared = {(each.start, one): each.end for each in self.shared_finder.find(paragraph) for one in each.concepts}
        beside = {place: end for place, end in shared.items() if self.library.outlines[place[1]].topic in topics}
        for (at, concept), end in sorted({**beside, **named}.items()):
            yield Place(concept, start + at, start + end)

    def close(self) -> None:
        """Ends the processes and lets go of the database."""
        self.trainer.close()
        self.runner.close()
        self.store.close()


def open_desk(settings: Settings, clock: Callable[[], datetime] = datetime.now, *, tell: Tell = silent) -> Desk:
    """Opens the journal in the home of the settings; it is made when it is not there.

    `tell` shows what the user is to know: that another program is waited for, or that changes are missing. Raises
    UserError, and NotOpenedError for a journal that is damaged or lost.
    """
    from journal.demos.client import Runner
    from journal.desk.recovery import open_journal
    from journal.store import meta

    make_private(settings)
    library = read_library(settings.concepts, index=index_of(settings))
    check_topics(settings, library)
    store = open_journal(settings, clock, tell)

    def allowed(_path: Path, content: str) -> bool:
        with store.read() as session:
            return meta.get(session, trust_key(content)) is not None

    runner = Runner(allow=allowed, cache=settings.cache, fork={"fork": True, "spare": False}.get(settings.runner))
    desk = Desk(settings, store, library, runner, clock)
    if not store.read_only:
        _refresh(desk)
    return desk


def index_of(settings: Settings) -> Path:
    """Where the index of the library is kept."""
    return settings.cache / "library"


def make_private(settings: Settings) -> None:
    """Makes the home, and closes it and our folders in it to others."""
    make_private_folder(settings.home)
    for folder in (settings.concepts, settings.backups, settings.cache):
        close_to_others(folder)


def _refresh(desk: Desk) -> None:
    """Renews what is made from the weeks, where that is due: otherwise no other program is waited for."""
    from journal.store import mentions, search
    from journal.store.items import carry, to_carry
    from journal.store.weeks import on_day

    found = fingerprint(desk.library)
    with desk.store.read() as session:
        current = on_day(session, desk.today)
        carries = current is not None and to_carry(session, current)
        is_current = mentions.is_current(session, found) and search.is_current(session) and not carries
    if is_current:
        return
    with desk.store.write() as session:
        mentions.refresh(session, found, desk.places)
        search.refresh(session)
        if current is not None:
            carry(session, current)


def with_new_settings(desk: Desk) -> Desk:
    """The same open journal, with the settings as they now stand in its file."""
    settings = load(desk.settings.home, {})
    return replace(desk, settings=replace(settings, language=desk.settings.language))


def check_topics(settings: Settings, library: Library) -> None:
    """Raises UserError when a retention is set for a topic that the library does not have."""
    known = [*library.topics, "own"]
    for topic in settings.retention_of:
        if topic not in known:
            from difflib import get_close_matches  # only needed to explain a mistake

            nearest = get_close_matches(topic, known, n=1, cutoff=0)[0]
            raise UserError("settings.topic", file=settings.file, value=topic, nearest=nearest)


def trust_key(content: str) -> str:
    """Under which note the user's yes to running a file's content, known by its SHA-256, is kept."""
    return f"trusted {content}"


def fingerprint(library: Library) -> str:
    """Changes whenever the names of the library's concepts do, so that mentions are found anew."""
    return sha256(repr(sorted(library.lexicon.items())).encode()).hexdigest()


@contextmanager
def opened(settings: Settings, tell: Tell = silent) -> Iterator[Desk]:
    """An open journal for the length of one command; `tell` shows its warnings and what `open_desk` tells."""
    desk = open_desk(settings, tell=tell)
    for line in desk.store.warnings:
        tell(line)
    try:
        yield desk
    finally:
        desk.close()
