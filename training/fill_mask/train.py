"""Trains `fill-mask`: python -m fill_mask.train --tokens 6000000 (from training/, after story.data); resumes by itself.

It starts from the weights of the shipped `story`, which read to the left only, and learns to read both ways.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
import onnx
import torch

from common.decoder import Decoder, DecoderConfig, count_parameters
from common.export_decoder import load_weights, shipped_weights
from common.train_loop import Plan, keep_freed_memory, state_folder, train
from common.windows import Mixture, TokenFile
from fill_mask.masking import MASKED, SHARE, SWAPPED, MaskedBatches, Words
from fill_mask.score import MaskedSample
from story.export import ROOT
from story.train import STREAMS, shares

SHARES = "tinystories=0.4,stories=0.2,world=0.25,drill=0.05,forms=0.1"


def begun_from_story(seed: int) -> Decoder:
    """An encoder with `story`'s weights and one more row in its vocabulary, for <mask>: the mean of the others."""
    weights = shipped_weights(onnx.load(ROOT / "static" / "models" / "story" / "onnx" / "model.onnx"))
    table = weights["embed.weight"]
    weights["embed.weight"] = np.concatenate([table, table.mean(0, keepdims=True)])
    return load_weights(Decoder(DecoderConfig(vocab=len(table) + 1, causal=False), seed), weights)


def story_tokens() -> int:
    """How many tokens the shipped story had seen, by its card."""
    card = json.loads((ROOT / "static" / "models" / "story" / "card.json").read_text("utf8"))
    return card["training"]["tokensSeen"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=6_000_000)
    parser.add_argument("--minutes", type=float, help="stop after this long; run again to go on")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=24)
    parser.add_argument("--shares", type=shares, default=shares(SHARES))
    parser.add_argument("--muon-lr", type=float, default=0.012)
    parser.add_argument("--adam-lr", type=float, default=2e-3)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--decay-share", type=float, default=0.7)
    parser.add_argument("--rewarm", type=float, help="on resuming, raise the rate to this share of its peak and decay from there")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--data", default="story")
    parser.add_argument("--run", default="fill-mask/run")
    args = parser.parse_args()
    keep_freed_memory()

    data = state_folder() / args.data
    separator = json.loads((data / "meta.json").read_text())["separator"]
    words = Words(data / "tokenizer.json")
    model = begun_from_story(args.seed)
    mask = model.config.vocab - 1
    files = {
        name: TokenFile(data / f"train_{name}.bin", model.config.context, separator, args.seed + STREAMS[name][0], STREAMS[name][1])
        for name in args.shares
    }
    batches = MaskedBatches(Mixture(files, args.shares, args.rows), words, mask, args.seed)
    sample = MaskedSample(np.fromfile(data / "val_tinystories.bin", np.uint16), words, mask, separator, model.config.context, every=6)

    def held_out(trained: Decoder) -> dict[str, float]:
        device = trained.embed.weight.device
        return sample.scores(lambda x: trained(x.to(device)))

    plan = Plan(
        name="fill-mask", tokens=args.tokens, seed=args.seed, muon_lr=args.muon_lr, adam_lr=args.adam_lr,
        weight_decay=args.weight_decay, warmup=100_000, decay_share=args.decay_share, minutes=args.minutes,
        rewarm=args.rewarm, device=args.device, compile=not args.no_compile, threads=args.threads, snapshots=(),
    )  # fmt: skip
    facts = {
        "config": model.config.to_dict(), "parameters": count_parameters(model), "rows": args.rows,
        "begunFrom": f"the weights of story as shipped after {story_tokens():,} tokens", "scoredShare": SHARE, "shownAsMask": MASKED, "shownAsRandom": SWAPPED,
        "heldOutSample": "every sixth of the first half of the held-out stories; the card has all of them",
        "shares": batches.windows.shares, "trainTokens": {n: len(f.tokens) for n, f in files.items()},
    }  # fmt: skip
    record = train(plan, model, batches, held_out, state_folder() / args.run, facts)
    print(f"{record['tokens']:,} tokens in {record['seconds'] / 60:.1f} minutes")


if __name__ == "__main__":
    main()
