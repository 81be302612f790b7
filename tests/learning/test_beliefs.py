"""Wrong ideas held and given up, and how sure against how right."""

from __future__ import annotations

from datetime import date, timedelta

from journal.learning.beliefs import Calibration, HeldIdea, calibration, held_ideas
from journal.store.rows import Belief, Sureness

DAY = date(2024, 7, 14)
NEXT, THIRD = DAY + timedelta(days=1), DAY + timedelta(days=2)


def wrong(day: date, *ideas: str, question: str = "height") -> Belief:
    return Belief("conv", question, day, False, list(ideas))


def right(day: date, question: str = "height") -> Belief:
    return Belief("conv", question, day, True, [])


def held(*answers: Belief) -> list[tuple[str, int, date, bool]]:
    return [(idea.name, idea.times, idea.last, idea.cured) for idea in held_ideas(answers)]


def test_an_idea_is_held_as_often_as_answers_came_from_it() -> None:
    answers = [wrong(DAY, "no_padding"), wrong(NEXT, "no_padding"), wrong(NEXT)]
    assert held(*answers) == [("no_padding", 2, NEXT, False)]


def test_it_is_cured_by_a_right_answer_on_a_later_day() -> None:
    assert held(wrong(DAY, "no_padding"), right(NEXT)) == [("no_padding", 1, DAY, True)]


def test_a_right_answer_on_the_same_day_cures_nothing_yet() -> None:
    assert held(wrong(DAY, "no_padding"), right(DAY)) == [("no_padding", 1, DAY, False)]


def test_an_idea_that_comes_back_is_held_again() -> None:
    assert held(wrong(DAY, "no_padding"), right(NEXT), wrong(THIRD, "no_padding")) == [("no_padding", 2, THIRD, False)]


def test_another_wrong_answer_leaves_it_open() -> None:
    assert held(wrong(DAY, "no_padding"), right(NEXT), wrong(THIRD)) == [("no_padding", 1, DAY, False)]


def test_an_answer_that_fits_several_ideas_counts_for_each() -> None:
    assert held(wrong(DAY, "a", "b")) == [("a", 1, DAY, False), ("b", 1, DAY, False)]


def test_a_right_answer_to_another_question_cures_nothing() -> None:
    assert held(wrong(DAY, "no_padding"), right(NEXT, question="shape")) == [("no_padding", 1, DAY, False)]


def test_what_is_still_held_comes_first_then_the_latest() -> None:
    answers = [
        wrong(DAY, "cured", question="a"),
        right(NEXT, question="a"),
        wrong(DAY, "early", question="b"),
        wrong(NEXT, "late", question="c"),
    ]
    assert [idea.name for idea in held_ideas(answers)] == ["late", "early", "cured"]
    assert held_ideas(answers)[0] == HeldIdea("conv", "c", "late", 1, 1, NEXT, None, 0, cured=False)


def test_confidence_is_set_against_what_was_right_from_guess_to_sure() -> None:
    rows = [Sureness("sure", 10, 9), Sureness("guess", 4, 1)]
    assert calibration(rows) == (
        Calibration("guess", 4, 1),
        Calibration("unsure", 0, 0),
        Calibration("sure", 10, 9),
    )
    assert [each.share for each in calibration(rows)] == [0.25, None, 0.9]
