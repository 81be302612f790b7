"""One question as it is put to the learner, and what their answer to it means. Nothing here is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from journal.demos.concept import Concept, Params, Question, Task, WrongIdea
from journal.demos.runs import Run
from journal.demos.values import Value
from journal.demos.variants import Variant
from journal.desk import Desk
from journal.desk.showing import belief_lines, shown_value
from journal.learning.judging import Malformed, Verdict, form_hint, judge, read_for
from journal.text.languages import Bilingual
from journal.words import language, say

LONGEST_FILLED = 60
"""Characters of a formula that is shown with its numbers."""


@dataclass(frozen=True)
class Asked:
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
    def choices(self) -> Mapping[str, Bilingual]:
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
        """Right or wrong, and which wrong ideas lead to the answer."""
        return judge(self.variant, answer)

    def shown(self, answer: Value) -> str:
        """An answer as it is shown."""
        return shown_value(answer, self.question.choices)


@dataclass(frozen=True)
class Held:
    """A wrong idea that leads to the answer given: what refutes it, and its code beside that of the truth."""

    name: str
    believed: str
    says: str
    code: str
    true_code: str

    @property
    def lines(self) -> list[str]:
        """What is believed, and what is the case."""
        return belief_lines(self.believed, self.says)


def held(asked: Asked, name: str) -> Held:
    """The wrong idea called `name`, for the variant that was asked."""
    idea = asked.question.wrong(name)
    if idea is None:
        return Held(name, "", name, name, say("review.code_above"))
    return Held(name, idea.believed.to(language()), idea.says.to(language()), *_both_codes(asked, idea))


def held_in_task(task: Task, name: str) -> Held:
    """The wrong implementation called `name`, which a solution behaved like."""
    idea = task.wrong(name)
    if idea is None:
        return Held(name, "", name, "", "")
    return Held(name, idea.believed.to(language()), idea.says.to(language()), "", "")


def _both_codes(asked: Asked, idea: WrongIdea) -> tuple[str, str]:
    """The code of the idea and that of the truth, both with today's numbers: the arguments that differ, or the formula
    and the code above."""
    defaults = asked.concept.demos[asked.question.demo].parameters
    if idea.changes:
        params = asked.variant.params
        true = {name: repr(params[name]) if name in params else defaults[name] for name in idea.changes}
        changed = {name: with_values(source, params) for name, source in idea.changes.items()}
        return _assignments(changed), _assignments(true)
    formula = idea.body.splitlines()[-1].removeprefix("return ").strip()
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
    desk: Desk, concept: Concept, question: Question, seed: int, avoid: tuple[Mapping[str, object], ...] = ()
) -> Future[Variant]:
    """The variant of a question for a seed, from the worker."""
    return desk.runner.variant(concept.path, concept.id, question.name, seed, avoid)


def run_of(desk: Desk, asked: Asked, *, png: bool = False) -> Future[Run]:
    """The run that shows the answer, with the figure where the concept has one, and its picture if `png`."""
    concept, variant = asked.concept, asked.variant
    drawn = concept.has_figure and asked.question.demo == "demo"
    return desk.runner.run(
        concept.path, asked.question.demo, variant.params, variant.seed, figure=drawn, png=drawn and png
    )


def demo_run(
    desk: Desk, concept: Concept, seed: int, params: Params | None = None, *, png: bool = False
) -> Future[Run]:
    """A run of a concept's main demo with the numbers that `seed` draws, or these, with its figure as in `run_of`."""
    drawn = concept.has_figure
    return desk.runner.run(concept.path, "demo", params, seed, figure=drawn, png=drawn and png)
