"""Notes of Anki that hide parts of a picture, and those of add-ons: shown with their masks, or named."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import pytest

from journal.exchange.anki_decks import import_deck
from journal.exchange.formats.anki import occluded
from journal.exchange.formats.anki.occlusion import Mask, layered, masked, masks, size_of
from journal.notes.kinds import NoteDraft
from journal.opening.journal import Journal
from journal.opening.media import pictures
from journal.review.notes import every_draft
from tests.exchange import oracle

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (200).to_bytes(4) + (100).to_bytes(4)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x11\x08" + (100).to_bytes(2) + (200).to_bytes(2) + bytes(9)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("masks") / "masks.apkg"
    oracle.asked("masks", str(path))
    return path


def by_front(journal: Journal) -> dict[str, NoteDraft]:
    """The notes by the first line of their fronts."""
    return {draft.front.split("\n")[0]: draft for draft in every_draft(journal)}


def test_each_mask_of_anki_is_asked_over_its_picture(journal: Journal, package: Path) -> None:
    done = import_deck(journal, package)
    own = [draft for draft in every_draft(journal) if draft.front.startswith("一层")]
    assert [re.sub(r"\(.*\)", "", draft.front) for draft in own] == ["一层\n\n![1/2]", "一层\n\n![2/2]"]
    assert all(draft.back.endswith("背面\n\n注") and pictures(journal, draft.back) for draft in own)
    drawn = [pictures(journal, draft.front)[0].read_text("utf-8") for draft in own]
    assert [(each.count("<rect"), each.count("<ellipse"), each.count("<polygon")) for each in drawn] == [
        (1, 1, 0),
        (1, 1, 1),
    ]
    assert done.left == []


def test_the_masks_of_the_add_on_lie_over_its_picture(journal: Journal, package: Path) -> None:
    import_deck(journal, package)
    draft = by_front(journal)["头"]
    [drawn] = pictures(journal, draft.front)
    assert drawn.read_text("utf-8").count("<image") == 2
    assert "<script" not in drawn.read_text("utf-8")
    assert draft.back.endswith("脚")
    assert "ab12" not in draft.back


def test_a_note_that_a_script_shuffles_is_shown_as_it_is_written(journal: Journal, package: Path) -> None:
    import_deck(journal, package)
    draft = by_front(journal)["哪个是激活函数？"]
    assert "- ReLU\n- SGD" in draft.front
    assert (draft.back, "shuffle" in draft.front) == ("1 0", False)


def test_a_second_import_finds_every_mask(journal: Journal, package: Path) -> None:
    first = import_deck(journal, package)
    again = import_deck(journal, package)
    assert (first.notes, first.cards) == (4, 4)
    assert (again.notes, again.cards, again.known) == (0, 0, 4)


def test_a_picture_too_large_to_be_held_by_each_card_is_shown_bare_and_named(
    journal: Journal, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(occluded, "MOST_BYTES", 1)
    done = import_deck(journal, package)
    assert len(done.left) == 2
    assert all("masks" in why for _, why in done.left)
    assert pictures(journal, by_front(journal)["一层"].front)[0].suffix == ".png"


# --- drawing ------------------------------------------------------------------------------------------------------


def test_masks_are_read_as_anki_writes_them() -> None:
    field = (
        "{{c3::image-occlusion:text:left=.5:top=0:text=a\\:b\\\\:oi=1}}{{c1::image-occlusion:rect:left=x}}{{c1::word}}"
    )
    assert masks(field) == [
        Mask(3, "text", {"left": ".5", "top": "0", "text": "a\\:b\\\\", "oi": "1"}),
        Mask(1, "rect", {"left": "x"}),
    ]


@pytest.mark.parametrize("picture", [PNG, JPEG, b"GIF89a\xc8\x00\x64\x00"])
def test_masks_are_fractions_of_the_picture(picture: bytes) -> None:
    rect = Mask(1, "rect", {"left": ".25", "top": ".5", "width": ".5", "height": ".25", "angle": "2500"})
    drawn = masked(picture, [rect], 1)
    assert drawn is not None
    image, shape = ElementTree.fromstring(drawn)
    assert b64decode(image.attrib["href"].partition(",")[2]) == picture
    assert [shape.attrib[name] for name in ("x", "y", "width", "height")] == ["50.0", "50.0", "100.0", "25.0"]
    assert shape.attrib["transform"] == "rotate(90.00 50.0 50.0)"


def test_a_mask_hides_on_the_cards_of_others_only_where_it_says_so() -> None:
    every = [Mask(1, "rect", {}), Mask(2, "rect", {}), Mask(3, "rect", {"oi": "1"})]
    drawn = masked(PNG, every, 1)
    assert drawn is not None
    assert [shape.attrib["fill"] for shape in ElementTree.fromstring(drawn)[1:]] == ["#ff8e8e", "#ffeba2"]


@pytest.mark.parametrize("value", ["nan", "inf", "1e9", '"/><script>', "一"])
def test_no_measure_leaves_its_place(value: str) -> None:
    kinds = ("rect", "ellipse", "polygon", "text")
    names = ("left", "top", "width", "height", "rx", "ry", "angle", "fs", "points", "text")
    drawn = masked(PNG, [Mask(1, kind, dict.fromkeys(names, value)) for kind in kinds], 1)
    assert drawn is not None
    tags = [child.tag.rpartition("}")[2] for child in ElementTree.fromstring(drawn).iter()]
    assert tags == ["svg", "image", *kinds]


@pytest.mark.parametrize("data", [b"", b"<svg/>", PNG[:20], JPEG[:12], b"\xff\xd8" + b"\xff" * 99, b"GIF8"])
def test_what_tells_no_size_is_not_drawn_over(data: bytes) -> None:
    assert size_of(data) is None
    assert masked(data, [], 1) is None
    assert layered(data, b"") is None
