"""Pictures of cards in the viewer of the system: what a deck brought runs nothing there."""

from __future__ import annotations

import webbrowser
from base64 import b64decode
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from journal.core.messages import say
from journal.opening.journal import Journal
from journal.opening.media import file_of, keep
from journal.ui.picture_viewer import open_picture

EVIL = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'


@pytest.fixture
def viewed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that the viewer of the system is given."""
    paths: list[Path] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: paths.append(Path(unquote(urlsplit(url).path))))
    return paths


async def test_an_svg_is_shown_within_another_so_that_its_script_never_runs(
    journal: Journal, viewed: list[Path]
) -> None:
    name = keep(journal, "a.svg", EVIL)
    await open_picture(journal, f"看 ![图]({name})")
    tree = ElementTree.fromstring(viewed[0].read_bytes())
    assert [child.tag.rpartition("}")[2] for child in tree.iter()] == ["svg", "image"]
    assert b64decode(tree[0].attrib["href"].partition(",")[2]) == EVIL


async def test_any_other_picture_is_shown_itself(journal: Journal, viewed: list[Path]) -> None:
    name = keep(journal, "a.png", b"\x89PNG")
    assert await open_picture(journal, f"![]({name})") == say("concepts.figure_at", path=viewed[0])
    assert viewed == [file_of(journal, name)]


async def test_a_card_without_a_picture_says_so(journal: Journal, viewed: list[Path]) -> None:
    assert await open_picture(journal, "![](gone.svg)") == say("notes.no_picture")
    assert viewed == []


async def test_a_formula_that_no_line_shows_is_drawn(journal: Journal, viewed: list[Path]) -> None:
    said = await open_picture(journal, r"$x^2$ 与 $\overline{x} = \binom{n}{2}$")
    assert said == say("concepts.figure_at", path=viewed[0])
    assert viewed[0].read_bytes().startswith(b"\x89PNG")


async def test_a_formula_that_cannot_be_drawn_says_so(journal: Journal, viewed: list[Path]) -> None:
    assert await open_picture(journal, r"$\nosuchname{x}$") == say("notes.not_drawn")
    assert viewed == []
