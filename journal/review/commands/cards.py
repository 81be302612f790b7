"""The commands about cards and what the learner believes: card, beliefs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.card_page import CardPage, PastReview
    from journal.review.cards import CardRow
    from journal.review.held_misconceptions import MisconceptionRow


def card(options: Namespace, settings: Settings) -> int:
    """Lists cards by name or filter, shows one in full, and buries, suspends or restores cards, sets
    their date, or resets them.
    """
    from journal.review.card_page import card_page
    from journal.review.cards import find_cards
    from journal.review.commands.notes import VERBS
    from journal.review.held_misconceptions import misconceptions

    if verb := VERBS.get(next(iter(options.cards), "")):
        return verb(options, settings)
    text = " ".join(options.cards)
    with opened(settings) as journal:
        rows = find_cards(journal, text)
        if options.bury or options.suspend or options.back or options.anew or options.due:
            return _take(journal, options, text, rows)
        if text.endswith(tuple(row.name for row in rows)) and len(rows) == 1:
            page = card_page(journal, rows[0].id)
            ideas = [each for each in misconceptions(journal, page.row.concept) if each.question == page.row.question]
            if options.json:
                print_json(_plain_page(page, ideas))
            else:
                print_lines(_page_lines(page, ideas))
            return 0
    if options.json:
        print_json([_plain(row) for row in rows])
    else:
        print_lines(table(map(_cells, rows)) or [say("cards.none")])
    return 0 if rows else 1


def _take(journal: Journal, options: Namespace, text: str, rows: Iterable[CardRow]) -> int:
    """Buries, suspends or restores the named cards, sets their date, or resets them."""
    from journal.review.cards import begin_anew, bring_back, bury, set_due, suspend

    if not text:
        raise UserError("cards.name_them")
    day = _day(journal, options.due)
    acts: Mapping[str, Callable[[Journal, Sequence[int]], int | None]] = {
        "bury": bury,
        "suspend": suspend,
        "back": bring_back,
        "anew": begin_anew,
        "due": lambda journal, ids: set_due(journal, ids, day),
    }
    what = next(name for name in acts if getattr(options, name))
    ids = [row.id for row in rows]
    count = acts[what](journal, ids)
    if options.json:
        print_json({"cards": [row.name for row in rows], "done": what})
    else:
        done = len(ids) if count is None else count
        print_lines([say(f"cards.done_{what}", n=done, day=f"{day:%Y-%m-%d}") if ids else say("cards.none")])
    return 0 if ids else 1


def _day(journal: Journal, text: str | None) -> date:
    """The day that `--due` names, today without it. Raises UserError for what names none, or one in the past."""
    if text is None:
        return journal.today
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UserError("cards.no_day", text=text) from error
    if day < journal.today:
        raise UserError("cards.past_day", day=text)
    return day


def _cells(row: CardRow) -> Iterator[str]:
    """A card as the cells of a line."""
    yield row.name
    yield say(f"cards.state_{row.state}")
    yield row.due_text
    yield "" if row.stability is None else say("cards.stability", days=f"{row.stability:.1f}")
    yield "" if row.difficulty is None else say("cards.difficulty", value=f"{row.difficulty:.1f}")
    yield say("cards.lapses", n=row.lapses)
    yield say("cards.leech") if "leech" in row.states else ""


def _plain(row: CardRow) -> dict[str, Any]:
    return {"name": row.name, **asdict(row)}


def _page_lines(page: CardPage, ideas: Iterable[MisconceptionRow]) -> Iterator[str]:
    from journal.review.card_page import others_text, why_text

    row = page.row
    yield f"{row.title}  {row.name}"
    yield row.prompt
    yield "  ".join(cell for cell in list(_cells(row))[1:] if cell)
    yield ""
    yield why_text(page)
    yield from (line for line in [others_text(page)] if line)
    if page.history:
        yield ""
        yield say("cards.history")
        yield from table(_past_cells(each) for each in page.history)
    for idea in ideas:
        yield ""
        yield from idea.lines
        yield f"  {idea.account}"


def _past_cells(past: PastReview) -> Iterator[str]:
    yield f"{past.day:%Y-%m-%d}"
    yield past.numbers
    yield f"{past.typed} {'=' if past.right else '≠'} {past.truth}"
    yield say(f"rating.{past.rating.name.lower()}") if past.memory else say("review.uncounted")
    yield say("cards.stability", days=f"{past.memory.stability:.1f}") if past.memory else ""
    yield say("cards.interval", n=past.memory.interval) if past.memory else ""


def _plain_page(page: CardPage, ideas: Iterable[MisconceptionRow]) -> dict[str, Any]:
    from journal.review.card_page import why_text

    return {
        **_plain(page.row),
        "why": {"says": why_text(page), **(asdict(page.why) if page.why else {})},
        "history": [_plain_past(each) for each in page.history],
        "curve": [[day, chance] for day, chance in page.curve],
        "beliefs": [_plain_misconception(each) for each in ideas],
    }


def _plain_past(past: PastReview) -> dict[str, Any]:
    return {
        "day": past.day,
        "params": dict(past.asked.variant.params) if past.asked else {},
        "typed": past.typed,
        "truth": past.truth,
        "right": past.right,
        "wrong_ideas": [each.name for each in past.ideas],
        "rating": past.rating.name.lower(),
        "confidence": past.confidence,
        "counted": past.counted,
        "stability": past.memory.stability if past.memory else None,
        "difficulty": past.memory.difficulty if past.memory else None,
        "due": past.memory.due if past.memory else None,
        "interval": past.memory.interval if past.memory else None,
        "offered": {rating.name.lower(): day for rating, day in past.dates.items()},
    }


def beliefs(options: Namespace, settings: Settings) -> int:
    """Lists the misconceptions found in answers, of one concept or of all; exits 1 when there are none."""
    from journal.opening.lookup import find_concept
    from journal.review.held_misconceptions import misconceptions

    with opened(settings) as journal:
        rows = misconceptions(journal, find_concept(journal, options.concept).id if options.concept else None)
    if options.json:
        print_json([_plain_misconception(row) for row in rows])
    elif not rows:
        print_lines([say("beliefs.none")])
    for row in rows if not options.json else ():
        print_lines([row.title, *(f"  {line}" for line in row.lines), f"  {row.account}"])
    return 0 if rows else 1


_PUBLIC = {"misconception": "idea", "correction": "says", "resolved": "cured"}
"""Under which keys scripts of users know what is called otherwise here."""


def _plain_misconception(row: MisconceptionRow) -> dict[str, Any]:
    return {_PUBLIC.get(key, key): value for key, value in asdict(row).items()}
