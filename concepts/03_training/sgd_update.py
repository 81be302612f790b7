"""Weight update by gradient descent

Each step moves the weight against its gradient:

    w ← w − lr · ∂L/∂w

On the parabola `a/2·w²` the slope is `a·w`, so a step multiplies w by `1 − lr·a`. Below `lr = 1/a` w creeps
towards the minimum, between `1/a` and `2/a` it jumps from side to side and still arrives, beyond `2/a` every jump is
longer than the last. With several weights the steepest direction sets the limit.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, where, whole

ZH = """权重更新与学习率

每一步都让权重沿梯度的反方向移动：

    w ← w − lr · ∂L/∂w

在抛物线 `a/2·w²` 上斜率为 `a·w`，所以每一步相当于把 w 乘以 `1 − lr·a`。`lr` 小于 `1/a` 时单调趋近最小值；
介于 `1/a` 和 `2/a` 之间时左右来回，但仍能收敛；超过 `2/a` 则越跳越远。有多个权重时，上限由最陡的方向决定。
"""
ALIASES = [
    "weight update",
    "SGD",
    "gradient descent",
    "learning rate",
    "step size",
    "权重更新",
    "权重更新函数",
    "梯度下降",
    "随机梯度下降",
    "学习率",
]
NEEDS = ["backprop"]
SOURCES = ["torch.optim.SGD", "Goodfellow, Bengio & Courville, Deep Learning (2016), section 4.3"]


@where(lambda a, lr: all(abs(lr * a - limit) > 0.15 for limit in (0, 1, 2)) and lr * a < 2.7)
def demo(
    a=whole(1, 4),
    lr=one_of(0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8),
    w=real(1, 3, either_sign=True),
    k=whole(2, 4),
):
    w = torch.tensor(w, requires_grad=True)
    path = [w.item()]
    for _ in range(k):
        loss = a / 2 * w**2
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
        path.append(w.item())
    return path


@question("What is w after the last step?", "最后一步之后 w 是多少？")
def weight_after(out):
    return out[-1]


@weight_after.wrong(
    "The gradient is subtracted: it points uphill, and the loss is to fall.",
    "梯度要减去：它指向上坡，而损失应当下降。",
)
def gradient_added(a, lr, w, k):
    return weight_after(demo(a, -lr, w, k))


@weight_after.wrong(
    "The gradient is computed anew at each place: as w changes, so does the length of the step.",
    "每到一处都要重新算梯度：w 变了，步子的长度也随之改变。",
)
def every_step_alike(a, lr, w, k):
    return weight_after(demo(a, k * lr, w, k=1))


@weight_after.wrong(
    "The slope of a/2·w² is a·w; the 2 of the square cancels the ½.",
    "a/2·w² 的斜率是 a·w：平方带来的 2 与 ½ 抵消。",
)
def slope_twice_as_steep(a, lr, w, k):
    return weight_after(demo(2 * a, lr, w, k))


@question(
    "How does w move?",
    "w 怎样变化？",
    choices={
        "straight towards 0": "单调趋近 0",
        "from side to side, towards 0": "左右来回，趋近 0",
        "further and further away": "越来越远",
    },
)
def behaviour(out):
    if abs(out[-1]) > abs(out[0]):
        return "further and further away"
    return "straight towards 0" if out[0] * out[1] > 0 else "from side to side, towards 0"


@behaviour.wrong(
    "Jumping over the minimum is not yet divergence: below lr = 2/a each jump is shorter than the last.",
    "越过最小值不等于发散：lr 小于 2/a 时，一次比一次跳得近。",
)
def crossing_is_divergence(a, lr):
    return "further and further away" if lr * a > 1 else "straight towards 0"


@behaviour.wrong(
    "The negative gradient gives only the direction; a step that is too long lands beyond the minimum.",
    "负梯度只给出方向；步子太长就会落到最小值的另一侧。",
)
def always_straight_downhill(a, lr, w, k):
    return behaviour(demo(a, lr / 10, w, k))


@where(lambda steep, lr: 0.3 < lr * steep < 3.5 and abs(lr * steep - 2) > 0.15)
def valley(flat=one_of(0.5, 1.0), steep=whole(2, 6), lr=one_of(0.2, 0.3, 0.4, 0.6, 0.7, 0.8)):
    w = torch.tensor([1.0, 1.0], requires_grad=True)
    curvature = torch.tensor([flat, steep])
    for _ in range(100):
        loss = (curvature / 2 * w**2).sum()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w


@question("Do both weights approach 0?", "两个权重都趋近 0 吗？", of=valley)
def both_converge(out):
    return bool((out.abs() < 1).all())


@both_converge.wrong(
    "Each direction obeys its own curvature: the steepest sets the limit 2/curvature, not the mean.",
    "每个方向只看自己的曲率：上限 2/曲率 由最陡的方向决定，而不是平均曲率。",
)
def mean_curvature_decides(flat, steep, lr):
    return both_converge(valley(flat=(flat + steep) / 2, steep=(flat + steep) / 2, lr=lr))


@both_converge.wrong(
    "Beyond lr = 1/curvature a weight changes sign at each step, but up to 2/curvature it still shrinks.",
    "lr 超过 1/曲率 时权重每步变号，但不超过 2/曲率 仍会缩小。",
)
def no_overshoot_allowed(steep, lr):
    return lr * steep <= 1


def figure(out, a, lr, w, k):
    _, (valley_axes, loss_axes) = plt.subplots(1, 2)

    def loss(path):
        return [a / 2 * each**2 for each in path]

    grid = torch.linspace(-1.2 * abs(w), 1.2 * abs(w), 50)
    valley_axes.plot(grid.tolist(), loss(grid.tolist()))
    valley_axes.plot(out, loss(out), color="C1")
    valley_axes.scatter(out, loss(out), color="C1")
    valley_axes.set_xlabel("w")
    valley_axes.set_ylabel("loss")
    loss_axes.plot(loss(demo(a, lr, w, 5)), color="C1", label=f"lr = {lr}")
    loss_axes.plot(loss(demo(a, 0.5 / a, w, 5)), color="C2", label="fine")
    loss_axes.plot(loss(demo(a, 2.1 / a, w, 5)), color="C3", label="too large")
    loss_axes.set_xlabel("step")
    loss_axes.legend()
