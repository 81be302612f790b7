"""Warm-up: loads torch, a first optimizer and a first figure once, so that no run pays for it."""

from __future__ import annotations

import gc
import json
import os
import warnings

from journal.core.languages import LANGUAGES
from journal.core.messages import catalogue
from journal.runner.worker.describing import describe

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
}
"""Must stand before the interpreter starts: BLAS libraries start their threads when they are loaded."""


class ThreadsError(RuntimeError):
    """The process has several threads, so a fork could deadlock."""


def warm_up() -> str:
    """Loads and warms everything; returns torch's version."""
    import torch

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _train()
        _draw()
    for language in LANGUAGES:
        catalogue(language)
    gc.collect()
    gc.freeze()
    return str(torch.__version__)


def one_thread() -> None:
    """Raises ThreadsError unless this process has exactly one thread: torch must not be forked with more."""
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    if threads != 1:
        raise ThreadsError(f"{threads} threads")


def rehearse() -> None:
    """A small rehearsal of a run, so that a fork already has its own copy of the memory pages written to."""
    import torch
    from torch import nn

    space: dict[str, object] = {}
    exec(compile("def demo(x): return x", "<rehearsal>", "exec"), space)
    x = torch.rand(1, 1, 4, 4, requires_grad=True)
    loss = nn.Linear(4, 2)(nn.functional.relu(nn.Conv2d(1, 2, 1)(x))).sum()
    loss.backward()
    json.dumps({"value": describe(x)})


def _train() -> None:
    """One step of learning: the first optimizer alone takes a second, as it loads half of torch."""
    import torch
    from torch import nn

    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2))
    for make in (torch.optim.SGD, torch.optim.Adam):
        optimizer = make(model.parameters(), lr=0.1)
        loss = nn.functional.cross_entropy(model(torch.rand(2, 1, 4, 4)), torch.tensor([0, 1]))
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        optimizer.zero_grad()
    repr(torch.rand(3, 3))


def _draw() -> None:
    """Draws and discards a figure, to find the fonts."""
    from matplotlib import pyplot

    from journal.runner.figures.capture import capture

    _, axes = pyplot.subplots()
    axes.plot([0, 1], [0, 1], label="x")
    axes.legend()
    capture(png=True)
    pyplot.close("all")
