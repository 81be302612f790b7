"""The trainer's process: one fit, and the end.

In: `answers` (lists of card, day and rating, in chronological order), `weights` (those in use), `seen` (the number of
answers that these were fitted to). Out: the fields of a `Verdict`.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Any

from journal.core import lifeline
from journal.memory.fitting.verdict import CountedReview

NICENESS = 10
"""How far the process steps back behind others."""


def fit(request: dict[str, Any]) -> dict[str, Any]:
    """The verdict on some answers, as plain values."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    import torch

    from journal.memory.fitting.trial import walk_forward

    torch.set_num_threads(1)
    answers = [CountedReview(*each) for each in request["answers"]]
    return asdict(walk_forward(answers, tuple(request["weights"]), request["seen"]))


if __name__ == "__main__":
    lifeline.answer(fit)
