"""Teacher forcing and exposure bias

In training a decoder is fed the true previous token, whatever it answered itself: teacher forcing. All inputs are then
known beforehand, which lets a Transformer train on all positions at once. In use it is fed its own answers (free
running). It never saw its own mistakes in training, so after one mistake the next ones are likelier: exposure bias.

Hence the accuracy measured under teacher forcing is too good for whole texts: even without exposure bias T tokens are
all right with probability

    p₁ · p₂ · … · p_T

Scheduled sampling feeds own answers now and then.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, several, task, where, whole

ZH = """教师强制与暴露偏差

训练时，不管解码器自己答了什么，都把真实的前一个词元喂给它：这叫教师强制。这样所有输入事先已知，
Transformer 可以同时训练所有位置。使用时喂的是它自己的输出（自由运行）。它在训练时从没见过自己的错误，
所以错了一次之后更容易再错：这叫暴露偏差。

因此，教师强制下测得的准确率对整段文本来说过于乐观：即使没有暴露偏差，T 个词元全对的概率也只有

    p₁ · p₂ · … · p_T

计划采样会在训练时偶尔喂入模型自己的输出。
"""
NAMES = [
    "teacher forcing",
    "exposure bias",
    "scheduled sampling",
    "free-running mode",
    "教师强制",
    "强制教学",
    "暴露偏差",
    "计划采样",
]
NEEDS = ["encoder-decoder"]
SOURCES = [
    "Bengio et al., Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks, arXiv:1506.03099",
    "Williams & Zipser, A Learning Algorithm for Continually Running Fully Recurrent Neural Networks (1989)",
]


@where(lambda target, step: all(b - a != step for a, b in zip([0, *target], target)))
def demo(target=several(4, whole(1, 9)), step=one_of(1, 2, 3, 4), forcing=one_of(True, False)):
    token, inputs, outputs = 0, [], []  # 0 starts a text
    for true in target:
        inputs.append(token)
        outputs.append(token + step)  # what this model always answers
        token = true if forcing else outputs[-1]
    return inputs, outputs


@question("What is the sum of `inputs`?", zh="`inputs` 的和是多少？")
def fed(out):
    return sum(out[0])


@fed.wrong(
    en=("Teacher forcing feeds the model's own answers.", "It feeds the true tokens; free running feeds its answers."),
    zh=("教师强制喂的是模型自己的输出。", "喂的是真实词元；自由运行才喂自己的输出。"),
)
def the_other_mode(target, step, forcing):
    return fed(demo(target, step, not forcing))


@fed.wrong(
    en=("Each step is fed the token it is to predict.", "It is fed the token before it."),
    zh=("每一步喂的就是要预测的词元。", "喂的是前一个词元。"),
)
def fed_the_target(target):
    return sum(target)


@fed.wrong(
    en=("The answers of all four steps are fed.", "The last answer is fed to nobody."),
    zh=("四步的输出都会被喂进去。", "最后一个输出没有再喂给谁。"),
)
def all_answers(out):
    return sum(out[1])


@question("What is the last output?", zh="最后一个输出是多少？")
def last_output(out):
    return out[1][-1]


@last_output.wrong(
    en=("A free-running decoder is corrected in between.", "Nothing corrects it; teacher forcing does at each step."),
    zh=("自由运行的解码器中途会被纠正。", "没有什么纠正它；教师强制才每一步都纠正。"),
)
def corrected(target, step, forcing):
    return None if forcing else last_output(demo(target, step, True))


@last_output.wrong(
    en=("Under teacher forcing its own answers go on.", "Each step starts from the true token before."),
    zh=("教师强制时，它自己的输出会继续传下去。", "每一步都从前一个真实词元开始。"),
)
def own_answers_go_on(target, step, forcing):
    return last_output(demo(target, step, False)) if forcing else None


@last_output.wrong(
    en=("The model is shown the answer.", "It sees the token before the answer only."),
    zh=("模型看到了答案。", "它只看到答案之前的词元。"),
)
def shown_the_answer(target, step):
    return target[3] + step


@where(lambda p: len(set(p)) > 1)
def whole_text(p=several(3, one_of(0.5, 0.6, 0.7, 0.8, 0.9))):
    # accuracy at each of three positions, as long as all before is right
    return torch.tensor(p).prod()


@question("With which probability is the whole text right?", zh="整段文本全对的概率是多少？", of=whole_text)
def all_right(out):
    return out


@all_right.wrong(
    en=("It is the mean accuracy of a token.", "Every token has to be right: the accuracies multiply."),
    zh=("就是每个词元的平均准确率。", "每个词元都要对：准确率相乘。"),
)
def mean_accuracy(p):
    return sum(p) / 3


@all_right.wrong(
    en=("It is the accuracy of the weakest position.", "The other positions may fail as well."),
    zh=("就是最差位置的准确率。", "其他位置也可能出错。"),
)
def weakest(p):
    return min(p)


@all_right.wrong(
    en=("The error rates add up.", "The accuracies multiply; adding counts texts with two errors twice."),
    zh=("错误率相加。", "是准确率相乘；相加会把有两处错误的文本算两次。"),
)
def errors_added(p):
    left = 1 - sum(1 - each for each in p)
    return left if left > 0.02 else None


@where(lambda e, after: after > e + 0.1)
def second_error(e=one_of(0.05, 0.1, 0.2, 0.3, 0.4, 0.5), after=one_of(0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)):
    # chance of an error on a right prefix, and on a wrong one
    right = 1 - e
    return right * e + (1 - right) * after


@question(
    "Running free, with which probability is the second token wrong?",
    zh="自由运行时，第二个词元出错的概率是多少？",
    of=second_error,
)
def wrong_second(out):
    return out


@wrong_second.wrong(
    en=("Each token is wrong with the rate of training.", "After a mistake the prefix is unlike the training data."),
    zh=("每个词元的错误率都与训练时相同。", "出错之后，前文就与训练数据不同了。"),
)
def rate_of_training(e):
    return e


@wrong_second.wrong(
    en=("The second token is wrong only after a first mistake.", "It may also be wrong on a right prefix."),
    zh=("只有第一个错了，第二个才会错。", "前文正确时也可能出错。"),
)
def only_after_a_mistake(e, after):
    return e * after


@wrong_second.wrong(
    en=("The two rates count alike.", "They are weighted by how likely the prefix is right."),
    zh=("两种错误率权重相同。", "要按前文正确的概率加权。"),
)
def rates_alike(e, after):
    return (e + after) / 2 if e != 0.5 else None


@task(
    "Write `decoder_inputs`: what a decoder is fed under teacher forcing. `target` (B, T) holds the true tokens, "
    "`start` is the token that begins every text.",
    zh="写出 `decoder_inputs`：教师强制下喂给解码器的内容。`target` (B, T) 是真实词元，`start` 是每段文本开头的词元。",
    blanks=["target[:, :-1]"],
    mend=["fed_the_answer", "shifted_left"],
)
def decoder_inputs(target, start):
    first = torch.full((len(target), 1), start)
    return torch.cat([first, target[:, :-1]], dim=1)


decoder_inputs.hint(
    "At step t the decoder is fed the true token of step t − 1.", zh="第 t 步喂的是第 t − 1 步的真实词元。"
)


@decoder_inputs.inputs
def texts(B=whole(1, 4), T=whole(2, 6), start=one_of(0, 1, 99)):
    return torch.randint(2, 90, (B, T)), start


@decoder_inputs.inputs
def short_texts(B=whole(1, 3), start=one_of(0, 1)):
    return torch.randint(2, 90, (B, 1)), start


@decoder_inputs.holds("The last true token is fed to nobody.", zh="最后一个真实词元没有喂给谁。")
def last_is_not_fed(out, solution, target, start):
    changed = target.clone()
    changed[:, -1] = 91
    return torch.equal(solution(changed, start), out)


@decoder_inputs.wrong(
    en=("The decoder is fed the token that it is to predict.", "Then it could copy: feed the one before."),
    zh=("喂给解码器的就是要预测的词元。", "那样可以照抄：要喂前一个。"),
)
def fed_the_answer(target, start):
    return target


@decoder_inputs.wrong(
    en=("The inputs are the targets moved to the left.", "To the right: the start token comes first."),
    zh=("输入是目标左移一位。", "是右移：起始词元在最前面。"),
)
def shifted_left(target, start):
    last = torch.full((len(target), 1), start)
    return torch.cat([target[:, 1:], last], dim=1)


@decoder_inputs.wrong(
    en=("The start token is put before the whole target.", "Then there is one input too many: the last is dropped."),
    zh=("把起始词元放在整个目标前面。", "那样输入多了一个：最后一个要去掉。"),
)
def one_too_many(target, start):
    first = torch.full((len(target), 1), start)
    return torch.cat([first, target], dim=1)


def figure(out, target, step, forcing):
    inputs, outputs = out
    plt.plot(range(1, 5), target, marker="o", color="gray", label="true tokens")
    plt.plot(range(1, 5), outputs, marker="o", color="C1", label="outputs")
    plt.plot(range(1, 5), inputs, marker="x", linestyle="none", color="C0", label="inputs")
    plt.title("teacher forcing" if forcing else "free running")
    plt.xticks(range(1, 5))
    plt.xlabel("step")
    plt.legend()
