"""Writes an encoder-decoder as two open ONNX graphs: every inner tensor an output, every mask and position row an input.

The encoder runs once a source text and also makes the keys and values of each cross-attention, so that a decoding step
computes only what is new. The decoder's one file serves the whole pass and the cached steps. Inputs and outputs are named
in `encoder_shapes` and `decoder_shapes`; weights are stored in 8 or 16 bits, widened once at load, and may be read as
outputs under their own names; all arithmetic is float32.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto

from common.encdec import EncDecConfig, EncoderDecoder, causal, sinusoids
from common.onnx_graph import Graph, shipped_weights

WHOLE, REAL = TensorProto.INT64, TensorProto.FLOAT


def graph_name(name: str) -> str:
    """A PyTorch parameter's name as the graphs say it: encoder.0.norm1.weight is enc.layer.0.norm1.gain."""
    if ".norm" in name:
        name = name.replace(".weight", ".gain")
    for side in ("encoder", "decoder"):
        name = name.replace(f"{side}.", f"{side[:3]}.layer.")
    return name.replace("self_attn", "self").replace("cross_attn", "cross")


def named_weights(model: EncoderDecoder) -> dict[str, np.ndarray]:
    """Every trained tensor under its name in the graphs, matrices [out, in]."""
    return {graph_name(name): value.detach().float().cpu().numpy() for name, value in model.named_parameters()}


