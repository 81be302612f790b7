"""Reads one concept file from its syntax tree, without running a line of it.

The form of a concept file is described in the README; `journal.authoring` has the words it is written with.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from journal.core.incoming import clean
from journal.core.input_files import LARGEST_OF_OURS, bytes_of, reason_of
from journal.core.languages import LANGUAGES, Translated
from journal.core.marks import visible_line
from journal.core.messages import UserError, say
from journal.library.concept import Broken, Check, Concept, Demo, Misconception, Origin, Question, Task

MOST_STATEMENTS = 400
"""Statements of the longest file, functions and assignments at its top level: each is compared with every other."""
_ESCAPE = re.compile(r"\\[uUxN0-7]")
"""An escape in a string that can stand for any character."""

_OTHERS = {code: code.upper() for code in LANGUAGES[1:]}
"""The constants in which a concept file has its title and text in other languages than English."""


class FormError(UserError):
    """The file breaks the form of a concept file, at `line`."""

    def __init__(self, line: int, key: str, **values: object) -> None:
        super().__init__(key, **values)
        self.line = line


def concept_id(path: Path) -> str:
    """The id of the concept that `path` tells of: `conv_output_size.py` is `conv-output-size`."""
    return path.stem.replace("_", "-")


def read_concept(path: Path, topic: str, origin: Origin) -> Concept | Broken:
    """The concept in the file at `path`, or what is wrong with the file: nothing is raised, whatever it holds."""
    try:
        return _concept(path, topic, origin, _source(path))
    except FormError as error:
        line, reason = error.line, str(error)
    except SyntaxError as error:
        line, reason = error.lineno or 1, say("form.does_not_parse", why=reason_of(error, error.msg))
    except (RecursionError, MemoryError):
        line, reason = 1, say("form.too_deep")
    except UserError as error:
        line, reason = 1, str(error)
    except Exception as error:
        line, reason = 1, say("form.unreadable", why=reason_of(error))
    return Broken(visible_line(concept_id(path)), topic, path, origin, line, reason)


def _source(path: Path) -> str:
    """The source in the file at `path`, with `\\n` at the ends of its lines; it is UTF-8, as Python runs it."""
    if visible_line(path.stem) != path.stem:
        raise FormError(1, "form.file_name")
    source = bytes_of(path, LARGEST_OF_OURS).decode("utf-8-sig")
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _parsed(source: str) -> ast.Module:
    """The syntax tree of a file, its texts cleaned: an escape in them can stand for what no text of ours may hold."""
    with warnings.catch_warnings(action="ignore"):  # they would be printed over the screen
        module = ast.parse(source)
    if len(module.body) > MOST_STATEMENTS:
        raise FormError(module.body[MOST_STATEMENTS].lineno, "form.too_many", n=MOST_STATEMENTS)
    for node in ast.walk(module) if _ESCAPE.search(source) else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = clean(node.value)
    return module


def _concept(path: Path, topic: str, origin: Origin, source: str) -> Concept:
    module = _parsed(source)
    title, text = _titled(ast.get_docstring(module) or "", 1)
    others = {code: _titled(_text(module, name), 1) for code, name in _OTHERS.items() if _constant(module, name)}
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    _check_names(functions)
    questions = _questions(functions)
    asked = {question.demo for question in questions}
    demos = {node.name: _demo(node, source) for node in functions if node.name in asked | {"demo"}}
    tasks = {node.name for node, _ in _decorated(functions, "task")}
    for node in functions:
        _check_signature(node, questions, demos, tasks)
    return Concept(
        id=concept_id(path),
        topic=topic,
        path=path,
        origin=origin,
        title=Translated(en=title, **{code: each[0] for code, each in others.items()}),
        text=Translated(en=text, **{code: each[1] for code, each in others.items()}),
        aliases=(*_texts(module, "NAMES"), *_texts(module, "ALIASES")),
        shared=_texts(module, "SHARED"),
        hints=_texts(module, "HINTS"),
        needs=_texts(module, "NEEDS"),
        confused_with=_texts(module, "CONFUSED_WITH"),
        sources=_texts(module, "SOURCES"),
        demos=demos,
        questions=tuple(_with_misconceptions(question, functions, demos, source) for question in questions),
        tasks=tuple(_tasks(module, functions, source)),
        has_figure=any(node.name == "figure" for node in functions),
    )


def _titled(text: str, line: int) -> tuple[str, str]:
    title, _, body = text.strip().partition("\n")
    if not title:
        raise FormError(line, "form.no_title")
    return title.strip(), textwrap.dedent(body).strip()


def body_line(source: str, name: str) -> int:
    """The line of the file at which the body of its function `name` begins; raises ValueError if there is none."""
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name)
    for function in functions:
        return _first(function, _lines(source))
    raise ValueError(f"no function {name}")


# --- names at the top of the file -----------------------------------------------------------------------------


def _constant(module: ast.Module, name: str) -> ast.expr | None:
    for node in module.body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            return node.value
    return None


def _text(module: ast.Module, name: str) -> str:
    node = _constant(module, name)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise FormError(node.lineno if node else 1, "form.one_string", name=name)


def _texts(module: ast.Module, name: str) -> tuple[str, ...]:
    return _strings(_constant(module, name), name)


def _strings(node: ast.expr | None, name: str) -> tuple[str, ...]:
    """The texts of a literal list of strings; an absent one is empty."""
    if node is None:
        return ()
    if isinstance(node, ast.List) and all(isinstance(item, ast.Constant) for item in node.elts):
        values = [item.value for item in node.elts if isinstance(item, ast.Constant)]
        if all(isinstance(value, str) for value in values):
            return tuple(str(value) for value in values)
    raise FormError(node.lineno, "form.list_of_strings", name=name)


# --- demos, questions and misconceptions -------------------------------------------------------------------------


def _demo(node: ast.FunctionDef, source: str) -> Demo:
    names = [argument.arg for argument in node.args.args]
    defaults = [ast.unparse(default) for default in node.args.defaults]
    if len(defaults) < len(names):
        raise FormError(node.lineno, "form.no_default", name=node.name)
    return Demo(node.name, dict(zip(names, defaults, strict=True)), _body(node, source), node.lineno)


@lru_cache(1)
def _lines(source: str) -> list[str]:
    """The lines of a file as the syntax tree counts them."""
    return source.split("\n")


def _body(node: ast.FunctionDef, source: str) -> str:
    """The source of a function's body as its file has it, comments included, without a docstring."""
    lines = _lines(source)
    return textwrap.dedent("\n".join(lines[_first(node, lines) - 1 : node.end_lineno]))


