"""The trainer's process: a JSON object on standard input, one on standard output, and the end.

In: `answers` (lists of card, day and rating, in the order of time), `weights` (those in use), `seen` (the number of
answers that these were fitted to). Out: the fields of a `Verdict`.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

from journal.learning.fitting.verdict import Answer

NICENESS = 10
"""How far the process steps back behind others."""


def main() -> None:
    """Reads, fits, writes."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    request = json.load(sys.stdin)
    import torch

    from journal.learning.fitting.trial import walk_forward

    torch.set_num_threads(1)
    answers = [Answer(*each) for each in request["answers"]]
    verdict = walk_forward(answers, tuple(request["weights"]), request["seen"])
    json.dump(asdict(verdict), sys.stdout)


if __name__ == "__main__":
    main()
