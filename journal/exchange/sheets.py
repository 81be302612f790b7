"""Weekly logs as files for others: Markdown, one page of HTML, plain text for pasting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from journal.exchange import frontmatter
from journal.exchange.carried import marked
from journal.exchange.readout import Log, hash_of
from journal.text.counting import plain_body
from journal.text.prompts import answered
from journal.text.weeks import split_weeks
from journal.words import say

_STYLE = Path(__file__).with_name("sheets.css")


@dataclass(frozen=True)
class Sheet:
    """One log with what is told of it: the `words` that the quota counts, its goal, the ids of its concepts."""

    log: Log
    words: int
    goal: int
    concepts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.log.starts:%Y-%m-%d}_{self.log.ends:%Y-%m-%d}.md"


def note(sheet: Sheet) -> str:
    """A log as a Markdown note: frontmatter, then its text as it is."""
    log, told = sheet.log, dict[str, str | int | date | list[str]](title=sheet.log.title)
    if log.number is not None:
        told["week"] = log.number
    told |= {"start": log.starts, "end": log.ends, "zishu": sheet.words, "goal": sheet.goal}
    return frontmatter.written(told | {"concepts": list(sheet.concepts), "journal-base": hash_of(log.body)}) + log.body


def markdown(sheets: Sequence[Sheet]) -> str:
    """A single log as a note; several one below the other, each under its heading, as they are imported again."""
    if len(sheets) == 1:
        return note(sheets[0])
    return "".join(marked(_heading(sheet.log), sheet.log) for sheet in sheets)


def text(sheets: Sequence[Sheet]) -> str:
    """A single log as the quota counts it, without Markdown; several with their titles between them."""
    if len(sheets) == 1:
        return plain_body(sheets[0].log.body).strip() + "\n"
    return "\n\n".join(f"{sheet.log.title}\n\n{plain_body(sheet.log.body).strip()}\n" for sheet in sheets)


def html(sheets: Sequence[Sheet]) -> str:
    """The logs as one page without anything from elsewhere, a sheet of paper each when it is printed."""
    from journal.exchange.page import page  # only needed for a page of HTML

    title = sheets[0].log.title if len(sheets) == 1 else say("exchange.logs")
    return page(title, _STYLE, "\n".join(map(_article, sheets)))


def _article(sheet: Sheet) -> str:
    from journal.exchange.page import from_markdown

    count = escape(say("exchange.count", words=sheet.words, goal=sheet.goal))
    body = from_markdown(answered(_below_heading(sheet.log)))
    return f'<article>\n<h1>{escape(sheet.log.title)}</h1>\n<p class="count">{count}</p>\n{body}</article>'


def _heading(log: Log) -> str:
    """The heading that a log needs above its own text: none where it begins with one that tells its period."""
    own = split_weeks(log.body)[0].heading
    return "" if own and own.starts else f"# {' '.join(log.title.split())}\n\n"


def _below_heading(log: Log) -> str:
    week = split_weeks(log.body)[0]
    return log.body[len(week.line) :]
