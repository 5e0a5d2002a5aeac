"""Trains `story`: python -m story.train --tokens 50000000 (from training/); resumes by itself."""

from __future__ import annotations

import argparse
import json

import numpy as np
import onnx

from common.decoder import Decoder, DecoderConfig, count_parameters
from common.export_decoder import load_weights
from common.held_out import HeldOut, token_bytes
from common.onnx_graph import shipped_weights
from common.train_loop import Plan, keep_freed_memory, state_folder, train
from common.windows import Mixture, TokenFile
from story.export import ROOT

# Each stream's own seed, and how many of its windows begin where a document does.
STREAMS = {"stories": (0, 0.4), "world": (1, 0.7), "drill": (2, 0.7), "tinystories": (3, 0.7), "forms": (4, 0.7), "varied": (5, 0.7)}


def shares(text: str) -> dict[str, float]:
    """'stories=0.6,world=0.4' as a dictionary."""
    return {name: float(share) for name, share in (part.split("=") for part in text.split(","))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=50_000_000, help="planned tokens, decay included")
    parser.add_argument("--minutes", type=float, help="stop after this long; run again to go on")
    parser.add_argument("--finish-by", metavar="HH:MM", help="lower or raise the planned tokens so that the run ends by then")
    parser.add_argument("--rewarm", type=float, help="on resuming, raise the rate to this share of its peak and decay from there")
    parser.add_argument("--begin", action="store_true", help="begin from the weights that ship instead of from the seed")
    parser.add_argument("--decay-share", type=float, default=0.4, help="share of the planned tokens over which the rate falls to zero")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=24, help="windows a batch")
    parser.add_argument("--shares", type=shares, default={"stories": 0.6, "world": 0.4}, help="stories=0.6,world=0.4 (train_<name>.bin)")
    parser.add_argument("--muon-lr", type=float, default=0.02)
    parser.add_argument("--adam-lr", type=float, default=4e-3)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=0.1, help="the stories are read many times over: without it the model learns them by heart")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--data", default="story", help="folder of token files under the state folder")
    parser.add_argument("--run", default="story/run", help="folder of this run under the state folder")
    args = parser.parse_args()
    keep_freed_memory()

    data = state_folder() / args.data
    meta = json.loads((data / "meta.json").read_text())
    lengths = token_bytes(data / "tokenizer.json")
    separator = meta["separator"]
    config = DecoderConfig(vocab=len(lengths))
    model = Decoder(config, seed=args.seed)
    if args.begin:
        load_weights(model, shipped_weights(onnx.load(ROOT / "static" / "models" / "story" / "onnx" / "model.onnx")))
    model.set_dropout(args.dropout)
    files = {
        name: TokenFile(data / f"train_{name}.bin", config.context, separator, args.seed + STREAMS[name][0], STREAMS[name][1])
        for name in args.shares
    }
    batches = Mixture(files, args.shares, args.rows)
    both = np.concatenate([np.fromfile(data / f"{half}_tinystories.bin", np.uint16) for half in ("val", "test")])
    sample = HeldOut(both, lengths, separator, config.context, every=6)

    def held_out(trained: Decoder) -> dict[str, float]:
        device = trained.embed.weight.device
        return {"heldOutBitsPerByte": sample.bits_per_byte(lambda x: trained(x.to(device)))}

    plan = Plan(
        name="story", tokens=args.tokens, seed=args.seed, muon_lr=args.muon_lr, adam_lr=args.adam_lr,
        weight_decay=args.weight_decay, decay_share=args.decay_share, minutes=args.minutes, finish_by=args.finish_by, rewarm=args.rewarm, device=args.device,
        compile=not args.no_compile, threads=args.threads,
    )  # fmt: skip
    facts = {
        "config": config.to_dict(), "parameters": count_parameters(model), "rows": args.rows,
        "heldOutSample": "every sixth of the held-out stories; the card has all of them", "dropout": args.dropout,
        "begunFrom": "the weights that shipped before" if args.begin else "the seed",
        "shares": batches.shares, "trainTokens": {n: len(f.tokens) for n, f in files.items()},
    }  # fmt: skip
    record = train(plan, model, batches, held_out, state_folder() / args.run, facts)
    print({n: {"epoch": f.epoch, "of": len(f.order), "at": f.place} for n, f in files.items()})
    print(f"{record['tokens']:,} tokens in {record['seconds'] / 60:.1f} minutes")


if __name__ == "__main__":
    main()
