"""What each phase of a review shows and takes, without an app."""

from __future__ import annotations

import pytest

from journal.review.screens import phases
from journal.review.screens.review import ReviewScreen
from journal.ui.keys import TABLE

NOTHING: frozenset[str] = frozenset()


def shown(phase: str, *, is_question: bool = True, without: frozenset[str] = NOTHING) -> set[str]:
    """The parts that a phase shows."""
    return {
        name for name, is_shown in phases.parts(phase, is_question=is_question, without=without).items() if is_shown
    }


def test_a_phase_shows_its_parts() -> None:
    assert shown("asking") == {"codes", "choices", "steps", "answer", "prompt", "hint"}
    assert shown("waiting") == {"answer", "hint"}
    assert shown("done") == {"prompt"}
    assert shown("asking", without=frozenset({"codes", "steps"})) == {"choices", "answer", "prompt", "hint"}


def test_the_line_stays_beside_the_outcome_of_a_question_only() -> None:
    assert "answer" in shown("reviewed")
    assert "answer" not in shown("reviewed", is_question=False)


@pytest.mark.parametrize("phase", ["asking", "paused", "sure", "revealed", "reviewed"])
def test_every_key_that_a_phase_shows_does_something_in_it(phase: str) -> None:
    (context,) = phases.key_contexts(phase)
    actions = {key.action.split("(")[0] for key in TABLE if key.context == context and "." not in key.action}
    assert actions
    assert {action for action in actions if not phases.takes(phase, action, is_question=True)} == set()


def test_the_code_of_a_task_is_not_run_again() -> None:
    assert phases.takes("reviewed", "change", is_question=True)
    assert not phases.takes("reviewed", "change", is_question=False)
    assert phases.hidden_keys(is_question=False, shows_picture=True) == ("reviewed.change", "reviewed.picture")
    assert phases.hidden_keys(is_question=True, shows_picture=False) == ("asking.picture",)


def test_every_action_that_belongs_to_a_phase_is_one_of_the_screen() -> None:
    assert {action for action in phases._ACTIONS if not hasattr(ReviewScreen, f"action_{action}")} == set()
