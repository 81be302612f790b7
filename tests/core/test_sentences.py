"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("学了CNN。又学了RNN！难吗？不难", ["学了CNN。", "又学了RNN！", "难吗？", "不难"]),
        ("雷军说过：“要学会跳读。”希望能做到。", ["雷军说过：“要学会跳读。”", "希望能做到。"]),
        ("概念（把问题转化。），这个概念很好。", ["概念（把问题转化。），这个概念很好。"]),
        ("太难了！！！a's", ["太难了！！！", "a's"]),
        ("Use nn.Conv2d. It takes 3.14 s.\nDone", ["Use nn.Conv2d.", "It takes 3.14 s.", "Done"]),
        ("  一行\r\n\r\n　二行 ", ["一行", "二行"]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text(st.sampled_from("学a。！.?” \n，）")))
def test_no_character_is_left_out_but_blanks(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert spans == sorted(spans)
