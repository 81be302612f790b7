"""In-place changes and autograd

For `backward` autograd keeps what each derivative needs: sin, log and square keep their input; exp, sigmoid, tanh and
sqrt keep their output. Every tensor has a version counter, which each in-place change raises. If a kept tensor has
another version at `backward()`, autograd raises; overwriting anything else is harmless.

In-place steps are recorded like any other: `h *= b` multiplies the gradient by b. A leaf that requires grad refuses
to be changed in place at once, except under `no_grad`. `h = h + 1` is no in-place change: it makes a new tensor.
"""

import torch

from journal.authoring import one_of, question, several, where, whole

ZH = """原地操作与自动求导

自动求导为 `backward` 保存各个导数要用的东西：sin、log、square 保存输入；exp、sigmoid、tanh、sqrt 保存输出。
每个张量都有版本计数器，每次原地修改就加一。到 `backward()` 时，若被保存的张量版本变了，就会报错；
改写别的张量则没有关系。

原地操作同样会被记录：`h *= b` 使梯度乘以 b。需要梯度的叶子张量会当场拒绝原地修改，`no_grad` 之内除外。
`h = h + 1` 不是原地修改：它产生一个新张量。
"""
NAMES = [
    "in-place operation",
    "inplace operation",
    "version counter",
    "modified by an inplace operation",
    "原地操作",
    "就地操作",
    "原地修改",
    "版本计数器",
]
HINTS = ["inplace", "add_"]
NEEDS = ["chain-rule", "tensor-views"]
SOURCES = ["PyTorch documentation, Autograd mechanics: In-place operations with autograd"]


def demo(
    a=whole(2, 9),
    f=one_of("exp", "sigmoid", "tanh", "sqrt", "sin", "cos", "log", "square"),
    change=one_of("h", "y"),
):
    w = torch.tensor([float(a)], requires_grad=True)
    h = w * 2
    y = getattr(h, f)()
    if change == "h":
        h += 1
    else:
        y += 1
    y.backward()


@question("Does it raise an error?", zh="会报错吗？", errors=True)
def raises(out):
    return isinstance(out, Exception)


@raises.wrong(
    en=("Every function needs its input again.", "exp, sigmoid, tanh and sqrt keep their output instead."),
    zh=("每个函数反向时都要用它的输入。", "exp、sigmoid、tanh、sqrt 保存的是输出。"),
)
def input_is_kept(change):
    return change == "h"


@raises.wrong(
    en=("Every function needs its output again.", "sin, log and square keep their input."),
    zh=("每个函数反向时都要用它的输出。", "sin、log、square 保存的是输入。"),
)
def output_is_kept(change):
    return change == "y"


@raises.wrong(
    en=("Any in-place change breaks `backward`.", "Only a change of a tensor that was kept."),
    zh=("只要有原地修改，`backward` 就会出错。", "只有改了被保存的张量才会。"),
)
def any_change_breaks():
    return True


@raises.wrong(
    en=("Autograd keeps copies, so changes do no harm.", "It keeps the tensors themselves and checks their versions."),
    zh=("自动求导保存的是副本，改了也没事。", "它保存的是张量本身，并检查版本。"),
)
def autograd_copies():
    return False


@where(lambda steps: "h = h + 1" in steps[:-1] and len(set(steps)) > 1)
def counted(steps=several((4, 9), one_of("h += 1", "h = h + 1", "h[0] = 0"))):
    h = torch.ones(3)
    for step in steps:
        if step == "h += 1":
            h += 1
        elif step == "h[0] = 0":
            h[0] = 0
        else:
            h = h + 1
    return h._version


@question("What is the version counter of `h` at the end?", zh="最后 `h` 的版本计数是多少？", of=counted)
def version(out):
    return out


@version.wrong(
    en=("`h += 1` makes a new tensor, as `h = h + 1` does.", "`+=` changes the tensor itself and raises its counter."),
    zh=("`h += 1` 和 `h = h + 1` 一样产生新张量。", "`+=` 改的是张量本身，计数加一。"),
)
def plus_equals_is_new(steps):
    last = max(i for i, step in enumerate(steps) if step != "h[0] = 0")
    return len(steps) - 1 - last


@version.wrong(
    en=("A new tensor goes on counting.", "It begins at 0."),
    zh=("新张量接着往下数。", "新张量从 0 开始。"),
)
def goes_on_counting(steps):
    return sum(step != "h = h + 1" for step in steps)


@version.wrong(
    en=("Every line raises the counter.", "`h = h + 1` makes a new tensor, whose counter is 0."),
    zh=("每一行都使计数加一。", "`h = h + 1` 产生新张量，计数为 0。"),
)
def every_line_counts(steps):
    return len(steps)


@where(lambda a, b, c: c != b)
def recorded(w=whole(1, 5), a=whole(2, 9), b=whole(2, 9), c=whole(1, 9)):
    w = torch.tensor(float(w), requires_grad=True)
    h = w * a
    h *= b
    h += c
    h.backward()
    return int(w.grad)


@question("What does it return?", zh="返回值是多少？", of=recorded)
def gradient(out):
    return out


@gradient.wrong(
    en=("In-place steps leave no trace in the graph.", "They are recorded: `h *= b` multiplies the gradient by b."),
    zh=("原地操作不留在计算图里。", "会被记录：`h *= b` 使梯度乘以 b。"),
)
def not_recorded(w, a, c):
    return recorded(w, a, b=1, c=c)


@gradient.wrong(
    en=("What is added counts in the gradient.", "A constant has slope 0: adding it changes nothing."),
    zh=("加上去的数也算进梯度。", "常数的导数是 0：加上它没有影响。"),
)
def constant_counts(a, b, c):
    return a * b + c


@gradient.wrong(
    en=("Only the last multiplication counts.", "The chain rule multiplies all factors."),
    zh=("只有最后一次乘法算数。", "链式法则把所有因子相乘。"),
)
def last_factor_only(w, b, c):
    return recorded(w, a=1, b=b, c=c)
