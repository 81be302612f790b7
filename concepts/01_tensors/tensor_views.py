"""Views share memory

A tensor is a storage, that is a flat row of numbers, together with a shape, strides and an offset. Entry (i, j)
stands at

    offset + i · stride₀ + j · stride₁

Slices, `transpose`, `expand` and `as_strided` only change these few numbers and share the storage: no entry moves,
and writing through the view writes into the original. A list of indices, a mask and `clone` copy. `contiguous()`
copies only if the entries do not already lie in reading order; `reshape` copies only if no strides would do.
"""

import torch

from journal.authoring import question, task, where, whole

ZH = """视图与共享内存

一个张量由一块存储（排成一行的数）加上形状、步幅和偏移组成。元素 (i, j) 位于

    偏移 + i · 步幅₀ + j · 步幅₁

切片、`transpose`、`expand`、`as_strided` 只改这几个数，存储是共用的：元素一个也没有移动，往视图里写就是往原张量里写。
用下标列表或掩码取值、`clone` 才会复制。`contiguous()` 只在元素不按阅读次序存放时复制；
`reshape` 只在找不到合适的步幅时复制。
"""
NAMES = [
    "tensor view",
    "strides of a tensor",
    "as_strided",
    "contiguous()",
    "storage_offset",
    "张量视图",
    "张量的步幅",
    "内存连续",
]
SHARED = ["stride", "步幅"]
HINTS = ["data_ptr", "storage", "共享内存"]
NEEDS = ["tensor-broadcasting"]
SOURCES = ["PyTorch documentation, Tensor Views", "torch.Tensor.expand; torch.Tensor.as_strided"]


def demo(n=whole(6, 12), i=whole(1, 4), a=whole(2, 9), b=whole(2, 9)):
    x = torch.zeros(n, dtype=torch.long)
    y = x[i:]
    y += a
    z = x[[0, i]]
    z += b
    return x.sum()


@question("What does it return?", zh="返回值是多少？")
def total(out):
    return out


@total.wrong(
    en=("A slice is a copy.", "It is a view: what is added to y is added to x."),
    zh=("切片是复制。", "切片是视图：加到 y 上就是加到 x 上。"),
)
def slice_copies():
    return 0


@total.wrong(
    en=("Picking entries by a list gives a view as well.", "A list of indices copies; only slices share."),
    zh=("用列表取元素得到的也是视图。", "下标列表会复制；只有切片才共用内存。"),
)
def list_shares(n, i, a, b):
    return a * (n - i) + 2 * b


@total.wrong(
    en=("The slice x[i:] begins behind entry i.", "It begins with entry i: it has n − i entries."),
    zh=("切片 x[i:] 从第 i 个之后开始。", "从第 i 个开始：一共 n − i 个。"),
)
def slice_without_i(n, i, a, b):
    return total(demo(n, i + 1, a, b))


@where(lambda a, b, c: b > 1)
def swapped(a=whole(2, 7), b=whole(2, 7), c=whole(2, 7)):
    x = torch.zeros(a, b, c)
    return x.transpose(0, 2).stride()


@question("What are the strides?", zh="步幅是多少？", of=swapped)
def strides(out):
    return out


@strides.wrong(
    en=("The numbers move to new places in memory.", "No entry moves: the strides swap places like the axes."),
    zh=("结果在内存里重新排过。", "元素没有移动：步幅随轴一起互换。"),
)
def numbers_move(a, b):
    return b * a, a, 1


@strides.wrong(
    en=("Transposing leaves the strides alone.", "The strides are exactly what it changes."),
    zh=("转置不改变步幅。", "它改变的正是步幅。"),
)
def strides_stay(b, c):
    return b * c, c, 1


@strides.wrong(
    en=("The stride of an axis is its length.", "It is how far the next entry along the axis lies in memory."),
    zh=("一个轴的步幅就是它的长度。", "步幅是沿该轴的下一个元素在内存里隔多远。"),
)
def lengths_for_strides(a, b, c):
    return c, b, a


def stretched(rows=whole(2, 20), columns=whole(3, 20)):
    x = torch.zeros(rows, 1).expand(rows, columns)
    return x.untyped_storage().nbytes()


@question("How many bytes does the storage of `x` take?", zh="`x` 的存储占多少字节？", of=stretched)
def storage_bytes(out):
    return out


