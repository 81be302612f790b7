"""Learning paths as they are read, and the order that they give."""

from __future__ import annotations

from pathlib import Path

from journal.core.languages import Translated
from journal.library.library import read_library
from journal.library.paths import LearningPath, put_first, read_paths
from tests.support.library import write_library

PATHS = '[networks]\nen = "Networks"\nzh = "网络"\nconcepts = ["rnn", "gone", "convolution"]\n'


def test_a_library_without_paths_has_none(tmp_path: Path) -> None:
    assert read_library(ours=write_library(tmp_path)).paths == {}


def test_the_paths_of_a_library_are_those_of_its_file(tmp_path: Path) -> None:
    (write_library(tmp_path) / "paths.toml").write_text(PATHS, encoding="utf-8")
    path = LearningPath("networks", Translated(en="Networks", zh="网络"), ("rnn", "gone", "convolution"))
    assert read_paths(tmp_path) == {"networks": path}
    assert read_library(ours=tmp_path).paths == {"networks": path}


def test_what_is_put_first_comes_first_and_the_rest_keeps_its_order() -> None:
    order = put_first(["rnn", "gone", "convolution", "rnn"], {"pooling": 0, "convolution": 1, "backprop": 2, "rnn": 3})
    assert sorted(order, key=order.__getitem__) == ["rnn", "convolution", "pooling", "backprop"]
