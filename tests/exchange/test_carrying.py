"""S10, S11: what a week leaves to do is handed on to the next, once and with its age; the texts stay as they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from journal.core.messages import use
from journal.exchange.importing import import_path
from journal.followups.followups import accept, carried_over_to, dismiss, finish, finished_in, park
from journal.followups.listing import Followup, open_followups, without_deferred
from journal.followups.proposals import proposals
from journal.opening.journal import Journal, open_journal
from journal.weeks.bin import bring_back, delete
from journal.weeks.weeks import add_entry, open_week, save
from tests.support.journal import Clock, Importing

FIRST = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n我先跳过了MAS（今晚就学），学习了RNN。能不能不池化，以后再看。\n"
SECOND = "# 第二周周记 2024.07.14 ~ 07.21\n\n学了GNN。\n"
THIRD = "# 第三周周记 2024.07.21 ~ 07.28\n\n学了LSTM。\n"


def taken(journal: Journal, week_id: int, kind: str) -> Followup:
    """The one proposal of a kind, taken."""
    (followup,) = (each for each in proposals(journal, week_id) if each.kind == kind)
    return accept(journal, followup)


def handed_on(journal: Journal, week_id: int | None) -> list[tuple[str, str]]:
    return [(each.text, each.since) for each in carried_over_to(journal, week_id)]


def test_s10_what_was_skipped_stands_in_the_next_week_once_with_its_age(
    journal: Journal, seed: Path, clock: Clock
) -> None:
    """S10: scan, one skipped item; eight days later the new week holds it once; carried twice, still once."""
    clock.now = datetime(2024, 7, 12, 21)
    (week,) = import_path(journal, seed).weeks
    (skipped,) = (each for each in proposals(journal, week.id) if each.kind == "later")
    assert skipped.text == "MAS"
    accept(journal, skipped)
    clock.now += timedelta(days=8)
    second = save(journal, open_week(journal, None), "学了GNN。")
    for _ in range(2):
        assert handed_on(journal, second.id) == [("MAS", "since week 1, 1 week late")]
        with_more = save(journal, open_week(journal, second.id), f"{open_week(journal, second.id).body}又学了一点。")
    assert "MAS" not in with_more.body
    use("zh")
    assert handed_on(journal, second.id) == [("MAS", "第 1 周起，已拖 1 周")]


def test_s10_it_goes_from_the_last_week_that_has_a_log_over_those_that_have_none(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    (first,) = imported(FIRST)
    taken(journal, first.id, "later")
    (third,) = imported(THIRD)
    assert handed_on(journal, third.id) == [("MAS", "since week 1, 2 weeks late")]
    assert handed_on(journal, first.id) == []


def test_s10_it_goes_into_a_log_that_is_there_already_when_it_is_taken_late(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    first, second, third = imported(FIRST + SECOND + THIRD)
    clock.now = datetime(2024, 7, 23, 9)
    taken(journal, first.id, "later")
    assert handed_on(journal, second.id) == []
    assert handed_on(journal, third.id) == [("MAS", "since week 1, 2 weeks late")]


def test_opening_the_journal_hands_it_on_to_the_week_of_today(
    journal: Journal, imported: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.runner.client.Runner", lambda **options: journal.runner)
    first, second = imported(FIRST + SECOND)
    taken(journal, first.id, "later")
    assert handed_on(journal, second.id) == []
    for _ in range(2):
        open_journal(journal.settings, lambda: datetime(2024, 7, 16, 9)).close()
        assert handed_on(journal, second.id) == [("MAS", "since week 1, 1 week late")]


def test_each_later_week_gets_it_until_it_is_done(journal: Journal, imported: Importing) -> None:
    (first,) = imported(FIRST)
    followup = taken(journal, first.id, "later")
    (second,) = imported(SECOND)
    finish(journal, followup)
    (third,) = imported(THIRD)
    assert handed_on(journal, second.id) == [("MAS", "since week 1, 1 week late")]
    assert handed_on(journal, third.id) == []


def test_s10_done_once_is_done_in_every_week_and_leaves_a_trace_there(journal: Journal, imported: Importing) -> None:
    (first,) = imported(FIRST)
    followup = taken(journal, first.id, "later")
    (second,) = imported(SECOND)
    finish(journal, followup)
    assert [each.text for each in finished_in(journal, first.id)] == ["MAS"]
    assert [(each.text, each.state) for each in finished_in(journal, second.id)] == [("MAS", "done")]
    assert [each.state for each in carried_over_to(journal, second.id)] == ["done"]


def test_what_was_dismissed_is_handed_on_no_more(journal: Journal, imported: Importing) -> None:
    (first,) = imported(FIRST)
    followup = taken(journal, first.id, "later")
    (second,) = imported(SECOND)
    dismiss(journal, followup)
    assert handed_on(journal, second.id) == []


def test_a_week_without_a_log_shows_what_its_first_words_will_bring(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    (first,) = imported(FIRST)
    taken(journal, first.id, "later")
    assert handed_on(journal, None) == []
    clock.now = datetime(2024, 7, 18, 9)
    expected = handed_on(journal, None)
    assert [text for text, _ in expected] == ["MAS"]
    added = add_entry(journal, "学了GNN。")
    assert handed_on(journal, added.week.id) == expected


def test_a_parked_line_is_handed_on_like_a_promise(journal: Journal, imported: Importing) -> None:
    imported(FIRST)
    park(journal, "GAN 是什么？")
    (second,) = imported(SECOND)
    assert handed_on(journal, second.id) == [("GAN 是什么？", "since week 1, 1 week late")]


def test_a_line_that_was_parked_without_a_week_has_an_age_as_well(journal: Journal, imported: Importing) -> None:
    park(journal, "GAN 是什么？")
    (third,) = imported(THIRD)
    assert handed_on(journal, third.id) == [("GAN 是什么？", "2 weeks late")]


def test_a_week_that_comes_back_from_the_bin_has_it_still_once(journal: Journal, imported: Importing) -> None:
    (first,) = imported(FIRST)
    taken(journal, first.id, "later")
    (second,) = imported(SECOND)
    delete(journal, second.id)
    assert handed_on(journal, bring_back(journal).id) == [("MAS", "since week 1, 1 week late")]


# --- deferred on purpose ----------------------------------------------------------------------------------------


@pytest.fixture
def deferred(journal: Journal, imported: Importing) -> Followup:
    (first,) = imported(FIRST)
    return taken(journal, first.id, "parked")


def test_s11_what_was_deferred_on_purpose_is_not_handed_on(
    journal: Journal, imported: Importing, deferred: Followup
) -> None:
    (second,) = imported(SECOND)
    assert deferred.is_deferred
    assert handed_on(journal, second.id) == []
    assert without_deferred(open_followups(journal)) == []
    assert [each.text for each in open_followups(journal)] == [deferred.text]


def test_s11_it_is_asked_about_once_a_month(journal: Journal, deferred: Followup, clock: Clock) -> None:
    asked = []
    for week in range(13):
        asked += [week for each in without_deferred(open_followups(journal)) if each.id == deferred.id]
        clock.now += timedelta(weeks=1)
    assert asked == [4, 8, 12]


def test_s11_the_question_says_what_it_is_about(journal: Journal, deferred: Followup, clock: Clock) -> None:
    clock.now += timedelta(weeks=4)
    use("zh")
    assert [each.title for each in open_followups(journal)] == [f"要不要捡起来：{deferred.text}"]


def test_s11_taken_up_it_is_something_to_do_today(journal: Journal, imported: Importing, deferred: Followup) -> None:
    assert accept(journal, deferred).due == journal.today
    (second,) = imported(SECOND)
    assert [text for text, _ in handed_on(journal, second.id)] == [deferred.text]
    assert [each.title for each in without_deferred(open_followups(journal))] == [deferred.text]
