"""Numbers as people read them."""

from __future__ import annotations

import pytest

from journal.core.formatting import days, percent, quantity


@pytest.mark.parametrize(("share", "text"), [(None, "–"), (0, "0%"), (0.496, "50%"), (1, "100%")])
def test_a_share_is_written_in_percent(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_a_share_that_is_not_known_is_what_its_place_asks_for() -> None:
    assert percent(None, "") == ""


@pytest.mark.parametrize(("number", "text"), [(0.25, "0.25"), (1, "1.0"), (14.04, "14.0")])
def test_days_are_finer_where_they_are_less_than_one(number: float, text: str) -> None:
    assert days(number) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (12.0, "12"), (2.4, "2.4"), (2.45, "2.5"), (0.04, "0"), (1234.5, "1234"), (-7, "-7")]
)
def test_a_number_is_written_as_people_do(value: float, text: str) -> None:
    assert quantity(value) == text
