"""字数 as Word counts it, and what a quota counts."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.log.counting import Count, body_count, by_paragraph, count, han_count, reached_in, strip_markdown

SAMPLES = [
    ("", 0, 0, 0),
    ("你好，世界！", 6, 4, 6),
    ("Hello World", 2, 0, 10),
    ("Hello 世界", 3, 2, 7),
    ("em，周记要求800字哈", 9, 6, 12),
    ("CNN（卷积神经网络）", 9, 6, 11),
    ("Encoder-Decoder概念", 3, 2, 17),
    ("dataloader(对数据进行分组)", 9, 7, 19),
    ("“要学会跳读。”", 8, 5, 8),
    ("1×1卷积核", 6, 3, 6),
    ("！！！a's", 4, 0, 6),
    ("it’s 好", 2, 1, 5),
    ("3.14和1,000", 3, 1, 10),
    ("2024.07.07 ~ 2024.07.14", 3, 0, 21),
    ("# 第一周周记 2024.07.07 ~ 2024.07.14", 9, 5, 27),
    ("机器翻译**、**语音识别**、**图像标注", 18, 12, 22),
    ("全角空格　在这里", 7, 7, 7),
    ("ＡＢＣ１２３", 6, 0, 6),
    ("第3周", 3, 2, 3),
    ("学完CNN😀", 4, 2, 6),
    ("Rust是由 Mozilla 主導開發的通用、編譯型程式語言。", 20, 16, 29),
    ("学习率α=0.1", 5, 3, 8),
    ("中文——破折号……省略", 11, 7, 11),
    ("……", 1, 0, 2),
    ("——", 1, 0, 2),
    ("①②③", 1, 0, 3),
    ("y = Wx + b", 5, 0, 6),
    ("学\u200b习", 2, 2, 2),
]


@pytest.mark.parametrize(("text", "word", "han", "chars"), SAMPLES)
def test_a_text_counts_as_word_counts_it(text: str, word: int, han: int, chars: int) -> None:
    assert count(text) == Count(word, han, chars)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# 第一周周记 2024.07.07 ~ 2024.07.14", 8),
        ("机器翻译**、**语音识别**、**图像标注", 14),
    ],
)
def test_markdown_signs_are_not_counted_once_stripped(text: str, words: int) -> None:
    assert count(strip_markdown(text)).word == words


def slow_count(text: str) -> int:
    """The rule of Word, one character after the other."""
    text = "".join(c for c in unicodedata.normalize("NFC", text) if not invisible(c))
    beside_han = any(is_han(c) for c in text)
    words, in_run = 0, False
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if character.isspace():
            in_run = False
        elif character == "’" and all(c.isascii() and c.isalnum() for c in (before, after)):
            words, in_run = words + (not in_run), True
        elif is_wide(character, beside_han):
            words, in_run = words + 1, False
        else:
            words, in_run = words + (not in_run), True
    return words


def within(character: str, *ranges: tuple[int, int]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


def invisible(character: str) -> bool:
    named = within(character, (0xAD, 0xAD), (0x200B, 0x200D), (0x2060, 0x2060), (0xFEFF, 0xFEFF))
    return named or unicodedata.category(character) in ("Mn", "Mc", "Me")


def is_han(character: str) -> bool:
    ranges = (
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0x20000, 0x3FFFF),
        (0x3005, 0x3005),
        (0x3007, 0x3007),
    )
    return within(character, *ranges)


def is_wide(character: str, beside_han: bool) -> bool:
    always = (
        *((0x1100, 0x11FF), (0x2F00, 0x2FFF), (0x3000, 0x319F), (0x3200, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF)),
        *(
            (0xA000, 0xA4CF),
            (0xAC00, 0xD7AF),
            (0xF900, 0xFAFF),
            (0xFE30, 0xFE6F),
            (0xFF00, 0xFFEF),
            (0x10000, 0x10FFFF),
        ),
    )
    by_context = (0x2B0, 0x4FF), (0x2000, 0x206F), (0x2070, 0x27BF), (0x2E80, 0x2EFF), (0xE000, 0xF8FF)
    signs = "¡¤§¨ª¯°±²³´¶·¸¹º¼½¾¿×÷"
    return within(character, *always) or (beside_han and (character in signs or within(character, *by_context)))


mixed = st.text(
    st.sampled_from("a’Z9 ,\n　卷积，。“”—…×α①й\u200b\u0301가あＡ😀々*_`é\ue000⺀\u3099") | st.characters(codec="utf-8")
)


@given(mixed)
def test_one_pattern_counts_as_a_loop_over_the_characters_does(text: str) -> None:
    assert count(text).word == slow_count(text)


@given(mixed)
def test_composed_and_decomposed_text_count_alike(text: str) -> None:
    assert count(unicodedata.normalize("NFD", text)) == count(unicodedata.normalize("NFC", text))


@given(st.lists(mixed))
def test_the_paragraphs_add_up_to_the_body(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert sum(by_paragraph(text)) == body_count(text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## 反思", "反思"),
        ("#卷积 不是标题", "#卷积 不是标题"),
        ("**重点**和__重点__和~~旧的~~", "重点和重点和旧的"),
        ("用`nn.Conv2d(**named)`卷积", "用nn.Conv2d(**named)卷积"),
        ("见[文档](https://pytorch.org)和![图](a.png)", "见文档和图"),
        ("[![图](a.png)](b.html)", "图"),
        ("[[2024-W28|上周]]和[[卷积]]", "上周和卷积"),
        ("- [ ] 学GNN\n* [x] 学CNN\n+ 学RNN", "学GNN\n学CNN\n学RNN"),
        ("> - 引用\n> > 再引", "引用\n再引"),
        ("a - b > c", "a - b > c"),
        ("前\n```python\nx = 1\n```\n后", "前\n\n后"),
        ("前\n~~~\nx = 1\n", "前\n"),
        ("行一\r\n# 行二\r\n", "行一\r\n行二\r\n"),
    ],
)
def test_markdown_is_stripped_to_what_a_reader_sees(written: str, shown: str) -> None:
    assert strip_markdown(written) == shown


def test_the_quota_leaves_out_the_weekly_heading_and_code_blocks_and_nothing_else() -> None:
    text = "# 第二周周记 2024.07.14 ~ 07.21\n\n## 所学\n学了CNN。\n```\nimport torch\n# 第三周\n```\n又学了*RNN*。\n"
    assert count(text).word == 29
    assert body_count(text) == len("所学学了_。又学了_。")
    assert by_paragraph(text) == [2, 4, 5]


def test_a_heading_that_cannot_be_read_yet_does_not_stop_the_count() -> None:
    assert body_count("# 第二周周记 2024.07.14 ~ 2024.07.01\n学了CNN") == 3


PIECES = [
    "学",
    "了",
    "，",
    "CNN",
    " ",
    "\n",
    "\r\n",
    "# ",
    "- ",
    "**",
    "`",
    "[a](b)",
    "[[n|m]]",
    "→",
    "’",
    "e\u0301",
    "> ",
    "_",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_counted_line_by_line_a_text_has_the_count_of_the_whole(text: str) -> None:
    assert body_count(text) == count(strip_markdown(text)).word == sum(by_paragraph(text))
    assert han_count(text) == count(text).han


def test_s1_the_first_weekly_log_counts_as_in_word(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    assert count(text) == Count(1984, 1746, 2199)
    assert count(strip_markdown(text)).word == 1979
    assert body_count(text) == 1971


def test_s3_the_first_weekly_log_reaches_800_in_its_fifth_paragraph(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    numbers = by_paragraph(text)
    assert numbers == [335, 216, 23, 167, 147, 475, 280, 328]
    looking_back, between, learned = sum(numbers[:2]), numbers[2], sum(numbers[3:])
    assert (looking_back, between, learned) == (551, 23, 1397)
    assert [*accumulate(numbers)][3:5] == [741, 888]
    assert (reached_in(text, 800), reached_in(text, 741), reached_in(text, 742)) == (5, 4, 5)
    assert reached_in(text, 1972) is None
