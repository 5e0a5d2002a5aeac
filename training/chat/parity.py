"""Records what PyTorch computes with the shipped reward model's own weights: python -m chat.parity.

The tuned decoders are recorded by common.parity (`--model story-chat`). onnxruntime is held against the same numbers
here, to 1e-4, before anything is written.
"""

from __future__ import annotations

import hashlib
import json

import numpy as np
import onnx
import onnxruntime
import torch

from chat.export import read_reward
from chat.shipped import MODELS, ROOT, separator_id, tokenizer
from common.export_decoder import feeds
from common.parity import TOLERANCE, digits, tensor

PROMPTS = [
    "Instruction: Ask Anna for the ball.\nAnswer: Could I have the ball, please, Anna?",
    "Instruction: Ask Anna for the ball.\nAnswer: Give me the ball, Anna!",
    "Instruction: Name three animals.\nAnswer: Cow, dog and hen.",
]


def main() -> None:
    path = MODELS / "reward" / "onnx" / "model.onnx"
    graph, model, words = onnx.load(path), read_reward(), tokenizer()
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    prompts, worst = [], 0.0
    for text in PROMPTS:
        ids = [*words.encode(text, add_special_tokens=False).ids, separator_id()]
        tokens = torch.tensor([ids])
        with torch.no_grad():
            _, _, record = model.trunk_model.inspect(tokens)
            rewards = model.head(record["final.norm"]).squeeze(-1)  # [B, T]
        found = dict(zip(names, session.run(None, feeds(model.trunk_model.config, tokens.numpy()))))
        for name, wanted in {**record, "reward": rewards}.items():
            if name in found:
                worst = max(worst, float(np.abs(found[name] - wanted.numpy()).max()))
        prompts.append({"text": text, "ids": ids, "reward": digits(rewards[0]), "finalNorm": tensor(record["final.norm"][:, -1])})
    if not worst <= TOLERANCE:
        raise AssertionError(f"onnxruntime and PyTorch differ by {worst:.2e}")
    result = {
        "model": "reward", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "tolerance": TOLERANCE,
        "arithmetic": f"PyTorch {torch.__version__.split('+')[0]}, float32, the file's own dequantised weights",
        "prompts": prompts, "onnxruntimeWorstDifference": worst,
    }  # fmt: skip
    out = ROOT / "tests" / "parity" / "reward.json"
    out.write_text(json.dumps(result, separators=(",", ":"), ensure_ascii=False) + "\n", "utf8")
    print(f"{out.name}: {out.stat().st_size / 1e3:.0f} kB, onnxruntime within {worst:.1e}")


if __name__ == "__main__":
    main()
