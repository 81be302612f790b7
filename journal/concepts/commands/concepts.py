"""The commands about the library: concepts, concept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.core.formatting import percent
from journal.core.languages import LANGUAGES, Translated
from journal.core.messages import language, say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.library.prose import flowing
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.concepts.concepts import ConceptPage, ConceptRow
    from journal.concepts.timeline import TimelineEvent
    from journal.library.concept import Concept


def concepts(options: Namespace, settings: Settings) -> int:
    """Lists the library, or the concepts that match a query, with how well each is known; with --path, the paths."""
    from journal.concepts.concepts import concept_rows

    if options.path is not None:
        from journal.concepts.commands.paths import paths

        return paths(options, settings)
    with opened(settings) as journal:
        titles = {each.id: each.title for each in journal.library.outlines.values()}
        rows = [row for row in concept_rows(journal) if row.matches(options.query)]
    if options.json:
        print_json([_row_as_data(row, titles.get(row.id, Translated())) for row in rows])
        return 0
    print_lines(
        table(
            (row.id, row.title, row.broken or percent(row.known, ""), say("concepts.questions", n=row.questions))
            for row in rows
        )
    )
    return 0 if rows else 1


def concept(options: Namespace, settings: Settings) -> int:
    """Prints one concept: its text, its prerequisites, and every sentence of the log about it.

    With --timeline, prints only the sentences and the reviews between them.
    """
    from journal.concepts.concepts import concept_page
    from journal.concepts.timeline import timeline
    from journal.opening.lookup import find_concept

    with opened(settings) as journal:
        found = find_concept(journal, options.concept)
        page = concept_page(journal, found.id)
        moments = timeline(journal, found)
    if options.json:
        print_json(_page_as_data(found, page, moments))
    elif options.timeline:
        print_lines([page.row.title, *(line for each in moments for line in _summary(each))])
        return 0 if moments else 1
    else:
        print_lines(_page_as_lines(page))
    return 0


def _row_as_data(row: ConceptRow, title: Translated) -> dict[str, object]:
    return {
        "id": row.id,
        **{language: title.get(language, "") for language in LANGUAGES},
        "topic": row.topic,
        "origin": row.origin,
        "questions": row.questions,
        "mentions": row.mentions,
        "known": row.known,
        "due": row.due,
        "broken": row.broken,
    }


def _page_as_data(found: Concept, page: ConceptPage, moments: Sequence[TimelineEvent]) -> dict[str, object]:
    return {
        "id": found.id,
        **{language: found.title.get(language, "") for language in LANGUAGES},
        "topic": found.topic,
        "origin": found.origin,
        "questions": [question.name for question in found.questions],
        "known": page.row.known,
        "text": found.text.to(language()),
        "aliases": found.aliases,
        "needs": found.needs,
        "mentions": [
            {"week": each.week, "start": each.start, "end": each.end, "snippet": each.snippet} for each in page.mentions
        ],
        "timeline": [_event_as_json(each) for each in moments],
    }


def _page_as_lines(page: ConceptPage) -> Iterator[str]:
    row = page.row
    yield from (row.title, "", flowing(row.text), "")
    for name, titles in (("needs", row.needs), ("leads_to", row.leads_to), ("also_called", page.aliases)):
        if titles:
            yield f"{say(f'concepts.{name}')}  {' · '.join(titles)}"
    yield from ("", say("concepts.questions", n=len(page.questions)))
    yield from (f"  {each.name}  {each.prompt}" for each in page.questions)
    yield from ("", say("concepts.in_your_log", n=len(page.mentions)))
    yield from (f"  {each.week_title}  {each.snippet}" for each in page.mentions)


def _event_as_json(moment: TimelineEvent) -> dict[str, object]:
    """A moment as JSON: a sentence, or the reviews between two."""
    plain = asdict(moment)
    sentence = plain.pop("sentence", None)
    return {"kind": "sentence", **plain, **sentence} if sentence else {"kind": "reviews", **plain}


def _summary(moment: TimelineEvent) -> list[str]:
    """A moment in lines: a sentence with its week, or what was reviewed, indented."""
    from journal.concepts.timeline import LogSentence, reviewed_lines

    if isinstance(moment, LogSentence):
        return [f"{moment.sentence.week_title}  {moment.sentence.snippet}"]
    return [f"    {line}" for line in reviewed_lines(moment)]


def new(options: Namespace, settings: Settings) -> int:
    """Creates a concept file from a template and opens it in the user's editor."""
    from journal.concepts.own import start_concept
    from journal.opening.external_editor import open_in_editor

    with opened(settings) as journal:
        path = start_concept(journal, options.name, with_task=options.task)
    if options.json:
        print_json({"path": str(path)})
    else:
        print_lines([say("concepts.started", path=path)])
        if not options.no_edit:
            open_in_editor(path)
    return 0
