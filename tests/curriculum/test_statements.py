"""What the texts of concepts say beyond their questions: each test runs one statement."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint
from torch.utils.data import DataLoader, TensorDataset


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)


# --- words as vectors, attention --------------------------------------------------------------------------------


def test_embedding_the_lookup_trains_the_rows_it_read_and_a_shared_output_layer_every_row() -> None:
    table, ids = nn.Embedding(9, 4), torch.tensor([2, 5, 2])
    table(ids).sum().backward()
    assert table.weight.grad is not None
    assert set(table.weight.grad.any(dim=1).nonzero().flatten().tolist()) == {2, 5}
    logits = table(ids) @ table.weight.T
    functional.cross_entropy(logits, ids).backward()
    assert table.weight.grad.any(dim=1).all()


@pytest.mark.parametrize("d", [64, 256])
def test_vector_similarity_the_cosine_of_random_vectors_spreads_like_one_over_the_root_of_d(d: int) -> None:
    cosines = functional.cosine_similarity(torch.randn(5000, d), torch.randn(5000, d), dim=1)
    assert cosines.std().item() == pytest.approx(1 / math.sqrt(d), rel=0.1)


def test_positional_encoding_attention_without_a_mask_ignores_the_order_and_with_a_causal_mask_it_does_not() -> None:
    x, order = torch.randn(6, 8), torch.tensor([3, 0, 5, 1, 4, 2])
    shuffled = x[order]
    assert torch.allclose(attended(x)[order], attended(shuffled), atol=1e-5)
    assert not torch.allclose(attended(x, causal=True)[order], attended(shuffled, causal=True), atol=1e-2)


def attended(x: torch.Tensor, causal: bool = False) -> torch.Tensor:
    """Self-attention without maps."""
    return functional.scaled_dot_product_attention(x, x, x, is_causal=causal)


def test_positional_encoding_a_fresh_table_of_positions_does_not_know_how_far_they_are_apart() -> None:
    table = nn.Embedding(40, 16).weight
    assert not torch.isclose(table[3] @ table[5], table[20] @ table[22], atol=0.1)


# --- encoder, decoder, Transformer ------------------------------------------------------------------------------


def test_enc_dec_schedule_one_masked_pass_gives_the_states_of_the_steps_and_without_a_mask_it_does_not() -> None:
    decoder = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0)
    memory, target = torch.randn(4, 8), torch.randn(5, 8)
    steps = torch.stack([decoder(target[: t + 1], memory)[-1] for t in range(5)])
    mask = nn.Transformer.generate_square_subsequent_mask(5)
    assert torch.allclose(decoder(target, memory, tgt_mask=mask), steps, atol=1e-5)
    assert not torch.allclose(decoder(target, memory), steps, atol=1e-2)


def test_kv_cache_a_whole_cache_is_exact_under_a_causal_mask_and_not_without_one() -> None:
    q, k, v = torch.randn(3, 6, 4)
    steps = torch.stack([(k[: t + 1] @ q[t] / 2).softmax(0) @ v[: t + 1] for t in range(6)])
    assert torch.allclose(functional.scaled_dot_product_attention(q, k, v, is_causal=True), steps, atol=1e-5)
    assert not torch.allclose(functional.scaled_dot_product_attention(q, k, v), steps, atol=1e-2)


def test_transformer_block_attention_joins_the_tokens_and_the_network_takes_each_by_itself() -> None:
    block = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0)
    x = torch.randn(4, 8)
    changed = x.clone()
    changed[1] += 1
    joined = block.self_attn(changed, changed, changed)[0] - block.self_attn(x, x, x)[0]
    alone = block.linear2(block.linear1(changed).relu()) - block.linear2(block.linear1(x).relu())
    assert joined.any(dim=1).tolist() == [True] * 4
    assert alone.any(dim=1).tolist() == [False, True, False, False]


# --- convolutional networks -------------------------------------------------------------------------------------


def test_residual_connection_a_zero_branch_is_the_identity_unless_a_relu_follows_the_sum() -> None:
    x, branch = torch.randn(1000), nn.Linear(1000, 1000)
    nn.init.zeros_(branch.weight)
    nn.init.zeros_(branch.bias)
    assert torch.equal(x + branch(x), x)
    changed = (functional.relu(x + branch(x)) != x).float().mean()
    assert changed.item() == pytest.approx(0.5, abs=0.1)


def test_vanishing_gradient_the_slope_of_a_sigmoid_layer_is_never_above_a_quarter_of_its_weight() -> None:
    x = torch.linspace(-10, 10, 2001, dtype=torch.float64, requires_grad=True)
    for w in (0.5, 2.0, -3.0):
        (slope,) = torch.autograd.grad(torch.sigmoid(w * x).sum(), x)
        assert slope.abs().max().item() == pytest.approx(abs(w) / 4)


def test_pooling_only_the_maximum_of_the_whole_map_forgives_every_shift() -> None:
    image = torch.rand(1, 1, 8, 8)
    moved = image.roll(1, dims=3)
    assert torch.equal(functional.max_pool2d(image, 8), functional.max_pool2d(moved, 8))
    assert not torch.equal(functional.max_pool2d(image, 2), functional.max_pool2d(moved, 2))


# --- graphs and agents -------------------------------------------------------------------------------------------


def ring(n: int) -> torch.Tensor:
    """The adjacency matrix of a ring, with self-loops, and of one edge across it."""
    A = torch.eye(n) + torch.eye(n).roll(1, 0) + torch.eye(n).roll(-1, 0)
    A[0, n // 2] = A[n // 2, 0] = 1
    return A.double()


def test_gnn_oversmoothing_sums_collapse_as_well_as_means() -> None:
    A = ring(6)
    X = torch.randn(6, 4, dtype=torch.float64)

    def share(layers: int) -> float:
        """The second singular value, as a share of the first."""
        first, second, *_ = torch.linalg.svdvals(torch.linalg.matrix_power(A, layers) @ X).tolist()
        return float(second / first)

    assert share(40) < 1e-4 < 0.1 < share(1)
    assert (torch.linalg.matrix_power(A, 40) @ X).abs().max() > 1e6


def test_gnn_symmetry_features_that_move_without_their_edges_give_another_result() -> None:
    A, X, order = ring(6), torch.randn(6, 3, dtype=torch.float64), torch.tensor([3, 0, 4, 1, 5, 2])
    assert torch.allclose(A[order][:, order] @ X[order], (A @ X)[order])
    assert not torch.allclose(A @ X[order], (A @ X)[order])


def test_rnn_as_chain_graph_messages_both_ways_are_another_model() -> None:
    x = torch.arange(1.0, 6.0)
    S = torch.ones(4).diag(-1)
    states = [x[0]]
    for value in x[1:]:
        states.append(value + 0.5 * states[-1])

    def messages(links: torch.Tensor) -> torch.Tensor:
        h = x
        for _ in range(4):
            h = x + 0.5 * links @ h
        return h

    assert torch.allclose(messages(S), torch.stack(states))
    assert not torch.isclose(messages(S + S.T), torch.stack(states)).any()


def test_mas_game_with_equal_wins_the_mixed_equilibrium_of_matching_is_a_fair_coin() -> None:
    matcher = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    fair = torch.tensor([0.5, 0.5])
    assert (matcher @ fair == 0).all()
    assert (fair @ -matcher == 0).all()


# --- training on features and in parts --------------------------------------------------------------------------


def test_feature_collapse_a_detached_goal_shrinks_the_features_only_where_the_input_is_noisy() -> None:
    x = torch.randn(256, 4)

    def spread_after(noise: float) -> float:
        student = nn.Linear(4, 3)
        before = student(x).std(dim=0).mean()
        optimizer = torch.optim.SGD(student.parameters(), lr=0.3)
        for _ in range(60):
            optimizer.zero_grad()
            seen = x + noise * torch.randn_like(x)
            functional.mse_loss(student(seen), student(x).detach()).backward()
            optimizer.step()
        return float((student(x).std(dim=0).mean() / before).detach())

    assert spread_after(0) == pytest.approx(1)
    assert spread_after(0.5) < 0.5


def test_gradient_checkpointing_the_gradient_stays_with_dropout_unless_the_random_state_is_not_kept() -> None:
    def same_mask(preserve: bool) -> bool:
        x = torch.ones(200, requires_grad=True)
        y = checkpoint(functional.dropout, x, 0.5, use_reentrant=False, preserve_rng_state=preserve)
        y.sum().backward()
        return torch.equal(x.grad, y) if x.grad is not None else False

    assert same_mask(preserve=True)
    assert not same_mask(preserve=False)


@pytest.mark.parametrize(("layer", "equal"), [(nn.Tanh(), True), (nn.BatchNorm1d(4), False)])
def test_microbatch_batch_normalization_breaks_the_equality(layer: nn.Module, equal: bool) -> None:
    x, first, last = torch.randn(12, 3), nn.Linear(3, 4), nn.Linear(4, 1)

    def gradient(parts: int) -> torch.Tensor:
        loss = sum(last(layer(first(part))).square().mean() / parts for part in x.chunk(parts))
        (weights,) = torch.autograd.grad(loss, last.weight)
        return weights

    assert torch.allclose(gradient(1), gradient(3), rtol=1e-3, atol=1e-5) is equal


# --- forward, backward, update ----------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [functional.relu, functional.leaky_relu])
def test_activation_functions_at_0_relu_and_leaky_relu_take_the_left_slope(act: Callable[[Tensor], Tensor]) -> None:
    x = torch.tensor([0.0, -1.0], requires_grad=True)
    act(x).sum().backward()
    assert x.grad is not None
    assert x.grad[0] == x.grad[1]


@pytest.mark.parametrize(("gradient", "share"), [(1000.0, 1.0), (1e-3, 1.0), (1e-9, 1 / 11), (0.0, 0.0)])
def test_optimizer_state_adams_first_step_is_lr_only_far_above_epsilon(gradient: float, share: float) -> None:
    w = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([w], lr=0.1)
    w.grad = torch.tensor([gradient])
    optimizer.step()
    assert abs(w.item()) == pytest.approx(0.1 * share, rel=1e-3)


@pytest.mark.parametrize("tracked", [True, False])
def test_batch_norm_eval_takes_one_sample_alone_unless_nothing_was_tracked(tracked: bool) -> None:
    bn, x = nn.BatchNorm1d(3, track_running_stats=tracked).eval(), torch.randn(4, 3)
    assert torch.allclose(bn(x)[:2], bn(x[:2]), atol=1e-4) is tracked


@pytest.mark.parametrize(("size", "undone"), [(1.0, True), (1e-3, False)])
def test_layer_norm_a_factor_is_undone_while_the_variance_is_far_above_epsilon(size: float, undone: bool) -> None:
    ln, x = nn.LayerNorm(8), size * torch.randn(5, 8)
    assert torch.allclose(ln(x), ln(2 * x), atol=1e-3) is undone


# --- gradients, data, modules -----------------------------------------------------------------------------------


def test_dataloader_batching_each_index_comes_once_in_an_epoch_and_dropped_ones_do_not() -> None:
    data = TensorDataset(torch.arange(10))
    delivered = torch.cat([batch for (batch,) in DataLoader(data, 4, shuffle=True)])
    assert sorted(delivered.tolist()) == list(range(10))
    kept = torch.cat([batch for (batch,) in DataLoader(data, 4, shuffle=True, drop_last=True)])
    assert len(set(kept.tolist())) == 8


def test_module_parameters_a_buffer_is_saved_unless_it_is_not_persistent() -> None:
    module = nn.Module()
    module.register_buffer("saved", torch.zeros(2))
    module.register_buffer("left_out", torch.zeros(2), persistent=False)
    assert set(module.state_dict()) == {"saved"}
    assert list(module.parameters()) == []


# --- recurrent networks ------------------------------------------------------------------------------------------


def test_lstm_cell_the_state_stays_within_one_and_the_memory_need_not() -> None:
    cell = nn.LSTMCell(1, 1)
    nn.init.constant_(cell.bias_ih, 9.0)
    h = c = torch.zeros(1, 1)
    for _ in range(10):
        h, c = cell(torch.zeros(1, 1), (h, c))
    assert 0.9 < h.item() < 1 < 5 < c.item()


def test_lstm_forget_path_a_fresh_lstm_about_halves_the_gradient_at_each_step() -> None:
    cell = nn.LSTMCell(16, 16)
    c = start = torch.zeros(1, 16, requires_grad=True)
    for _ in range(10):
        _, c = cell(torch.zeros(1, 16), (torch.zeros(1, 16), c))
    (slope,) = torch.autograd.grad(c.sum(), start)
    assert (slope.mean() ** 0.1).item() == pytest.approx(0.5, abs=0.1)


def test_rnn_gradient_product_a_singular_value_above_one_allows_growth_for_a_while() -> None:
    W = torch.tensor([[0.8, 3.0], [0.0, 0.8]], dtype=torch.float64)
    lengths = [torch.linalg.matrix_power(W, steps).sum(dim=0).norm().item() for steps in (1, 4, 200)]
    assert lengths[0] < lengths[1]
    assert lengths[2] < 1e-6


def test_shared_weight_gradient_copies_of_equal_value_give_the_product_and_the_sum_of_the_shared_weight() -> None:
    def run(weights: list[torch.Tensor]) -> tuple[float, float]:
        start = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
        h = start
        for weight in weights:
            h = weight * h
        each = {id(weight): weight for weight in weights}.values()
        first, *others = torch.autograd.grad(h, [start, *each])
        return first.item(), sum(slope.item() for slope in others)

    shared = torch.tensor(0.9, dtype=torch.float64, requires_grad=True)
    copies = [torch.tensor(0.9, dtype=torch.float64, requires_grad=True) for _ in range(6)]
    assert run([shared] * 6) == pytest.approx(run(copies))


# --- decisions over time ----------------------------------------------------------------------------------------


def test_actor_critic_lambda_0_is_the_td_error_and_lambda_1_the_return_minus_the_value() -> None:
    r, V, gamma = torch.randn(6).tolist(), [*torch.randn(6).tolist(), 0.0], 0.9
    errors = [r[t] + gamma * V[t + 1] - V[t] for t in range(6)]

    def advantage(lam: float) -> float:
        return float(sum((gamma * lam) ** k * error for k, error in enumerate(errors)))

    assert advantage(0) == pytest.approx(errors[0])
    assert advantage(1) == pytest.approx(sum(gamma**k * reward for k, reward in enumerate(r)) - V[0])


def test_policy_gradient_a_baseline_keeps_the_mean_and_changes_the_spread() -> None:
    logits, rewards = torch.randn(3), torch.tensor([4.0, 6.0, 8.0])
    p = logits.softmax(0)

    def samples(b: float) -> Tensor:
        """The gradient for each action that may be drawn."""
        return (rewards - b)[:, None] * (torch.eye(3) - p)

    plain, centred = samples(0), samples(float(p @ rewards))
    assert torch.allclose(p @ plain, p @ centred, atol=1e-5)
    spread = [(p @ (each - p @ each).square()).sum() for each in (plain, centred)]
    assert spread[1] < spread[0]


def test_dqn_target_choosing_and_valuing_with_two_networks_takes_most_of_the_bias_away() -> None:
    noise = torch.randn(2, 20000, 4)
    single = noise[0].amax(dim=1).mean()
    double = noise[1].gather(1, noise[0].argmax(dim=1, keepdim=True)).mean()
    assert single > 1
    assert abs(double) < 0.05


# --- generative models ------------------------------------------------------------------------------------------


def test_gan_optimum_where_fakes_are_like_data_the_best_discriminator_has_the_loss_ln_4() -> None:
    p = torch.tensor([0.2, 0.3, 0.5])
    logits = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.SGD([logits], lr=1.0)
    with torch.no_grad():
        logits.copy_(torch.randn(3))
    for _ in range(300):
        optimizer.zero_grad()
        loss = -(p * functional.logsigmoid(logits)).sum() - (p * functional.logsigmoid(-logits)).sum()
        loss.backward()
        optimizer.step()
    assert loss.item() == pytest.approx(math.log(4), rel=1e-3)


def test_wasserstein_gan_without_overlap_the_divergence_is_the_same_at_any_distance() -> None:
    def divergences(gap: int) -> tuple[float, float]:
        """Jensen-Shannon, and Wasserstein by cumulative shares."""
        p, q = torch.zeros(20), torch.zeros(20)
        p[0] = q[gap] = 1.0
        m = (p + q) / 2
        js = sum(0.5 * (d[d > 0] * (d[d > 0] / m[d > 0]).log()).sum() for d in (p, q))
        return float(js), float((p.cumsum(0) - q.cumsum(0)).abs().sum())

    assert divergences(3) == pytest.approx((math.log(2), 3))
    assert divergences(12) == pytest.approx((math.log(2), 12))


def test_classifier_free_guidance_at_a_level_its_noise_is_the_slope_of_the_sharpened_density() -> None:
    """For Gaussians, whose noise is -sigma times the slope of the log-density."""
    x, w, sigma = torch.tensor(0.7, dtype=torch.float64, requires_grad=True), 3.0, 0.5
    plain = torch.distributions.Normal(0.0, 2.0).log_prob(x)
    given = torch.distributions.Normal(1.0, 1.5).log_prob(x)
    slopes = [
        torch.autograd.grad(each, x, retain_graph=True)[0] for each in (plain, given, plain + w * (given - plain))
    ]
    unconditional, conditional, sharpened = (-sigma * each for each in slopes)
    assert torch.allclose(unconditional + w * (conditional - unconditional), sharpened)


def test_normalizing_flow_a_coupling_layer_is_undone_though_its_functions_cannot_be() -> None:
    z = torch.randn(8, 4, dtype=torch.float64)
    s, t = z[:, :2].relu(), z[:, :2].square()  # neither can be inverted
    x = torch.cat([z[:, :2], z[:, 2:] * s.exp() + t], dim=1)
    back = (x[:, 2:] - x[:, :2].square()) * (-x[:, :2].relu()).exp()
    assert torch.allclose(back, z[:, 2:])


def test_ddpm_forward_many_small_steps_are_one_large_one_and_keep_the_variance_at_1() -> None:
    betas = torch.linspace(0.02, 0.3, 12)
    signal, variance = 1.0, 1.0
    for beta in betas.tolist():
        signal, variance = signal * (1 - beta) ** 0.5, (1 - beta) * variance + beta
    assert signal**2 == pytest.approx(float((1 - betas).prod()))
    assert variance == pytest.approx(1)


# --- adapted and aligned models, optimisation, text --------------------------------------------------------------


def test_lora_the_merged_matrix_gives_the_same_output_and_ranks_of_changes_add_up() -> None:
    W, x = torch.randn(6, 5, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    changes = [torch.randn(6, 2, dtype=torch.float64) @ torch.randn(2, 5, dtype=torch.float64) for _ in range(3)]
    assert torch.allclose(x @ (W + changes[0]).T, x @ W.T + x @ changes[0].T)
    ranks = [int(torch.linalg.matrix_rank(sum(changes[:k], torch.zeros_like(W)))) for k in (1, 2, 3)]
    assert ranks == [2, 4, 5]


def test_dpo_both_log_probabilities_may_fall_while_the_loss_does() -> None:
    def loss(chosen: float, rejected: float) -> float:
        return float(-functional.logsigmoid(torch.tensor(0.5 * (chosen - rejected))))

    assert loss(-1.0, -4.0) < loss(0.0, 0.0) == pytest.approx(math.log(2))


def test_kl_direction_forward_fits_a_broad_model_and_reverse_one_mode() -> None:
    x = torch.linspace(-8, 8, 401)
    two_modes = torch.exp(-((x - 3) ** 2)) + torch.exp(-((x + 3) ** 2))
    data = two_modes / two_modes.sum()

    def fitted(forward: bool) -> tuple[float, float]:
        """Mean and deviation of the Gaussian that fits best, among many."""

        def divergence(mean: float, deviation: float) -> float:
            q = torch.exp(-(((x - mean) / deviation) ** 2) / 2).clamp(min=1e-30)
            one, other = (data, q / q.sum()) if forward else (q / q.sum(), data)
            return float((one * (one.clamp(min=1e-30) / other.clamp(min=1e-30)).log()).sum())

        grid = [(mean / 2, deviation / 4) for mean in range(-8, 9) for deviation in range(2, 17)]
        return min(grid, key=lambda place: divergence(*place))

    mean, deviation = fitted(forward=True)
    assert (abs(mean), deviation) == pytest.approx((0, 3), abs=0.3)
    mean, deviation = fitted(forward=False)
    assert (abs(mean), deviation) == pytest.approx((3, 0.75), abs=0.3)


def test_adamw_twice_the_l2_in_adam_hardly_pulls_harder_and_in_adamw_twice_as_hard() -> None:
    def pulled(make: type[torch.optim.Optimizer], decay: float) -> float:
        p = nn.Parameter(torch.tensor([5.0]))
        optimizer = make([p], lr=0.1, weight_decay=decay)  # type: ignore[call-arg]
        for _ in range(3):
            p.grad = torch.zeros(1)
            optimizer.step()
        return 5 - p.item()

    assert pulled(torch.optim.Adam, 0.2) == pytest.approx(pulled(torch.optim.Adam, 0.1), rel=0.02)
    assert pulled(torch.optim.AdamW, 0.2) == pytest.approx(2 * pulled(torch.optim.AdamW, 0.1), rel=0.05)


def test_perplexity_a_uniform_guess_among_v_tokens_has_the_perplexity_v() -> None:
    logits = torch.zeros(9, 40)
    assert functional.cross_entropy(logits, torch.arange(9)).exp().item() == pytest.approx(40, rel=1e-4)


def test_flash_attention_tiles_give_the_result_of_the_whole_table() -> None:
    q, k, v = torch.randn(3, 12, 4, dtype=torch.float64)
    top, total, out = torch.full((12, 1), -torch.inf).double(), torch.zeros(12, 1).double(), torch.zeros(12, 4).double()
    for keys, values in zip(k.split(5), v.split(5), strict=True):
        scores = q @ keys.T / 2
        new = torch.maximum(top, scores.amax(dim=1, keepdim=True))
        old, weights = (top - new).exp(), (scores - new).exp()
        total, out, top = old * total + weights.sum(dim=1, keepdim=True), old * out + weights @ values, new
    assert torch.allclose(out / total, functional.scaled_dot_product_attention(q, k, v))
