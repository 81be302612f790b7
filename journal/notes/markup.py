"""Between the HTML of Anki's fields and the Markdown of notes. Nothing of a script or a style comes through."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import unquote

from journal.notes.formulas import MARKS

_BLOCKS = {"div", "p", "br", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "section", "hr"}
_SILENT = {"script", "style", "head", "title", "template", "iframe", "object"}
_AROUND = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_UNMARKED = re.compile(r"[\[\]\s]+")
LATEX = re.compile(r"\[latex\](.*?)\[/latex\]|\[\$\$\](.*?)\[/\$\$\]|\[\$\](.*?)\[/\$\]", re.DOTALL | re.IGNORECASE)
"""A formula in the marks of Anki: any LaTeX, displayed, in a line; each in a group of its own."""


def markdown_of(field: str) -> str:
    """A field of HTML as Markdown: bold, code, lists, pictures and formulas stay, the rest is its text."""
    reader = _Reader()
    reader.feed(LATEX.sub(_as_dollars, field))
    reader.close()
    lines = (line.strip() if not reader.has_code else line.rstrip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def sounds(field: str) -> int:
    """How many recordings a field has: they are named, not taken."""
    return len(_SOUND.findall(field))


def html_of(text: str) -> str:
    """Markdown as HTML: raw HTML in it is text, formulas are what Anki shows by MathJax."""
    from markdown_it import MarkdownIt

    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        inside = next(part for part in found.groups() if part is not None)
        marks = ("\\[", "\\]") if found["display"] or found["bracket"] else ("\\(", "\\)")
        kept.append(html.escape(f"{marks[0]}{inside}{marks[1]}", quote=False))
        return f"\ue010{len(kept) - 1}\ue011"

    shown = MarkdownIt("commonmark", {"html": False, "breaks": True}).render(MARKS.sub(keep, text)).strip()
    if shown.count("<p>") == 1 and shown.startswith("<p>") and shown.endswith("</p>"):
        shown = shown[3:-4]
    shown = re.sub(r'(?<=<img src=")[^"]*', _as_named, shown)
    return re.sub("\ue010(\\d+)\ue011", lambda found: kept[int(found[1])], shown)


def _as_named(found: re.Match[str]) -> str:
    """The path of a picture as its file is called: Anki looks for files by what stands in the tag."""
    return html.escape(unquote(html.unescape(found[0])))


def _as_dollars(found: re.Match[str]) -> str:
    inside = next(part for part in found.groups() if part is not None).strip()
    if inside.startswith("$"):
        return inside
    return f"$${inside}$$" if found[2] is not None else f"${inside}$"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.pre = 0
        self.has_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a tag means for the text."""
        if tag in _SILENT:
            self.silent += 1
        elif tag == "img":
            told = dict(attrs)
            self.parts.append(f"![{_UNMARKED.sub('', told.get('alt') or '')}]({told.get('src') or ''})")
        elif tag == "pre":
            self.pre += 1
            self.has_code = True
            self.parts.append("\n```\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in ("td", "th"):
            self.parts.append("  ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("sub", "sup"):
            self.parts.append("_" if tag == "sub" else "^")
        elif tag == "anki-mathjax":
            self.parts.append("$")
        elif tag in _AROUND and not self.pre:
            self.parts.append(_AROUND[tag])

    def handle_endtag(self, tag: str) -> None:
        """Ends what the tag began."""
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "pre":
            self.pre = max(0, self.pre - 1)
            self.parts.append("\n```\n")
        elif tag == "anki-mathjax":
            self.parts.append("$")
        elif tag in ("div", "p", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol"):
            self.parts.append("\n")
        elif tag in _AROUND and not self.pre:
            self.parts.append(_AROUND[tag])

    def handle_data(self, data: str) -> None:
        """Takes the text."""
        if not self.silent:
            self.parts.append(data if self.pre else re.sub(r"[ \t\r\n\xa0]+", " ", _SOUND.sub("", data)))
