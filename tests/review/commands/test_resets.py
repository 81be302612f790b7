"""`journal card --due` and `--anew` on the command line."""

from __future__ import annotations

from datetime import date

import pytest

from journal.core.messages import UserError
from journal.opening.journal import Journal
from journal.review.commands.cards import _day


def test_a_day_is_read_and_one_that_is_none_or_past_is_refused(journal: Journal) -> None:
    assert _day(journal, None) == journal.today
    assert _day(journal, "2030-01-02") == date(2030, 1, 2)
    for wrong, key in (("soon", "cards.no_day"), ("2020-01-01", "cards.past_day")):
        with pytest.raises(UserError) as refused:
            _day(journal, wrong)
        assert refused.value.key == key