@storage_bytes.wrong(
    en=("`expand` repeats the numbers in memory.", "It gives the axis stride 0; `repeat` would copy."),
    zh=("`expand` 在内存里重复这些数。", "它只把该轴的步幅设为 0；`repeat` 才复制。"),
)
def expand_copies(rows, columns):
    return 4 * rows * columns


@storage_bytes.wrong(
    en=("A float32 takes 8 bytes.", "32 bits are 4 bytes."),
    zh=("一个 float32 占 8 字节。", "32 位是 4 字节。"),
)
def eight_bytes_each(rows):
    return 8 * rows


@storage_bytes.wrong(
    en=("The stretched axis is the one that is stored.", "Stored is the axis that had its own entries: the rows."),
    zh=("存下来的是被扩展的那个轴。", "存的是原来就有各自元素的轴：行。"),
)
def stores_the_columns(columns):
    return 4 * columns


@where(lambda rows, columns, i, j: i < rows and j < columns)
def row_of_transpose(rows=whole(3, 7), columns=whole(3, 7), i=whole(1, 6), j=whole(1, 6)):
    x = torch.arange(rows * columns).reshape(rows, columns)
    return x.T[j, i:].storage_offset()


@question(
    "At which place of the storage does the view begin?",
    zh="这个视图从存储的第几个位置开始（从 0 数起）？",
    of=row_of_transpose,
)
def offset(out):
    return out


@offset.wrong(
    en=("The transpose has its own order in memory.", "It reads the same storage: entry (j, i) of x.T is (i, j) of x."),
    zh=("转置后的张量在内存里另有次序。", "读的还是同一块存储：x.T 的 (j, i) 就是 x 的 (i, j)。"),
)
def own_order(rows, i, j):
    return j * rows + i


@offset.wrong(
    en=("Every view begins at place 0.", "Only if it contains the first entry; else the offset tells where."),
    zh=("每个视图都从位置 0 开始。", "只有包含首元素的才是；否则由偏移指明。"),
)
def begins_at_0():
    return 0


@offset.wrong(
    en=("In x.T[j, i:] the row counts as a row of x.", "Row j of x.T is column j of x."),
    zh=("x.T[j, i:] 里的行就是 x 的行。", "x.T 的第 j 行是 x 的第 j 列。"),
)
def transpose_ignored(columns, i, j):
    return j * columns + i


@task(
    "Write `windows`: all windows of k neighbours of a vector, shape (n − k + 1, k), as a view without copying.",
    zh="写出 `windows`：向量中所有 k 个相邻元素的窗口，形状 (n − k + 1, k)，用视图而不复制。",
    blanks=["(len(x) - k + 1, k)", "(1, 1)"],
    mend=["axes_swapped", "without_overlap"],
)
def windows(x, k):
    return x.as_strided((len(x) - k + 1, k), (1, 1))


windows.hint(
    "One step down and one step to the right both move by one place.",
    zh="向下一步和向右一步，在存储里都只移动一个位置。",
)
windows.hint(
    "`as_strided` takes a shape and strides; `unfold` does it, too.",
    zh="`as_strided` 接受形状和步幅；`unfold` 也可以。",
)


@windows.inputs
def vector(n=whole(4, 12), k=whole(2, 4)):
    return torch.randn(n), k


@windows.inputs
def one_window(n=whole(2, 5)):
    return torch.randn(n), n


@windows.holds("The result shares the memory of x.", zh="结果与 x 共用内存。")
def shares_memory(solution, x, k):
    return solution(x, k).data_ptr() == x.data_ptr()


@windows.wrong(
    en=("The windows do not overlap.", "Neighbouring windows share k − 1 entries."),
    zh=("窗口互不重叠。", "相邻的窗口共有 k − 1 个元素。"),
)
def without_overlap(x, k):
    return x[: len(x) // k * k].reshape(-1, k)


@windows.wrong(
    en=("There are n − k windows.", "There are n − k + 1: the first one counts as well."),
    zh=("有 n − k 个窗口。", "有 n − k + 1 个：第一个也要算。"),
)
def one_too_few(x, k):
    return x.as_strided((len(x) - k, k), (1, 1))


@windows.wrong(
    en=("A window is a column.", "A window is a row: shape (n − k + 1, k)."),
    zh=("一个窗口是一列。", "一个窗口是一行：形状 (n − k + 1, k)。"),
)
def axes_swapped(x, k):
    return x.as_strided((k, len(x) - k + 1), (1, 1))
