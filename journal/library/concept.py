"""A concept as plain values: what is known of a concept file without running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from journal.core.languages import Translated

Origin = Literal["library", "own"]
Params = Mapping[str, Any]


@dataclass(frozen=True)
class Demo:
    """A function that is really run: its parameters (name to the source of its draw) and its body."""

    name: str
    parameters: Mapping[str, str]
    body: str
    line: int

    def code(self, params: Params) -> str:
        """The code shown to the learner: drawn values as assignments, a blank line, the body."""
        values = {name: repr(params[name]) if name in params else text for name, text in self.parameters.items()}
        if not values:
            return self.body
        together = f"{', '.join(values)} = {', '.join(values.values())}"
        apart = "\n".join(f"{name} = {value}" for name, value in values.items())
        tuples = any("," in value for value in values.values())
        return f"{apart if tuples or len(together) > 60 else together}\n\n{self.body}"


@dataclass(frozen=True)
class Misconception:
    """A misconception: what is believed, the correction (`correction`), and the code that computes its answer.

    `believed` is empty in files written before the two were separated. `changes` are the demo arguments that it sets
    differently (name to source); empty for a closed formula. `runs` says whether it runs the demo at all.
    """

    name: str
    believed: Translated
    correction: Translated
    body: str
    changes: Mapping[str, str]
    runs: bool
    line: int


@dataclass(frozen=True)
class Question:
    """What is asked about a demo's output. `choices` maps each option to its two wordings."""

    name: str
    prompt: Translated
    demo: str
    choices: Mapping[str, Translated]
    fact: bool
    misconceptions: tuple[Misconception, ...]
    steps: str
    """The source of the worked example's body; empty where there is none."""
    line: int

    def wrong(self, name: str) -> Misconception | None:
        """The misconception called `name`, if the file still has it."""
        return next((misconception for misconception in self.misconceptions if misconception.name == name), None)


@dataclass(frozen=True)
class Check:
    """A property that a right solution of a task has."""

    name: str
    statement: Translated
    line: int


@dataclass(frozen=True)
class Task:
    """What the learner writes: `signature` is shown, `body` is the reference. `inputs` are the makers of arguments.

    `blanks`, `order` and `mend` say in which easier forms the task may be asked, `gradients` whether derivatives are
    compared as well; see `journal.authoring.task`.
    """

    name: str
    prompt: Translated
    signature: str
    body: str
    inputs: tuple[str, ...]
    checks: tuple[Check, ...]
    hints: tuple[Translated, ...]
    misconceptions: tuple[Misconception, ...]
    blanks: tuple[str, ...]
    order: bool
    mend: tuple[str, ...]
    gradients: bool
    line: int

    def wrong(self, name: str) -> Misconception | None:
        """The wrong implementation called `name`, if the file still has it."""
        return next((misconception for misconception in self.misconceptions if misconception.name == name), None)


@dataclass(frozen=True)
class Outline:
    """What lists and finders need of a concept: all but its texts and its code.

    `questions` and `tasks` are their names; the other fields are those of the concept.
    """

    id: str
    topic: str
    path: Path
    origin: Origin
    title: Translated
    aliases: tuple[str, ...]
    shared: tuple[str, ...]
    hints: tuple[str, ...]
    needs: tuple[str, ...]
    confused_with: tuple[str, ...]
    questions: tuple[str, ...]
    tasks: tuple[str, ...]

    @property
    def all_asked(self) -> tuple[str, ...]:
        """The names of what has a card: the questions, then the tasks."""
        return (*self.questions, *self.tasks)

    @property
    def names(self) -> tuple[str, ...]:
        """All names of this concept: titles and aliases."""
        return tuple(dict.fromkeys(name for name in (*self.title.every, *self.aliases) if name))


@dataclass(frozen=True)
class Concept:
    """One concept, as declared in its file."""

    id: str
    topic: str
    path: Path
    origin: Origin
    title: Translated
    text: Translated
    aliases: tuple[str, ...]
    shared: tuple[str, ...]
    """Names that mean this concept only beside another name of its topic."""
    hints: tuple[str, ...]
    """Words that are shown as a possible mention and never make a card."""
    needs: tuple[str, ...]
    confused_with: tuple[str, ...]
    sources: tuple[str, ...]
    demos: Mapping[str, Demo]
    questions: tuple[Question, ...]
    tasks: tuple[Task, ...]
    has_figure: bool

    def question(self, name: str) -> Question | None:
        """The question called `name`, if there is one."""
        return next((question for question in self.questions if question.name == name), None)

    def task(self, name: str) -> Task | None:
        """The task called `name`, if there is one."""
        return next((task for task in self.tasks if task.name == name), None)

    def asked(self, name: str) -> Question | Task | None:
        """The question or task called `name`: what a card of that name asks."""
        return self.question(name) or self.task(name)

    @property
    def all_asked(self) -> tuple[Question | Task, ...]:
        """What has a card: the questions, then the tasks."""
        return (*self.questions, *self.tasks)

    @property
    def names(self) -> tuple[str, ...]:
        """All names of this concept: titles and aliases."""
        return self.outline.names

    @cached_property
    def folded(self) -> str:
        """Its id, its names and its page, small and capital letters alike: what a search looks through first."""
        return "\n".join((self.id, *self.names, *self.text.every)).casefold()

    @cached_property
    def outline(self) -> Outline:
        """The concept without its texts and its code."""
        return Outline(
            id=self.id,
            topic=self.topic,
            path=self.path,
            origin=self.origin,
            title=self.title,
            aliases=self.aliases,
            shared=self.shared,
            hints=self.hints,
            needs=self.needs,
            confused_with=self.confused_with,
            questions=tuple(question.name for question in self.questions),
            tasks=tuple(task.name for task in self.tasks),
        )


@dataclass(frozen=True)
class Broken:
    """A concept file that cannot be used: why, and at which line."""

    id: str
    topic: str
    path: Path
    origin: Origin
    line: int
    reason: str
