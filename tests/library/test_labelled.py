"""Precision and recall of mentions over 400 sentences of our own, each labelled with the concepts that it speaks of.

They imitate learners' logs, technical notes and engineers' reports in both languages. A sentence is a line: the text, a
tab, and the ids of its concepts. `pytest -s` prints the figures and each sentence that was read otherwise.
"""

from __future__ import annotations

from pathlib import Path

from journal.library.library import read_library
from journal.library.spans import MentionFinder

DATA = Path(__file__).parent / "data"
PRECISION, RECALL = 0.97, 0.96


def labelled() -> list[tuple[str, set[str]]]:
    lines = [line for path in sorted(DATA.glob("labelled.*.tsv")) for line in path.read_text("utf-8").splitlines()]
    return [(text, set(ids.split())) for text, _, ids in (line.partition("\t") for line in lines)]


def test_the_labels_are_of_the_library_and_no_sentence_stands_twice() -> None:
    sentences = labelled()
    assert len({text for text, _ in sentences}) == len(sentences) == 400
    assert sum(not ids for _, ids in sentences) >= 100
    assert set().union(*(ids for _, ids in sentences)) <= set(read_library().concepts)


def test_mentions_are_right_and_few_are_missed() -> None:
    finder = MentionFinder(read_library())
    right = extra = missed = 0
    for text, ids in labelled():
        found = {each.concept for each in finder.spans(text)}
        right, extra, missed = right + len(found & ids), extra + len(found - ids), missed + len(ids - found)
        if found != ids:
            print(f"{text}  extra: {sorted(found - ids)}  missed: {sorted(ids - found)}")
    precision, recall = right / (right + extra), right / (right + missed)
    print(f"precision {precision:.3f}  recall {recall:.3f}  of {right + missed} labels")
    assert precision >= PRECISION
    assert recall >= RECALL


def test_what_speaks_of_no_concept_makes_no_card() -> None:
    finder = MentionFinder(read_library())
    assert [text for text, ids in labelled() if not ids and list(finder.spans(text))] == []
