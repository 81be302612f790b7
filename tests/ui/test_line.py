"""The word keys of a one-line input take a Han character or a Latin word, never a clause."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from journal.ui.widgets.line import Line


class Page(App[None]):
    """A screen with one line."""

    def compose(self) -> ComposeResult:
        yield Line("学习了RNN，和其套件")


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("end ctrl+w", "学习了RNN，和其套"),
        ("end ctrl+left ctrl+left ctrl+left ctrl+left ctrl+w", "学习了和其套件"),
        ("home alt+delete", "习了RNN，和其套件"),
        ("home ctrl+right ctrl+right ctrl+right alt+delete", "学习了，和其套件"),
        ("home ctrl+shift+right ctrl+w", "习了RNN，和其套件"),
    ],
)
async def test_word_keys(keys: str, left: str) -> None:
    app = Page()
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
        assert app.query_one(Line).value == left
