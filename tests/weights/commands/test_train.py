"""train: weights of one's own, shown before they are taken, and given back."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from journal.core.settings import load
from journal.opening.journal import Journal, open_journal
from tests.support.commands import RunJournal
from tests.support.library import lay_index
from tests.support.lived import simulate_study
from tests.support.told import BEFORE, ScriptedTrainer


@pytest.fixture
def result(monkeypatch: pytest.MonkeyPatch) -> ScriptedTrainer:
    """What the trainer of every journal of this test says."""
    result = ScriptedTrainer()
    monkeypatch.setattr("journal.memory.fitting.trainer.Trainer.fit", lambda _, *given: result.fit(*given))
    return result


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory, library_index: Path) -> Path:
    """The home of a journal that has fifty days of study behind it."""
    home = tmp_path_factory.mktemp("studied") / "home"
    lay_index(library_index, home)
    journal = opened(home)
    simulate_study(journal, 50, cards_per_concept=1)
    journal.close()
    return home


@pytest.fixture
def lived(home: Path, studied: Path) -> None:
    shutil.copytree(studied, home, dirs_exist_ok=True)


def opened(home: Path) -> Journal:
    return open_journal(load(home, {}), lambda: datetime(2024, 7, 10, 20))


@pytest.mark.usefixtures("lived", "result")
def test_without_a_yes_the_change_is_shown_and_not_taken(run_journal: RunJournal) -> None:
    shown = run_journal("train")
    assert shown.status == 0
    assert "by 0.0200 ± 0.0050" in shown.out
    assert "nothing becomes overdue" in shown.out
    assert run_journal("train", "--back").status == 1


@pytest.mark.usefixtures("lived", "result")
def test_a_yes_takes_them_and_they_can_be_given_back(run_journal: RunJournal) -> None:
    before = run_journal("due", "--json").json
    result = run_journal("train", "--apply", "--json")
    assert result.status == 0
    assert result.json["taken"] is True
    assert result.json["weights"][20] == 0.5
    back = run_journal("train", "--back")
    assert (back.status, back.lines) == (0, ["Reverted to the default weights."])
    assert run_journal("due", "--json").json == before


@pytest.mark.usefixtures("lived", "result")
@pytest.mark.parametrize(("typed", "taken"), [("y\n", True), ("是\n", True), ("\n", False), ("n\n", False)])
def test_it_asks_and_takes_only_a_yes_for_one(run_journal: RunJournal, typed: str, taken: bool) -> None:
    assert ("due dates moved" in run_journal("train", text=typed).out) == taken
    assert (run_journal("train", "--back").status == 0) == taken


@pytest.mark.usefixtures("lived")
def test_weights_that_are_no_better_are_not_taken_even_with_a_yes(
    run_journal: RunJournal, result: ScriptedTrainer
) -> None:
    result.loss = BEFORE
    answer = run_journal("train", "--apply")
    assert answer.status == 1
    assert "the weights in use stay" in answer.out
    assert run_journal("train", "--back").err == (
        "journal: The default weights are in use: there is nothing to revert.\n"
    )


def test_too_few_reviews_are_one_clear_line(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    answer = run_journal("train", "--json")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("journal: Weights of your own need 120 reviews")
    assert answer.err.count("\n") == 1


@pytest.mark.usefixtures("lived")
def test_the_real_process_fits_and_tells_as_json(run_journal: RunJournal) -> None:
    """The learner of this journal forgets eight times as fast as others: that is found, in another process."""
    result = run_journal("train", "--json")
    assert result.status == 0
    assert result.json["wins"] is True
    assert result.json["weights"][2] < 1.5
    assert result.json["loss_before"] - result.json["loss"] > 0.01
