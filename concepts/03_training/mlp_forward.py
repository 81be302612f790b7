"""Forward pass

A fully connected layer takes weighted sums of all its inputs, adds a bias, and an activation bends the result:

    h = act(x Wᵀ + b)

The next layer does the same with h. The last one usually has no activation, so that it may give any number. A
batch of n samples is a matrix with n rows, and all of them go through at once. `nn.Linear(i, h)` keeps its weight
as (h, i): a row for each unit, hence the transpose. Such layers in a row are a multilayer perceptron (MLP).
"""

import torch
import torch.nn.functional as F
from torch import nn

from journal.authoring import question, several, where, whole

ZH = """前向传播

全连接层对所有输入加权求和，加上偏置，再经激活函数变换：

    h = act(x Wᵀ + b)

下一层对 h 做同样的事。最后一层通常不加激活函数，这样可以输出任意实数。n 个样本的一批数据是 n 行的矩阵，一次算完。
`nn.Linear(i, h)` 的权重按 (h, i) 存放：每个单元一行，所以公式里有转置。这样的层首尾相接，就是多层感知机（MLP）。
"""
ALIASES = [
    "forward pass",
    "forward propagation",
    "MLP",
    "multilayer perceptron",
    "fully connected",
    "linear layer",
    "feedforward",
    "前向传播",
    "多层感知机",
    "全连接层",
    "全连接网络",
    "线性层",
]
NEEDS = ["tensor-broadcasting", "module-parameters"]
SOURCES = ["torch.nn.Linear", "Goodfellow, Bengio & Courville, Deep Learning (2016), chapter 6"]
CONFUSED_WITH = ["conv1x1"]


def demo(
    x=several(2, whole(-3, 3)),
    W1=several(2, several(2, whole(-3, 3))),
    b1=several(2, whole(-2, 2)),
    W2=several(2, several(2, whole(-3, 3))),
    act=F.relu,
):
    x, W1, b1, W2 = map(torch.tensor, (x, W1, b1, W2))
    hidden = act(W1 @ x + b1)
    return W2 @ hidden


@question("Two numbers come out. What is their sum?", "输出是两个数，它们的和是多少？")
def output(out):
    return out.sum()


@output.wrong(
    "ReLU comes between the layers: negative entries of the hidden layer become 0.",
    "两层之间有 ReLU：隐藏层中的负数会变成 0。",
)
def without_activation(x, W1, b1, W2):
    return output(demo(x, W1, b1, W2, act=nn.Identity()))


@output.wrong(
    "The output layer has no activation here: what is negative stays negative.",
    "这里输出层不加激活函数：负数保持为负。",
)
def relu_on_the_output(out):
    return F.relu(out).sum()


@output.wrong(
    "W1 @ x takes the rows of W1: each row holds the weights of one hidden unit.",
    "W1 @ x 用的是 W1 的行：每一行是一个隐藏单元的权重。",
)
def columns_for_rows(x, W1, b1, W2):
    return output(demo(x, torch.tensor(W1).T.tolist(), b1, W2))


@where(lambda n, i, h: len({n, i, h}) == 3)
def layer(n=whole(2, 9), i=whole(2, 6), h=whole(2, 6)):
    x = torch.rand(n, i)
    linear = nn.Linear(i, h)
    hidden = F.relu(linear(x))
    return linear.weight, hidden


@question("What is the shape of `hidden`?", "`hidden` 的形状是什么？", of=layer)
def hidden_shape(out):
    _, hidden = out
    return hidden.shape


@hidden_shape.wrong(
    "In PyTorch the samples are the rows: the batch stays in front.",
    "在 PyTorch 中每一行是一个样本，批量维在最前面。",
)
def samples_as_columns(out):
    _, hidden = out
    return hidden.T.shape


@hidden_shape.wrong(
    "The layer turns the i features of each sample into h new ones.",
    "这一层把每个样本的 i 个特征变成 h 个新特征。",
)
def features_stay(n, i):
    return hidden_shape(layer(n, i, h=i))


@question("What is the shape of `linear.weight`?", "`linear.weight` 的形状是什么？", of=layer)
def weight_shape(out):
    weight, _ = out
    return weight.shape


@weight_shape.wrong(
    "The weight has a row for each output unit, so the outputs come first.",
    "权重的每一行对应一个输出单元，所以输出数在前。",
)
def inputs_first(n, i, h):
    return weight_shape(layer(n, i=h, h=i))


@weight_shape.wrong(
    "All samples share one weight matrix; the size of the batch is no part of it.",
    "所有样本共用一个权重矩阵，它的形状与批量大小无关。",
)
def grows_with_the_batch(n, i):
    return n, i
