"""The commands about the library: concepts, concept."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.text.figures import percent
from journal.text.prose import flowing
from journal.words import language, say

if TYPE_CHECKING:
    from journal.desk.timeline import Moment


def concepts(options: Namespace, settings: Settings) -> int:
    """Lists the library, or what a query finds of it, with what is known of each concept."""
    from journal.desk import opened
    from journal.desk.concepts import concept_rows

    with opened(settings) as desk:
        titles = {each.id: each.title for each in desk.library.concepts.values()}
        rows = [row for row in concept_rows(desk) if row.matches(options.query)]
    if options.json:
        print_json(
            [
                {
                    "id": row.id,
                    "en": titles[row.id].en if row.id in titles else "",
                    "zh": titles[row.id].zh if row.id in titles else "",
                    "topic": row.topic,
                    "origin": row.origin,
                    "questions": row.questions,
                    "mentions": row.mentions,
                    "known": row.known,
                    "due": row.due,
                    "broken": row.broken,
                }
                for row in rows
            ]
        )
        return 0
    print_lines(
        table(
            (row.id, row.title, row.broken or percent(row.known, ""), say("concepts.questions", n=row.questions))
            for row in rows
        )
    )
    return 0 if rows else 1


def concept(options: Namespace, settings: Settings) -> int:
    """Prints one concept: its text, what it needs, and every sentence of the log about it.

    With --timeline the sentences alone, and the reviews between them.
    """
    from journal.desk import opened
    from journal.desk.concepts import concept_page, find_concept
    from journal.desk.timeline import timeline

    with opened(settings) as desk:
        found = find_concept(desk, options.concept)
        page = concept_page(desk, found.id)
        moments = timeline(desk, found)
    if options.json:
        print_json(
            {
                "id": found.id,
                "en": found.title.en,
                "zh": found.title.zh,
                "topic": found.topic,
                "origin": found.origin,
                "questions": [question.name for question in found.questions],
                "known": page.row.known,
                "text": found.text.to(language()),
                "aliases": found.aliases,
                "needs": found.needs,
                "mentions": [
                    {"week": each.week, "start": each.start, "end": each.end, "snippet": each.snippet}
                    for each in page.mentions
                ],
                "timeline": [_moment(each) for each in moments],
            }
        )
        return 0
    if options.timeline:
        print_lines([page.row.title, *(line for each in moments for line in _told(each))])
        return 0 if moments else 1
    print_lines([page.row.title, "", flowing(page.row.text), ""])
    print_lines(
        f"{say(f'concepts.{name}')}  {' · '.join(titles)}"
        for name, titles in (("needs", page.row.needs), ("leads_to", page.row.leads_to), ("also_called", page.aliases))
        if titles
    )
    print_lines(["", say("concepts.questions", n=len(page.questions))])
    print_lines(f"  {each.name}  {each.prompt}" for each in page.questions)
    print_lines(["", say("concepts.in_your_log", n=len(page.mentions))])
    print_lines(f"  {each.week_title}  {each.snippet}" for each in page.mentions)
    return 0


def _moment(moment: Moment) -> dict[str, object]:
    """A moment as JSON: a sentence, or the reviews between two."""
    plain = asdict(moment)
    sentence = plain.pop("sentence", None)
    return {"kind": "sentence", **plain, **sentence} if sentence else {"kind": "reviews", **plain}


def _told(moment: Moment) -> list[str]:
    """A moment in lines: a sentence with its week, or what was reviewed, indented."""
    from journal.desk.timeline import Told, studied_lines

    if isinstance(moment, Told):
        return [f"{moment.sentence.week_title}  {moment.sentence.snippet}"]
    return [f"    {line}" for line in studied_lines(moment)]


def new(options: Namespace, settings: Settings) -> int:
    """Writes a concept file to start from, and opens it in the user's editor."""
    from journal.desk import opened
    from journal.desk.editing import open_in_editor
    from journal.desk.own_concepts import start_concept

    with opened(settings) as desk:
        path = start_concept(desk, options.name)
    if options.json:
        print_json({"path": str(path)})
    else:
        print_lines([say("concepts.started", path=path)])
        if not options.no_edit:
            open_in_editor(path)
    return 0
