"""What counts as a parameter

`parameters()` lists every `nn.Parameter` of a module and of the modules that are registered in it, one that is shared
only once. A layer is registered when it is an attribute, or sits in an `nn.ModuleList` or `nn.Sequential`; inside a
plain list it is invisible, and an optimizer will never train it. A dense layer has

    inputs · outputs + outputs

numbers. Buffers, such as the running statistics of batch normalization and its counter of batches, are saved in
`state_dict()` but are not parameters.
"""

from torch import nn

from journal.authoring import one_of, question, whole

ZH = """参数量：哪些算参数

`parameters()` 列出模块本身及其中已注册的子模块的所有 `nn.Parameter`，共享的参数只列一次。把层设为属性，
或放进 `nn.ModuleList`、`nn.Sequential`，它才会被注册；放在普通列表里就看不见，优化器永远不会训练它。一个全连接层有

    输入数 · 输出数 + 输出数

个参数。缓冲区（例如批量归一化的运行统计量和批次计数器）会存入 `state_dict()`，但不是参数。
"""
ALIASES = [
    "nn.Module",
    "nn.Parameter",
    "ModuleList",
    "state_dict",
    "parameter count",
    "number of parameters",
    "参数量",
    "参数个数",
    "模型参数",
    "参数过大",
]
NEEDS = ["tensor-broadcasting"]
SOURCES = [
    "torch.nn.Module",
    "torch.nn.BatchNorm1d",
    "Press & Wolf, Using the output embedding to improve language models, arXiv:1608.05859",
]


def demo(i=whole(2, 12), h=whole(2, 12), o=whole(2, 12), bias=True):
    model = nn.Sequential(
        nn.Linear(i, h, bias=bias),
        nn.ReLU(),
        nn.Linear(h, o, bias=bias),
    )
    return sum(p.numel() for p in model.parameters())


@question("How many parameters does the model have?", "这个模型有多少个参数？")
def in_two_layers(out):
    return out


@in_two_layers.wrong(
    "Each output of a linear layer has a bias of its own, h + o in all.",
    "线性层的每个输出都有自己的偏置，一共 h + o 个。",
)
def no_bias(i, h, o):
    return in_two_layers(demo(i, h, o, bias=False))


@in_two_layers.wrong(
    "A bias is added to each output, not to each input.",
    "偏置加在每个输出上，而不是每个输入上。",
)
def bias_per_input(i, h, o):
    return i * h + i + h * o + h


def stack(h=whole(2, 8), L=whole(2, 4), box=one_of("list", "ModuleList")):
    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            layers = [nn.Linear(h, h) for _ in range(L)]
            if box == "ModuleList":
                layers = nn.ModuleList(layers)
            self.layers = layers

    return sum(p.numel() for p in Stack().parameters())


@question("How many parameters are counted in `Stack()`?", "在 `Stack()` 中数出了多少个参数？", of=stack)
def in_a_box(out):
    return out


@in_a_box.wrong(
    "A plain list is not a module: nothing in it is registered.",
    "普通列表不是模块，里面的层都没有注册。",
)
def any_attribute_counts(h, L):
    return in_a_box(stack(h, L, "ModuleList"))


@in_a_box.wrong(
    "A ModuleList registers what it holds; that is what it is for.",
    "ModuleList 会注册其中的层，它的用途就在于此。",
)
def containers_hide_layers(h, L):
    return in_a_box(stack(h, L, "list"))


def tied(h=whole(2, 12), shared=True, bias=True):
    first = nn.Linear(h, h, bias=bias)
    second = first if shared else nn.Linear(h, h, bias=bias)
    model = nn.Sequential(first, nn.Tanh(), second)
    return sum(p.numel() for p in model.parameters())


@question("How many parameters does the model have?", "这个模型有多少个参数？", of=tied)
def in_a_shared_layer(out):
    return out


@in_a_shared_layer.wrong(
    "Both places hold the same layer: its parameters exist once and are listed once.",
    "两处用的是同一个层：参数只有一份，也只列一次。",
)
def each_place_counts(h):
    return in_a_shared_layer(tied(h, shared=False))


@in_a_shared_layer.wrong(
    "The shared layer has h biases besides its h · h weights.",
    "共享的层除了 h · h 个权重，还有 h 个偏置。",
)
def without_bias(h):
    return in_a_shared_layer(tied(h, bias=False))


def norm(h=whole(2, 32), affine=True):
    layer = nn.BatchNorm1d(h, affine=affine)
    parameters = sum(p.numel() for p in layer.parameters())
    saved = sum(t.numel() for t in layer.state_dict().values())
    return parameters, saved


@question("What is `parameters`?", "`parameters` 是多少？", of=norm)
def in_batch_norm(out):
    return out[0]


@in_batch_norm.wrong(
    "Running mean and variance are buffers: they are moved by the data, not trained.",
    "运行均值和方差是缓冲区：由数据更新，而不是训练出来的。",
)
def buffers_count(h):
    return 4 * h


@in_batch_norm.wrong(
    "Each channel has a trainable scale and shift.",
    "每个通道都有可训练的缩放和平移。",
)
def nothing_to_train(h):
    return in_batch_norm(norm(h, affine=False))


@question("What is `saved`?", "`saved` 是多少？", of=norm)
def in_the_state_dict(out):
    return out[1]


@in_the_state_dict.wrong(
    "`state_dict()` holds the buffers too; without the running statistics the saved model could not be evaluated.",
    "`state_dict()` 也包含缓冲区；没有运行统计量，存下的模型就无法用于评估。",
)
def parameters_alone(h):
    return 2 * h


@in_the_state_dict.wrong(
    "Besides scale, shift, mean and variance there is one counter, `num_batches_tracked`.",
    "除了缩放、平移、均值和方差，还有一个计数器 `num_batches_tracked`。",
)
def four_per_channel(h):
    return 4 * h
