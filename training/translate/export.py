"""Exports `translate`: python -m translate.export [--from final|checkpoint|FILE] [--store int8|fp16]."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from common.catalogue import write_catalogue
from common.decoder import count_parameters
from common.encdec import EncDecConfig, EncoderDecoder
from common.export_encdec import build, named_weights, write_layout
from common.train_loop import state_folder

ROOT = Path(__file__).resolve().parents[2]


def load_trained(run: Path, which: str) -> EncoderDecoder:
    """The model of final.pt, checkpoint.pt or any such file."""
    path = Path(which) if which.endswith(".pt") else run / f"{which}.pt"
    saved = torch.load(path, map_location="cpu", weights_only=False)["model"]
    model = EncoderDecoder(EncDecConfig(vocab=saved["embed.weight"].shape[0]))
    model.load_state_dict(saved)
    return model.eval()


def shape_of(config: EncDecConfig) -> dict:
    """The card's `shape`."""
    return {
        "encoderLayers": config.layers, "layers": config.layers, "heads": config.heads, "headSize": config.head_size,
        "width": config.width, "hidden": config.hidden, "window": config.context, "vocabulary": config.vocab,
        "normEps": config.norm_eps, "norm": "LayerNorm after each residual", "feedForward": "ReLU",
        "positions": "sinusoids, added", "embeddings": "one table for source, target and output", "biases": "feed-forward and norms only",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="which", default="final")
    parser.add_argument("--run", default="translate/run")
    parser.add_argument("--store", default="int8", choices=("int8", "fp16", "fp32"))
    parser.add_argument("--name", default="translate", help="folder under static/models")
    args = parser.parse_args()
    model = load_trained(state_folder() / args.run, args.which)
    folder = ROOT / "static" / "models" / args.name
    write_layout(folder, build(model.config, named_weights(model), args.store), model.config, state_folder() / "translate" / "tokenizer.json")
    card_path = folder / "card.json"
    if not card_path.exists():
        card = {
            "name": args.name, "kind": "encoder-decoder", "parameters": count_parameters(model), "shape": shape_of(model.config),
            "status": "early: exported to build against, training goes on",
        }  # fmt: skip
        card_path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf8")
    for entry in write_catalogue(folder.parent):
        print(f"{entry['name']:20} {entry['bytes'] / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
