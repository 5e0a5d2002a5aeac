"""Tunes: python -m chat.train story-chat|reward|story-aligned (from training/, in this order); resumes by itself.

Each starts from shipped weights: story-chat from `story`, the other two from `story-chat`, so export one before the next.
"""

from __future__ import annotations

import argparse

import torch
import torch.nn as nn

from chat.pairs import DpoLoss, RewardLoss, RewardModel
from chat.rows import Batches, Row, make_row, padded
from chat.shipped import SEED, base_task, held_out_stories, separator_id, shipped, tokenizer, training_stories
from common.decoder import Decoder, count_parameters
from common.train_loop import Plan, keep_freed_memory, state_folder, train
from world.instructions import instructions
from world.preferences import Preference, preferences

WINDOW = 256
# Peak rates, tokens and how much data each stage reads; muon_lr 0 means Adam for everything.
STAGES = {
    "story-chat": dict(tokens=1_500_000, muon_lr=0.006, adam_lr=1.2e-3, weight_decay=0.05, warmup=60_000, decay_share=0.8, count=40_000),
    "reward": dict(tokens=350_000, muon_lr=0.0, adam_lr=4e-4, weight_decay=0.0, warmup=20_000, decay_share=0.8, count=4_000),
    "story-aligned": dict(tokens=250_000, muon_lr=0.0, adam_lr=1e-4, weight_decay=0.0, warmup=20_000, decay_share=0.8, count=4_000),
}
BETA = 0.1
BATCH_TOKENS = {"story-chat": 6000, "reward": 3000, "story-aligned": 3000}


def instruction_rows(seed: int, count: int, stories: list[str], held_out: bool) -> list[Row]:
    """Rows of `count` world instructions, those that don't fit the window left out."""
    words, end = tokenizer(), separator_id()
    made = [make_row(words, end, e.as_dict()["prompt"], e.answer) for e in instructions(seed, count, stories, held_out)]
    return [row for row in made if len(row.ids) <= WINDOW]


def pair_rows(pairs: list[Preference]) -> list[tuple[Row, Row]]:
    """(chosen, rejected) rows of the pairs, those that don't fit the window left out."""
    words, end = tokenizer(), separator_id()
    made = [tuple(make_row(words, end, pair.prompt, answer) for answer in (pair.chosen, pair.rejected)) for pair in pairs]
    return [pair for pair in made if max(len(row.ids) for row in pair) <= WINDOW]


def score_pairs(loss: RewardLoss | DpoLoss, pairs: list[tuple[Row, Row]]) -> tuple[torch.Tensor, torch.Tensor]:
    """(chosen, rejected) scores [P]: rewards, or beta times the policy's gain over the reference."""
    found = []
    for start in range(0, len(pairs), 24):
        rows = pairs[start : start + 24]
        inputs, targets = padded([row for side in (0, 1) for row in (pair[side] for pair in rows)], separator_id())
        with torch.no_grad():
            value = loss.reward.scores(inputs, targets, loss.separator) if isinstance(loss, RewardLoss) else loss.beta * loss.gains(inputs, targets)
        found.append(torch.stack(value.float().chunk(2)))
    return tuple(torch.cat(found, 1))


def chat_stage(count: int) -> tuple[nn.Module, list, callable]:
    """story-chat: the answer's tokens are the targets; beside their held-out loss the base task's is watched."""
    model = shipped("story")
    rows = instruction_rows(SEED, count, training_stories(), held_out=False)
    held = padded(instruction_rows(SEED, 200, held_out_stories(), held_out=True), separator_id())
    base = base_task(every=12)

    def held_out(trained: Decoder) -> dict[str, float]:
        nats = [trained(x, y).item() * int((y >= 0).sum()) for x, y in zip(held[0].split(20), held[1].split(20))]
        return {"heldOutAnswerNats": sum(nats) / int((held[1] >= 0).sum()), "heldOutBitsPerByte": base.bits_per_byte(trained)}

    return model, [(row,) for row in rows], held_out


def pair_stage(name: str, count: int) -> tuple[nn.Module, list, callable]:
    """reward and story-aligned: two answers a pair."""
    end = separator_id()
    loss = RewardLoss(RewardModel(shipped("story-chat")), end) if name == "reward" else DpoLoss(shipped("story-chat"), shipped("story-chat"), BETA)
    pairs = pair_rows(preferences(SEED, count, training_stories()))
    watched = pair_rows(preferences(SEED, 240, held_out_stories(), held_out=True))
    base = base_task(every=24)

    def held_out(trained: nn.Module) -> dict[str, float]:
        chosen, rejected = score_pairs(trained, watched)
        result = {"heldOutAccuracy": (chosen > rejected).float().mean().item(), "heldOutMargin": (chosen - rejected).mean().item()}
        if isinstance(trained, DpoLoss):
            result["heldOutBitsPerByte"] = base.bits_per_byte(trained.policy)
        return result

    return loss, pairs, held_out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=STAGES)
    parser.add_argument("--tokens", type=int, help="planned tokens, padding and decay included")
    parser.add_argument("--minutes", type=float, help="stop after this long; run again to go on")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="auto")
    args = parser.parse_args()
    keep_freed_memory()
    torch.set_num_threads(args.threads)
    stage = dict(STAGES[args.name])
    count, tokens = stage.pop("count"), args.tokens or stage.pop("tokens")
    stage.pop("tokens", None)
    model, groups, held_out = chat_stage(count) if args.name == "story-chat" else pair_stage(args.name, count)
    plan = Plan(
        name=args.name, tokens=tokens, seed=SEED, minutes=args.minutes, device=args.device, compile=False, threads=args.threads,
        held_out_minutes=2.0, snapshots=(), **stage,
    )  # fmt: skip
    facts = {"parameters": count_parameters(model), "groups": len(groups), "batchTokens": BATCH_TOKENS[args.name]}
    if args.name == "story-aligned":
        facts["beta"] = BETA
    batches = Batches(groups, separator_id(), BATCH_TOKENS[args.name], SEED)
    record = train(plan, model, batches, held_out, state_folder() / "chat" / args.name, facts)
    print(f"{record['tokens']:,} tokens in {record['seconds'] / 60:.1f} minutes, passes {batches.passes()}")


if __name__ == "__main__":
    main()
