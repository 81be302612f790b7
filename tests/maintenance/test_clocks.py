"""Time may go anywhere: whatever the clock shows from one moment to the next, nothing raises and all stays in order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from journal.concepts.concepts import concept_page, concept_rows
from journal.concepts.timeline import timeline
from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import cards
from journal.db.database import open_store
from journal.db.tables import Fit
from journal.followups.followups import carried_over_to, park
from journal.followups.listing import open_followups
from journal.habits.amounts import PHONE
from journal.habits.days import days
from journal.habits.focus import running, start, stop, weekly_minutes
from journal.habits.habits import habits, mark
from journal.history.undo import redo, undo
from journal.memory import queries
from journal.memory.fitting.packing import pack
from journal.memory.fitting.verdict import CountedReview
from journal.memory.load import LONGEST
from journal.opening.journal import Journal
from journal.progress.panel import ALL
from journal.progress.panels import PANELS
from journal.report.gathering import report_on
from journal.review.asking import ask
from journal.review.card_page import card_page, others_text, why_text
from journal.review.cards import bury, card_rows
from journal.review.held_misconceptions import misconceptions
from journal.review.plans import CATCH_UP, DAILY, Plan
from journal.review.reviews import answer, answers_today, onward, rate
from journal.review.screens.forgetting_curve import forgetting
from journal.review.session import ReviewSession, offers, start_review_session
from journal.today.today import today
from journal.today.waiting import waiting_text
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import add_entry, open_week
from journal.weights.weights import activate, compare, revert
from tests.support.journal import NOW, Clock
from tests.support.lived import FORGETFUL
from tests.support.made_up import RIGHT, WRONG, ReadyRunner, synthetic_library

ORDINARY = st.integers(-3, 40).map(lambda days: timedelta(days=days, hours=days % 24))
ANYWHERE = st.datetimes(datetime(MINYEAR, 1, 1), datetime(MAXYEAR, 12, 31))
EDGES = st.sampled_from([datetime.min, datetime(1, 1, 1, 5), datetime(2030, 2, 28, 23), datetime.max])
CLOCKS = st.one_of(ORDINARY, ORDINARY, ANYWHERE, EDGES)
PLANS = st.sampled_from(
    [DAILY, CATCH_UP, Plan("cram", about="c00001"), Plan("ahead", days=40), Plan("concept", about="c00001")]
)
DOINGS = st.sampled_from(["study", "study", "study", "write", "focus", "bury", "weigh", "undo", "redo"])
STEPS = st.lists(st.tuples(CLOCKS, DOINGS, PLANS, st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=8)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
Step = tuple[timedelta | datetime, str, Plan, int, int]
CONCEPTS = ["c00001", "c00002"]


@contextmanager
def studying() -> Iterator[tuple[Journal, Clock]]:
    """A journal with ten questions on its list, and its clock."""
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(NOW)
        own = Settings(Path(folder) / "home")
        journal = Journal(own, open_store(own.database), synthetic_library(4), ReadyRunner(), clock)
        with journal.store.write() as session:
            questions = {each: [q.name for q in journal.library.concepts[each].questions] for each in CONCEPTS}
            cards.ensure(session, questions, now=clock())
        yield journal, clock
        journal.close()


def turn(clock: Clock, to: timedelta | datetime) -> None:
    """Moves the clock on by some time, or to another."""
    with suppress(OverflowError):
        clock.now = to if isinstance(to, datetime) else clock.now + to


def study(journal: Journal, plan: Plan, count: int, digit: int) -> ReviewSession | None:
    """Answers some questions, the last one overruled; None where the plan has nothing to ask."""
    review_session = start_review_session(journal, plan)
    for number in range(count):
        if review_session.card is None:
            break
        outcome = answer(journal, ask(journal, review_session), RIGHT if number % 3 else WRONG, "unsure", 9.0)
        if number == count - 1:
            outcome = rate(journal, outcome, digit)
        for memory in outcome.memories.values():
            assert 0 <= memory.interval <= LONGEST
        review_session = onward(review_session, outcome)
    return review_session


def weigh(journal: Journal) -> None:
    """Takes weights of someone else, or gives them back."""
    with journal.store.write() as session:
        fit = queries.add(
            session,
            Fit(
                at=journal.clock(),
                reviews=9,
                weights=list(FORGETFUL),
                strength=1.0,
                loss=0.4,
                loss_before=0.5,
                error=0.01,
            ),
        )
    compare(journal)
    activate(journal, fit.id)
    revert(journal)
    activate(journal, fit.id)


def do(journal: Journal, doing: str, plan: Plan, count: int, digit: int) -> None:
    """Does one thing that someone may do on any day."""
    match doing:
        case "study":
            study(journal, plan, count, digit)
        case "write":
            add_entry(journal, "学了 c00001，先跳过 c00002，下周再看。")
            park(journal, "看看 c00003")
            mark(journal, PHONE)
        case "focus":
            (stop if running(journal) else lambda journal: start(journal, "c00001"))(journal)
        case "bury":
            bury(journal, [count])
        case "weigh":
            weigh(journal)
        case "undo" | "redo":
            (undo if doing == "undo" else redo)(journal)


def look(journal: Journal) -> None:
    """Reads all that the screens and the commands show."""
    view = today(journal)
    assert waiting_text(view)
    assert answers_today(journal) >= 0
    offers(journal)
    days(journal)
    habits(journal)
    weekly_minutes(journal)
    open_followups(journal)
    concept_rows(journal)
    all_weeks(journal)
    carried_over_to(journal, open_week(journal, None).id)
    misconceptions(journal)
    for concept in CONCEPTS:
        concept_page(journal, concept)
        timeline(journal, journal.library.concepts[concept])
    for filters in ("", "is:due", "rated:7:1", "rated:99999", "added:99999", "prop:r<0.9"):
        card_rows(journal, filters)
    for panel in PANELS:
        seen = panel.read(journal, ALL)
        assert panel.sentence(seen)
        if not panel.empty(seen):
            panel.rows(seen)
            panel.scene(seen)
    for row in card_rows(journal):
        assert row.retrievability is None or 0 <= row.retrievability <= 1
        page = card_page(journal, row.id)
        assert why_text(page)
        others_text(page)
        if page.curve:
            forgetting(page)
    with suppress(UserError):
        report_on(journal, None)


@settings(phases=PHASES)
@given(STEPS)
def test_wherever_the_clock_goes_one_can_study_and_look_at_everything(steps: list[Step]) -> None:
    run(steps)


@pytest.mark.slow
@settings(max_examples=1000, phases=PHASES)
@given(STEPS)
def test_wherever_the_clock_goes_at_length(steps: list[Step]) -> None:
    run(steps)


def run(steps: list[Step]) -> None:
    """Does each thing at its time; only what the user is told may stop one."""
    with studying() as (journal, clock):
        for to, doing, plan, count, digit in steps:
            turn(clock, to)
            with suppress(UserError):
                do(journal, doing, plan, count, digit)
            look(journal)
        check(journal)


def check(journal: Journal) -> None:
    """The trainer and the replay can read what was stored, and no interval is beyond the longest."""
    with journal.store.read() as session:
        answers = [CountedReview(card, day.toordinal(), rating) for card, day, rating, *_ in queries.answered(session)]
        every = cards.all_cards(session)
    assert all((card.due - card.last).days <= LONGEST for card in every if card.due and card.last)
    if answers:
        assert (pack(answers).elapsed >= 0).all()
