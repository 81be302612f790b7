"""No regular expression takes more steps than its text has characters, a few times over: none can hold anybody up.

Each one in the code is tried on texts made of what it repeats, once and twice as long. Steps are counted, not seconds.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import journal
from journal.core import search_terms
from tests.contracts.backtracking import TooManyStepsError, first, pumped, steps

SHORT, LONG = 16, 32
"""How often what is repeated stands in the two texts."""
FEW = 250
"""Steps that are no trouble, whatever they grow from."""
STEEPEST = 2.6
"""How much more steps twice the text may take: 2 for what is linear, 4 for what is quadratic."""
WHOLE = {"match", "fullmatch"}
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}

BOUNDED = {
    "journal.core.dates": "days are read in headings and names of at most 200 characters",
    "journal.log.date_words": "the words before a colon have at most 45 characters",
    "journal.exchange.moments": "dates have at most 100 characters",
    "journal.exchange.parts": "headings have at most 200 characters",
    "journal.log.headings": "headings have at most 200 characters",
}
"""Modules whose patterns may be quadratic, and what keeps their texts short."""


def modules() -> Iterator[tuple[ModuleType, ast.Module]]:
    """Every module of the app with its code."""
    for info in pkgutil.walk_packages(journal.__path__, "journal."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            yield module, ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


@cache
def patterns() -> Mapping[tuple[re.Pattern[str], bool], str]:
    """Each pattern of the app, and whether it is only looked for from the start of a text; with its place."""
    found: dict[tuple[re.Pattern[str], bool], str] = {}
    everything = [*modules()]
    used: dict[str, set[str]] = {}
    for _, tree in everything:
        for owner, method, _ in _methods(tree):
            used.setdefault(owner, set()).add(method)
    for module, tree in everything:
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                methods = used.get(name, set()) & (WHOLE | ANYWHERE)
                found.setdefault((pattern, bool(methods) and methods <= WHOLE), f"{module.__name__}.{name}")
        for owner, method, call in _methods(tree):
            if owner == "re" and method in WHOLE | ANYWHERE and isinstance(call.args[0], ast.Constant):
                pattern = re.compile(str(call.args[0].value), _flags(call))
                found.setdefault((pattern, method in WHOLE), f"{module.__name__}:{call.lineno}")
    return found


def _methods(tree: ast.Module) -> Iterator[tuple[str, str, ast.Call]]:
    """The calls of a method of something with a name."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)):
                yield owner, method, node


def _patterns_in(value: Any) -> list[re.Pattern[str]]:
    values = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
    return [each for each in values if isinstance(each, re.Pattern) and isinstance(each.pattern, str)]


def _flags(call: ast.Call) -> int:
    names = [ast.unparse(each) for each in (*call.args[1:], *(each.value for each in call.keywords))]
    return sum(getattr(re, name.removeprefix("re.")) for name in names if name.startswith("re."))


def growth(pattern: re.Pattern[str], *, anchored: bool) -> tuple[float, str]:
    """How much more steps the longer of two texts takes at worst, and the shorter one."""
    worst = (0.0, "")
    for short, long in zip(pumped(pattern, SHORT), pumped(pattern, LONG), strict=True):
        try:
            few = steps(pattern, short, anchored=anchored, most=20_000)
            many = steps(pattern, long, anchored=anchored, most=60_000)
        except TooManyStepsError:
            return float("inf"), short
        if many > FEW:
            worst = max(worst, (many / few, short))
    return worst


def test_no_pattern_is_worse_than_linear() -> None:
    steep = {}
    for (pattern, anchored), place in patterns().items():
        rate, text = growth(pattern, anchored=anchored)
        if rate > STEEPEST and place.rpartition(".")[0] not in BOUNDED:
            steep[place] = (rate, pattern.pattern, text)
    assert len(patterns()) > 150
    assert not steep


@pytest.mark.parametrize("term", ["a", "a b a b", "batch norm", "批 归一 化", "卷积 conv 2d", "a,b"])
def test_no_pattern_that_a_search_makes_is_worse_than_linear(term: str) -> None:
    for whole in (False, True):
        pattern = search_terms._pattern(term, whole=whole)
        assert pattern is not None
        assert growth(pattern, anchored=False)[0] <= STEEPEST


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(a|aa)*b", r"\s+$", r".*,.*,", r"(?:[a-z]\w*)*!", r"\d*\.?\d*x"])
def test_what_is_worse_is_found(pattern: str) -> None:
    assert growth(re.compile(pattern), anchored=False)[0] > STEEPEST


@pytest.mark.parametrize("pattern", [r"a+b?", r"[^\n]*\n", r"\d++\.", r"(?<!\s)\s++$", r"(?:\w+ )*+", r"\bweek\b"])
def test_what_is_linear_is_left_alone(pattern: str) -> None:
    assert growth(re.compile(pattern), anchored=True)[0] <= STEEPEST


FOUND = {
    r"(\w+)\s\1": "ab cd cd",
    r"(?<=a)b|(?i:C)+?d$": "xCd",
    r"(?:(a)|b)(?(1)c|d)\Z": "bdbc bd",
    r"^x\b": "a\nx y",
    r"(?>a|ab)c|[^\W\d_]{2}": "abc",
}


@pytest.mark.parametrize("pattern", FOUND)
def test_the_counting_matcher_finds_what_python_finds(pattern: str) -> None:
    compiled = re.compile(pattern, re.MULTILINE)
    found = compiled.search(FOUND[pattern])
    assert found
    assert first(compiled, FOUND[pattern]) == found.span()
