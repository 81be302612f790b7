"""Arithmetic as an answer: `(32+2*1-3)//2+1`, `sqrt(2)/2`, `sigmoid(1)`.

Read from a syntax tree of which only numbers, seven operators and the functions below are known, so that no answer
can do more than compute, nor take long about it.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable

LONGEST = 200
"""Characters of the longest expression."""

Number = int | float


class NotArithmeticError(ValueError):
    """The text is no arithmetic, or has no value among the real numbers."""


def _power(base: Number, exponent: Number) -> Number:
    if abs(base) >= 1e6 or abs(exponent) > 64:
        raise NotArithmeticError("a power out of bounds")
    result: Number | complex = base**exponent
    if isinstance(result, complex):
        raise NotArithmeticError("a root of a negative number")
    return result


def _round(value: Number, places: Number = 0) -> Number:
    if not (isinstance(places, int) and 0 <= places <= 15):
        raise NotArithmeticError("rounded to an odd place")
    return round(value, places)


def _sigmoid(x: Number) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


_CONSTANTS: dict[str, float] = {"pi": math.pi, "e": math.e}

_FUNCTIONS: dict[str, Callable[..., Number]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "tanh": math.tanh,
    "sigmoid": _sigmoid,
    "relu": lambda x: max(x, 0),
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "min": min,
    "max": max,
    "round": _round,
}

_OPERATORS: dict[type[ast.AST], Callable[..., Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}

_NUMBER = r"(?:\d++(?:_\d++)*+(?:\.\d*+)?+|\.\d++)(?:e[+-]?\d++)?+(?![\w.])"
_TOKENS = re.compile(rf"(?:\s*+(?:{_NUMBER}|[a-z]\w*+|[-+*/%(),]))*+\s*+", re.ASCII)
_LEADING_ZEROS = re.compile(r"(?<![\w.])0+(?=\d)", re.ASCII)


def evaluate(text: str) -> Number:
    """The value of an arithmetic expression; raises NotArithmeticError for anything else.

    `^` is a power, upper and lower case are alike, and a sign of percent at the end stands for `/100`.
    """
    text = _LEADING_ZEROS.sub("", text.strip().lower().replace("^", "**"))
    if text.endswith("%"):
        text = f"{text[:-1]}/100"
    if len(text) > LONGEST or not _TOKENS.fullmatch(text):
        raise NotArithmeticError(text)
    try:
        value = _value(ast.parse(text, mode="eval").body)
        finite = math.isfinite(value)
    except (SyntaxError, ArithmeticError, ValueError, TypeError, MemoryError, RecursionError) as error:
        raise NotArithmeticError(text) from error
    if not finite:
        raise NotArithmeticError(text)
    return value


def _value(node: ast.expr) -> Number:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op, operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand))
        case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(ast.Name(id=name), arguments, []) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*map(_value, arguments))
    raise NotArithmeticError(ast.dump(node))
