"""Another state of the same journal taken in: merged with what is here, and all that is made of the rows made again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import replace

from journal.db import archive, followups, mentions, search, weeks
from journal.db.archive import BrokenRowError, Rows
from journal.db.database import Session
from journal.memory import queries
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights, scheduler_of
from journal.opening.journal import Journal
from journal.sync.applying import Applied, apply, write_lives
from journal.sync.merging import Merged, merge
from journal.sync.reliving import Lived, relive
from journal.sync.since import Sides
from journal.sync.states import Body, State, state_of


def take_in(journal: Journal, session: Session, tables: Rows) -> Applied:
    """Merges a whole journal with this one: the same rows are in both afterwards. Raises BrokenRowError."""
    theirs = state_of(archive.checked(tables))
    ours = state_of(archive.rows(session))
    merged = merge(ours, theirs)
    touched = cards_to_relive(ours, theirs, merged)
    done = apply(session, ours, merged, theirs.ids)
    try:
        relive_cards(journal, session, ours, touched)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        cards = [answer["card_id"] for answer in theirs.rows["review"].values()]
        raise BrokenRowError("review", next(n for n, card in enumerate(cards, 1) if card in touched)) from error
    remake(journal, session, done)
    return done


def cards_to_relive(ours: State, theirs: State, merged: Merged) -> set[str]:
    """The cards whose answers are now those of both sides: of neither alone the memory would be right.

    Not those that were answered before answers were kept: what made their memory is not known.
    """
    changes = merged.changes["review"]
    cards = {body["card_id"] for body in changes.values() if body is not None}
    cards |= {ours.rows["review"][name]["card_id"] for name, body in changes.items() if body is None}
    counted = [Counter(_counted(state)) for state in (ours, theirs)]
    return {
        card
        for card in cards
        if counted[0][card]
        and all(
            state.rows["card"][card]["repetitions"] <= count[card]
            for state, count in zip((ours, theirs), counted, strict=True)
            if card in state.rows["card"]
        )
    }


def cards_since(sides: Sides, merged: Merged) -> tuple[set[str], set[str]]:
    """The cards of the answers that came or went, and those of them that were not touched here: their memory came too.

    Not those that have more repetitions than answers: what made their memory is not known.
    """
    ours, theirs = sides.ours, sides.theirs
    cards = {body["card_id"] for body in theirs.rows["review"].values()}
    cards |= {ours.rows["review"][name]["card_id"] for name, body in merged.changes["review"].items() if body is None}
    hub = {name: body for (kind, name), body in sides.base.items() if kind == "review"} | theirs.rows["review"]
    counted = Counter(_counted(ours)), Counter(body["card_id"] for body in hub.values() if body["counted"])
    known = {
        card
        for card in cards
        if all(
            (body or {}).get("repetitions", 0) <= count[card]
            for body, count in zip((ours.rows["card"].get(card), theirs.rows["card"].get(card)), counted, strict=True)
        )
    }
    new = {body["card_id"] for name, body in ours.rows["review"].items() if ("review", name) not in sides.base}
    same = {card for card in known if ours.rows["card"].get(card) in (None, sides.base.get(("card", card)))}
    return known, same - new


def cards_out_of_order(ours: State, sent: Container[tuple[str, str]]) -> set[str]:
    """The cards of answers given here, not `sent` yet, that another device's clock puts before older ones.

    The app thought the last one given to be the last one. Not those whose memory more than the answers made.
    """
    last: dict[str, tuple[str, str]] = {}
    new: dict[str, list[tuple[str, str]]] = {}
    for name, body in ours.rows["review"].items():
        card, when = body["card_id"], (body["day"], body["at"])
        if ("review", name) in sent:
            last[card] = max(when, last.get(card, when))
        else:
            new.setdefault(card, []).append(when)
    counted = Counter(_counted(ours))
    return {
        card
        for card, given in new.items()
        if card in last and min(given) < last[card] and ours.rows["card"][card]["repetitions"] <= counted[card]
    }


def relive_cards(
    journal: Journal, session: Session, ours: State, cards: Collection[str], settled: Collection[str] = ()
) -> None:
    """Finds the memory of cards again from all their answers; that of those that are `settled` stands as it is."""
    answers: defaultdict[str, dict[str, Body]] = defaultdict(dict)
    for name, body in ours.rows["review"].items():
        if body["card_id"] in cards:
            answers[body["card_id"]][name] = body
    weights = in_use(session, journal)
    found = sorted(card for card in cards if card in ours.rows["card"])
    lives = {card: _lived(journal, card, ours, answers[card], weights) for card in found}
    write_lives(
        session, ours, {card: replace(each, memory={}) if card in settled else each for card, each in lives.items()}
    )


def in_use(session: Session, journal: Journal) -> Weights:
    """The weights that the schedule works with after what was merged; everyone's where those are no weights of FSRS."""
    session.flush()
    journal.reload_weights()
    fit = queries.in_use(session)
    weights = tuple(fit.weights) if fit else DEFAULT_WEIGHTS
    try:
        scheduler_of(weights, journal.settings.retention)
    except (TypeError, ValueError):
        return DEFAULT_WEIGHTS
    return weights


def remake(journal: Journal, session: Session, done: Applied) -> None:
    """Makes mentions and the full-text index again for the weeks and items that were touched."""
    session.expire_all()
    for number in done.of("week"):
        week = weeks.by_id(session, number)
        if week is None:
            search.forget_week(session, number)
        else:
            mentions.replace(session, number, journal.mention_spans(week.body))
            search.note_week(session, week)
    for number in done.of("item"):
        item = followups.by_id(session, number)
        if item is None:
            search.forget_item(session, number)
        else:
            search.note_item(session, item)


def _lived(journal: Journal, card: str, ours: State, answers: Mapping[str, Body], weights: Weights) -> Lived:
    concept = journal.library.concepts.get(ours.rows["card"][card]["concept"])
    retention = journal.settings.retention_in(concept.topic) if concept else journal.settings.retention
    return relive(card, answers, retention=retention, weights=weights, row=ours.rows["card"][card])


def _counted(state: State) -> Iterator[str]:
    """The card of every counted answer."""
    return (answer["card_id"] for answer in state.rows["review"].values() if answer["counted"])
