"""search."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import RunJournal


@pytest.fixture
def logged(run_journal: RunJournal, week: Path) -> RunJournal:
    """The journal with one log."""
    run_journal("import", str(week))
    return run_journal


def test_s19_what_holds_the_words_is_printed_with_the_place_that_holds_them(logged: RunJournal) -> None:
    result = logged("search", "容易", "搞混")
    assert (result.status, result.out) == (
        0,
        "week 1  第一周周记 2024.07.07 ~ 2024.07.14\n    刚开始学BP的时候，容易和BN搞混。\n",
    )


def test_as_json_each_hit_has_its_kind_id_title_and_snippet(logged: RunJournal) -> None:
    result = logged("search", "池化 kind:week", "--json")
    (hit,) = result.json
    assert (hit["kind"], hit["id"], hit["title"]) == ("week", 1, "第一周周记 2024.07.07 ~ 2024.07.14")
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["池化"]
    assert "池化" in result.out


def test_concepts_and_items_are_found_as_well(logged: RunJournal) -> None:
    logged("park", "池化为什么不用学")
    kinds = [hit["kind"] for hit in logged("search", "池化", "--json").json]
    assert kinds[:3] == ["concept", "item", "week"]


def test_nothing_found_is_said_and_the_answer_no(logged: RunJournal) -> None:
    result = logged("search", "红烧肉")
    assert (result.status, result.lines) == (1, ["No matches."])
    assert logged("search", "红烧肉", "--json").json == []


def test_a_filter_that_names_nothing_is_one_line(logged: RunJournal) -> None:
    result = logged("search", "week:9", "池化")
    assert (result.status, result.out, result.err) == (
        1,
        "",
        "journal: There is no week 9: `journal weeks` lists all weeks.\n",
    )


def test_without_words_it_is_wrong_usage(run_journal: RunJournal) -> None:
    assert run_journal("search").status == 2
