"""Weekly logs as files for others: Markdown, one page of HTML, plain text for pasting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from journal.core.messages import say
from journal.exchange import frontmatter
from journal.exchange.carried import marked
from journal.exchange.import_batch import ImportedLog, hash_of
from journal.log.counting import plain_body
from journal.log.headings import split_weeks
from journal.log.prompts import answered

_STYLE = Path(__file__).with_name("sheets.css")


@dataclass(frozen=True)
class ExportDocument:
    """One log and its metadata: the `words` that the quota counts, its goal, the ids of its concepts."""

    log: ImportedLog
    words: int
    goal: int
    concepts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.log.starts:%Y-%m-%d}_{self.log.ends:%Y-%m-%d}.md"


def note(document: ExportDocument) -> str:
    """A log as a Markdown note: frontmatter, then its text as it is."""
    log, metadata = document.log, dict[str, str | int | date | list[str]](title=document.log.title)
    if log.number is not None:
        metadata["week"] = log.number
    metadata |= {"start": log.starts, "end": log.ends, "zishu": document.words, "goal": document.goal}
    return (
        frontmatter.written(metadata | {"concepts": list(document.concepts), "journal-base": hash_of(log.body)})
        + log.body
    )


def markdown(documents: Sequence[ExportDocument]) -> str:
    """A single log as a note; several one below the other, each under its heading, as they are imported again."""
    if len(documents) == 1:
        return note(documents[0])
    return "".join(marked(_heading(document.log), document.log) for document in documents)


def text(documents: Sequence[ExportDocument]) -> str:
    """A single log as the quota counts it, without Markdown; several with their titles between them."""
    if len(documents) == 1:
        return plain_body(documents[0].log.body).strip() + "\n"
    return "\n\n".join(f"{document.log.title}\n\n{plain_body(document.log.body).strip()}\n" for document in documents)


def html(documents: Sequence[ExportDocument]) -> str:
    """The logs as one page without anything from elsewhere, a sheet of paper each when it is printed."""
    from journal.report.page import page  # only needed for a page of HTML

    title = documents[0].log.title if len(documents) == 1 else say("exchange.logs")
    return page(title, _STYLE, "\n".join(map(_article, documents)))


def _article(document: ExportDocument) -> str:
    from journal.report.page import from_markdown

    count = escape(say("exchange.count", words=document.words, goal=document.goal))
    body = from_markdown(answered(_below_heading(document.log)))
    return f'<article>\n<h1>{escape(document.log.title)}</h1>\n<p class="count">{count}</p>\n{body}</article>'


def _heading(log: ImportedLog) -> str:
    """The heading that a log needs above its own text: none where it begins with one that tells its period."""
    own = split_weeks(log.body)[0].heading
    return "" if own and own.starts else f"# {' '.join(log.title.split())}\n\n"


def _below_heading(log: ImportedLog) -> str:
    week = split_weeks(log.body)[0]
    return log.body[len(week.line) :]
