"""Weight update by gradient descent

Each step moves the weight against its gradient:

    w ← w − lr · ∂L/∂w

On the parabola `a/2·w²` the slope is `a·w`, so a step multiplies w by `1 − lr·a`. Below `lr = 1/a` w creeps
towards the minimum, between `1/a` and `2/a` it jumps from side to side and still arrives, beyond `2/a` every jump is
longer than the last. With several weights the steepest direction sets the limit.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """权重更新与学习率

每一步都让权重沿梯度的反方向移动：

    w ← w − lr · ∂L/∂w

在抛物线 `a/2·w²` 上斜率为 `a·w`，所以每一步相当于把 w 乘以 `1 − lr·a`。`lr` 小于 `1/a` 时单调趋近最小值；
介于 `1/a` 和 `2/a` 之间时左右来回，但仍能收敛；超过 `2/a` 则越跳越远。有多个权重时，上限由最陡的方向决定。
"""
NAMES = [
    "weight update",
    "SGD",
    "gradient descent",
    "learning rate",
    "权重更新",
    "权重更新函数",
    "梯度下降",
    "随机梯度下降",
    "学习率",
]
SHARED = ["step size"]
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


@question("What is w after the last step, to three significant figures?", zh="最后一步之后 w 是多少（三位有效数字）？")
def weight_after(out):
    return out[-1]


@weight_after.wrong(
    en=("The gradient is added.", "It points uphill, and the loss is to fall: subtract it."),
    zh=("梯度要加上。", "它指向上坡，而损失应当下降：要减去。"),
)
def gradient_added(a, lr, w, k):
    return weight_after(demo(a, -lr, w, k))


@weight_after.wrong(
    en=("All steps are equally long.", "The gradient is that of the new w each time; as w shrinks, so does the step."),
    zh=("每一步都一样长。", "每到一处都要重新算梯度：w 变了，步子的长度也随之改变。"),
)
def every_step_alike(a, lr, w, k):
    return weight_after(demo(a, k * lr, w, k=1))


@weight_after.wrong(
    en=("The slope is 2a·w.", "The slope of a/2·w² is a·w; the 2 of the square cancels the ½."),
    zh=("斜率是 2a·w。", "a/2·w² 的斜率是 a·w：平方带来的 2 与 ½ 抵消。"),
)
def slope_twice_as_steep(a, lr, w, k):
    return weight_after(demo(2 * a, lr, w, k))


@question(
    "How does w move?",
    zh="w 怎样变化？",
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
    en=("Once it jumps over the minimum, it diverges.", "Below lr = 2/a each jump is shorter than the last."),
    zh=("一旦越过最小值就会发散。", "越过不等于发散：lr 小于 2/a 时，一次比一次跳得近。"),
)
def crossing_is_divergence(a, lr):
    return "further and further away" if lr * a > 1 else "straight towards 0"


@behaviour.wrong(
    en=("The gradient leads straight downhill.", "It gives the direction; a long step lands beyond the minimum."),
    zh=("沿着负梯度总是一路下坡。", "负梯度只给出方向；步子太长就会落到最小值的另一侧。"),
)
def always_straight_downhill(a, lr, w, k):
    return behaviour(demo(a, lr / 10, w, k))


@where(lambda curvature, lr: all(abs(lr * each - limit) > 0.1 for each in curvature for limit in (1, 2)))
def valley(curvature=several((4, 9), whole(1, 18)), lr=real(0.12, 0.5, places=2)):
    curvature = torch.tensor(curvature)
    w = torch.ones(len(curvature), requires_grad=True)
    for _ in range(60):
        loss = (curvature / 2 * w**2).sum()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w


@question("How many of the weights approach 0?", zh="有几个权重趋近 0？", of=valley)
def converging(out):
    return int((out.abs() < 1).sum())


@converging.wrong(
    en=("The mean curvature sets one limit for all.", "Each direction obeys its own: the limit of lr is 2/curvature."),
    zh=("平均曲率给所有权重同一个上限。", "每个方向只看自己的曲率：学习率的上限是 2/曲率。"),
)
def mean_curvature_decides(curvature, lr):
    return len(curvature) * (lr * sum(curvature) / len(curvature) < 2)


@converging.wrong(
    en=("Beyond lr = 1/curvature a weight diverges.", "It changes sign at each step, but shrinks up to 2/curvature."),
    zh=("lr 超过 1/曲率 就发散。", "这时权重每步变号，但不超过 2/曲率 仍会缩小。"),
)
def no_overshoot_allowed(curvature, lr):
    return sum(lr * each < 1 for each in curvature)


@converging.wrong(
    en=("One weight that diverges takes the others along.", "Here each gradient depends on its own weight alone."),
    zh=("一个权重发散，其他的也跟着发散。", "这里每个权重的梯度只与它自己有关。"),
)
def one_takes_all_along(out):
    return len(out) if bool((out.abs() < 1).all()) else 0


@converging.wrong(
    en=("Flat directions are the ones that diverge.", "The steep ones do: there the step is longest."),
    zh=("发散的是平缓的方向。", "发散的是陡的方向，那里步子最长。"),
)
def flat_ones_diverge(out):
    return int((~(out.abs() < 1)).sum())


@task(
    "Write `descend`: take `steps` steps of gradient descent on the loss a/2 · (w − t)². Return all the weights on the "
    "way, the first included.",
    zh="写出 `descend`：在损失 a/2 · (w − t)² 上走 `steps` 步梯度下降。返回途经的所有 w，包括起点。",
    order=True,
    mend=["slope_of_the_start", "uphill"],
)
def descend(a, t, w, lr, steps):
    path = [w]
    for _ in range(steps):
        slope = a * (w - t)
        w = w - lr * slope
        path.append(w)
    return path


descend.hint("Where is the gradient taken at the second step?", zh="第二步的梯度在哪里取？")


@descend.inputs
def parabola(
    a=whole(1, 4), t=whole(-2, 2), w=real(2.5, 4, either_sign=True), lr=one_of(0.1, 0.2, 0.3), steps=whole(2, 5)
):
    return a, t, w, lr, steps


@descend.holds("There is one more weight than steps.", zh="权重比步数多一个。")
def one_more(out, steps):
    return len(out) == steps + 1


@descend.wrong(
    en=("The gradient is taken once.", "It is that of the new w at each step."),
    zh=("梯度只算一次。", "每一步都要在新的 w 处重新算。"),
)
def slope_of_the_start(a, t, w, lr, steps):
    return [w - k * lr * a * (w - t) for k in range(steps + 1)]


@descend.wrong(
    en=("The gradient is added.", "It points uphill: subtract it."),
    zh=("梯度要加上。", "它指向上坡：要减去。"),
)
def uphill(a, t, w, lr, steps):
    return descend(a, t, w, -lr, steps)


@descend.wrong(
    en=("The step has the length lr.", "It has the length lr times the gradient."),
    zh=("步长就是 lr。", "步长是 lr 乘以梯度。"),
)
def sign_only(a, t, w, lr, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - lr * (1 if path[-1] > t else -1))
    return path


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
