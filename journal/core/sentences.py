"""Where sentences begin and end, in Chinese, English and both at once."""

from __future__ import annotations

import re

Span = tuple[int, int]

# Closing marks belong to the sentence that they close; one that goes on with a comma behind them has not ended.
_END = re.compile(r"(?:[。！？!?]|\.(?=\s))[。！？!?]*+[”’」』）】)\]\"]*+(?!\s*[，、；：,;])|[\r\n]+")


def sentence_spans(text: str) -> list[Span]:
    """The (start, end) of every sentence of `text` in order, blanks around it left out.

    A sentence ends at 。！？!? and at a line break; at a full stop only before a blank, so that `nn.Conv2d` goes on.
    """
    spans, start = [], 0
    for end in [*(mark.end() for mark in _END.finditer(text)), len(text)]:
        sentence = text[start:end]
        first = end - len(sentence.lstrip())
        last = start + len(sentence.rstrip())
        if first < last:
            spans.append((first, last))
        start = end
    return spans
