"""Matrix product

Entry (i, k) of `A @ B` is row i of A times column k of B:

    (AB)ᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ

so A needs as many columns as B has rows. In general AB ≠ BA, even where both exist; (AB)ᵀ = BᵀAᵀ. An (m, n) times an
(n, p) matrix takes m·n·p multiplications. Brackets do not change the result, except for rounding: (AB)C = A(BC). They
do change the price. In PyTorch `A * B` is another operation, entry by entry; with more than two axes `@` multiplies
the last two and broadcasts the others.
"""

import torch

from journal.authoring import one_of, question, several, task, whole

ZH = """矩阵乘法

`A @ B` 的第 (i, k) 个元素是 A 的第 i 行乘以 B 的第 k 列：

    (AB)ᵢₖ = Σⱼ Aᵢⱼ Bⱼₖ

所以 A 的列数必须等于 B 的行数。一般 AB ≠ BA，即使两者都有定义；(AB)ᵀ = BᵀAᵀ。(m, n) 矩阵乘 (n, p) 矩阵要做
m·n·p 次乘法。加括号的位置不影响结果（舍入误差除外）：(AB)C = A(BC)，但影响计算量。
PyTorch 的 `A * B` 是另一种运算：逐元素相乘；超过两个轴时，`@` 只对最后两个轴做乘法，其余的轴按广播处理。
"""
NAMES = ["matrix multiplication", "matrix product", "matmul", "矩阵乘法", "矩阵相乘", "矩阵乘积"]
HINTS = ["linear algebra", "线性代数", "矩阵"]
NEEDS = ["tensor-broadcasting"]
SOURCES = ["torch.matmul", "Strang, Introduction to Linear Algebra, chapter 2"]

ROWS = several(2, several(2, whole(-3, 4)))


def demo(a=ROWS, b=ROWS, i=one_of(0, 1), k=one_of(0, 1)):
    A, B = torch.tensor(a), torch.tensor(b)
    return (A @ B)[i, k]


@question("What does it return?", zh="返回值是多少？")
def entry(out):
    return out


@entry.wrong(
    en=("`@` multiplies entry by entry.", "`@` multiplies a row by a column and sums; `*` goes entry by entry."),
    zh=("`@` 是逐元素相乘。", "`@` 用行乘列再求和；逐元素相乘的是 `*`。"),
)
def entry_by_entry(a, b, i, k):
    return a[i][k] * b[i][k]


@entry.wrong(
    en=("The order of the factors does not matter.", "AB and BA differ in general."),
    zh=("两个因子的次序无关紧要。", "一般 AB 与 BA 不同。"),
)
def other_order(a, b, i, k):
    return entry(demo(b, a, i, k))


@entry.wrong(
    en=("Row i of A meets row k of B.", "It meets column k of B; rows with rows is `A @ B.T`."),
    zh=("A 的第 i 行与 B 的第 k 行相乘。", "是与 B 的第 k 列相乘；行与行相乘是 `A @ B.T`。"),
)
def rows_with_rows(a, b, i, k):
    return sum(x * y for x, y in zip(a[i], b[k], strict=True))


def price(m=whole(2, 30), n=whole(2, 30), p=whole(2, 30), first=one_of("A @ B", "B @ v")):
    A, B, v = torch.rand(m, n), torch.rand(n, p), torch.rand(p, 1)
    steps = [(A, B), (A @ B, v)] if first == "A @ B" else [(B, v), (A, B @ v)]
    # the multiplications of each step
    return sum(X.shape[0] * X.shape[1] * Y.shape[1] for X, Y in steps)


@question("How many multiplications are counted?", zh="一共数到多少次乘法？", of=price)
def multiplications(out):
    return out


@multiplications.wrong(
    en=(
        "The result is the same, so the price is the same.",
        "The result is the same and the price is not: a product with a vector first keeps everything small.",
    ),
    zh=("结果一样，所以计算量也一样。", "结果一样，计算量却不同：先与向量相乘，中间结果就一直很小。"),
)
def brackets_are_free(m, n, p, first):
    return multiplications(price(m, n, p, first="B @ v" if first == "A @ B" else "A @ B"))


@multiplications.wrong(
    en=(
        "One multiplication for each entry of the results.",
        "Each entry takes as many multiplications as the inner size.",
    ),
    zh=("结果里每个元素只需一次乘法。", "每个元素需要的乘法次数等于中间那个维度。"),
)
def one_for_each_entry(m, n, p, first):
    return m * p + m if first == "A @ B" else n + m


def change(m=whole(3, 9), n=whole(2, 9), p=whole(3, 9), rows=whole(1, 3), cols=whole(1, 3)):
    A, B = torch.rand(m, n), torch.rand(n, p)
    before = A @ B
    A[:rows, 0] += 1
    B[0, :cols] += 1
    after = A @ B
    return (after != before).sum()


