"""The library of ours and of the user's own files: no file takes the place of another without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.library.library import Library, read_library
from tests.library.test_reading import MINIMAL


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A library of one concept."""
    folder = tmp_path / "ours"
    write(folder / "01_tensors" / "conv_output_size.py", MINIMAL)
    (folder / "topics.toml").write_text("[tensors]\nen = 'Tensors'\nzh = '张量'\n", encoding="utf-8")
    return folder


def write(path: Path, source: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return path


def broken(library: Library) -> list[tuple[str, str]]:
    return [(each.id, each.reason) for each in library.broken]


def test_an_own_file_with_the_name_of_one_of_ours_is_set_apart_and_both_are_named(ours: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own" / "conv_output_size.py", MINIMAL.replace("Title", "Mine"))
    library = read_library(own.parent, ours)
    assert library.concepts["conv-output-size"].title["en"] == "Title"
    ((name, reason),) = broken(library)
    assert name == "conv_output_size.py"
    assert str(ours / "01_tensors" / "conv_output_size.py") in reason
    assert library.broken[0].path == own


def test_two_own_files_of_one_id_are_told_apart(ours: Path, tmp_path: Path) -> None:
    for name in ("a_b", "a-b"):
        write(tmp_path / "own" / f"{name}.py", MINIMAL.replace("Title", name))
    library = read_library(tmp_path / "own", ours)
    assert library.concepts["a-b"].title["en"] == "a-b"
    assert [name for name, _ in broken(library)] == ["a_b.py"]


def test_a_broken_file_has_no_id_that_a_concept_has(ours: Path, tmp_path: Path) -> None:
    write(tmp_path / "own" / "conv_output_size.py", "")
    write(tmp_path / "own" / "other.py", "")
    assert [name for name, _ in broken(read_library(tmp_path / "own", ours))] == ["conv_output_size.py", "other"]
