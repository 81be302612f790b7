"""The syntax tree of a concept file, read part by part: texts, decorators, bodies of functions. Nothing is run."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from functools import lru_cache

from journal.core.languages import LANGUAGES, Translated
from journal.core.messages import UserError


class FormError(UserError):
    """The file breaks the form of a concept file, at `line`."""

    def __init__(self, line: int, key: str, **values: object) -> None:
        super().__init__(key, **values)
        self.line = line


def constant(module: ast.Module, name: str) -> ast.expr | None:
    for node in module.body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            return node.value
    return None


def text_of(module: ast.Module, name: str) -> str:
    node = constant(module, name)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise FormError(node.lineno if node else 1, "form.one_string", name=name)


def texts_of(module: ast.Module, name: str) -> tuple[str, ...]:
    return strings_of(constant(module, name), name)


def strings_of(node: ast.expr | None, name: str) -> tuple[str, ...]:
    """The texts of a literal list of strings; an absent one is empty."""
    if node is None:
        return ()
    if isinstance(node, ast.List) and all(isinstance(item, ast.Constant) for item in node.elts):
        values = [item.value for item in node.elts if isinstance(item, ast.Constant)]
        if all(isinstance(value, str) for value in values):
            return tuple(str(value) for value in values)
    raise FormError(node.lineno, "form.list_of_strings", name=name)


def decorated(functions: list[ast.FunctionDef], name: str) -> Iterator[tuple[ast.FunctionDef, ast.expr]]:
    """The functions with a decorator of this dotted name, called or not, and that decorator."""
    for node in functions:
        for decorator in node.decorator_list:
            if ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator) == name:
                yield node, decorator


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


def called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def translated(call: ast.Call) -> Translated:
    texts = [item.value for item in call.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    if not texts or len(texts) != len(call.args):
        raise FormError(call.lineno, "form.two_sentences")
    named = {each.arg: each.value.value for each in call.keywords if isinstance(each.value, ast.Constant)}
    known = {code: str(text) for code, text in named.items() if code in LANGUAGES}
    return Translated(**{**known, **dict(zip(("en", "zh"), texts, strict=False))})


@lru_cache(1)
def lines_of(source: str) -> list[str]:
    """The lines of a file as the syntax tree counts them."""
    return source.split("\n")


def body_of(node: ast.FunctionDef, source: str) -> str:
    """The source of a function's body as its file has it, comments included, without a docstring."""
    lines = lines_of(source)
    return textwrap.dedent("\n".join(lines[first_line(node, lines) - 1 : node.end_lineno]))


def first_line(node: ast.FunctionDef, lines: list[str]) -> int:
    """The line at which a function's body begins, counted from 1."""
    statements = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    first = statements[0].lineno
    while lines[first - 2].strip().startswith("#"):
        first -= 1
    return first
