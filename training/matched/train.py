"""Trains one matched model: python -m matched.train position-alibi [--seed 1]; resumes by itself."""

from __future__ import annotations

import argparse
import json

import numpy as np

from common.decoder import Decoder, count_parameters
from common.held_out import token_bytes
from common.train_loop import Plan, keep_freed_memory, state_folder, train
from common.windows import Mixture, TokenFile
from matched.members import MEMBERS, ROWS, SHARES, TOKENS
from matched.scores import decoder_scores

SNAP = 0.3  # share of windows that begin where a document does


def run_folder(name: str, seed: int):
    """Where a run keeps its state."""
    return state_folder() / "matched" / "runs" / (name if seed == 1 else f"{name}-seed{seed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(MEMBERS))
    parser.add_argument("--seed", type=int, default=1, help="of the weights and of the order of the windows")
    parser.add_argument("--tokens", type=int, default=TOKENS)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--compile", action="store_true", help="takes longer than it saves in a run this short")
    args = parser.parse_args()
    keep_freed_memory()

    member, data = MEMBERS[args.name], state_folder() / "matched"
    separator = json.loads((data / "meta.json").read_text())["separator"]
    lengths = token_bytes(data / "tokenizer.json")
    config = member.config
    files = {
        name: TokenFile(data / f"{member.texts}_{name}.bin", config.context, separator, args.seed + 100 * at, SNAP)
        for at, name in enumerate(SHARES)
    }
    batches = Mixture(files, SHARES, ROWS)
    held = np.fromfile(data / "held_out.bin", np.uint16)
    if member.kind == "decoder":
        model, score = Decoder(config, seed=args.seed), decoder_scores(held, lengths, separator, config.context)
    else:
        from matched.families import family

        model, score, batches = family(member, args.seed, held, lengths, separator, batches)
    plan = Plan(
        name=member.name, tokens=args.tokens, seed=args.seed, warmup=100_000, minutes=args.minutes, device=args.device,
        compile=args.compile and member.kind == "decoder", threads=args.threads, held_out_tokens=150_000, snapshots=(),
    )  # fmt: skip
    facts = {
        "config": config.to_dict(), "parameters": count_parameters(model), "rows": ROWS, "shares": SHARES, "texts": member.texts,
        "kind": member.kind, "trainTokens": {n: len(f.tokens) for n, f in files.items()},
    }  # fmt: skip
    record = train(plan, model, batches, score, run_folder(member.name, args.seed), facts)
    print(f"{record['tokens']:,} tokens in {record['seconds'] / 60:.1f} minutes")


if __name__ == "__main__":
    main()
