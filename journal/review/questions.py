"""A question as shown to the learner, and how their answer is judged. Nothing here is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from journal.core.languages import Translated
from journal.core.messages import language, say
from journal.library.concept import Concept, Misconception, Params, Question, Task
from journal.opening.journal import Journal
from journal.review.display import misconception_lines, shown_value
from journal.review.judging import Malformed, Verdict, form_hint, judge, read_for
from journal.runner.runs import Run
from journal.runner.values import Value
from journal.runner.variants import Variant

LONGEST_FILLED = 60
"""Characters of a formula that is shown with its numbers."""


@dataclass(frozen=True)
class AskedQuestion:
    """A variant of a question, with all that is needed to show it and to read its answer."""

    concept: Concept
    question: Question
    variant: Variant

    @property
    def code(self) -> str:
        """What the learner reads: the numbers drawn, and the demo."""
        return self.concept.demos[self.question.demo].code(self.variant.params)

    @property
    def prompt(self) -> str:
        """What is asked, in the language of the user."""
        return self.question.prompt.to(language())

    @property
    def choices(self) -> Mapping[str, Translated]:
        """The options that are shown: all of a choice, of an order those that it puts in order."""
        if isinstance(self.variant.truth, tuple) and self.variant.kind == "order":
            return {name: text for name, text in self.question.choices.items() if name in self.variant.truth}
        return self.question.choices if self.variant.kind == "choice" else {}

    @property
    def options(self) -> tuple[str, ...]:
        """The wordings of the choices, in order."""
        return tuple(text.to(language()) for text in self.choices.values())

    @property
    def hint(self) -> str:
        """How the answer is typed."""
        return form_hint(self.variant.kind)

    @property
    def steps(self) -> tuple[tuple[str, str | None], ...]:
        """The worked example, as far as it is shown: not at all where nothing is scheduled."""
        return ()

    @property
    def steps_heading(self) -> str:
        """What is to be done with the worked example; empty where none is shown."""
        missing = sum(value is None for _, value in self.steps)
        return say(f"worked.missing_{missing}") if self.steps else ""

    @property
    def truth(self) -> str:
        """The right answer as it is shown."""
        return shown_value(self.variant.truth, self.question.choices)

    def read(self, typed: str) -> Value | Malformed:
        """What the learner's line means; one of a wrong form is no attempt."""
        return read_for(self.variant, typed, self.choices)

    def judge(self, answer: Value) -> Verdict:
        """Right or wrong, and which misconceptions lead to the answer."""
        return judge(self.variant, answer)

    def shown(self, answer: Value) -> str:
        """An answer as it is shown."""
        return shown_value(answer, self.question.choices)


@dataclass(frozen=True)
class MisconceptionShown:
    """A misconception behind the given answer: its correction, and its code beside the right one."""

    name: str
    believed: str
    correction: str
    code: str
    true_code: str

    @property
    def lines(self) -> list[str]:
        """What is believed, and what is the case."""
        return misconception_lines(self.believed, self.correction)


def misconception_shown(asked: AskedQuestion, name: str) -> MisconceptionShown:
    """The misconception called `name`, for the variant that was asked."""
    misconception = asked.question.wrong(name)
    if misconception is None:
        return MisconceptionShown(name, "", name, name, say("review.code_above"))
    return MisconceptionShown(
        name,
        misconception.believed.to(language()),
        misconception.correction.to(language()),
        *_both_codes(asked, misconception),
    )


def held_in_task(task: Task, name: str) -> MisconceptionShown:
    """The wrong implementation called `name`, which a solution behaved like."""
    misconception = task.wrong(name)
    if misconception is None:
        return MisconceptionShown(name, "", name, "", "")
    return MisconceptionShown(
        name, misconception.believed.to(language()), misconception.correction.to(language()), "", ""
    )


def _both_codes(asked: AskedQuestion, misconception: Misconception) -> tuple[str, str]:
    """The code of the idea and that of the truth, both with today's numbers: the arguments that differ, or the formula
    and the code above."""
    defaults = asked.concept.demos[asked.question.demo].parameters
    if misconception.changes:
        params = asked.variant.params
        true = {name: repr(params[name]) if name in params else defaults[name] for name in misconception.changes}
        changed = {name: with_values(source, params) for name, source in misconception.changes.items()}
        return _assignments(changed), _assignments(true)
    formula = misconception.body.splitlines()[-1].removeprefix("return ").strip()
    filled = with_values(formula, asked.variant.params)
    return formula if filled == formula else f"{formula} = {filled}", say("review.code_above")


def with_values(source: str, params: Params) -> str:
    """An expression with the numbers that were drawn in the place of their names; as it stands where that is long."""

    def value(found: re.Match[str]) -> str:
        return repr(params[found[0]]) if found[0] in params else found[0]

    filled = re.sub(r"(?<![\w.'\"])[A-Za-z_]\w*(?!\w*['\"(=])", value, source)
    return filled if len(filled) <= LONGEST_FILLED else source


def _assignments(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())


def variant_of(
    journal: Journal, concept: Concept, question: Question, seed: int, avoid: tuple[Mapping[str, object], ...] = ()
) -> Future[Variant]:
    """The variant of a question for a seed, from the worker."""
    return journal.runner.variant(concept.path, concept.id, question.name, seed, avoid)


def run_of(journal: Journal, asked: AskedQuestion, *, png: bool = False) -> Future[Run]:
    """The run that shows the answer, with the figure where the concept has one, and its picture if `png`."""
    concept, variant = asked.concept, asked.variant
    drawn = concept.has_figure and asked.question.demo == "demo"
    return journal.runner.run(
        concept.path, asked.question.demo, variant.params, variant.seed, figure=drawn, png=drawn and png
    )


def demo_run(
    journal: Journal, concept: Concept, seed: int, params: Params | None = None, *, png: bool = False
) -> Future[Run]:
    """A run of a concept's main demo with the numbers that `seed` draws, or these, with its figure as in `run_of`."""
    drawn = concept.has_figure
    return journal.runner.run(concept.path, "demo", params, seed, figure=drawn, png=drawn and png)
