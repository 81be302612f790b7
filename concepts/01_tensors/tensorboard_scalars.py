"""TensorBoard scalars

`SummaryWriter.add_scalar(tag, value, step)` appends one point to a file (it needs the package tensorboard, which torch
does not bring); TensorBoard draws the points of a tag. Its smoothing slider draws a running average in which the value
`d` points back counts `w^d`:

    line_j = Σ w^(j−i) · v_i / Σ w^(j−i),  i = 0 … j

The division makes the first smoothed point equal the first value; without it the line would start too close to zero.
Smoothing belongs to the picture: no stored value changes.
"""

import math

import matplotlib.pyplot as plt

from journal.authoring import one_of, question, real, several, task, where, whole

ZH = """TensorBoard 标量曲线

`SummaryWriter.add_scalar(tag, value, step)`（需另装 tensorboard 包，torch 不附带）在文件末尾追加一个点，
TensorBoard 把同一标签的点画成曲线。
平滑滑块画的是滑动平均，往前数第 `d` 个点的权重是 `w^d`：

    line_j = Σ w^(j−i) · v_i / Σ w^(j−i)，i = 0 … j

有了这个除法，平滑后的第一个点就等于第一个值；没有它，曲线开头会偏向零。平滑只影响画面，存储的数值一个也不变。
"""
NAMES = ["TensorBoard", "SummaryWriter", "add_scalar", "loss curve", "训练曲线", "损失曲线"]
SOURCES = [
    "torch.utils.tensorboard.SummaryWriter.add_scalar",
    "TensorBoard, vz_line_chart2/line-chart.ts: resmoothDataset",
    "Kingma & Ba, Adam, arXiv:1412.6980, section 3 (the same correction of the start at zero)",
]


@where(lambda v: abs(v[0] - v[1]) >= 0.2 and abs(v[1] - v[2]) >= 0.2)
def demo(v=several(6, real(0.2, 2)), w=one_of(0.5, 0.6, 0.8, 0.9), corrected=True):
    average, weight, line = 0.0, 0.0, []
    for value in v:
        average = w * average + (1 - w) * value
        weight = w * weight + (1 - w)
        line.append(average / weight if corrected else average)
    return v, line


@question(
    "What is `line[2]`, the third smoothed value, to three significant figures?",
    zh="平滑后的第三个值 `line[2]` 是多少（三位有效数字）？",
)
def third_point(out):
    return out[1][2]


@third_point.wrong(
    en=("The line starts from 0.", "TensorBoard divides by the weights so far, which undoes that start."),
    zh=("曲线从 0 出发。", "TensorBoard 除以到目前为止的权重之和，抵消了这个起点。"),
)
def never_corrected(v, w):
    return third_point(demo(v, w, corrected=False))


@third_point.wrong(
    en=("The line is the mean so far.", "Each step back in time multiplies the weight by w."),
    zh=("曲线是到目前为止的平均。", "每往前一步，权重就乘一次 w。"),
)
def plain_mean(v):
    return sum(v[:3]) / 3


@third_point.wrong(
    en=("The oldest value counts most.", "w is the weight of the past: the newest value counts most."),
    zh=("最早的值占得最多。", "w 是过去的权重：最新的值占得最多。"),
)
def weights_swapped(v, w):
    return (v[0] + w * v[1] + w**2 * v[2]) / (1 + w + w**2)


def jump(zeros=whole(1, 6), ones=whole(1, 6), w=one_of(0.5, 0.6, 0.8, 0.9), corrected=True):
    average, weight = 0.0, 0.0
    for value in [0.0] * zeros + [1.0] * ones:
        average = w * average + (1 - w) * value
        weight = w * weight + (1 - w)
    return average / weight if corrected else average


@question(
    "Where does the smoothed line end, to three significant figures? (1 − wⁿ is the sum of (1 − w)·wᵈ for d < n.)",
    zh="平滑后的曲线最后到达多少（三位有效数字）？（1 − wⁿ 是 d < n 的各个 (1 − w)·wᵈ 之和。）",
    of=jump,
)
def after_the_jump(out):
    return out


