"""Records what PyTorch computes with a shipped encoder-decoder's own weights: python -m common.encdec_parity [--model translate].

float32 arithmetic, weights read back from the .onnx files; onnxruntime is held against the same numbers, to 1e-4, before
anything is written. `greedy` holds whole translations, which any reader must reproduce token by token.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from tokenizers import Tokenizer

from common.encdec import EncDecConfig, EncoderDecoder, sinusoids
from common.export_encdec import DECODER_FILE, ENCODER_FILE, config_of, decoder_feeds, encoder_feeds, load_weights
from common.onnx_graph import shipped_weights
from common.parity import ROOT, TOLERANCE, digits, tensor

SENTENCES = [
    "Lily has a red kite.", "I like apples.", "Where is the station?", "Tom is not happy because he lost the ball.",
    "It is raining.", "She bought a new book yesterday.", "Do you know his name?", "The capital of France is Paris.",
]  # fmt: skip
SHORT, TARGET = "I am big.", "我很"


def read_model(folder: Path) -> tuple[EncoderDecoder, tuple[onnx.ModelProto, onnx.ModelProto]]:
    """The PyTorch model with the weights that the folder's graphs carry."""
    config = config_of(json.loads((folder / "config.json").read_text("utf8")))
    graphs = onnx.load(folder / ENCODER_FILE), onnx.load(folder / DECODER_FILE)
    return load_weights(EncoderDecoder(config), shipped_weights(graphs[0]) | shipped_weights(graphs[1])).eval(), graphs


class Check:
    """Runs both PyTorch and onnxruntime and refuses a difference above the tolerance."""

    def __init__(self, model: EncoderDecoder, graphs):
        self.model, self.worst = model, 0.0
        self.sessions = [onnxruntime.InferenceSession(g.SerializeToString(), providers=["CPUExecutionProvider"]) for g in graphs]

    @property
    def config(self) -> EncDecConfig:
        return self.model.config

    def found(self, side: int, given: dict) -> dict[str, np.ndarray]:
        return dict(zip([o.name for o in self.sessions[side].get_outputs()], self.sessions[side].run(None, given)))

    @torch.no_grad()
    def run(self, source: list[int], target: list[int], enc: dict | None = None, dec: dict | None = None) -> dict[str, torch.Tensor]:
        """Every named tensor from PyTorch, held against onnxruntime's."""
        enc, dec = enc or {}, dec or {}
        cross, record = self.model.encode(torch.tensor([source]), **enc)
        record |= self.model.decode(torch.tensor([target]), cross, **dec)[2]
        found = self.found(0, encoder_feeds(self.config, np.array([source]), **enc))
        kept = [tuple(found[f"dec.layer.{i}.cross.{part}"] for part in "kv") for i in range(self.config.layers)]
        found |= self.found(1, decoder_feeds(self.config, np.array([target]), kept, **dec))
        for name, value in record.items():
            gap = float(np.abs(found[name] - value.numpy()).max())
            self.worst = max(self.worst, gap)
            if not gap <= TOLERANCE:
                raise AssertionError(f"{name}: onnxruntime and PyTorch differ by {gap:.2e}")
        return record


def record_parity(name: str, folder: Path) -> dict:
    """The whole parity file of one shipped encoder-decoder."""
    model, graphs = read_model(folder)
    config, check = model.config, Check(model, graphs)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids  # noqa: E731
    greedy = []
    for text in SENTENCES:
        source = [*encode(text), config.end]
        ids = model.translate([source])[0]
        logits = check.run(source, [config.start, *ids][: config.context])["logits"][0]
        chosen = logits.argmax(-1).tolist()
        if chosen[: len(ids)] != ids:
            raise AssertionError(f"cached and whole greedy decoding of {text!r} differ")
        row = {"text": text, "sourceIds": source, "ids": ids, "translation": tokenizer.decode(ids)}
        greedy.append(row | ({"lastLogits": digits(logits[-1])} if not greedy else {}))

    source, target = [*encode(SHORT), config.end], [config.start, *encode(TARGET)]
    record = check.run(source, target)
    # Of the middle layers only what leaves them: a wrong one shows there, and the file stays small.
    inner = [f"{side}.layer.{i}." for side in ("enc", "dec") for i in range(1, config.layers - 1)]
    record = {key: value for key, value in record.items() if not key.startswith(tuple(inner)) or ".norm" in key or ".cross.k" in key or ".cross.v" in key}
    draw = np.random.default_rng(3)
    mask = np.ones((config.layers, config.heads), np.float32)
    mask[1, 2] = 0
    bias = np.zeros((1, 1, 1, len(source)), np.float32)
    bias[..., 1] = -1e9
    rows = sinusoids(torch.from_numpy(draw.permutation(len(source))), config.width)
    changed = check.run(
        source, target, enc={"head_mask": torch.from_numpy(mask), "positions": rows},
        dec={"self_mask": torch.from_numpy(mask), "cross_mask": torch.from_numpy(mask), "cross_bias": torch.from_numpy(bias)},
    )  # fmt: skip
    return {
        "model": name,
        "sha256": {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in (ENCODER_FILE, DECODER_FILE)},
        "tolerance": TOLERANCE,
        "arithmetic": f"PyTorch {torch.__version__.split('+')[0]}, float32, the files' own dequantised weights",
        "greedy": greedy,
        "tensors": {
            "source": SHORT, "target": TARGET, "sourceIds": source, "targetIds": target,
            "values": {key: tensor(value) for key, value in record.items()},
        },
        "changed": {
            "sourceIds": source, "targetIds": target, "headMask": digits(mask), "hiddenSource": 1, "positions": digits(rows),
            "lastLogits": digits(changed["logits"][0, -1]), "encoded": tensor(changed[f"enc.layer.{config.layers - 1}.norm2"]),
        },
        "onnxruntimeWorstDifference": check.worst,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="translate")
    args = parser.parse_args()
    result = record_parity(args.model, ROOT / "static" / "models" / args.model)
    path = ROOT / "tests" / "parity" / f"{args.model}.json"
    path.write_text(json.dumps(result, separators=(",", ":"), ensure_ascii=False) + "\n", "utf8")
    print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB, onnxruntime within {result['onnxruntimeWorstDifference']:.1e}")
    for row in result["greedy"]:
        print(row["text"], "->", row["translation"])


if __name__ == "__main__":
    main()
