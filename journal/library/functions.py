"""The functions of a concept file: its demos, questions, misconceptions and tasks, and what is wrong in their form."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from journal.authoring import CURVES
from journal.core.languages import LANGUAGES, Translated
from journal.library.concept import Check, Demo, Misconception, Question, Task
from journal.library.syntax import FormError, body_of, called, calls, decorated, strings_of, translated


def read_demo(node: ast.FunctionDef, source: str) -> Demo:
    names = [argument.arg for argument in node.args.args]
    defaults = [ast.unparse(default) for default in node.args.defaults]
    if len(defaults) < len(names):
        raise FormError(node.lineno, "form.no_default", name=node.name)
    return Demo(node.name, dict(zip(names, defaults, strict=True)), body_of(node, source), node.lineno)


def read_questions(functions: list[ast.FunctionDef]) -> list[Question]:
    found = []
    for node in functions:
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and called(decorator) == "question":
                found.append(_question(node, decorator))
    return found


def _question(node: ast.FunctionDef, call: ast.Call) -> Question:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    of = given.get("of")
    fact = given.get("fact")
    return Question(
        name=node.name,
        prompt=translated(call),
        demo=of.id if isinstance(of, ast.Name) else "demo",
        choices=_choices(given.get("choices")),
        fact=isinstance(fact, ast.Constant) and fact.value is True,
        misconceptions=(),
        steps="",
        line=node.lineno,
    )


def _choices(node: ast.expr | None) -> Mapping[str, Translated]:
    if node is None:
        return {}
    try:
        value = CURVES if isinstance(node, ast.Name) and node.id == "CURVES" else ast.literal_eval(node)
    except (ValueError, TypeError):
        value = None
    listed = value if isinstance(value, (list, tuple)) else ()
    pairs = list(value.items()) if isinstance(value, dict) else [(each, each) for each in listed]
    named = [(en, text if isinstance(text, dict) else {"zh": text}) for en, text in pairs]
    if not named or not all(isinstance(text, str) for en, texts in named for text in (en, *texts.values())):
        raise FormError(node.lineno, "form.choices")
    return {en: Translated(**{**_known(texts), "en": en}) for en, texts in named}


def _known(texts: Mapping[str, str]) -> dict[str, str]:
    """Those in a language of the app."""
    return {code: text for code, text in texts.items() if code in LANGUAGES}


def with_misconceptions(
    question: Question, functions: list[ast.FunctionDef], demos: Mapping[str, Demo], source: str
) -> Question:
    return replace(
        question,
        misconceptions=tuple(_misconceptions(question.name, functions, demos, source)),
        steps="".join(body_of(node, source) for node, _ in decorated(functions, f"{question.name}.steps")),
    )


def _misconceptions(
    owner: str, functions: list[ast.FunctionDef], demos: Mapping[str, Demo], source: str
) -> Iterator[Misconception]:
    for node, decorator in decorated(functions, f"{owner}.wrong"):
        if not isinstance(decorator, ast.Call):
            raise FormError(node.lineno, "form.two_sentences")
        yield _misconception(node, decorator, demos, source)


def _misconception(node: ast.FunctionDef, decorator: ast.Call, demos: Mapping[str, Demo], source: str) -> Misconception:
    runs = [call for call in calls(node) if called(call) in demos]
    changes: dict[str, str] = {}
    for call in runs:
        changes |= _changed(call, demos[called(call)])
    believed, fact = _sentences(decorator)
    return Misconception(node.name, believed, fact, body_of(node, source), changes, bool(runs), node.lineno)


def _sentences(call: ast.Call) -> tuple[Translated, Translated]:
    """What is believed and what is the case: `en=("…", "…"), zh=("…", "…")`, or the older form with the fact alone."""
    pairs = {each.arg: _pair(each.value) for each in call.keywords if each.arg}
    if not pairs:
        return Translated(), translated(call)
    believed, fact = ({code: pair[part] for code, pair in pairs.items() if code in LANGUAGES} for part in (0, 1))
    return Translated(**believed), Translated(**fact)


def _pair(node: ast.expr) -> tuple[str, str]:
    match node:
        case ast.Tuple(elts=[ast.Constant(value=str(believed)), ast.Constant(value=str(fact))]):
            return believed, fact
    raise FormError(node.lineno, "form.two_sentences")


def _changed(call: ast.Call, demo: Demo) -> dict[str, str]:
    """The arguments of a call of the demo that are not simply passed on: name to source."""
    given = dict(zip(demo.parameters, call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    return {
        name: ast.unparse(value)
        for name, value in given.items()
        if not (isinstance(value, ast.Name) and value.id == name)
    }


def read_tasks(module: ast.Module, functions: list[ast.FunctionDef], source: str) -> Iterator[Task]:
    for node, decorator in decorated(functions, "task"):
        if not isinstance(decorator, ast.Call):
            raise FormError(node.lineno, "form.two_sentences")
        yield _task(node, decorator, module, functions, source)


def _task(
    node: ast.FunctionDef, call: ast.Call, module: ast.Module, functions: list[ast.FunctionDef], source: str
) -> Task:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    inputs = tuple(each.name for each, _ in decorated(functions, f"{node.name}.inputs"))
    if not inputs:
        raise FormError(node.lineno, "form.no_inputs", name=node.name)
    order, gradients = given.get("order"), given.get("gradients")
    return Task(
        name=node.name,
        prompt=translated(call),
        signature=f"def {node.name}({ast.unparse(node.args)}):",
        body=body_of(node, source),
        inputs=inputs,
        checks=tuple(
            Check(each.name, translated(decorator), each.lineno)
            for each, decorator in decorated(functions, f"{node.name}.holds")
            if isinstance(decorator, ast.Call)
        ),
        hints=tuple(_hints(module, node.name)),
        misconceptions=tuple(_misconceptions(node.name, functions, {}, source)),
        blanks=strings_of(given.get("blanks"), "blanks"),
        order=isinstance(order, ast.Constant) and order.value is True,
        mend=strings_of(given.get("mend"), "mend"),
        gradients=gradients is not None and not (isinstance(gradients, ast.Constant) and not gradients.value),
        line=node.lineno,
    )


def _hints(module: ast.Module, task: str) -> Iterator[Translated]:
    """The hints of a task: calls of `TASK.hint` at the top level, in order."""
    for node in module.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and called(node.value) == f"{task}.hint":
            yield translated(node.value)


def check_names(functions: Sequence[ast.FunctionDef]) -> None:
    """A function that has the name of an earlier one would take its place without a word."""
    seen: set[str] = set()
    for node in functions:
        if node.name in seen:
            raise FormError(node.lineno, "form.twice", name=node.name)
        seen.add(node.name)


def check_signature(
    node: ast.FunctionDef, questions: list[Question], demos: Mapping[str, Demo], tasks: set[str]
) -> None:
    """A question and its misconceptions may name `out`, `printed` and the parameters of their demo, and nothing else.

    A wrong implementation of a task may name anything.
    """
    for decorator in node.decorator_list:
        name = called(decorator) if isinstance(decorator, ast.Call) else ""
        owner = name.removesuffix(".wrong") if name.endswith(".wrong") else node.name
        question = next((each for each in questions if each.name == owner), None)
        if name.endswith(".wrong") and question is None and owner not in tasks:
            raise FormError(node.lineno, "form.no_question", name=node.name, owner=owner)
        if question is None:
            continue
        if question.demo not in demos:
            raise FormError(question.line, "form.no_demo", name=question.name, demo=question.demo)
        known = {"out", "printed", *demos[question.demo].parameters}
        unknown = [argument.arg for argument in node.args.args if argument.arg not in known]
        if unknown:
            raise FormError(node.lineno, "form.unknown_name", name=node.name, unknown=unknown[0], demo=question.demo)
