"""Trains `translate`: python -m translate.train --tokens 16000000 (from training/); resumes by itself."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from common.decoder import count_parameters
from common.encdec import EncDecConfig, EncoderDecoder
from common.train_loop import Plan, keep_freed_memory, state_folder, train
from translate.batches import PairBatches


class HeldOutPairs:
    """Mean nats a target token, end token included, on pairs never trained on."""

    def __init__(self, path: Path, batches: PairBatches, tokenizer: Tokenizer, limit: int | None = None):
        pairs = json.loads(path.read_text("utf8"))[:limit]
        rows = [(tokenizer.encode(e).ids + [batches.end], tokenizer.encode(z).ids) for e, z in pairs]
        rows.sort(key=lambda row: len(row[1]))
        self.parts = [batches.padded(rows[start : start + 64]) for start in range(0, len(rows), 64)]

    @torch.no_grad()
    def loss(self, model: EncoderDecoder) -> float:
        """Nats a token."""
        device, nats, scored = model.embed.weight.device, 0.0, 0
        for source, target, wanted in self.parts:
            logits = model(source.to(device), target.to(device)).float().flatten(0, 1)
            nats += F.cross_entropy(logits, wanted.to(device).flatten(), ignore_index=-100, reduction="sum").item()
            scored += int((wanted >= 0).sum())
        return nats / scored


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=16_000_000, help="planned tokens, both sides, decay included")
    parser.add_argument("--minutes", type=float, help="stop after this long; run again to go on")
    parser.add_argument("--finish-by", metavar="HH:MM", help="lower or raise the planned tokens so that the run ends by then")
    parser.add_argument("--rewarm", type=float, help="on resuming, raise the rate to this share of its peak and decay from there")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch-tokens", type=int, default=4096, help="numbers a batch, both sides, filled up included")
    parser.add_argument("--world-share", type=float, default=0.2, help="share of an epoch's sentences that the world gives")
    parser.add_argument("--cut", type=float, default=0.1, help="BPE-dropout on every other English sentence")
    parser.add_argument("--dropout", type=float, default=0.25)
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing")
    parser.add_argument("--muon-lr", type=float, default=0.02)
    parser.add_argument("--adam-lr", type=float, default=2e-3)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--run", default="translate/run", help="folder of this run under the state folder")
    args = parser.parse_args()
    keep_freed_memory()

    data = state_folder() / "translate"
    meta = json.loads((data / "meta.json").read_text())
    batches = PairBatches(data, args.batch_tokens, args.world_share, args.seed, args.cut)
    config = EncDecConfig(vocab=meta["vocabulary"], context=meta["window"], start=meta["start"], end=meta["end"])
    model = EncoderDecoder(config, seed=args.seed)
    model.dropout.share, model.smoothing = args.dropout, args.smoothing
    scored = {
        "heldOutNatsPerToken": HeldOutPairs(data / "val.json", batches, batches.exact),
        "unseenWorldNatsPerToken": HeldOutPairs(data / "world_test.json", batches, batches.exact, 200),
    }
    plan = Plan(
        name="translate", tokens=args.tokens, seed=args.seed, muon_lr=args.muon_lr, adam_lr=args.adam_lr,
        weight_decay=args.weight_decay, minutes=args.minutes, finish_by=args.finish_by, rewarm=args.rewarm, device=args.device,
        compile=False, threads=args.threads, snapshots=(),
    )  # fmt: skip
    facts = {
        "config": config.to_dict(), "parameters": count_parameters(model), "batchTokens": args.batch_tokens,
        "heldOutSample": "Tatoeba pairs held out for tuning; the card scores others", "dropout": args.dropout,
        "labelSmoothing": args.smoothing, "bpeDropout": args.cut, "shares": batches.shares, "trainPairs": len(batches.pairs),
    }  # fmt: skip
    score = lambda trained: {name: each.loss(trained) for name, each in scored.items()}  # noqa: E731
    record = train(plan, model, batches, score, state_folder() / args.run, facts)
    print(f"{record['tokens']:,} tokens in {record['seconds'] / 60:.1f} minutes, {record['passes']}")


if __name__ == "__main__":
    main()
