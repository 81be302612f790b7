"""The texts of concept files: paragraphs that are wrapped in the file and flow freely on a screen."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph without line breaks; a formula is a line that stands indented on its own."""

    text: str
    is_formula: bool


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, the line breaks inside each taken out: with a blank between Latin, none between Han."""
    found: list[Paragraph] = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = block.splitlines()
        if all(line.startswith("    ") for line in lines):
            found.extend(Paragraph(line.strip(), is_formula=True) for line in lines)
        elif lines:
            found.append(Paragraph(_joined(lines), is_formula=False))
    return found


def flowing(text: str) -> str:
    """The same text with a line for each paragraph, a blank line between two, formulas indented."""
    return "\n\n".join(f"    {each.text}" if each.is_formula else each.text for each in paragraphs(text))


def code_spans(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its backticks, and where the code stood that they enclosed."""
    plain, spans, last = "", [], 0
    for match in _CODE.finditer(text):
        plain += text[last : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        last = match.end()
    return plain + text[last:], spans


def _joined(lines: list[str]) -> str:
    joined = lines[0].strip()
    for line in lines[1:]:
        between_han = bool(_WIDE.match(joined[-1:])) and bool(_WIDE.match(line.strip()[:1]))
        joined += ("" if between_han else " ") + line.strip()
    return joined
