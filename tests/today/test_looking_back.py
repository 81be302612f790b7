"""S26: a sentence of an old week on Today: calm, another one each day, the same all day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from journal.core.messages import use
from journal.db.tables import Week
from journal.opening.journal import Journal
from journal.today.looking_back import Throwback, throwback_of
from journal.today.today import today
from tests.support.journal import Clock, Importing

NOW = datetime(2024, 1, 1)
LONG = "第一周学了卷积核的大小和步长。还有别的。"


def week(number: int, starts: date, body: str) -> Week:
    return Week(
        id=number,
        number=number,
        starts=starts,
        ends=starts + timedelta(6),
        title="",
        body=body,
        created=NOW,
        updated=NOW,
    )


def logs(count: int, body: str = LONG) -> list[Week]:
    """So many weeks, the last of which begins on 2024-07-08."""
    return [week(n + 1, date(2024, 7, 8) - timedelta(weeks=count - 1 - n), f"{n + 1}：{body}") for n in range(count)]


CURRENT, DAY = date(2024, 7, 8), date(2024, 7, 10)


def test_s26_only_weeks_older_than_two_are_looked_back_at() -> None:
    assert throwback_of(logs(3), CURRENT, DAY) is None
    assert throwback_of(logs(4), CURRENT, DAY) == Throwback(1, 3, "1：第一周学了卷积核的大小和步长。")


def test_s26_all_day_the_same_and_over_the_days_every_old_week() -> None:
    found = [throwback_of(logs(12), CURRENT, DAY + timedelta(days=n)) for n in range(200)]
    assert found == [throwback_of(logs(12), CURRENT, DAY + timedelta(days=n)) for n in range(200)]
    assert {each.week for each in found if each} == set(range(1, 10))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n太短。\n\n- 学了**卷积核**的大小和步长。还有别的。\n",
            "学了卷积核的大小和步长。",
        ),
        ("Sunday, 21:40. 今天终于看懂了反向传播。\n", "今天终于看懂了反向传播。"),
        (
            "```python\nprint('this is code, not a thought')\n```\n这一段才是当时写下的想法。\n",
            "这一段才是当时写下的想法。",
        ),
    ],
)
def test_s26_it_is_the_first_sentence_of_a_paragraph_without_marks_or_code(body: str, text: str) -> None:
    assert throwback_of([week(1, date(2024, 1, 1), body)], CURRENT, DAY) == Throwback(1, 27, text)


def test_s26_a_week_that_says_nothing_is_passed_over() -> None:
    empty = week(1, date(2024, 1, 1), "# 第一周周记\n\n。\n")
    assert throwback_of([empty], CURRENT, DAY) is None
    assert {
        then.week for n in range(9) if (then := throwback_of([empty, *logs(4)[:1]], CURRENT, DAY + timedelta(n)))
    } == {1}


def test_s26_today_shows_it_with_its_age(journal: Journal, imported: Importing, clock: Clock) -> None:
    imported(f"# 第一周周记 2024.07.08 ~ 2024.07.14\n\n{LONG}\n")
    assert today(journal).throwback is None
    clock.now = datetime(2024, 8, 1, 9)
    then = today(journal).throwback
    assert then is not None
    assert then.line == "3 weeks ago you wrote: 第一周学了卷积核的大小和步长。"
    use("zh")
    assert then.line == "3 周前你写道：第一周学了卷积核的大小和步长。"
