"""Trains `text-zh`: python -m text_zh.train --tokens 5000000 (from training/, after text_zh.data); resumes by itself.

It starts from the shipped `story`: how to look back and copy is the same in any language. Only the table of embeddings is
given to new owners, character by character, and learns at the full rate.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
import onnx

from common.decoder import Decoder, DecoderConfig, count_parameters
from common.held_out import HeldOut, token_bytes
from common.onnx_graph import shipped_weights
from common.export_decoder import load_weights
from common.train_loop import Plan, keep_freed_memory, state_folder, train
from common.windows import Mixture, TokenFile
from story.export import ROOT
from story.train import shares

STREAMS = {"poems": (0, 0.7), "world": (1, 0.7), "drill": (2, 0.7)}
SHARES = "poems=0.33,world=0.42,drill=0.25"


def begun_from_story(vocab: int, seed: int) -> Decoder:
    """A decoder with `story`'s layers; token i begins with the row of `story`'s token i, whatever that stood for."""
    weights = shipped_weights(onnx.load(ROOT / "static" / "models" / "story" / "onnx" / "model.onnx"))
    if len(weights["embed.weight"]) != vocab:
        raise ValueError(f"story's table has {len(weights['embed.weight'])} rows, not {vocab}")
    return load_weights(Decoder(DecoderConfig(vocab=vocab), seed), weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=5_000_000)
    parser.add_argument("--minutes", type=float, help="stop after this long; run again to go on")
    parser.add_argument("--finish-by", metavar="HH:MM", help="lower or raise the planned tokens so that the run ends by then")
    parser.add_argument("--rewarm", type=float, help="on resuming, raise the rate to this share of its peak and decay from there")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=24)
    parser.add_argument("--shares", type=shares, default=shares(SHARES))
    parser.add_argument("--muon-lr", type=float, default=0.012)
    parser.add_argument("--adam-lr", type=float, default=4e-3)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--decay-share", type=float, default=0.6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--run", default="text-zh/run")
    args = parser.parse_args()
    keep_freed_memory()

    data = state_folder() / "text-zh"
    meta = json.loads((data / "meta.json").read_text("utf8"))
    separator, lengths = meta["separator"], token_bytes(data / "tokenizer.json")
    model = begun_from_story(meta["vocabulary"], args.seed)
    window = model.config.context
    files = {
        name: TokenFile(data / f"train_{name}.bin", window, separator, args.seed + STREAMS[name][0], STREAMS[name][1])
        for name in args.shares
    }
    batches = Mixture(files, args.shares, args.rows)
    samples = {
        f"heldOut{kind.capitalize()}BitsPerByte": HeldOut(np.fromfile(data / f"val_{kind}.bin", np.uint16), lengths, separator, window, 120)
        for kind in ("poems", "world")
    }

    def held_out(trained: Decoder) -> dict[str, float]:
        device = trained.embed.weight.device
        return {name: sample.bits_per_byte(lambda x: trained(x.to(device))) for name, sample in samples.items()}

    plan = Plan(
        name="text-zh", tokens=args.tokens, seed=args.seed, muon_lr=args.muon_lr, adam_lr=args.adam_lr,
        weight_decay=args.weight_decay, warmup=100_000, decay_share=args.decay_share, minutes=args.minutes,
        finish_by=args.finish_by, rewarm=args.rewarm, device=args.device, compile=not args.no_compile, threads=args.threads, snapshots=(),
    )  # fmt: skip
    facts = {
        "config": model.config.to_dict(), "parameters": count_parameters(model), "rows": args.rows,
        "begunFrom": "the shipped story's layers; its table's rows given to characters",
        "heldOutSample": "120 poems never trained on; 120 world texts of another seed", "shares": batches.shares,
        "trainTokens": {name: len(file.tokens) for name, file in files.items()},
    }  # fmt: skip
    record = train(plan, model, batches, held_out, state_folder() / args.run, facts)
    print(f"{record['tokens']:,} tokens in {record['seconds'] / 60:.1f} minutes, {record['passes']}")


if __name__ == "__main__":
    main()
