"""Follow-ups: noted from the log's sentences or parked, then dismissed or done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from journal.core.messages import UserError, say
from journal.core.settings import write_setting
from journal.db import cards, focus, undo_log, weeks
from journal.db import followups as items
from journal.db.database import Session
from journal.db.tables import FollowupRow, Week
from journal.followups.listed import ticked
from journal.followups.listing import Followup, current_start, followup_of, open_followups
from journal.followups.resolutions import RESOLUTIONS
from journal.log.date_words import due_day
from journal.opening.journal import Journal
from journal.weeks.weeks import questions_of, reindex_week


def parked_during(journal: Journal, focus_id: int) -> list[Followup]:
    """Open follow-ups parked during a focus session."""
    with journal.store.read() as session:
        inside = {item.id for item in items.of_focus(session, focus_id)}
    return [each for each in open_followups(journal) if each.id in inside]


def carried_over_to(journal: Journal, week_id: int | None) -> list[Followup]:
    """Follow-ups carried over to a week, done or not, with their age at that time; oldest first.

    None is the week of today where it has no log yet: what it will be handed with its first words.
    """
    with journal.store.read() as session:
        week = weeks.by_id(session, week_id) if week_id is not None else None
        starts = week.starts if week else current_start(journal, session)
        rows = items.carried_over_to(session, week.id) if week else items.not_done(session, starts)
        return [followup_of(journal, item, origin, starts) for item, origin in rows]


def followups_of(journal: Journal, week: Week) -> list[Followup]:
    """The follow-ups noted in a week itself, done or not."""
    with journal.store.read() as session:
        return [followup_of(journal, item, week, week.starts) for item in items.of_week(session, week.id)]


def finished_in(journal: Journal, week_id: int) -> list[Followup]:
    """The follow-ups of a week, its own or carried over, that are done."""
    with journal.store.read() as session:
        week = weeks.by_id(session, week_id)
    followups = [*followups_of(journal, week), *carried_over_to(journal, week_id)] if week else []
    return [each for each in followups if each.done]


def schedule(journal: Journal, followup: Followup, words: str) -> Followup:
    """Sets the due date that `words` name, looking ahead: 明天, 周五, 7月20日, in two days, 2024-07-20.

    Raises UserError where they name no day.
    """
    due = due_day(words, journal.today)
    if due is None:
        raise UserError("items.no_due_day", words=words)
    if followup.id is not None:
        with journal.store.write() as session:
            undo_log.begin(session, journal.clock(), "scheduled", text=followup.title)
            items.schedule(session, followup.id, due)
    return replace(followup, due=due)


def accept(journal: Journal, followup: Followup) -> Followup:
    """Accepts a proposal, or reopens a follow-up that was done or dismissed.

    The questions of two concepts that are confused go to the review list; a goal goes into the settings, and is done
    with that. What the log had deferred on purpose becomes something to do, today.
    """
    if followup.kind == "goal":
        write_setting(journal.settings.file, "quota", int(followup.text))
        return finish(journal, followup)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "took", text=followup.title)
        if followup.kind == "confusion":
            cards.ensure(session, questions_of(journal, followup.concepts), now=journal.clock())
        if followup.id is not None and followup.is_deferred and followup.state == "open":
            items.schedule(session, followup.id, journal.today)
            followup = replace(followup, due=journal.today)
        taken = _decided(journal, session, followup)
        current = weeks.on_day(session, journal.today)
        if current is not None:
            items.carry_over(session, current)
        return taken


def dismiss(journal: Journal, followup: Followup) -> Followup:
    """Dismisses it for good: the same sentence is not proposed again."""
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "dismissed", text=followup.title)
        return _decided(journal, session, followup, dismissed=True)


def finish(journal: Journal, followup: Followup, finding: str = "") -> Followup:
    """Marks it as done, with its resolution; a box that it came from is ticked in the log."""
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "finished", text=followup.title)
        _tick(journal, session, followup)
        return _decided(journal, session, followup, done=journal.clock(), finding=finding)


def finish_by_id(journal: Journal, item_id: int, finding: str = "") -> FollowupRow:
    """Marks the follow-up with this id as done, and ticks the box that it came from.

    Raises UserError when there is none, or for an invalid resolution.
    """
    with journal.store.write() as session:
        item = items.by_id(session, item_id)
        if item is None:
            raise UserError("items.no_such_item", id=item_id)
        if finding and finding not in RESOLUTIONS.get(item.kind, ()):
            message = {"kind": say(f"items.{item.kind}"), "finding": say(f"items.found_{finding}")}
            raise UserError("items.nothing_to_find", id=item_id, **message)
        undo_log.begin(session, journal.clock(), "finished", text=item.text)
        _tick(journal, session, item)
        items.decide(session, item_id, done=journal.clock(), finding=finding)
        return item


def _tick(journal: Journal, session: Session, item: Followup | FollowupRow) -> None:
    """Ticks the open box that a follow-up came from, where its log still has it; the text before is kept."""
    week = weeks.by_id(session, item.week_id) if item.week_id is not None else None
    body = ticked(week.body, item.sentence) if week else None
    if week is not None and body is not None:
        weeks.save_body(session, week.id, body, journal.clock(), from_elsewhere=True)
        reindex_week(journal, session, week)


def park(journal: Journal, text: str) -> FollowupRow:
    """Parks a line, in the current week if it has a log, and in the running focus session, if any.

    Raises UserError for a line without words.
    """
    line = " ".join(text.split())
    if not line:
        raise UserError("items.nothing_to_park")
    concepts = list(dict.fromkeys(place.concept for place in journal.mention_spans(line)))
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "parked", text=line)
        week = weeks.on_day(session, journal.today)
        runs = focus.running(session)
        item = FollowupRow(
            kind="parked",
            text=line,
            week_id=week.id if week else None,
            concepts=concepts,
            created=journal.clock(),
            focus_id=runs.id if runs else None,
        )
        return items.add(session, item)


def _decided(
    journal: Journal,
    session: Session,
    followup: Followup,
    *,
    done: datetime | None = None,
    dismissed: bool = False,
    finding: str = "",
) -> Followup:
    """Stores a decision on a follow-up; a proposal gets its id."""
    if followup.id is not None and items.decide(session, followup.id, done=done, dismissed=dismissed, finding=finding):
        return replace(followup, done=done, dismissed=dismissed, finding=finding)
    item = FollowupRow(
        kind=followup.kind,
        text=followup.text,
        sentence=followup.sentence,
        week_id=followup.week_id,
        concepts=list(followup.concepts),
        created=journal.clock(),
        due=followup.due,
        done=done,
        dismissed=dismissed,
        finding=finding,
    )
    return replace(followup, id=items.add(session, item).id, done=done, dismissed=dismissed, finding=finding)
