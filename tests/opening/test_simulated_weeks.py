"""Some weeks of a learner who goes on holiday: the real functions, with a clock and a memory that are made up."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from tests.benchmarks.simulated_year import Year, simulate

YEAR = Year(days=42, holiday=range(18, 32), weights_on=36, new_per_day=2, concepts=60)


def test_no_wall_of_cards_follows_a_holiday_or_a_change_of_weights(tmp_path: Path) -> None:
    days = list(simulate(tmp_path, YEAR))
    usual = median(each.asked for each in days[10 : YEAR.holiday.start])
    back = days[YEAR.holiday.stop :]
    assert days[YEAR.holiday.stop - 1].backlog > 2 * usual, "much is overdue on the day of return"
    assert max(each.asked for each in back) <= 2 * usual
    assert back[0].new == 0
    assert back[-1].backlog < days[YEAR.holiday.stop - 1].backlog / 2
    assert all(each.answers >= min(each.asked, 10) for each in back)
