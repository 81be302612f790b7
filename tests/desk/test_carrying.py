"""S10, S11: what a week leaves to do is handed on to the next, once and with its age; the texts stay as they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from journal.desk import Desk, open_desk
from journal.desk.bin import bring_back, delete
from journal.desk.importing import import_path
from journal.desk.items import (
    Entry,
    carried_into,
    dismiss,
    finish,
    finished_in,
    open_items,
    park,
    take,
    without_deferred,
)
from journal.desk.proposals import proposals
from journal.desk.weeks import add_entry, open_week, save
from journal.words import use
from tests.desk.conftest import Clock, Importing

FIRST = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n我先跳过了MAS（今晚就学），学习了RNN。能不能不池化，以后再看。\n"
SECOND = "# 第二周周记 2024.07.14 ~ 07.21\n\n学了GNN。\n"
THIRD = "# 第三周周记 2024.07.21 ~ 07.28\n\n学了LSTM。\n"


def taken(desk: Desk, week_id: int, kind: str) -> Entry:
    """The one proposal of a kind, taken."""
    (entry,) = (each for each in proposals(desk, week_id) if each.kind == kind)
    return take(desk, entry)


def handed_on(desk: Desk, week_id: int | None) -> list[tuple[str, str]]:
    return [(each.text, each.since) for each in carried_into(desk, week_id)]


def test_s10_what_was_skipped_stands_in_the_next_week_once_with_its_age(desk: Desk, seed: Path, clock: Clock) -> None:
    """S10: scan, one skipped item; eight days later the new week holds it once; carried twice, still once."""
    clock.now = datetime(2024, 7, 12, 21)
    (week,) = import_path(desk, seed).weeks
    (skipped,) = (each for each in proposals(desk, week.id) if each.kind == "later")
    assert skipped.text == "MAS"
    take(desk, skipped)
    clock.now += timedelta(days=8)
    second = save(desk, open_week(desk, None), "学了GNN。")
    for _ in range(2):
        assert handed_on(desk, second.id) == [("MAS", "since week 1, 1 week late")]
        with_more = save(desk, open_week(desk, second.id), f"{open_week(desk, second.id).body}又学了一点。")
    assert "MAS" not in with_more.body
    use("zh")
    assert handed_on(desk, second.id) == [("MAS", "第 1 周起，已拖 1 周")]


def test_s10_it_goes_from_the_last_week_that_has_a_log_over_those_that_have_none(
    desk: Desk, imported: Importing, clock: Clock
) -> None:
    (first,) = imported(FIRST)
    taken(desk, first.id, "later")
    (third,) = imported(THIRD)
    assert handed_on(desk, third.id) == [("MAS", "since week 1, 2 weeks late")]
    assert handed_on(desk, first.id) == []


def test_s10_it_goes_into_a_log_that_is_there_already_when_it_is_taken_late(
    desk: Desk, imported: Importing, clock: Clock
) -> None:
    first, second, third = imported(FIRST + SECOND + THIRD)
    clock.now = datetime(2024, 7, 23, 9)
    taken(desk, first.id, "later")
    assert handed_on(desk, second.id) == []
    assert handed_on(desk, third.id) == [("MAS", "since week 1, 2 weeks late")]


def test_opening_the_journal_hands_it_on_to_the_week_of_today(
    desk: Desk, imported: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.demos.client.Runner", lambda **options: desk.runner)
    first, second = imported(FIRST + SECOND)
    taken(desk, first.id, "later")
    assert handed_on(desk, second.id) == []
    for _ in range(2):
        open_desk(desk.settings, lambda: datetime(2024, 7, 16, 9)).close()
        assert handed_on(desk, second.id) == [("MAS", "since week 1, 1 week late")]


def test_each_later_week_gets_it_until_it_is_done(desk: Desk, imported: Importing) -> None:
    (first,) = imported(FIRST)
    entry = taken(desk, first.id, "later")
    (second,) = imported(SECOND)
    finish(desk, entry)
    (third,) = imported(THIRD)
    assert handed_on(desk, second.id) == [("MAS", "since week 1, 1 week late")]
    assert handed_on(desk, third.id) == []


def test_s10_done_once_is_done_in_every_week_and_leaves_a_trace_there(desk: Desk, imported: Importing) -> None:
    (first,) = imported(FIRST)
    entry = taken(desk, first.id, "later")
    (second,) = imported(SECOND)
    finish(desk, entry)
    assert [each.text for each in finished_in(desk, first.id)] == ["MAS"]
    assert [(each.text, each.state) for each in finished_in(desk, second.id)] == [("MAS", "done")]
    assert [each.state for each in carried_into(desk, second.id)] == ["done"]


def test_what_was_dismissed_is_handed_on_no_more(desk: Desk, imported: Importing) -> None:
    (first,) = imported(FIRST)
    entry = taken(desk, first.id, "later")
    (second,) = imported(SECOND)
    dismiss(desk, entry)
    assert handed_on(desk, second.id) == []


def test_a_week_without_a_log_shows_what_its_first_words_will_bring(
    desk: Desk, imported: Importing, clock: Clock
) -> None:
    (first,) = imported(FIRST)
    taken(desk, first.id, "later")
    assert handed_on(desk, None) == []
    clock.now = datetime(2024, 7, 18, 9)
    expected = handed_on(desk, None)
    assert [text for text, _ in expected] == ["MAS"]
    added = add_entry(desk, "学了GNN。")
    assert handed_on(desk, added.week.id) == expected


def test_a_parked_line_is_handed_on_like_a_promise(desk: Desk, imported: Importing) -> None:
    imported(FIRST)
    park(desk, "GAN 是什么？")
    (second,) = imported(SECOND)
    assert handed_on(desk, second.id) == [("GAN 是什么？", "since week 1, 1 week late")]


def test_a_line_that_was_parked_without_a_week_has_an_age_as_well(desk: Desk, imported: Importing) -> None:
    park(desk, "GAN 是什么？")
    (third,) = imported(THIRD)
    assert handed_on(desk, third.id) == [("GAN 是什么？", "2 weeks late")]


def test_a_week_that_comes_back_from_the_bin_has_it_still_once(desk: Desk, imported: Importing) -> None:
    (first,) = imported(FIRST)
    taken(desk, first.id, "later")
    (second,) = imported(SECOND)
    delete(desk, second.id)
    assert handed_on(desk, bring_back(desk).id) == [("MAS", "since week 1, 1 week late")]


# --- deferred on purpose ----------------------------------------------------------------------------------------


@pytest.fixture
def deferred(desk: Desk, imported: Importing) -> Entry:
    (first,) = imported(FIRST)
    return taken(desk, first.id, "parked")


def test_s11_what_was_deferred_on_purpose_is_not_handed_on(desk: Desk, imported: Importing, deferred: Entry) -> None:
    (second,) = imported(SECOND)
    assert deferred.is_deferred
    assert handed_on(desk, second.id) == []
    assert without_deferred(open_items(desk)) == []
    assert [each.text for each in open_items(desk)] == [deferred.text]


def test_s11_it_is_asked_about_once_a_month(desk: Desk, deferred: Entry, clock: Clock) -> None:
    asked = []
    for week in range(13):
        asked += [week for each in without_deferred(open_items(desk)) if each.id == deferred.id]
        clock.now += timedelta(weeks=1)
    assert asked == [4, 8, 12]


def test_s11_the_question_says_what_it_is_about(desk: Desk, deferred: Entry, clock: Clock) -> None:
    clock.now += timedelta(weeks=4)
    use("zh")
    assert [each.title for each in open_items(desk)] == [f"要不要捡起来：{deferred.text}"]


def test_s11_taken_up_it_is_something_to_do_today(desk: Desk, imported: Importing, deferred: Entry) -> None:
    assert take(desk, deferred).due == desk.today
    (second,) = imported(SECOND)
    assert [text for text, _ in handed_on(desk, second.id)] == [deferred.text]
    assert [each.title for each in without_deferred(open_items(desk))] == [deferred.text]
