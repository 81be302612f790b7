"""S24: the report of a week holds the figures that the screens show, and what the week brought, left and cured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from journal.core.messages import UserError, use
from journal.db.tables import Week
from journal.exchange.importing import import_path
from journal.followups.followups import accept, finish, park
from journal.followups.listing import open_followups
from journal.followups.proposals import proposals
from journal.habits.habits import mark
from journal.library.library import read_library
from journal.opening.journal import Journal
from journal.progress.panel import ALL
from journal.progress.panels import weeks as panel
from journal.report.files import write
from journal.report.gathering import latest_week, report_of
from journal.report.markdown import report_markdown
from journal.report.report import Report, ReportedConcept, ReportedMisconception, sections
from journal.today.today import today
from tests.support.answers import answer
from tests.support.journal import Clock, Importing

FIRST = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n学了BP。我先跳过了RNN（今晚就学）。\n\n"
SECOND = "# 第二周周记 2024.07.14 ~ 07.21\n\nBP经常和RNN搞混。看了卷积。\n\n"
THIRD = "# 第三周周记 2024.07.21 ~ 07.28\n\n学了池化。\n"
SHARED = date(2024, 7, 14)


@pytest.fixture
def three(journal: Journal, imported: Importing, clock: Clock) -> tuple[Week, ...]:
    """Three weeks that share their boundary days, with answers in each and on both shared days; it is the third."""
    found = imported(FIRST + SECOND + THIRD)
    answer(journal, "backprop", "moves", date(2024, 7, 10), "uphill")
    answer(journal, "backprop", "order", date(2024, 7, 11), right=False)
    answer(journal, "backprop", "moves", SHARED)
    answer(journal, "convolution", "places", date(2024, 7, 16), "hanging_over")
    answer(journal, "convolution", "places", date(2024, 7, 17), "hanging_over", "first_left_out")
    answer(journal, "pooling", "shape", date(2024, 7, 21))
    answer(journal, "convolution", "places", date(2024, 7, 23))
    clock.now = datetime(2024, 7, 24, 20)
    return found


def reports(journal: Journal, weeks: tuple[Week, ...]) -> list[Report]:
    return [report_of(journal, week) for week in weeks]


# --- the same figures -------------------------------------------------------------------------------------------


def test_s24_every_figure_is_the_one_that_progress_shows(journal: Journal, three: tuple[Week, ...]) -> None:
    shown = [(each.words, each.reviews, round(each.minutes)) for each in panel.read(journal, ALL).weeks]
    told = reports(journal, three)
    assert [(each.words, each.reviews, round(each.minutes)) for each in told] == shown
    assert [(bar.words, bar.reviews, round(bar.minutes)) for bar in told[-1].weeks] == shown


def test_s24_every_figure_is_the_one_that_today_shows(journal: Journal, three: tuple[Week, ...]) -> None:
    view, report = today(journal), report_of(journal, three[-1])
    assert (report.words, report.goal, report.streak) == (view.words, view.goal, view.streak.current)
    assert report.ahead is not None
    coming = {day: due for day, due in view.due_by_day.items() if report.ahead.first <= day <= report.ahead.last}
    assert (len(coming), report.ahead.due) == (7, sum(coming.values()))
    assert report.ahead.ready == tuple(each.concept.title["en"] for each in view.ready)


def test_s5_a_day_that_two_weeks_share_is_counted_once_in_the_later_one(
    journal: Journal, three: tuple[Week, ...]
) -> None:
    told = reports(journal, three)
    assert [each.reviews for each in told] == [2, 3, 2]
    assert [bar.reviews for each in told for bar in each.days if bar.day == SHARED] == [0, 1]
    assert [sum(bar.reviews for bar in each.days) for each in told] == [2, 3, 2]


def test_s24_habits_stand_beside_those_of_the_week_before(journal: Journal, three: tuple[Week, ...]) -> None:
    mark(journal, "phone", 5)
    first, second, third = reports(journal, three)
    assert {each.id: (each.value, each.before) for each in first.habits} == {
        "words": (first.words, None),
        "entries": (1, None),
        "reviews": (2, None),
        "review_minutes": (1.0, None),
    }
    assert {each.id: (each.value, each.before) for each in second.habits} == {
        "words": (second.words, first.words),
        "entries": (0, 1),
        "reviews": (3, 2),
        "review_minutes": (1.5, 1.0),
    }
    assert {each.id: (each.value, each.before) for each in third.habits}["phone"] == (5, 0)
    use("zh")
    assert report_of(journal, three[0]).habits[0].name == "字数"


def test_s24_both_counts_stand_side_by_side(journal: Journal, seed: Path) -> None:
    (week,) = import_path(journal, seed).weeks
    report = report_of(journal, week)
    assert (report.words, report.word, report.goal) == (1971, 1984, 800)


# --- what the week brought --------------------------------------------------------------------------------------


def test_s24_a_concept_is_met_for_the_first_time_once(journal: Journal, three: tuple[Week, ...]) -> None:
    told = reports(journal, three)
    assert [[each.concept for each in report.first_met] for report in told] == [
        ["backprop", "rnn"],
        ["convolution"],
        ["pooling"],
    ]
    assert [[each.concept for each in report.met_again] for report in told] == [[], ["backprop", "rnn"], []]
    assert report_of(journal, three[1]).met_again[1] == ReportedConcept("rnn", "Recurrent network", 1, None)


def test_s24_wrong_ideas_are_those_of_the_week_the_most_frequent_first(
    journal: Journal, three: tuple[Week, ...]
) -> None:
    first, second, third = reports(journal, three)
    assert first.mistaken == (
        ReportedMisconception("backprop", "Backpropagation (BP)", "The step goes against the gradient.", 1),
    )
    assert [(each.concept, each.times) for each in second.mistaken] == [("convolution", 2), ("convolution", 1)]
    assert third.mistaken == ()


def test_s24_a_wrong_idea_is_put_right_in_the_week_of_the_right_answer(
    journal: Journal, three: tuple[Week, ...]
) -> None:
    assert [{(each.concept, each.times) for each in report.cured} for report in reports(journal, three)] == [
        set(),
        {("backprop", 1)},
        {("convolution", 2), ("convolution", 1)},
    ]


OWN = '''"""Batch norm

