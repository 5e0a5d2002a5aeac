"""Records what PyTorch computes with a shipped decoder's or encoder's own weights: python -m common.parity [--model story].

float32 arithmetic, weights read back from the .onnx file, so that any difference elsewhere is the
reader's. onnxruntime is held against the same numbers here, to 1e-4, before anything is written.
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

from common.decoder import Decoder, DecoderConfig, rotary_tables
from common.export_decoder import feeds, load_weights, shipped_weights

ROOT = Path(__file__).resolve().parents[2]
TOLERANCE = 1e-4
PROMPTS = {
    "story": [
        "Once upon a time",
        "One day, Lily found a red ball in the park. She",
        "Tom was sad because his",
        "The capital of France is",
        "Anna has a blue kite. Ben has a green car. What colour is Anna's kite?",
    ],
    "fill-mask": [
        "Once upon a <mask>",
        "One day, Lily found a <mask> ball in the park. She",
        "Tom was hungry, so he <mask> an apple.",
        "The capital of <mask> is Paris.",
        "The <mask> dog ran after the <mask>.",
    ],
    "text-zh": [
        "今天天气很好，",
        "春夜\n床前明月光，",
        "小红有一个红色的球。小明有一个蓝色的球。小红的球是",
        "中国的首都是",
        "Tom 说：“你好！”",
    ],
}
PROMPTS["story-chat"] = PROMPTS["story-aligned"] = [
    "Instruction: Name three animals.\nAnswer:",
    "Instruction: What is the opposite of big?\nAnswer: The opposite",
    "Instruction: Say it politely: Give me the ball!\nAnswer:",
]
SHORT, SHORT_ZH = "The little dog ran", "小狗在跑"


def digits(values: torch.Tensor | np.ndarray) -> list[float]:
    """Flat list rounded to 7 significant digits, which is what float32 carries."""
    return [float(f"{x:.7g}") for x in np.asarray(values, np.float64).ravel()]


def tensor(values: torch.Tensor) -> dict:
    """{shape, data}, row-major."""
    return {"shape": list(values.shape), "data": digits(values)}


def read_model(folder: Path) -> tuple[Decoder, onnx.ModelProto, DecoderConfig]:
    """The PyTorch model with the weights that the folder's graph carries."""
    told = json.loads((folder / "config.json").read_text("utf8"))
    config = DecoderConfig(
        vocab=told["vocab_size"], context=told["max_position_embeddings"], layers=told["num_hidden_layers"],
        heads=told["num_attention_heads"], width=told["hidden_size"], hidden=told["intermediate_size"],
        rope_base=told["rope_theta"], norm_eps=told["rms_norm_eps"], causal="mask_token_id" not in told,
        positions=told.get("positions", {"kind": "rope"})["kind"],
    )  # fmt: skip
    graph = onnx.load(folder / "onnx" / "model.onnx")
    model = load_weights(Decoder(config), shipped_weights(graph)).eval()
    if model.place is not None:
        table = np.fromfile(folder / "positions.bin", "<f4").reshape(config.context, config.width)
        with torch.no_grad():
            model.place.weight.copy_(torch.from_numpy(table))
    return model, graph, config