def load_weights(model: EncoderDecoder, weights: dict[str, np.ndarray]) -> EncoderDecoder:
    """Puts tensors named as in the graphs back into a model (the inverse of `named_weights`)."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(torch.tensor(weights[graph_name(name)]))
    return model


def shipped(model: EncoderDecoder, store: str = "int8") -> EncoderDecoder:
    """The model with the weights that a reader of its exported graphs ends up with."""
    graphs = build(model.config, named_weights(model), store)
    weights = shipped_weights(graphs[0]) | shipped_weights(graphs[1])
    return load_weights(EncoderDecoder(model.config), weights).eval()


def _attention_shapes(name: str, config: EncDecConfig, queries: str, keys: list, parts: tuple[str, ...]) -> dict[str, list]:
    heads, size = config.heads, config.head_size
    shapes = {f"{name}.{part}": ["batch", heads, queries, size] for part in (*parts, "head_out")}
    shapes |= {f"{name}.{part}": ["batch", heads, queries, keys] for part in ("scores", "pattern")}
    return shapes | {f"{name}.out": ["batch", queries, config.width]}


def _layer_shapes(name: str, config: EncDecConfig, tokens: str, sums: int) -> dict[str, list]:
    row = ["batch", tokens, config.width]
    shapes = {f"{name}.{part}{index}": row for index in range(1, sums + 1) for part in ("add", "norm")}
    shapes |= {f"{name}.mlp.{part}": ["batch", tokens, config.hidden] for part in ("pre", "act")}
    return shapes | {f"{name}.mlp.out": row}


def _entry_shapes(side: str, config: EncDecConfig, tokens: str) -> dict[str, list]:
    rows = {f"{side}.{part}": ["batch", tokens, config.width] for part in ("embed", "scaled", "input")}
    return rows | {f"{side}.positions": [tokens, config.width]}


def encoder_shapes(config: EncDecConfig) -> tuple[dict[str, tuple[int, list]], dict[str, list]]:
    """(inputs with element type and shape, outputs with theirs) of the encoder, weights left out."""
    inputs = {
        "input_ids": (WHOLE, ["batch", "source"]), "positions": (REAL, ["source", config.width]),
        "head_mask": (REAL, [config.layers, config.heads]),
        "attn_bias": (REAL, ["bias_layers", "bias_heads", "bias_queries", "bias_keys"]),
    }  # fmt: skip
    outputs = _entry_shapes("enc", config, "source")
    for index in range(config.layers):
        name = f"enc.layer.{index}"
        outputs |= _attention_shapes(f"{name}.attn", config, "source", "source", ("q", "k", "v"))
        outputs |= _layer_shapes(name, config, "source", 2)
    for index in range(config.layers):
        for part in ("k", "v"):
            outputs[f"dec.layer.{index}.cross.{part}"] = ["batch", config.heads, "source", config.head_size]
    return inputs, outputs


def decoder_shapes(config: EncDecConfig) -> tuple[dict[str, tuple[int, list]], dict[str, list]]:
    """The same of the decoder."""
    heads, size = config.heads, config.head_size
    inputs = {"input_ids": (WHOLE, ["batch", "new"]), "positions": (REAL, ["new", config.width])}
    for kind in ("self", "cross"):
        inputs[f"{kind}_head_mask"] = (REAL, [config.layers, heads])
        inputs[f"{kind}_bias"] = (REAL, [f"{kind}_layers", f"{kind}_heads", f"{kind}_queries", f"{kind}_keys"])
    for index in range(config.layers):
        for part in ("key", "value"):
            inputs[f"past_key_values.{index}.{part}"] = (REAL, ["batch", heads, "past", size])
            inputs[f"cross.{index}.{part}"] = (REAL, ["batch", heads, "source", size])
    outputs = {"logits": ["batch", "new", config.vocab]} | _entry_shapes("dec", config, "new")
    for index in range(config.layers):
        name = f"dec.layer.{index}"
        for part in ("key", "value"):
            outputs[f"present.{index}.{part}"] = ["batch", heads, "total", size]
        outputs |= _attention_shapes(f"{name}.self", config, "new", "total", ("q", "k", "v"))
        outputs |= _attention_shapes(f"{name}.cross", config, "new", "source", ("q",))
        outputs |= _layer_shapes(name, config, "new", 3)
    return inputs, outputs


class _Side:
    """One of the two graphs while it is made."""

    def __init__(self, config: EncDecConfig, weights: dict[str, np.ndarray], store: str, positions: str):
        self.config, self.weights, self.graph = config, weights, Graph(store)
        self.node, self.wide, self.told = self.graph.node, {}, []
        constant = self.graph.constant
        constant("eps", np.array(config.norm_eps, np.float32))
        constant("score_scale", np.array(1 / math.sqrt(config.head_size), np.float32))
        constant("embed_scale", np.array(math.sqrt(config.width), np.float32))
        constant("to_heads", np.array([0, 0, config.heads, config.head_size], np.int64))
        constant("to_width", np.array([0, 0, config.width], np.int64))
        constant("bias_full", np.array([config.layers, config.heads, 1, 1], np.int64))
        constant("switch_axes", np.array([1, 2], np.int64))
        for index in range(config.layers):
            constant(f"layer.{index}.index", np.array(index, np.int64))
        self.table = self.matrix("embed.weight")  # [V, C]
        rows = self.node("Gather", [self.table, "input_ids"], f"{positions}.embed", axis=0)  # [B, T, C]
        scaled = self.node("Mul", [rows, "embed_scale"], f"{positions}.scaled")
        given = self.node("Identity", ["positions"], f"{positions}.positions")
        self.entered = self.node("Add", [scaled, given], f"{positions}.input")

    def matrix(self, name: str) -> str:
        self.told.append(name)
        return self.graph.matrix(name, self.weights[name])

    def vector(self, name: str) -> str:
        self.told.append(name)
        return self.graph.constant(name, self.weights[name])

    def linear(self, x: str, name: str, out: str | None = None) -> str:
        """x W^T, and + b where the layer has one."""
        turned = self.node("Transpose", [self.matrix(f"{name}.weight")], perm=[1, 0])  # [in, out], folded at load
        if f"{name}.bias" not in self.weights:
            return self.node("MatMul", [x, turned], out)
        return self.node("Add", [self.node("MatMul", [x, turned]), self.vector(f"{name}.bias")], out)

    def norm(self, x: str, name: str) -> str:
        """(x - mean) / sqrt(var + eps) * gain + bias (Ba et al. 2016)."""
        centred = self.node("Sub", [x, self.node("ReduceMean", [x], axes=[-1], keepdims=1)])
        spread = self.node("ReduceMean", [self.node("Mul", [centred, centred])], axes=[-1], keepdims=1)
        unit = self.node("Div", [centred, self.node("Sqrt", [self.node("Add", [spread, "eps"])])])
        return self.node("Add", [self.node("Mul", [unit, self.vector(f"{name}.gain")]), self.vector(f"{name}.bias")], name)

    def heads(self, x: str, name: str) -> str:
        return self.node("Transpose", [self.node("Reshape", [x, "to_heads"])], name, perm=[0, 2, 1, 3])  # [B, H, T, D]

    def attention(self, x: str, name: str, keys: str, values: str, bias: str, head_mask: str, index: int) -> str:
        """The sub-layer's output [B, T, C] over keys and values [B, H, S, D]; bias is [L, H, T, S], head_mask [L, H]."""
        node, place = self.node, f"layer.{index}.index"
        q = self.heads(self.linear(x, f"{name}.q"), f"{name}.q")
        product = node("MatMul", [q, node("Transpose", [keys], perm=[0, 1, 3, 2])])
        scores = node("Mul", [product, "score_scale"], f"{name}.scores")
        pattern = node("Softmax", [node("Add", [scores, node("Gather", [bias, place], axis=0)])], f"{name}.pattern", axis=-1)
        switch = node("Unsqueeze", [node("Gather", [head_mask, place], axis=0), "switch_axes"])
        head_out = node("Mul", [node("MatMul", [pattern, values]), switch], f"{name}.head_out")
        joined = node("Reshape", [node("Transpose", [head_out], perm=[0, 2, 1, 3]), "to_width"])
        return self.linear(joined, f"{name}.o", f"{name}.out")

    def keys_values(self, x: str, name: str) -> tuple[str, str]:
        return self.heads(self.linear(x, f"{name}.k"), f"{name}.k"), self.heads(self.linear(x, f"{name}.v"), f"{name}.v")

    def feed_forward(self, x: str, name: str) -> str:
        pre = self.linear(x, f"{name}.up", f"{name}.pre")
        return self.linear(self.node("Relu", [pre], f"{name}.act"), f"{name}.down", f"{name}.out")

    def finished(self, name: str, shapes: tuple[dict, dict]) -> onnx.ModelProto:
        inputs, outputs = shapes
        return self.graph.finished(name, inputs, outputs | {told: list(self.weights[told].shape) for told in self.told})


