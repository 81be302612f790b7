"""train(), eval() and no_grad()

`eval()` changes what some layers compute: dropout lets everything pass, batch normalization uses its running
statistics. `no_grad()` changes what autograd records. Neither implies the other, and evaluating a model usually
takes both.

In train mode dropout sets each entry to zero with probability `p` and multiplies the others by

    1 / (1 − p)

so that the expected value stays the same.
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import one_of, question

ZH = """训练模式、评估模式与 no_grad

`eval()` 改变某些层的计算：暂退法（dropout）让所有元素通过，批量归一化改用运行统计量。
`no_grad()` 改变的是自动求导是否记录。两者互不包含，评估模型时通常两个都要用。

训练模式下，暂退法以概率 `p` 把每个元素置零，其余元素乘以

    1 / (1 − p)

使期望值保持不变。
"""
ALIASES = [
    "train mode",
    "eval mode",
    "model.train()",
    "model.eval()",
    "no_grad",
    "inference mode",
    "dropout",
    "训练模式",
    "评估模式",
    "暂退法",
    "丢弃法",
    "随机失活",
]
NEEDS = ["module-parameters"]
CONFUSED_WITH = ["detach-no-grad-eval"]
SOURCES = [
    "torch.nn.Dropout",
    "PyTorch documentation, Autograd mechanics: Locally disabling gradient computation",
    "Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15 (2014)",
]


def demo(
    p=one_of(0.1, 0.2, 0.25, 0.5, 0.75),
    mode=one_of("train", "eval"),
    no_grad=one_of(True, False),
):
    x = torch.ones(256)
    layer = nn.Dropout(p)
    if mode == "eval":
        layer.eval()
    with torch.set_grad_enabled(not no_grad):
        y = layer(x)
    return torch.equal(x, y)


@question("Is `y` equal to `x`?", "`y` 与 `x` 相等吗？")
def unchanged(out):
    return out


@unchanged.wrong(
    "`no_grad` stops the recording of gradients only; in train mode dropout still drops.",
    "`no_grad` 只停止记录梯度；在训练模式下，暂退法照样丢弃元素。",
)
def no_grad_means_eval(p, mode, no_grad):
    return unchanged(demo(p, "eval" if no_grad else mode, no_grad))


@unchanged.wrong(
    "`eval()` alone switches dropout off, whether gradients are recorded or not.",
    "只要 `eval()` 就足以关闭暂退法，与是否记录梯度无关。",
)
def eval_is_not_enough(p, mode, no_grad):
    return unchanged(demo(p, mode if no_grad else "train", no_grad))


def survivors(p=one_of(0.1, 0.2, 0.25, 0.5, 0.6, 0.75, 0.8), training=True):
    x = torch.ones(256)
    y = F.dropout(x, p, training=training)
    return y[y != 0]


@question("What value does each returned entry have?", "返回的每个元素的值是多少？", of=survivors)
def kept_value(out):
    return out[0]


@kept_value.wrong(
    "Survivors are scaled up, so that the expected sum stays the same without those that were dropped.",
    "保留下来的元素会放大，以补偿被丢弃的部分，使期望不变。",
)
def value_stays(p):
    return kept_value(survivors(p, training=False))


@kept_value.wrong(
    "Survivors are divided by the share that is kept, not multiplied by it.",
    "保留下来的元素要除以保留率，而不是乘以它。",
)
def times_keep_rate(p):
    return 1 - p


@kept_value.wrong(
    "p is the share that is dropped; the kept share is 1 − p.",
    "p 是丢弃的比例，保留的比例是 1 − p。",
)
def p_is_the_kept_share(p):
    return 1 / p


def recording(mode=one_of("train", "eval"), no_grad=one_of(True, False)):
    layer = nn.Linear(3, 2)
    if mode == "eval":
        layer.eval()
    with torch.set_grad_enabled(not no_grad):
        y = layer(torch.ones(3))
    return y.requires_grad


@question("Is `y.requires_grad` true?", "`y.requires_grad` 为真吗？", of=recording)
def recorded(out):
    return out


@recorded.wrong(
    "`eval()` changes what layers compute; autograd goes on recording until `no_grad` stops it.",
    "`eval()` 改变层的计算；自动求导照样记录，直到 `no_grad` 让它停下。",
)
def eval_stops_recording(mode, no_grad):
    return recorded(recording(mode, no_grad or mode == "eval"))


@recorded.wrong(
    "The weights require gradients, but under `no_grad` no operation is recorded.",
    "权重需要梯度，但在 `no_grad` 之下任何运算都不会被记录。",
)
def weights_always_record(mode):
    return recorded(recording(mode, no_grad=False))
