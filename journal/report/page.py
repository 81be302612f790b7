"""A page of HTML to give away: its style inside, no script that runs, nothing that is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from journal.core.messages import language
from journal.log.prompts import answered

_PAGE = Path(__file__).with_name("page.html")
_TAGS = {"zh": "zh-CN"}
"""The tags of HTML that are not the codes of our languages."""


def page(title: str, style: Path, body: str) -> str:
    """The whole page: a title as plain text, a file of CSS, and the HTML of its body."""
    tag, css = _TAGS.get(language(), language()), style.read_text(encoding="utf-8")
    return _PAGE.read_text(encoding="utf-8").format(language=tag, title=escape(title), style=css, body=body)


def from_markdown(text: str) -> str:
    """Markdown as HTML: tags in it are text, line breaks stay, a picture is its description.

    What a template asks and nobody answered is left out.
    """
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    markdown.add_render_rule("image", _described)
    return str(markdown.render(answered(text)))


def _described(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    return f"<em>{escape(tokens[place].content)}</em>"
