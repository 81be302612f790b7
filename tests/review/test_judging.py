"""What a learner may type for each kind of answer, and the verdict on it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core import messages
from journal.core.languages import LANGUAGES, Translated
from journal.review.judging import Malformed, Verdict, form_hint, judge, read_answer, read_for
from journal.runner.values import KINDS, Kind, Value
from journal.runner.variants import Variant

PATHS = {
    "up": Translated(en="it goes up", zh="上升"),
    "down": Translated(en="it goes down", zh="下降"),
    "nan": Translated(en="NaN", zh="变成 NaN"),
}
RINGS = {name: Translated(en=name, zh=zh) for name, zh in [("path", "路径"), ("ring", "环"), ("star", "星形")]}


@pytest.mark.parametrize(
    "typed",
    [
        "2,8,16,16",
        "2, 8, 16, 16",
        " 2,8,16,16 ",
        "2,8,16,16,",
        "(2, 8, 16, 16)",
        "[2, 8, 16, 16]",
        "[2 8 16 16]",
        "2 8 16 16",
        "2x8x16x16",
        "2X8X16X16",
        "2 x 8 x 16 x 16",
        "2×8×16×16",
        "2*1, 4+4, 32//2, 2**4",
        "2, 8, (32+2-3)//2+1, 16",
        "2 8 32//2 16",
        "2, max(8, 3), 4×4, 16.0",
        "2x8x(15+1)x16",
        "torch.Size([2, 8, 16, 16])",
        "torch.Size((2,8,16,16))",
        "Size([2,8,16,16])",
        "２，８，１６，１６",
        "（２，８，１６，１６）",
        "【2，8，16，16】",
        "［２ ８ １６ １６］",
        "2、8、16、16",
        "2；8；16；16",
        "２　８　１６　１６",
        "2，8，16，16。",
    ],
)
def test_a_shape_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_answer("shape", typed) == (2, 8, 16, 16)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("6*3*3", "6,3,3 or 54?"),
        ("6 * 3 * 3", "6,3,3 or 54?"),
        ("（6*3*3）", "6,3,3 or 54?"),
        ("[6*3*3]", "6,3,3 or 54?"),
        ("torch.Size([6*3*3])", "6,3,3 or 54?"),
        ("6∗3⋅3", "6,3,3 or 54?"),
        ("６＊３", "6,3 or 18?"),
        ("6*(3*3)", "6,3,3 or 54?"),
    ],
)
def test_a_bare_product_is_no_shape_but_a_question(typed: str, asked: str) -> None:
    got = read_answer("shape", typed)
    assert isinstance(got, Malformed)
    assert got.hint.startswith(asked)


@pytest.mark.parametrize(
    ("typed", "shape"),
    [("6*3*3,", (54,)), ("(6*3,)", (18,)), ("2*3,4", (6, 4)), ("6x3x3", (6, 3, 3)), ("6✕3", (6, 3)), ("54", (54,))],
)
def test_a_product_that_is_one_size_among_others_is_computed(typed: str, shape: tuple[int, ...]) -> None:
    assert read_answer("shape", typed) == shape


def test_a_product_is_a_number_where_a_number_is_asked() -> None:
    assert read_answer("integer", "6*3*3") == 54


NARROW = Variant("a", "q", 0, {}, "number", 1.093309, 0.0002, {"idea": 1.0941})
"""A variant whose idea has the truth's first three figures."""


@pytest.mark.parametrize("typed", ["1.1", "1.09", "+1.09", "１．０９", "1。09"])
def test_the_truth_rounded_too_far_is_asked_for_one_more_figure(typed: str) -> None:
    got = read_for(NARROW, typed)
    assert isinstance(got, Malformed)
    assert "one more digit" in got.hint


@pytest.mark.parametrize("typed", ["1", "1.", "2.09", "1.094", "1.2", "1.0933", "-1.1"])
def test_every_other_number_is_judged(typed: str) -> None:
    assert isinstance(read_for(NARROW, typed), float)


def test_a_number_that_three_figures_answer_is_never_asked_for_more() -> None:
    wide = replace(NARROW, tolerance=0.0109, wrong_answers={"idea": 2.0})
    assert judge(wide, cast(float, read_for(wide, "1.09"))).right
    assert judge(wide, cast(float, read_for(wide, "1.1"))).right


