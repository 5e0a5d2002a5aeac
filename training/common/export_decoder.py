"""Writes a decoder or an encoder as an open ONNX graph, node by node: every inner tensor is an output, every mask an input.

A decoder's one file serves the first pass and the cached steps; an encoder has no cache: nothing it computed stays
true once a token is added. Inputs: input_ids [B, T], attention_mask [B, S]
(only its length counts), position_ids [B, T] (declared because loaders pass it; other inputs carry the
positions), past_key_values.{l}.key|value [B, H, P, D], head_mask [L, H], attn_bias broadcastable to
[L, H, T, S] (it is the whole mask, with ALiBi's slopes in it where the model has them), and for the new
tokens rotary_cos and rotary_sin [T, D/2] where positions are rotary, position_rows [T, C] where rows are
added to the embeddings. Outputs are named in `output_shapes`.

Weights are stored in 8 or 16 bits and widened once when the file is loaded; all arithmetic is float32.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper

from common.decoder import Decoder, DecoderConfig, alibi_slopes
from common.onnx_graph import Graph, quantise_rows, shipped_weights  # noqa: F401 - the last two for those who check a graph


def named_weights(model: Decoder) -> dict[str, np.ndarray]:
    """Every trained tensor under its name in the graph, matrices [out, in]."""
    weights = {"embed.weight": model.embed.weight, "final.norm.gain": model.norm.gain}
    # A learned table of positions is no part of the graph: it lies beside it and comes in as position_rows.
    for index, layer in enumerate(model.layers):
        name = f"layer.{index}"
        weights[f"{name}.norm1.gain"], weights[f"{name}.norm2.gain"] = layer.norm1.gain, layer.norm2.gain
        for short in ("q", "k", "v", "o"):
            weights[f"{name}.attn.{short}.weight"] = getattr(layer, short).weight
        for short in ("gate", "up", "down"):
            weights[f"{name}.mlp.{short}.weight"] = getattr(layer, short).weight
    return {key: value.detach().float().cpu().numpy() for key, value in weights.items()}


def load_weights(model: Decoder, weights: dict[str, np.ndarray]) -> Decoder:
    """Puts tensors named as in the graph back into a model (the inverse of `named_weights`)."""
    with torch.no_grad():
        for key, value in weights.items():
            place = model
            parts = key.replace("final.norm", "norm").replace(".attn.", ".").replace(".mlp.", ".").split(".")
            parts = ["layers", *parts[1:]] if parts[0] == "layer" else parts
            for part in parts:
                place = place[int(part)] if part.isdigit() else getattr(place, part)
            place.copy_(torch.tensor(value))
    return model


def output_shapes(config: DecoderConfig, scalar: bool = False) -> dict[str, list]:
    """Every output of the graph with its shape, in order; `scalar` is a reward model's: one number a position, no logits."""
    b, t, s = "batch", "new", "total"
    heads, size, width, hidden = config.heads, config.head_size, config.width, config.hidden
    shapes = {"reward": [b, t]} if scalar else {"logits": [b, t, config.vocab]}
    for index in range(config.layers if config.causal else 0):
        shapes[f"present.{index}.key"] = shapes[f"present.{index}.value"] = [b, heads, s, size]
    shapes["embed"] = [b, t, width]
    for index in range(config.layers):
        name = f"layer.{index}"
        turned = ("q_rot", "k_rot") if config.positions == "rope" else ()
        for key in ("q", "k", "v", *turned, "head_out"):
            shapes[f"{name}.attn.{key}"] = [b, heads, t, size]
        for key in ("scores", "pattern"):
            shapes[f"{name}.attn.{key}"] = [b, heads, t, s]
        for key in ("attn.out", "resid_mid", "mlp.out", "resid", "norm1", "norm2"):
            shapes[f"{name}.{key}"] = [b, t, width]
        shapes[f"{name}.mlp.act"] = [b, t, hidden]
    shapes["final.norm"] = [b, t, width]
    return shapes


