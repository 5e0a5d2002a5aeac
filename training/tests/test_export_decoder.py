"""The exported graph against PyTorch, on a tiny random model."""

from dataclasses import replace

import numpy as np
import onnxruntime
import pytest
import torch

from common.decoder import POSITIONS, Decoder, rotary_tables
from common.export_decoder import build, feeds, load_weights, named_weights, output_shapes, quantise_rows, shipped_weights
from tests.test_decoder import TINY, awake


def session(model: Decoder, store: str):
    graph = build(TINY, named_weights(model), store)
    made = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    return made, load_weights(Decoder(TINY), shipped_weights(graph)).eval()


def run(made, given):
    return dict(zip([o.name for o in made.get_outputs()], made.run(None, given)))


@pytest.mark.parametrize("store", ["fp32", "fp16", "int8"])
def test_every_named_tensor_agrees(store):
    made, shipped = session(awake(), store)
    ids = np.arange(11)[None]
    found = run(made, feeds(TINY, ids))
    with torch.no_grad():
        _, cache, record = shipped.inspect(torch.from_numpy(ids))
    assert set(record) | {f"present.{i}.{p}" for i in range(TINY.layers) for p in ("key", "value")} == set(output_shapes(TINY))
    for name, value in record.items():
        assert np.abs(found[name] - value.numpy()).max() < 1e-5, name
    assert np.abs(found["present.1.key"] - cache[1][0].numpy()).max() < 1e-5


@pytest.mark.parametrize("positions", POSITIONS)
def test_every_kind_of_positions_agrees_whole_and_cached(positions):
    config = replace(TINY, positions=positions)
    model = awake(3, config)
    graph = build(config, named_weights(model), "fp32")
    made = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    assert ("position_rows" in [i.name for i in made.get_inputs()]) == (positions in ("sinusoidal", "learned"))
    ids = np.arange(11)[None]
    with torch.no_grad():
        _, _, record = model.inspect(torch.from_numpy(ids))
        assert torch.allclose(record["logits"], model(torch.from_numpy(ids)), atol=1e-5)
    found = run(made, feeds(config, ids, model=model))
    assert set(record) < set(found) and set(output_shapes(config)) == set(found)
    for name, value in record.items():
        assert np.abs(found[name] - value.numpy()).max() < 1e-5, name
    first = run(made, feeds(config, ids[:, :6], model=model))
    past = [(first[f"present.{i}.key"], first[f"present.{i}.value"]) for i in range(config.layers)]
    second = run(made, feeds(config, ids[:, 6:], past=past, model=model))
    assert np.abs(second["logits"] - found["logits"][:, 6:]).max() < 1e-5


def test_head_mask_bias_tables_and_cache_are_obeyed():
    made, shipped = session(awake(1), "int8")
    ids = np.arange(10)[None]
    mask = torch.ones(TINY.layers, TINY.heads)
    mask[0, 1] = 0
    bias = torch.zeros(TINY.layers, TINY.heads, 10, 10)
    bias[:, 0] = torch.where(torch.ones(10, 10).triu(1) > 0, -1e9, 0.0)
    tables = rotary_tables(torch.arange(10), TINY.head_size, TINY.rope_base, 0.5)
    with torch.no_grad():
        wanted = shipped.inspect(torch.from_numpy(ids), bias=bias, head_mask=mask, tables=tables)[0].numpy()
    given = feeds(TINY, ids, bias=bias.numpy(), head_mask=mask.numpy(), tables=tables)
    assert np.abs(run(made, given)["logits"] - wanted).max() < 1e-5

    whole = run(made, feeds(TINY, ids))
    first = run(made, feeds(TINY, ids[:, :6]))
    past = [(first[f"present.{i}.key"], first[f"present.{i}.value"]) for i in range(TINY.layers)]
    second = run(made, feeds(TINY, ids[:, 6:], past=past))
    assert np.abs(second["logits"] - whole["logits"][:, 6:]).max() < 1e-5
    assert np.abs(second["present.0.key"] - whole["present.0.key"]).max() < 1e-5


def test_weights_are_widened_at_load_not_at_every_step(tmp_path):
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "folded.onnx")
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    onnxruntime.InferenceSession(
        build(TINY, named_weights(awake()), "int8").SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    import onnx

    left = {node.op_type for node in onnx.load(tmp_path / "folded.onnx").graph.node}
    assert not left & {"Cast", "DequantizeLinear"}


def test_int8_rows_are_within_half_a_step():
    matrix = np.random.default_rng(0).standard_normal((7, 33)).astype(np.float32)
    small, scale = quantise_rows(matrix)
    inside = np.abs(matrix) <= 127 * scale[:, None]
    assert (np.abs(small * scale[:, None] - matrix)[inside] <= np.broadcast_to(scale[:, None], matrix.shape)[inside] * 0.5001).all()
    assert inside.mean() > 0.9