def _first(node: ast.FunctionDef, lines: list[str]) -> int:
    """The line at which a function's body begins, counted from 1."""
    statements = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    first = statements[0].lineno
    while lines[first - 2].strip().startswith("#"):
        first -= 1
    return first


def _questions(functions: list[ast.FunctionDef]) -> list[Question]:
    found = []
    for node in functions:
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and _called(decorator) == "question":
                found.append(_question(node, decorator))
    return found


def _question(node: ast.FunctionDef, call: ast.Call) -> Question:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    of = given.get("of")
    fact = given.get("fact")
    return Question(
        name=node.name,
        prompt=_translated(call),
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
        value = ast.literal_eval(node)
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


def _with_misconceptions(
    question: Question, functions: list[ast.FunctionDef], demos: Mapping[str, Demo], source: str
) -> Question:
    return replace(
        question,
        misconceptions=tuple(_misconceptions(question.name, functions, demos, source)),
        steps="".join(_body(node, source) for node, _ in _decorated(functions, f"{question.name}.steps")),
    )


def _misconceptions(
    owner: str, functions: list[ast.FunctionDef], demos: Mapping[str, Demo], source: str
) -> Iterator[Misconception]:
    for node, decorator in _decorated(functions, f"{owner}.wrong"):
        if not isinstance(decorator, ast.Call):
            raise FormError(node.lineno, "form.two_sentences")
        yield _misconception(node, decorator, demos, source)


def _decorated(functions: list[ast.FunctionDef], name: str) -> Iterator[tuple[ast.FunctionDef, ast.expr]]:
    """The functions with a decorator of this dotted name, called or not, and that decorator."""
    for node in functions:
        for decorator in node.decorator_list:
            if ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator) == name:
                yield node, decorator


