"""Linear regression

The model is ŷ = Xw, with a column of ones in X for the bias. The w of least squared error solves the normal equation

    XᵀX w = Xᵀy

The loss is one bowl, so gradient descent with a small enough step ends at the same w (if it is unique). At the
optimum the residuals are perpendicular to every column of X; with a bias they sum to 0. If columns are dependent, as
when a feature occurs twice, XᵀX is singular and many w are equally good: `torch.linalg.lstsq` with the driver `gelsd`
returns the shortest of them.
"""

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """线性回归

模型是 ŷ = Xw，偏置对应 X 中全为 1 的一列。使平方误差最小的 w 满足正规方程

    XᵀX w = Xᵀy

损失是一个碗，所以步长足够小时，梯度下降会走到同一个 w（只要解唯一）。在最优处，残差与 X 的每一列正交；
有偏置时残差之和为 0。若各列线性相关，例如同一个特征出现了两次，XᵀX 就不可逆，有许多同样好的 w：
`torch.linalg.lstsq` 用 `gelsd` 时返回其中最短的一个。
"""
NAMES = [
    "linear regression",
    "least squares",
    "normal equation",
    "线性回归",
    "最小二乘",
    "最小二乘法",
    "正规方程",
]
HINTS = ["regression", "回归", "拟合"]
NEEDS = ["matrix-product", "sgd-update"]
SOURCES = [
    "Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, section 3.2",
    "torch.linalg.lstsq",
]


@where(lambda y: y[0] != y[2] and sum(y) != 0)
def demo(y=several(3, whole(-6, 9)), how=one_of("lstsq", "descent")):
    x, y = torch.tensor([-1, 0, 1]).double(), torch.tensor(y).double()
    X = torch.stack([x, torch.ones(3)], dim=1)
    if how == "lstsq":
        w = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]
    else:
        w = torch.zeros(2).double()
        for _ in range(60):
            w -= 0.2 * X.T @ (X @ w - y)
    return {"slope": w[0], "bias": w[1]}


@question("What is the slope?", zh="斜率是多少？")
def slope(out):
    return round(out["slope"].item(), 6)


@slope.wrong(
    en=("The last two points decide.", "All three pull; here the slope is half of y[2] − y[0]."),
    zh=("由最后两个点决定。", "三个点都起作用；这里斜率是 y[2] − y[0] 的一半。"),
)
def last_two_points(y):
    return float(y[2] - y[1])


@slope.wrong(
    en=("It is the rise from the first point to the last.", "Divide by the distance in x, which is 2."),
    zh=("就是从第一个点到最后一个点的升高。", "还要除以 x 的距离 2。"),
)
def rise_alone(y):
    return float(y[2] - y[0])


@slope.wrong(
    en=("It goes from the first point to the middle one.", "It need not pass through any of the points."),
    zh=("直线经过第一个点和中间的点。", "它不一定经过任何一个点。"),
)
def first_two_points(y):
    return float(y[1] - y[0])


@question("What is the bias?", zh="偏置（截距）是多少？")
def bias(out):
    return round(out["bias"].item(), 6)


@bias.wrong(
    en=("The line passes the point at x = 0.", "It passes (mean x, mean y); here that is the mean of y."),
    zh=("直线经过 x = 0 处的那个点。", "它经过（x 的均值，y 的均值）；这里偏置就是 y 的均值。"),
)
def through_the_middle_point(y):
    return float(y[1])


@bias.wrong(
    en=("The outer points decide: half-way between them.", "All three residuals sum to 0: it is the mean of all."),
    zh=("由两端的点决定：取它们的中间。", "三个残差之和为 0：偏置是三者的均值。"),
)
def half_way_between_the_ends(y):
    return (y[0] + y[2]) / 2


@bias.wrong(
    en=("The bias is the sum of y.", "The squared errors are least at the mean: divide by 3."),
    zh=("偏置是 y 的和。", "平方误差在均值处最小：还要除以 3。"),
)
def not_divided(y):
    return float(sum(y))


