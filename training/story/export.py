"""Exports `story`: python -m story.export [--from final|checkpoint|snapshot-20|FILE] [--store int8|fp16]."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from common.catalogue import write_catalogue
from common.decoder import Decoder, DecoderConfig, count_parameters
from common.export_decoder import build, named_weights, write_layout
from common.train_loop import state_folder

ROOT = Path(__file__).resolve().parents[2]


def load_trained(run: Path, which: str, causal: bool = True) -> tuple[Decoder, dict]:
    """(model, what the file said besides weights) of final.pt, checkpoint.pt, snapshot-*.pt or any such file."""
    path = Path(which) if which.endswith(".pt") else run / f"{which}.pt"
    saved = torch.load(path, map_location="cpu", weights_only=False)
    vocab = saved["model"]["embed.weight"].shape[0]
    model = Decoder(DecoderConfig(vocab=vocab, causal=causal))
    model.load_state_dict(saved["model"])
    return model.eval(), {key: value for key, value in saved.items() if key not in ("model", "optimisers")}


def write_early_card(folder: Path, model: Decoder, kind: str) -> None:
    """A card with what is known before the scores, where there is none yet: the catalogue needs one."""
    path = folder / "card.json"
    if path.exists():
        return
    card = {
        "name": folder.name, "kind": kind, "parameters": count_parameters(model), "shape": shape_facts(model.config),
        "status": "early: exported to build against, training goes on",
    }  # fmt: skip
    path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf8")


def shape_facts(config: DecoderConfig) -> dict:
    """The numbers of a stack as its card tells them."""
    return {
        "layers": config.layers, "heads": config.heads, "headSize": config.head_size, "width": config.width,
        "hidden": config.hidden, "window": config.context, "vocabulary": config.vocab, "ropeBase": config.rope_base,
        "normEps": config.norm_eps,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="which", default="final")
    parser.add_argument("--run", default="story/run")
    parser.add_argument("--data", default="story")
    parser.add_argument("--store", default="int8", choices=("int8", "fp16", "fp32"))
    parser.add_argument("--name", default="story", help="folder under static/models")
    args = parser.parse_args()
    data = state_folder() / args.data
    separator = json.loads((data / "meta.json").read_text())["separator"]
    model, _ = load_trained(state_folder() / args.run, args.which)
    folder = ROOT / "static" / "models" / args.name
    write_layout(folder, build(model.config, named_weights(model), args.store), model.config, data / "tokenizer.json", separator)
    write_early_card(folder, model, "decoder")
    for entry in write_catalogue(folder.parent):
        print(f"{entry['name']:20} {entry['bytes'] / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
