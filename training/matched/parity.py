"""Numbers that a reader of a matched model's file must reproduce, few enough to keep for every model."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from common.decoder import DecoderConfig
from common.parity import TOLERANCE, Check, read_model

PROMPTS = ("Once upon a time there was", "Tom saw a big dog. The dog")


def few(values: torch.Tensor, every: int = 1) -> list[float]:
    """Each `every`-th value with five decimals, a tenth of the tolerance."""
    return [round(float(x), 5) for x in np.asarray(values, np.float64).ravel()[::every]]


def switched_off(config: DecoderConfig, tokens: int) -> dict:
    """Inputs with positions and mask off: nothing turned, rows of zeros, no slopes, nothing hidden."""
    off: dict = {"bias": torch.zeros(1, 1, tokens, tokens)}
    if config.positions == "rope":
        off["tables"] = (torch.ones(tokens, config.head_size // 2), torch.zeros(tokens, config.head_size // 2))
    if config.positions in ("sinusoidal", "learned"):
        off["rows"] = torch.zeros(tokens, config.width)
    return off


def record(name: str, folder: Path) -> dict:
    """The parity file of one matched model; raises if onnxruntime and PyTorch differ by more than the tolerance."""
    model, graph, config = read_model(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    check = Check(model, graph, config)
    made: dict = {
        "model": name, "sha256": hashlib.sha256((folder / "onnx" / "model.onnx").read_bytes()).hexdigest(),
        "tolerance": TOLERANCE, "arithmetic": f"PyTorch {torch.__version__.split('+')[0]}, float32, the file's own dequantised weights",
        "prompts": [],
    }  # fmt: skip
    for text in PROMPTS:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        made["prompts"].append({"text": text, "ids": ids, "every": 4, "lastLogits": few(check.run(ids)["logits"][0, -1], 4)})
    check.cached(ids, 4)
    inner = check.run(ids)
    last = config.layers - 1
    made["tensors"] = {
        key: {"shape": list(inner[key].shape), "every": 8, "data": few(inner[key], 8)}
        for key in ("layer.0.attn.pattern", f"layer.{last}.attn.pattern", "layer.0.resid", f"layer.{last}.resid")
    }
    off = check.run(ids, **switched_off(config, len(ids)))
    made["switchedOff"] = {"every": 4, "lastLogits": few(off["logits"][0, -1], 4)}
    made["onnxruntimeWorstDifference"] = check.worst
    return made
