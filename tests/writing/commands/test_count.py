"""count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.log.test_counting import SAMPLES
from tests.support.commands import RunJournal

LOG = "# 第二周周记 2024.07.14 ~ 07.21\n\n学了CNN。\n\n又学了*RNN*。\n"


@pytest.mark.parametrize(("text", "word", "han", "chars"), SAMPLES)
def test_a_text_counts_as_in_word(text: str, word: int, han: int, chars: int, run_journal: RunJournal) -> None:
    result = run_journal("count", "-", "--json", text=text)
    assert result.status == 0
    assert {name: result.json[name] for name in ("word", "han", "chars")} == {"word": word, "han": han, "chars": chars}


def test_the_quota_counts_the_body_without_heading_and_marks(run_journal: RunJournal) -> None:
    counts = run_journal("count", "-", "--json", text=LOG).json
    assert (counts["word"], counts["body"]) == (18, 9)


def test_a_file_and_the_standard_input_count_alike(run_journal: RunJournal, week: Path) -> None:
    text = week.read_text(encoding="utf-8")
    assert run_journal("count", str(week)).out == run_journal("count", "-", text=text).out


def test_a_person_reads_each_count_and_how_far_the_quota_is(run_journal: RunJournal) -> None:
    assert run_journal("count", "-", text=LOG).lines == [
        "Words (字数)               18",
        "Chinese characters         10",
        "Characters without spaces  37",
        "Towards the quota          9",
        "9/800 words, 791 to go",
    ]


@pytest.mark.parametrize(("goal", "status", "says"), [(9, 0, "9/9 words ✓"), (10, 1, "9/10 words, 1 to go")])
def test_s1_the_exit_status_says_whether_a_goal_is_reached(
    goal: int, status: int, says: str, run_journal: RunJournal
) -> None:
    result = run_journal("count", "-", "--goal", str(goal), text=LOG)
    assert (result.status, result.lines[-1]) == (status, says)
    assert run_journal("count", "-", "--goal", str(goal), "--json", text=LOG).status == status


def test_s3_the_paragraphs_add_up_to_the_body(run_journal: RunJournal) -> None:
    assert run_journal("count", "-", "--by", "paragraph", "--json", text=LOG).json == [4, 5]
    assert run_journal("count", "-", "--by", "paragraph", text=LOG).lines == ["Paragraph 1  4", "Paragraph 2  5"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_file_of_another_encoding_counts_the_same(encoding: str, run_journal: RunJournal, week: Path) -> None:
    counts = run_journal("count", str(week), "--json").json
    week.write_bytes(week.read_text(encoding="utf-8").encode(encoding))
    assert run_journal("count", str(week), "--json").json == counts


def test_what_is_no_text_is_one_line(run_journal: RunJournal, week: Path) -> None:
    week.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    result = run_journal("count", str(week))
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "is not a text file" in result.err


def test_s1_the_first_weekly_log_counts_as_in_word_and_reaches_its_goal(run_journal: RunJournal, seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    assert run_journal("count", str(seed), "--json").json == {"word": 1984, "han": 1746, "chars": 2199, "body": 1971}
    assert run_journal("count", "-", "--goal", "800", text=text).lines[-1] == "1971/800 words ✓"
    assert [run_journal("count", "-", "--goal", goal, text=text).status for goal in ("800", "1971", "1972")] == [
        0,
        0,
        1,
    ]
    assert run_journal("count", "-", "--json", text=f"{text}今晚就学注意力").json["body"] == 1978


def test_s3_the_paragraphs_of_the_first_weekly_log(run_journal: RunJournal, seed: Path) -> None:
    paragraphs = run_journal("count", str(seed), "--by", "paragraph", "--json").json
    assert paragraphs == [335, 216, 23, 167, 147, 475, 280, 328]
