"""How much of what was asked was right."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.db.rows import ConfidenceCount, Recalls
from journal.progress.statistics.recall import PERIODS, Recall, confidence_shares, recall

TODAY = date(2024, 7, 10)


def ago(days: int, young: int = 0, right: int = 0, mature: int = 0, mature_right: int = 0) -> Recalls:
    return Recalls(TODAY - timedelta(days=days), young, right, mature, mature_right)


def found(figures: tuple[Recall, ...], period: str, age: str) -> tuple[int, int]:
    (only,) = (each for each in figures if (each.period, each.age) == (period, age))
    return only.asked, only.right


def test_each_period_holds_its_days() -> None:
    figures = recall([ago(400, 32, 1), ago(40, 16, 1), ago(10, 8, 1), ago(6, 4, 1), ago(1, 2, 1), ago(0, 1, 1)], TODAY)
    asked = {period: found(figures, period, "young")[0] for period in PERIODS}
    assert asked == {"today": 1, "yesterday": 2, "week": 7, "month": 15, "year": 31, "all": 63}


def test_young_and_mature_are_told_apart_and_added_up() -> None:
    figures = recall([ago(0, 8, 6, 2, 2)], TODAY)
    assert found(figures, "today", "young") == (8, 6)
    assert found(figures, "today", "mature") == (2, 2)
    whole = next(each for each in figures if (each.period, each.age) == ("today", "all"))
    assert (whole.asked, whole.right, whole.share) == (10, 8, 0.8)


def test_nothing_is_said_of_a_period_without_answers() -> None:
    assert {each.share for each in recall([], TODAY)} == {None}


@given(st.lists(st.tuples(st.integers(0, 800), st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_a_longer_period_never_holds_less(days: list[tuple[int, int, int]]) -> None:
    figures = recall([ago(n, young, young // 2, mature, mature) for n, young, mature in days], TODAY)
    asked = [found(figures, period, "all")[0] for period in ("today", "week", "month", "year", "all")]
    assert asked == sorted(asked)


def test_the_surest_answers_come_first() -> None:
    figures = confidence_shares([ConfidenceCount("guess", 4, 1), ConfidenceCount("sure", 10, 9)])
    assert [(each.confidence, each.answers, each.share) for each in figures] == [
        ("sure", 10, 0.9),
        ("unsure", 0, None),
        ("guess", 4, 0.25),
    ]
