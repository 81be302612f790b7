"""Gradient of a shared weight

A weight that is used at every step, as in h_t = w h_{t−1} + x_t, collects one gradient for each use, and these add up
(backpropagation through time):

    dh_T/dw = Σ_t w^(T−t) · h_{t−1}

No weight is missing, and sharing is not what makes gradients vanish. What shrinks or grows is the product of the
factors from step to step, and T separate copies of equal value give the same product. Detaching the state cuts off all
uses before the cut: truncated BPTT saves memory and gives another gradient.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, whole

ZH = """共享权重的梯度

每一步都用到的权重（例如 h_t = w h_{t−1} + x_t 中的 w），每用一次就得到一份梯度，这些梯度相加（随时间反向传播）：

    dh_T/dw = Σ_t w^(T−t) · h_{t−1}

并没有“权重缺失”，梯度消失也不是权重共享造成的。变小或变大的是各步之间因子的连乘积，换成 T 个数值相等、
互相独立的权重，乘积完全一样。把隐状态 `detach` 会切断此前的所有使用：截断的 BPTT 省内存，但得到的是另一个梯度。
"""
ALIASES = [
    "BPTT",
    "backpropagation through time",
    "shared weight",
    "tied weights",
    "truncated BPTT",
    "权重共享",
    "权重缺失",
    "时间反向传播",
    "随时间反向传播",
    "截断反向传播",
]
NEEDS = ["rnn-cell", "grad-accumulation"]
SOURCES = [
    "Werbos, Backpropagation through time: what it does and how to do it, Proceedings of the IEEE 78 (1990)",
    "torch.Tensor.detach",
]


def demo(w=real(0.5, 1.5), xs=several((3, 4), whole(1, 5))):
    w = torch.tensor(w, requires_grad=True)
    h = torch.tensor(0.0)
    for x in xs:
        h = w * h + x
    h.backward()
    return w.grad


@question("What is `w.grad`?", "`w.grad` 等于多少？")
def weight_gradient(out):
    return out


@weight_gradient.wrong(
    "Every step used w, and every use adds its share; the last one gives h_{T−1} alone.",
    "每一步都用了 w，每次使用都贡献一份梯度；只算最后一次就只剩 h_{T−1}。",
)
def last_use_only(w, xs):
    return truncated(w, xs)


@weight_gradient.wrong(
    "The contributions of the steps are summed, nothing divides them by their number.",
    "各步的贡献是求和，并没有除以步数取平均。",
)
def averaged_over_steps(out, xs):
    return out / len(xs)


@weight_gradient.wrong(
    "h itself depends on w through the earlier steps: it is not a constant.",
    "h 本身也通过前面各步依赖于 w，不能当作常数。",
)
def uses_as_constants(w, xs):
    h, total = 0.0, 0.0
    for x in xs:
        total += h
        h = w * h + x
    return total


def truncated(w=real(0.5, 1.5), xs=several((3, 4), whole(1, 5))):
    w = torch.tensor(w, requires_grad=True)
    h = torch.tensor(0.0)
    for x in xs:
        h = w * h.detach() + x
    h.backward()
    return w.grad


@question("What is `w.grad`?", "`w.grad` 等于多少？", of=truncated)
def truncated_gradient(out):
    return out


@truncated_gradient.wrong(
    "`detach` also cuts the gradient: all uses of w before the last step are lost.",
    "`detach` 连梯度也切断了：最后一步之前对 w 的使用都不再计入。",
)
def detaching_is_free(w, xs):
    return demo(w, xs)


@truncated_gradient.wrong(
    "The last use of w is still connected; `detach` acts on h, not on w.",
    "最后一次使用的 w 仍连在计算图上；`detach` 作用于 h，而不是 w。",
)
def nothing_is_left():
    return 0.0


def untied(w=real(0.6, 1.3, either_sign=True), T=whole(3, 9), extra=one_of(0.0, 0.1)):
    def run(weights):
        h = start = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
        for weight in weights:
            h = weight * h
        h.backward()
        return start.grad

    copies = [torch.tensor(w, requires_grad=True) for t in range(T)]
    copies[-1].data += extra
    shared = torch.tensor(w, requires_grad=True)
    through_copies, through_shared = run(copies), run([shared] * T)
    sum_of_copies = sum(copy.grad for copy in copies)
    return through_copies, through_shared, sum_of_copies, shared.grad


@question(
    "Do `through_copies` and `through_shared` differ (by more than rounding)?",
    "不计舍入误差，`through_copies` 与 `through_shared` 不同吗？",
    of=untied,
)
def copies_change_the_gradient(out):
    through_copies, through_shared, *_ = out
    return not torch.isclose(through_copies, through_shared)


@copies_change_the_gradient.wrong(
    "Sharing is not the cause: T equal factors give the same product, shared or not.",
    "原因不在共享：T 个相等的因子相乘，不管是否共享，乘积都一样。",
)
def sharing_is_the_cause():
    return True


@copies_change_the_gradient.wrong(
    "Copies give the same product only while their values are equal; here the last one differs.",
    "只有数值相等时乘积才相同；这里最后一份权重的值不同。",
)
def copies_never_matter(w, T):
    return copies_change_the_gradient(untied(w, T, extra=0.0))


@question(
    "Is `sum_of_copies` equal to `shared.grad`, up to rounding?",
    "不计舍入误差，`sum_of_copies` 与 `shared.grad` 相等吗？",
    of=untied,
)
def copies_add_up(out):
    *_, sum_of_copies, shared_gradient = out
    return torch.isclose(sum_of_copies, shared_gradient)


@copies_add_up.wrong(
    "With equal values it is: a shared weight sums what its uses collect, it does not average.",
    "数值相等时正好相等：共享权重把每次使用得到的梯度求和，而不是取平均。",
)
def shared_is_the_average():
    return False


@copies_add_up.wrong(
    "Only for equal values: one changed copy changes the factors that all others see.",
    "只有数值相等时才成立：改动一份，其他各份梯度里的因子也随之改变。",
)
def always_add_up(w, T):
    return copies_add_up(untied(w, T, extra=0.0))


def figure(w, xs):
    T = len(xs)
    shares = [w ** (T - t) * truncated(w, xs[:t]).item() for t in range(1, T + 1)]
    plt.bar([f"step {t}" for t in range(1, T + 1)], shares)
    plt.ylabel("share of w.grad")
