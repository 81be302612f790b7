"""Line breaks and word motion in mixed Chinese and English text."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
import rich._wrap
import textual._wrap
import textual.content
import textual.document._wrapped_document
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static, TextArea

from journal.ui.chinese import CHUNK, word_left, word_right
from journal.writing.screens.editor import Editor, spans_by_line

TEXT = (
    "本周主要学习了Transformer中的自注意力机制（self-attention），以及Encoder–Decoder结构。"
    "刚开始学BP的时候，我把它和BN混在了一起：前者是反向传播，后者是批归一化（Batch Normalisation）；二者毫无关系！"
    "卷积核为3×3、步长为2时，输出的大小是⌊(n+2p−k)/s⌋+1，而池化“只取最大值”……RNN的每一步都用同一个权重，"
    "所以梯度要沿时间连乘（vanishing gradients），LSTM用门来缓解。"
    "下周打算看GNN、MAS（多智能体）和one-hot编码，今晚就学。"
)
FORBIDDEN_FIRST = "，。、；：！？）」』】》”’…"
FORBIDDEN_LAST = "（「『【《“‘"


def test_rich_still_breaks_lines_through_the_name_that_is_replaced() -> None:
    assert rich._wrap.re_word is CHUNK
    assert "re_word" in inspect.getsource(rich._wrap.words)
    assert [word for _, _, word in rich._wrap.words("学习BP（反向）。")] == ["学", "习", "BP", "（反", "向）。"]


def test_textual_still_breaks_lines_through_the_name_that_is_replaced() -> None:
    assert textual._wrap.re_chunk is CHUNK
    assert "re_chunk" in inspect.getsource(textual._wrap.chunks)
    assert [chunk for _, _, chunk in textual._wrap.chunks("学习BP（反向）。")] == ["学", "习", "BP", "（反", "向）。"]


mixed = st.text(st.sampled_from("学习卷积，。（）“”…—BPx3 \t\n\u3000.,!?()[]{}é🙂\u0301ａＡ한あ𠀀")) | st.text()


@given(mixed)
def test_chunks_tile_any_text_without_loss(text: str) -> None:
    assert "".join(CHUNK.findall(text)) == text
    assert all(CHUNK.findall(text))


@given(mixed)
def test_word_motion_moves_on_to_the_end_and_back_to_the_start(text: str) -> None:
    line = text.replace("\n", " ")
    column = 0
    while column < len(line):
        following = word_right(line, column)
        assert column < following <= len(line)
        column = following
    while column > 0:
        before = word_left(line, column)
        assert 0 <= before < column
        column = before


# --- lines on the screen ------------------------------------------------------------------------------------------


def wrapped_by_editor(width: int) -> list[str]:
    area = TextArea(TEXT)
    area.wrapped_document.wrap(width, 4)
    return area.wrapped_document.get_sections(0)


def wrapped_by_text(width: int) -> list[str]:
    return [line.plain for line in Content(TEXT).wrap(width)]


def wrapped_by_rich(width: int) -> list[str]:
    from rich.console import Console
    from rich.text import Text

    return [line.plain for line in Text(TEXT).wrap(Console(width=width), width)]


@pytest.mark.parametrize("width", [35, 60, 80])
@pytest.mark.parametrize("wrapped", [wrapped_by_editor, wrapped_by_text, wrapped_by_rich])
def test_s29_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens(
    wrapped: Callable[[int], list[str]], width: int
) -> None:
    lines = [line.strip() for line in wrapped(width)]
    assert len(lines) > 3
    assert "".join("".join(lines).split()) == "".join(TEXT.split())
    assert [line for line in lines if line[0] in FORBIDDEN_FIRST or line[-1] in FORBIDDEN_LAST] == []
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [35, 60, 100])
def test_s29_no_line_of_the_first_weekly_log_begins_with_a_mark_that_closes(seed: Path, width: int) -> None:
    text = seed.read_text(encoding="utf-8")
    area = TextArea(text)
    area.wrapped_document.wrap(width, 4)
    lines = [line for number in range(area.document.line_count) for line in area.wrapped_document.get_sections(number)]
    assert len(lines) > len(text.splitlines())
    assert [line for line in lines if line.strip() and line.strip()[0] in FORBIDDEN_FIRST] == []


@pytest.mark.parametrize("width", [35, 60, 80])
def test_a_line_is_filled_before_it_is_broken(width: int) -> None:
    lines = wrapped_by_editor(width)
    following = [CHUNK.findall(line)[0] for line in lines[1:]]
    assert [
        line for line, chunk in zip(lines, following, strict=False) if cell_len(line + chunk.rstrip()) <= width
    ] == []


# --- the editor ---------------------------------------------------------------------------------------------------


class Stage(App[None]):
    """An editor alone on the screen."""

    def compose(self) -> ComposeResult:
        yield Editor()
        yield Static()


LINE = "刚开始学BP的时候（今晚就学），学习了RNN和其套件 don't"


async def edited(line: str, *keys: str) -> tuple[str, int]:
    """The text and the column of the cursor after some keys, with the cursor at `|` to begin with."""
    app = Stage()
    async with app.run_test() as pilot:
        area = app.query_one(Editor)
        area.load_text(line.replace("|", ""))
        area.move_cursor((0, line.index("|")))
        area.focus()
        await pilot.press(*keys)
        return area.text, area.cursor_location[1]


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("学了（今晚就学），学习了RNN|和", "ctrl+w", "学了（今晚就学），学习了|和"),
        ("学了（今晚就学）|，学习了", "ctrl+w", "学了（今晚就|，学习了"),
        ("学了（今晚就学），学习|了", "alt+backspace", "学了（今晚就学），学|了"),
        ("用nn.Conv2d|卷积", "ctrl+backspace", "用nn.|卷积"),
        ("用 batch size |卷积", "ctrl+w", "用 batch |卷积"),
        ("我|先跳过了MAS", "alt+delete", "我|跳过了MAS"),
        ("我先跳过了|MAS，下周再说", "alt+delete", "我先跳过了|，下周再说"),
        ("我先跳过了MAS|，下周再说", "alt+delete", "我先跳过了MAS|周再说"),
        ("学习了RNN|和其套件", "ctrl+left", "学习了|RNN和其套件"),
        ("学习|了RNN", "ctrl+left", "学|习了RNN"),
        ("学习了|RNN和其套件", "ctrl+right", "学习了RNN|和其套件"),
        ("学|习了RNN", "ctrl+right", "学习|了RNN"),
        ("（今晚就|学），学习", "ctrl+right", "（今晚就学|），学习"),
    ],
)
async def test_s29_words_are_han_characters_or_latin_runs_and_no_clause_is_ever_eaten(
    before: str, key: str, after: str
) -> None:
    assert await edited(before, key) == (after.replace("|", ""), after.index("|"))


async def test_word_deletion_can_be_undone() -> None:
    text, _ = await edited("学了（今晚就学），学习了RNN|和", "ctrl+w", "ctrl+w", "ctrl+z", "ctrl+z")
    assert text == "学了（今晚就学），学习了RNN和"


async def test_a_selection_is_what_word_deletion_deletes() -> None:
    assert await edited("我先|跳过了MAS", "shift+right", "shift+right", "alt+delete") == ("我先了MAS", 2)


async def test_at_the_ends_of_a_line_word_motion_goes_to_the_next_line() -> None:
    app = Stage()
    async with app.run_test() as pilot:
        area = app.query_one(Editor)
        area.load_text("学习\nRNN")
        area.focus()
        area.move_cursor((0, 2))
        await pilot.press("ctrl+right")
        assert area.cursor_location == (1, 0)
        await pilot.press("ctrl+left")
        assert area.cursor_location == (0, 2)
        area.move_cursor((1, 3))
        await pilot.press("ctrl+right")
        assert area.cursor_location == (1, 3)
        area.move_cursor((0, 0))
        await pilot.press("ctrl+left")
        assert area.cursor_location == (0, 0)


def test_marks_are_counted_from_the_start_of_their_line() -> None:
    text = "# 第一周\n\n学了卷积\n和RNN，池\n化"
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("卷积", "RNN")]
    across = text.index("池\n化")
    found = spans_by_line(text, [*spans, (across, across + 3)])
    assert found == {2: [(2, 4)], 3: [(1, 4)]}
    lines = text.split("\n")
    assert [lines[line][start:end] for line, each in found.items() for start, end in each] == ["卷积", "RNN"]
