"""A small library of concepts that need no torch, and a week's log that speaks of most of them."""

from __future__ import annotations

import shutil
from pathlib import Path

TOPICS = """
[images]
en = "Images"
zh = "图像"

[sequences]
en = "Sequences"
zh = "序列"
"""

CONVOLUTION = '''"""Convolution

A kernel of `k` fits a row of `n` at

    n − k + 1

places.
"""
from journal.authoring import one_of, question, whole

ZH = """卷积

大小为 `k` 的核在长为 `n` 的一行上有

    n − k + 1

处可放。
"""
ALIASES = ["CNN", "卷积核"]
HINTS = ["滑窗"]


def demo(n=whole(10, 40), k=one_of(3, 5, 7)):
    print("kernel", k)
    return n - k + 1


@question("How many places are there?", "一共有几处？")
def places(out):
    return out


@places.wrong("At the last places the kernel would hang over the edge.", "在最后几处，核会越过边界。")
def hanging_over(n):
    return places(demo(n, k=1))


@places.wrong("The first place counts as well.", "第一处也算在内。")
def first_left_out(n, k):
    return n - k
'''

POOLING = '''"""Pooling

Keeps one of every `k` numbers.
"""
from journal.authoring import one_of, question, whole

ZH = """池化

每 `k` 个数保留一个。
"""


def demo(c=whole(2, 9), n=one_of(8, 12, 16, 24), k=one_of(2, 4)):
    return c, n // k


@question("What shape is the output?", "输出的形状是什么？")
def shape(out):
    return out


@shape.wrong("Channels are pooled one by one, not together.", "池化逐通道进行，并不合并通道。")
def channels_pooled(out, k):
    return out[0] // k, out[1]
'''

RNN = '''"""Recurrent network

The same weight `w` is applied at each of the `t` steps.
"""
from journal.authoring import one_of, question, whole

ZH = """循环神经网络

每一步都用同一个权重 `w`。
"""
ALIASES = ["RNN"]


def demo(w=one_of(0.5, 1.5), t=whole(2, 5)):
    return w**t


@question("Does the signal grow?", "信号会变大吗？")
def grows(out):
    return out > 1


@grows.wrong("What is smaller than one shrinks with each step.", "小于一的数每一步都会变小。")
def turned_round(out):
    return out < 1


@question("How large is it in the end?", "最后有多大？")
def size(out):
    return out


@size.wrong("The weight acts at each step, not once.", "权重每一步都起作用，而不是一次。")
def only_once(w):
    return size(demo(w, t=1))
'''

BACKPROP = '''"""Backpropagation (BP)

The gradient runs from the loss back to the weight.
"""
from journal.authoring import one_of, question

ZH = """反向传播（BP）

梯度从损失一路回到权重。
"""
ALIASES = ["BP"]


def demo(slope=one_of(-2, 3)):
    return slope


@question("Where does the weight move?", "权重往哪边移动？", choices={"up": "变大", "down": "变小"})
def moves(out):
    return "down" if out > 0 else "up"


@moves.wrong("The step goes against the gradient.", "更新的方向与梯度相反。")
def uphill(out):
    return "up" if out > 0 else "down"


@question("In which order?", "先后顺序？", choices={"loss": "损失", "gradient": "梯度", "step": "更新"})
def order(out):
    return ["loss", "gradient", "step"]


@order.wrong("There is no step without a gradient.", "没有梯度就无从更新。")
def step_first(out):
    return ["loss", "step", "gradient"]
'''

ATTENTION = '''"""Attention

Each of the `t` words looks at all of them.
"""
from journal.authoring import question, whole

ZH = """注意力

`t` 个词中的每一个都看到全部。
"""
ALIASES = ["self-attention", "自注意力"]
NEEDS = ["rnn"]


def demo(t=whole(3, 30)):
    return t * t


@question("How many weights are there?", "一共有多少个权重？")
def weights(out):
    return out


@weights.wrong("Each word looks at all, itself included.", "每个词看到全部的词，包括自己。")
def without_itself(t):
    return t * (t - 1)
'''

FILES = {
    "topics.toml": TOPICS,
    "1_images/convolution.py": CONVOLUTION,
    "1_images/pooling.py": POOLING,
    "2_sequences/rnn.py": RNN,
    "2_sequences/backprop.py": BACKPROP,
    "2_sequences/attention.py": ATTENTION,
}

HEADING = "# 第一周周记 2024.07.08 ~ 2024.07.14"
LOG = f"""{HEADING}

这周先看了CNN，卷积核一格一格地滑过去，池化把图缩小（pooling只留下最大的）。刚开始学BP的时候，
我以为权重会沿着梯度往上走，其实正相反。晚上学了RNN，每一步用的都是同一个权重，Weights are shared。
"""
"""Speaks of four concepts with six questions; not of attention."""

SPOKEN = ("convolution", "pooling", "backprop", "rnn")


def write_library(folder: Path) -> Path:
    """Writes the library under `folder`, as the app's own is laid out."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def lay_index(index: Path, home: Path) -> None:
    """Puts an index of the library where a journal looks for it, unless it has one."""
    cache = home / "cache"
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (cache / "library").exists():
        shutil.copy2(index, cache / "library")
