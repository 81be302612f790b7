"""Missing values

NaN is contagious: any sum or product with it is NaN, and through a matrix product one gap fills a whole row or column.
PyTorch's `mean` does not skip NaN (pandas does); `nanmean` does.

Filling gaps with the mean of the observed values keeps the mean and shrinks the variance by the factor
observed/all, because each filled-in value lies exactly in the middle. Zero is not neutral: it is a value like others.
Dropping every row with a gap can cost most of the table. What is filled in is computed on the training part only.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """缺失值

NaN 会传染：凡是与它相加或相乘，结果都是 NaN；经过矩阵乘法，一个缺口会占满一整行或一整列。
PyTorch 的 `mean` 不跳过 NaN（pandas 会跳过），`nanmean` 才跳过。

用观测值的均值填补，均值不变，方差缩小为原来的 观测数/总数，因为填进去的值都正好在中间。
0 并不中立：它也是一个普通的取值。删去所有含缺口的行，可能丢掉大半张表。填补所用的数只在训练部分上计算。
"""
NAMES = [
    "missing values",
    "missing data",
    "imputation",
    "fillna",
    "nanmean",
    "dropna",
    "缺失值",
    "缺失数据",
    "缺失值处理",
    "缺失值填充",
    "缺失值插补",
]
HINTS = ["NaN", "数据清洗", "插补"]
NEEDS = ["standardise", "data-leakage"]
SOURCES = [
    "torch.nanmean",
    "pandas user guide, Working with missing data",
    "Little & Rubin, Statistical Analysis with Missing Data, chapter 4",
]


@where(lambda seen: max(seen) > min(seen))
def demo(seen=several((3, 8), whole(0, 12)), gaps=whole(1, 9)):
    observed = torch.tensor(seen).float()
    x = torch.cat([observed, torch.full((gaps,), torch.nan)])
    x = torch.where(x.isnan(), x.nanmean(), x)
    return x.var(correction=0) / observed.var(correction=0)


@question("By which factor has filling in changed the variance?", zh="填补使方差变为原来的几倍？")
def factor(out):
    return out


@factor.wrong(
    en=("Filling in adds no information, so the variance stays.", "Values in the middle are added: it shrinks."),
    zh=("填补不增加信息，所以方差不变。", "加进去的都是中间的值：方差缩小。"),
)
def variance_stays():
    return 1.0


@factor.wrong(
    en=("It shrinks by the root of observed/all.", "The sum of squares stays, and it is divided by all."),
    zh=("缩小为 观测数/总数 的平方根。", "平方和不变，除数变成总数。"),
)
def root_of_the_share(seen, gaps):
    return (len(seen) / (len(seen) + gaps)) ** 0.5


@factor.wrong(
    en=("It shrinks by the share of the gaps.", "By the share of the observed values."),
    zh=("缩小为缺口所占的比例。", "是观测值所占的比例。"),
)
def share_of_the_gaps(seen, gaps):
    return gaps / (len(seen) + gaps)


@where(lambda seen: sum(seen) % 4 == 0 and sum(seen) >= 8)
@where(lambda seen: abs(sum(sorted(seen)[1:3]) / 2 - sum(seen) / 4) >= 1)
def with_zeros(seen=several(4, whole(0, 14)), gaps=whole(1, 8)):
    x = torch.cat([torch.tensor(seen).float(), torch.full((gaps,), torch.nan)])
    x = x.nan_to_num(0.0)
    return x.mean()


@question("What is the mean now?", zh="现在均值是多少？", of=with_zeros)
def mean_with_zeros(out):
    return out


@mean_with_zeros.wrong(
    en=("Zero is neutral: the mean stays.", "Each 0 counts in the number of values."),
    zh=("0 是中立的：均值不变。", "每个 0 都计入个数。"),
)
def zero_is_neutral(seen):
    return sum(seen) / 4


@mean_with_zeros.wrong(
    en=("The mean becomes the median.", "It is the sum divided by the number of all values."),
    zh=("均值变成中位数。", "是总和除以全部个数。"),
)
def median_instead(seen):
    return sum(sorted(seen)[1:3]) / 2


@mean_with_zeros.wrong(
    en=("It is still NaN.", "After `nan_to_num` there is no NaN left."),
    zh=("仍然是 NaN。", "经过 `nan_to_num` 就没有 NaN 了。"),
)
def still_nan():
    return float("nan")


@where(lambda blocks, every: (every[0] % every[1]) * (every[1] % every[0]) > 0 and set(every) != {4, 6})
def complete_rows(blocks=whole(1, 3), every=several(2, whole(2, 7), distinct=True)):
    n = blocks * every[0] * every[1]
    table = torch.ones(n, 2)
    table[:: every[0], 0] = torch.nan  # rows 0, every[0], 2·every[0], …
    table[:: every[1], 1] = torch.nan
    complete = ~table.isnan().any(dim=1)
    return complete.sum()


@question("How many rows are complete?", zh="没有缺口的行有几行？", of=complete_rows)
def complete_count(out):
    return out


@complete_count.wrong(
    en=("Each gap costs a row of its own.", "Rows with both gaps are lost once."),
    zh=("每个缺口各损失一行。", "两个缺口都有的行只损失一次。"),
)
def gaps_apart(blocks, every):
    return blocks * (every[0] * every[1] - every[0] - every[1])


@complete_count.wrong(
    en=("Only rows without any value are lost.", "A row with one gap is not complete."),
    zh=("只有整行缺失的才丢。", "有一个缺口的行就不完整。"),
)
def empty_rows_only(blocks, every):
    return blocks * (every[0] * every[1] - 1)


@complete_count.wrong(
    en=("The column with more gaps decides.", "The other column's gaps cost rows as well."),
    zh=("由缺口较多的那一列决定。", "另一列的缺口同样要丢行。"),
)
def worse_column(blocks, every):
    return blocks * every[0] * every[1] * (min(every) - 1) // min(every)


@where(lambda n, m, p: n != m + p and n > 2)
def spreading(n=whole(3, 9), k=whole(2, 6), m=whole(2, 7), p=whole(2, 7), gap_in=one_of("x", "W")):
    x, W, V = torch.randn(n, k), torch.randn(k, m), torch.randn(m, p)
    (x if gap_in == "x" else W)[1, 1] = torch.nan  # one gap
    y = x @ W
    z = y @ V
    return y.isnan().sum() + z.isnan().sum()


@question("How many entries of y and z together are NaN?", zh="y 和 z 中一共有几个 NaN？", of=spreading)
def nans(out):
    return out


@nans.wrong(
    en=("One gap stays one gap in each product.", "A row of x meets every column of W: the whole row is NaN."),
    zh=("每次乘积里，一个缺口还是一个缺口。", "x 的一行与 W 的每一列相乘：整行都是 NaN。"),
)
def one_in_each():
    return 2


@nans.wrong(
    en=("A gap in x fills a column, one in W a row.", "A gap in x fills its row; one in W its column, then all of z."),
    zh=("x 的缺口占满一列，W 的缺口占满一行。", "x 的缺口占满一行；W 的缺口占满一列，然后是整个 z。"),
)
def rows_for_columns(n, k, m, p, gap_in):
    return spreading(n, k, m, p, gap_in="W" if gap_in == "x" else "x")


@nans.wrong(
    en=("Everything is NaN.", "From a gap in x only its own row is; the other examples stay clean."),
    zh=("全部都是 NaN。", "x 的缺口只影响它那一行，其他样本不受影响。"),
)
def all_of_them(n, m, p):
    return n * m + n * p


@task(
    "Write `fill`: the gaps (NaN) of both parts filled by column with a mean, as it would be done with new data; "
    "return (train, test).",
    zh="写出 `fill`：像对待新数据那样，按列用均值填补两部分的缺口（NaN），返回（训练，测试）。",
    blanks=["train.nanmean(dim=0)", "torch.where(test.isnan(), mean, test)"],
    mend=["test_brings_its_own", "plain_mean"],
)
def fill(train, test):
    mean = train.nanmean(dim=0)
    return torch.where(train.isnan(), mean, train), torch.where(test.isnan(), mean, test)


fill.hint("Which part may be used to compute the mean?", zh="哪一部分可以用来算均值？")
fill.hint("`mean` of a column with a gap is NaN.", zh="含缺口的列，`mean` 是 NaN。")


@fill.inputs
def gaps_on_the_diagonal(n=whole(3, 6), m=whole(3, 5), k=whole(2, 3)):
    train, test = torch.randn(n, k) * 3 + 5, torch.randn(m, k) + 8
    gap = torch.tensor(torch.nan)
    return train.where(~torch.eye(n, k).bool(), gap), test.where(~torch.eye(m, k).bool(), gap)


@fill.inputs
def no_gap_in_training(n=whole(2, 4)):
    return torch.randn(n, 2) + 3, torch.tensor([[torch.nan, 1.0], [2.0, torch.nan]])


@fill.holds("No gap is left, and the training part keeps its column means.", zh="没有缺口，训练部分的列均值不变。")
def filled(out, train):
    return not (out[0].isnan().any() or out[1].isnan().any()) and torch.allclose(
        out[0].mean(dim=0), train.nanmean(dim=0), atol=1e-4
    )


@fill.wrong(
    en=("The test part is filled with its own mean.", "A single new example has none: use that of the training part."),
    zh=("测试部分用自己的均值填补。", "单个新样本没有自己的均值：要用训练部分的。"),
)
def test_brings_its_own(train, test):
    return tuple(torch.where(part.isnan(), part.nanmean(dim=0), part) for part in (train, test))


@fill.wrong(
    en=("`mean` skips NaN.", "It does not: use `nanmean`."),
    zh=("`mean` 会跳过 NaN。", "不会：要用 `nanmean`。"),
)
def plain_mean(train, test):
    return tuple(torch.where(part.isnan(), train.mean(dim=0), part) for part in (train, test))


@fill.wrong(
    en=("One mean serves all columns.", "Each column has its own."),
    zh=("所有列共用一个均值。", "每一列各有自己的均值。"),
)
def one_for_all(train, test):
    return tuple(torch.where(part.isnan(), train.nanmean(), part) for part in (train, test))


@fill.wrong(
    en=("Gaps become 0.", "0 is a value like others and moves the mean."),
    zh=("缺口填 0。", "0 是普通的取值，会拉动均值。"),
)
def zeros(train, test):
    return train.nan_to_num(), test.nan_to_num()


def figure(out, seen, gaps):
    mean = sum(seen) / len(seen)
    plt.scatter(range(len(seen)), seen, label="observed")
    plt.scatter(range(len(seen), len(seen) + gaps), [mean] * gaps, label="filled in")
    plt.axhline(mean, color="C2", linestyle=":")
    plt.xlabel("example")
    plt.legend()
