"""Closed forms of training on features and in parts."""

from math import exp, log

from tests.concepts.closed_forms import closed_form


@closed_form("feature-regression", "error")
def _error(variances, r):
    return float(sum(sorted(variances)[: len(variances) - r]))


@closed_form("feature-regression", "accuracy")
def _accuracy(label):
    return "above 90% right" if label == "largest" else "little better than chance"


@closed_form("feature-regression", "trained")
def _trained(r):
    return r + 1


@closed_form("feature-regression", "trained_in_all")
def _trained_in_all(d, r):
    return d * r + r + r + 1


@closed_form("feature-collapse", "last_weight")
def _last_weight(w, a, b, steps):
    return w * (1 - 0.2 * (a - b) ** 2) ** steps


@closed_form("feature-collapse", "collapsed")
def _collapsed(goal_from):
    return goal_from == "student"


@closed_form("knowledge-distillation", "ratio")
def _ratio(gap, T):
    return exp(gap / T)


@closed_form("knowledge-distillation", "entropy_grows")
def _entropy_grows(z, T):
    def entropy(z):
        total = sum(map(exp, z))
        return log(total) - sum(value * exp(value) for value in z) / total

    return entropy([value / T for value in z]) > entropy(z)


@closed_form("knowledge-distillation", "kl_ratio")
def _kl_ratio(C):
    return float(C)


@closed_form("knowledge-distillation", "notices_a_shift")
def _notices_a_shift(method):
    return method == "feature regression"


@closed_form("staged-training", "with_gradient")
def _with_gradient(h, o):
    return h * o + o


@closed_form("staged-training", "mean_moves")
def _mean_moves(mode):
    return mode == "train"


@closed_form("staged-training", "weight_after")
def _weight_after(w, decay, set_to_none):
    return w if set_to_none else w * (1 - 0.1 * decay)


@closed_form("microbatch", "ratio")
def _ratio_of_gradients(k):
    return float(k)


@closed_form("microbatch", "same_gradient")
def _same_gradient(norm):
    return not norm


@closed_form("microbatch", "equal_halves")
def _equal_halves(b1, b2):
    return b1 == b2


@closed_form("gradient-checkpointing", "runs")
def _runs(blocks, lean):
    return 2 * blocks if lean else blocks


@closed_form("gradient-checkpointing", "printed_again")
def _printed_again(names):
    return names[::-1]


@closed_form("microbatch", "too_small")
def _too_small(depth):
    return depth >= 10


@closed_form("gradient-checkpointing", "numbers_kept")
def _numbers_kept(n, blocks, lean):
    return n * blocks * (1 if lean else 3)


@closed_form("gradient-checkpointing", "same_mask")
def _same_mask(preserve):
    return preserve


@closed_form("gradient-checkpointing", "samples_seen")
def _samples_seen(n, method):
    return (n, n) if method == "checkpoint" else (n // 2, n // 2)
