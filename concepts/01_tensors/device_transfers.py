"""Moving tensors and modules

`tensor.to(…)` returns a tensor with the wanted device and dtype and leaves x as it is: without an assignment nothing
has happened. If x already is as wanted, the very same tensor comes back, so it is no safe way to copy.

`module.to(…)` changes the module itself: its parameters and registered buffers move, tensors in plain attributes or
lists stay behind (use `register_buffer`). Between CPU, GPU and dtypes the parameters stay the same objects, so that
an optimiser made before goes on. Without a GPU one can see this with dtypes, and the moving with the device "meta",
which keeps shapes and no data.
"""

import torch
from torch import nn

from journal.authoring import one_of, question, several, where, whole

ZH = """张量与模块的设备迁移

`tensor.to(…)` 返回位于目标设备、具有目标类型的张量，x 本身不变：不赋值就等于什么也没做。
如果 x 已经符合要求，返回的就是同一个张量，所以不能指望它来复制。

`module.to(…)` 改变模块本身：参数和注册过的缓冲区都迁移，普通属性或列表里的张量留在原处（应使用 `register_buffer`）。
在 CPU、GPU 和各种 dtype 之间，参数仍是原来的对象，先前建好的优化器可以照用。
没有 GPU 时，可以用 dtype 来观察这一点，用只有形状、没有数据的 "meta" 设备来观察迁移。
"""
NAMES = [
    ".to(device)",
    "to(device)",
    "device transfer",
    "register_buffer",
    "meta device",
    "设备迁移",
    "迁移到 GPU",
    "放到 GPU 上",
]
HINTS = ["cuda", "GPU", "显卡"]
NEEDS = ["module-parameters", "tensor-views"]
SOURCES = ["torch.Tensor.to; torch.nn.Module.to; torch.nn.Module.register_buffer", "PyTorch documentation, Meta device"]


@where(lambda held: {"parameter", "buffer"} <= set(held) and {"attribute", "in a list"} & set(held))
def demo(held=several((4, 10), one_of("parameter", "buffer", "attribute", "in a list"))):
    net, listed = nn.Module(), []
    net.listed = listed
    for i, how in enumerate(held):
        if how == "parameter":
            net.register_parameter(f"t{i}", nn.Parameter(torch.ones(2)))
        elif how == "buffer":
            net.register_buffer(f"t{i}", torch.ones(2))
        elif how == "attribute":
            setattr(net, f"t{i}", torch.ones(2))
        else:
            net.listed.append(torch.ones(2))
    net.to("meta")
    named = [getattr(net, f"t{i}", None) for i in range(len(held))]
    tensors = [t for t in named if t is not None] + listed
    return sum(t.is_meta for t in tensors)


@question("How many of the tensors have moved?", zh="有几个张量迁移了？")
def moved(out):
    return out


@moved.wrong(
    en=("Everything inside a module moves.", "Only parameters and registered buffers do."),
    zh=("模块里的一切都会迁移。", "只有参数和注册过的缓冲区。"),
)
def all_of_it(held):
    return len(held)


@moved.wrong(
    en=("Tensors in attributes move, those in lists do not.", "A plain attribute is no buffer: it stays as well."),
    zh=("属性里的张量会迁移，列表里的不会。", "普通属性不是缓冲区：同样留在原处。"),
)
def attributes_too(held):
    return sum(how != "in a list" for how in held)


@moved.wrong(
    en=("Only parameters move.", "Buffers move with them."),
    zh=("只有参数迁移。", "缓冲区也一起迁移。"),
)
def parameters_only(held):
    return held.count("parameter")


@where(lambda n, a, b: a != b)
def same_or_new(n=whole(2, 9), a=whole(1, 9), b=whole(1, 9)):
    x = torch.zeros(n)
    y = x.to("cpu")
    z = x.to(torch.float64)
    y += a
    z += b
    return int(x.sum())


@question("What does it return?", zh="返回值是多少？", of=same_or_new)
def total(out):
    return out


@total.wrong(
    en=("`.to` always copies.", "x is on the CPU already: y is x itself."),
    zh=("`.to` 总会复制。", "x 已经在 CPU 上：y 就是 x 本身。"),
)
def always_copies():
    return 0


@total.wrong(
    en=("`.to` never copies.", "Another dtype needs another memory: z is new."),
    zh=("`.to` 从不复制。", "类型不同就需要另一块内存：z 是新的。"),
)
def never_copies(n, a, b):
    return n * (a + b)


@total.wrong(
    en=("What has the other dtype is a view, what has the same is a copy.", "It is the other way round."),
    zh=("类型不同的是视图，相同的是副本。", "正好相反。"),
)
def other_way_round(n, b):
    return n * b


@where(lambda first, second: first != second)
def bytes_held(
    n=whole(3, 20),
    first=one_of("float16", "float64", "int8", "int64"),
    second=one_of("float16", "float64", "int8", "int64"),
):
    x = torch.zeros(n)  # float32: 4 bytes each
    x.to(getattr(torch, first))
    y = x.to(getattr(torch, second))
    return x.nbytes + y.nbytes


@question("How many bytes do x and y hold together?", zh="x 和 y 一共占多少字节？", of=bytes_held)
def bytes_together(out):
    return out


@bytes_together.wrong(
    en=("`x.to(…)` changes x.", "It returns another tensor; here that is thrown away."),
    zh=("`x.to(…)` 会改变 x。", "它返回另一个张量；这里被丢掉了。"),
)
def changes_x(n, first, second):
    return n * (getattr(torch, first).itemsize + getattr(torch, second).itemsize)


@bytes_together.wrong(
    en=("y is x with another type, in the same memory.", "Another dtype is another memory: both count."),
    zh=("y 就是换了类型的 x，内存相同。", "类型不同就是另一块内存：两者都要算。"),
)
def same_memory(n, second):
    return n * getattr(torch, second).itemsize


@bytes_together.wrong(
    en=("Each number takes 4 bytes, whatever its type.", "The type gives the number of bits: 8 bits are one byte."),
    zh=("不论类型，每个数都占 4 字节。", "位数由类型决定：8 位是一个字节。"),
)
def four_bytes_each(n):
    return 8 * n


@where(lambda w, g, steps: w != g * steps)
def optimiser_first(w=whole(10, 40), g=whole(1, 5), steps=whole(2, 4)):
    net = nn.Linear(1, 1, bias=False)
    net.weight.data.fill_(w)
    optimiser = torch.optim.SGD(net.parameters(), lr=1.0)
    net.to(torch.float64)
    for _ in range(steps):
        optimiser.zero_grad()
        loss = (g * net.weight).sum()
        loss.backward()
        optimiser.step()
    return int(net.weight)


@question("What does it return?", zh="返回值是多少？", of=optimiser_first)
def weight_after(out):
    return out


@weight_after.wrong(
    en=("The optimiser still holds the old weights.", "`net.to` puts new data into the same parameter objects."),
    zh=("优化器里还是旧的权重。", "`net.to` 只是给同样的参数对象换了数据。"),
)
def optimiser_lost_it(w, g):
    return optimiser_first(w, g, steps=0)


@weight_after.wrong(
    en=("`net.to` makes fresh weights.", "It converts the values that are there."),
    zh=("`net.to` 会产生全新的权重。", "它只转换已有的数值。"),
)
def starts_at_zero(g, steps):
    return -g * steps


@weight_after.wrong(
    en=("The first step only wakes the optimiser up.", "Every step moves the weight."),
    zh=("第一步只是让优化器重新接上。", "每一步都移动权重。"),
)
def first_step_lost(w, g, steps):
    return optimiser_first(w, g, steps=steps - 1)
