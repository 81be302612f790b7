"""log-sum-exp without overflow

With m for the largest xᵢ,

    log Σ exp(xᵢ) = m + log Σ exp(xᵢ − m)

and on the right no exponential exceeds 1. In float32 exp overflows above about 88.7 and becomes 0 below about −104;
inf/inf is then NaN, and the log of 0 is −inf. `torch.logsumexp`, `log_softmax` and `cross_entropy` compute it in this
way: give them logits, and do not take the log of a softmax. `softmax` itself subtracts the maximum, but a share that
underflowed to 0 is lost for the log.
"""

import torch
import torch.nn.functional as F

from journal.authoring import one_of, question, several, task, where, whole

ZH = """数值稳定的 log-sum-exp

记最大的 xᵢ 为 m，

    log Σ exp(xᵢ) = m + log Σ exp(xᵢ − m)

右边的指数都不超过 1。在 float32 里，exp 在大约 88.7 以上溢出，在大约 −104 以下变成 0；于是 inf/inf 得到 NaN，
log 0 得到 −inf。`torch.logsumexp`、`log_softmax` 和 `cross_entropy` 都按这个式子计算：给它们 logits，
不要先求 softmax 再取对数。`softmax` 自己会减去最大值，但已经下溢为 0 的份额，取对数时就找不回来了。
"""
NAMES = [
    "logsumexp",
    "log-sum-exp",
    "log-sum-exp trick",
    "numerical stability",
    "数值稳定性",
    "logsumexp 技巧",
    "数值上溢",
]
SHARED = ["log_softmax", "overflow", "上溢", "下溢"]
NEEDS = ["softmax-cross-entropy", "dtype-promotion"]
SOURCES = [
    "torch.logsumexp; torch.nn.functional.log_softmax",
    "Goodfellow, Bengio & Courville, Deep Learning, section 4.1",
]


@where(lambda n, k: k < n - 1 and 2 * k != n)
def demo(a=whole(100, 900), n=whole(3, 12), k=whole(1, 10)):
    x = torch.full((n,), float(a))
    x[:k] -= 300
    return (torch.logsumexp(x, dim=0) - a).exp()


@question("What does it return (to the nearest whole number)?", zh="返回值是多少（取整）？")
def shares(out):
    return round(out.item())


@shares.wrong(
    en=("logsumexp is just the maximum.", "It is the maximum plus the log of the number of equal largest ones."),
    zh=("logsumexp 就是最大值。", "是最大值加上并列最大者个数的对数。"),
)
def just_the_maximum():
    return 1


@shares.wrong(
    en=("Every entry counts alike.", "An entry 300 below the maximum counts exp(−300), which is 0 here."),
    zh=("每个元素都一样算。", "比最大值小 300 的只算 exp(−300)，在这里就是 0。"),
)
def all_count(n):
    return n


@shares.wrong(
    en=("Those that were lowered count.", "Each of them counts exp(−300); the n − k others are the largest."),
    zh=("算的是被减小的那些。", "它们每个只算 exp(−300)；最大的是其余 n − k 个。"),
)
def lowered_ones(k):
    return k


@where(lambda d: 0 < sum(each > 120 for each in d) < len(d) and all(each < 80 or each > 120 for each in d))
def logs(d=several((4, 9), whole(10, 250), distinct=True)):
    x = -torch.tensor([0, *d]).float()
    safe = F.log_softmax(x, dim=0).isfinite().sum()
    naive = torch.log(F.softmax(x, dim=0)).isfinite().sum()
    return {"safe": safe, "naive": naive}


@question("What is `naive`?", zh="`naive` 是多少？", of=logs)
def finite_logs(out):
    return out["naive"]


@finite_logs.wrong(
    en=("softmax is positive, so each log is finite.", "In float32 small shares are 0, and the log of 0 is −inf."),
    zh=("softmax 恒为正，所以对数都有限。", "在 float32 里太小的份额就是 0，log 0 是 −inf。"),
)
def softmax_is_positive(out):
    return out["safe"]


@finite_logs.wrong(
    en=("One −inf spoils all of them.", "Each log is taken by itself."),
    zh=("一个 −inf 就毁掉全部。", "每个对数都是各算各的。"),
)
def one_spoils_all():
    return 0