@pytest.mark.parametrize("typed", ["()", "[]", "（）", "( )", "scalar", "Scalar", "标量", "torch.Size([])"])
def test_a_scalar_has_the_empty_shape(typed: str) -> None:
    assert read_answer("shape", typed) == ()


@pytest.mark.parametrize("typed", ["5", "(5)", "(5,)", "[5]", "５", "10//2", "(3+2)", "（5，）"])
def test_one_size_is_a_shape_of_one_dimension(typed: str) -> None:
    assert read_answer("shape", typed) == (5,)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "　", "two", "2,,8", ",2", "2,8.5", "-1,8", "(2,8", "2,8)", "2,n", "?", "2x", "a x b", "1/0,2", "(2)(3)"],
)
def test_what_is_no_shape_is_no_attempt(typed: str) -> None:
    assert_malformed("shape", typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("18", 18),
        ("-3", -3),
        ("−3", -3),
        ("3.0", 3),
        ("１８", 18),
        ("(37+2*1-5)//2+1", 18),
        ("（37+2×1-5）//2+1", 18),
        ("3×3×16", 144),
        ("2³", 8),
        ("1,728", 1728),
        ("1，234，567", 1234567),
        ("tensor(7)", 7),
        ("6÷2", 3),
        ("2e3", 2000),
    ],
)
def test_a_whole_number_may_be_typed_or_computed(typed: str, value: int) -> None:
    answer = read_answer("integer", typed)
    assert (answer, type(answer)) == (value, int)


@pytest.mark.parametrize("typed", ["", "3.5", "7/2", "two", "nan", "inf", "1,2", "0,125", "yes", "(1,2)", "1e999"])
def test_what_is_no_whole_number_is_no_attempt(typed: str) -> None:
    assert_malformed("integer", typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.5", 0.5),
        ("1/2", 0.5),
        ("1÷2", 0.5),
        ("０．５", 0.5),
        ("0。5", 0.5),
        ("7", 7.0),
        ("-2", -2.0),
        ("sqrt(2)/2", math.sqrt(2) / 2),
        ("sigmoid（1）", 1 / (1 + math.exp(-1))),
        ("2*π", 2 * math.pi),
        ("e^2", math.e**2),
        ("tensor(6.)", 6.0),
        ("torch.tensor(6.5)", 6.5),
        ("1e-3", 1e-3),
        ("inf", math.inf),
        ("-inf", -math.inf),
        ("∞", math.inf),
        ("－∞", -math.inf),
        ("Infinity", math.inf),
        ("float('inf')", math.inf),
        ("无穷大", math.inf),
        ("½", 0.5),
        ("-1½", -1.5),
        ("⅔", 2 / 3),
        ("√2", math.sqrt(2)),
        ("√2/2", math.sqrt(2) / 2),
        ("2√3", 2 * math.sqrt(3)),
        ("√(2+2)", 2.0),
        ("ln(2)", math.log(2)),
        ("ＬＮ（２）", math.log(2)),
        ("1 000", 1000.0),
        ("12\u202f500", 12500.0),
        ("0.333…", 1 / 3),
        ("0.333...", 1 / 3),
        ("-0.1666……", -1 / 6),
        ("3.14…", 3.14),
        ("0.000", 0.0),
        ("1.00", 1.0),
    ],
)
def test_a_number_may_be_typed_or_computed(typed: str, value: float) -> None:
    answer = read_answer("number", typed)
    assert isinstance(answer, float)
    assert answer == pytest.approx(value)


@pytest.mark.parametrize(
    ("kind", "typed", "asked"),
    [
        ("number", "0,5", "0.5 or 5?"),
        ("number", "1,000", "1.000 or 1000?"),
        ("number", "１，５", "1.5 or 15?"),
        ("number", "1.000", "1 or 1000?"),
        ("number", "-12.000", "-12 or -12000?"),
        ("integer", "1.000", "1 or 1000?"),
        ("integer", "1.000.000", "1 or 1000000?"),
    ],
)
def test_what_means_two_numbers_is_no_attempt_but_a_question(kind: Kind, typed: str, asked: str) -> None:
    got = read_answer(kind, typed)
    assert isinstance(got, Malformed)
    assert got.hint.startswith(asked)


PLAIN = Variant("a", "q", 0, {}, "number", 0.5, 0.005, {"idea": 0.53})


