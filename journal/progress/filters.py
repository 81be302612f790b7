"""Filters the figures: `topic:images`, `concept:bn`, or words in concept names."""

from __future__ import annotations

from difflib import get_close_matches

from journal.core.messages import UserError, language
from journal.core.search_terms import Query, highlights, read_query
from journal.library.concept import Concept
from journal.opening.journal import Journal
from journal.opening.lookup import find_concept, topic_title
from journal.progress.panel import ALL, PanelFilter


def read_panel_filter(journal: Journal, text: str) -> PanelFilter:
    """The filter described by `text`; everything when it is empty.

    Several parts narrow further. Words that are the name of a topic mean the topic. Raises UserError for a topic or a
    concept that there is not, and where no concept is left.
    """
    query = read_query(text, ("topic", "concept"))
    if not query.terms and not query.filters:
        return ALL
    left, names = list(journal.library.in_order), []
    if "topic" in query.filters:
        topic = topic_of(journal, query.filters["topic"])
        left = [each for each in left if each.topic == topic]
        names.append(topic_title(journal, topic))
    if "concept" in query.filters:
        concept = find_concept(journal, query.filters["concept"])
        left = [each for each in left if each.id == concept.id]
        names.append(concept.title.to(language()))
    if query.terms:
        left = _called(journal, left, query)
        names.append(" ".join(query.terms))
    if not left:
        raise UserError("panels.nothing_called", name=" · ".join(names))
    return PanelFilter(" · ".join(names), frozenset(each.id for each in left))


def topic_of(journal: Journal, name: str) -> str:
    """The id of the topic of this id or title. Raises UserError that names the nearest one."""
    found = _topic(journal, name)
    if found is not None:
        return found
    near = get_close_matches(name.casefold(), _topics(journal), n=1, cutoff=0)[0]
    raise UserError("panels.unknown_topic", name=name, near=topic_title(journal, _topics(journal)[near]))


def _topic(journal: Journal, name: str) -> str | None:
    """The topic that is called so, or the only one whose name begins so."""
    topics, wanted = _topics(journal), name.casefold()
    begin = {topic for each, topic in topics.items() if each.startswith(wanted)}
    return topics.get(wanted) or (begin.pop() if len(begin) == 1 else None)


def _topics(journal: Journal) -> dict[str, str]:
    """Every name of a topic, in each language, with its id."""
    held = dict.fromkeys(each.topic for each in journal.library.outlines_in_order)
    titles = {topic: journal.library.topics[topic] for topic in held if topic in journal.library.topics}
    names = {title.casefold(): topic for topic, each in titles.items() for title in each.every}
    return {**names, **{topic.casefold(): topic for topic in held}}


def _called(journal: Journal, among: list[Concept], query: Query) -> list[Concept]:
    """The concepts of the topic called so, else those whose names hold all the words, else those whose pages do."""
    topic = _topics(journal).get(" ".join(query.terms).casefold())
    if topic is not None:
        return [each for each in among if each.topic == topic]
    for text in (_names, _page):
        found = [each for each in among if _holds(text(each), query)]
        if found:
            return found
    return []


def _names(concept: Concept) -> str:
    return "\n".join((concept.id, *concept.names))


def _page(concept: Concept) -> str:
    return "\n".join(concept.text.every)


def _holds(text: str, query: Query) -> bool:
    last = len(query.terms) - 1
    return all(
        highlights(text, [term], open_ended=query.open_ended and place == last)
        for place, term in enumerate(query.terms)
    )