class Check:
    """Runs both PyTorch and onnxruntime and refuses a difference above the tolerance."""

    def __init__(self, model: Decoder, graph: onnx.ModelProto, config: DecoderConfig):
        self.model, self.config, self.worst = model, config, 0.0
        self.session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
        self.names = [output.name for output in self.session.get_outputs()]

    @torch.no_grad()
    def run(self, ids: list[int], **options) -> dict[str, torch.Tensor]:
        """Every named tensor from PyTorch, held against onnxruntime's."""
        tokens = torch.tensor([ids])
        _, _, record = self.model.inspect(tokens, **options)
        arrays = {key: value.numpy() if isinstance(value, torch.Tensor) else value for key, value in options.items()}
        given = feeds(self.config, tokens.numpy(), model=self.model, **arrays)
        for name, value in zip(self.names, self.session.run(None, given)):
            if name in record:
                self.hold(name, value, record[name].numpy())
        return record

    def hold(self, name: str, found: np.ndarray, wanted: np.ndarray) -> None:
        gap = float(np.abs(found - wanted).max())
        self.worst = max(self.worst, gap)
        if not gap <= TOLERANCE:
            raise AssertionError(f"{name}: onnxruntime and PyTorch differ by {gap:.2e}")

    @torch.no_grad()
    def cached(self, ids: list[int], split: int) -> None:
        """Two cached passes must give what one pass gives."""
        whole = self.run(ids)["logits"]
        given = feeds(self.config, np.array([ids[:split]]), model=self.model)
        first = dict(zip(self.names, self.session.run(None, given)))
        past = [(first[f"present.{i}.key"], first[f"present.{i}.value"]) for i in range(self.config.layers)]
        given = feeds(self.config, np.array([ids[split:]]), past=past, model=self.model)
        second = dict(zip(self.names, self.session.run(None, given)))
        self.hold("logits (cached)", second["logits"], whole[:, split:].numpy())


def record_parity(name: str, folder: Path) -> dict:
    """The whole parity file of one shipped decoder."""
    model, graph, config = read_model(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    check = Check(model, graph, config)
    encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids  # noqa: E731
    prompts = PROMPTS.get(name, PROMPTS["story"])
    result: dict = {
        "model": name,
        "sha256": hashlib.sha256((folder / "onnx" / "model.onnx").read_bytes()).hexdigest(),
        "tolerance": TOLERANCE,
        "arithmetic": f"PyTorch {torch.__version__.split('+')[0]}, float32, the file's own dequantised weights",
        "prompts": [],
    }
    for text in prompts:
        ids = encode(text)
        place = ids.index(config.vocab - 1) if not config.causal else -1  # an encoder answers at its first blank
        result["prompts"].append({"text": text, "ids": ids, "lastLogits": digits(check.run(ids)["logits"][0, place])})
    if config.causal:
        check.cached(encode(prompts[1]), 5)

    short = SHORT_ZH if name.endswith("-zh") else SHORT
    ids = encode(short)
    record = check.run(ids)
    kept = {0, config.layers // 2, config.layers - 1}
    wanted = [k for k in record if not k.startswith("layer.") or int(k.split(".")[1]) in kept or k.endswith(".resid")]
    wanted.remove("logits")
    result["tensors"] = {"text": short, "ids": ids, "values": {key: tensor(record[key]) for key in wanted}}

    ids = encode(prompts[1])
    layer, head = config.layers // 2, config.heads // 2
    mask = torch.ones(config.layers, config.heads)
    mask[layer, head] = 0.0
    logits = check.run(ids, head_mask=mask)["logits"]
    result["headKnockedOut"] = {"text": prompts[1], "ids": ids, "layer": layer, "head": head, "lastLogits": digits(logits[0, -1])}

    scale = 0.5
    tables = rotary_tables(torch.arange(len(ids)), config.head_size, config.rope_base, scale)
    record = check.run(ids, tables=tables)
    result["positionInterpolation"] = {
        "text": prompts[1], "ids": ids, "scale": scale, "lastLogits": digits(record["logits"][0, -1]),
        "values": {key: tensor(record[key]) for key in ("layer.0.attn.q", "layer.0.attn.q_rot", "layer.0.attn.k_rot")},
    }  # fmt: skip
    result["onnxruntimeWorstDifference"] = check.worst
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="story")
    args = parser.parse_args()
    result = record_parity(args.model, ROOT / "static" / "models" / args.model)
    path = ROOT / "tests" / "parity" / f"{args.model}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, separators=(",", ":"), ensure_ascii=False) + "\n", "utf8")
    print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB, onnxruntime within {result['onnxruntimeWorstDifference']:.1e}")


if __name__ == "__main__":
    main()
