"""The app on a stage: a user who presses keys and reads the screen, a small library, a runner without a process."""

from __future__ import annotations

import contextlib
import io
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerState

from journal.app.app import JournalApp
from journal.core import messages as words
from journal.core.languages import Language
from journal.core.settings import Settings
from journal.db.database import open_store
from journal.db.rows import CardListing
from journal.db.tables import Review
from journal.exchange.importing import import_path
from journal.library.concept import Params
from journal.library.library import Library, read_library
from journal.opening.journal import Journal
from journal.runner.client import Runner
from journal.runner.runs import Run, RunFailed
from journal.runner.tasks.verdict import TaskVerdict
from journal.runner.values import packed_params
from journal.runner.variants import Variant
from journal.runner.worker.operations import perform
from tests.support.library import HEADING, LOG, write_library

NOW = datetime(2024, 7, 10, 20, 30)
"""A Wednesday evening in the week of the log."""
SMALL, LARGE = (80, 24), (120, 40)
PATIENCE = 30.0
"""Seconds after which what a test waits for will not come."""


@dataclass
class Clock:
    """A clock that stands still until a test turns it on."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


_UNSAID: Mapping[str, Any] = {"params": None, "apart": (), "code": None, "figure": False, "png": False}
"""What a request holds that does not say otherwise."""


class NearRunner(Runner):
    """Runs demos in this process, at once. `failing` maps the id of a concept to the limit that stops its runs."""

    def __init__(self) -> None:
        self.failing: dict[str, str] = {}
        self.closed = False

    def start(self) -> None:
        """Nothing to start."""

    def close(self) -> None:
        self.closed = True

    def variant(
        self, path: Path, concept_id: str, question: str, seed: int, avoid: Sequence[Params] = (), **more: Any
    ) -> Future[Variant]:
        request = {
            "op": "variant",
            "concept": concept_id,
            "question": question,
            "seed": seed,
            "avoid": [packed_params(each) for each in avoid],
        }
        return self._future(path, {**request, **_UNSAID, **more}, lambda ok, printed: Variant.from_json(ok))

    def run(self, path: Path, demo: str, params: Params | None, seed: int, **more: Any) -> Future[Run]:
        request = {"op": "run", "demo": demo, "params": params, "seed": seed}
        return self._future(
            path,
            {**request, **_UNSAID, "params": params, **more},
            lambda ok, printed: Run.from_json(ok, printed, False, ()),
        )

    def names(self, path: Path) -> Future[tuple[str, ...]]:
        return self._future(path, {"op": "names"}, lambda ok, printed: tuple(ok["names"]))

    def judge(self, path: Path, task: str, source: str, seed: int) -> Future[TaskVerdict]:
        request = {"op": "judge", "task": task, "source": source, "seed": seed}
        return self._future(path, request, lambda ok, printed: TaskVerdict.from_json(ok))

    def _future(self, path: Path, request: dict[str, Any], read: Callable[[dict[str, Any], str], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        limit = self.failing.get(path.stem)
        if limit:
            future.set_exception(RunFailed(limit, wall="10"))
            return future
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = perform({**request, "path": str(path), "content": b64encode(path.read_bytes()).decode()})
        future.set_result(read(json.loads(json.dumps(result))["ok"], printed.getvalue()))
        return future


@dataclass
class User:
    """Someone at the keyboard of a running app."""

    app: JournalApp
    pilot: Pilot[str]
    journal: Journal
    runner: NearRunner

    async def press(self, *keys: str) -> None:
        """Presses keys one after the other, and waits each time until the app has done what they ask for."""
        for key in keys:
            await self.pilot.press(key)
            await self.settled()

    async def types(self, text: str) -> None:
        """Types a text as a terminal sends it, without waiting between its characters."""
        assert self.app._driver is not None
        for character in text:
            key = events.Key(_character_to_key(character), character)
            key.set_sender(self.app)
            self.app._driver.send_message(key)
        await self.settled()

    async def pastes(self, text: str) -> None:
        """Pastes a text, as the terminal hands it over."""
        self.app.post_message(events.Paste(text))
        await self.settled()

    async def settled(self) -> None:
        """Waits until nothing is being worked on."""
        await self.pilot.pause()
        while any(worker.state in (WorkerState.PENDING, WorkerState.RUNNING) for worker in self.app.workers):
            with contextlib.suppress(WorkerCancelled):  # one that a newer one took the place of
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Waits for what comes by itself."""
        end = monotonic() + PATIENCE
        while not happened():
            assert monotonic() < end, f"did not happen; the screen:\n{self.screen}"
            await self.pilot.pause(0.05)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line, as it stands in the terminal."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def screen(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def flat(self) -> str:
        """The screen without any blanks: what it says, wherever its lines break."""
        return "".join(self.screen.split())

    def sees(self, text: str) -> bool:
        """Whether the screen says this, wherever its lines break."""
        return "".join(text.split()) in self.flat

    @property
    def screen_name(self) -> str:
        """The name of the screen that is up."""
        return str(getattr(self.app.screen, "key_context", type(self.app.screen).__name__))

    @property
    def messages(self) -> list[str]:
        """The messages that popped up so far."""
        return [str(each.message) for each in self.app._notifications]

    # --- what is stored ---------------------------------------------------------------------------------------------

    @property
    def bodies(self) -> list[str]:
        """The logs as they are on disk, the first week first."""
        from journal.db import weeks

        with self.journal.store.read() as session:
            return [week.body for week in weeks.all_weeks(session)]

    @property
    def reviews(self) -> list[Review]:
        """The reviews as they are on disk, oldest first."""
        from journal.db import reviews

        with self.journal.store.read() as session:
            return [review for review, _ in reversed(reviews.latest(session, 1000))]

    @property
    def cards(self) -> dict[int, CardListing]:
        """The cards as they are on disk, by id."""
        from journal.db import cards

        with self.journal.store.read() as session:
            return {card.id: card for card in cards.all_cards(session)}


