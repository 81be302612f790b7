"""The package as it is installed: one top-level module, the library inside it, small, and working on its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from journal.library.library import OURS

ROOT = Path(__file__).parents[2]
LARGEST = 3_000_000
"""Bytes of the wheel."""

BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"


def built(kind: str, folder: Path) -> Path:
    """The wheel or the source distribution, built from the checkout."""
    command = [sys.executable, "-c", BUILD, f"build_{kind}", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_has_one_top_level_module_and_stays_small(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"journal"}
    shipped = {name.removeprefix("journal/_concepts/") for name in names if name.startswith("journal/_concepts/")}
    assert shipped >= {str(path.relative_to(OURS)) for path in OURS.glob("*/*.py")}
    assert {"topics.toml", "paths.toml"} <= shipped
    assert wheel.stat().st_size < LARGEST


def test_the_source_distribution_can_be_built_and_tested(tmp_path: Path) -> None:
    with tarfile.open(built("sdist", tmp_path)) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert {"journal", "concepts", "tests", "pyproject.toml", "README.md", "LICENSE"} <= tops


def test_the_installed_app_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "JOURNAL_HOME": str(tmp_path / "home")}

    def journal(*arguments: str) -> str:
        command = [sys.executable, "-m", "journal", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
        )
        return done.stdout

    listed = json.loads(journal("concepts", "--json"))
    assert len(listed) == len(list(OURS.glob("*/*.py")))
    asked = json.loads(journal("ask", "conv-output-size", "height", "--seed", "1", "--json"))
    assert asked["kind"] == "integer"
    where = [sys.executable, "-c", "import journal.library.library as library; print(library.OURS)"]
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()) == tmp_path / "site" / "journal" / "_concepts"