@after_the_jump.wrong(
    en=("The line follows the jump at once.", "The zeros still have the weights w^ones and less."),
    zh=("曲线立刻跟上跳变。", "前面的 0 还占着 w^ones 及更小的权重。"),
)
def follows_at_once():
    return 1.0


@after_the_jump.wrong(
    en=("The line ends at 1 − w^ones.", "That is without the division by all weights, 1 − w^(zeros + ones)."),
    zh=("曲线到达 1 − w^ones。", "这没有除以全部权重之和 1 − w^(zeros + ones)。"),
)
def not_divided(zeros, ones, w):
    return jump(zeros, ones, w, corrected=False)


@after_the_jump.wrong(
    en=("It ends at the mean, ones / (zeros + ones).", "The newest values weigh more."),
    zh=("到达平均值 ones / (zeros + ones)。", "越新的值权重越大。"),
)
def the_mean(zeros, ones):
    return ones / (zeros + ones)


def log(N=whole(30, 200), k=whole(2, 9)):
    points = []
    for step in range(N):
        loss = math.exp(-3 * step / N)
        if step % k == 0:
            points.append(("train/loss", step, loss))
    return points


@question("How many points are stored?", zh="一共存了多少个点？", of=log)
def count(out):
    return len(out)


@count.wrong(
    en=("There are N // k points.", "Step 0 is logged as well, so the quotient is rounded up."),
    zh=("一共 N // k 个点。", "第 0 步也会记录，所以商要向上取整。"),
)
def rounded_down(N, k):
    return N // k


@count.wrong(
    en=("Every step adds a point.", "Only every k-th step does."),
    zh=("每一步都追加一个点。", "每 k 步才追加一个。"),
)
def every_step(N):
    return count(log(N, k=1))


@count.wrong(
    en=(
        "The first point comes after k steps.",
        "0 is a multiple of k; and the last steps give a point where one falls.",
    ),
    zh=("第一个点在 k 步之后。", "0 也是 k 的倍数；最后几步里若有 k 的倍数，也会记录。"),
)
def first_after_k(N, k):
    return (N - k) // k


@task(
    "Write `smooth`: the smoothed line of a list of values, the value d points back weighted by w to the power of d.",
    zh="写出 `smooth`：给定一串数值，返回平滑后的曲线，往前数第 d 个点的权重是 w 的 d 次方。",
    blanks=["average / weight"],
    mend=["too_low_at_first", "begins_with_the_first"],
)
def smooth(values, w):
    average, weight, line = 0.0, 0.0, []
    for value in values:
        average = w * average + value
        weight = w * weight + 1
        line.append(average / weight)
    return line


smooth.hint("Keep two sums: of weighted values, and of weights.", zh="保存两个和：加权的数值之和，与权重之和。")


@smooth.inputs
def a_curve(values=several((2, 8), real(0.2, 3, places=2)), w=one_of(0.5, 0.6, 0.8, 0.9)):
    return values, w


@smooth.holds("The first point is the first value.", zh="第一个点就是第一个值。")
def first_is_first(out, values):
    return abs(out[0] - values[0]) < 1e-6


@smooth.wrong(
    en=("w · average + (1 − w) · value is the line.", "It starts from 0, too low; divide by the weights so far."),
    zh=("w · 平均 + (1 − w) · 数值就是曲线。", "它从 0 出发，开头偏低；要除以到目前为止的权重之和。"),
)
def too_low_at_first(values, w):
    average, line = 0.0, []
    for value in values:
        average = w * average + (1 - w) * value
        line.append(average)
    return line


@smooth.wrong(
    en=("The average begins with the first value.", "Then that value keeps too large a weight."),
    zh=("平均从第一个值开始。", "这样第一个值的权重就一直过大。"),
)
def begins_with_the_first(values, w):
    average, line = values[0], []
    for value in values:
        average = w * average + (1 - w) * value
        line.append(average)
    return line


@smooth.wrong(
    en=("w is the weight of the new value.", "It is the weight of the past."),
    zh=("w 是新值的权重。", "它是过去的权重。"),
)
def turned_round(values, w):
    return smooth(values, 1 - w)


def figure(out):
    raw, smoothed = out
    plt.plot(raw, label="stored")
    plt.plot(smoothed, label="smoothed")
    plt.legend()
