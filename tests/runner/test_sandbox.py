"""The layers by themselves: which hold, what each rests on, and what they need of the system."""

from __future__ import annotations

import sys

from journal.runner.sandbox import LAYERS, NEEDS, WHOLE, usable
from journal.runner.sandbox.landlock import LEAST_LANDLOCK
from journal.runner.sandbox.probe import sandbox_layers


def test_every_layer_holds_or_says_why_not() -> None:
    found = sandbox_layers()
    assert list(found) == list(LAYERS)
    assert all(holds is True or holds for holds in found.values())
    if sys.platform == "linux":
        assert found["rlimits"] is True


def test_a_layer_is_left_off_with_those_that_it_rests_on() -> None:
    found: dict[str, bool | str] = dict.fromkeys(LAYERS, True)
    assert usable(found) == LAYERS
    assert "view" not in usable(found, ["namespaces"])
    assert "view" not in usable({**found, "namespaces": "EPERM"})
    assert set(usable(found, ["namespaces"])) == set(LAYERS) - {"namespaces", "view"}
    assert all(set(needed) < set(LAYERS) for needed in NEEDS.values())


def test_whole_is_what_needs_no_other_layer_and_the_first_version_of_landlock() -> None:
    assert set(LAYERS) > WHOLE
    assert not WHOLE & NEEDS.keys()
    assert LEAST_LANDLOCK == 1