@where(lambda x, y: abs(x[0] * y[0] + x[1] * y[1] + x[2] * y[2]) > 1)
def one_step(x=several(3, whole(-3, 4)), y=several(3, whole(-5, 6)), lr=one_of(0.15, 0.3, 0.6)):
    x, y = torch.tensor(x).float(), torch.tensor(y).float()
    w = torch.zeros(1, requires_grad=True)
    loss = F.mse_loss(w * x, y)
    loss.backward()
    return w - lr * w.grad


@question("What is w after this step?", zh="走完这一步，w 是多少？", of=one_step)
def w_after(out):
    return out


@w_after.wrong(
    en=("The gradient is the mean of error times x.", "The square gives a factor 2."),
    zh=("梯度是误差乘以 x 的均值。", "平方求导还带来因子 2。"),
)
def factor_2_lost(out):
    return out / 2


@w_after.wrong(
    en=("The loss is the sum of the squares.", "`mse_loss` takes the mean: divide by 3."),
    zh=("损失是平方和。", "`mse_loss` 取均值：要除以 3。"),
)
def summed(out):
    return 3 * out


@w_after.wrong(
    en=("The step follows the gradient.", "It goes against the gradient."),
    zh=("沿梯度方向走。", "要沿梯度的反方向走。"),
)
def uphill(out):
    return -out


@w_after.wrong(
    en=("The gradient is the mean error.", "Each error is multiplied by its x."),
    zh=("梯度就是平均误差。", "每个误差还要乘以对应的 x。"),
)
def without_x(y, lr):
    return 2 * lr * sum(y) / 3


def twins(a=whole(2, 12), k=whole(2, 5), n=whole(3, 6)):
    x = torch.randn(n).double()
    X = torch.stack([x] * k, dim=1)  # one feature, k times
    y = a * x
    return torch.linalg.lstsq(X, y[:, None], driver="gelsd").solution


@question("What is the first of the k weights?", zh="k 个权重中的第一个是多少？", of=twins)
def shared_weight(out):
    return round(out[0].item(), 6)


@shared_weight.wrong(
    en=("The first copy takes all the weight.", "That fits too; the shortest solution shares the weight equally."),
    zh=("第一份拿走全部权重。", "那样也能拟合；最短的解把权重平分。"),
)
def first_takes_all(a):
    return float(a)


@shared_weight.wrong(
    en=("Shared among k, each has 1/√k of it.", "The k weights must sum to a: each is a/k."),
    zh=("k 份平分，各得 1/√k。", "k 个权重之和必须等于 a：各为 a/k。"),
)
def over_the_root(a, k):
    return a / k**0.5


@shared_weight.wrong(
    en=("Each copy needs the full weight and they cancel: 0.", "With weights 0 nothing is predicted; their sum is a."),
    zh=("各份互相抵消，权重为 0。", "权重为 0 就什么也预测不了；它们的和是 a。"),
)
def undecided_is_zero():
    return 0.0


@where(lambda x, lr: abs(1 - lr * (x[0] ** 2 + x[1] ** 2)) > 0.05)
def contraction(x=several(2, whole(1, 4)), best=whole(1, 9), lr=one_of(0.05, 0.1, 0.15, 0.2)):
    x = torch.tensor(x).float()
    w = torch.zeros(1, requires_grad=True)
    loss = F.mse_loss(w * x, best * x)
    loss.backward()
    return (w - lr * w.grad - best) / (w - best)


@question(
    "By which factor, sign included, does a step change the distance to the best w?",
    zh="走一步之后，w 到最优值的距离变为原来的多少倍（带符号）？",
    of=contraction,
)
def factor(out):
    return out