def build(config: EncDecConfig, weights: dict[str, np.ndarray], store: str = "int8") -> tuple[onnx.ModelProto, onnx.ModelProto]:
    """(encoder, decoder) with these weights, stored as 'int8', 'fp16' or 'fp32'."""
    enc = _Side(config, weights, store, "enc")
    node = enc.node
    bias = node("Expand", ["attn_bias", "bias_full"])
    x = enc.entered
    for index in range(config.layers):
        name = f"enc.layer.{index}"
        out = enc.attention(x, f"{name}.attn", *enc.keys_values(x, f"{name}.attn"), bias, "head_mask", index)
        x = enc.norm(node("Add", [x, out], f"{name}.add1"), f"{name}.norm1")
        x = enc.norm(node("Add", [x, enc.feed_forward(x, f"{name}.mlp")], f"{name}.add2"), f"{name}.norm2")
    for index in range(config.layers):
        enc.keys_values(x, f"dec.layer.{index}.cross")

    dec = _Side(config, weights, store, "dec")
    node = dec.node
    biases = {kind: node("Expand", [f"{kind}_bias", "bias_full"]) for kind in ("self", "cross")}
    x = dec.entered
    for index in range(config.layers):
        name = f"dec.layer.{index}"
        k, v = dec.keys_values(x, f"{name}.self")
        keys = node("Concat", [f"past_key_values.{index}.key", k], f"present.{index}.key", axis=2)
        values = node("Concat", [f"past_key_values.{index}.value", v], f"present.{index}.value", axis=2)
        out = dec.attention(x, f"{name}.self", keys, values, biases["self"], "self_head_mask", index)
        x = dec.norm(node("Add", [x, out], f"{name}.add1"), f"{name}.norm1")
        kept = (f"cross.{index}.key", f"cross.{index}.value")
        out = dec.attention(x, f"{name}.cross", *kept, biases["cross"], "cross_head_mask", index)
        x = dec.norm(node("Add", [x, out], f"{name}.add2"), f"{name}.norm2")
        x = dec.norm(node("Add", [x, dec.feed_forward(x, f"{name}.mlp")], f"{name}.add3"), f"{name}.norm3")
    node("MatMul", [x, node("Transpose", [dec.table], perm=[1, 0])], "logits")  # [B, T, V]
    return enc.finished("encoder", encoder_shapes(config)), dec.finished("decoder", decoder_shapes(config))


def encoder_feeds(config: EncDecConfig, ids: np.ndarray, bias=None, head_mask=None, positions=None) -> dict[str, np.ndarray]:
    """Inputs of the encoder for source ids [B, S], defaults as the page's runtime supplies them."""
    s = ids.shape[1]
    return {
        "input_ids": ids.astype(np.int64),
        "positions": sinusoids(torch.arange(s), config.width).numpy() if positions is None else np.asarray(positions),
        "head_mask": np.ones((config.layers, config.heads), np.float32) if head_mask is None else np.asarray(head_mask),
        "attn_bias": np.zeros((1, 1, s, s), np.float32) if bias is None else np.asarray(bias),
    }


