"""Takes the figure that a demo drew. Runs in the child: imports matplotlib."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCHES = (7.0, 4.5)
SHARP_DPI = 160


def capture(png: bool) -> tuple[dict[str, Any] | None, bytes | None]:
    """The open figure as a `Scene`, and as the bytes of a PNG if `png`; None for each that there is not.

    There is no scene of a figure without flat axes (3D, polar). Closes all figures.
    """
    from matplotlib import pyplot as plt

    if not plt.get_fignums():
        return None, None
    try:
        return _captured(plt.gcf(), png)
    finally:
        plt.close("all")


def _captured(figure: Figure, png: bool) -> tuple[dict[str, Any] | None, bytes | None]:
    from journal.runner.figures.axes import scene_of

    figure.set_size_inches(*INCHES)
    if figure.get_layout_engine() is None:
        figure.set_layout_engine("tight")  # the other engine breaks on a colour bar drawn before
    scene = scene_of(figure)
    return None if scene is None else dict(scene), _picture(figure) if png else None


def _picture(figure: Figure) -> bytes:
    picture = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about glyphs that no font has: not what the demo printed
        figure.savefig(picture, dpi=SHARP_DPI)
    return picture.getvalue()
