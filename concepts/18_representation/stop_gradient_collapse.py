"""Stop-gradient and momentum targets (BYOL, SimSiam)

To make two views of an image agree without negatives is easy in a useless way: a constant vector agrees with itself,
and plain gradient descent shrinks the difference of the views step by step. SimSiam and BYOL break the symmetry. One
side is treated as a constant,

    loss = ‖predictor(z₁) − stop_gradient(z₂)‖²

so only the other side moves (SimSiam); or the target comes from a teacher that follows slowly, θ_t ← m θ_t + (1 − m) θ
(BYOL, m near 1). The stop-gradient does not change the loss's value, only who moves. Why it prevents collapse is not
fully understood; without the predictor it does not.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """停止梯度与动量目标（BYOL、SimSiam）

不用负样本，要让同一图像的两个视图一致，有一个没用的简单办法：常数向量与自己总是一致的，
普通的梯度下降会一步步缩小视图之间的差别。SimSiam 和 BYOL 打破了这种对称。把一边当作常数，

    loss = ‖predictor(z₁) − stop_gradient(z₂)‖²

于是只有另一边会动（SimSiam）；或者目标来自慢慢跟随的教师，θ_t ← m θ_t + (1 − m) θ（BYOL，m 接近 1）。
停止梯度不改变损失的值，只改变谁会动。它为什么能防止坍缩，目前还没有完全弄清楚；去掉预测器就不行了。
"""
NAMES = [
    "BYOL",
    "SimSiam",
    "momentum encoder",
    "EMA teacher",
    "动量编码器",
    "EMA教师",
    "stop-gradient target",
    "动量教师",
]
HINTS = [
    "collapse",
    "坍缩",
    "stop-gradient",
    "停止梯度",
]
NEEDS = ["infonce-simclr"]
CONFUSED_WITH = ["feature-collapse"]
SOURCES = [
    "Grill et al., Bootstrap Your Own Latent, arXiv:2006.07733",
    "Chen & He, Exploring Simple Siamese Representation Learning, arXiv:2011.10566",
]


@where(lambda a, b: a != b)
def demo(
    a=one_of(0.0, 2.0, 4.0, 10.0),
    b=one_of(8.0, 12.0, 20.0, 24.0),
    lr=one_of(0.1, 0.25, 0.4),
    k=whole(1, 3),
    stop=one_of(True, False),
):
    a, b = torch.tensor([a, b]).requires_grad_().unbind()
    for _ in range(k):
        a, b = a.detach().requires_grad_(), b.detach().requires_grad_()
        target = b.detach() if stop else b
        ((a - target) ** 2 / 2).backward()
        a = a - lr * a.grad
        b = b if stop else b - lr * b.grad
    return a, b


@question("What is `b` at the end?", zh="最后 `b` 是多少？")
def goal(out):
    return out[1]


@goal.wrong(
    en=("The goal stands still.", "Only behind a stop-gradient; else it moves to meet a."),
    zh=("目标不动。", "只有停止梯度时才不动，否则它会迎着 a 走。"),
)
def stands_still(b, stop):
    return None if stop else b


@goal.wrong(
    en=("The goal always moves towards the other side.", "A detached goal gets no gradient."),
    zh=("目标总是朝另一边移动。", "detach 之后的目标没有梯度。"),
)
def always_moves(a, b, lr, k, stop):
    return goal(demo(a, b, lr, k, False)) if stop else None


@goal.wrong(
    en=("Both sides meet in the middle at once.", "Each step closes a part of the gap."),
    zh=("两边马上在中间会合。", "每一步只缩小一部分差距。"),
)
def meet_at_once(a, b):
    return (a + b) / 2


@where(lambda start, w: start != w)
def teacher(start=one_of(0.0, 10.0, 20.0), w=one_of(50.0, 80.0, 100.0), m=one_of(0.8, 0.9), k=whole(2, 4)):
    teacher, student = torch.tensor(start), torch.tensor(w)
    for _ in range(k):
        teacher = m * teacher + (1 - m) * student
    return teacher


@question("What is the teacher's weight at the end?", zh="最后教师的权重是多少？", of=teacher)
def teacher_weight(out):
    return out


@teacher_weight.wrong(
    en=("m is the share of the student.", "m is what the teacher keeps."),
    zh=("m 是学生所占的比例。", "m 是教师保留的比例。"),
)
def m_of_the_student(start, w, m, k):
    return teacher_weight(teacher(start, w, 1 - m, k))


@teacher_weight.wrong(
    en=("The teacher is a copy of the student.", "It follows slowly."),
    zh=("教师就是学生的副本。", "它慢慢跟随。"),
)
def copied(w):
    return w


@teacher_weight.wrong(
    en=("The teacher moves once.", "It moves at every step."),
    zh=("教师只移动一次。", "每一步都移动。"),
)
def one_step(start, w, m, k):
    return teacher_weight(teacher(start, w, m, 1))


def shrink(w=one_of(1.0, 2.0, 5.0, 10.0), noise=one_of(0.5, 1.0), lr=one_of(0.05, 0.1, 0.2), k=whole(2, 3)):
    for _ in range(k):
        w = torch.as_tensor(w).detach().requires_grad_()
        views = torch.tensor([1 + noise, 1 - noise])
        z = w * views  # the embeddings of two views
        loss = (z[0] - z[1]) ** 2 / 2  # agreement is all that is asked
        loss.backward()
        w = w - lr * w.grad
    return w


@question("What is `w` at the end?", zh="最后 `w` 是多少？", of=shrink)
def shrunk(out):
    return out


@shrunk.wrong(
    en=("Agreement teaches features: w stays.", "The easiest agreement is 0: w shrinks step by step."),
    zh=("一致性会学到特征：w 不变。", "最容易的一致就是 0：w 一步步缩小。"),
)
def kept(w):
    return w


@shrunk.wrong(
    en=("It shrinks once.", "It shrinks at each of the k steps."),
    zh=("只缩小一次。", "k 步里每一步都缩小。"),
)
def shrunk_once(w, noise, lr, k):
    return shrunk(shrink(w, noise, lr, 1))


@shrunk.wrong(
    en=("The slope is that of noise²: the factor is 1 − lr·noise².", "The views differ by 2·noise: 1 − 4·lr·noise²."),
    zh=("斜率按 noise² 计算：因子是 1 − lr·noise²。", "两个视图相差 2·noise：因子是 1 − 4·lr·noise²。"),
)
def half_the_difference(w, noise, lr, k):
    return w * (1 - lr * noise**2) ** k


@task(
    "Write `siamese_step`: W after one step of gradient descent on ‖W x1 − stop_gradient(W x2)‖²/2; W is (d, k), "
    "the views are (k,).",
    zh="写出 `siamese_step`：对 ‖W x1 − stop_gradient(W x2)‖²/2 做一步梯度下降之后的 W；W 是 (d, k)，两个视图是 (k,)。",
    blanks=["(W @ x2).detach()", "W - lr * grad"],
    mend=["goal_not_detached", "wrong_side_detached"],
)
def siamese_step(W, x1, x2, lr):
    W = W.detach().requires_grad_()
    target = (W @ x2).detach()
    loss = (W @ x1 - target).square().sum() / 2
    (grad,) = torch.autograd.grad(loss, W)
    return (W - lr * grad).detach()


siamese_step.hint("Through which of the two embeddings may the gradient flow?", zh="梯度可以经过两个嵌入中的哪一个？")


@siamese_step.inputs
def layers(d=whole(1, 3), k=whole(1, 3), lr=one_of(0.1, 0.5)):
    return torch.randn(d, k), torch.randn(k), torch.randn(k), lr


@siamese_step.holds("Views that agree already change nothing.", zh="两个视图已经一致时，什么也不变。")
def nothing_to_do(solution, W, x1, lr):
    return torch.allclose(solution(W, x1, x1.clone(), lr), W, atol=1e-5)


@siamese_step.wrong(
    en=("The gradient flows through both views.", "The goal is held constant."),
    zh=("梯度经过两个视图。", "目标要保持为常数。"),
)
def goal_not_detached(W, x1, x2, lr):
    W = W.detach().requires_grad_()
    target = W @ x2
    loss = (W @ x1 - target).square().sum() / 2
    (grad,) = torch.autograd.grad(loss, W)
    return (W - lr * grad).detach()


@siamese_step.wrong(
    en=("The first view is held constant.", "The second one is, the goal."),
    zh=("第一个视图当作常数。", "当作常数的是第二个，即目标。"),
)
def wrong_side_detached(W, x1, x2, lr):
    W = W.detach().requires_grad_()
    loss = ((W @ x1).detach() - W @ x2).square().sum() / 2
    (grad,) = torch.autograd.grad(loss, W)
    return (W - lr * grad).detach()


@siamese_step.wrong(
    en=("The step goes along the gradient.", "Against it: the loss is to fall."),
    zh=("沿梯度方向走。", "逆着梯度走：损失要下降。"),
)
def uphill(W, x1, x2, lr):
    W = W.detach().requires_grad_()
    target = (W @ x2).detach()
    loss = (W @ x1 - target).square().sum() / 2
    (grad,) = torch.autograd.grad(loss, W)
    return (W + lr * grad).detach()


def figure(out, a, b, lr, stop):
    for name, moving in (("goal detached", False), ("both move", True)):
        x, y = [a], [b]
        for _ in range(12):
            gap = x[-1] - y[-1]
            x.append(x[-1] - lr * gap)
            y.append(y[-1] + lr * gap * moving)
        line = plt.plot(x, label=f"a, {name}")
        plt.plot(y, linestyle=":", color=line[0].get_color(), label=f"b, {name}")
    plt.xlabel("step")
    plt.legend()
