"""Reducing along an axis, keepdim

`x.sum(dim=k)` removes axis k: it runs along k and leaves one number for each position on the other axes. In a matrix
`dim=0` adds down the columns and gives one number a column; `dim=1` gives one a row. With `keepdim=True` the axis
stays with length 1, so that the result broadcasts back against x:

    x − x.mean(dim=1, keepdim=True)

In a square matrix a forgotten `keepdim` raises no error and subtracts the wrong means. `mean`, `max`, `std`,
`softmax` name their axis in the same way.
"""

import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """沿轴求和与 keepdim

`x.sum(dim=k)` 消去第 k 轴：沿 k 走一遍，其余各轴的每个位置留下一个数。对矩阵，`dim=0` 沿列向下加，每列得一个数；
`dim=1` 每行得一个数。`keepdim=True` 时该轴保留，长度为 1，结果才能广播回去与 x 运算：

    x − x.mean(dim=1, keepdim=True)

在方阵里漏写 `keepdim` 不会报错，只会减错均值。`mean`、`max`、`std`、`softmax` 指定轴的方式相同。
"""
NAMES = [
    "keepdim",
    "reduction axis",
    "sum along an axis",
    "reduce along an axis",
    "沿轴求和",
    "按轴归约",
    "沿轴归约",
]
HINTS = ["dim=0", "dim=1"]
NEEDS = ["tensor-broadcasting"]
SOURCES = ["torch.sum; torch.mean"]


@where(lambda a, b, c, d, e: d < e and len({a, b, c}) == 3)
def demo(a=whole(2, 7), b=whole(2, 7), c=whole(2, 7), d=whole(0, 1), e=whole(1, 2), keepdim=one_of(True, False)):
    x = torch.rand(a, b, c)
    return x.sum(dim=(d, e), keepdim=keepdim)


@question("What is the shape?", zh="形状是什么？")
def shape(out):
    return out.shape


@shape.wrong(
    en=("The axes that are named stay.", "They are what is summed away."),
    zh=("写出来的轴会保留。", "写出来的正是被加掉的轴。"),
)
def named_axes_stay(a, b, c, d, e, keepdim):
    gone = next(axis for axis in range(3) if axis not in (d, e))
    return torch.zeros(a, b, c).sum(dim=gone, keepdim=keepdim).shape


@shape.wrong(
    en=("A summed axis always goes.", "With `keepdim=True` it stays with length 1."),
    zh=("被加掉的轴总会消失。", "`keepdim=True` 时它保留，长度为 1。"),
)
def always_goes(a, b, c, d, e, keepdim):
    return shape(demo(a, b, c, d, e, keepdim=False)) if keepdim else None


@shape.wrong(
    en=("The number of axes stays as it is.", "Only with `keepdim=True`; by default summed axes go."),
    zh=("轴的个数不变。", "只有 `keepdim=True` 才不变；默认会去掉被加的轴。"),
)
def always_stays(a, b, c, d, e, keepdim):
    return None if keepdim else shape(demo(a, b, c, d, e, keepdim=True))


@where(lambda a, b, i: a != b and i < min(a, b))
def table(a=whole(2, 4), b=whole(2, 4), i=whole(0, 3), dim=one_of(0, 1)):
    x = torch.arange(a * b).reshape(a, b)
    return x.sum(dim=dim)[i]


@question("What does it return?", zh="返回值是多少？", of=table)
def entry(out):
    return out


@entry.wrong(
    en=("`dim=0` adds within a row.", "It runs over the rows: one number for each column."),
    zh=("`dim=0` 是在一行之内相加。", "它跨行相加：每列得一个数。"),
)
def other_axis(a, b, i, dim):
    return entry(table(a, b, i, dim=1 - dim))


@entry.wrong(
    en=("The sum has as many entries as x.", "It has one for each position on the other axis."),
    zh=("求和之后元素个数不变。", "另一个轴的每个位置只剩一个数。"),
)
def nothing_is_summed(i, b, dim):
    return i if dim == 0 else i * b


