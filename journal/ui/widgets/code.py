"""Code as it is shown: highlighted, with the numbers of today in colour."""

from __future__ import annotations

from textual.content import Content
from textual.highlight import highlight


def code_content(code: str) -> Content:
    """Python code in the colours of the theme."""
    return highlight(code, language="python")
