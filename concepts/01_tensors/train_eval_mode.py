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

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """训练模式、评估模式与 no_grad

`eval()` 改变某些层的计算：暂退法（dropout）让所有元素通过，批量归一化改用运行统计量。
`no_grad()` 改变的是自动求导是否记录。两者互不包含，评估模型时通常两个都要用。

训练模式下，暂退法以概率 `p` 把每个元素置零，其余元素乘以

    1 / (1 − p)

使期望值保持不变。
"""
NAMES = [
    "train mode",
    "eval mode",
    "model.train()",
    "model.eval()",
    "no_grad",
    "dropout",
    "评估模式",
    "暂退法",
    "丢弃法",
    "随机失活",
]
SHARED = ["inference mode", "训练模式"]
NEEDS = ["module-parameters"]
CONFUSED_WITH = ["detach-no-grad-eval"]
SOURCES = [
    "torch.nn.Dropout",
    "PyTorch documentation, Autograd mechanics: Locally disabling gradient computation",
    "Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15 (2014)",
]


@where(lambda calls: {"forward", "forward in no_grad"} <= set(calls) and {"eval", "train"} & set(calls))
def demo(
    calls=several((8, 14), one_of("train", "eval", "forward", "forward in no_grad")),
    mode="train",
):
    w = torch.ones(64, requires_grad=True)
    layer = nn.Dropout(0.5).train(mode == "train")
    dropped = recorded = 0
    for call in calls:
        if call in ("train", "eval"):
            layer.train(call == "train")
            continue
        with torch.set_grad_enabled(call == "forward"):
            x = 2 * w
            y = layer(x)
        dropped += not torch.equal(x, y)
        recorded += y.requires_grad
    return {"dropped": dropped, "recorded": recorded}


@question("What is `dropped`?", zh="`dropped` 是多少？")
def dropped_in(out):
    return out["dropped"]


@dropped_in.wrong(
    en=("no_grad switches dropout off.", "It stops the recording of gradients; in train mode dropout still drops."),
    zh=("no_grad 会关闭暂退法。", "它只停止记录梯度；在训练模式下，暂退法照样丢弃元素。"),
)
def no_grad_means_eval(calls):
    return dropped_in(demo([call for call in calls if "no_grad" not in call]))


@dropped_in.wrong(
    en=("A layer starts in eval mode.", "It starts in train mode."),
    zh=("层一开始处于评估模式。", "一开始是训练模式。"),
)
def starts_in_eval(calls):
    return dropped_in(demo(calls, mode="eval"))


@dropped_in.wrong(
    en=("A mode holds for one call.", "It holds until the next train() or eval()."),
    zh=("模式只对一次调用有效。", "它一直有效，直到下一次 train() 或 eval()。"),
)
def for_one_call(calls):
    pairs = zip(["train", *calls], calls, strict=False)
    return sum(call.startswith("forward") and before != "eval" for before, call in pairs)


@question("What is `recorded`?", zh="`recorded` 是多少？")
def recorded_in(out):
    return out["recorded"]


@recorded_in.wrong(
    en=("eval stops the recording.", "It changes what layers compute; only no_grad stops autograd."),
    zh=("eval 会停止记录。", "它只改变层的计算；让自动求导停下的是 no_grad。"),
)
def eval_stops_recording(calls):
    mode, recorded = "train", 0
    for call in calls:
        mode = call if call in ("train", "eval") else mode
        recorded += call == "forward" and mode == "train"
    return recorded


@recorded_in.wrong(
    en=("The weights require gradients, so all is recorded.", "Under no_grad no operation is."),
    zh=("权重需要梯度，所以全都记录。", "在 no_grad 之下任何运算都不会被记录。"),
)
def always_recorded(calls):
    return sum(call.startswith("forward") for call in calls)


@recorded_in.wrong(
    en=("After no_grad nothing is recorded any more.", "It ends with its block."),
    zh=("用过 no_grad 之后就不再记录。", "它随代码块结束而失效。"),
)
def off_for_good(calls):
    return recorded_in(demo(calls[: calls.index("forward in no_grad")]))


def survivors(p=real(0.1, 0.8, places=2), c=whole(2, 9), training=True):
    x = torch.full((256,), float(c))
    y = F.dropout(x, p, training=training)
    return y[y != 0]


@question(
    "What value has each returned entry, to three significant figures?",
    zh="返回的每个元素的值是多少（三位有效数字）？",
    of=survivors,
)
def kept_value(out):
    return out[0]


@kept_value.wrong(
    en=("Survivors keep their value.", "They are scaled up, to make up for those that were dropped."),
    zh=("保留下来的元素值不变。", "它们会放大，以补偿被丢弃的部分，使期望不变。"),
)
def value_stays(p, c):
    return kept_value(survivors(p, c, training=False))


@kept_value.wrong(
    en=("Survivors are multiplied by 1 − p.", "They are divided by the share that is kept."),
    zh=("保留下来的元素乘以 1 − p。", "要除以保留率 1 − p。"),
)
def times_keep_rate(p, c):
    return c * (1 - p)


@kept_value.wrong(
    en=("p is the share that is kept.", "It is the share that is dropped; 1 − p is kept."),
    zh=("p 是保留的比例。", "p 是丢弃的比例，保留的是 1 − p。"),
)
def p_is_the_kept_share(p, c):
    return c / p


@task(
    "Write `dropout`: `keep` says which entries of x survive, p is the share that is dropped.",
    zh="写出 `dropout`：`keep` 说明 x 的哪些元素保留，p 是丢弃的比例。",
    blanks=["1 - p"],
    mend=["not_scaled", "in_eval_too"],
)
def dropout(x, keep, p, training):
    if not training:
        return x
    return x * keep / (1 - p)


dropout.hint("The expected value must stay the same in both modes.", zh="两种模式下的期望值要相同。")


@dropout.inputs
def either_mode(n=whole(3, 8), p=one_of(0.2, 0.3, 0.6), training=one_of(True, True, False)):
    return torch.randn(n), torch.rand(n) > p, p, training


@dropout.holds("In eval mode x passes unchanged.", zh="评估模式下 x 原样通过。")
def eval_passes(solution, x, keep, p):
    return torch.equal(solution(x, keep, p, False), x)


@dropout.wrong(
    en=("Survivors keep their value.", "They are divided by 1 − p."),
    zh=("保留下来的元素值不变。", "要除以 1 − p。"),
)
def not_scaled(x, keep, p, training):
    return x * keep if training else x


@dropout.wrong(
    en=("Entries are dropped in eval mode, too.", "There everything passes."),
    zh=("评估模式下也丢弃。", "评估时全部通过。"),
)
def in_eval_too(x, keep, p, training):
    return x * keep / (1 - p)


@dropout.wrong(
    en=("eval scales by 1 − p.", "That is the old form; PyTorch scales in training instead."),
    zh=("评估时乘以 1 − p。", "那是旧的做法；PyTorch 改为训练时放大。"),
)
def scaled_in_eval(x, keep, p, training):
    return x * keep if training else x * (1 - p)


@dropout.wrong(
    en=("Survivors are divided by p.", "By the share that is kept, 1 − p."),
    zh=("保留下来的元素除以 p。", "要除以保留的比例 1 − p。"),
)
def divided_by_p(x, keep, p, training):
    return x * keep / p if training else x