@entry.wrong(
    en=("The sum runs over the whole table.", "With `dim` it runs along that axis only."),
    zh=("求和是把整张表加起来。", "指定了 `dim`，就只沿那个轴加。"),
)
def whole_table(a, b):
    return a * b * (a * b - 1) // 2


@where(lambda m: (m[0] + m[1]) % 2 == (m[2] + m[3]) % 2 == 0)
@where(lambda m, i, j: i != j and (m[0] + m[2]) % 2 == (m[1] + m[3]) % 2 == 0)
def square(m=several(4, whole(0, 12)), i=whole(0, 1), j=whole(0, 1)):
    x = torch.tensor(m).float().reshape(2, 2)
    y = x - x.mean(dim=1)
    return int(y[i, j])


@question("What is y[i, j]?", zh="y[i, j] 是多少？", of=square)
def silent(out):
    return out


@silent.wrong(
    en=(
        "Each entry loses the mean of its own row.",
        "Without `keepdim` the means lie along the columns: column j loses that of row j.",
    ),
    zh=("每个元素减去所在行的均值。", "没有 `keepdim`，均值沿列排开：第 j 列减的是第 j 行的均值。"),
)
def own_row(m, i, j):
    return m[2 * i + j] - (m[2 * i] + m[2 * i + 1]) // 2


@silent.wrong(
    en=("Each entry loses the mean of its own column.", "`dim=1` makes means of rows; only their place is wrong."),
    zh=("每个元素减去所在列的均值。", "`dim=1` 求的是各行的均值；只是放错了位置。"),
)
def own_column(m, i, j):
    return m[2 * i + j] - (m[j] + m[2 + j]) // 2


@silent.wrong(
    en=("Nothing is subtracted: the shapes do not fit.", "(2, 2) and (2,) fit: the vector is stretched over the rows."),
    zh=("形状不合，什么也没有减。", "(2, 2) 与 (2,) 相合：向量会扩展到每一行。"),
)
def nothing_subtracted(m, i, j):
    return m[2 * i + j]


@task(
    "Write `centre_rows`: from each entry of a matrix the mean of its row is subtracted.",
    zh="写出 `centre_rows`：矩阵的每个元素减去所在行的均值。",
    blanks=["dim=1, keepdim=True"],
    mend=["without_keepdim", "columns"],
)
def centre_rows(x):
    return x - x.mean(dim=1, keepdim=True)


centre_rows.hint("Which axis is averaged away when each row gets one number?", zh="每行得一个数时，消去的是哪个轴？")
centre_rows.hint(
    "The means must stand in a column to be stretched along the rows.", zh="均值要排成一列，才能沿着行扩展。"
)


@centre_rows.inputs
def square_matrix(n=whole(2, 6)):
    return (torch.randn(n, n) + torch.arange(n)[:, None],)


@centre_rows.inputs
def any_matrix(n=whole(1, 4), m=whole(1, 4)):
    return (torch.randn(n, m) * 3 + 1,)


@centre_rows.holds("Every row of the result sums to 0.", zh="结果的每一行之和为 0。")
def rows_sum_to_zero(out):
    return bool((out.sum(dim=1).abs() < 1e-4).all())


@centre_rows.wrong(
    en=("`keepdim` is cosmetics.", "Without it the means lie along the columns."),
    zh=("`keepdim` 只是好看。", "没有它，均值会沿列排开。"),
)
def without_keepdim(x):
    return x - x.mean(dim=1)


@centre_rows.wrong(
    en=("`dim=0` gives one number a row.", "It gives one a column."),
    zh=("`dim=0` 每行得一个数。", "是每列得一个数。"),
)
def columns(x):
    return x - x.mean(dim=0)


@centre_rows.wrong(
    en=("One mean for the whole matrix is enough.", "Each row has its own."),
    zh=("整个矩阵用一个均值就够了。", "每行各有自己的均值。"),
)
def overall(x):
    return x - x.mean()
