"""One streak, whichever screen or command shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from journal.core.languages import Language
from journal.core.messages import use
from journal.db.tables import Review
from journal.habits.streak_of_weeks import streak_text
from journal.opening.journal import Journal
from journal.today.today import today
from tests.support.journal import NOW, Clock, Importing
from tests.support.store import review_of

LOGS = """# Week 1 2024-06-10 – 2024-06-16

Convolution and pooling.

# Week 2 2024-06-17 – 2024-06-23

Convolution and pooling.

# Week 3 2024-06-24 – 2024-06-30

Too little.

# Week 4 2024-07-01 – 2024-07-07

Convolution and pooling.
"""


@pytest.fixture
def studied(journal: Journal, imported: Importing) -> Journal:
    """Four weeks of which the third missed its aim of three words; reviews on one day of each."""
    weeks = imported(LOGS)
    from journal.db import cards

    with journal.store.write() as session:
        cards.ensure(session, {"convolution": ["places"]}, now=NOW)
        card = cards.of_concept(session, "convolution")[0].id
        for week in weeks:
            review: Review = review_of(card, week.starts + timedelta(days=2))
            session.add(review)
    return replace(journal, settings=replace(journal.settings, quota=3))


@pytest.mark.parametrize(
    ("asked", "current", "longest"),
    [
        ({}, 3, 3),
        ({"weeks_forgiven": 0}, 1, 2),
        ({"days_of_review": 2}, 0, 0),
        ({"quota": 2, "days_of_review": 0}, 4, 4),
        ({"quota": 4}, 0, 0),
    ],
)
def test_s22_today_and_progress_show_the_same_streak_whatever_the_settings_ask(
    studied: Journal, asked: dict[str, Any], current: int, longest: int
) -> None:
    journal = replace(studied, settings=replace(studied.settings, **asked))
    found = today(journal).streak
    assert (found.current, found.longest) == (current, longest)


def test_s22_the_share_of_weeks_that_reached_their_aim(studied: Journal) -> None:
    found = today(studied).streak
    assert (found.kept, found.closed) == (3, 4)


@pytest.mark.parametrize(
    ("language", "cracked", "risky"),
    [
        ("en", "3 weeks in a row · 1 missed week among them", "3 weeks in a row · last week was missed: keep this one"),
        ("zh", "连续 3 周 · 其中歇了 1 周", "连续 3 周 · 上周未达成，别再断一周"),
    ],
)
def test_s22_a_crack_is_named_and_so_is_the_miss_that_would_break_it(
    studied: Journal, clock: Clock, language: Language, cracked: str, risky: str
) -> None:
    use(language)
    assert streak_text(today(studied).streak) == cracked
    clock.now = NOW + timedelta(weeks=1)
    assert streak_text(today(studied).streak) == risky