Scales a batch.
"""
from journal.authoring import question, whole

CONFUSED_WITH = ["backprop"]


def demo(n=whole(2, 9)):
    return n


@question("How many statistics are kept?")
def kept(out):
    return out


@kept.wrong("BP keeps none of them; the layer does.")
def none(out):
    return 0
'''


def test_s13_a_wrong_idea_whose_words_name_what_it_is_mixed_up_with_says_so(
    journal: Journal, imported: Importing, library_folder: Path
) -> None:
    (week,) = imported(FIRST)
    journal.settings.concepts.mkdir(parents=True)
    (journal.settings.concepts / "batch_norm.py").write_text(OWN, encoding="utf-8")
    journal = replace(journal, library=read_library(journal.settings.concepts, ours=library_folder))
    answer(journal, "batch-norm", "kept", date(2024, 7, 10), "none")
    (mistaken,) = report_of(journal, week).mistaken
    assert (mistaken.title, mistaken.partners) == ("Batch norm", ("Backpropagation (BP)",))


def test_what_is_noted_is_in_the_report_of_its_week_and_handed_on_to_the_next(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    (first,) = imported(FIRST)
    (skipped,) = (each for each in proposals(journal, first.id) if each.kind == "later")
    taken = accept(journal, skipped)
    park(journal, "GAN 是什么？")
    (second,) = imported(SECOND)
    clock.now += timedelta(weeks=1)
    finish(journal, taken)
    assert [(each.text, each.done, each.age) for each in report_of(journal, first).left] == [
        ("RNN", True, ""),
        ("GAN 是什么？", False, ""),
    ]
    assert [(each.text, each.done, each.age) for each in report_of(journal, second).left] == [
        ("RNN", True, "since week 1, 1 week late"),
        ("GAN 是什么？", False, "since week 1, 1 week late"),
    ]
    assert report_of(journal, second).undecided == len(proposals(journal, second.id)) == 1
    ahead = report_of(journal, second).ahead
    assert ahead is not None
    assert ahead.open == len(open_followups(journal)) == 1


def test_s14_the_report_says_what_came_of_an_idea(journal: Journal, imported: Importing) -> None:
    (week,) = imported(f"{FIRST}\n想法：卷积核自己决定大小。\n")
    idea = next(each for each in proposals(journal, week.id) if each.kind == "idea")
    finish(journal, idea, "known")
    report = report_of(journal, week)
    assert [(each.kind, each.done, each.finding) for each in report.left] == [("idea", True, "known")]
    (section,) = (each for each in sections(report) if each.heading == "Ideas")
    assert [(each.text, each.note) for each in section.lines] == [("想法：卷积核自己决定大小", "somebody has done it")]


# --- which week, and when ---------------------------------------------------------------------------------------


def test_only_the_last_week_says_what_comes_next(journal: Journal, three: tuple[Week, ...]) -> None:
    assert [report.ahead is None for report in reports(journal, three)] == [True, True, False]


def test_what_comes_next_begins_after_the_week_or_after_today(
    journal: Journal, three: tuple[Week, ...], clock: Clock
) -> None:
    found = []
    for now in (datetime(2024, 7, 24, 9), datetime(2024, 8, 3, 9)):
        clock.now = now
        ahead = report_of(journal, three[-1]).ahead
        assert ahead is not None
        found.append((ahead.first, ahead.last))
    assert found == [(date(2024, 7, 29), date(2024, 8, 4)), (date(2024, 8, 4), date(2024, 8, 10))]


def test_a_report_made_later_has_the_figures_of_its_week(
    journal: Journal, three: tuple[Week, ...], clock: Clock
) -> None:
    before = report_of(journal, three[0])
    clock.now += timedelta(weeks=9)
    after = report_of(journal, three[0])
    assert (after.habits, after.streak, after.mistaken, after.cured) == (
        before.habits,
        before.streak,
        before.mistaken,
        before.cured,
    )


def test_the_week_of_today_is_meant_else_the_latest(journal: Journal, three: tuple[Week, ...], clock: Clock) -> None:
    assert latest_week(journal).id == three[2].id
    clock.now = datetime(2024, 7, 9, 9)
    assert latest_week(journal).id == three[0].id
    clock.now = datetime(2025, 1, 1, 9)
    assert latest_week(journal).id == three[2].id


def test_without_a_log_there_is_nothing_to_report(journal: Journal) -> None:
    with pytest.raises(UserError, match="No log yet"):
        latest_week(journal)


# --- back again -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_s24_importing_a_report_changes_nothing(
    journal: Journal, three: tuple[Week, ...], tmp_path: Path, language: str
) -> None:
    use("zh" if language == "zh" else "en")
    for week in three:
        path = tmp_path / "report.md"
        write(path, report_markdown(report_of(journal, week)))
        done = import_path(journal, path)
        assert (dict(done.outcomes), done.weeks[0].id) == ({"skipped": 1}, week.id)