Importing = Callable[[str], None]


class Opening(Protocol):
    """Opens the app for a user."""

    def __call__(
        self, size: tuple[int, int] = SMALL, language: Language = "en", **settings: Any
    ) -> AbstractAsyncContextManager[User]: ...


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small library."""
    return write_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a journal of this test alone."""
    home = tmp_path / "home"
    home.mkdir()
    return Settings(home)


@pytest.fixture
def library(settings: Settings, library_folder: Path) -> Callable[[], Library]:
    """Reads the small library, and the user's own concepts beside it."""
    return lambda: read_library(settings.concepts, ours=library_folder)


@pytest.fixture
def open_desk(
    settings: Settings, clock: Clock, library: Callable[[], Library]
) -> Callable[[Settings, NearRunner], Journal]:
    """Opens the journal over the small library."""

    def opening(with_settings: Settings, runner: NearRunner) -> Journal:
        return Journal(with_settings, open_store(settings.database), library(), runner, clock)

    return opening


@pytest.fixture
def opened(settings: Settings, open_desk: Callable[[Settings, NearRunner], Journal]) -> Opening:
    """`async with opened(size, language) as user`: the app, open on Today."""

    @asynccontextmanager
    async def opening(size: tuple[int, int] = SMALL, language: Language = "en", **changed: Any) -> AsyncIterator[User]:
        words.use(language)
        own = replace(settings, language=language, **changed)
        runner = NearRunner()
        app = JournalApp(own, lambda told: open_desk(own, runner))
        async with app.run_test(size=size) as pilot:
            end = monotonic() + PATIENCE
            while app.journal is None and monotonic() < end:
                await pilot.pause(0.01)
            assert app.journal is not None
            user = User(app, pilot, app.journal, runner)
            await user.settled()
            yield user

    return opening


@pytest.fixture
def imported(tmp_path: Path, settings: Settings, open_desk: Callable[[Settings, NearRunner], Journal]) -> Importing:
    """Imports a text into the journal before the app is opened."""

    def importing(text: str) -> None:
        path = tmp_path / "week.md"
        path.write_text(text, encoding="utf-8")
        journal = open_desk(settings, NearRunner())
        import_path(journal, path)
        journal.close()

    return importing


@pytest.fixture
def with_log(imported: Importing) -> None:
    """The journal has one log, which speaks of four concepts."""
    imported(LOG)


@pytest.fixture
def speaking_of(imported: Importing) -> Importing:
    """Imports a log that speaks of this alone."""
    return lambda name: imported(f"{HEADING}\n\n这周学了{name}。\n")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal waits for another program for a moment only."""
    monkeypatch.setattr("journal.db.connections.PATIENCE", 50)
