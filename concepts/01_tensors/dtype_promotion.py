"""Number types: promotion, overflow

When two tensors meet, the result has the higher kind (integer, then floating point) and, within a kind, the larger of
the two types: int64 and float16 give float16. A Python number, or a tensor without dimensions, changes the type only
if it is of a higher kind. `/` makes floats of integers; the sum of integers is int64.

Integers do not stop at their limits but wrap round: uint8 counts modulo 256, so 200 + 100 is 44 and 3 − 5 is 254.
`//` rounds down, also below 0.
"""

import torch

from journal.authoring import one_of, question, where, whole

ZH = """数据类型：提升与溢出

两个张量运算时，结果取较高的种类（先整数，后浮点数），同一种类里取较大的类型：int64 与 float16 得到 float16。
Python 数或零维张量只有在种类更高时才改变类型。`/` 把整数变成浮点数；整数求和得到 int64。

整数到了边界不会停住，而是绕回来：uint8 按模 256 计数，所以 200 + 100 得 44，3 − 5 得 254。`//` 向下取整，负数也一样。
"""
NAMES = [
    "dtype",
    "type promotion",
    "integer overflow",
    "uint8 overflow",
    "数据类型 dtype",
    "类型提升",
    "整数溢出",
    "类型提升规则",
]
HINTS = ["float32", "int64", "类型转换", "溢出"]
SOURCES = ["PyTorch documentation, Tensor Attributes: type promotion", "torch.result_type; torch.div"]
TYPES = ("int32", "int64", "float16", "float32", "float64")


@where(lambda d, e: d != e)
def demo(d=one_of(*TYPES), e=one_of(*TYPES), factor=one_of(2, 2.5)):
    x = torch.ones(3, dtype=getattr(torch, d))
    y = torch.ones(3, dtype=getattr(torch, e))
    z = x * factor + y
    return str(z.dtype).removeprefix("torch.")


@question("Which dtype has z?", zh="z 的 dtype 是什么？", choices=["int64", "float16", "float32", "float64"])
def dtype_of_result(out):
    return out


@dtype_of_result.wrong(
    en=("The type with more bits wins.", "The kind comes first: any float beats any integer."),
    zh=("位数多的类型胜出。", "先看种类：浮点数总胜过整数。"),
)
def more_bits_win(d, e, factor):
    first = "float32" if factor == 2.5 and d.startswith("int") else d
    return max(first, e, key=lambda name: (getattr(torch, name).itemsize, TYPES.index(name)))


@dtype_of_result.wrong(
    en=(
        "A Python float is double, so is the result.",
        "A Python number only decides the kind; the tensors decide the type.",
    ),
    zh=("Python 的小数是双精度，结果也是。", "Python 数只决定种类；具体类型由张量决定。"),
)
def python_float_is_double(factor):
    return "float64" if factor == 2.5 else None


@dtype_of_result.wrong(
    en=(
        "An integer tensor stays one, whatever it is multiplied by.",
        "Times 2.5 it becomes float32, the default float type.",
    ),
    zh=("整数张量不管乘什么仍是整数。", "乘以 2.5 就变成默认的浮点类型 float32。"),
)
def integers_stay(d, e):
    return demo(d, e, factor=2)


@where(lambda a, b: a + b > 265)
def brighter(a=whole(90, 250), b=whole(20, 160)):
    pixels = torch.tensor([a, b], dtype=torch.uint8)
    return pixels[0] + pixels[1]


@question("What does it return?", zh="返回值是多少？", of=brighter)
def wrapped(out):
    return out


@wrapped.wrong(
    en=("It stops at 255.", "It wraps round: modulo 256."),
    zh=("到 255 就停住。", "会绕回来：按模 256 计算。"),
)
def saturates():
    return 255


@wrapped.wrong(
    en=("The type widens when it must.", "The type of a sum depends on the types, not on the values."),
    zh=("放不下时类型会自动变宽。", "结果的类型由类型决定，与数值无关。"),
)
def type_widens(a, b):
    return a + b


@wrapped.wrong(
    en=("It begins again at 0 after 255, so 255 is taken off.", "256 is taken off: 255 + 1 is 0."),
    zh=("过了 255 从 0 开始，所以减去 255。", "减去 256：255 + 1 等于 0。"),
)
def modulo_255(a, b):
    return a + b - 255


@where(lambda a, b: a != b)
def difference(a=whole(90, 120), b=whole(90, 120)):
    p, q = torch.tensor([[a, b], [b, a]], dtype=torch.uint8)
    return (p - q).max()


@question("What does it return?", zh="返回值是多少？", of=difference)
def largest_difference(out):
    return out


@largest_difference.wrong(
    en=("The largest difference is |a − b|.", "The negative one wraps round to 256 − |a − b|."),
    zh=("最大的差是 |a − b|。", "负的那个会绕成 256 − |a − b|。"),
)
def signed(a, b):
    return abs(a - b)


@largest_difference.wrong(
    en=("Below 0 it stops at 0.", "Below 0 it goes on at 255."),
    zh=("小于 0 就停在 0。", "小于 0 就从 255 接着往下。"),
)
def clipped_at_0(a, b):
    return max(a - b, 0)


@largest_difference.wrong(
    en=("−1 becomes 256.", "−1 becomes 255: one less than 256."),
    zh=("−1 变成 256。", "−1 变成 255：比 256 小 1。"),
)
def one_too_many(a, b):
    return 257 - abs(a - b)


@where(lambda x, d: x % d)
def halves(x=whole(-60, -5), d=whole(2, 9)):
    return torch.tensor(x) // d


@question("What does it return?", zh="返回值是多少？", of=halves)
def floor(out):
    return out


@floor.wrong(
    en=("`//` cuts off what comes after the point.", "It rounds down, away from 0 for negative numbers."),
    zh=("`//` 截掉小数部分。", "它向下取整，对负数就是远离 0。"),
)
def cuts_decimals(x, d):
    return int(x / d)


@floor.wrong(
    en=("`//` keeps no sign.", "The sign stays."),
    zh=("`//` 不保留符号。", "符号保留。"),
)
def sign_lost(x, d):
    return -x // d
