"""The sample as it is shipped: sound, in every language, at its own time, and there without a demo being run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.core.settings import Settings
from journal.db.figures import memories_of
from journal.opening.journal import Journal, opened
from journal.sample.filling import WEEKS, logs
from journal.sample.shipped import BUILT_ON, sample_clock, unpack
from journal.today.today import today
from journal.weeks.week_rows import all_weeks
from tests.contracts.processes import environment, run_journal


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[Language]:
    messages.use(request.param)
    yield request.param
    messages.use("en")


@pytest.fixture
def sample(tmp_path: Path, spoken: Language) -> Iterator[Journal]:
    """The sample of a language, opened at its own time."""
    settings = Settings(tmp_path / "home")
    unpack(settings)
    heard: list[str] = []
    with opened(settings, heard.append, sample_clock()) as journal:
        yield journal
    assert heard == []


def test_the_sample_is_sound_and_holds_the_logs_of_its_language(sample: Journal) -> None:
    assert sample.store.checked
    weeks = all_weeks(sample)
    assert len(weeks) == len(logs()) == WEEKS
    assert weeks[-1].is_current


def test_there_is_something_to_review_and_something_was_reviewed_of_what_the_library_asks(sample: Journal) -> None:
    view = today(sample)
    assert view.due + view.new > 0
    assert sum(view.reviews_by_day.values()) > 100
    with sample.store.read() as session:
        cards = memories_of(session)
    known = [each for each in cards if each.concept in sample.library.outlines]
    assert len(known) > 0.9 * len(cards) > 50, "built anew where the library has left it: journal.sample.building"


def test_its_time_goes_on_from_the_day_it_was_built() -> None:
    clock = sample_clock()
    assert clock().date() in (BUILT_ON, BUILT_ON + timedelta(1))
    assert clock() <= clock()
    assert clock() - datetime.now() < timedelta(0) or date.today() <= BUILT_ON


def test_the_command_says_its_today_and_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environ = environment(JOURNAL_HOME=str(home), TMPDIR=str(tmp_path), LANG="C.UTF-8")
    done = run_journal("--sample", cwd=tmp_path, environ=environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Today  Week 12")
    assert list(tmp_path.iterdir()) == []
