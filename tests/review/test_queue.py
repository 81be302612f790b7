"""What a review session asks of a journal: planned by the journal's own function, on cards in any state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from journal.core.languages import Translated
from journal.core.messages import UserError
from journal.core.ratings import Rating
from journal.core.settings import Settings
from journal.db import cards, followups, mentions, reviews, weeks
from journal.db.database import open_store
from journal.db.rows import QueuedCard
from journal.db.tables import Card, FollowupRow
from journal.library.concept import Misconception
from journal.library.library import Library
from journal.library.spans import MentionSpan
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import retrievability
from journal.opening.journal import Journal
from journal.review.asking import ask
from journal.review.choosing import SIBLINGS, SUPPORTS
from journal.review.plans import CATCH_UP, Plan
from journal.review.queries import queue as stored
from journal.review.queue import CONTRAST_DAYS
from journal.review.reviews import ReviewOutcome, answer, onward
from journal.review.schedule import next_states
from journal.review.session import ReviewSession, offers, start_review_session
from tests.support.journal import NOW, Clock
from tests.support.made_up import RIGHT, WRONG, ReadyRunner, synthetic_library
from tests.support.store import review_of

DAY = NOW.date()
LIBRARY = synthetic_library(30, 3)
"""Three topics of ten concepts, each of which needs the one before it; three questions each."""

Known = tuple[int, float, int | None]
"""When a card is due, in days from today; its stability; its step."""


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    """A journal over a library without demos."""
    own = Settings(tmp_path / "home")
    opened = Journal(own, open_store(own.database), LIBRARY, ReadyRunner(), clock)
    yield opened
    opened.close()


def put(journal: Journal, states: dict[int, Known | None]) -> None:
    """Makes the journal hold these cards alone: the questions of the library by number, new where there is no state."""
    questions = [(each.id, one.name) for each in LIBRARY.in_order for one in each.questions]
    with journal.store.write() as session:
        session.connection().exec_driver_sql("DELETE FROM card")
        for number, state in states.items():
            concept, question = questions[number]
            card = Card(id=number + 1, concept=concept, question=question, created=NOW)
            if state is not None:
                ahead, stability, step = state
                card.due, card.stability, card.difficulty = DAY + timedelta(days=ahead), stability, 5.0
                card.last = min(card.due, DAY) - timedelta(days=max(1, round(stability)))
                card.repetitions, card.step = 3, step
            session.add(card)


def planned(journal: Journal, plan: Plan | None = None) -> list[Card]:
    """The cards of a review session, in order."""
    review_session = start_review_session(journal, plan) if plan else start_review_session(journal)
    with journal.store.read() as session:
        return [session.get_one(Card, card) for card in review_session.queue.waiting]


def limited(journal: Journal, new: int = 1000, reviews: int = 10_000, **more: Any) -> Journal:
    return replace(journal, settings=replace(journal.settings, new_per_day=new, reviews_per_day=reviews, **more))


def concepts(found: Sequence[Card]) -> list[str]:
    return [card.concept for card in found]


def note(journal: Journal, kind: str, *ids: str, due: date | None = None, created: datetime = NOW) -> None:
    """Takes an item that speaks of some concepts."""
    with journal.store.write() as session:
        followups.add(
            session, FollowupRow(kind=kind, text=" / ".join(ids), concepts=list(ids), created=created, due=due)
        )


STATES = st.dictionaries(
    st.integers(0, 89),
    st.none()
    | st.tuples(st.integers(-40, 20), st.sampled_from([0.5, 3.0, 12.0, 90.0]), st.sampled_from([None, None, 1])),
    max_size=60,
)


@given(STATES)
def test_nothing_due_is_left_out(journal: Journal, states: dict[int, Known | None]) -> None:
    put(journal, states)
    asked = [card.id - 1 for card in planned(limited(journal)) if card.due]
    assert sorted(asked) == sorted(number for number, state in states.items() if state and state[0] <= 0)


@given(STATES, st.integers(0, 12), st.integers(0, 12))
def test_the_limits_hold_and_the_least_remembered_are_asked(
    journal: Journal, states: dict[int, Known | None], new: int, reviews: int
) -> None:
    put(journal, states)
    found = planned(limited(journal, new, reviews))
    due = [number for number, state in states.items() if state and state[0] <= 0]
    asked = {card.id - 1 for card in found if card.due}
    assert len(asked) == min(reviews, len(due))
    assert sum(card.due is None for card in found) <= new
    with journal.store.read() as session:
        shares = {number: share(journal, session.get_one(Card, number + 1)) for number in due}
    left = [shares[number] for number in due if number not in asked]
    assert all(shares[number] <= least + 1e-12 for number in asked for least in left)


def share(journal: Journal, card: Card) -> float:
    memory = memory_of(card)
    assert memory
    return retrievability(memory, journal.today, journal.weights)


def on_a_path(journal: Journal, folder: Path, concepts: Sequence[str], chosen: str = "way") -> Journal:
    """The journal with a path through these concepts, and with the setting `chosen`."""
    path = f'[way]\nen = "A way"\nzh = "一条路"\nconcepts = {list(concepts)}\n'
    (folder / "paths.toml").write_text(path, encoding="utf-8")
    library = replace(journal.library, folder=folder)
    return replace(limited(journal, 4, path=chosen), library=library)


def test_new_questions_follow_the_chosen_path_and_then_the_order_of_topics(journal: Journal, tmp_path: Path) -> None:
    put(journal, dict.fromkeys(range(90)))
    walker = on_a_path(journal, tmp_path, ["c00021", "c00011"])
    assert set(concepts(planned(walker))) == {"c00021", "c00011"}
    put(journal, {0: None, 1: None, 60: None, 61: None})
    assert set(concepts(planned(walker))) == {"c00001", "c00021"}


@pytest.mark.parametrize("chosen", ["", "gone"])
def test_without_a_path_or_with_one_that_is_gone_the_order_is_that_of_topics(
    journal: Journal, tmp_path: Path, chosen: str
) -> None:
    put(journal, dict.fromkeys(range(90)))
    walker = on_a_path(journal, tmp_path, ["c00021", "c00011"], chosen)
    assert concepts(planned(walker)) == concepts(planned(limited(journal, 4)))


def test_new_questions_follow_the_latest_log_each_behind_what_it_needs(journal: Journal) -> None:
    """Concept 12 needs 11, which the log names later; 2 waits for 1, which it does not name."""
    put(journal, dict.fromkeys(range(90)))
    with journal.store.write() as session:
        older, latest = (
            weeks.add(session, number=None, starts=first, ends=first + timedelta(days=6), title="", body="", now=NOW).id
            or 0
            for first in (DAY - timedelta(days=7), DAY)
        )
        mentions.replace(session, older, [MentionSpan("c00021", 0, 2)])
        mentions.replace(
            session, latest, [MentionSpan("c00012", 0, 2), MentionSpan("c00011", 4, 6), MentionSpan("c00002", 8, 9)]
        )
    asked = concepts(planned(limited(journal, 4)))
    assert set(asked) == {"c00011", "c00001"}


@given(STATES, st.integers(0, 12))
def test_new_questions_begin_in_the_order_of_learning_after_what_they_need(
    journal: Journal, states: dict[int, Known | None], new: int
) -> None:
    """The plan is that of someone who looks at every card, though few of them are read."""
    put(journal, states)
    asked = [card.id - 1 for card in planned(limited(journal, new)) if card.due is None]
    assert asked == expected_new(journal, states, new) or sorted(asked) == sorted(expected_new(journal, states, new))


def expected_new(journal: Journal, states: dict[int, Known | None], limit: int) -> list[int]:
    """Questions 3n to 3n + 2 are of concept n, which needs concept n - 1 unless it is the first of its topic.

    A concept whose need is not on the list begins where the day has room beside those that wait for nothing.
    """
    known: dict[int, list[float]] = {}
    for number, state in states.items():
        own = known.setdefault(number // 3, [])
        if state:
            with journal.store.read() as session:
                own.append(0.0 if state[2] else share(journal, session.get_one(Card, number + 1)))
    begin: dict[bool, list[int]] = {True: [], False: []}
    for number in sorted(number for number, state in states.items() if state is None):
        concept = number // 3
        need = known.get(concept - 1) if concept % 10 else [1.0]
        found = begin[need is not None]
        waits = need is not None and (sum(need) / len(need) if need else 0.0) < SUPPORTS
        if not waits and sum(each // 3 == concept for each in found) < SIBLINGS:
            found.append(number)
    overdue = sum(state is not None and state[0] < 0 for state in states.values())
    return [*begin[True], *begin[False]][: max(limit - overdue, ceil(limit / 4))]


def test_a_concept_begins_the_day_after_what_it_needs(journal: Journal, clock: Clock) -> None:
    put(journal, dict.fromkeys(range(6)))
    assert concepts(planned(journal)) == ["c00001"] * SIBLINGS
    study(journal, RIGHT)
    assert planned(journal) == []
    clock.now += timedelta(days=1)
    assert set(concepts([card for card in planned(journal) if card.due is None])) == {"c00001", "c00002"}


def test_a_concept_waits_as_long_as_what_it_needs_is_missed(journal: Journal, clock: Clock) -> None:
    put(journal, dict.fromkeys((0, 3)))
    study(journal, WRONG)
    clock.now += timedelta(days=1)
    assert concepts(planned(journal)) == ["c00001"]
    study(journal, RIGHT)
    assert concepts(planned(journal)) == ["c00002"]


def test_s10_what_was_put_off_heads_the_list_of_the_next_day(journal: Journal, clock: Clock) -> None:
    states: dict[int, Known | None] = dict.fromkeys(range(0, 15), (-3, 1.0, None))
    put(journal, {**states, 80: (0, 90.0, None), 81: None, 84: None})
    note(journal, "later", "c00027", due=DAY)
    assert concepts(planned(journal))[0] != "c00027", "today it is not overdue"
    clock.now += timedelta(days=1)
    assert concepts(planned(journal))[:1] == ["c00027"]
    assert concepts(planned(limited(journal, reviews=1))).count("c00027") == 1
    note(journal, "later", "c00028", "c00029", due=DAY)
    assert set(concepts(planned(journal))[:3]) == {"c00027", "c00028", "c00029"}, "though what they need is not known"


def test_s13_a_pair_is_asked_side_by_side_in_its_first_days_and_kept_apart_after_them(
    journal: Journal, clock: Clock
) -> None:
    put(journal, dict.fromkeys((0, 1, 30, 31, 60, 61)))
    note(journal, "confusion", "c00001", "c00021")
    found = concepts(planned(journal))
    start = found.index("c00001")
    assert found[start : start + 4] == ["c00001", "c00021", "c00001", "c00021"]
    clock.now += timedelta(days=CONTRAST_DAYS)
    assert set(concepts(planned(journal))) == {"c00001", "c00011"}


def test_a_wrong_idea_that_takes_one_concept_for_another_brings_both_side_by_side(
    journal: Journal, clock: Clock
) -> None:
    """Though neither would have a place today, and nobody noted the pair."""
    weak: dict[int, Known | None] = dict.fromkeys(range(3, 20), (-3, 1.0, None))
    put(journal, {**weak, 0: (0, 90.0, None), 60: (0, 90.0, None)})
    told = limited(replace(journal, library=confusing("c00001", "c00021")), reviews=4)
    assert not {1, 61} & {card.id for card in planned(told)}
    with journal.store.write() as session:
        given = review_of(1, DAY - timedelta(days=5), verdict="wrong", wrong_ideas=["mixed"], counted=False)
        reviews.record(session, given)
    asked = [card.id for card in planned(told)]
    assert len(asked) == 4
    assert abs(asked.index(1) - asked.index(61)) == 1
    with journal.store.write() as session:
        reviews.record(session, review_of(1, DAY - timedelta(days=4), counted=False))
    assert not {1, 61} & {card.id for card in planned(told)}, "the idea was given up"


def confusing(one: str, other: str) -> Library:
    """The library with a misconception about the first question of `one` that takes it for `other`."""
    concept = LIBRARY.concepts[one]
    first, *rest = concept.questions
    says = Translated(en=f"That would be {other}.", zh=f"那是 {other}。")
    mixed = replace(first, misconceptions=(Misconception("mixed", Translated(), says, "", {}, False, 1),))
    taken = replace(concept, questions=(mixed, *rest), confused_with=(other,))
    return replace(LIBRARY, concepts={**LIBRARY.concepts, one: taken})


def test_a_card_whose_question_the_library_has_lost_takes_nobodys_place(journal: Journal) -> None:
    put(journal, dict.fromkeys(range(10), (-5, 12.0, None)))
    with journal.store.write() as session:
        for number in range(40):
            card = Card(concept="lost", question=f"q{number}", created=NOW, stability=0.1, difficulty=5.0)
            card.due, card.last, card.repetitions = DAY - timedelta(days=9), DAY - timedelta(days=10), 1
            session.add(card)
    assert len(planned(limited(journal, reviews=7))) == 7


# --- the day --------------------------------------------------------------------------------------------------------


def test_a_change_of_summer_time_changes_nothing(journal: Journal, clock: Clock) -> None:
    """At every quarter of an hour of the study day, on a clock that is put forward or back in it."""
    put(journal, {number: (number - 20, 3.0, None) for number in range(40)})
    for change in (datetime(2024, 3, 31, tzinfo=UTC), datetime(2024, 10, 27, tzinfo=UTC)):
        plans: dict[date, set[tuple[int, ...]]] = {}
        for quarter in range(0, 4 * 30, 3):
            wall = (change + timedelta(minutes=15 * quarter)).astimezone(ZoneInfo("Europe/Berlin"))
            clock.now = wall.replace(tzinfo=None)
            plans.setdefault(journal.today, set()).add(start_review_session(journal).queue.waiting)
        assert all(len(found) == 1 for found in plans.values())
        assert len(plans) in (2, 3)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_the_clocks_time_zone_changes_nothing(journal: Journal, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    put(journal, {number: (number - 20, 3.0, None) for number in range(40)})
    before = start_review_session(journal)
    monkeypatch.setenv("TZ", zone)
    assert start_review_session(journal) == before


# --- the schedule -----------------------------------------------------------------------------------------------------


def study(journal: Journal, typed: str, plan: Plan | None = None, count: int = 1000) -> list[ReviewOutcome]:
    """Answers the questions of a review session alike, each once."""
    review_session: ReviewSession = start_review_session(journal, plan) if plan else start_review_session(journal)
    found = []
    for _ in range(min(count, len(review_session.queue.waiting))):
        outcome = answer(journal, ask(journal, review_session), typed, "unsure", 20.0)
        found.append(outcome)
        review_session = onward(review_session, outcome)
    return found


@given(STATES, st.sampled_from([RIGHT, WRONG]))
def test_the_preview_is_what_happens(journal: Journal, states: dict[int, Known | None], typed: str) -> None:
    put(journal, states)
    own = limited(journal, easy_days={"sat": 0.5, "sun": 0.0}, retention_of={"t0001": 0.8})
    review_session = start_review_session(own)
    while review_session.card is not None and not review_session.queue.is_repeat:
        with own.store.read() as session:
            foreseen = next_states(own, session, session.get_one(Card, review_session.card))
        outcome = answer(own, ask(own, review_session), typed, "unsure", 20.0)
        assert outcome.memories == foreseen
        with own.store.read() as session:
            assert memory_of(session.get_one(Card, review_session.card)) == foreseen[outcome.rating]
        review_session = onward(review_session, outcome)


def test_cards_answered_on_one_day_are_spread_over_the_days_that_are_open(journal: Journal) -> None:
    put(journal, dict.fromkeys(range(60), (0, 20.0, None)))
    study(journal, RIGHT)
    with journal.store.read() as session:
        first, last = DAY + timedelta(days=1), DAY + timedelta(days=400)
        due = stored.load(session, [(first, last)], but=0)
    assert sum(due.values()) == 60
    assert max(due.values()) <= 2 * 60 / len(due)


def test_an_easy_day_is_left_free_where_another_is_open(journal: Journal) -> None:
    put(journal, dict.fromkeys(range(60), (0, 20.0, None)))
    study(limited(journal, easy_days={"sat": 0.0, "sun": 0.0}), RIGHT)
    with journal.store.read() as session:
        weekdays = {card.due.weekday() for card in cards.all_cards(session) if card.due}
    assert weekdays <= set(range(5))


def test_a_topic_may_want_another_retention(journal: Journal) -> None:
    put(journal, {0: (0, 60.0, None), 30: (0, 60.0, None)})
    keen = limited(journal, retention_of={"t0001": 0.97})
    with keen.store.read() as session:
        usual, soon = (next_states(keen, session, session.get_one(Card, number + 1))[Rating.GOOD] for number in (0, 30))
    assert usual.stability == soon.stability
    assert soon.interval < usual.interval / 2


# --- plans ----------------------------------------------------------------------------------------------------------


def test_a_backlog_is_dealt_over_days_the_most_at_risk_first_and_nothing_new_before_its_end(journal: Journal) -> None:
    put(journal, {**{number: (-9, 1.0 + number, None) for number in range(60)}, 60: None, 61: (0, 50.0, None)})
    lived_in(journal, days=10, reviews=24)
    review_session = start_review_session(journal)
    assert review_session.backlog
    assert (review_session.backlog.overdue, review_session.overdue, review_session.new) == (60, 13, 0)
    assert len(review_session.queue.waiting) == 13
    assert set(review_session.queue.waiting) == set(range(1, 14))
    study(journal, RIGHT, count=5)
    assert len(start_review_session(journal).queue.waiting) == 8, "what was done today counts"
    study(journal, RIGHT)
    assert start_review_session(journal).queue.waiting == (), (
        "what is most at risk took the place of the day's own card"
    )
    more = start_review_session(journal, CATCH_UP)
    assert len(more.queue.waiting) == 12
    assert offers(journal).left == 60 + 1 - 13


def test_after_days_off_a_new_learner_returns_to_a_share_of_what_is_overdue_and_nothing_new(journal: Journal) -> None:
    """After three days of study, which is all that there is to go by."""
    put(journal, {**dict.fromkeys(range(37), (-3, 1.0, None)), 60: None, 61: None})
    lived_in(journal, days=3, reviews=14)
    review_session = start_review_session(journal)
    assert (review_session.overdue, review_session.new) == (10, 0)
    assert review_session.answers > 10, "repeats are counted"


def test_a_day_of_minutes_asks_the_most_urgent_and_then_what_is_new(journal: Journal) -> None:
    put(journal, {**{number: (0, 2.0 + number, None) for number in range(0, 30)}, 60: None, 61: None})
    short, long = limited(journal, minutes_per_day=3), limited(journal, minutes_per_day=60)
    asked = [card.id for card in planned(short)]
    assert set(asked) == set(range(1, len(asked) + 1)), "the least remembered"
    assert 0 < len(asked) < 6
    assert {61, 62} <= {card.id for card in planned(long)}
    assert len(planned(long)) == 32
    answer(short, ask(short, start_review_session(short)), RIGHT, "unsure", 179.0)
    assert planned(short) == [], "what was spent counts"


def test_a_day_that_has_just_begun_has_room_for_one_card(journal: Journal) -> None:
    put(journal, {0: (0, 2.0, None), 1: (0, 2.0, None), 60: None})
    assert len(planned(limited(journal, minutes_per_day=1))) == 1
    put(journal, {60: None})
    assert len(planned(limited(journal, minutes_per_day=1))) == 1


def test_what_needs_something_that_no_log_named_begins_where_the_day_has_room(journal: Journal) -> None:
    put(journal, {3: None, 60: None})
    assert concepts(planned(limited(journal, 1))) == ["c00021"], "c00002 needs c00001, which no log named"
    assert set(concepts(planned(limited(journal, 2)))) == {"c00021", "c00002"}
    put(journal, {3: None})
    assert concepts(planned(journal)) == ["c00002"]


def lived_in(journal: Journal, days: int, reviews: int) -> None:
    """Days of study before today, with that many reviews each."""
    with journal.store.write() as session:
        for number in range(1, days + 1):
            day = (DAY - timedelta(days=20 + number)).isoformat()
            session.connection().exec_driver_sql(
                "INSERT INTO studyday VALUES (?, ?, ?, ?, ?, 0, 300)", (day, reviews, reviews, reviews, reviews)
            )


def test_ahead_asks_what_comes_due_within_so_many_days_and_counts(journal: Journal) -> None:
    put(journal, {0: (0, 20.0, None), 3: (1, 20.0, None), 6: (2, 20.0, None), 9: (3, 20.0, None), 12: None})
    assert {card.id for card in planned(journal, Plan("ahead", days=2))} == {4, 7}
    ahead = offers(journal).ahead(journal.today)
    assert ahead == Plan("ahead", days=1)
    (outcome,) = study(journal, RIGHT, ahead)
    assert outcome.counted
    with journal.store.read() as session:
        assert session.get_one(Card, 4).last == DAY
    assert planned(journal, ahead) == []


def test_cramming_asks_everything_of_a_topic_and_leaves_the_schedule_as_it_is(journal: Journal) -> None:
    put(journal, {**dict.fromkeys(range(6), (9, 20.0, None)), 7: None, 8: (-2, 3.0, 1), 40: (0, 3.0, None)})
    with journal.store.read() as session:
        before = cards.all_cards(session)
    plan = Plan("cram", about="T0000")
    outcomes = [*study(journal, WRONG, plan), *study(journal, RIGHT, plan)]
    assert len(outcomes) == 16
    assert not any(outcome.counted for outcome in outcomes)
    with journal.store.read() as session:
        assert cards.all_cards(session) == before
        assert stored.done_on(session, DAY).reviews == 0


@pytest.mark.parametrize(("name", "found"), [("c00002", {4, 5, 6}), ("0000", set(range(1, 10)))])
def test_cramming_is_for_a_concept_or_a_part_of_a_name(journal: Journal, name: str, found: set[int]) -> None:
    put(journal, dict.fromkeys([*range(9), 89]))
    assert {card.id for card in planned(journal, Plan("cram", about=name))} == found


@pytest.mark.parametrize("name", ["", "nothing of the kind"])
def test_a_name_that_nothing_on_the_list_goes_by_is_told(journal: Journal, name: str) -> None:
    put(journal, dict.fromkeys(range(9)))
    with pytest.raises(UserError, match="Nothing on the review list"):
        start_review_session(journal, Plan("cram", about=name))


# --- the cause of its speed -------------------------------------------------------------------------------------------


@pytest.fixture
def traffic(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[int, int]]]:
    """How many statements were sent, and how many cards came, since it was last asked."""
    statements, rows = [0], [0]

    def send(*_: object) -> None:
        statements[0] += 1

    def receive(*values: object) -> object:
        rows[0] += 1
        return QueuedCard(*values)  # type: ignore[arg-type]

    def told() -> tuple[int, int]:
        counted = statements[0], rows[0]
        statements[0] = rows[0] = 0
        return counted

    monkeypatch.setattr(stored, "QueuedCard", receive)
    event.listen(Engine, "before_cursor_execute", send)
    yield told
    event.remove(Engine, "before_cursor_execute", send)


def test_a_sitting_costs_as_much_of_a_large_journal_as_of_a_small_one(
    journal: Journal, traffic: Callable[[], tuple[int, int]]
) -> None:
    """Only the cards that are asked leave the database, and those that tell what a new concept needs."""
    costs = []
    for concepts_known in (10, 300):
        large = replace(journal, library=synthetic_library(2 * concepts_known, 5))
        with journal.store.write() as session:
            session.connection().exec_driver_sql("DELETE FROM card")
            for number, concept in enumerate(large.library.in_order):
                for question in concept.questions:
                    card = Card(concept=concept.id, question=question.name, created=NOW)
                    if number < concepts_known:
                        due = DAY if number < 4 else DAY + timedelta(days=1)
                        card.due, card.last, card.stability, card.difficulty = due, DAY - timedelta(days=9), 9.0, 5.0
                        card.repetitions = 2
                    session.add(card)
        traffic()
        assert len(start_review_session(limited(large, new=2, reviews=20)).queue.waiting) == 22
        costs.append(traffic())
    (statements, _), (many_statements, many_rows) = costs
    assert many_statements == statements <= 17
    assert many_rows <= 20 + 100 * 5 + 100 * 5