@finite_logs.wrong(
    en=("Only the largest share survives.", "All shares above about exp(−104) do."),
    zh=("只有最大的份额留得下来。", "大约 exp(−104) 以上的都留得下来。"),
)
def only_the_largest():
    return 1


@where(lambda x: 0 < sum(each > 92 for each in x) < 5 and all(each < 85 or each > 92 for each in x))
def by_hand(x=several(5, whole(20, 150), distinct=True)):
    e = torch.tensor(x).float().exp()
    p = e / e.sum()
    return p.isnan().sum()


@question("How many entries are NaN?", zh="有几个是 NaN？", of=by_hand)
def nans(out):
    return out


@nans.wrong(
    en=("Once the sum is infinite, all are NaN.", "A finite number divided by inf is 0; only inf/inf is NaN."),
    zh=("和一旦无穷大，全都是 NaN。", "有限数除以 inf 得 0；只有 inf/inf 是 NaN。"),
)
def all_of_them():
    return 5


@nans.wrong(
    en=("inf/inf is 1.", "It is NaN."),
    zh=("inf/inf 等于 1。", "是 NaN。"),
)
def infinity_cancels():
    return 0


@nans.wrong(
    en=("The small ones are lost and become NaN.", "They become 0; NaN are those that overflowed."),
    zh=("小的那些丢失了，变成 NaN。", "它们变成 0；NaN 的是溢出的那些。"),
)
def small_ones(out):
    return 5 - out


@task(
    "Write `stable_logsumexp`: log Σ exp(xᵢ) of a vector with entries from −1000 to 1000, without torch.logsumexp.",
    zh="写出 `stable_logsumexp`：求向量的 log Σ exp(xᵢ)，元素从 −1000 到 1000 都要正确，不用 torch.logsumexp。",
    blanks=["x - m", "m + "],
    mend=["naive", "shift_not_added"],
    gradients=True,
    tolerance=1e-5,
)
def stable_logsumexp(x):
    m = x.max()
    return m + (x - m).exp().sum().log()


stable_logsumexp.hint(
    "What may be taken off every entry so that no exponential overflows?", zh="每个元素减去什么，指数就不会溢出？"
)
stable_logsumexp.hint("What was taken off inside comes back outside.", zh="在里面减掉的，要在外面加回来。")


@stable_logsumexp.inputs
def shifted(n=whole(2, 6), shift=one_of(-1000, -500, 500, 1000)):
    return (torch.randn(n) * 2 + shift,)


@stable_logsumexp.inputs
def around_zero(n=whole(1, 5)):
    return (torch.randn(n) * 3,)


@stable_logsumexp.holds("Adding 10 to every entry adds 10 to the result.", zh="每个元素加 10，结果也加 10。")
def shift_goes_through(out, solution, x):
    return torch.allclose(solution(x.detach() + 10), out.detach() + 10, atol=1e-2)


@stable_logsumexp.wrong(
    en=("The formula can be typed as it stands.", "exp overflows above 88.7 and is 0 far below."),
    zh=("照公式直接写就行。", "exp 在 88.7 以上溢出，很小时变成 0。"),
)
def naive(x):
    return x.exp().sum().log()


@stable_logsumexp.wrong(
    en=("Subtracting the maximum changes nothing.", "It shifts the result: add the maximum again."),
    zh=("减去最大值不影响结果。", "结果也跟着移动：要把最大值加回来。"),
)
def shift_not_added(x):
    return (x - x.max()).exp().sum().log()


@stable_logsumexp.wrong(
    en=("The maximum is near enough.", "With n equal entries ln n is missing."),
    zh=("取最大值就差不多了。", "n 个元素相等时就差 ln n。"),
)
def maximum(x):
    return x.max()


@stable_logsumexp.wrong(
    en=("The mean may be subtracted.", "Entries far above it overflow, and the sum must not become a mean."),
    zh=("减去均值、再求平均也行。", "远高于均值的仍会溢出，而且求和不能变成求平均。"),
)
def with_means(x):
    return x.mean() + (x - x.mean()).exp().mean().log()
