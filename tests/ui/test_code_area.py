"""The editor of code: it indents, pairs brackets, and leaves what is locked alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from journal.ui.widgets.code_area import CodeArea

Typing = Callable[..., AbstractAsyncContextManager[tuple[CodeArea, Pilot[None]]]]


@pytest.fixture
def typing() -> Typing:
    """An editor with a text, its cursor at the end."""

    @asynccontextmanager
    async def opening(text: str = "", **set_to: object) -> AsyncIterator[tuple[CodeArea, Pilot[None]]]:
        class Host(App[None]):
            def compose(self) -> ComposeResult:
                yield CodeArea(text, tab_behavior="focus")

        async with Host().run_test(size=(60, 20)) as pilot:
            area = pilot.app.query_one(CodeArea)
            for name, value in set_to.items():
                setattr(area, name, value)
            area.focus()
            area.move_cursor(area.document.end)
            await pilot.pause()
            yield area, pilot

    return opening


@pytest.mark.parametrize(
    ("text", "keys", "after"),
    [
        ("def f(x):", ["enter", "y"], "def f(x):\n    y"),
        ("    a = 1", ["enter", "b"], "    a = 1\n    b"),
        ("    return a", ["enter", "b"], "    return a\nb"),
        ("", ["tab", "x"], "    x"),
        ("        x", ["shift+tab"], "    x"),
        ("        ", ["backspace"], "    "),
        ("   ", ["backspace"], ""),
        ("f", ["left_parenthesis", "x", "right_parenthesis"], "f(x)"),
        ("f", ["left_parenthesis", "backspace"], "f"),
        ("f", ["left_square_bracket", "1", "right_square_bracket"], "f[1]"),
        ("a", ["right_parenthesis"], "a)"),
    ],
)
async def test_keys_mean_what_they_mean_in_python(typing: Typing, text: str, keys: list[str], after: str) -> None:
    async with typing(text) as (area, pilot):
        await pilot.press(*keys)
        assert area.text == after


async def test_a_bracket_before_a_name_stands_alone(typing: Typing) -> None:
    async with typing("x") as (area, pilot):
        await pilot.press("home", "left_parenthesis")
        assert area.text == "(x"


async def test_locked_rows_stay_but_a_line_may_begin_below_them(typing: Typing) -> None:
    async with typing("def f():\n    x", locked={0}) as (area, pilot):
        await pilot.press("up", "z", "home", "backspace", "delete", "enter")
        assert area.text == "def f():\n    x"
        await pilot.press("end", "enter", "y")
        assert area.text == "def f():\n    y\n    x"


async def test_lines_are_moved_but_not_past_a_locked_one(typing: Typing) -> None:
    async with typing("def f():\n    a\n    b", locked={0}) as (area, _):
        area.move_line(-1)
        assert area.text == "def f():\n    b\n    a"
        area.move_line(-1)
        assert area.text == "def f():\n    b\n    a"


NAMES = (".softmax", ".sort", ".sum", "torch.softmax", "torch.softplus", "torch.zeros")


@pytest.mark.parametrize(
    ("text", "completed", "shown"),
    [
        ("torch.z", "torch.zeros", ["torch.zeros"]),
        ("torch.so", "torch.soft", ["torch.softmax", "torch.softplus"]),
        ("x = y.su", "x = y.sum", ["y.sum"]),
        ("total = 1\nto", "total = 1\nto", ["torch", "total"]),
        ("tor", "torch", ["torch"]),
        ("t", "t   ", []),
        ("torch.nothing", "torch.nothing   ", []),
    ],
)
async def test_tab_completes_a_name_as_far_as_it_is_clear(
    typing: Typing, text: str, completed: str, shown: list[str]
) -> None:
    async with typing(text, names=NAMES) as (area, pilot):
        assert area.completions() == shown
        await pilot.press("tab")
        assert area.text == completed


async def test_tab_leads_from_blank_to_blank(typing: Typing) -> None:
    async with typing("a = ____\nb = ____", one_line=True) as (area, pilot):
        area.next_blank()
        await pilot.press("1", "tab", "2", "enter")
        assert area.text == "a = 1\nb = 2"
