"""The decoder: shapes, causality, and that the written-out path and the trained path are one model."""

import math
from dataclasses import replace

import pytest
import torch

from common.decoder import POSITIONS, Decoder, DecoderConfig, alibi_slopes, causal_bias, count_parameters, rotary_tables, rotate
from common.decoder import sinusoidal_rows
from common.tied_loss import tied_cross_entropy

TINY = DecoderConfig(vocab=50, context=16, layers=2, heads=2, width=16, hidden=24)


def awake(seed: int = 0, config: DecoderConfig = TINY) -> Decoder:
    """A tiny model whose zero-started projections are filled, so that every layer does something."""
    model = Decoder(config, seed)
    draw = torch.Generator().manual_seed(seed + 100)
    with torch.no_grad():
        for layer in model.layers:
            layer.o.weight.normal_(0, 0.3, generator=draw)
            layer.down.weight.normal_(0, 0.3, generator=draw)
        model.embed.weight.normal_(0, 0.5, generator=draw)
    return model.eval()


def test_story_has_the_stated_size():
    assert count_parameters(Decoder(DecoderConfig())) == 3_443_136


def test_a_later_token_changes_nothing_before_it():
    model, tokens = awake(), torch.arange(10)[None]
    other = tokens.clone()
    other[0, 6] = 40
    for logits_of in (lambda t: model.inspect(t)[0], model):
        one, two = logits_of(tokens), logits_of(other)
        assert torch.equal(one[:, :6], two[:, :6])
        assert (one[:, 6:] - two[:, 6:]).abs().max() > 1e-3


def test_written_out_and_fused_paths_agree():
    model, tokens = awake(), torch.arange(12)[None]
    assert torch.allclose(model.inspect(tokens)[0], model(tokens), atol=1e-5)


def test_bfloat16_halves_agree_with_fused_attention():
    from common.decoder import causal_attention

    draw = torch.Generator().manual_seed(3)
    q, k, v = (torch.randn(2, 2, 16, 8, generator=draw) for _ in range(3))
    halves = causal_attention(q.bfloat16(), k.bfloat16(), v.bfloat16()).float()
    assert torch.allclose(halves, causal_attention(q, k, v), atol=3e-2)


def test_cached_steps_give_what_one_pass_gives():
    model, tokens = awake(), torch.arange(9)[None]
    whole, _, _ = model.inspect(tokens)
    _, cache, _ = model.inspect(tokens[:, :5])
    later, _, _ = model.inspect(tokens[:, 5:], past=cache)
    assert torch.allclose(whole[:, 5:], later, atol=1e-5)


def test_knocking_a_head_out_is_zeroing_its_slice():
    model, tokens = awake(), torch.arange(8)[None]
    mask = torch.ones(TINY.layers, TINY.heads)
    mask[1, 0] = 0
    _, _, record = model.inspect(tokens, head_mask=mask)
    joined = model.layers[1].join(record["layer.1.attn.head_out"])
    assert joined[..., : TINY.head_size].abs().max() == 0
    assert not torch.equal(record["logits"], model.inspect(tokens)[0])
    assert torch.equal(model.inspect(tokens, head_mask=torch.ones(TINY.layers, TINY.heads))[0], model.inspect(tokens)[0])


def test_rotation_keeps_length_and_depends_on_distance_only():
    draw = torch.Generator().manual_seed(0)
    q, k = torch.randn(1, 1, 1, 32, generator=draw), torch.randn(1, 1, 1, 32, generator=draw)

    def turned(x, place):
        return rotate(x, *rotary_tables(torch.tensor([place]), 32))

    assert torch.allclose(turned(q, 100).norm(), q.norm(), rtol=1e-6)
    near, far = ((turned(q, m) * turned(k, n)).sum() for m, n in ((9, 4), (209, 204)))
    assert torch.allclose(near, far, atol=1e-4)


def test_pairs_are_halves_as_in_llama():
    x = torch.zeros(1, 1, 1, 8)
    x[..., 1] = 1.0
    out = rotate(x, *rotary_tables(torch.tensor([3]), 8))
    assert out.nonzero()[:, 3].tolist() == [1, 5]


def test_pattern_rows_sum_to_one_and_look_back_only():
    _, _, record = awake().inspect(torch.arange(7)[None])
    pattern = record["layer.0.attn.pattern"]
    assert torch.allclose(pattern.sum(-1), torch.ones(1, 2, 7), atol=1e-6)
    assert pattern.triu(1).abs().max() == 0
    assert causal_bias(2, 5).tolist()[0][0][0][4] == -1e9


@pytest.mark.parametrize("rows", [5, 1500])
def test_sliced_loss_and_gradients_equal_the_plain_ones(rows):
    draw = torch.Generator().manual_seed(1)
    states = torch.randn(1, rows, 16, generator=draw, requires_grad=True)
    weight = torch.randn(50, 16, generator=draw, requires_grad=True)
    targets = torch.randint(0, 50, (1, rows), generator=draw)
    targets[0, ::3] = -100
    loss = tied_cross_entropy(states, weight, targets)
    loss.backward()
    found = states.grad.clone(), weight.grad.clone()
    states.grad = weight.grad = None
    plain = torch.nn.functional.cross_entropy((states @ weight.t()).flatten(0, 1), targets.flatten(), ignore_index=-100)
    plain.backward()
    assert torch.allclose(loss, plain, rtol=1e-5)
    assert torch.allclose(found[0], states.grad, atol=1e-6) and torch.allclose(found[1], weight.grad, atol=1e-6)


def last_states(positions: str, layers: int, order: list[int]) -> torch.Tensor:
    """Final state of the last token when the tokens before it come in `order`."""
    model = awake(5, replace(TINY, positions=positions, layers=layers))
    with torch.no_grad():
        return model.trunk(torch.tensor([[*order, 30]]))[0, -1]


@pytest.mark.parametrize("positions", POSITIONS)
def test_one_causal_layer_without_positions_is_blind_to_earlier_order_and_two_are_not(positions):
    there, back = list(range(1, 9)), [5, 3, 8, 1, 2, 7, 6, 4]
    gap = {layers: (last_states(positions, layers, there) - last_states(positions, layers, back)).abs().max() for layers in (1, 2)}
    assert (gap[1] < 1e-5) == (positions == "none")
    assert gap[2] > 1e-3


def test_decoders_that_differ_in_positions_start_alike():
    one, two = (Decoder(replace(TINY, positions=kind), 4) for kind in ("none", "learned"))
    assert all(torch.equal(value, two.state_dict()[name]) for name, value in one.state_dict().items())


def test_sinusoids_slopes_and_a_table_that_ends():
    rows = sinusoidal_rows(torch.arange(20), 16) * 4
    assert rows[3, 4].item() == pytest.approx(math.sin(3 / 10000 ** (4 / 16)), abs=1e-6)
    dots = rows @ rows.t()
    assert dots[2, 5].item() == pytest.approx(dots[11, 14].item(), abs=1e-4)
    assert alibi_slopes(4).tolist() == [0.25, 0.0625, 0.015625, 0.00390625]
    with pytest.raises(ValueError, match="16 rows"):
        awake(1, replace(TINY, positions="learned")).inspect(torch.zeros(1, 17, dtype=torch.int64))
