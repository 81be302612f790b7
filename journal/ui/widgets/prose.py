"""The texts of concepts on a screen: paragraphs that flow, formulas apart, code in colour."""

from __future__ import annotations

from textual.content import Content

from journal.library.prose import code_spans, paragraphs


def line_content(text: str) -> Content:
    """One line of text; what stands between backticks is code."""
    plain, spans = code_spans(text)
    content = Content(plain)
    for start, end in spans:
        content = content.stylize("$secondary", start, end)
    return content


def prose_content(text: str) -> Content:
    """A whole text."""
    parts = [
        Content.assemble("    ", (each.text, "$accent")) if each.is_formula else line_content(each.text)
        for each in paragraphs(text)
    ]
    return Content("\n\n").join(parts)
