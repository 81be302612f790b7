"""BERT: masked language modelling

BERT reads a text in both directions and cannot be trained to predict the next token, which it sees. Instead some 15 %
of the tokens are chosen as targets, and in the input

    of the chosen: 80 % become [MASK], 10 % a random token, 10 % stay as they are

The loss is taken over the chosen tokens only, the kept and random ones included, so that the model cannot rely on
[MASK] to know where it will be asked. A GPT gets a target from every token; BERT learns from about a seventh of them.
"""

import matplotlib.pyplot as plt
import torch

from journal.authoring import one_of, question, task, where, whole

ZH = """BERT：掩码语言模型

BERT 双向阅读文本，不能靠预测下一个词元来训练，因为它看得到。做法是选出大约 15 % 的词元作为目标，在输入里

    选中的词元：80 % 换成 [MASK]，10 % 换成随机词元，10 % 保持不变

损失只在选中的词元上计算，包括换成随机的和保持不变的，这样模型不能只靠 [MASK] 判断会问到哪里。
GPT 的每个词元都提供一个目标；BERT 只从大约七分之一的词元学习。
"""
NAMES = [
    "BERT",
    "masked language model",
    "masked language modelling",
    "masked language modeling",
    "掩码语言模型",
    "掩码语言建模",
]
SHARED = [
    "MLM",
]
HINTS = [
    "pretraining",
    "预训练",
]
NEEDS = ["decoder-only", "padding-ignore-index"]
SOURCES = ["Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers, arXiv:1810.04805, section 3.1"]


def demo(n=one_of(100, 200, 400, 600, 1000, 2000), rate=one_of(0.1, 0.15, 0.2, 0.3, 0.4)):
    ids = torch.randint(1000, 30000, (n,))
    labels = torch.full((n,), -100)  # -100: not in the loss
    chosen = torch.randperm(n)[: round(rate * n)]
    labels[chosen] = ids[chosen]
    masked = round(0.8 * len(chosen))
    swapped = round(0.1 * len(chosen))
    ids[chosen[:masked]] = 103  # [MASK]; the rest of the chosen is kept
    others = torch.randint(1000, 30000, (swapped,))
    ids[chosen[masked : masked + swapped]] = others
    return ids, labels


@question("How many positions enter the loss?", zh="有多少个位置计入损失？")
def targets(out):
    return (out[1] != -100).sum()


@targets.wrong(
    en=("Every token is a target.", "Only the chosen ones are."),
    zh=("每个词元都是目标。", "只有选中的才是。"),
)
def all_tokens(n):
    return n


@targets.wrong(
    en=("Only the [MASK] positions are targets.", "Random and kept ones among the chosen are targets, too."),
    zh=("只有 [MASK] 的位置是目标。", "选中后换成随机的和保持不变的也是目标。"),
)
def masks_only(out):
    return (out[0] == 103).sum()


@targets.wrong(
    en=("Chosen tokens that are kept are no targets.", "They are: the model must not trust what it reads blindly."),
    zh=("选中后保持不变的不是目标。", "也是目标：这样模型才不会盲目相信读到的词元。"),
)
def kept_ones_left_out(out, n, rate):
    chosen = round(rate * n)
    return round(0.8 * chosen) + round(0.1 * chosen)


@question("How many [MASK] tokens are in the input?", zh="输入里有多少个 [MASK]？")
def masks(out):
    return (out[0] == 103).sum()


@masks.wrong(
    en=("All chosen tokens become [MASK].", "A tenth is swapped for a random token, a tenth is kept."),
    zh=("选中的词元全部换成 [MASK]。", "一成换成随机词元，一成保持不变。"),
)
def all_chosen(n, rate):
    return round(rate * n)


@masks.wrong(
    en=("80 % of the text become [MASK].", "80 % of the chosen tokens do."),
    zh=("文本的 80 % 换成 [MASK]。", "是选中的词元的 80 %。"),
)
def of_the_whole_text(n):
    return round(0.8 * n)


@masks.wrong(
    en=("The chosen that are kept carry a [MASK], too.", "They show their own token: only 80 % are masked."),
    zh=("选中后保持不变的也带 [MASK]。", "它们显示原来的词元：只有 80 % 被掩盖。"),
)
def kept_ones_masked(n, rate):
    chosen = round(rate * n)
    return chosen - round(0.1 * chosen)


