"""Packages of Anki in and out on the command line: what is printed of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.core.messages import say
from tests.benchmarks.anki_import import package
from tests.support.commands import RunJournal


@pytest.mark.parametrize(("count", "offered"), [(60, True), (10, False)])
def test_weights_are_offered_where_a_deck_brings_history_enough(
    run_journal: RunJournal, home: Path, count: int, offered: bool
) -> None:
    """Each card brings two recalls, and 120 are needed to judge weights."""
    path = home.parent / "deck.apkg"
    path.write_bytes(package(count, 3))
    assert say("anki.weights") not in run_journal("import", str(path), "--dry-run").lines
    lines = run_journal("import", str(path)).lines
    assert lines[:2] == [f"New: {count} notes, {count} cards, {3 * count} answers.", f"  Deep  {count}"]
    assert lines[2:] == [say("anki.weights")] * offered
    again = run_journal("import", str(path), "--json").json
    assert (again["known"], again["reviews"], again["can_fit"]) == (count, 0, False)


def test_too_little_history_is_refused_by_the_training_that_was_not_offered(
    run_journal: RunJournal, home: Path
) -> None:
    path = home.parent / "deck.apkg"
    path.write_bytes(package(59, 3))
    run_journal("import", str(path))
    assert "118 so far, 2 to go" in run_journal("train").err
