"""Closed forms of training on features and in parts."""

from math import exp

from tests.curriculum.closed_forms import closed_form


@closed_form("feature-regression", "error")
def _error(variances, r):
    return float(sum(sorted(variances)[: len(variances) - r]))


@closed_form("feature-regression", "trained")
def _trained(r):
    return r + 1


@closed_form("feature-regression", "trained_in_all")
def _trained_in_all(d, r):
    return d * r + r + r + 1


@closed_form("feature-collapse", "last_weight")
def _last_weight(w, a, b, steps):
    return w * (1 - 0.2 * (a - b) ** 2) ** steps


@closed_form("knowledge-distillation", "ratio")
def _ratio(gap, T):
    return exp(gap / T)


@closed_form("staged-training", "with_gradient")
def _with_gradient(h, o):
    return h * o + o


@closed_form("staged-training", "weight_after")
def _weight_after(w, decay, set_to_none):
    return w if set_to_none else w * (1 - 0.1 * decay)


@closed_form("gradient-checkpointing", "printed_again")
def _printed_again(names):
    return names[::-1]


@closed_form("gradient-checkpointing", "numbers_kept")
def _numbers_kept(n, blocks, lean):
    return n * blocks * (1 if lean else 3)


@closed_form("feature-regression", "error_of_the_head")
def _error_of_the_head(variances, needed):
    dropped = sorted(variances)[:-2]
    return float(sum(variances[i] for i in needed if variances[i] in dropped))


@closed_form("feature-collapse", "after_a_detached_step")
def _after_a_detached_step(w, a, b):
    return w - 0.2 * a * (a * w - b * w)


@closed_form("feature-collapse", "weight_of_own_goal")
def _weight_of_own_goal(w, noise, times):
    return w / (1 + noise**2) ** times


@closed_form("knowledge-distillation", "flattest")
def _flattest(gaps, T):
    sharpness = [gap / t for gap, t in zip(gaps, T, strict=True)]
    return ("the first", "the second", "the third")[sharpness.index(min(sharpness))]


@closed_form("knowledge-distillation", "too_small_by")
def _too_small_by(C, T):
    return float(T * T * C)


@closed_form("knowledge-distillation", "loss_of_the_shift")
def _loss_of_the_shift(shifts):
    return sum(shift**2 for shift in shifts) / len(shifts)


@closed_form("staged-training", "batches_tracked")
def _batches_tracked(modes):
    return modes.count("train")


@closed_form("microbatch", "ratio")
def _ratio_of_gradients(k, d):
    return k / d


@closed_form("microbatch", "gradient_of_uneven_parts")
def _gradient_of_uneven_parts(first, second):
    return (first + second) / 2


@closed_form("microbatch", "others")
def _others(n, k):
    return n // k - 1


@closed_form("gradient-checkpointing", "runs")
def _runs(lean):
    return len(lean) + sum(lean)


@closed_form("gradient-checkpointing", "running_mean")
def _running_mean(c, steps, lean):
    return c * (1 - 0.5 ** (2 * steps if lean else steps))


@closed_form("gradient-checkpointing", "samples_seen")
def _samples_seen(n, parts, method):
    return (n, n) if method == "checkpoint" else (n // parts,) * parts