@pytest.mark.parametrize("typed", ["0.51", "0.4801", "0.46", "0.5144"])
def test_a_near_miss_is_asked_again(typed: str) -> None:
    got = read_for(PLAIN, typed)
    assert isinstance(got, Malformed)
    assert "not exact enough" in got.hint


@pytest.mark.parametrize(
    ("typed", "right"), [("0.504", True), ("0.44", False), ("0.516", False), ("0.53", False), ("0.55", False)]
)
def test_further_away_or_nearer_to_an_idea_it_is_judged(typed: str, right: bool) -> None:
    assert judge(PLAIN, cast(float, read_for(PLAIN, typed))).right is right


@pytest.mark.parametrize("typed", ["nan", "NaN", "ＮａＮ", "tensor(nan)", "float('nan')"])
def test_not_a_number_is_a_number_too(typed: str) -> None:
    answer = read_answer("number", typed)
    assert isinstance(answer, float)
    assert math.isnan(answer)


@pytest.mark.parametrize(
    "typed",
    ["", "half", "0,5", "1,000", "1.000", "1 2", "1 00", "yes", "x", "2π", "√", "½½", "1/0", "…", "__import__('os')"],
)
def test_what_is_no_number_is_no_attempt(typed: str) -> None:
    assert_malformed("number", typed)


@pytest.mark.parametrize(
    "typed",
    ["y", "Y", "yes", "YES", "true", "True", "t", "1", "ｙ", "１", "是", "对", "会", "有", "是的。", " yes. ", "y!"],
)
def test_yes_has_many_words(typed: str) -> None:
    assert read_answer("yes_no", typed) is True


@pytest.mark.parametrize(
    "typed", ["n", "N", "no", "false", "False", "f", "0", "ｎ", "０", "否", "错", "不是", "不会", "没有", "不会。"]
)
def test_no_has_many_words(typed: str) -> None:
    assert read_answer("yes_no", typed) is False


@pytest.mark.parametrize("typed", ["", "2", "maybe", "yes no", "也许", "()", "1.0", "-1"])
def test_what_is_neither_yes_nor_no_is_no_attempt(typed: str) -> None:
    assert_malformed("yes_no", typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1", "up"),
        ("２", "down"),
        ("3", "nan"),
        ("up", "up"),
        ("it goes up", "up"),
        ("It goes d", "down"),
        ("d", "down"),
        ("下降", "down"),
        ("下", "down"),
        ("NaN", "nan"),
        ("ｎａｎ", "nan"),
        ("变成", "nan"),
    ],
)
def test_a_choice_is_its_digit_its_wording_or_a_beginning_of_it(typed: str, name: str) -> None:
    assert read_answer("choice", typed, PATHS) == name


@pytest.mark.parametrize("typed", ["", "0", "4", "it goes", "i", "sideways", "上下"])
def test_a_choice_that_fits_none_or_several_is_no_attempt(typed: str) -> None:
    assert_malformed("choice", typed, PATHS)


def test_a_wording_comes_before_a_place_and_a_whole_wording_before_a_beginning() -> None:
    numbers = {name: Translated(en=name, zh=name) for name in ("3", "2", "1")}
    assert read_answer("choice", "3", numbers) == "3"
    norms = {name: Translated(en=name, zh="") for name in ("batch norm", "batch")}
    assert read_answer("choice", "batch", norms) == "batch"


@pytest.mark.parametrize(
    "typed",
    [
        "312",
        "3 1 2",
        "3,1,2",
        "３１２",
        "3，1，2",
        "3、1、2",
        "3>1>2",
        "3 < 1 < 2",
        "3-1-2",
        "3→1→2",
        "star, path, ring",
        "star path ring",
        "star < path < ring",
        "s p r",
        "星形、路径、环",
        "星形 → 路径 → 环",
    ],
)
def test_an_order_is_typed_by_digits_or_by_names(typed: str) -> None:
    assert read_answer("order", typed, RINGS) == ("star", "path", "ring")


def test_an_order_may_leave_out_what_is_not_shown() -> None:
    assert read_answer("order", "31", RINGS) == ("star", "path")


@pytest.mark.parametrize("typed", ["", "3", "331", "314", "0 1", "star", "star, star", "star, moon", "1234"])
def test_what_is_no_order_is_no_attempt(typed: str) -> None:
    assert_malformed("order", typed, RINGS)


