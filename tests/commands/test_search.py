"""search."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Journal


@pytest.fixture
def logged(journal: Journal, week: Path) -> Journal:
    """The journal with one log."""
    journal("import", str(week))
    return journal


def test_s19_what_holds_the_words_is_printed_with_the_place_that_holds_them(logged: Journal) -> None:
    told = logged("search", "容易", "搞混")
    assert (told.status, told.out) == (
        0,
        "week 1  第一周周记 2024.07.07 ~ 2024.07.14\n    刚开始学BP的时候，容易和BN搞混。\n",
    )


def test_as_json_each_hit_has_its_kind_id_title_and_snippet(logged: Journal) -> None:
    told = logged("search", "池化 kind:week", "--json")
    (hit,) = told.json
    assert (hit["kind"], hit["id"], hit["title"]) == ("week", 1, "第一周周记 2024.07.07 ~ 2024.07.14")
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["池化"]
    assert "池化" in told.out


def test_concepts_and_items_are_found_as_well(logged: Journal) -> None:
    logged("park", "池化为什么不用学")
    kinds = [hit["kind"] for hit in logged("search", "池化", "--json").json]
    assert kinds[:3] == ["concept", "item", "week"]


def test_nothing_found_is_said_and_the_answer_no(logged: Journal) -> None:
    told = logged("search", "红烧肉")
    assert (told.status, told.lines) == (1, ["Nothing holds all of these words."])
    assert logged("search", "红烧肉", "--json").json == []


def test_a_filter_that_names_nothing_is_one_line(logged: Journal) -> None:
    told = logged("search", "week:9", "池化")
    assert (told.status, told.out, told.err) == (
        1,
        "",
        "journal: There is no week 9 yet: `journal weeks` lists those there are.\n",
    )


def test_without_words_it_is_wrong_usage(journal: Journal) -> None:
    assert journal("search").status == 2
