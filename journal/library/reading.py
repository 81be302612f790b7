"""Reads one concept file from its syntax tree, without running a line of it.

The form of a concept file is described in the README; `journal.authoring` has the words it is written with.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from pathlib import Path

from journal.core.incoming import clean
from journal.core.input_files import LARGEST_OF_OURS, bytes_of, reason_of
from journal.core.languages import LANGUAGES, Translated
from journal.core.marks import visible_line
from journal.core.messages import UserError, say
from journal.library.concept import Broken, Concept, Origin
from journal.library.functions import (
    check_names,
    check_signature,
    read_demo,
    read_questions,
    read_tasks,
    with_misconceptions,
)
from journal.library.syntax import FormError, constant, decorated, first_line, lines_of, text_of, texts_of

MOST_STATEMENTS = 400
"""Statements of the longest file, functions and assignments at its top level: each is compared with every other."""
_ESCAPE = re.compile(r"\\[uUxN0-7]")
"""An escape in a string that can stand for any character."""

_OTHERS = {code: code.upper() for code in LANGUAGES[1:]}
"""The constants in which a concept file has its title and text in other languages than English."""


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
    others = {code: _titled(text_of(module, name), 1) for code, name in _OTHERS.items() if constant(module, name)}
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    check_names(functions)
    questions = read_questions(functions)
    asked = {question.demo for question in questions}
    demos = {node.name: read_demo(node, source) for node in functions if node.name in asked | {"demo"}}
    tasks = {node.name for node, _ in decorated(functions, "task")}
    for node in functions:
        check_signature(node, questions, demos, tasks)
    return Concept(
        id=concept_id(path),
        topic=topic,
        path=path,
        origin=origin,
        title=Translated(en=title, **{code: each[0] for code, each in others.items()}),
        text=Translated(en=text, **{code: each[1] for code, each in others.items()}),
        aliases=(*texts_of(module, "NAMES"), *texts_of(module, "ALIASES")),
        shared=texts_of(module, "SHARED"),
        hints=texts_of(module, "HINTS"),
        needs=texts_of(module, "NEEDS"),
        confused_with=texts_of(module, "CONFUSED_WITH"),
        sources=texts_of(module, "SOURCES"),
        demos=demos,
        questions=tuple(with_misconceptions(question, functions, demos, source) for question in questions),
        tasks=tuple(read_tasks(module, functions, source)),
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
        return first_line(function, lines_of(source))
    raise ValueError(f"no function {name}")
