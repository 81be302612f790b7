"""The door for text: every encoding that people save, and nothing in a text that the database cannot hold."""

from __future__ import annotations

import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.incoming import argument, clean, clean_values, decoded, shown_name, text_of
from journal.core.messages import UserError

LOG = "# 第一周周记 2024.07.07 ~ 2024.07.14\r\n\r\n学了CNN（卷积神经网络），“池化”还不熟。\r\n"
GBK = "卷积".encode("gbk").decode("utf-8", "surrogateescape")
"""What Python makes of GBK on the command line of a shell that speaks UTF-8."""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_the_same_text_is_read_from_every_encoding(encoding: str) -> None:
    assert decoded(LOG.encode(encoding)) == LOG


@pytest.mark.parametrize(
    "data",
    [
        "café, naïve, Größe".encode("latin-1"),
        "機器學習是一門課，今天學了捲積".encode("big5"),
        "機械学習を学びました、畳み込み".encode("shift-jis"),
        "学了卷积神经网络，还有池化层，明天继续。"[:12].encode()[:-1],
        "Нейронные сети".encode("cp1251"),
        zlib.compress(LOG.encode() * 9),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"text\x00text",
        LOG.encode("utf-16-le"),
        b"\xff\xfe\x00\xd8",
    ],
)
def test_bytes_that_are_not_surely_text_are_not_guessed_at(data: bytes) -> None:
    assert decoded(data) is None
    with pytest.raises(UserError, match="is not a text file"):
        text_of(data, "week.txt")


def test_an_empty_file_is_a_text_without_characters() -> None:
    assert decoded(b"") == ""


def test_a_stray_nul_and_a_mark_in_the_middle_do_not_make_a_text_unreadable() -> None:
    assert decoded(LOG.encode() * 9 + b"\x00" + "\ufeff".encode() + LOG.encode()) == f"{LOG * 9}\ufffd{LOG}"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\ufeff学了", "学了"),
        ("a\x00b", "a\ufffdb"),
        ("half \ud83d", "half \ufffd"),
        ("\ude00 other half", "\ufffd other half"),
        ("pair \ud83d\ude00", "pair \U0001f600"),
        ("bytes \udcbe\udced", "bytes \ufffd\ufffd"),
        ("\x1b[31m\u202e\t\r\n", "\x1b[31m\u202e\t\r\n"),
    ],
)
def test_a_text_is_freed_of_marks_nul_and_lone_surrogates_and_of_nothing_else(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters(exclude_categories=[])))
def test_a_cleaned_text_can_be_stored_and_is_clean(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert not set(cleaned) & {"\x00", "\ufeff"}
    assert clean(cleaned) == cleaned


@given(st.text())
def test_what_people_type_comes_through_as_it_is(text: str) -> None:
    assert clean(text) == text or set(text) & {"\x00", "\ufeff"}


def test_every_text_in_a_value_is_cleaned_names_included() -> None:
    assert clean_values({"a\x00": ["\ud83d", {"b": ("kept",)}, 1, None, 2.5]}) == {
        "a\ufffd": ["\ufffd", {"b": ("kept",)}, 1, None, 2.5]
    }


def test_an_argument_in_gbk_is_decoded() -> None:
    assert argument(GBK, "TEXT") == "卷积"
    assert argument("学了CNN", "TEXT") == "学了CNN"


@pytest.mark.parametrize("data", [b"caf\xe9", b"\xff\xfe\xfd", b"\x80"])
def test_an_argument_in_no_known_encoding_is_named(data: bytes) -> None:
    with pytest.raises(UserError, match=r"^TEXT is in no encoding"):
        argument(data.decode("utf-8", "surrogateescape"), "TEXT")


def test_a_lone_surrogate_that_no_shell_made_is_replaced() -> None:
    assert argument("\ud83d!", "TEXT") == "\ufffd!"


@pytest.mark.parametrize(
    ("name", "shown"), [(GBK, "卷积"), ("卷积.md", "卷积.md"), (os.fsdecode(b"\xff"), "\ufffd"), ("\ud83d", "\ufffd")]
)
def test_the_name_of_a_file_can_always_be_shown_and_stored(name: str, shown: str) -> None:
    assert shown_name(name) == shown