def test_more_than_nine_options_are_told_apart_by_what_stands_between() -> None:
    layers = {f"layer {n}": Translated(en=f"layer {n}", zh=f"第 {n} 层") for n in range(1, 13)}
    assert read_answer("order", "12 1 2", layers) == ("layer 12", "layer 1", "layer 2")


def assert_malformed(kind: Kind, typed: str, choices: dict[str, Translated] | None = None) -> None:
    """The text is no attempt, and one line in each language says what is expected."""
    answer = read_answer(kind, typed, choices or {})
    assert isinstance(answer, Malformed)
    for language in LANGUAGES:
        messages.use(language)
        assert answer.hint
        assert "\n" not in answer.hint
        assert "{" not in answer.hint


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", ["1" * 5000, "1," * 50_000, "(" * 5000, "y" * 5000, "1 " * 5000])
def test_a_book_pasted_by_mistake_is_no_attempt(kind: Kind, typed: str) -> None:
    assert_malformed(kind, typed, PATHS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_how_its_answers_are_typed(kind: Kind) -> None:
    hints = set()
    for language in LANGUAGES:
        messages.use(language)
        hints.add(form_hint(kind))
    assert len(hints) == len(LANGUAGES)


@given(st.sampled_from(KINDS), st.text(max_size=30) | st.text("0123456789()[],x× .-+*/size", max_size=30))
def test_any_text_is_read_or_answered_by_a_hint(kind: Kind, typed: str) -> None:
    answer = read_answer(kind, typed, PATHS)
    if not isinstance(answer, Malformed):
        again = read_answer(kind, shown(answer), PATHS)
        assert again == answer or again != again


def shown(answer: Value) -> str:
    """An answer as Python prints it: that may be typed too."""
    return ", ".join(answer) if isinstance(answer, tuple) and answer and isinstance(answer[0], str) else str(answer)


@given(st.lists(st.integers(0, 10_000), max_size=6))
def test_every_shape_is_read_back_from_what_python_prints(sizes: list[int]) -> None:
    assert read_answer("shape", str(tuple(sizes))) == tuple(sizes)
    assert read_answer("shape", f"torch.Size({sizes})") == tuple(sizes)


# --- the verdict ----------------------------------------------------------------------------------------------------


def variant(kind: Kind, truth: Value, beliefs: dict[str, Value | None], tolerance: float = 0.0) -> Variant:
    return Variant("c", "q", 1, {}, kind, truth, tolerance, beliefs)


def test_a_right_answer_holds_no_wrong_idea() -> None:
    asked = variant("integer", 18, {"no_padding": 17, "same": 18})
    assert judge(asked, 18) == Verdict(right=True)


def test_a_wrong_answer_names_the_wrong_idea_that_leads_to_it() -> None:
    asked = variant("integer", 18, {"no_padding": 17, "one_end": 16, "none": None})
    assert judge(asked, 17) == Verdict(right=False, misconceptions=("no_padding",))


def test_several_wrong_ideas_that_lead_to_it_are_all_named() -> None:
    asked = variant("shape", (2, 8), {"a": (8, 2), "b": (8, 2), "c": (2,)})
    assert judge(asked, (8, 2)).misconceptions == ("a", "b")


def test_a_wrong_answer_may_come_from_no_known_idea() -> None:
    assert judge(variant("integer", 18, {"no_padding": 17}), 3) == Verdict(right=False)


def test_a_number_is_right_within_the_tolerance_of_its_variant() -> None:
    asked = variant("number", 0.5, {"doubled": 1.0}, tolerance=0.005)
    assert judge(asked, 0.504).right
    assert not judge(asked, 0.506).right
    assert judge(asked, 0.996).misconceptions == ("doubled",)


def test_not_a_number_is_right_where_it_is_the_truth() -> None:
    assert judge(variant("number", math.nan, {"inf": math.inf}), math.nan).right
    assert judge(variant("number", math.nan, {"inf": math.inf}), math.inf).misconceptions == ("inf",)


def test_yes_is_not_the_number_one() -> None:
    asked = variant("yes_no", True, {"never": False})
    assert judge(asked, True).right
    assert judge(asked, False).misconceptions == ("never",)
