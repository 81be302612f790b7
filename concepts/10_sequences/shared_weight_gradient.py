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

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """共享权重的梯度

每一步都用到的权重（例如 h_t = w h_{t−1} + x_t 中的 w），每用一次就得到一份梯度，这些梯度相加（随时间反向传播）：

    dh_T/dw = Σ_t w^(T−t) · h_{t−1}

并没有“权重缺失”，梯度消失也不是权重共享造成的。变小或变大的是各步之间因子的连乘积，换成 T 个数值相等、
互相独立的权重，乘积完全一样。把隐状态 `detach` 会切断此前的所有使用：截断的 BPTT 省内存，但得到的是另一个梯度。
"""
NAMES = [
    "BPTT",
    "backpropagation through time",
    "truncated BPTT",
    "时间反向传播",
    "随时间反向传播",
    "截断反向传播",
]
SHARED = ["shared weight", "tied weights", "权重共享"]
HINTS = ["权重缺失"]
NEEDS = ["rnn-cell", "grad-accumulation"]
SOURCES = [
    "Werbos, Backpropagation through time: what it does and how to do it, Proceedings of the IEEE 78 (1990)",
    "torch.Tensor.detach",
]


def demo(w=one_of(-2, 2, 3, 5, 10), xs=several(3, whole(1, 9))):
    w = torch.tensor(float(w), requires_grad=True)
    h = torch.tensor(0.0)
    for x in xs:
        h = w * h + x
    h.backward()
    return w.grad


@question("What is `w.grad`?", zh="`w.grad` 等于多少？")
def weight_gradient(out):
    return out.item()


@weight_gradient.steps
def weight_gradient_step_by_step(w, xs):
    yield "h₁", xs[0]
    yield "h₂", w * xs[0] + xs[1]
    yield "w h₁ + h₂", w * xs[0] + w * xs[0] + xs[1]


@weight_gradient.wrong(
    en=("The last use gives the gradient.", "Every use of w adds its share."),
    zh=("梯度由最后一次使用决定。", "w 的每次使用都要贡献一份。"),
)
def last_use_only(w, xs):
    return float(w * xs[0] + xs[1])


@weight_gradient.wrong(
    en=("The shares of the steps are averaged.", "They are added."),
    zh=("各步的贡献取平均。", "是相加。"),
)
def averaged_over_steps(out, xs):
    return out.item() / len(xs)


@weight_gradient.wrong(
    en=("Each use counts by the state it meets.", "Earlier shares pass through w again at each later step."),
    zh=("每次使用只看它遇到的状态。", "较早的份额在之后的每一步还要再乘 w。"),
)
def uses_as_constants(w, xs):
    return float(xs[0] + w * xs[0] + xs[1])


def truncated(w=one_of(-2, 2, 3, 5, 10), xs=several(3, whole(1, 9))):
    w = torch.tensor(float(w), requires_grad=True)
    h = torch.tensor(0.0)
    for x in xs:
        h = w * h.detach() + x
    h.backward()
    return w.grad


@question("What is `w.grad`?", zh="`w.grad` 等于多少？", of=truncated)
def truncated_gradient(out):
    return out.item()


@truncated_gradient.wrong(
    en=("Detaching changes only the memory used.", "It cuts the gradient: all uses before the last are lost."),
    zh=("`detach` 只影响内存。", "它切断了梯度：最后一次之前的使用都不再计入。"),
)
def detaching_is_free(w, xs):
    return demo(w, xs).item()


@truncated_gradient.wrong(
    en=("Nothing is left of the gradient.", "The last use of w is still connected: `detach` acts on h."),
    zh=("梯度什么也不剩。", "最后一次使用的 w 仍连着：`detach` 作用于 h。"),
)
def nothing_is_left():
    return 0.0


@truncated_gradient.wrong(
    en=("Detaching sets the state to zero.", "The number stays; only its history is cut off."),
    zh=("`detach` 把状态变成零。", "数值不变，切断的只是它的来历。"),
)
def state_is_lost(xs):
    return float(xs[1])


@where(lambda weights: len(set(weights)) > 1)
def untied(weights=several(3, whole(1, 6))):
    copies = [torch.tensor(float(w), requires_grad=True) for w in weights]
    h = start = torch.tensor(1.0, requires_grad=True)
    for copy in copies:
        h = copy * h
    h.backward()
    return start.grad, sum(copy.grad for copy in copies)


@question("What is `start.grad`?", zh="`start.grad` 等于多少？", of=untied)
def product_of_copies(out):
    return out[0].item()


