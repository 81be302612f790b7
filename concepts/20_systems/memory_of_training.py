"""What training keeps in memory

For each float32 parameter training holds 4 bytes of weight, 4 of gradient and what the optimiser remembers: nothing
for plain SGD, 4 for momentum, 8 for the two moments of Adam:

    SGD 8, momentum 12, Adam 16 bytes a parameter

The gradients can be freed by `zero_grad`, which sets them to None. On top come the activations saved for the backward
pass, in proportion to the batch and to the depth; under `no_grad` nothing is saved. A smaller batch, checkpointing or
parts lower the activations only; sharding, or a leaner optimiser, lowers the rest.
"""

import matplotlib.pyplot as plt
import torch
from torch import nn

from journal.authoring import one_of, question, where, whole

ZH = """训练时的显存

训练时每个 float32 参数要占：权重 4 字节，梯度 4 字节，再加优化器记住的东西：
普通 SGD 没有，动量 4 字节，Adam 的两个矩 8 字节：

    每个参数：SGD 8 字节，动量 12 字节，Adam 16 字节

`zero_grad` 把梯度设为 None，可以释放它们。此外还有为反向传播保存的激活值，与批量大小和深度成正比；
在 `no_grad` 之下什么也不保存。减小批量、梯度检查点、分批都只降低激活值那一部分；
其余部分要靠分片，或更省的优化器。
"""
NAMES = [
    "training memory",
    "optimizer state memory",
    "CUDA out of memory",
    "训练显存",
    "优化器状态显存",
    "激活值显存",
    "爆显存",
    "显存占用",
]
HINTS = ["activation memory", "OOM", "显存"]
NEEDS = ["optimizer-state", "backprop"]
SOURCES = [
    "Rajbhandari et al., ZeRO, arXiv:1910.02054, section 3",
    "torch.autograd.graph.saved_tensors_hooks",
]


def demo(a=whole(3, 20), b=whole(3, 20), optimizer=one_of("SGD", "momentum", "Adam")):
    net = nn.Linear(a, b, bias=False)
    if optimizer == "Adam":
        chosen = torch.optim.Adam(net.parameters())
    else:
        momentum = 0.9 if optimizer == "momentum" else 0
        chosen = torch.optim.SGD(net.parameters(), lr=0.1, momentum=momentum)
    net(torch.rand(2, a)).sum().backward()
    chosen.step()
    held = [net.weight, net.weight.grad]
    for state in chosen.state.values():  # not Adam's count of its steps
        held += [t for t in state.values() if t is not None and t.dim() > 0]
    return sum(t.numel() * t.element_size() for t in held)


@question("How many bytes are held?", zh="一共占多少字节？")
def bytes_held(out):
    return out


@bytes_held.wrong(
    en=("Memory is the size of the model.", "Gradients and the optimiser's state come on top."),
    zh=("显存就是模型的大小。", "还有梯度和优化器状态。"),
)
def model_alone(a, b):
    return 4 * a * b


@bytes_held.wrong(
    en=("Gradients take no room.", "They are as large as the weights, until they are freed."),
    zh=("梯度不占空间。", "释放之前，它们与权重一样大。"),
)
def without_gradients(out, a, b):
    return out - 4 * a * b


@bytes_held.wrong(
    en=("Every optimiser remembers two numbers for each weight.", "Adam does; momentum one, plain SGD none."),
    zh=("每种优化器都为每个权重记两个数。", "Adam 是两个，动量一个，普通 SGD 没有。"),
)
def two_numbers_always(a, b):
    return 16 * a * b


@bytes_held.wrong(
    en=("Every optimiser remembers one number for each weight.", "Momentum does; Adam two, plain SGD none."),
    zh=("每种优化器都为每个权重记一个数。", "动量是一个，Adam 两个，普通 SGD 没有。"),
)
def one_number_always(a, b):
    return 12 * a * b


def saved(batch=whole(2, 12), width=whole(2, 12), depth=whole(2, 6)):
    kept = []

    def keep(tensor):
        kept.append(tensor.numel() * tensor.element_size())
        return tensor

    x = torch.rand(batch, width, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
        for _ in range(depth):
            x = torch.tanh(x)
    return sum(kept)


@question("How many bytes are saved for the backward pass?", zh="为反向传播保存了多少字节？", of=saved)
def bytes_saved(out):
    return out


@bytes_saved.wrong(
    en=("Only the last output is needed.", "Each tanh keeps its own output: depth times."),
    zh=("只需要最后的输出。", "每个 tanh 都保存自己的输出：depth 份。"),
)
def last_alone(batch, width):
    return bytes_saved(saved(batch, width, depth=1))


@bytes_saved.wrong(
    en=("The batch plays no part.", "Every example has activations of its own."),
    zh=("与批量大小无关。", "每个样本都有自己的激活值。"),
)
def one_example(width, depth):
    return bytes_saved(saved(1, width, depth))


@bytes_saved.wrong(
    en=("Each layer keeps input and output.", "tanh needs its output alone: the slope is 1 − y²."),
    zh=("每层都保存输入和输出。", "tanh 只需要输出：斜率是 1 − y²。"),
)
def in_and_out(batch, width, depth):
    return 8 * batch * width * depth


@where(lambda smaller, batch: batch % smaller == 0)
def of_a_step(width=whole(4, 9), depth=whole(2, 4), batch=one_of(12, 24), smaller=one_of(2, 3, 4, 6)):
    sizes = []
    for examples in (batch, batch // smaller):
        layers = [nn.Linear(width, width, bias=False) for _ in range(depth)]
        states = [4 * layer.weight.numel() * 4 for layer in layers]  # with Adam
        saved = [4 * examples * width for _ in layers]  # the layers' inputs
        sizes.append(sum(states) + sum(saved))
    return sizes[0] - sizes[1]


@question("How many bytes does the smaller batch save?", zh="减小批量节省了多少字节？", of=of_a_step)
def saving(out):
    return out


@saving.wrong(
    en=("Everything shrinks with the batch.", "Weights, gradients and moments stay; only activations shrink."),
    zh=("一切都随批量缩小。", "权重、梯度、矩都不变，只有激活值缩小。"),
)
def all_of_it(width, depth, batch, smaller):
    whole_step = depth * (16 * width * width + 4 * batch * width)
    return whole_step - whole_step // smaller


@saving.wrong(
    en=("Nothing: memory is the model's.", "The activations are in proportion to the batch."),
    zh=("没有节省：显存由模型决定。", "激活值与批量成正比。"),
)
def nothing_saved():
    return 0


@saving.wrong(
    en=("Only one layer's activations shrink.", "Those of every layer do."),
    zh=("只有一层的激活值缩小。", "每一层的都缩小。"),
)
def one_layer(width, batch, smaller):
    return 4 * width * (batch - batch // smaller)


def figure(out, a, b, optimizer):
    for place, (name, factor) in enumerate((("SGD", 8), ("momentum", 12), ("Adam", 16))):
        plt.plot([place, place], [0, factor * a * b], color="C1" if name == optimizer else "C0")
        plt.text(place, factor * a * b, name)
    plt.xlim(-0.5, 2.8)
    plt.ylabel("bytes")
