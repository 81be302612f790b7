"""The grid of days behind and ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal.habits.heat_map import PLAIN, SHADES, bounds, grid, level, mondays_around

WEDNESDAY = date(2024, 7, 10)


def test_s23_every_level_has_a_character_of_its_own() -> None:
    assert len(set(SHADES)) == len(SHADES) == len(set(PLAIN)) == len(PLAIN) == 5
    assert PLAIN.isascii()


def test_s23_each_day_stands_once_in_the_row_of_its_weekday_and_today_divides_behind_from_ahead() -> None:
    behind, ahead = mondays_around(WEDNESDAY, 3, 2)
    assert behind == [date(2024, 6, 24), date(2024, 7, 1), date(2024, 7, 8)]
    assert ahead == [date(2024, 7, 15), date(2024, 7, 22)]
    rows = grid(WEDNESDAY, {WEDNESDAY: 3}, {WEDNESDAY: 50, date(2024, 7, 11): 4}, [*behind, *ahead])
    cells = sorted((cell for row in rows for cell in row), key=lambda cell: cell.day)
    assert [cell.day for cell in cells] == [behind[0] + timedelta(days=n) for n in range(35)]
    assert all(cell.day.weekday() == weekday for weekday, row in enumerate(rows) for cell in row)
    assert next(cell.day for cell in cells if cell.ahead) == date(2024, 7, 11)
    assert {cell.day: cell.count for cell in cells if cell.count} == {WEDNESDAY: 3, date(2024, 7, 11): 4}


def test_a_day_that_was_written_later_is_marked_if_it_is_behind() -> None:
    days = {WEDNESDAY - timedelta(days=1), WEDNESDAY + timedelta(days=1)}
    rows = grid(WEDNESDAY, {}, {}, mondays_around(WEDNESDAY, 1, 0)[0], days)
    assert [cell.day for row in rows for cell in row if cell.late] == [WEDNESDAY - timedelta(days=1)]


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 1), (25, 1), (26, 2), (75, 3), (76, 4), (100, 4)])
def test_levels_are_quarters_of_the_largest_count(count: int, expected: int) -> None:
    counts = {WEDNESDAY: 100}
    assert level(count, counts) == expected
    assert bounds(counts) == (25, 50, 75, 100)
    assert count == 0 or count <= bounds(counts)[expected - 1]


def test_without_counts_there_are_no_levels() -> None:
    assert (level(0, {}), bounds({}), bounds({WEDNESDAY: 0})) == (0, (), ())


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (9, "9"), (10, "+")])
def test_what_comes_due_is_one_character(count: int, shown: str) -> None:
    tomorrow = WEDNESDAY + timedelta(days=1)
    rows = grid(WEDNESDAY, {}, {tomorrow: count}, [date(2024, 7, 8)])
    assert rows[3][0].coming == shown
