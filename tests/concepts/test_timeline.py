"""S26: then and now. What the log says about a concept in chronological order, and what was reviewed between."""

from __future__ import annotations

from datetime import date

from journal.concepts.timeline import (
    LogSentence,
    MisconceptionCount,
    ReviewedBetween,
    TimelineEvent,
    reviewed_lines,
    timeline,
)
from journal.core.messages import use
from journal.opening.journal import Journal
from journal.opening.lookup import find_concept
from tests.support.answers import answer
from tests.support.journal import Importing

FIRST = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n我以为BP就是沿着梯度往上走。\n"
SECOND = "# 第二周周记 2024.07.14 ~ 07.21\n\n学了RNN。\n"
THIRD = "# 第三周周记 2024.07.21 ~ 07.28\n\n原来BP要逆着梯度走。BP并不难。\n"


def of(journal: Journal, name: str) -> list[TimelineEvent]:
    return list(timeline(journal, find_concept(journal, name)))


def told(moments: list[TimelineEvent]) -> list[str]:
    return [
        each.sentence.snippet if isinstance(each, LogSentence) else f"{each.right}/{each.reviews}" for each in moments
    ]


def test_s26_the_early_mistake_and_the_later_correction_stand_side_by_side(
    journal: Journal, imported: Importing
) -> None:
    imported(FIRST + SECOND + THIRD)
    answer(journal, "backprop", "moves", date(2024, 7, 12), "uphill")
    answer(journal, "backprop", "moves", date(2024, 7, 13), "uphill")
    answer(journal, "backprop", "order", date(2024, 7, 16))
    answer(journal, "rnn", "size", date(2024, 7, 17))
    answer(journal, "backprop", "moves", date(2024, 7, 25))
    moments = of(journal, "BP")
    assert told(moments) == [
        "我以为BP就是沿着梯度往上走。",
        "1/3",
        "原来BP要逆着梯度走。",
        "BP并不难。",
        "1/1",
    ]
    assert moments[1] == ReviewedBetween(
        first=date(2024, 7, 12),
        last=date(2024, 7, 16),
        reviews=3,
        right=1,
        misconceptions=(MisconceptionCount("uphill", "The step goes against the gradient.", 2),),
    )


def test_s26_the_mention_is_marked_in_its_sentence(journal: Journal, imported: Importing) -> None:
    imported(FIRST)
    (moment,) = of(journal, "BP")
    assert isinstance(moment, LogSentence)
    sentence = moment.sentence
    assert [sentence.snippet[start:end] for start, end in sentence.marks] == ["BP"]
    assert (moment.starts, moment.ends) == (date(2024, 7, 7), date(2024, 7, 14))


def test_s26_a_review_on_a_day_that_two_weeks_share_comes_once_after_the_later_one(
    journal: Journal, imported: Importing
) -> None:
    imported(FIRST + SECOND.replace("RNN", "BP"))
    answer(journal, "backprop", "moves", date(2024, 7, 14))
    assert told(of(journal, "BP")) == ["我以为BP就是沿着梯度往上走。", "学了BP。", "1/1"]


def test_s26_reviews_before_the_first_sentence_come_first(journal: Journal, imported: Importing) -> None:
    answer(journal, "backprop", "moves", date(2024, 7, 1), right=False)
    imported(FIRST)
    assert told(of(journal, "BP")) == ["0/1", "我以为BP就是沿着梯度往上走。"]


def test_s26_a_concept_that_nobody_wrote_about_has_its_reviews_alone(journal: Journal) -> None:
    assert of(journal, "BP") == []
    answer(journal, "backprop", "moves", date(2024, 7, 1))
    assert told(of(journal, "BP")) == ["1/1"]


def test_s26_what_was_reviewed_reads_well_in_both_languages(journal: Journal, imported: Importing) -> None:
    imported(FIRST)
    for day in (12, 13):
        answer(journal, "backprop", "moves", date(2024, 7, day), "uphill")
    lines = {}
    for language in ("en", "zh"):
        use(language)
        studied = of(journal, "BP")[1]
        assert isinstance(studied, ReviewedBetween)
        lines[language] = reviewed_lines(studied)
    assert lines == {
        "en": ["07.12 – 07.13  reviewed 2 times, 0 right", "corrected 2×: The step goes against the gradient."],
        "zh": ["07.12 – 07.13  复习 2 次，答对 0 次", "纠正 2 次：更新的方向与梯度相反。"],
    }
