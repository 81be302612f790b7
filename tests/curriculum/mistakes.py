"""Wrong solutions of the library's tasks: each makes a known mistake, and is written differently from it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import Solution

MISTAKES: dict[tuple[str, str, str], Solution] = {}


def mistake(concept: str, task: str, misconception: str) -> Callable[[Solution], Solution]:
    """Registers a solution that makes a known mistake of a task."""

    def register(written: Solution) -> Solution:
        MISTAKES[concept, task, misconception] = written
        return written

    return register


@mistake("custom-autograd-function", "round_ste", "adds_both")
def _(x: Tensor) -> Tensor:
    return x + torch.round(x.detach())


@mistake("dataloader-batching", "batches_of", "rest_is_lost")
def _(data: Sequence[int], B: int, drop_last: bool) -> Any:
    return [data[B * i : B * i + B] for i in range(len(data) // B)]


@mistake("dataset-protocol", "samples", "too_few")
def _(x: Sequence[int], T: int) -> Any:
    return [(x[i : i + T], x[i + T]) for i in range(len(x) - T - 1)]


@mistake("indexing-masks", "masked_mean", "divides_by_all")
def _(x: Tensor, mask: Tensor) -> Tensor:
    return torch.where(mask, x, torch.zeros(())).sum(1) / x.shape[1]


@mistake("logsumexp-stability", "stable_logsumexp", "naive")
def _(x: Tensor) -> Tensor:
    total = torch.zeros((), dtype=x.dtype)
    for each in x:
        total = total + math.e**each
    return total.log()


@mistake("reduction-axes", "centre_rows", "without_keepdim")
def _(x: Tensor) -> Tensor:
    return x - x.sum(1) / x.shape[1]


@mistake("reshape-vs-transpose", "split_heads", "straight_reshape")
def _(x: Tensor, h: int) -> Any:
    return x.flatten().unflatten(0, (h, x.shape[0], x.shape[1] // h))


@mistake("tensor-views", "windows", "without_overlap")
def _(x: Tensor, k: int) -> Tensor:
    return x.unfold(0, k, k)


@mistake("train-eval-mode", "dropout", "not_scaled")
def _(x: Tensor, keep: Tensor, p: float, training: bool) -> Tensor:
    return torch.where(keep, x, torch.zeros_like(x)) if training else x


@mistake("entropy-kl", "kl", "turned_round")
def _(p: Tensor, q: Tensor) -> Tensor:
    return torch.xlogy(q, q).sum() - torch.xlogy(q, p).sum()


@mistake("matrix-product", "product", "multiplies_entries")
def _(A: Tensor, B: Tensor) -> Tensor:
    return torch.mul(B, A)


@mistake("maximum-likelihood", "nll", "ones_alone")
def _(x: Tensor, p: Tensor) -> Tensor:
    return torch.where(x == 1, -torch.log(p), torch.zeros_like(p)).sum() / len(x)


@mistake("activation-functions", "sigmoid_backward", "applied_again")
def _(y: Tensor, grad: Tensor) -> Tensor:
    s = 1 / (1 + torch.exp(-y))
    return (s - s * s) * grad


@mistake("hidden-layer-lift", "xor", "linear")
def _(u: Tensor, v: Tensor) -> Tensor:
    return 2 - u - v


@mistake("mlp-forward", "mlp", "relu_at_the_end")
def _(x: Tensor, layers: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
    for W, b in layers:
        x = functional.linear(x, W, b).clamp(min=0)
    return x


@mistake("weight-init", "kaiming_std", "fan_out")
def _(shape: Sequence[int]) -> Any:
    return (2 / (shape[0] * math.prod(shape[2:]))) ** 0.5


@mistake("ema-weights", "ema_update", "swapped")
def _(ema: Sequence[Tensor], weights: Sequence[Tensor], d: float) -> list[Tensor]:
    return [e + d * (w - e) for e, w in zip(ema, weights, strict=True)]


@mistake("rmsprop-adagrad", "adagrad_step", "sum_of_sizes")
def _(w: Tensor, g: Tensor, s: Tensor, lr: float) -> tuple[Tensor, Tensor]:
    total = torch.where(g < 0, s - g, s + g)
    return w - lr * (g / total), total


@mistake("class-imbalance", "weighted_nll", "over_n")
def _(p: Tensor, y: Tensor, w: Tensor) -> Tensor:
    return -torch.dot(w[y], p.log()) / len(y)


@mistake("l1-vs-l2", "soft", "keeps_survivors")
def _(a: Tensor, strength: float) -> Tensor:
    return torch.where((a > strength) | (a < -strength), a, torch.zeros_like(a))


@mistake("roc-auc", "auc", "ties_win")
def _(pos: Tensor, neg: Tensor) -> Any:
    return sum(p >= n for p in pos.tolist() for n in neg.tolist()) / (len(pos) * len(neg))


@mistake("train-valid-test", "report", "best_test_score")
def _(valid: Tensor, test: Tensor) -> Tensor:
    return test.sort().values[-1]


@mistake("boosting", "reweigh", "doubles")
def _(w: Tensor, wrong: Tensor) -> Tensor:
    heavier = w + w * wrong
    return heavier / heavier.sum()


@mistake("linear-regression", "gradient", "summed_over_examples")
def _(X: Tensor, w: Tensor, y: Tensor) -> Tensor:
    leaf = w.clone().requires_grad_()
    return torch.autograd.grad((X @ leaf - y).square().sum(), leaf)[0]


@mistake("perceptron", "update", "always_moves")
def _(w: Tensor, x: Tensor, y: float) -> Tensor:
    return torch.add(w, x, alpha=y)


@mistake("conv-output-size", "output_size", "window_of_k")
def _(n: int, k: int, s: int, p: int, d: int) -> int:
    return len(range(0, n + 2 * p - k + 1, s))


@mistake("depth-vs-width", "count_parameters", "without_biases")
def _(widths: Sequence[int]) -> int:
    return sum(a * b for a, b in pairwise(widths))


@mistake("pooling", "max_pool", "overlapping")
def _(image: Tensor, k: int) -> Tensor:
    return image.unfold(-2, k, 1).unfold(-2, k, 1).amax((-2, -1))


@mistake("residual-connection", "residual_block", "without_skip")
def _(x: Tensor, W1: Tensor, b1: Tensor, W2: Tensor, b2: Tensor) -> Tensor:
    return (x @ W1.T + b1).clamp(min=0) @ W2.T + b2


@mistake("adversarial-fgsm", "fgsm", "not_clamped")
def _(x: Tensor, grad: Tensor, eps: float) -> Tensor:
    return torch.where(grad > 0, x + eps, torch.where(grad < 0, x - eps, x))


@mistake("flops-vs-parameters", "conv_macs", "parameters_alone")
def _(c: int, d: int, k: int, n: int, s: int, p: int) -> int:
    return torch.nn.Conv2d(c, d, k, bias=False).weight.numel()


@mistake("grad-cam", "grad_cam", "place_by_place")
def _(A: Tensor, G: Tensor) -> Tensor:
    return torch.einsum("chw,chw->hw", A, G).clamp(min=0)


@mistake("iou", "iou", "sum_of_areas")
def _(a: Sequence[float], b: Sequence[float]) -> float:
    wide = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    high = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    return wide * high / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]))


@mistake("transposed-overlap", "spread", "mirrored")
def _(x: Tensor, kernel: Tensor, s: int) -> Tensor:
    out = torch.zeros((len(x) - 1) * s + len(kernel))
    for i, value in enumerate(x):
        for j in range(len(kernel)):
            out[i * s + j] += value * kernel[-1 - j]
    return out


@mistake("rnn-gradient-product", "through_time", "slope_forgotten")
def _(W: Tensor, states: Sequence[Tensor]) -> Tensor:
    product = torch.eye(len(W))
    for _ in states:
        product = W @ product
    return product


@mistake("gin-multiset", "gin", "neighbours_averaged")
def _(h: Tensor, A: Tensor, eps: float) -> Tensor:
    rows = [h[row > 0].mean(0) if row.any() else torch.zeros(h.shape[1]) for row in A]
    return h + eps * h + torch.stack(rows)


@mistake("gnn-symmetry", "renumber", "rows_only")
def _(A: Tensor, X: Tensor, order: Tensor) -> tuple[Tensor, Tensor]:
    P = torch.eye(len(A))[order]
    return P @ A, P @ X


@mistake("mas-consensus", "consensus", "away_from_the_others")
def _(x: Tensor, A: Tensor, eps: float) -> Tensor:
    return x + eps * (A.sum(1) * x - A @ x)


@mistake("attention-weights", "soft_lookup", "the_best_alone")
def _(q: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    scores = [torch.dot(q, key).item() for key in keys]
    return values[scores.index(max(scores))]


@mistake("one-hot", "one_hot", "width_of_the_largest")
def _(ids: Tensor, V: int) -> Tensor:
    return torch.eye(int(ids.max()) + 1)[ids]


@mistake("vector-similarity", "cosines", "lengths_count")
def _(a: Tensor, b: Tensor) -> Tensor:
    return torch.einsum("md,nd->mn", a, b)


@mistake("teacher-forcing", "decoder_inputs", "fed_the_answer")
def _(target: Tensor, start: int) -> Tensor:
    return torch.cat([target[:1], target[1:]])


@mistake("decoder-only", "prefix_mask", "only_causal")
def _(T: int, prompt: int) -> Tensor:
    return torch.arange(T)[:, None] >= torch.arange(T)


@mistake("moe-routing", "moe", "all_of_them")
def _(x: Tensor, router: Tensor, outputs: Tensor, k: int) -> Tensor:
    weights = (router @ x).exp()
    return (weights[:, None] * outputs).sum(0) / weights.sum()


@mistake("swiglu", "swiglu", "added")
def _(x: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
    opened = x @ gate
    return (opened * opened.sigmoid()) @ down + x @ up @ down


@mistake("kl-direction", "kl", "averaged_over_q")
def _(p: Tensor, q: Tensor) -> Any:
    return sum(b * math.log(b / a) for a, b in zip(p.tolist(), q.tolist(), strict=True) if a > 0)


@mistake("lora", "lora_forward", "scaled_by_alpha")
def _(x: Tensor, W: Tensor, A: Tensor, B: Tensor, alpha: float) -> Tensor:
    return functional.linear(x, W + alpha * B @ A)


@mistake("reward-model", "rm_loss", "order_turned")
def _(chosen: Tensor, rejected: Tensor) -> Tensor:
    return functional.softplus(chosen - rejected).mean()


@mistake("ddim", "ddim_step", "lands_on_x0")
def _(x: Tensor, eps: Tensor, now: float, then: float) -> Tensor:
    return x / math.sqrt(now) - eps * math.sqrt(1 / now - 1)


@mistake("gan-optimum", "d_loss", "fakes_called_real")
def _(real: Tensor, fake: Tensor) -> Tensor:
    return functional.softplus(-real).mean() + functional.softplus(-fake).mean()


@mistake("wasserstein-gan", "wasserstein", "not_sorted")
def _(x: Tensor, y: Tensor) -> Tensor:
    return functional.l1_loss(x, y)


@mistake("mae-masking", "mae_loss", "all_patches_counted")
def _(pixels: Tensor, painted: Tensor, masked: Tensor) -> Tensor:
    return functional.mse_loss(painted, pixels)


@mistake("roofline", "reachable", "result_only")
def _(m: int, n: int, p: int, size: int, peak: float, bandwidth: float) -> float:
    return min(peak, 2 * n / size * bandwidth)


@mistake("chain-rule", "slope_of_chain", "all_at_the_start")
def _(ks: Sequence[float], x: float) -> float:
    return math.prod(ks) * x ** len(ks)


@mistake("module-parameters", "mlp_parameters", "weights_alone")
def _(widths: Sequence[int]) -> int:
    return sum(torch.nn.Linear(a, b).weight.numel() for a, b in pairwise(widths))


@mistake("tensor-broadcasting", "mse", "all_differences")
def _(prediction: Tensor, target: Tensor) -> Tensor:
    pairs = torch.cdist(prediction.reshape(-1, 1), target.reshape(-1, 1))
    return pairs.square().mean()


@mistake("tensorboard-scalars", "smooth", "too_low_at_first")
def _(values: Sequence[float], w: float) -> list[float]:
    return [(1 - w) * sum(w ** (j - i) * values[i] for i in range(j + 1)) for j in range(len(values))]


@mistake("transform-pipeline", "normalize", "without_scaling")
def _(image: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    return torch.stack([(channel - m) / s for channel, m, s in zip(image.float(), mean, std, strict=True)])


@mistake("bayes-rule", "posterior", "likelihood_alone")
def _(prior: Tensor, likelihood: Tensor) -> Tensor:
    return functional.normalize(likelihood, p=1, dim=0)


@mistake("softmax-temperature", "with_temperature", "divided_by_t")
def _(p: Tensor, T: float) -> Tensor:
    return p / p.sum()


@mistake("layer-norm", "layer_norm", "over_the_batch")
def _(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    rows = x.reshape(-1, x.shape[-1])
    return functional.batch_norm(rows, None, None, gamma, beta, training=True).reshape(x.shape)


@mistake("optimizer-state", "momentum_step", "running_mean_of_gradients")
def _(w: Tensor, g: Tensor, v: Tensor, lr: float, mu: float) -> tuple[Tensor, Tensor]:
    v = torch.lerp(g, v, mu)
    return w - v * lr, v


@mistake("optimizer-state", "adam_step", "without_correction")
def _(w: Tensor, g: Tensor, m: Tensor, v: Tensor, t: int, lr: float) -> tuple[Tensor, Tensor, Tensor]:
    m, v = m + 0.1 * (g - m), v + 0.001 * (g * g - v)
    return w - lr * m / (v.sqrt() + 1e-8), m, v


@mistake("sgd-update", "descend", "slope_of_the_start")
def _(a: float, t: float, w: float, lr: float, steps: int) -> list[float]:
    path, slope = [w], a * (w - t)
    for _ in range(steps):
        path.append(path[-1] - lr * slope)
    return path


@mistake("softmax-cross-entropy", "softmax", "overflows")
def _(z: Tensor) -> Tensor:
    powers = torch.exp(z)
    return powers / powers.sum(-1)[..., None]


@mistake("softmax-cross-entropy", "cross_entropy", "softmax_first")
def _(logits: Tensor, k: Tensor) -> Tensor:
    return functional.cross_entropy(logits.softmax(-1), k)


@mistake("adamw-vs-l2", "adamw_first_step", "decay_in_the_gradient")
def _(w: Tensor, g: Tensor, lr: float, decay: float) -> Tensor:
    total = torch.add(g, w, alpha=decay)
    return w - lr * total / (total.square().sqrt() + 1e-8)


@mistake("gradient-clipping", "clip_by_norm", "each_tensor")
def _(grads: Sequence[Tensor], c: float) -> list[Tensor]:
    return [g * c / g.norm() if g.norm() > c else g for g in grads]


@mistake("confusion-matrix", "confusion", "transposed")
def _(true: Tensor, predicted: Tensor, c: int) -> Tensor:
    table = torch.zeros(c, c, dtype=torch.long)
    for t, p in zip(true.tolist(), predicted.tolist(), strict=True):
        table[p, t] += 1
    return table


@mistake("label-smoothing", "smooth", "others_share")
def _(y: Tensor, K: int, eps: float) -> Tensor:
    rows = torch.full((len(y), K), eps / (K - 1))
    rows[range(len(y)), y] = 1 - eps
    return rows


@mistake("precision-recall", "f1", "mean_of_both")
def _(tp: int, fp: int, fn: int) -> float:
    return tp * (2 * tp + fp + fn) / (2 * (tp + fp) * (tp + fn)) if tp else 0.0


@mistake("standardise", "standardise", "all_entries")
def _(X: Tensor) -> Tensor:
    return (X - X.mean()) / (X - X.mean()).square().mean().sqrt()


@mistake("naive-bayes", "word_probabilities", "without_smoothing")
def _(counts: Tensor) -> Tensor:
    return torch.stack([row / row.sum() for row in counts])


@mistake("svm-margin", "hinge", "without_margin")
def _(s: Tensor, y: Tensor) -> Tensor:
    return torch.maximum(torch.zeros_like(s), -(s * y)).mean()


@mistake("knn", "knn", "largest_product")
def _(X: Tensor, y: Tensor, x: Tensor, k: int) -> int:
    near = torch.mv(X, x).sort(descending=True).indices[:k]
    return int(2 * sum(y[near].tolist()) > k)


@mistake("dice", "dice_loss", "over_the_whole_batch")
def _(p: Tensor, t: Tensor) -> Tensor:
    return 1 - (1 + 2 * torch.dot(p.flatten(), t.flatten())) / (1 + p.sum() + t.sum())


@mistake("optimizer-state", "momentum_step", "rate_in_the_velocity")
def _(w: Tensor, g: Tensor, v: Tensor, lr: float, mu: float) -> Any:
    v = v.mul(mu).add(g, alpha=lr)
    return w.sub(v), v


@mistake("optimizer-state", "adam_step", "epsilon_under_the_root")
def _(w: Tensor, g: Tensor, m: Tensor, v: Tensor, t: int, lr: float) -> Any:
    m, v = m + 0.1 * (g - m), v + 0.001 * (g * g - v)
    return w - lr * m / (1 - 0.9**t) * torch.rsqrt(v / (1 - 0.999**t) + 1e-8), m, v


@mistake("lstm-cell", "lstm_step", "candidate_comes_last")
def _(x: Tensor, h: Tensor, c: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Any:
    H = len(h)
    blocks = torch.mv(W, x) + torch.mv(U, h) + b
    i, f, o = torch.sigmoid(blocks[: 3 * H]).view(3, H)
    c = f * c + i * blocks[3 * H :].tanh()
    return o * c.tanh(), c


@mistake("pooling", "max_pool_backward", "to_all_of_them")
def _(image: Tensor, k: int, g: Tensor) -> Tensor:
    grad = torch.zeros_like(image)
    for r in range(g.shape[0]):
        for c in range(g.shape[1]):
            grad[r * k : (r + 1) * k, c * k : (c + 1) * k] = g[r, c]
    return grad


@mistake("rope", "apply_rope", "pairs_of_halves")
def _(x: Tensor, theta: Tensor) -> Tensor:
    angle = torch.outer(torch.arange(len(x)).float(), theta).repeat(1, 2)
    first, second = x.chunk(2, dim=-1)
    return x * angle.cos() + torch.cat([-second, first], dim=-1) * angle.sin()


@mistake("infonce-simclr", "info_nce", "neither_side_normalised")
def _(a: Tensor, b: Tensor, tau: float) -> Tensor:
    return -torch.log_softmax(torch.einsum("id,jd->ij", a, b) / tau, dim=1).diagonal().mean()
