"""TensorBoard scalars

`SummaryWriter.add_scalar(tag, value, step)` appends one point to a file; TensorBoard draws the points of a tag. Its
smoothing slider draws a running average in which the value `d` points back counts `w^d`:

    line_j = Σ w^(j−i) · v_i / Σ w^(j−i),  i = 0 … j

The division makes the first smoothed point equal the first value; without it the line would start too close to zero.
Smoothing belongs to the picture: no stored value changes.
"""

import math

import matplotlib.pyplot as plt

from journal.authoring import one_of, question, real, several, where, whole

ZH = """TensorBoard 标量曲线

`SummaryWriter.add_scalar(tag, value, step)` 在文件末尾追加一个点，TensorBoard 把同一标签的点画成曲线。
平滑滑块画的是滑动平均，往前数第 `d` 个点的权重是 `w^d`：

    line_j = Σ w^(j−i) · v_i / Σ w^(j−i)，i = 0 … j

有了这个除法，平滑后的第一个点就等于第一个值；没有它，曲线开头会偏向零。平滑只影响画面，存储的数值一个也不变。
"""
ALIASES = [
    "TensorBoard",
    "SummaryWriter",
    "add_scalar",
    "loss curve",
    "训练曲线",
    "损失曲线",
]
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


@question("What is `line[0]`, the first smoothed value?", "平滑后的第一个值 `line[0]` 是多少？")
def first_point(out):
    return out[1][0]


@first_point.wrong(
    "The division by the weights seen so far undoes the start at zero.",
    "除以到目前为止的权重之和，就抵消了从零开始的影响。",
)
def starts_at_zero(v, w):
    return first_point(demo(v, w, corrected=False))


@first_point.wrong(
    "The average looks back only: later values do not count yet.",
    "滑动平均只看过去：后面的值还没有计入。",
)
def mean_of_all(v):
    return sum(v) / len(v)


@question("What is `line[2]`, the third smoothed value?", "平滑后的第三个值 `line[2]` 是多少？")
def third_point(out):
    return out[1][2]


@third_point.wrong(
    "Without the division the line would start far too low; TensorBoard corrects for that.",
    "不作除法，曲线开头就会明显偏低；TensorBoard 对此作了修正。",
)
def never_corrected(v, w):
    return third_point(demo(v, w, corrected=False))


@third_point.wrong(
    "The values are not weighted alike: each step back in time multiplies the weight by w.",
    "各个值的权重并不相同：每往前一步，权重就乘一次 w。",
)
def plain_mean(v):
    return sum(v[:3]) / 3


@third_point.wrong(
    "w is the weight of the past: the newest value counts most.",
    "w 是过去的权重：最新的值占得最多。",
)
def weights_swapped(v, w):
    return (v[0] + w * v[1] + w**2 * v[2]) / (1 + w + w**2)


@question("What is `v[1]` after the run?", "运行之后 `v[1]` 是多少？")
def stored(out):
    return out[0][1]


@stored.wrong(
    "The smoothed line is a list of its own; nothing is written back to v.",
    "平滑后的曲线是另一个列表，没有任何值写回 v。",
)
def smoothing_rewrites_the_data(out):
    return out[1][1]


def log(N=whole(30, 200), k=whole(2, 9)):
    points = []
    for step in range(N):
        loss = math.exp(-3 * step / N)
        if step % k == 0:
            points.append(("train/loss", step, loss))
    return points


@question("How many points are stored?", "一共存了多少个点？", of=log)
def count(out):
    return len(out)


@count.wrong(
    "Step 0 is logged as well, so the quotient is rounded up.",
    "第 0 步也会记录，所以商要向上取整。",
)
def rounded_down(N, k):
    return N // k


@count.wrong(
    "Only every k-th step adds a point.",
    "每 k 步才追加一个点。",
)
def every_step(N):
    return count(log(N, k=1))


def figure(out):
    raw, smoothed = out
    plt.plot(raw, label="stored")
    plt.plot(smoothed, label="smoothed")
    plt.legend()
