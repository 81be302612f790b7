"""Messages arrive whole, however they are cut on the way, and what is no message is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.runner.worker.protocol import LARGEST, BrokenStreamError, Frames, encode

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each: st.lists(each, max_size=3))
MESSAGES = st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=4)


@given(MESSAGES, st.integers(1, 30))
def test_messages_arrive_whole_in_pieces_of_any_size(messages: list[dict[str, object]], size: int) -> None:
    stream = b"".join(encode(message) for message in messages)
    frames = Frames()
    arrived = [got for at in range(0, len(stream), size) for got in frames.feed(stream[at : at + size])]
    assert arrived == messages


@pytest.mark.parametrize(
    "stream",
    [
        (LARGEST + 1).to_bytes(4, "big"),
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x02{x",
        b"\x00\x00\x00\x02\xff\xfe",
        (10**6).to_bytes(4, "big") + b"[" * 10**6,
    ],
    ids=["too long", "a list", "not JSON", "not UTF-8", "too deep"],
)
def test_what_is_no_message_is_refused(stream: bytes) -> None:
    with pytest.raises(BrokenStreamError):
        Frames().feed(stream)
