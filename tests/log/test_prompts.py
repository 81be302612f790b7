"""The template's headings: they ask, and never count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.log.counting import body_count, by_paragraph, count
from journal.log.prompts import answered, blanked, first_answer, has_prompts, without_prompts

ASKS = """## 反思 <!-- 顺利吗？ -->

很好。

## 易混 <!-- 哪两个？ -->

### 细看 <!-- 差在哪里？ -->

## 下周只学 <!-- 三样 -->
"""


def test_a_prompt_is_a_heading_with_a_comment() -> None:
    assert has_prompts(ASKS)
    assert not has_prompts("## 反思\n\n<!-- 一句旁注 -->\n#没有空格 <!-- 也不是 -->")


def test_s25_what_asks_is_not_counted_and_what_answers_is() -> None:
    assert body_count(ASKS) == count("很好。").word == 3
    assert by_paragraph(ASKS) == [3]
    assert body_count(f"# 第一周周记 2024.07.07 ~ 2024.07.14\n\n{ASKS}") == 3
    assert body_count("学了<!-- 真的？\n两行 -->卷积") == 4


def test_s25_for_others_unanswered_prompts_are_gone_and_answered_ones_are_headings() -> None:
    assert answered(ASKS) == "## 反思\n\n很好。\n\n"
    assert (
        answered("## 易混 <!-- 哪两个？ -->\n### 细看 <!-- 差在哪里？ -->\nBP 和 BN\n")
        == "## 易混\n### 细看\nBP 和 BN\n"
    )


@pytest.mark.parametrize("text", ["", "没有注释 < !--", "## 标题\n正文\n"])
def test_a_text_without_comments_stays_as_it_is(text: str) -> None:
    assert without_prompts(text) == answered(text) == blanked(text) == text


@given(st.text(alphabet="学a #\n<!->", max_size=60))
def test_blanks_keep_every_other_character_in_its_place(text: str) -> None:
    blank = blanked(text)
    assert len(blank) == len(text)
    assert blank.count("\n") == text.count("\n")
    assert all(mine in (" ", theirs) for mine, theirs in zip(blank, text, strict=True))


@pytest.mark.parametrize("text", ["", "很好。", "<!-- 一 -->", "## 标题\n-->\n"])
def test_without_a_prompt_one_begins_at_the_end(text: str) -> None:
    assert first_answer(text) == len(text)


def test_the_first_answer_stands_below_the_first_prompt() -> None:
    text = "<!-- 备注 -->\n很好。\n" + ASKS
    assert text[: first_answer(text)].endswith("-->\n")
    assert text[: first_answer(text)].count("## ") == 1
    assert first_answer("## 反思 <!-- 怎么样？ -->") == len("## 反思 <!-- 怎么样？ -->")
