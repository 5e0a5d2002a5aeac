"""The encoder-decoder: its exported graphs against PyTorch, its masks, its cache, its greedy decoding."""

import numpy as np
import onnxruntime
import pytest
import torch

from common.encdec import EncDecConfig, EncoderDecoder
from common.export_encdec import build, config_of, decoder_feeds, decoder_shapes, encoder_feeds, encoder_shapes, load_weights, marian_config, named_weights
from common.onnx_graph import shipped_weights

TINY = EncDecConfig(vocab=50, context=16, layers=2, heads=3, width=24, hidden=40)
SOURCE, TARGET = np.array([[7, 9, 11, 13, 1]]), np.array([[0, 20, 21, 22, 23, 24]])


def awake(seed: int = 0) -> EncoderDecoder:
    """A model whose every weight counts: nothing left at zero or one."""
    model = EncoderDecoder(TINY, seed)
    draw = torch.Generator().manual_seed(seed + 100)
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(torch.randn(weight.shape, generator=draw) * 0.2)
    return model.eval()


class Exported:
    def __init__(self, store: str = "int8", seed: int = 0):
        graphs = build(TINY, named_weights(awake(seed)), store)
        self.model = load_weights(EncoderDecoder(TINY), shipped_weights(graphs[0]) | shipped_weights(graphs[1])).eval()
        self.sessions = [onnxruntime.InferenceSession(g.SerializeToString(), providers=["CPUExecutionProvider"]) for g in graphs]

    def run(self, side: int, given: dict) -> dict:
        return dict(zip([o.name for o in self.sessions[side].get_outputs()], self.sessions[side].run(None, given)))


def cross_of(found: dict) -> list:
    return [tuple(found[f"dec.layer.{i}.cross.{part}"] for part in "kv") for i in range(TINY.layers)]


@pytest.mark.parametrize("store", ["fp32", "fp16", "int8"])
def test_every_named_tensor_and_weight_agrees(store):
    exported = Exported(store)
    with torch.no_grad():
        cross, encoded = exported.model.encode(torch.from_numpy(SOURCE))
        _, cache, decoded = exported.model.decode(torch.from_numpy(TARGET), cross)
    first = exported.run(0, encoder_feeds(TINY, SOURCE))
    second = exported.run(1, decoder_feeds(TINY, TARGET, cross_of(first)))
    present = {f"present.{i}.{part}" for i in range(TINY.layers) for part in ("key", "value")}
    assert set(encoded) == set(encoder_shapes(TINY)[1])
    assert set(decoded) | present == set(decoder_shapes(TINY)[1])
    for record, found in ((encoded, first), (decoded, second)):
        for name, value in record.items():
            assert np.abs(found[name] - value.numpy()).max() < 1e-5, name
    for name, value in named_weights(exported.model).items():
        assert np.abs((first | second)[name] - value).max() < 1e-7, name
    assert np.abs(second["present.1.key"] - cache[1][0].numpy()).max() < 1e-5


def test_masks_biases_and_positions_are_obeyed():
    exported, draw = Exported(seed=1), torch.Generator().manual_seed(5)
    tensor = lambda *shape: torch.randn(*shape, generator=draw)  # noqa: E731
    enc = {"bias": tensor(2, 3, 5, 5), "head_mask": tensor(2, 3), "positions": tensor(5, 24)}
    dec = {"self_bias": tensor(1, 3, 6, 6), "cross_bias": tensor(2, 1, 1, 5), "self_mask": tensor(2, 3), "cross_mask": tensor(2, 3), "positions": tensor(6, 24)}
    with torch.no_grad():
        cross, _ = exported.model.encode(torch.from_numpy(SOURCE), **enc)
        wanted, _, _ = exported.model.decode(torch.from_numpy(TARGET), cross, **dec)
    first = exported.run(0, encoder_feeds(TINY, SOURCE, **enc))
    found = exported.run(1, decoder_feeds(TINY, TARGET, cross_of(first), **dec))
    assert np.abs(found["logits"] - wanted.numpy()).max() < 1e-4


def test_cached_steps_give_what_one_pass_gives_and_greedy_decoding_follows_them():
    exported = Exported(seed=2)
    cross = cross_of(exported.run(0, encoder_feeds(TINY, SOURCE)))
    whole = exported.run(1, decoder_feeds(TINY, TARGET, cross))
    first = exported.run(1, decoder_feeds(TINY, TARGET[:, :4], cross))
    past = [(first[f"present.{i}.key"], first[f"present.{i}.value"]) for i in range(TINY.layers)]
    second = exported.run(1, decoder_feeds(TINY, TARGET[:, 4:], cross, past=past))
    assert np.abs(second["logits"] - whole["logits"][:, 4:]).max() < 1e-5

    ids = [TINY.start]
    while len(ids) < 9:
        step = exported.run(1, decoder_feeds(TINY, np.array([ids]), cross))["logits"]
        ids.append(int(step[0, -1].argmax()))
        if ids[-1] == TINY.end:
            break
    wanted = [token for token in ids[1:] if token != TINY.end]
    assert exported.model.translate([SOURCE[0].tolist(), [3, 1]], longest=8)[0] == wanted


def test_training_path_equals_the_open_one_and_padding_changes_nothing():
    model = awake(3)
    source, target = torch.from_numpy(SOURCE), torch.from_numpy(TARGET)
    with torch.no_grad():
        wanted = model.decode(target, model.encode(source)[0])[0]
        assert torch.allclose(model(source, target), wanted, atol=1e-5)
        padded = torch.cat((source, torch.ones(1, 4, dtype=torch.int64)), 1)
        assert torch.allclose(model(padded, target), wanted, atol=1e-5)


def test_config_survives_its_file():
    assert config_of(marian_config(TINY)) == TINY
