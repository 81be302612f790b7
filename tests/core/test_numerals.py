"""Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.numerals import chinese_number, read_number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1000, "一千"),
        (1010, "一千零一十"),
        (2003, "二千零三"),
    ],
)
def test_numbers_are_written_as_weeks_are_counted(number: int, written: str) -> None:
    assert chinese_number(number) == written


@given(st.integers(0, 9999))
def test_what_is_written_is_read_back(number: int) -> None:
    assert read_number(chinese_number(number)) == number
    assert read_number(str(number)) == number


@pytest.mark.parametrize(
    ("written", "number"), [("一十二", 12), ("两百零三", 203), ("二〇", 20), ("一二", 12), ("〇", 0), ("１２", 12)]
)
def test_other_ways_to_write_a_number(written: str, number: int) -> None:
    assert read_number(written) == number


@pytest.mark.parametrize("written", ["", "十十", "百", "十二十", "甲", "二零十"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=f"^{written}$"):
        read_number(written)


@pytest.mark.parametrize("number", [-1, 10_000, 202_428, 10**18])
def test_numbers_beyond_the_numerals_are_written_in_digits(number: int) -> None:
    assert chinese_number(number) == str(number)