@where(lambda tokens, share: tokens * share % 1 == 0)
def seen(tokens=one_of(20, 40, 60, 80, 100, 200), share=one_of(0.1, 0.15, 0.2, 0.25), texts=whole(2, 9)):
    gpt = texts * (tokens - 1)  # every token but the first is predicted
    bert = texts * tokens * share  # the chosen tokens
    return gpt, bert


@question(
    "How many predictions does BERT learn from, in all texts?",
    zh="在所有文本里，BERT 一共从多少个预测中学习？",
    of=seen,
)
def learned_from(out):
    return round(out[1])


@learned_from.wrong(
    en=("As many as a GPT: every token is predicted from the others.", "Only the chosen tokens are predicted."),
    zh=("与 GPT 一样多：每个词元都由其他词元预测。", "只预测选中的词元。"),
)
def like_gpt(out):
    return out[0]


@learned_from.wrong(
    en=("Only the share that becomes [MASK] counts.", "All chosen tokens are predicted, masked or not."),
    zh=("只算换成 [MASK] 的部分。", "选中的词元都要预测，不管有没有掩盖。"),
)
def masked_only(out):
    return round(0.8 * out[1])


@learned_from.wrong(
    en=("Each text gives one prediction.", "Each chosen token gives one."),
    zh=("每段文本提供一个预测。", "每个选中的词元提供一个。"),
)
def one_each(texts):
    return texts


@task(
    "Write `mask_tokens`: inputs and labels for masked language modelling when every chosen token becomes `mask_id`. "
    "`chosen` is a boolean tensor; -100 marks what is not in the loss.",
    zh="写出 `mask_tokens`：掩码语言模型的输入和标签，这里所有选中的词元都换成 `mask_id`。"
    "`chosen` 是布尔张量；-100 表示不计入损失。",
    blanks=["ids.masked_fill(chosen, mask_id)", "~chosen"],
    mend=["labels_are_masked", "labels_everywhere"],
)
def mask_tokens(ids, chosen, mask_id):
    inputs = ids.masked_fill(chosen, mask_id)
    labels = ids.masked_fill(~chosen, -100)
    return inputs, labels


mask_tokens.hint(
    "The labels hold the true tokens where they are asked, -100 elsewhere.",
    zh="标签在要预测的位置是真实词元，其余是 -100。",
)


@mask_tokens.inputs
def texts(n=whole(4, 9), mask_id=one_of(103, 4, 0)):
    chosen = torch.rand(n) < 0.4
    chosen[0], chosen[1] = True, False
    return torch.randint(5, 30, (n,)), chosen, mask_id


@mask_tokens.holds("The ids given are left as they are.", zh="传入的 ids 保持不变。")
def left_alone(solution, ids, chosen, mask_id):
    before = ids.clone()
    solution(ids, chosen, mask_id)
    return torch.equal(before, ids)


@mask_tokens.wrong(
    en=("The labels are taken from the masked input.", "They are the true tokens, read before masking."),
    zh=("标签取自掩盖后的输入。", "标签是掩盖之前的真实词元。"),
)
def labels_are_masked(ids, chosen, mask_id):
    inputs = ids.masked_fill(chosen, mask_id)
    labels = inputs.masked_fill(~chosen, -100)
    return inputs, labels


@mask_tokens.wrong(
    en=("Every position has a label.", "Positions that were not chosen are not in the loss."),
    zh=("每个位置都有标签。", "没选中的位置不计入损失。"),
)
def labels_everywhere(ids, chosen, mask_id):
    inputs = ids.masked_fill(chosen, mask_id)
    labels = ids.clone()
    return inputs, labels


@mask_tokens.wrong(
    en=("-100 marks the chosen tokens.", "It marks those that are not asked."),
    zh=("-100 标记选中的词元。", "-100 标记的是不预测的词元。"),
)
def chosen_ignored(ids, chosen, mask_id):
    inputs = ids.masked_fill(chosen, mask_id)
    labels = ids.masked_fill(chosen, -100)
    return inputs, labels


def figure(out, n, rate):
    chosen = round(rate * n)
    shares = {"not chosen": n - chosen, "[MASK]": round(0.8 * chosen), "random": round(0.1 * chosen)}
    shares["kept"] = n - sum(shares.values())
    plt.bar(list(shares), list(shares.values()), color=["lightgray", "C0", "C1", "C2"])
    plt.ylabel("tokens; the coloured ones are targets")
