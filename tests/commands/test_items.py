"""items, park, done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Journal

FIELDS = {"id", "kind", "text", "week", "due", "done"}


@pytest.fixture
def logged(journal: Journal, week: Path) -> Journal:
    """The journal with one log, in which BP and BN are mixed up and 池化 was skipped."""
    text = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n我先跳过了池化（今晚就学）。刚开始学BP的时候，容易和BN搞混。\n"
    week.write_text(text, encoding="utf-8")
    journal("import", str(week))
    return journal


def test_an_empty_journal_leaves_nothing_open(journal: Journal) -> None:
    assert journal("items").lines == ["Nothing is left open."]
    assert journal("items", "--json").json == []


def test_what_the_latest_log_proposes_is_listed_without_a_number(logged: Journal) -> None:
    told = logged("items", "--json").json
    assert [(each["id"], each["kind"], each["text"], each["due"], each["done"]) for each in told] == [
        (None, "later", "池化", "2024-07-14", None),
        (None, "confusion", "BP / BN", None, None),
    ]
    assert {each["state"] for each in told} == {"proposed"}
    assert {each["week"] for each in told} == {logged("weeks", "--json").json[0]["id"]}
    lines = logged("items").lines
    assert "was due 07.14" in lines[0]
    assert lines[0].endswith("池化")
    assert lines[1].endswith("BP or BN?")
    assert "F8" in lines[2]


def test_a_parked_line_is_listed_until_it_is_done(journal: Journal) -> None:
    assert journal("park", "GAN 是什么？").lines == ["Put aside as number 1."]
    (item,) = journal("items", "--json").json
    assert set(item) >= FIELDS
    assert (item["id"], item["kind"], item["text"], item["done"]) == (1, "parked", "GAN 是什么？", None)
    assert journal("items").lines == ["1  put aside  open    GAN 是什么？"]
    assert journal("done", "1").lines == ["Done: GAN 是什么？"]
    assert journal("items", "--json").json == []
    (item,) = journal("items", "--all", "--json").json
    assert (item["state"], item["id"]) == ("done", 1)
    assert item["done"]


def test_s14_what_came_of_an_idea_is_said_with_its_end(journal: Journal, week: Path) -> None:
    week.write_text("# 第一周周记 2024.07.07 ~ 2024.07.14\n\n学CNN时想到一个问题。\n", encoding="utf-8")
    journal("import", str(week))
    journal("park", "GAN?")
    refused = journal("done", "1", "--found", "confirmed")
    assert (refused.status, refused.err) == (
        1,
        "journal: “it holds” cannot come of item 1 (put aside): leave out --found.\n",
    )
    assert journal("done", "1", "--found", "of course").status == 2
    assert journal("done", "1", "--json").json["finding"] == ""


def test_a_line_is_parked_from_standard_input(journal: Journal) -> None:
    assert journal("park", "-", "--json", text="注意力\n为什么要缩放？\n").json["text"] == "注意力 为什么要缩放？"


@pytest.mark.parametrize("arguments", [("park", " "), ("done", "7")])
def test_nothing_and_a_wrong_number_are_one_line_and_the_answer_no(
    journal: Journal, arguments: tuple[str, ...]
) -> None:
    told = journal(*arguments)
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)


def test_a_number_that_is_none_is_wrong_usage(journal: Journal) -> None:
    assert journal("done", "the first").status == 2


def test_s10_a_week_shows_what_was_handed_on_to_it_beside_its_text_and_in_it_nothing(
    journal: Journal, week: Path
) -> None:
    journal("park", "GAN 是什么？")
    text = "# 第一周周记 2124.07.02 ~ 2124.07.09\n\n学了RNN。\n"
    week.write_text(text, encoding="utf-8")
    journal("import", str(week))
    told = journal("show", "1")
    assert told.out == text
    assert told.err.splitlines()[:2] == ["", "Not done yet"]
    assert re.fullmatch(r"· GAN 是什么？ \(\d+ weeks late\)", told.err.splitlines()[2])
    (carried,) = journal("show", "1", "--json").json["carried"]
    assert {name: carried[name] for name in ("id", "kind", "text", "done", "since")} == {
        "id": 1,
        "kind": "parked",
        "text": "GAN 是什么？",
        "done": None,
        "since": None,
    }
    journal("done", "1")
    assert journal("show", "1").err.splitlines()[2].startswith("✓ GAN")


# --- the first weekly log, with the whole library -----------------------------------------------------------------


@pytest.fixture
def proposed(journal: Journal, seed: Path) -> list[dict[str, Any]]:
    """What the first weekly log proposes."""
    journal("import", str(seed))
    rows: list[dict[str, Any]] = journal("items", "--json").json
    return rows


def test_s10_the_first_weekly_log_leaves_one_thing_to_do(proposed: list[dict[str, Any]]) -> None:
    (skipped,) = (each for each in proposed if each["kind"] == "later")
    assert (skipped["text"], skipped["due"], skipped["done"]) == ("MAS", "2024-07-14", None)
    assert "我先跳过了MAS（今晚就学）" in skipped["sentence"]


def test_s13_the_first_weekly_log_mixes_up_two_concepts_of_the_library(proposed: list[dict[str, Any]]) -> None:
    (pair,) = (each for each in proposed if each["kind"] == "confusion")
    assert (pair["text"], pair["concepts"]) == ("BP / BN", ["backprop", "batch-norm"])


def test_s16_every_name_of_the_first_weekly_log_has_a_concept(proposed: list[dict[str, Any]]) -> None:
    """MAS, which a smaller lexicon would not know, is one of the library's: no concept of it need be begun."""
    assert [each for each in proposed if each["kind"] == "term"] == []
    assert "mas-consensus" in next(each["concepts"] for each in proposed if each["text"] == "MAS")


def test_s17_what_the_first_weekly_log_claims_leads_to_concepts_whose_demo_checks_it(
    proposed: list[dict[str, Any]], journal: Journal
) -> None:
    claims = {each["text"]: each["concepts"] for each in proposed if each["kind"] == "claim"}
    assert len(claims) == 5
    assert all(claims.values())
    checked_by = {"并通过欧式距离": "euclidean-vs-dot", "其主要运行是编码器和解码器并行启动": "enc-dec-schedule"}
    for claim, concept in checked_by.items():
        assert claims[claim][0] == concept
        assert journal("demo", concept).status == 0
