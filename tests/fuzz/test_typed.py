"""What people type: answers, searches, days and the names of weeks, each understood or answered in one line."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from journal.core import dates, numerals
from journal.core.languages import Translated
from journal.core.settings import Settings
from journal.db.database import open_store
from journal.exchange import moments
from journal.exchange.importing import import_path
from journal.library.library import read_library
from journal.log import date_words, headings, week_names
from journal.opening.journal import Journal
from journal.review.arithmetic import NotArithmeticError, evaluate
from journal.review.judging import Malformed, read_answer
from journal.runner.client import Runner
from journal.runner.values import KINDS
from journal.search.searching import search
from journal.weeks.weeks import find_week
from tests.fuzz.changing import changed, rounds
from tests.fuzz.test_files import WEEKLY, lay, outcome
from tests.support.library import write_library

CHOICES = {"first": Translated(en="the first path", zh="第一条路"), "second": Translated(en="the second", zh="第二条")}
ANSWERS = (
    "(2, 8, 16)", "torch.Size([2, 8])", "2x8x16", "6*3*3", "18", "(32-3)//2+1", "0.5", "30%", "1/3", "1e-3",
    "sqrt(2)/2", "yes", "no", "是", "不是", "对", "first", "the first path", "第一条路", "ValueError", "2,1,3",
    "213", "-inf", "nan", "１８", "it depends on the random initialisation of the weights!", "sigmoid(-800)",
    "max(1, 2, 3)", "two", "scalar",
)  # fmt: skip
QUERIES = (
    "卷积", "CNN 池化", '"encoder decoder"', "week:1", "week:2024-W28", "is:week", "is:item 卷积", "tag:卷积",
    "#卷积", "-池化", "concept:conv", "from:2024-07-07 to:7月9日", "before:yesterday", "a OR b", "x*", "BP和BN",
    "padding:", "week:第一周",
)  # fmt: skip
DAYS = (
    "昨天：学了卷积", "yesterday: pooling", "yesterday at 3pm: x", "2024-07-09 15:42: x", "周三：", "上周日",
    "7月9日", "三天前: a", "July 9th, 2024", "Tue, 9 Jul 2024", "9.7.2024", "9/7/2024", "2024年7月9日",
    "2024-W28", "第一周", "第十二周", "week 3", "12", "in two days", "下周一", "next friday", "last friday: x",
    "1.5: the rate", "12/3: ratio", "一百零五", "# 第一周周记 2024.07.07 ~ 2024.07.14",
    "# Week 3 (2024-07-15 – 2024-07-21)", "2024.07.09 周二", "十天后", "two weeks ago: x",
)  # fmt: skip
TODAYS = (date(2024, 7, 10), date(2024, 2, 29), date(2000, 1, 1), date(1, 1, 9), date(9999, 12, 28))
"""Clocks may be anywhere."""


@rounds(1500)
def test_an_answer_is_read_or_answered_by_a_hint(cases: int) -> None:
    met: Counter[bool] = Counter()
    for seed in range(cases):
        rng = random.Random(seed)
        text = changed(rng, ANSWERS)
        found = read_answer(rng.choice(KINDS), text, CHOICES)
        met[isinstance(found, Malformed)] += 1
        if isinstance(found, Malformed):
            assert found.hint.isprintable()
    assert min(met.values()) > cases / 20


@rounds(1500)
def test_arithmetic_is_computed_or_refused(cases: int) -> None:
    met: Counter[bool] = Counter()
    for seed in range(cases):
        try:
            met[isinstance(evaluate(changed(random.Random(seed), ANSWERS)), int | float)] += 1
        except NotArithmeticError:
            met[False] += 1
    assert min(met.values()) > cases / 20


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A journal of two weeks over the small library."""
    folder = tmp_path_factory.mktemp("journal")
    home = folder / "home"
    library = read_library(home / "concepts", ours=write_library(folder / "library"))
    opened = Journal(
        Settings(home), open_store(home / "journal.db"), library, Runner(cache=home), lambda: datetime(2024, 7, 10, 20)
    )
    import_path(opened, lay(folder, "log.md", WEEKLY.encode()))
    yield opened
    opened.close()


@rounds(500)
def test_a_search_finds_or_is_refused(cases: int, journal: Journal) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(cases):
        text = changed(random.Random(seed), QUERIES)
        outcomes[outcome(lambda text=text: search(journal, text))] += 1  # type: ignore[misc]
    assert min(outcomes["read"], outcomes["refused"]) > cases / 50


@rounds(500)
def test_the_name_of_a_week_is_one_or_refused(cases: int, journal: Journal) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(cases):
        text = changed(random.Random(seed), DAYS)
        outcomes[outcome(lambda text=text: find_week(journal, text))] += 1  # type: ignore[misc]
    assert min(outcomes["read"], outcomes["refused"]) > cases / 100


def never_raising(today: date) -> tuple[Callable[[str], object], ...]:
    """The readers of days that have no text to refuse."""
    return (
        lambda text: date_words.read_dated(text, today),
        lambda text: date_words.past_day(text, today),
        lambda text: date_words.due_day(text, today),
        lambda text: dates.read_day(text, today),
        moments.day_named,
        headings.is_heading,
        headings.sections,
        lambda text: headings.renumbered(text, 2**63),
    )


@rounds(1500)
def test_days_are_read_or_not(cases: int) -> None:
    found = 0
    for seed in range(cases):
        rng = random.Random(seed)
        text, today = changed(rng, DAYS), rng.choice(TODAYS)
        found += sum(read(text) is not None for read in never_raising(today))
        outcome(lambda text=text, today=today: week_names.read_week_name(text, today))  # type: ignore[misc]
        outcome(lambda text=text: headings.split_weeks(text))  # type: ignore[misc]
    assert found > cases


@rounds(1500)
def test_numbers_and_moments_are_read_or_a_value_error(cases: int) -> None:
    """The callers of these two say in which file or word it stands."""
    for seed in range(cases):
        text = changed(random.Random(seed), DAYS)
        for read in (moments.read_date_or_time, numerals.read_number):
            try:
                read(text)
            except ValueError:
                continue