def input_shapes(config: DecoderConfig) -> dict[str, tuple[int, list]]:
    """Every input with its element type and shape."""
    whole, real = TensorProto.INT64, TensorProto.FLOAT
    shapes: dict[str, tuple[int, list]] = {
        "input_ids": (whole, ["batch", "new"]),
        "attention_mask": (whole, ["batch", "total"]),
        "position_ids": (whole, ["batch", "new"]),
    }
    for index in range(config.layers if config.causal else 0):
        for part in ("key", "value"):
            shapes[f"past_key_values.{index}.{part}"] = (real, ["batch", config.heads, "past", config.head_size])
    shapes["head_mask"] = (real, [config.layers, config.heads])
    # Free dimensions, so that one row of a mask may stand for all layers and heads.
    shapes["attn_bias"] = (real, ["bias_layers", "bias_heads", "bias_new", "bias_total"])
    if config.positions == "rope":
        shapes["rotary_cos"] = shapes["rotary_sin"] = (real, ["new", config.head_size // 2])
    if config.positions in ("sinusoidal", "learned"):
        shapes["position_rows"] = (real, ["new", config.width])
    return shapes


def build(config: DecoderConfig, weights: dict[str, np.ndarray], store: str = "int8") -> onnx.ModelProto:
    """The graph of a decoder or an encoder (`config.causal`) with these weights, stored as 'int8', 'fp16' or 'fp32'.

    With `reward.weight` [1, C] and `reward.bias` [1] among them it is a reward model: reward instead of logits.
    """
    graph = Graph(store)
    node, constant = graph.node, graph.constant
    ints = lambda *values: np.array(values, np.int64)  # noqa: E731
    constant("eps", np.array(config.norm_eps, np.float32))
    constant("score_scale", np.array(1 / math.sqrt(config.head_size), np.float32))
    constant("to_heads", ints(0, 0, config.heads, config.head_size))
    constant("to_width", ints(0, 0, config.width))
    constant("half_sizes", ints(config.head_size // 2, config.head_size // 2))
    # bias and head mask are spread to full size once, so that each layer may slice its own
    constant("bias_full", ints(config.layers, config.heads, 1, 1))
    bias = node("Expand", ["attn_bias", "bias_full"])  # [L, H, T, S]

    def norm(x: str, gain: str, name: str) -> str:
        constant(gain, weights[gain])
        mean = node("ReduceMean", [node("Mul", [x, x])], axes=[-1], keepdims=1)
        root = node("Sqrt", [node("Add", [mean, "eps"])])
        return node("Mul", [node("Div", [x, root]), gain], name)

    def linear(x: str, weight: str, name: str | None = None) -> str:
        turned = node("Transpose", [graph.matrix(weight, weights[weight])], perm=[1, 0])  # [in, out], folded at load
        return node("MatMul", [x, turned], name)

    def to_heads(x: str, name: str) -> str:
        return node("Transpose", [node("Reshape", [x, "to_heads"])], name, perm=[0, 2, 1, 3])  # [B, H, T, D]

    def rotate(x: str, name: str) -> str:
        graph.made += 1
        first, second = f"n{graph.made}_first", f"n{graph.made}_second"
        graph.nodes.append(helper.make_node("Split", [x, "half_sizes"], [first, second], axis=-1, name=f"Split_{graph.made}"))
        left = node("Sub", [node("Mul", [first, "rotary_cos"]), node("Mul", [second, "rotary_sin"])])
        right = node("Add", [node("Mul", [second, "rotary_cos"]), node("Mul", [first, "rotary_sin"])])
        return node("Concat", [left, right], name, axis=-1)

    table = graph.matrix("embed.weight", weights["embed.weight"])  # [V, C]
    x = node("Gather", [table, "input_ids"], "embed", axis=0)  # [B, T, C]
    if config.positions in ("sinusoidal", "learned"):
        x = node("Add", [x, "position_rows"])
    for index in range(config.layers):
        name = f"layer.{index}"
        place = constant(f"{name}.index", np.array(index, np.int64))
        normed = norm(x, f"{name}.norm1.gain", f"{name}.norm1")
        q, k, v = (to_heads(linear(normed, f"{name}.attn.{part}.weight"), f"{name}.attn.{part}") for part in "qkv")
        if config.positions == "rope":
            q, k = rotate(q, f"{name}.attn.q_rot"), rotate(k, f"{name}.attn.k_rot")
        keys, values = k, v
        if config.causal:
            keys = node("Concat", [f"past_key_values.{index}.key", k], f"present.{index}.key", axis=2)
            values = node("Concat", [f"past_key_values.{index}.value", v], f"present.{index}.value", axis=2)
        product = node("MatMul", [q, node("Transpose", [keys], perm=[0, 1, 3, 2])])
        scores = node("Mul", [product, "score_scale"], f"{name}.attn.scores")  # [B, H, T, S]
        masked = node("Add", [scores, node("Gather", [bias, place], axis=0)])
        pattern = node("Softmax", [masked], f"{name}.attn.pattern", axis=-1)  # [B, H, T, S]
        switch = node("Unsqueeze", [node("Gather", ["head_mask", place], axis=0), constant(f"{name}.switch_axes", ints(1, 2))])
        head_out = node("Mul", [node("MatMul", [pattern, values]), switch], f"{name}.attn.head_out")
        joined = node("Reshape", [node("Transpose", [head_out], perm=[0, 2, 1, 3]), "to_width"])
        out = linear(joined, f"{name}.attn.o.weight", f"{name}.attn.out")
        mid = node("Add", [x, out], f"{name}.resid_mid")
        normed = norm(mid, f"{name}.norm2.gain", f"{name}.norm2")
        gate, up = linear(normed, f"{name}.mlp.gate.weight"), linear(normed, f"{name}.mlp.up.weight")
        act = node("Mul", [node("Mul", [gate, node("Sigmoid", [gate])]), up], f"{name}.mlp.act")
        x = node("Add", [mid, linear(act, f"{name}.mlp.down.weight", f"{name}.mlp.out")], f"{name}.resid")
    last = norm(x, "final.norm.gain", "final.norm")
    scalar = "reward.weight" in weights
    if scalar:  # kept in float32: 193 numbers are not worth a scale
        product = node("Mul", [last, constant("reward.weight", weights["reward.weight"].reshape(1, -1))])  # [B, T, C]
        total = node("ReduceSum", [product, constant("reward.axis", ints(-1))], keepdims=0)
        node("Add", [total, constant("reward.bias", weights["reward.bias"])], "reward")  # [B, T]
    else:
        node("MatMul", [last, node("Transpose", [table], perm=[1, 0])], "logits")  # [B, T, V]

    return graph.finished("decoder" if config.causal else "encoder", input_shapes(config), output_shapes(config, scalar))


def feeds(
    config: DecoderConfig, ids: np.ndarray, bias=None, head_mask=None, tables=None, rows=None, past=None, model: Decoder | None = None
) -> dict[str, np.ndarray]:
    """Inputs of the graph for token ids [B, T], defaults as the page's runtime supplies them.

    `model` is asked for its position rows where they are learned.
    """
    from common.decoder import position_inputs

    b, t = ids.shape
    done = 0 if past is None else past[0][0].shape[2]
    own = position_inputs(Decoder(config) if model is None else model, done, t)
    values = {
        "input_ids": ids.astype(np.int64),
        "attention_mask": np.ones((b, done + t), np.int64),
        "position_ids": np.broadcast_to(np.arange(done, done + t), (b, t)).astype(np.int64),
        "head_mask": np.ones((config.layers, config.heads), np.float32) if head_mask is None else head_mask,
        "attn_bias": own["bias"].numpy() if bias is None else bias,
    }
    tables = own["tables"] if tables is None else tables
    if tables is not None:
        values["rotary_cos"], values["rotary_sin"] = (np.asarray(table, np.float32) for table in tables)
    rows = own["rows"] if rows is None else rows
    if rows is not None:
        values["position_rows"] = np.asarray(torch.as_tensor(rows).detach(), np.float32)
    for index in range(config.layers if config.causal else 0):
        for part, name in enumerate(("key", "value")):
            empty = np.zeros((b, config.heads, 0, config.head_size), np.float32)
            values[f"past_key_values.{index}.{name}"] = empty if past is None else past[index][part]
    return values


def positions_told(config: DecoderConfig) -> dict:
    """What config.json says of a decoder's positions; the page's runtime makes its inputs from it."""
    told: dict = {"kind": config.positions}
    if config.positions == "alibi":
        told["slopes"] = alibi_slopes(config.heads).tolist()
    if config.positions == "sinusoidal":
        told["scale"] = 1 / math.sqrt(config.width)
    if config.positions == "learned":
        told["rows"] = config.context
    return told


def llama_config(config: DecoderConfig, separator: int, mask: int | None = None) -> dict:
    """config.json as transformers and transformers.js read a Llama model.

    An encoder goes by the name of RoFormer, the rotary encoder that those libraries know, and `mask` is its mask token.
    """
    family = {"architectures": ["LlamaForCausalLM"], "model_type": "llama"}
    if mask is not None:
        family = {"architectures": ["RoFormerForMaskedLM"], "model_type": "roformer", "mask_token_id": mask}
    if config.positions != "rope":  # where config.json says nothing, positions are rotary
        family["positions"] = positions_told(config)
    return {
        **family, "vocab_size": config.vocab,
        "hidden_size": config.width, "intermediate_size": config.hidden, "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads, "num_key_value_heads": config.heads, "head_dim": config.head_size,
        "hidden_act": "silu", "max_position_embeddings": config.context, "rms_norm_eps": config.norm_eps,
        "rope_theta": config.rope_base, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": True,
        "use_cache": config.causal, "bos_token_id": separator, "eos_token_id": separator, "torch_dtype": "float32",
    }  # fmt: skip


def write_layout(
    folder: Path, model: onnx.ModelProto, config: DecoderConfig, tokenizer: Path, separator: int, mask: str | None = None,
    rows: np.ndarray | None = None,
) -> None:  # fmt: skip
    """The folder that transformers.js loads, without the card.

    `mask` names a further token, with the vocabulary's last id; `rows` is a learned table of positions [window, C].
    """
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / "onnx" / "model.onnx")
    if rows is not None:
        (folder / "positions.bin").write_bytes(rows.astype("<f4").tobytes())
    written = Path(tokenizer).read_text("utf8")
    added = json.loads(written)["added_tokens"]
    if mask:
        # lstrip: in "the <mask> ran" the hidden token is " dog", its space included
        token = {"id": config.vocab - 1, "content": mask, "single_word": False, "lstrip": True, "rstrip": False,
                 "normalized": False, "special": True}  # fmt: skip
        written = json.dumps(json.loads(written) | {"added_tokens": [*added, token]}, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(written, "utf8")
    text = next(t["content"] for t in added if t["id"] == separator)
    files = {
        "config.json": llama_config(config, separator, config.vocab - 1 if mask else None),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": text, "eos_token": text, "unk_token": text,
            **({"mask_token": mask} if mask else {}),
            "add_bos_token": False, "add_eos_token": False, "add_prefix_space": False,
            "clean_up_tokenization_spaces": False, "model_max_length": config.context,
        },
        "generation_config.json": {"bos_token_id": separator, "eos_token_id": separator, "max_length": config.context},
    }  # fmt: skip
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf8")
