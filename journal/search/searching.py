"""Search: weeks, follow-ups and concepts that contain all words of a query, with highlights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from journal.core.messages import language, say
from journal.core.search_terms import Query, highlights, read_query
from journal.core.sentences import Span, sentence_spans
from journal.db import capturing, finding, items
from journal.db.capturing import StoredWeek
from journal.db.items import ItemRow
from journal.followups.listing import PAIR
from journal.library.concept import Concept
from journal.library.prose import code_spans, flowing
from journal.opening.journal import Journal
from journal.search.filters import SearchFilters, read_filters
from journal.search.tags import same_tag, tags

BEFORE, LENGTH = 14, 90
"""How many characters a snippet shows before the first hit, and how many it has at most."""

NAMED = 0
"""How near a concept is whose name is what was typed; others are farther."""


@dataclass(frozen=True)
class SearchHit:
    """A search hit. `titled` are the matches in its title, `marks` those in its snippet; `note` says what it is.

    Of a week and an item, `week_id` is where to go, and `sentence` where in its text.
    """

    kind: Literal["week", "item", "concept"]
    id: int | str
    title: str
    titled: tuple[Span, ...]
    snippet: str
    marks: tuple[Span, ...]
    note: str
    week_id: int | None = None
    sentence: str = ""


@dataclass(frozen=True)
class SearchResult:
    """The search hits, and their total number."""

    hits: tuple[SearchHit, ...]
    total: int


def search(journal: Journal, text: str, limit: int | None = None) -> SearchResult:
    """Everything that contains all words of `text` and passes its filters; at most `limit` weeks.

    A concept of that name comes first, then items and weeks, the latest first, then the concepts whose names hold the
    words, then those whose pages do. Raises UserError for a filter that names nothing.
    """
    query = read_query(text)
    if not query.terms and not query.filters:
        return SearchResult((), 0)
    filters = read_filters(journal, query.filters)
    concepts = _concepts(journal, query, filters)
    found_items, weeks, total = _rows(journal, query, filters, limit)
    hits = [
        *(_concept_hit(each, query) for each, nearness in concepts if nearness == NAMED),
        *(_item_hit(item, week, query) for item, week in found_items),
        *(_week_hit(week, query) for week in weeks),
        *(_concept_hit(each, query) for each, nearness in concepts if nearness != NAMED),
    ]
    return SearchResult(tuple(hits), len(hits) - len(weeks) + total)


def _rows(
    journal: Journal, query: Query, filters: SearchFilters, limit: int | None
) -> tuple[list[tuple[ItemRow, StoredWeek | None]], list[StoredWeek], int]:
    """The items and weeks that are found, and how many weeks there are in all."""
    found_items: list[tuple[ItemRow, StoredWeek | None]] = []
    weeks: list[StoredWeek] = []
    total = 0
    with journal.store.read() as session:
        if "item" in filters.places:
            found_items = finding.find_items(session, query.match, filters.within)
        if "week" in filters.places:
            weeks, total = finding.find_weeks(session, query.match, filters.within, None if filters.tag else limit)
    if filters.tag:
        found_items = [(item, week) for item, week in found_items if _bears(item.text, filters.tag)]
        weeks = [week for week in weeks if _bears(week.body, filters.tag)]
        total = len(weeks)
    return found_items, weeks, total


def tag_counts(journal: Journal) -> Counter[str]:
    """How often each tag stands in the weeks and in what they leave open, as it is first written."""
    with journal.store.read() as session:
        texts = [week.body for week in capturing.all_weeks(session)] + items.texts_of_own(session)
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for tag in (tag for text in texts for tag in tags(text)):
        counts[spelt.setdefault(same_tag(tag), tag)] += 1
    return counts


def _bears(text: str, tag: str) -> bool:
    """Whether a text bears a tag, in capitals or not."""
    return same_tag(tag.removeprefix("#")) in map(same_tag, tags(text))


def _concepts(journal: Journal, query: Query, filters: SearchFilters) -> list[tuple[Concept, int]]:
    """The concepts that are found, the nearest first: named so, with all words in their names, or in their pages."""
    found: list[tuple[Concept, int]] = []
    wanted = " ".join(query.terms).casefold()
    words = query.words
    for concept in journal.library.in_order if "concept" in filters.places else ():
        if filters.within.concept not in (None, concept.id) or not all(word in concept.folded for word in words):
            continue
        names = "\n".join((concept.id, *concept.names))
        if wanted in names.casefold().split("\n"):
            found.append((concept, NAMED))
        elif _holds(names, query):
            found.append((concept, NAMED + 1))
        elif _holds("\n".join((names, *concept.text.every)), query):
            found.append((concept, NAMED + 2))
    return sorted(found, key=lambda pair: pair[1])


def _holds(text: str, query: Query) -> bool:
    """Whether a text holds every term."""
    last = len(query.terms) - 1
    return all(
        highlights(text, [term], open_ended=query.open_ended and place == last)
        for place, term in enumerate(query.terms)
    )


def _concept_hit(concept: Concept, query: Query) -> SearchHit:
    """A concept; where its title does not show why it was found, its other names or its page do."""
    title = concept.title.to(language())
    names = " · ".join(name for name in concept.names if name != title)
    page = code_spans(flowing(concept.text.to(language())))[0]
    message = names if not _marks(title, query) and _marks(names, query) else page
    snippet, marks = _snippet(message, query)
    return SearchHit("concept", concept.id, title, _marks(title, query), snippet, marks, say("search.concept"))


def _item_hit(item: ItemRow, week: StoredWeek | None, query: Query) -> SearchHit:
    title = item.text.replace(PAIR, " · ") if item.kind == "confusion" else item.text
    snippet, marks = _snippet(item.sentence, query)
    return SearchHit(
        kind="item",
        id=item.id,
        title=title,
        titled=_marks(title, query),
        snippet=snippet,
        marks=marks,
        note=say(f"items.{item.kind}"),
        week_id=week.id if week else None,
        sentence=item.sentence,
    )


def _week_hit(week: StoredWeek, query: Query) -> SearchHit:
    sentence = _best_sentence(week.body, query)
    snippet, marks = _snippet(sentence, query)
    titled = _marks(week.title, query)
    return SearchHit("week", week.id, week.title, titled, snippet, marks, say("search.week"), week.id, sentence)


def _best_sentence(text: str, query: Query) -> str:
    """The sentence that holds most different hits, the first of equals; the first one of all where none holds any."""
    marks = _marks(text, query)
    hits = {text[first:last].lower() for first, last in marks}
    best, most = "", -1
    for start, end in _sentences_of(text, marks):
        held = {text[first:last].lower() for first, last in marks if start <= first < end}
        if len(held) > most:
            best, most = text[start:end], len(held)
        if len(held) == len(hits):
            break
    return best


def _sentences_of(text: str, marks: Sequence[Span]) -> Iterator[Span]:
    """The sentences of the lines that hold marks; all of them where there is no mark."""
    if not marks:
        yield from sentence_spans(text)
    end = -1
    for place, _ in marks:
        if place > end:
            start = text.rfind("\n", 0, place) + 1
            end = start + len(text[start:].partition("\n")[0])
            yield from ((start + first, start + last) for first, last in sentence_spans(text[start:end]))


def _snippet(text: str, query: Query) -> tuple[str, tuple[Span, ...]]:
    """A line of `text` from a little before its first hit, and the hits in that line."""
    flat = " ".join(text.split())
    marks = _marks(flat, query)
    start = marks[0][0] - BEFORE if marks and marks[0][0] > 2 * BEFORE else 0
    snippet = ("…" if start else "") + flat[start : start + LENGTH] + ("…" if len(flat) > start + LENGTH else "")
    return snippet, _marks(snippet, query)


def _marks(text: str, query: Query) -> tuple[Span, ...]:
    return tuple(highlights(text, query.terms, open_ended=query.open_ended))
