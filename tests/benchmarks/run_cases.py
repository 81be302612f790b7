"""The concept that the benchmark of runs uses, and how its demos are run without a worker."""

from __future__ import annotations

import importlib.util
import io
from multiprocessing.connection import Connection
from pathlib import Path

ROWS = {
    "shape": "a shape",
    "gradient": "a gradient",
    "raises": "an exception",
    "train": "200 SGD steps",
    "draw": "a figure",
}

CONCEPT = '''"""Speed"""

import torch
from torch import nn

from journal.authoring import question


def shape():
    return nn.Conv2d(3, 8, kernel_size=5, stride=2, padding=2)(torch.rand(1, 3, 32, 32)).shape


def gradient():
    x = torch.tensor(3.0, requires_grad=True)
    (x**2).backward()
    return x.grad


def raises():
    return torch.ones(2, 3) @ torch.ones(2, 3)


def train():
    x = torch.rand(64, 4)
    y = x.sum(1, keepdim=True)
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(200):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


def draw():
    from matplotlib import pyplot

    pyplot.plot(torch.linspace(0, 1, 50) ** 2)


@question("What comes out?", of=shape)
def out_shape(out):
    return out
'''


def run_here(path: Path, demo: str) -> str:
    """Runs a demo in this process, as a user would: imports the file, calls it, prints what came."""
    spec = importlib.util.spec_from_file_location("speed", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        value = repr(getattr(module, demo)())
    except RuntimeError as error:
        return str(error)
    if demo == "draw":
        from matplotlib import pyplot

        pyplot.savefig(io.BytesIO(), dpi=160)
    return value


def answer(path: Path, demo: str, link: Connection) -> None:
    """The same in a process of multiprocessing, which sends what came."""
    link.send(run_here(path, demo))
    link.close()