@factor.wrong(
    en=("It shrinks by 1 − lr.", "The curvature counts too: 1 − lr · 2·mean(x²)."),
    zh=("缩小为 1 − lr 倍。", "曲率也起作用：1 − lr · 2·mean(x²)。"),
)
def learning_rate_alone(lr):
    return 1 - lr


@factor.wrong(
    en=("It shrinks by 1 − lr · mean(x²).", "The curvature of a square is 2: 1 − lr · 2·mean(x²)."),
    zh=("缩小为 1 − lr · mean(x²) 倍。", "平方的二阶导数带因子 2：1 − lr · 2·mean(x²)。"),
)
def curvature_halved(x, lr):
    return 1 - lr * (x[0] ** 2 + x[1] ** 2) / 2


@factor.wrong(
    en=(
        "Descent never steps over the minimum.",
        "A large lr oversteps: the factor is then negative, and below −1 diverges.",
    ),
    zh=("梯度下降不会越过最小值。", "lr 太大就会越过：倍数变负，小于 −1 时发散。"),
)
def no_overshoot(out):
    return abs(out) if out < 0 else None


@task(
    "Write `gradient`: the gradient of mean((Xw − y)²) with respect to w, without autograd.",
    zh="写出 `gradient`：不用自动求导，求 mean((Xw − y)²) 对 w 的梯度。",
    blanks=["X.T", "len(y)"],
    mend=["uphill_sign", "summed_over_examples"],
)
def gradient(X, w, y):
    error = X @ w - y
    return 2 * X.T @ error / len(y)


gradient.hint("What is the derivative of one squared error with respect to w?", zh="一个平方误差对 w 的导数是什么？")
gradient.hint("Xᵀ sums error times feature over the examples.", zh="Xᵀ 把误差乘特征对样本求和。")


@gradient.inputs
def examples(n=whole(2, 6), d=whole(2, 4)):
    return torch.randn(n, d), torch.randn(d), torch.randn(n)


@gradient.inputs
def one_example(d=whole(2, 4)):
    return torch.randn(1, d), torch.randn(d), torch.randn(1)


@gradient.holds("Autograd gives the same.", zh="与自动求导的结果相同。")
def as_autograd(out, X, w, y):
    w = w.detach().clone().requires_grad_()
    (expected,) = torch.autograd.grad(F.mse_loss(X @ w, y), w)
    return torch.allclose(out, expected, atol=1e-4)


@gradient.wrong(
    en=("The loss is a sum over the examples.", "It is their mean: divide by n."),
    zh=("损失是对样本求和。", "是均值：要除以 n。"),
)
def summed_over_examples(X, w, y):
    return 2 * X.T @ (X @ w - y)


@gradient.wrong(
    en=("The derivative of e² is e.", "It is 2e."),
    zh=("e² 的导数是 e。", "是 2e。"),
)
def square_without_2(X, w, y):
    return X.T @ (X @ w - y) / len(y)


@gradient.wrong(
    en=("The error is y − Xw.", "Then the gradient has the wrong sign, and descent climbs."),
    zh=("误差是 y − Xw。", "这样梯度的符号就反了，下降变成上升。"),
)
def uphill_sign(X, w, y):
    return 2 * X.T @ (y - X @ w) / len(y)


@gradient.wrong(
    en=("The mean runs over all entries of X.", "It runs over the examples: n of them, not n·d."),
    zh=("对 X 的所有元素取平均。", "是对样本取平均：除以 n，不是 n·d。"),
)
def mean_over_entries(X, w, y):
    return 2 * X.T @ (X @ w - y) / X.numel()


def figure(out, y):
    x = torch.tensor([-1.0, 0.0, 1.0])
    line = out["slope"] * x + out["bias"]
    plt.scatter(x, y)
    plt.plot(x, line, color="C1")
    for place, value, fitted in zip(x.tolist(), y, line.tolist(), strict=True):
        plt.plot([place, place], [value, fitted], color="C3")
    plt.xlabel("x")
    plt.ylabel("y, and the residuals")
