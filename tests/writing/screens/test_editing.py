"""Edits of every kind in any order, undone and redone: the editor never fails and never shows another text."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.document._wrapped_document import WrappedDocument
from textual.pilot import Pilot
from textual.widgets import TextArea

from journal.writing.screens.editor import Editor
from tests.support.app import SMALL, Opening, User
from tests.writing.screens.test_editor import Page, shown

PASTED = st.one_of(
    st.integers(0, 60).map(lambda n: "\n".join(f"line {i}" for i in range(n))),
    st.integers(0, 40).map(lambda n: "\n" * n),
    st.integers(0, 3000).map(lambda n: "字" * n),
    st.integers(0, 3000).map(lambda n: "x" * n),
    st.integers(0, 12).map(lambda n: "本周学了 Transformer 中的自注意力（Self-Attention），" * n + "\n\n"),
    st.text("ab 字，。（\n\t\u2028\x0b\re\u0301👩\u200d👧𠀀", max_size=200),
)
PLACES = st.tuples(st.integers(0, 80), st.integers(0, 120))
SIZES = st.sampled_from([(80, 24), (40, 10), (20, 3), (5, 5), (1, 1), (120, 50)])
CURSOR = ("cursor_up", "cursor_down", "cursor_page_up", "cursor_page_down", "cursor_line_end", "cursor_word_left")
DELETE = (
    "delete_left",
    "delete_right",
    "delete_word_left",
    "delete_word_right",
    "delete_to_end_of_line",
    "delete_line",
)
MOST = 40
"""Steps at once: fewer than the edits that the editor remembers."""
STEPS = st.one_of(
    st.tuples(st.just("type"), st.sampled_from("好x（ \n\t")),
    st.tuples(st.just("paste"), PASTED),
    st.tuples(st.just("replace"), PLACES, PLACES, PASTED, st.booleans()),
    st.tuples(st.just("select"), PLACES, PLACES),
    st.tuples(st.just("act"), st.sampled_from((*CURSOR, *DELETE, "cut", "select_all"))),
    st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 5)),
    st.tuples(st.just("scroll"), st.integers(0, 200)),
    st.tuples(st.just("resize"), SIZES),
)


async def do(editor: Editor, pilot: Pilot[None], step: tuple[Any, ...]) -> None:
    """Does one step as the keys, the mouse, the terminal or a screen would have it done."""
    within = editor.clamp_visitable
    match step:
        case "type", character:
            await editor._on_key(events.Key({"\n": "enter", "\t": "tab"}.get(character, character), character))
        case "paste", text:
            await editor._on_paste(events.Paste(text))
        case "replace", start, end, text, keep:
            editor.replace(text, within(start), within(end), maintain_selection_offset=keep)
        case "select", start, end:
            editor.selection = type(editor.selection)(within(start), within(end))
        case "act", name:
            getattr(editor, f"action_{name}")()
        case "undo" | "redo" as name, times:
            for _ in range(times):
                getattr(editor, name)()
        case "scroll", row:
            editor.scroll_to(y=row, animate=False, force=True)
        case "resize", size:
            await pilot.resize_terminal(*size)


def check(editor: Editor) -> None:
    """What Textual remembers of the text is the text's; the cursor and the rows that are shown are within it."""
    fresh = WrappedDocument(editor.document, width=editor.wrap_width, tab_width=editor.indent_width)
    for part in ("_wrap_offsets", "_offset_to_line_info", "_line_index_to_offsets", "_tab_width_cache"):
        assert getattr(editor.wrapped_document, part) == getattr(fresh, part)
    assert all(editor.clamp_visitable(each) == each for each in editor.selection)
    rows = editor.scrollable_content_region.height
    assert not rows or 0 <= editor.scroll_offset.y <= max(0, fresh.height - rows)


def is_in_view(editor: Editor) -> bool:
    """Whether the row of the cursor is on the screen, where there is a screen."""
    rows = editor.scrollable_content_region.height
    row = editor.wrapped_document.location_to_offset(editor.cursor_location).y - editor.scroll_offset.y
    return not rows or 0 <= row < rows


def turn(editor: Editor, name: str) -> str:
    """Undoes or redoes all that there is; the text that is left."""
    while getattr(editor.history, f"{name}_stack"):
        getattr(editor, name)()
    return editor.text


async def edit(steps: list[tuple[Any, ...]]) -> None:
    """Does the steps in an editor of 80×24, then takes everything back and does it again."""
    app = Page("")
    async with app.run_test(size=SMALL) as pilot:
        editor = app.query_one(Editor)
        for step in steps:
            before = editor.text
            await do(editor, pilot, step)
            await pilot.pause()
            check(editor)
            assert step[0] == "replace" or editor.text == before or is_in_view(editor)
        remembered = shown(app)
        editor.rows.clear()
        editor.refresh()
        await pilot.pause()
        assert shown(app) == remembered
        last = turn(editor, "redo")
        assert turn(editor, "undo") == ""
        check(editor)
        assert turn(editor, "redo") == last
        check(editor)


@settings(max_examples=12)
@given(st.lists(STEPS, min_size=5, max_size=MOST))
def test_edits_in_any_order_are_undone_and_done_again(steps: list[tuple[Any, ...]]) -> None:
    asyncio.run(edit(steps))


@pytest.mark.slow
@given(st.lists(STEPS, min_size=20, max_size=MOST))
def test_edits_in_any_order_are_undone_and_done_again_at_length(steps: list[tuple[Any, ...]]) -> None:
    asyncio.run(edit(steps))


def editor_of(user: User) -> TextArea:
    """The editor of Write."""
    return user.app.screen.query_one(TextArea)


async def test_a_paste_is_undone_after_a_first_line(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w", "a", "b", "c", "enter")
        await user.pastes("\n".join(f"第{n}行，学了卷积。" for n in range(30)))
        await user.press("ctrl+z")
        assert editor_of(user).text == "abc\n"
        assert user.sees("abc")
        await user.press("ctrl+y", "ctrl+z", "ctrl+z", "ctrl+z")
        assert editor_of(user).text == ""


@pytest.mark.parametrize("keys", [[], ["ctrl+end"], ["pagedown", "x", "ctrl+z"]])
async def test_the_template_is_undone_wherever_the_cursor_is(opened: Opening, keys: list[str]) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("学了卷积。")
        await user.press("ctrl+n", *keys, "ctrl+z")
        assert editor_of(user).text == "学了卷积。"
        assert user.sees("学了卷积。")


@pytest.mark.parametrize("text", ["", "- 没有提示的模板\n", "<!-- 一 -->", "\n\n\n"])
async def test_a_template_of_ones_own_need_not_ask_anything(opened: Opening, text: str) -> None:
    async with opened() as user:
        (user.journal.settings.home / "template.md").write_text(text, encoding="utf-8")
        await user.press("w")
        await user.types("学了卷积。")
        await user.press("ctrl+n")
        assert editor_of(user).text == f"学了卷积。\n\n{text}"
        await user.press("ctrl+z")
        assert editor_of(user).text == "学了卷积。"
