"""A picture that a run left is rows of pixels of a decent size, or it is refused."""

from __future__ import annotations

import random
import zlib
from io import BytesIO

import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from journal.core.forms import MalformedError
from journal.runner.figures import png as pictures
from tests.runner.pictures import SIGNATURE, chunk, png

ROW = b"\0" + bytes(12)
"""Three pixels."""


def drawn() -> bytes:
    file = BytesIO()
    figure = Figure((2, 1), dpi=50)
    figure.add_subplot().plot([1, 2])
    figure.savefig(file)
    return file.getvalue()


def test_a_picture_of_matplotlib_keeps_its_pixels_and_nothing_else() -> None:
    picture = drawn()
    checked = pictures.checked(picture)
    assert (imread(BytesIO(checked)) == imread(BytesIO(picture))).all()
    assert b"Software" in picture
    assert b"Software" not in checked
    assert pictures.checked(checked) == checked


def test_whatever_else_a_picture_holds_is_left_out() -> None:
    bomb = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(10**6)))
    assert pictures.checked(png(3, 2, more=bomb)) == pictures.checked(png(3, 2))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        SIGNATURE,
        SIGNATURE + chunk(b"IEND", b""),
        png(0, 2),
        png(10**5, 10**5, rows=b""),
        png(2**31, 1, rows=b""),
        png(3, 2, depth=16),
        png(3, 2, colour=3),
        png(3, 2, rows=ROW),
        png(3, 2, rows=3 * ROW),
        png(3, 2, rows=2 * (b"\5" + bytes(12))),
        png(3, 2, rows=bytes(10**7)),
        png(3, 2)[:-20],
        png(3, 2).replace(b"IDAT", b"IDOT"),
    ],
    ids=lambda data: str(data[:40]),
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedError):
        pictures.checked(data)


def test_no_damage_leads_to_another_exception_or_to_other_pixels_than_it_can_show() -> None:
    rng, whole = random.Random(1), png(30, 20)
    for _ in range(2000):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        cut = bytes(data[: rng.choice([len(data), rng.randrange(len(data))])])
        try:
            imread(BytesIO(pictures.checked(cut)))
        except MalformedError:
            continue
