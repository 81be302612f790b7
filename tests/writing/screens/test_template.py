"""The template of a week: it asks, and what it asks never counts."""

from __future__ import annotations

from textual.widgets import TextArea

from tests.support.app import Opening


async def test_s25_the_template_asks_once_and_never_counts(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w", "ctrl+n")
        text = user.app.screen.query_one(TextArea).text
        assert "## Looking back <!--" in text
        assert user.sees("0 / 800 字")
        await user.types("很好，学了卷积。")
        assert user.sees("8 / 800 字")
        await user.press("ctrl+n")
        assert user.messages == ["The template is there already."]
        assert user.app.screen.query_one(TextArea).text.count("Looking back") == 1
        await user.press("ctrl+s")
        assert "很好，学了卷积。" in user.bodies[0].partition("## What I learned")[0]
