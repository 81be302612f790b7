"""Arithmetic as an answer: what computes, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.review.arithmetic import NotArithmeticError, evaluate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("0", 0),
        ("00.5", 0.5),
        (".5", 0.5),
        ("6.", 6.0),
        ("1e3", 1000.0),
        ("1_000", 1000),
        ("1/2", 0.5),
        ("32//2", 16),
        ("7 % 4", 3),
        ("30%", 0.3),
        ("12.5 %", 0.125),
        ("7 % 4%", 7 % 4 / 100),
        ("(32+2*1-3)//2+1", 16),
        ("2**10", 1024),
        ("2^10", 1024),
        ("-2**2", -4),
        ("sqrt(2)/2", math.sqrt(2) / 2),
        ("SQRT(4)", 2),
        ("exp(1)", math.e),
        ("e^2", math.e**2),
        ("log(e)", 1),
        ("log2(8)", 3),
        ("log10(1000)", 3),
        ("tanh(0)", 0),
        ("sigmoid(1)", 1 / (1 + math.exp(-1))),
        ("sigmoid(-800)", 0),
        ("relu(-3)", 0),
        ("relu(3)", 3),
        ("abs(-3)", 3),
        ("floor(2.7)", 2),
        ("ceil(2.1)", 3),
        ("min(3, 1, 2)", 1),
        ("max(3, 1)", 3),
        ("round(2.567, 2)", 2.57),
        ("round(2.6)", 3),
        ("2*pi", 2 * math.pi),
        ("((((1))))", 1),
    ],
)
def test_arithmetic_is_computed(text: str, value: float) -> None:
    assert evaluate(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "two",
        "x",
        "sqrt",
        "2,3",
        "1 2",
        "1+",
        "(1",
        "1)",
        "__import__('os')",
        "().__class__",
        "e.real",
        "1 .real",
        "[1]",
        "{1}",
        "'a'",
        "lambda: 1",
        "1 if 1 else 2",
        "1or 2",
        "not 1",
        "1 < 2",
        "1 == 1",
        "True",
        "None",
        "3j",
        "0x10",
        "~1",
        "1 << 3",
        "1 & 1",
        "x := 1",
        "print(1)",
        "pow(2, 3)",
        "eval(1)",
        "open(1)",
        "exit()",
        "sum(1)",
        "pi()",
        "sqrt(2)(3)",
        "sqrt(x=2)",
        "max(*1)",
        "1\\\n+1",
        "1#2",
        "½",
        "１",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotArithmeticError):
        evaluate(text)


@pytest.mark.parametrize(
    "text",
    ["1/0", "1//0", "1%0", "sqrt(-1)", "(-8)**0.5", "log(0)", "exp(1000)", "1e999", "1e308*10", "floor(1, 2)", "min()"],
)
def test_what_has_no_real_value_is_refused(text: str) -> None:
    with pytest.raises(NotArithmeticError):
        evaluate(text)


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9",
        "9**65",
        "2**-65",
        "1000000**2",
        "(10**9)**2",
        "((99**60)**60)**60",
        "round(1, 10**9)",
        "round(1, -9)",
        "1" * 201,
        "(" * 150 + "1" + ")" * 50,
        "-" * 199 + "x",
        "9" * 100 + "**" + "9" * 60,
    ],
)
def test_what_would_explode_is_refused(text: str) -> None:
    with pytest.raises(NotArithmeticError):
        evaluate(text)


@pytest.mark.parametrize("text", ["2**64", "999999**2", "2**-64", "-" * 150 + "1"])
def test_what_is_just_within_bounds_is_computed(text: str) -> None:
    assert math.isfinite(evaluate(text))


@given(st.text("0123456789+-*/%()., epsqrtxlogmin^_", max_size=40) | st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        value = evaluate(text)
    except NotArithmeticError:
        return
    assert isinstance(value, (int, float))
    assert math.isfinite(value)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(1, 1000))
def test_it_computes_what_python_computes(a: int, b: int, c: int) -> None:
    assert evaluate(f"({a} + {b}) // {c}") == (a + b) // c
    assert evaluate(f"{a}*({b}) - {c}/2") == a * b - c / 2
