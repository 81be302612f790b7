"""items, park, done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import RunJournal

FIELDS = {"id", "kind", "text", "week", "due", "done"}


@pytest.fixture
def logged(run_journal: RunJournal, week: Path) -> RunJournal:
    """The journal with one log, in which BP and BN are mixed up and 池化 was skipped."""
    text = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n我先跳过了池化（今晚就学）。刚开始学BP的时候，容易和BN搞混。\n"
    week.write_text(text, encoding="utf-8")
    run_journal("import", str(week))
    return run_journal


def test_an_empty_journal_leaves_nothing_open(run_journal: RunJournal) -> None:
    assert run_journal("items").lines == ["No open follow-ups."]
    assert run_journal("items", "--json").json == []


def test_what_the_latest_log_proposes_is_listed_without_a_number(logged: RunJournal) -> None:
    result = logged("items", "--json").json
    assert [(each["id"], each["kind"], each["text"], each["due"], each["done"]) for each in result] == [
        (None, "later", "池化", "2024-07-14", None),
        (None, "confusion", "BP / BN", None, None),
    ]
    assert {each["state"] for each in result} == {"proposed"}
    assert {each["week"] for each in result} == {logged("weeks", "--json").json[0]["id"]}
    lines = logged("items").lines
    assert "was due 07.14" in lines[0]
    assert lines[0].endswith("池化")
    assert lines[1].endswith("BP or BN?")
    assert "F8" in lines[2]


def test_a_parked_line_is_listed_until_it_is_done(run_journal: RunJournal) -> None:
    assert run_journal("park", "GAN 是什么？").lines == ["Parked as number 1."]
    (item,) = run_journal("items", "--json").json
    assert set(item) >= FIELDS
    assert (item["id"], item["kind"], item["text"], item["done"]) == (1, "parked", "GAN 是什么？", None)
    assert run_journal("items").lines == ["1  put aside  open    GAN 是什么？"]
    assert run_journal("done", "1").lines == ["Done: GAN 是什么？"]
    assert run_journal("items", "--json").json == []
    (item,) = run_journal("items", "--all", "--json").json
    assert (item["state"], item["id"]) == ("done", 1)
    assert item["done"]


def test_s14_what_came_of_an_idea_is_said_with_its_end(run_journal: RunJournal, week: Path) -> None:
    week.write_text("# 第一周周记 2024.07.07 ~ 2024.07.14\n\n学CNN时想到一个问题。\n", encoding="utf-8")
    run_journal("import", str(week))
    run_journal("park", "GAN?")
    refused = run_journal("done", "1", "--found", "confirmed")
    assert (refused.status, refused.err) == (
        1,
        "journal: “it holds” is not a possible result for item 1 (put aside): omit --found.\n",
    )
    assert run_journal("done", "1", "--found", "of course").status == 2
    assert run_journal("done", "1", "--json").json["finding"] == ""


def test_a_line_is_parked_from_standard_input(run_journal: RunJournal) -> None:
    assert run_journal("park", "-", "--json", text="注意力\n为什么要缩放？\n").json["text"] == "注意力 为什么要缩放？"


@pytest.mark.parametrize("arguments", [("park", " "), ("done", "7")])
def test_nothing_and_a_wrong_number_are_one_line_and_the_answer_no(
    run_journal: RunJournal, arguments: tuple[str, ...]
) -> None:
    result = run_journal(*arguments)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)


def test_a_number_that_is_none_is_wrong_usage(run_journal: RunJournal) -> None:
    assert run_journal("done", "the first").status == 2


def test_s10_a_week_shows_what_was_handed_on_to_it_beside_its_text_and_in_it_nothing(
    run_journal: RunJournal, week: Path
) -> None:
    run_journal("park", "GAN 是什么？")
    text = "# 第一周周记 2124.07.02 ~ 2124.07.09\n\n学了RNN。\n"
    week.write_text(text, encoding="utf-8")
    run_journal("import", str(week))
    result = run_journal("show", "1")
    assert result.out == text
    assert result.err.splitlines()[:2] == ["", "Not done yet"]
    assert re.fullmatch(r"· GAN 是什么？ \(\d+ weeks late\)", result.err.splitlines()[2])
    (carried,) = run_journal("show", "1", "--json").json["carried"]
    assert {name: carried[name] for name in ("id", "kind", "text", "done", "since")} == {
        "id": 1,
        "kind": "parked",
        "text": "GAN 是什么？",
        "done": None,
        "since": None,
    }
    run_journal("done", "1")
    assert run_journal("show", "1").err.splitlines()[2].startswith("✓ GAN")


# --- the first weekly log, with the whole library -----------------------------------------------------------------


@pytest.fixture
def proposed(run_journal: RunJournal, seed: Path) -> list[dict[str, Any]]:
    """What the first weekly log proposes."""
    run_journal("import", str(seed))
    rows: list[dict[str, Any]] = run_journal("items", "--json").json
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
    proposed: list[dict[str, Any]], run_journal: RunJournal
) -> None:
    claims = {each["text"]: each["concepts"] for each in proposed if each["kind"] == "claim"}
    assert len(claims) == 5
    assert all(claims.values())
    checked_by = {"并通过欧式距离": "vector-similarity", "其主要运行是编码器和解码器并行启动": "enc-dec-schedule"}
    for claim, concept in checked_by.items():
        assert concept in claims[claim]
        assert run_journal("demo", concept).status == 0