@question("How many entries of the product change?", zh="乘积中有多少个元素改变了？", of=change)
def entries(out):
    return out


@entries.wrong(
    en=(
        "One entry of a factor moves one entry of the product.",
        "An entry of A moves a whole row of the product, an entry of B a whole column.",
    ),
    zh=("因子中的一个元素只影响乘积中的一个元素。", "A 的一个元素影响乘积的一整行，B 的一个元素影响一整列。"),
)
def one_moves_one(rows, cols):
    return rows + cols


@entries.wrong(
    en=(
        "An entry of A moves a column of the product, one of B a row.",
        "The rows of the product come from A, its columns from B.",
    ),
    zh=("A 的元素影响乘积的一列，B 的元素影响一行。", "乘积的行来自 A，列来自 B。"),
)
def rows_and_columns_swapped(m, p, rows, cols):
    return rows * m + cols * p - rows * cols


@entries.wrong(
    en=(
        "The entries moved by A and those moved by B are simply added.",
        "Where a moved row crosses a moved column is one entry: count it once.",
    ),
    zh=("把 A 影响的个数与 B 影响的个数直接相加即可。", "行与列相交处是同一个元素，只能数一次。"),
)
def crossings_twice(m, p, rows, cols):
    return rows * p + cols * m


def batch(b=whole(2, 9), m=whole(2, 9), n=whole(2, 9), p=whole(2, 9)):
    X, W = torch.rand(b, m, n), torch.rand(n, p)
    return (X @ W).mT


@question("What is the shape?", zh="形状是什么？", of=batch)
def shape(out):
    return out.shape


@shape.wrong(
    en=("`mT` reverses all axes.", "`mT` swaps the last two; the batch stays in front."),
    zh=("`mT` 把所有的轴倒过来。", "`mT` 只交换最后两个轴，批次仍在最前面。"),
)
def all_axes_reversed(b, m, p):
    return p, m, b


@shape.wrong(
    en=("The transpose of a product keeps its shape.", "Rows and columns change places: (AB)ᵀ = BᵀAᵀ."),
    zh=("乘积转置后形状不变。", "行与列互换：(AB)ᵀ = BᵀAᵀ。"),
)
def shape_kept(b, m, p):
    return b, m, p


@shape.wrong(
    en=("`@` also sums over the batch.", "It sums over the inner size alone; every matrix of the batch is multiplied."),
    zh=("`@` 也会对批次求和。", "只对中间那个维度求和；批次中的每个矩阵各乘一次。"),
)
def batch_summed(m, p):
    return p, m


@task(
    "Write `product`: A times B with broadcasting and one sum, without `@`, `matmul` or `einsum`.",
    zh="写出 `product`：用广播和一次求和计算 A 乘 B，不用 `@`、`matmul`、`einsum`。",
    blanks=["dim=1"],
    mend=["pairs_rows"],
    gradients=True,
)
def product(A, B):
    every = A[:, :, None] * B[None, :, :]
    return every.sum(dim=1)


product.hint("Make a tensor with the axes i, j and k.", zh="先造一个以 i、j、k 为轴的张量。")
product.hint("Its entry is A[i, j] · B[j, k]; which axis is summed?", zh="它的元素是 A[i, j] · B[j, k]；对哪个轴求和？")


@product.inputs
def square(n=whole(2, 4)):
    return torch.randn(n, n), torch.randn(n, n)


@product.inputs
def rectangular(m=whole(1, 4), n=whole(1, 4), p=whole(1, 4)):
    return torch.randn(m, n), torch.randn(n, p)


@product.holds("The identity matrix changes nothing.", zh="乘以单位矩阵结果不变。")
def identity(A, solution):
    return torch.allclose(solution(A, torch.eye(A.shape[1])), A, atol=1e-5)


@product.wrong(
    en=("`A * B` is the matrix product.", "`*` multiplies entry by entry and sums nothing."),
    zh=("`A * B` 就是矩阵乘法。", "`*` 逐元素相乘，没有求和。"),
)
def multiplies_entries(A, B):
    return A * B


@product.wrong(
    en=("Rows of A are paired with rows of B.", "They are paired with columns of B: j is B's first axis."),
    zh=("A 的行与 B 的行配对。", "与 B 的列配对：j 是 B 的第一个轴。"),
)
def pairs_rows(A, B):
    every = A[:, None, :] * B[None, :, :]
    return every.sum(dim=2)


@product.wrong(
    en=("The order of the factors is free.", "BA is another matrix, and often does not exist."),
    zh=("因子的次序可以随意。", "BA 是另一个矩阵，而且常常没有定义。"),
)
def reversed_order(A, B):
    return (B[:, :, None] * A[None, :, :]).sum(dim=1)
