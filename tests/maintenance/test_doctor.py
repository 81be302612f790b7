"""What the doctor finds in the logs and the database, and what it fixes."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from journal.history.versions import history
from journal.maintenance.doctor import examine, irregular_weeks
from journal.maintenance.repair import repair
from journal.opening.journal import Journal
from journal.search.searching import search
from journal.weeks.weeks import find_week
from tests.support.journal import Importing

ROW = "# 第一周周记 2024.07.07 ~ 2024.07.14\n学了CNN。\n# 第二周周记 2024.07.14 ~ 2024.07.21\n学了RNN。\n"


def found(journal: Journal, name: str) -> list[tuple[str, str]]:
    return [(check.state, check.text) for check in examine(journal) if check.name == name]


def yes(_: str) -> bool:
    return True


def no(_: str) -> bool:
    return False


def test_s5_logs_that_share_a_day_are_in_order(journal: Journal, imported: Importing) -> None:
    imported(ROW)
    assert found(journal, "weeks") == [("ok", "consecutive, no gaps or duplicates")]
    assert found(journal, "database")[0][0] == "ok"


@pytest.mark.parametrize(
    ("log", "state", "says"),
    [
        ("# 第三周 2024.07.29 ~ 2024.08.04\n好。\n", "warning", 'journal add "2024-07-22: …"'),
        ("# 第三周 2024.07.18 ~ 2024.07.25\n好。\n", "broken", "both cover 2024-07-18 – 2024-07-21"),
        ("# 第三周 2024.07.14 ~ 2024.07.21\n好。\n", "broken", "two logs for 2024-07-14 – 2024-07-21"),
        ("# 第七周 2024.07.21 ~ 2024.07.28\n好。\n", "broken", "is number 7 where 3 comes next"),
    ],
)
def test_s5_what_does_not_fit_is_one_line_that_says_what_to_do(
    log: str, state: str, says: str, journal: Journal, imported: Importing
) -> None:
    imported(ROW + log)
    ((told, line),) = found(journal, "weeks")
    assert told == state
    assert says in line
    assert "journal " in line


def test_numbers_are_mended_after_a_yes_and_the_texts_before_are_kept(journal: Journal, imported: Importing) -> None:
    imported(f"{ROW}# 第七周周记 2024.07.21 ~ 2024.07.28\n第七周学了GNN。\n# 第8周 2024.07.28 ~ 2024.08.04\n好。\n")
    assert repair(journal, no) == []
    assert len(irregular_weeks(journal)) == 1
    assert repair(journal, yes) == ["2 logs renumbered; their texts before are kept."]
    third, fourth = find_week(journal, "3"), find_week(journal, "4")
    assert (third.title, third.body) == (
        "第三周周记 2024.07.21 ~ 2024.07.28",
        "# 第三周周记 2024.07.21 ~ 2024.07.28\n第七周学了GNN。\n",
    )
    assert fourth.title == "第4周 2024.07.28 ~ 2024.08.04"
    assert [row.body.splitlines()[0] for row in history(journal, third.id)] == [
        "# 第七周周记 2024.07.21 ~ 2024.07.28",
        "# 第三周周记 2024.07.21 ~ 2024.07.28",
    ]
    assert irregular_weeks(journal) == []
    assert found(journal, "database")[0][0] == "ok"


def test_days_are_taken_from_the_heading_after_a_yes(journal: Journal, imported: Importing) -> None:
    imported(ROW)
    with journal.store.write() as session:
        session.connection().execute(text("UPDATE week SET starts = '2024-07-15', number = 9 WHERE number = 2"))
    assert [each.kind for each in irregular_weeks(journal)] == ["number", "heading"]
    assert repair(journal, yes) == ["1 log has the days and number of its heading."]
    week = find_week(journal, "2")
    assert (week.starts, week.ends) == (date(2024, 7, 14), date(2024, 7, 21))
    assert irregular_weeks(journal) == []


def test_an_index_out_of_step_is_named_and_made_anew_without_asking(journal: Journal, imported: Importing) -> None:
    imported(ROW)
    with journal.store.write() as session:
        session.connection().execute(text("DELETE FROM week_words"))
        session.connection().execute(text("DELETE FROM mention"))
    assert search(journal, "学了 kind:week").hits == ()
    ((state, line),) = found(journal, "database")
    assert state == "broken"
    assert "journal doctor --fix" in line
    assert repair(journal, no) == ["The index and the mentions were rebuilt."]
    assert len(search(journal, "学了 kind:week").hits) == 2
    assert found(journal, "database")[0][0] == "ok"
