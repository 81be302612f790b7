"""The review commands: ask, quiz, due."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from journal.core.input import is_typed, read_line
from journal.core.messages import UserError, language, say
from journal.core.output import print_error, print_json, print_lines, print_prompt
from journal.core.settings import Settings
from journal.notes.formulas import readable
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.review.asking import AskedCard, NoteAsked
    from journal.review.plans import Plan
    from journal.review.questions import AskedQuestion
    from journal.review.rating import Confidence
    from journal.review.reviews import ReviewOutcome
    from journal.review.session import ReviewSession
    from journal.tasks.setting import TaskAsked


def ask(options: Namespace, settings: Settings) -> int:
    """Asks one question for practice; with an answer, judges it, and exits 1 when it is wrong."""
    from journal.opening.lookup import find_concept
    from journal.review.questions import AskedQuestion, variant_of

    with opened(settings) as journal:
        concept = find_concept(journal, options.concept)
        question = concept.question(options.question) if options.question else next(iter(concept.questions), None)
        if question is None:
            names = ", ".join(each.name for each in concept.questions)
            raise UserError("cli.no_question", concept=concept.id, name=options.question or "", names=names)
        asked = AskedQuestion(concept, question, variant_of(journal, concept, question, options.seed).result())
    if options.answer is None:
        if options.json:
            print_json(_plain(asked))
        else:
            print_lines(_question_lines(asked))
        return 0
    return _judged(asked, options.answer, as_json=options.json)


def _judged(asked: AskedQuestion, typed: str, *, as_json: bool) -> int:
    from journal.review import rating as ratings
    from journal.review.judging import Malformed
    from journal.review.questions import misconception_shown
    from journal.runner.values import to_json

    value = asked.read(typed)
    if isinstance(value, Malformed):
        raise UserError(value.key, **value.values)
    verdict = asked.judge(value)
    ideas = [misconception_shown(asked, name) for name in verdict.misconceptions]
    rated = ratings.rate(verdict.right, "unsure", 0.0, (), None)
    if as_json:
        print_json(
            {
                **_plain(asked),
                "verdict": "right" if verdict.right else "wrong",
                "truth": to_json(asked.variant.truth),
                "wrong_idea": ideas[0].name if ideas else None,
                "believed": [each.believed for each in ideas],
                "says": [each.correction for each in ideas],
                "rating": rated.rating.name.lower(),
            }
        )
    elif verdict.right:
        print_lines([say("review.right", truth=asked.truth)])
    else:
        head = say("review.wrong", typed=asked.shown(value), truth=asked.truth)
        print_lines([head, *(line for each in ideas for line in each.lines)])
    return 0 if verdict.right else 1


def _plain(asked: AskedQuestion) -> dict[str, Any]:
    return {
        "concept": asked.concept.id,
        "question": asked.question.name,
        "seed": asked.variant.seed,
        "params": dict(asked.variant.params),
        "code": asked.code,
        "prompt": asked.prompt,
        "kind": asked.variant.kind,
        "choices": list(asked.options),
    }


def _question_lines(asked: AskedQuestion) -> Iterator[str]:
    yield from (asked.code, "") if asked.code else ()
    yield readable(asked.prompt)
    if asked.steps:
        yield asked.steps_heading
        yield from (f"  {label} = {'?' if value is None else value}" for label, value in asked.steps)
    yield from (f"  {number} {option}" for number, option in enumerate(asked.options, 1))


# --- the quiz -----------------------------------------------------------------------------------------------------


def quiz(options: Namespace, settings: Settings) -> int:
    """Reviews as plain text: question, answer, confidence, verdict, next date."""
    from journal.review.session import start_review_session

    results: list[dict[str, Any]] = []
    with opened(settings) as journal:
        review_session = start_review_session(journal, _plan(journal, options))
        if review_session.card is None:
            if options.json:
                print_json([])
            else:
                print_lines([say("review.none_due" if review_session.has_cards else "cli.no_weeks")])
            return 0
        review_session = replace(review_session, seed=options.seed)
        try:
            for outcome in _reviews(journal, review_session, options.count, quiet=options.json):
                results.append(_result(outcome))
        except EOFError:
            pass
    if options.json:
        print_json(results)
    elif results:
        right = sum(each["verdict"] == "right" for each in results)
        print_lines(["", say("review.score", right=right, n=len(results))])
    return 0


def _plan(journal: Journal, options: Namespace) -> Plan:
    """The plan of the session. A named concept is added to the review list."""
    from journal.opening.lookup import find_concept
    from journal.review.adding import add_cards
    from journal.review.plans import CATCH_UP, DAILY, Plan

    if options.concept:
        concept = find_concept(journal, options.concept)
        add_cards(journal, concept.id)
        return Plan("concept", about=concept.id)
    if options.cram is not None:
        return Plan("cram", about=options.cram)
    if options.ahead is not None:
        return Plan("ahead", days=max(0, options.ahead))
    return CATCH_UP if options.catch_up else DAILY


def _reviews(
    journal: Journal, review_session: ReviewSession, count: int | None, *, quiet: bool
) -> Iterator[ReviewOutcome]:
    from journal.review.asking import NoteAsked, ask_or_set, prefetch
    from journal.review.reviews import answer, onward
    from journal.review.session import skip
    from journal.tasks.setting import TaskAsked

    done = 0
    while review_session.card is not None and (count is None or done < count):
        try:
            asked = ask_or_set(journal, review_session)
        except UserError as error:
            print_error(error)
            review_session = skip(review_session)
            continue
        prefetch(journal, review_session)
        began = monotonic()
        _say("", f"{done + 1}. {asked.concept.title.to(language())}", "", quiet=quiet)
        if isinstance(asked, TaskAsked):
            outcome = _written(journal, asked, quiet=quiet)
        elif isinstance(asked, NoteAsked) and asked.is_self_rated:
            _say(*_question_lines(asked), quiet=quiet)
            outcome = _thought(journal, asked, began, quiet=quiet)
        else:
            _say(*_question_lines(asked), quiet=quiet)
            typed = _typed(asked, quiet=quiet)
            outcome = answer(journal, asked, typed, _confidence(quiet=quiet), monotonic() - began)
        _say(*_outcome_lines(outcome), quiet=quiet)
        yield outcome
        review_session = onward(review_session, outcome)
        done += 1


def _written(journal: Journal, asked: TaskAsked, *, quiet: bool) -> ReviewOutcome:
    """A task in plain lines: code until a line with a dot alone; `?` alone asks for a hint, `!` alone gives up."""
    from journal.review.task_reviews import finish
    from journal.tasks.setting import keep, tried
    from journal.tasks.tasks import FoundTask, judge, verdict_lines

    found, attempt = FoundTask(asked.concept, asked.task), asked.attempt
    _say(asked.prompt, "", attempt.text, "", say("task.how_plain"), quiet=quiet)
    while True:
        began, code = monotonic(), _code(quiet=quiet)
        if code == "!":
            return finish(journal, replace(asked, attempt=attempt), None, right=False)
        if code == "?":
            attempt = replace(attempt, hints=min(attempt.hints + 1, len(asked.task.hints)))
            hints = [each.to(language()) for each in asked.task.hints[: attempt.hints]]
            _say(*(say("task.hint", text=text) for text in hints), quiet=quiet)
            continue
        try:
            verdict = judge(journal, found, asked.assigned.source(code), attempt.seed)
        except UserError as error:
            attempt = replace(attempt, tries=attempt.tries + 1)
            print_error(error)
            continue
        attempt = tried(attempt, verdict, asked.assigned.source(code), attempt.seconds + monotonic() - began)
        if verdict.outcome == "right":
            return finish(journal, replace(asked, attempt=attempt), verdict, right=True)
        keep(journal, asked.card, attempt)
        _say(*verdict_lines(found, verdict), quiet=quiet)


def _code(*, quiet: bool) -> str:
    """Lines up to one that is a dot alone, or a single line that is a sign."""
    lines: list[str] = []
    while (line := _line("> ", quiet=quiet)) != ".":
        if not lines and line.strip() in ("?", "!"):
            return line.strip()
        lines.append(line)
    return "\n".join(lines)


def _thought(journal: Journal, asked: NoteAsked, began: float, *, quiet: bool) -> ReviewOutcome:
    """A card whose answer is only thought: a line shows it, a digit says how well it was known."""
    from journal.core.ratings import Rating
    from journal.review.reviews import self_rated

    _say(f"({asked.hint})", quiet=quiet)
    _line("> ", quiet=quiet)
    seconds = monotonic() - began
    degrees = "  ".join(f"{int(each)} {say(f'rating.{each.name.lower()}')}" for each in Rating)
    _say("", readable(asked.truth), "", f"{say('notes.how_well')}  {degrees}", quiet=quiet)
    return self_rated(journal, asked, Rating(_digit(("1", "2", "3", "4"), degrees, quiet=quiet)), seconds)


def _typed(asked: AskedCard, *, quiet: bool) -> str:
    """A line of the right form; otherwise explains the form and asks again."""
    from journal.review.judging import Malformed

    while True:
        _say(f"({asked.hint})", quiet=quiet)
        typed = _line("> ", quiet=quiet)
        value = asked.read(typed)
        if not isinstance(value, Malformed):
            return typed
        _say(value.hint, quiet=quiet)


def _confidence(*, quiet: bool) -> Confidence:
    from journal.review.rating import CONFIDENCES

    degrees = "  ".join(f"{digit} {say(f'review.{name}')}" for digit, name in enumerate(CONFIDENCES, 1))
    _say(f"{say('review.how_sure')}  {degrees}", quiet=quiet)
    return CONFIDENCES[_digit(("1", "2", "3"), degrees, quiet=quiet) - 1]


def _digit(digits: Sequence[str], meaning: str, *, quiet: bool) -> int:
    """One of the digits; their meaning is repeated until one is typed."""
    while True:
        typed = _line("> ", quiet=quiet).strip().translate(_HALF_WIDTH)
        if typed in digits:
            return int(typed)
        _say(meaning, quiet=quiet)


_HALF_WIDTH = str.maketrans("１２３４", "1234")


def _outcome_lines(outcome: ReviewOutcome) -> Iterator[str]:
    if outcome.message:
        yield from outcome.message
    elif not outcome.review.confidence:
        pass
    elif outcome.right:
        yield say("review.right", truth=outcome.truth)
    else:
        yield say("review.wrong", typed=outcome.typed, truth=outcome.truth)
        yield from (line for misconception in outcome.ideas for line in misconception.lines)
        for misconception in outcome.ideas[:1]:
            yield f"  {say('review.ran')}: {misconception.true_code} → {outcome.truth}"
            yield f"  {say('review.believed')}: {misconception.code} → {outcome.typed}"
    yield f"{say(f'rating.{outcome.rating.name.lower()}')} · {outcome.next_text} · {outcome.reason}"
    if outcome.leech:
        concept, question = outcome.asked.concept.id, outcome.asked.card.question
        yield say("cards.leech_commands", n=outcome.lapses, concept=concept, question=question)


def _result(outcome: ReviewOutcome) -> dict[str, Any]:
    review = outcome.review
    return {
        "concept": outcome.asked.concept.id,
        "question": outcome.asked.card.question,
        "seed": review.seed,
        "typed": review.typed,
        "verdict": review.verdict,
        "truth": review.truth,
        "wrong_ideas": review.wrong_ideas,
        "confidence": review.confidence,
        "rating": outcome.rating.name.lower(),
        "due": review.due,
        "leech": outcome.leech,
        "counted": review.counted,
    }


def _line(prompt: str, *, quiet: bool) -> str:
    """One line of the standard input; raises EOFError at its end."""
    if not quiet:
        print_prompt(prompt)
    line = read_line()
    if not quiet and not is_typed():
        print_lines([line])
    return line


def _say(*lines: str, quiet: bool) -> None:
    if not quiet:
        print_lines(lines)
