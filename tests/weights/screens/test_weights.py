"""Weights of one's own on the screen: told of quietly, looked at and taken by one key, fitted behind the keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from journal.core.languages import Language
from journal.core.settings import Settings
from journal.memory.scheduling import DEFAULT_WEIGHTS
from journal.opening.journal import Journal
from tests.support.app import NearRunner, Opening, User
from tests.support.lived import FORGETFUL, simulate_study
from tests.support.told import BEFORE, ScriptedTrainer

OpenDesk = Callable[[Settings, NearRunner], Journal]


@pytest.fixture
def told() -> ScriptedTrainer:
    return ScriptedTrainer()


@pytest.fixture
def open_desk(open_desk: OpenDesk, told: ScriptedTrainer) -> OpenDesk:
    """Opens the journal with a trainer that has an answer ready."""
    return lambda settings, runner: replace(open_desk(settings, runner), trainer=told)


@pytest.fixture
def lived(settings: Settings, open_desk: OpenDesk) -> None:
    """The journal has fifty days of study behind it."""
    journal = open_desk(settings, NearRunner())
    simulate_study(journal, 50)
    journal.store.close()


def due(user: User) -> dict[int, object]:
    return {card.id: card.due for card in user.cards.values()}


async def waited(user: User) -> None:
    """Until Today tells of new weights."""
    await user.until(lambda: user.sees("weights of your own: m"))


@pytest.mark.usefixtures("lived")
async def test_they_are_fitted_by_themselves_and_today_tells(opened: Opening, told: ScriptedTrainer) -> None:
    async with opened() as user:
        await waited(user)
        assert told.seen == [0]
        assert user.journal.weights == DEFAULT_WEIGHTS
        await user.press("w", "escape", "t")
        assert told.seen == [0], "a fit is made once for so many reviews"


@pytest.mark.usefixtures("lived")
async def test_one_key_shows_what_would_change_and_one_takes_it(opened: Opening) -> None:
    async with opened() as user:
        await waited(user)
        before = due(user)
        await user.press("m")
        assert user.sees("The new weights predict your answers better, by 0.0200 ± 0.0050.")
        assert user.sees("Good 2.3 → 0.29")
        assert user.sees("What is due today stays")
        assert due(user) == before
        await user.press("enter")
        assert user.sees("In use since they were taken")
        assert user.journal.weights == FORGETFUL
        assert due(user) != before
        await user.press("escape")
        await user.press("p", "t")
        assert not user.sees("weights of your own: m")


@pytest.mark.usefixtures("lived")
async def test_one_key_goes_back(opened: Opening) -> None:
    async with opened() as user:
        await waited(user)
        before = due(user)
        await user.press("m", "enter", "u")
        assert user.journal.weights == DEFAULT_WEIGHTS
        assert due(user) == before
        assert "Reverted to the default weights." in user.messages
        await user.press("u")
        assert user.messages[-1].startswith("The default weights are in use")


@pytest.mark.usefixtures("lived")
async def test_what_is_not_wanted_is_told_of_no_more(opened: Opening) -> None:
    async with opened() as user:
        await waited(user)
        await user.press("m", "x")
        assert user.screen_name == "today"
        await user.press("p", "t")
        assert not user.sees("weights of your own: m")


@pytest.mark.usefixtures("lived")
async def test_weights_that_are_not_better_are_shown_but_not_taken(opened: Opening, told: ScriptedTrainer) -> None:
    told.loss = BEFORE
    async with opened() as user:
        await user.until(lambda: bool(told.seen))
        await user.settled()
        assert not user.sees("weights of your own: m")
        await user.press("m")
        assert user.sees("the weights in use stay")
        await user.press("enter")
        assert user.journal.weights == DEFAULT_WEIGHTS


async def test_before_there_are_any_the_screen_says_when_there_will_be(opened: Opening) -> None:
    async with opened() as user:
        await user.press("m")
        assert user.sees("After 250 reviews it fits weights to yours")
        assert user.sees("0 of 250 reviews,")
        assert user.sees("f fit now")
        assert not user.sees("enter apply")
        await user.press("enter", "x")
        assert user.screen_name == "today"


async def test_a_fit_that_is_asked_for_too_early_says_what_is_missing(opened: Opening) -> None:
    async with opened() as user:
        await user.press("m", "f")
        assert user.messages[-1].startswith("Weights of your own need 120 reviews")
        assert user.sees("After 250 reviews")


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_neither_the_keys_nor_the_end_wait_for_a_fit(
    opened: Opening, told: ScriptedTrainer, language: Language
) -> None:
    """The fit lasts until it is closed: that the app can be used and left shows that nothing waits for it."""
    async with opened(language=language) as user:
        await user.until(lambda: len(told.seen) == 1)
        told.held = True
        await user.pilot.press("m")
        await user.until(lambda: user.screen_name == "WeightsScreen")
        await user.pilot.press("f")
        await user.until(lambda: len(told.seen) == 2)
        await user.pilot.press("escape", "c")
        await user.until(lambda: user.screen_name == "concepts")
        assert not told.ended.is_set()
    assert told.ended.is_set()


CURVE = '''"""My curve"""

from journal.authoring import question


def demo(days=[3], asked=[4], recalled=[2]):
    return sum(recalled) / sum(asked)


@question("Which share?")
def share(out):
    return out
'''


@pytest.mark.usefixtures("lived")
async def test_a_concept_runs_on_ones_own_reviews(opened: Opening, settings: Settings) -> None:
    settings.concepts.mkdir()
    (settings.concepts / "my_curve.py").write_text(CURVE, encoding="utf-8")
    async with opened() as user:
        await user.press("c", "slash")
        await user.types("my curve")
        await user.press("enter", "enter")
        assert user.sees("asked, recalled = [3], [4], [2]")
        assert user.sees("y on your reviews")
        await user.press("y")
        assert not user.sees("[3], [4], [2]")
        assert user.sees("days = [1,")


async def test_other_concepts_offer_no_such_key(opened: Opening) -> None:
    async with opened() as user:
        await user.press("c", "enter")
        assert not user.sees("on your reviews")
        await user.press("y")
        assert user.messages[-1].endswith("`journal demo forgetting-curve --mine`.")