def decoder_feeds(config, ids, cross, past=None, positions=None, self_bias=None, cross_bias=None, self_mask=None, cross_mask=None) -> dict:
    """Inputs of the decoder for new target ids [B, T]; cross and past are lists of (key, value) arrays a layer."""
    b, t = ids.shape
    done = 0 if past is None else past[0][0].shape[2]
    rows = sinusoids(torch.arange(done, done + t), config.width).numpy() if positions is None else np.asarray(positions)
    every = np.ones((config.layers, config.heads), np.float32)
    values = {
        "input_ids": ids.astype(np.int64), "positions": rows,
        "self_head_mask": every if self_mask is None else np.asarray(self_mask),
        "cross_head_mask": every if cross_mask is None else np.asarray(cross_mask),
        "self_bias": causal(t, done + t).numpy()[None, None] if self_bias is None else np.asarray(self_bias),
        "cross_bias": np.zeros((1, 1, t, cross[0][0].shape[2]), np.float32) if cross_bias is None else np.asarray(cross_bias),
    }  # fmt: skip
    empty = np.zeros((b, config.heads, 0, config.head_size), np.float32)
    for index in range(config.layers):
        for part, name in enumerate(("key", "value")):
            values[f"cross.{index}.{name}"] = np.asarray(cross[index][part])
            values[f"past_key_values.{index}.{name}"] = empty if past is None else np.asarray(past[index][part])
    return values


def marian_config(config: EncDecConfig) -> dict:
    """config.json under the one post-norm encoder-decoder with sinusoids that transformers.js knows, Marian."""
    return {
        "architectures": ["MarianMTModel"], "model_type": "marian", "is_encoder_decoder": True, "vocab_size": config.vocab,
        "d_model": config.width, "encoder_layers": config.layers, "decoder_layers": config.layers,
        "encoder_attention_heads": config.heads, "decoder_attention_heads": config.heads,
        "encoder_ffn_dim": config.hidden, "decoder_ffn_dim": config.hidden, "activation_function": "relu",
        "max_position_embeddings": config.context, "layer_norm_eps": config.norm_eps, "scale_embedding": True,
        "static_position_embeddings": True, "normalize_before": False, "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True, "use_cache": True, "bos_token_id": config.start, "decoder_start_token_id": config.start,
        "eos_token_id": config.end, "pad_token_id": config.end, "torch_dtype": "float32",
    }  # fmt: skip


def config_of(told: dict) -> EncDecConfig:
    """The shape that a config.json tells (the inverse of `marian_config`)."""
    return EncDecConfig(
        vocab=told["vocab_size"], context=told["max_position_embeddings"], layers=told["encoder_layers"],
        heads=told["encoder_attention_heads"], width=told["d_model"], hidden=told["encoder_ffn_dim"],
        norm_eps=told["layer_norm_eps"], start=told["decoder_start_token_id"], end=told["eos_token_id"],
    )  # fmt: skip


ENCODER_FILE, DECODER_FILE = "onnx/encoder_model.onnx", "onnx/decoder_model_merged.onnx"


def write_layout(folder: Path, graphs: tuple[onnx.ModelProto, onnx.ModelProto], config: EncDecConfig, tokenizer: Path) -> None:
    """The folder that transformers.js loads, without the card."""
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    for file, graph in zip((ENCODER_FILE, DECODER_FILE), graphs):
        onnx.save(graph, folder / file)
    (folder / "tokenizer.json").write_bytes(Path(tokenizer).read_bytes())
    added = {token["id"]: token["content"] for token in json.loads(Path(tokenizer).read_text("utf8"))["added_tokens"]}
    files = {
        "config.json": marian_config(config),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": added[config.start], "eos_token": added[config.end],
            "pad_token": added[config.end], "clean_up_tokenization_spaces": False, "model_max_length": config.context,
        },
        "generation_config.json": {
            "bos_token_id": config.start, "decoder_start_token_id": config.start, "eos_token_id": config.end,
            "pad_token_id": config.end, "max_length": config.context,
        },
    }  # fmt: skip
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf8")
