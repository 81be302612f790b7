"""The editor: what a key paints again, and that the cursor never leaves the screen."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets.text_area import Selection

from journal.ui.theme import THEMES
from journal.writing.screens.editor import Editor

PARAGRAPH = "本周主要学习了 Transformer 中的自注意力机制（Self-Attention），它让每个词都能看到别的词。" * 4
TEXT = "\n".join(["# 第一周", "", *[PARAGRAPH, ""] * 30])


class Page(App[None]):
    """An editor alone; `painted` are the rows that were made again."""

    def __init__(self, text: str = TEXT) -> None:
        super().__init__()
        self.body = text
        self.painted: list[int] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        editor = Counted(soft_wrap=True, highlight_cursor_line=False)
        editor.painted = self.painted
        yield editor

    def on_ready(self) -> None:
        editor = self.query_one(Editor)
        editor.load_text(self.body)
        editor.cursor_blink = False
        editor.focus()


class Counted(Editor):
    """An editor that notes which rows it paints again."""

    painted: list[int]

    def _render_line(self, y: int):  # type: ignore[no-untyped-def]
        self.painted.append(y)
        return super()._render_line(y)


async def painted(app: Page, pilot: Pilot[None], *keys: str) -> list[int]:
    """The rows that some keys paint again."""
    await pilot.pause()
    app.painted.clear()
    await pilot.press(*keys)
    await pilot.pause()
    return sorted(set(app.painted))


async def test_a_key_paints_the_rows_of_its_own_paragraph_and_no_other() -> None:
    app = Page()
    async with app.run_test(size=(80, 24)) as pilot:
        editor = app.query_one(Editor)
        editor.move_cursor((2, 30))
        rows = editor.wrapped_document.get_offsets(2)
        assert 3 <= len(rows) <= 8
        assert len(await painted(app, pilot, "好")) <= len(rows) + 2
        assert len(await painted(app, pilot, "x", "y", "z")) <= len(rows) + 2


async def test_moving_the_cursor_paints_where_it_was_and_where_it_is() -> None:
    app = Page()
    async with app.run_test(size=(80, 24)) as pilot:
        editor = app.query_one(Editor)
        editor.move_cursor((2, 5))
        rows = len(editor.wrapped_document.get_offsets(2)) + 1
        assert len(await painted(app, pilot, "right")) <= rows
        assert len(await painted(app, pilot, "left")) == 0


async def test_concepts_that_are_marked_paint_only_the_lines_that_they_stand_in() -> None:
    app = Page()
    async with app.run_test(size=(80, 24)) as pilot:
        editor = app.query_one(Editor)
        await pilot.pause()
        rows = len(editor.wrapped_document.get_offsets(4)) + 1
        app.painted.clear()
        editor.mark({4: [(7, 18)]})
        await pilot.pause()
        assert 1 <= len(set(app.painted)) <= rows


async def test_marks_stay_at_their_words_while_one_types_so_that_finding_them_again_paints_nothing() -> None:
    app = Page()
    async with app.run_test(size=(80, 24)) as pilot:
        editor = app.query_one(Editor)
        editor.mark({4: [(7, 18), (30, 39)], 6: [(7, 18)]})
        editor.underline({4: [(0, 2)]})
        for cursor, keys, marks in (
            ((4, 20), ["好", "x"], {4: [(7, 18), (32, 41)], 6: [(7, 18)]}),
            ((4, 20), ["delete"], {4: [(7, 18), (31, 40)], 6: [(7, 18)]}),
            ((4, 20), ["enter"], {4: [(7, 18)], 5: [(11, 20)], 7: [(7, 18)]}),
            ((5, 0), ["backspace"], {4: [(7, 18), (31, 40)], 6: [(7, 18)]}),
            ((4, 10), ["好"], {4: [(32, 41)], 6: [(7, 18)]}),
        ):
            editor.move_cursor(cursor)
            await pilot.press(*keys)
            assert editor.marks == marks
            assert editor.typos == {4: [(0, 2)]}
            assert await painted(app, pilot) == []
            editor.mark(marks)
            assert await painted(app, pilot) == []


def shown(app: Page) -> list[list[tuple[str, str]]]:
    """What the screen shows: text and style, piece by piece."""
    return [
        [(segment.text, str(segment.style)) for segment in strip] for strip in app.screen._compositor.render_strips()
    ]


@pytest.mark.parametrize("size", [(80, 24), (30, 12)])
async def test_whatever_is_done_the_screen_shows_what_an_editor_that_remembers_nothing_shows(
    size: tuple[int, int],
) -> None:
    app = Page()
    async with app.run_test(size=size) as pilot:
        editor = app.query_one(Editor)

        async def compare() -> None:
            await pilot.pause()
            remembered = shown(app)
            editor.rows.clear()
            editor.refresh()
            await pilot.pause()
            assert shown(app) == remembered

        for keys in (
            ["好"],
            ["enter"],
            ["down", "x"],
            ["pagedown"],
            ["backspace"],
            ["ctrl+z"],
            ["end", "enter", "#", " "],
        ):
            await pilot.press(*keys)
            await compare()
        editor.mark({0: [(0, 3)], 4: [(7, 18)]})
        await compare()
        for selection in (Selection((2, 5), (4, 9)), Selection((4, 9), (2, 5)), Selection((0, 0), editor.document.end)):
            editor.selection = selection
            await compare()
        editor.selection = Selection.cursor((4, 3))
        await pilot.resize_terminal(size[0] + 9, size[1])
        await pilot.pause(0.3)
        await compare()
        app.theme = THEMES[1].name
        await compare()
        app.post_message(events.Paste(TEXT))
        await compare()


async def test_a_line_that_wraps_at_the_foot_of_the_screen_stays_in_view() -> None:
    app = Page("字\n" * 30)
    async with app.run_test(size=(40, 12)) as pilot:
        editor = app.query_one(Editor)
        editor.move_cursor(editor.document.end)
        await pilot.pause()
        for _ in range(80):
            await pilot.press("好")
            await pilot.pause()
            assert editor.region.contains_point(editor.cursor_screen_offset)
