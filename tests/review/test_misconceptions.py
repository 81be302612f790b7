"""Misconceptions held and given up, and how sure against how right."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.db.rows import ConfidenceCount, MisconceptionAnswer
from journal.review.misconceptions import Calibration, MisconceptionHistory, calibration, misconception_histories

DAY = date(2024, 7, 14)
NEXT, THIRD = DAY + timedelta(days=1), DAY + timedelta(days=2)


def wrong(day: date, *ideas: str, question: str = "height") -> MisconceptionAnswer:
    return MisconceptionAnswer("conv", question, day, False, list(ideas))


def right(day: date, question: str = "height") -> MisconceptionAnswer:
    return MisconceptionAnswer("conv", question, day, True, [])


def held(*answers: MisconceptionAnswer) -> list[tuple[str, int, date, bool]]:
    return [(idea.name, idea.times, idea.last, idea.resolved) for idea in misconception_histories(answers)]


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
    assert [idea.name for idea in misconception_histories(answers)] == ["late", "early", "cured"]
    assert misconception_histories(answers)[0] == MisconceptionHistory(
        "conv", "c", "late", 1, 1, NEXT, None, 0, resolved=False
    )


def test_confidence_is_set_against_what_was_right_from_guess_to_sure() -> None:
    rows = [ConfidenceCount("sure", 10, 9), ConfidenceCount("guess", 4, 1)]
    assert calibration(rows) == (
        Calibration("guess", 4, 1),
        Calibration("unsure", 0, 0),
        Calibration("sure", 10, 9),
    )
    assert [each.share for each in calibration(rows)] == [0.25, None, 0.9]


# --- how often it showed when it could -----------------------------------------------------------------------------


def test_the_chances_of_an_idea_are_the_answers_to_variants_that_could_show_it() -> None:
    answers = [
        wrong(DAY, "a")._replace(diagnosable=["a", "b"]),
        right(NEXT)._replace(diagnosable=["b"]),
        right(THIRD)._replace(diagnosable=["a"]),
    ]
    [idea] = misconception_histories(answers)
    assert (idea.times, idea.chances, idea.refuted, idea.resolved) == (1, 2, THIRD, True)


def test_a_right_answer_to_a_variant_that_could_not_show_it_cures_nothing() -> None:
    [idea] = misconception_histories(
        [wrong(DAY, "a")._replace(diagnosable=["a"]), right(NEXT)._replace(diagnosable=[])]
    )
    assert (idea.chances, idea.refuted, idea.resolved) == (1, None, False)


def test_an_answer_from_before_chances_were_noted_counts_for_every_idea() -> None:
    [idea] = misconception_histories([wrong(DAY, "a"), right(NEXT)])
    assert (idea.chances, idea.refuted, idea.resolved) == (2, NEXT, True)


def test_an_idea_that_shows_again_after_its_cure_came_back() -> None:
    answers = [wrong(DAY, "a"), right(NEXT), wrong(THIRD, "a"), right(THIRD + timedelta(days=1))]
    [idea] = misconception_histories(answers)
    assert (idea.times, idea.returned, idea.refuted, idea.resolved) == (2, 1, THIRD + timedelta(days=1), True)
    [again] = misconception_histories([wrong(DAY, "a"), wrong(NEXT, "a")])
    assert again.returned == 0


IDEAS = ("a", "b", "c")


@st.composite
def histories(draw: st.DrawFn) -> list[MisconceptionAnswer]:
    """Answers to one question in chronological order; some are from before the chances were noted."""
    days = sorted(draw(st.lists(st.integers(0, 30), min_size=1, max_size=12)))
    answers = []
    for day in days:
        diagnosable = draw(st.lists(st.sampled_from(IDEAS), unique=True))
        told = draw(st.lists(st.sampled_from(diagnosable), unique=True)) if diagnosable else []
        noted = draw(st.booleans())
        is_right = not told and draw(st.booleans())
        answers.append(
            MisconceptionAnswer(
                "conv", "height", DAY + timedelta(days=day), is_right, told, diagnosable if noted else None
            )
        )
    return answers


@given(answers=histories())
def test_what_is_counted_agrees_with_the_answers(answers: list[MisconceptionAnswer]) -> None:
    ideas = {idea.name: idea for idea in misconception_histories(answers)}
    assert set(ideas) == {name for answer in answers for name in answer.misconceptions}
    for name, idea in ideas.items():
        shown = [answer.day for answer in answers if name in answer.misconceptions]
        assert (idea.times, idea.last) == (len(shown), shown[-1])
        assert idea.times <= idea.chances <= len(answers)
        assert 0 <= idea.returned < idea.times
        if idea.resolved:
            assert idea.refuted is not None
            assert idea.refuted > idea.last


@given(answers=histories(), later=st.integers(1, 9))
def test_a_right_answer_that_could_have_shown_all_of_them_cures_all_of_them(
    answers: list[MisconceptionAnswer], later: int
) -> None:
    day = answers[-1].day + timedelta(days=later)
    after = misconception_histories([*answers, MisconceptionAnswer("conv", "height", day, True, [], list(IDEAS))])
    assert all(idea.resolved and idea.refuted == day for idea in after)


@given(answers=histories())
def test_an_answer_that_could_show_nothing_changes_nothing(answers: list[MisconceptionAnswer]) -> None:
    silent = MisconceptionAnswer("conv", "height", answers[-1].day + timedelta(days=1), True, [], [])
    assert misconception_histories([*answers, silent]) == misconception_histories(answers)