@product_of_copies.wrong(
    en=("Separate weights do not multiply.", "Every step multiplies, whether the weight is shared or not."),
    zh=("各自独立的权重不会连乘。", "每一步都要乘，与权重是否共享无关。"),
)
def they_add_up(weights):
    return float(sum(weights))


@product_of_copies.wrong(
    en=("Only the first weight meets `start`.", "Its result passes through all later ones."),
    zh=("只有第一个权重接触 `start`。", "它的结果还要经过后面所有的权重。"),
)
def first_only(weights):
    return float(weights[0])


@product_of_copies.wrong(
    en=("The last weight is used at every step.", "Each step has its own copy here."),
    zh=("每一步用的都是最后一个权重。", "这里每一步各有自己的一份。"),
)
def last_at_every_step(weights):
    return float(weights[-1] ** 3)


@question("What is the second result?", zh="第二个结果等于多少？", of=untied)
def sum_of_copies(out):
    return out[1].item()


@sum_of_copies.wrong(
    en=("Each weight's gradient is 1.", "It is the product of the two others."),
    zh=("每个权重的梯度是 1。", "是另外两个权重之积。"),
)
def one_each():
    return 3.0


@sum_of_copies.wrong(
    en=("Each weight's gradient is the product of all three.", "Its own value is not a factor of its gradient."),
    zh=("每个权重的梯度是三个之积。", "自己的值不是自己梯度的因子。"),
)
def itself_included(weights):
    a, b, c = weights
    return 3.0 * a * b * c


@sum_of_copies.wrong(
    en=("Only the steps before a weight count.", "Those behind it multiply its gradient, too."),
    zh=("只算该权重之前的步。", "之后的步也要乘进梯度。"),
)
def earlier_steps_only(weights):
    a, b, _ = weights
    return 1.0 + a + a * b


@task(
    "Write `shared_gradient`: dh_T/dw for h = w h + x_t from h = 0, over the numbers `xs`, by hand and in one pass.",
    zh="写出 `shared_gradient`：从 h = 0 开始，对 `xs` 中的数依次做 h = w h + x_t，不用自动求导，一遍算出 dh_T/dw。",
    blanks=["h + w * gradient", "w * h + x"],
    order=True,
    mend=["state_taken_as_constant", "new_state_first"],
)
def shared_gradient(w, xs):
    h = gradient = 0.0
    for x in xs:
        gradient = h + w * gradient
        h = w * h + x
    return gradient


shared_gradient.hint(
    "Differentiate w · h by the product rule: h depends on w, too.", zh="用乘积法则对 w · h 求导：h 也依赖 w。"
)
shared_gradient.hint("The gradient needs the old h: update it first.", zh="梯度要用旧的 h：先更新梯度。")


@shared_gradient.inputs
def sequence(w=real(0.3, 2, either_sign=True), xs=several((3, 6), whole(1, 9))):
    return w, xs


@shared_gradient.inputs
def short(w=real(0.3, 2), xs=several((0, 2), whole(1, 9))):
    return w, xs


@shared_gradient.holds("It is what autograd gives.", zh="与自动求导的结果相同。")
def as_autograd(out, w, xs):
    weight = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    h = 0 * weight
    for x in xs:
        h = weight * h + x
    (slope,) = torch.autograd.grad(h, weight)
    return abs(out - slope.item()) < 1e-6 * max(1, abs(out))


@shared_gradient.wrong(
    en=("h is a constant for the gradient.", "It depends on w through all earlier steps."),
    zh=("对梯度来说 h 是常数。", "它通过前面各步依赖于 w。"),
)
def state_taken_as_constant(w, xs):
    h = gradient = 0.0
    for x in xs:
        gradient += h
        h = w * h + x
    return gradient


@shared_gradient.wrong(
    en=("The state is updated first.", "The product w · h has the old h in it."),
    zh=("先更新状态。", "乘积 w · h 里是旧的 h。"),
)
def new_state_first(w, xs):
    h = gradient = 0.0
    for x in xs:
        h = w * h + x
        gradient = h + w * gradient
    return gradient


@shared_gradient.wrong(
    en=("Only the last step counts.", "That is truncated BPTT; earlier uses of w add their share."),
    zh=("只算最后一步。", "那是截断的 BPTT；较早的使用也要贡献。"),
)
def last_step_only(w, xs):
    h = gradient = 0.0
    for x in xs:
        gradient = h
        h = w * h + x
    return gradient


def figure(out, w, xs):
    T = len(xs)
    shares = [w ** (T - t) * truncated(w, xs[:t]).item() for t in range(1, T + 1)]
    plt.bar([f"step {t}" for t in range(1, T + 1)], shares)
    plt.ylabel("share of w.grad")
