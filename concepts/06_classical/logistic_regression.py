"""Logistic regression

A linear model of the log-odds, for two classes:

    p = σ(w·x + b)    log(p / (1 − p)) = w·x + b

One unit of x multiplies the odds by e^w; how much p changes depends on where one stands. The border p = ½ is the
plane w·x + b = 0, straight in spite of the sigmoid. The gradient of the mean log loss is mean((p − y)·x). The loss is
convex, but where a plane separates the training data perfectly and there is no weight decay, it has no minimum: ‖w‖
grows for ever.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """逻辑回归（对数几率回归）

它是两类问题中对数几率的线性模型：

    p = σ(w·x + b)    log(p / (1 − p)) = w·x + b

x 增加 1，几率乘以 e^w；而 p 变化多少，取决于当前所在的位置。分界 p = ½ 是平面 w·x + b = 0，虽然用了 sigmoid，
它仍是平的。平均对数损失的梯度是 mean((p − y)·x)。损失是凸的；但若有平面能把训练数据完全分开，
又没有权重衰减，就不存在最小值：‖w‖ 会一直增大。
"""
NAMES = ["logistic regression", "逻辑回归", "逻辑斯蒂回归", "逻辑斯谛回归", "对数几率回归", "对率回归"]
SHARED = ["log-odds"]
HINTS = ["sigmoid", "regression"]
NEEDS = ["linear-regression", "bce-with-logits"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 4.4",
    "Bishop, Pattern Recognition and Machine Learning, section 4.3.2",
]


@where(lambda w, b, x: b != 0 and w * x + b in (-3, -2, -1, 1, 2, 3))
def demo(w=one_of(-3, -2, 2, 3), b=whole(-5, 5), base=one_of(2, 3, 5), x=whole(-2, 2)):
    unit = torch.tensor(base).double().log()
    p = torch.sigmoid((w * torch.tensor([x, x + 1]) + b) * unit)
    odds = p / (1 - p)
    return {"p": p[0], "factor": odds[1] / odds[0]}


@question("What is p[0]?", zh="p[0] 是多少？")
def probability(out):
    return out["p"]


@probability.wrong(
    en=("The exponential of the score is the probability.", "It is the odds; p = odds / (1 + odds)."),
    zh=("得分的指数就是概率。", "那是几率；p = 几率 / (1 + 几率)。"),
)
def odds_instead(out):
    return out["p"] / (1 - out["p"])


@probability.wrong(
    en=("A positive score means a small p.", "σ rises: p is above ½ where the score is positive."),
    zh=("得分为正，p 就小。", "σ 是递增的：得分为正时 p 大于 ½。"),
)
def other_class(out):
    return 1 - out["p"]


@probability.wrong(
    en=("The unit of the score does not matter.", "The score is (wx + b)·log base: its scale makes p steep or flat."),
    zh=("得分的单位无关紧要。", "得分是 (wx + b)·log base：它的大小决定 p 有多陡。"),
)
def unit_ignored(w, b, x):
    return torch.sigmoid(torch.tensor(float(w * x + b)))


@question("By which factor do the odds change from x to x + 1?", zh="x 增加 1，几率变为原来的多少倍？")
def odds_ratio(out):
    return out["factor"]


@odds_ratio.wrong(
    en=("The probability is multiplied by that factor.", "The odds are; the factor of p depends on where one stands."),
    zh=("被乘的是概率。", "被乘的是几率；p 的倍数取决于当前位置。"),
)
def factor_of_p(w, b, base, x):
    return demo(w, b, base, x + 1)["p"] / demo(w, b, base, x)["p"]


@odds_ratio.wrong(
    en=("The bias takes part.", "It is the same before and after, and cancels in the ratio."),
    zh=("偏置也参与其中。", "前后的偏置相同，在比值中约去。"),
)
def bias_takes_part(w, b, base):
    return float(base) ** (w + b)


@odds_ratio.wrong(
    en=("The odds rise w-fold.", "The weight is added to the log-odds: the odds are multiplied by exp of it."),
    zh=("几率变为 w 倍。", "权重加在对数几率上：几率要乘以它的指数。"),
)
def w_times(w, base):
    return float(w * base)


@where(lambda b: b != 0)
def border(w=one_of(-5, -4, -2, 2, 4, 5), b=whole(-9, 9)):
    x = torch.arange(-500, 501) / 100
    p = torch.sigmoid(w * x + b)
    return x[(p - 0.5).abs().argmin()]


@question("At which x does p cross ½?", zh="x 为多少时 p 越过 ½？", of=border)
def crossing(out):
    return out


@crossing.wrong(
    en=("At b / w.", "w·x + b = 0 gives x = −b / w."),
    zh=("在 b / w 处。", "由 w·x + b = 0 得 x = −b / w。"),
)
def sign_lost(w, b):
    return b / w


@crossing.wrong(
    en=("A sigmoid is ½ at x = 0.", "It is ½ where its argument is 0; the bias moves that place."),
    zh=("sigmoid 在 x = 0 处为 ½。", "是自变量为 0 处才为 ½；偏置会移动这个位置。"),
)
def always_at_zero():
    return 0.0


@crossing.wrong(
    en=("Where w·x + b is ½.", "There p is σ(½) = 0.62; p is ½ where the score is 0."),
    zh=("在 w·x + b = ½ 处。", "那里 p = σ(½) = 0.62；得分为 0 处 p 才是 ½。"),
)
def score_of_a_half(w, b):
    return (0.5 - b) / w


@where(lambda x, y: abs(sum((t - 0.5) * v for v, t in zip(x, y, strict=True))) >= 1)
def first_step(x=several(4, whole(-4, 5)), y=several(4, one_of(0, 1)), lr=one_of(0.4, 0.8, 2.0)):
    x, y = torch.tensor(x).float(), torch.tensor(y).float()
    w = torch.zeros(1, requires_grad=True)
    loss = F.binary_cross_entropy_with_logits(w * x, y)
    loss.backward()
    return w - lr * w.grad


@question("What is w after this step?", zh="走完这一步，w 是多少？", of=first_step)
def w_after(out):
    return out


@w_after.wrong(
    en=("With w = 0 the prediction is 0.", "The score is 0, the prediction σ(0) = ½: every example pulls."),
    zh=("w = 0 时预测为 0。", "得分是 0，预测是 σ(0) = ½：每个样本都有作用。"),
)
def predicts_zero(x, y, lr):
    return lr * sum(t * v for v, t in zip(x, y, strict=True)) / 4


@w_after.wrong(
    en=("The slope of the sigmoid remains as a factor.", "It cancels against the log loss: (p − y)·x remains."),
    zh=("还要乘上 sigmoid 的斜率。", "它与对数损失约去了，只剩 (p − y)·x。"),
)
def slope_remains(out):
    return out / 4


@w_after.wrong(
    en=("The loss is a sum over the examples.", "It is their mean: divide by 4."),
    zh=("损失是对样本求和。", "是均值：要除以 4。"),
)
def summed(out):
    return 4 * out


@w_after.wrong(
    en=("The step follows the gradient.", "It goes against it: towards y − p."),
    zh=("沿梯度方向走。", "要反着走：朝 y − p 的方向。"),
)
def uphill(out):
    return -out


@task(
    "Write `gradient`: the gradient of the mean log loss with respect to w, without autograd (labels 0 or 1, no bias).",
    zh="写出 `gradient`：不用自动求导，求平均对数损失对 w 的梯度（标签为 0 或 1，无偏置）。",
    blanks=["torch.sigmoid(X @ w)", "p - y"],
    mend=["sigmoid_forgotten", "uphill_sign"],
)
def gradient(X, w, y):
    p = torch.sigmoid(X @ w)
    return X.T @ (p - y) / len(y)


gradient.hint("The derivative of the loss with respect to the score is p − y.", zh="损失对得分的导数是 p − y。")
gradient.hint("The derivative of the score with respect to w is x.", zh="得分对 w 的导数是 x。")


@gradient.inputs
def examples(n=whole(2, 6), d=whole(1, 4)):
    return torch.randn(n, d), torch.randn(d), torch.randint(2, (n,)).float()


@gradient.inputs
def steep(n=whole(2, 6), d=whole(2, 4)):
    return 10 * torch.randn(n, d), 10 * torch.randn(d), torch.randint(2, (n,)).float()


@gradient.holds("Autograd gives the same.", zh="与自动求导的结果相同。")
def as_autograd(out, X, w, y):
    w = w.detach().clone().requires_grad_()
    (expected,) = torch.autograd.grad(F.binary_cross_entropy_with_logits(X @ w, y), w)
    return torch.allclose(out, expected, atol=1e-4)


@gradient.wrong(
    en=("The sigmoid's slope p(1 − p) stays.", "That is the squared error's gradient; the log loss cancels it."),
    zh=("sigmoid 的斜率 p(1 − p) 保留。", "那是平方误差的梯度；对数损失把它约掉了。"),
)
def squared_error_gradient(X, w, y):
    p = torch.sigmoid(X @ w)
    return X.T @ ((p - y) * p * (1 - p)) / len(y)


@gradient.wrong(
    en=("The prediction is Xw.", "That is the score; the prediction is its sigmoid."),
    zh=("预测值就是 Xw。", "那是得分，预测值是它的 sigmoid。"),
)
def sigmoid_forgotten(X, w, y):
    return X.T @ (X @ w - y) / len(y)


@gradient.wrong(
    en=("The error is y − p.", "That is the way down; the gradient is p − y."),
    zh=("误差是 y − p。", "那是下降的方向；梯度是 p − y。"),
)
def uphill_sign(X, w, y):
    return X.T @ (y - torch.sigmoid(X @ w)) / len(y)


def figure(out, w, b, base, x):
    places = torch.linspace(x - 3, x + 3, 121)
    unit = torch.tensor(base).log()
    plt.plot(places, torch.sigmoid((w * places + b) * unit))
    plt.axvline(-b / w, color="C1")
    plt.scatter([x], [out["p"]], color="C3")
    plt.xlabel("x")
    plt.ylabel("p, and the border")
