"""The texts of a review: choices, confidence, verdict, rating, run, and the end of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from journal.core.messages import say
from journal.notes.formulas import readable
from journal.review.screens.note_text import note_content
from journal.tasks.screens.judged import message
from journal.ui.widgets.prose import line_content

if TYPE_CHECKING:
    from journal.review.asking import NoteAsked
    from journal.review.questions import AskedQuestion
    from journal.review.reviews import ReviewOutcome
    from journal.review.session import ReviewOffers, ReviewSession
    from journal.runner.runs import Run
    from journal.tasks.setting import TaskAsked


def prompt(asked: AskedQuestion | TaskAsked) -> Content:
    """What is asked."""
    return line_content(asked.prompt) if asked.code else note_content(asked.prompt)


def revealed(asked: NoteAsked) -> Content:
    """The answer of a card that the learner rates."""
    return note_content(asked.truth)


def how_well() -> Content:
    """The four ratings, each behind its digit."""
    degrees = [
        Content.assemble((str(digit), "bold $primary"), f" {say(f'rating.{name}')}")
        for digit, name in enumerate(("again", "hard", "good", "easy"), 1)
    ]
    return Content.assemble((say("notes.how_well"), "bold"), "   ", Content("   ").join(degrees))


def choices(asked: AskedQuestion) -> Content:
    """The options, each behind its digit."""
    options = [
        Content.assemble((str(number), "bold $primary"), f" {text}") for number, text in enumerate(asked.options, 1)
    ]
    line = Content("    ").join(options)
    return line if line.cell_length <= 70 else Content("\n").join(options)


def steps(asked: AskedQuestion) -> Content:
    """The worked example: its steps in one line where they fit, what is to be found in their places."""
    parts = [
        Content.assemble((label, "$secondary"), " = ", ("?", "bold $warning") if value is None else value)
        for label, value in asked.steps
    ]
    line = Content("   ").join(parts)
    below = line if line.cell_length <= 70 else Content("\n").join(parts)
    return Content.assemble((asked.steps_heading, "$muted"), "\n", below)


def how_sure() -> Content:
    """The three degrees of confidence, each behind its digit."""
    degrees = [
        Content.assemble((str(digit), "bold $primary"), f" {say(f'review.{name}')}")
        for digit, name in enumerate(("guess", "unsure", "sure"), 1)
    ]
    return Content.assemble((say("review.how_sure"), "bold"), "   ", Content("   ").join(degrees))


def verdict(outcome: ReviewOutcome) -> Content:
    """Right or wrong; for a misconception, what refutes it and both ways of computing side by side."""
    if outcome.message:
        return message(outcome.message, right=outcome.right)
    if outcome.right:
        return Content.styled(say("review.right", truth=readable(outcome.truth)), "bold $success")
    head = Content.styled(say("review.wrong", typed=outcome.typed, truth=readable(outcome.truth)), "bold $error")
    if not outcome.asked.code:
        return head
    lines = [head]
    for misconception in outcome.ideas:
        lines += map(line_content, misconception.lines)
    if len(outcome.ideas) > 1:
        lines.insert(1, Content.styled(say("review.several"), "$muted"))
    if not outcome.ideas:
        lines.append(Content.styled(say("review.unknown"), "$muted"))
    lines += side_by_side(outcome)
    if outcome.reason_before:
        lines.append(Content.styled(say("review.reason_before", text=outcome.reason_before), "$muted"))
    return Content("\n").join(lines)


def side_by_side(outcome: ReviewOutcome) -> list[Content]:
    """What ran and what was believed, with the argument that differs, and both results."""
    lines = []
    for misconception in outcome.ideas[:1]:
        ran, believed = say("review.ran"), say("review.believed")
        width = max(Content(ran).cell_length, Content(believed).cell_length) + 2
        for label, code, value, style in (
            (ran, misconception.true_code, outcome.truth, "$success"),
            (believed, misconception.code, outcome.typed, "$error"),
        ):
            gap = " " * (width - Content(label).cell_length)
            lines.append(Content.assemble("  ", (label, "$muted"), gap, f"{code}  →  ", (value, style)))
    return lines


def rating(outcome: ReviewOutcome) -> Content:
    """The rating that follows, why, and when the question comes back; the other three behind their digits."""
    name = say(f"rating.{outcome.rating.name.lower()}")
    first = Content.assemble((name, "bold $accent"), f" · {outcome.next_text}")
    if not outcome.is_remembered:
        return first
    first = Content.assemble(first, (f" · {outcome.reason}", "$muted"))
    others = [
        Content.assemble((str(int(each)), "bold $primary"), f" {say(f'rating.{each.name.lower()}')} ", (text, "$muted"))
        for each, text in outcome.dates.items()
    ]
    lines = [first, Content("   ").join(others)]
    if outcome.leech:
        lines.append(Content.styled(say("cards.leech_told", n=outcome.lapses), "$warning"))
    return Content("\n").join(lines)


def ran(run: Run) -> Content:
    """What the run printed, returned or raised."""
    lines = [Content.styled(say("review.run_heading", milliseconds=round(run.elapsed_ms)), "bold $secondary")]
    if run.output:
        lines.append(Content(run.output.rstrip("\n")))
    if run.error is not None:
        lines.append(Content.styled(f"{run.error.type}: {run.error.message}", "$warning"))
    elif run.value:
        lines.append(Content(run.value))
    return Content("\n").join(lines)


def ending(review_session: ReviewSession, offers: ReviewOffers | None = None) -> Content:
    """The summary of a finished session, or why there is none, and what to press next."""
    done = review_session.queue.asked
    if not review_session.has_cards:
        return Content(say("review.none_without_cards"))
    if done:
        lines = [say("review.finished", n=done), say("review.score", right=review_session.queue.right, n=done)]
    else:
        lines = [say("review.share_done" if offers is not None and offers.left else "review.none_due")]
    next_keys = [say("review.what_next"), *_offer_lines(offers)] if done else _offer_lines(offers)
    return Content("\n").join([*map(Content, lines), *(Content.styled(line, "$muted") for line in next_keys)])


def _offer_lines(offers: ReviewOffers | None) -> list[str]:
    """What else can be asked, each behind its key."""
    if offers is None:
        return []
    lines = [say("review.catch_up_on", n=offers.left)] if offers.left else []
    lines += [say("review.ahead_of", when=offers.when)] if offers.next_due else []
    return [*lines, say("review.cram_for")]
