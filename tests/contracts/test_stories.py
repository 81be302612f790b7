"""What the log promises its user is a list of stories; each of them is a test that is named after it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
STORIES = range(1, 30)
"""From the live count of a quota (1) to an editor that is at home in Chinese (29)."""

NAME = re.compile(r"test_s(\d+)_(\w+)")


def named_in(source: str) -> Iterator[tuple[int, str]]:
    """The tests in a file that are named after a story: its number, and what they say is proved.

    Only those are told that are run (functions of the module) and that look at something (an assertion within).
    """
    for node in ast.parse(source).body:
        named = NAME.fullmatch(node.name) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None
        if named and any(isinstance(inner, ast.Assert) for inner in ast.walk(node)):
            yield int(named[1]), named[2]


def test_every_story_is_a_test_that_is_named_after_it() -> None:
    found: dict[int, set[str]] = defaultdict(set)
    for path in TESTS.rglob("test_*.py"):
        for number, proved in named_in(path.read_text(encoding="utf-8")):
            found[number].add(proved)
    assert sorted(found) == list(STORIES)


def test_a_name_without_a_story_or_a_proof_is_none() -> None:
    source = """
def test_s1_counts(): assert True
async def test_s30_is_private(): assert True
def test_s2_says_nothing(): pass
def test_s3(): assert True
def test_sharp_s4_lines(): assert True
def helper():
    def test_s5_never_runs(): assert True
"""
    assert list(named_in(source)) == [(1, "counts"), (30, "is_private")]
