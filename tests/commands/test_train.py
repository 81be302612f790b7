"""train: weights of one's own, shown before they are taken, and given back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from journal.desk import Desk, open_desk
from journal.settings import load
from tests.commands.conftest import Journal
from tests.desk.lived import study
from tests.desk.told import BEFORE, Told


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the trainer of every journal of this test says."""
    told = Told()
    monkeypatch.setattr("journal.learning.fitting.trainer.Trainer.fit", lambda _, *given: told.fit(*given))
    return told


@pytest.fixture
def lived(home: Path, journal: Journal) -> None:
    """The journal has fifty days of study behind it."""
    desk = opened(home)
    study(desk, 50, cards_per_concept=1)
    desk.close()


def opened(home: Path) -> Desk:
    return open_desk(load(home, {}), lambda: datetime(2024, 7, 10, 20))


@pytest.mark.usefixtures("lived", "told")
def test_without_a_yes_the_change_is_shown_and_not_taken(journal: Journal) -> None:
    shown = journal("train")
    assert shown.status == 0
    assert "by 0.0200 ± 0.0050" in shown.out
    assert "nothing becomes overdue" in shown.out
    assert journal("train", "--back").status == 1


@pytest.mark.usefixtures("lived", "told")
def test_a_yes_takes_them_and_they_can_be_given_back(journal: Journal) -> None:
    before = journal("due", "--json").json
    told = journal("train", "--apply", "--json")
    assert told.status == 0
    assert told.json["taken"] is True
    assert told.json["weights"][20] == 0.5
    back = journal("train", "--back")
    assert (back.status, back.lines) == (0, ["Back to everyone's weights."])
    assert journal("due", "--json").json == before


@pytest.mark.usefixtures("lived", "told")
@pytest.mark.parametrize(("typed", "taken"), [("y\n", True), ("是\n", True), ("\n", False), ("n\n", False)])
def test_it_asks_and_takes_only_a_yes_for_one(journal: Journal, typed: str, taken: bool) -> None:
    assert ("due dates moved" in journal("train", text=typed).out) == taken
    assert (journal("train", "--back").status == 0) == taken


@pytest.mark.usefixtures("lived")
def test_weights_that_are_no_better_are_not_taken_even_with_a_yes(journal: Journal, told: Told) -> None:
    told.loss = BEFORE
    answer = journal("train", "--apply")
    assert answer.status == 1
    assert "the weights in use stay" in answer.out
    assert journal("train", "--back").err == (
        "journal: The schedule works with everyone's weights: there is nothing to go back to.\n"
    )


def test_too_few_reviews_are_one_clear_line(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    answer = journal("train", "--json")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("journal: Weights of your own need 120 reviews")
    assert answer.err.count("\n") == 1


@pytest.mark.usefixtures("lived")
def test_the_real_process_fits_and_tells_as_json(journal: Journal) -> None:
    """The learner of this journal forgets eight times as fast as others: that is found, in another process."""
    told = journal("train", "--json")
    assert told.status == 0
    assert told.json["wins"] is True
    assert told.json["weights"][2] < 1.5
    assert told.json["loss_before"] - told.json["loss"] > 0.01