def _misconception(node: ast.FunctionDef, decorator: ast.Call, demos: Mapping[str, Demo], source: str) -> Misconception:
    runs = [call for call in _calls(node) if _called(call) in demos]
    changes: dict[str, str] = {}
    for call in runs:
        changes |= _changed(call, demos[_called(call)])
    believed, fact = _sentences(decorator)
    return Misconception(node.name, believed, fact, _body(node, source), changes, bool(runs), node.lineno)


def _sentences(call: ast.Call) -> tuple[Translated, Translated]:
    """What is believed and what is the case: `en=("…", "…"), zh=("…", "…")`, or the older form with the fact alone."""
    pairs = {each.arg: _pair(each.value) for each in call.keywords if each.arg}
    if not pairs:
        return Translated(), _translated(call)
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


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def _translated(call: ast.Call) -> Translated:
    texts = [item.value for item in call.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    if not texts or len(texts) != len(call.args):
        raise FormError(call.lineno, "form.two_sentences")
    named = {each.arg: each.value.value for each in call.keywords if isinstance(each.value, ast.Constant)}
    known = {code: str(text) for code, text in named.items() if code in LANGUAGES}
    return Translated(**{**known, **dict(zip(("en", "zh"), texts, strict=False))})


# --- tasks ----------------------------------------------------------------------------------------------------


def _tasks(module: ast.Module, functions: list[ast.FunctionDef], source: str) -> Iterator[Task]:
    for node, decorator in _decorated(functions, "task"):
        if not isinstance(decorator, ast.Call):
            raise FormError(node.lineno, "form.two_sentences")
        yield _task(node, decorator, module, functions, source)


def _task(
    node: ast.FunctionDef, call: ast.Call, module: ast.Module, functions: list[ast.FunctionDef], source: str
) -> Task:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    inputs = tuple(each.name for each, _ in _decorated(functions, f"{node.name}.inputs"))
    if not inputs:
        raise FormError(node.lineno, "form.no_inputs", name=node.name)
    order = given.get("order")
    return Task(
        name=node.name,
        prompt=_translated(call),
        signature=f"def {node.name}({ast.unparse(node.args)}):",
        body=_body(node, source),
        inputs=inputs,
        checks=tuple(
            Check(each.name, _translated(decorator), each.lineno)
            for each, decorator in _decorated(functions, f"{node.name}.holds")
            if isinstance(decorator, ast.Call)
        ),
        hints=tuple(_hints(module, node.name)),
        misconceptions=tuple(_misconceptions(node.name, functions, {}, source)),
        blanks=_strings(given.get("blanks"), "blanks"),
        order=isinstance(order, ast.Constant) and order.value is True,
        mend=_strings(given.get("mend"), "mend"),
        line=node.lineno,
    )


def _hints(module: ast.Module, task: str) -> Iterator[Translated]:
    """The hints of a task: calls of `TASK.hint` at the top level, in order."""
    for node in module.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _called(node.value) == f"{task}.hint":
            yield _translated(node.value)


def _check_names(functions: Sequence[ast.FunctionDef]) -> None:
    """A function that has the name of an earlier one would take its place without a word."""
    seen: set[str] = set()
    for node in functions:
        if node.name in seen:
            raise FormError(node.lineno, "form.twice", name=node.name)
        seen.add(node.name)


def _check_signature(
    node: ast.FunctionDef, questions: list[Question], demos: Mapping[str, Demo], tasks: set[str]
) -> None:
    """A question and its misconceptions may name `out`, `printed` and the parameters of their demo, and nothing else.

    A wrong implementation of a task may name anything.
    """
    for decorator in node.decorator_list:
        called = _called(decorator) if isinstance(decorator, ast.Call) else ""
        owner = called.removesuffix(".wrong") if called.endswith(".wrong") else node.name
        question = next((each for each in questions if each.name == owner), None)
        if called.endswith(".wrong") and question is None and owner not in tasks:
            raise FormError(node.lineno, "form.no_question", name=node.name, owner=owner)
        if question is None:
            continue
        if question.demo not in demos:
            raise FormError(question.line, "form.no_demo", name=question.name, demo=question.demo)
        known = {"out", "printed", *demos[question.demo].parameters}
        unknown = [argument.arg for argument in node.args.args if argument.arg not in known]
        if unknown:
            raise FormError(node.lineno, "form.unknown_name", name=node.name, unknown=unknown[0], demo=question.demo)
