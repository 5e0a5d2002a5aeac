"""Scores the tuned models with the shipped, dequantised weights: python -m chat.evaluate story-chat|reward|story-aligned.

Writes card, run record and catalogue. `--checkpoint FILE` scores a checkpoint of story-chat and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
from collections import defaultdict
from datetime import date

import torch
import torch.nn.functional as F

from chat.card_facts import ABOUT, CANNOT
from chat.export import read_reward
from chat.generate import answers
from chat.pairs import DpoLoss, RewardLoss
from chat.rows import make_row, padded
from chat.shipped import MODELS, ROOT, SEED, base_task, held_out_stories, separator_id, shipped, tokenizer
from chat.train import BETA, STAGES, pair_rows, score_pairs
from common.catalogue import write_catalogue
from common.decoder import Decoder, count_parameters
from common.train_loop import state_folder
from world.instructions import follows, instructions
from world.preferences import preferences

ASKED, PAIRS = 400, 450
SAMPLES = [
    "Name three animals.", "What is the opposite of big?", "Say it politely: Give me the ball!", "What is the capital of France?",
    "Write a story with the words dog and ball.",
]  # fmt: skip


def interval(right: int, of: int, z: float = 1.96) -> list[float]:
    """95 % interval of a share (Wilson 1927)."""
    share, square = right / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z * (share * (1 - share) / of + square / (4 * of * of)) ** 0.5 / (1 + square / of)
    return [round(middle - half, 4), round(middle + half, 4)]


def rate(right: list[bool]) -> dict:
    """Share with its interval."""
    return {"count": sum(right), "of": len(right), "share": round(sum(right) / len(right), 4), "interval95": interval(sum(right), len(right))}


def instruction_scores(model: Decoder, count: int = ASKED) -> dict:
    """Share of held-out instructions followed greedily: the answer ends by itself and its rule is kept."""
    words, end = tokenizer(), separator_id()
    asked = instructions(SEED + 7, count, held_out_stories(), held_out=True)
    prompts = [words.encode(e.as_dict()["prompt"], add_special_tokens=False).ids for e in asked]
    made = answers(model, prompts, end)
    by_kind = defaultdict(list)
    for example, ids, ended in zip(asked, made.ids, made.ended):
        by_kind[example.kind].append(ended and follows(example.check, words.decode(ids)))
    every = [right for kind in by_kind.values() for right in kind]
    return {
        "followed": sum(every), "asked": len(every), "share": round(sum(every) / len(every), 4), "interval95": interval(sum(every), len(every)),
        "byKind": {kind: rate(right) for kind, right in sorted(by_kind.items())},
    }  # fmt: skip


def samples(model: Decoder) -> list[dict]:
    """Greedy answers to a few instructions."""
    words, end = tokenizer(), separator_id()
    prompts = [f"Instruction: {ask}\nAnswer:" for ask in SAMPLES]
    made = answers(model, [words.encode(p, add_special_tokens=False).ids for p in prompts], end)
    return [{"prompt": p, "temperature": 0, "text": p + words.decode(ids)} for p, ids in zip(prompts, made.ids)]


@torch.no_grad()
def divergence(policy: Decoder, reference: Decoder, count: int = 200) -> dict:
    """KL(policy || reference) on answers that the policy itself draws at T = 1: per answer and per token, in nats."""
    words, end = tokenizer(), separator_id()
    asked = instructions(SEED + 9, count, held_out_stories(), held_out=True)
    prompts = [e.as_dict()["prompt"] for e in asked]
    made = answers(policy, [words.encode(p, add_special_tokens=False).ids for p in prompts], end, temperature=1.0, seed=SEED)
    rows = [make_row(words, end, p, words.decode(ids).removeprefix(" ")) for p, ids in zip(prompts, made.ids) if ids]
    rows = [row for row in rows if len(row.ids) <= policy.config.context]
    total, tokens = 0.0, 0
    for start in range(0, len(rows), 16):
        inputs, targets = padded(rows[start : start + 16], end)
        scored = targets >= 0
        p, q = (F.log_softmax(model(inputs).float(), -1)[scored] for model in (policy, reference))
        total += (p.exp() * (p - q)).sum().item()
        tokens += int(scored.sum())
    return {"natsPerToken": round(total / tokens, 5), "natsPerAnswer": round(total / len(rows), 4), "answers": len(rows)}


def pair_scores(loss: RewardLoss | DpoLoss) -> dict:
    """Accuracy on held-out pairs, all and by axis, and the mean margin."""
    every = preferences(SEED + 7, PAIRS, held_out_stories(), held_out=True)
    result, right_all = {}, []
    margin = 0.0
    for axis in ("ending", "polite", "task"):
        chosen, rejected = score_pairs(loss, pair_rows([pair for pair in every if pair.axis == axis]))
        right = (chosen > rejected).tolist()
        result[axis] = rate(right)
        right_all += right
        margin += (chosen - rejected).sum().item()
    return {**rate(right_all), "byAxis": result, "meanMargin": round(margin / len(right_all), 4)}


def base_cost(before: Decoder, after: Decoder) -> dict:
    """Held-out loss of the base task (the 946 held-out TinyStories) before and after, bits per byte."""
    held = base_task()
    a, b = held.bits_per_byte(before), held.bits_per_byte(after)
    return {"before": round(a, 4), "after": round(b, 4), "change": round(b / a - 1, 4), "bytes": held.bytes}


def scores_of(name: str) -> tuple[dict, dict]:
    """(scores, bars) of a shipped tuned model."""
    story = shipped("story")
    if name == "reward":
        reward = read_reward()
        pairs = pair_scores(RewardLoss(reward, separator_id()))
        return {"preferencePairs": pairs}, {"held-out pairs right, more than half": {"reached": pairs["share"], "met": pairs["interval95"][0] > 0.5}}
    model = shipped(name)
    # story-chat's card already has both models' scores on the same instructions
    before = {} if name == "story-chat" else json.loads((MODELS / "story-chat" / "card.json").read_text("utf8"))["scores"]["instructions"]
    scores = {"instructions": {"story": instruction_scores(story)} if name == "story-chat" else before}
    scores["instructions"][name] = instruction_scores(model)
    share = {key: value["share"] for key, value in scores["instructions"].items()}
    if name == "story-chat":
        scores["baseTaskBitsPerByte"] = base_cost(story, model)
        scores["klFromStory"] = divergence(model, story)
        return scores, {
            "held-out instructions followed, at least 0.80": {"reached": share[name], "met": share[name] >= 0.8},
            "story follows at most 0.20 of the same": {"reached": share["story"], "met": share["story"] <= 0.2},
        }
    chat = shipped("story-chat")
    scores["baseTaskBitsPerByte"] = base_cost(chat, model)
    scores["klFromStoryChat"] = divergence(model, chat)
    scores["preferencePairs"] = pair_scores(DpoLoss(model, chat, BETA))
    scores["rewardOfAnswers"] = reward_of_answers(chat, model)
    return scores, {"held-out pairs right by the implicit reward, more than half": {"reached": scores["preferencePairs"]["share"], "met": scores["preferencePairs"]["interval95"][0] > 0.5}}


@torch.no_grad()
def reward_of_answers(before: Decoder, after: Decoder, count: int = 200) -> dict:
    """Mean score that the reward model gives to answers drawn at T = 1 by the two models, same prompts, same seed."""
    words, end, judge = tokenizer(), separator_id(), read_reward()
    prompts = [pair.prompt for pair in preferences(SEED + 11, count, held_out_stories(), held_out=True)]
    result = {}
    for key, model in (("story-chat", before), ("story-aligned", after)):
        made = answers(model, [words.encode(p, add_special_tokens=False).ids for p in prompts], end, temperature=1.0, seed=SEED)
        rows = [make_row(words, end, p, words.decode(ids).removeprefix(" ")) for p, ids in zip(prompts, made.ids) if ids]
        rows = [row for row in rows if len(row.ids) <= after.config.context]
        found = []
        for start in range(0, len(rows), 16):
            found += judge.scores(*padded(rows[start : start + 16], end), end).tolist()
        result[key] = {"mean": round(sum(found) / len(found), 4), "answers": len(found)}
    return result


def card(name: str, record: dict, scores: dict, reached: dict, quantised: dict) -> dict:
    """card.json: what it was tuned from and on, what it reached, what tuning cost."""
    commit = subprocess.run(["git", "log", "-1", "--format=%h", "--", "training/chat"], cwd=ROOT, capture_output=True, text=True)
    base = json.loads((MODELS / "story" / "card.json").read_text("utf8"))
    plan = record["plan"]
    optimiser = f"Muon {plan['muon_lr']} (matrices), Adam {plan['adam_lr']} (the rest)" if plan["muon_lr"] else f"Adam {plan['adam_lr']}"
    extra = {"head": "one number a position, w . final.norm + b; an answer's score stands at the separator after it"} if name == "reward" else {"samples": samples(shipped(name))}
    return {
        "name": name, "kind": "reward" if name == "reward" else "decoder", "date": date.today().isoformat(),
        "parameters": count_parameters(read_reward() if name == "reward" else shipped(name)), "about": ABOUT[name],
        "shape": base["shape"], "weights": base["weights"], "begunFrom": "story" if name == "story-chat" else "story-chat",
        "prompt": "Instruction: {one line}\\nAnswer:",
        "corpus": {
            "world": {"kind": "instructions" if name == "story-chat" else "preferences", "examples": record["groups"], "seed": SEED,
                      "licence": "generated by this project's own training/world; the short stories among the answers are TinyStories (CDLA-Sharing-1.0)"},
            "leftOutCapitals": base["corpus"]["leftOutCapitals"],
        },
        "training": {
            "tokensSeen": record["tokens"], "steps": record["step"], "batchTokens": record["batchTokens"], "passes": record["passes"]["examples"],
            "minutes": round(record["seconds"] / 60, 1), "seed": plan["seed"], "commit": commit.stdout.strip(), "optimiser": optimiser,
            "schedule": f"warm-up, linear decay to zero over the last {round(plan['decay_share'] * 100)} %", "finished": record["finished"],
            **({"beta": record["beta"]} if "beta" in record else {}),
            "scored": "answer tokens and the separator only" if name == "story-chat" else "pairs of answers",
            "machine": f"{os.cpu_count()} CPU cores ({platform.machine()}), one thread, bfloat16, shared with other work",
        },
        "scores": {**scores, "quantised": quantised}, "bars": {**reached, "loss change by 8-bit weights, at most 0.01": {"reached": quantised["change"], "met": abs(quantised["change"]) <= 0.01}},
        **extra, "cannot": CANNOT[name],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=STAGES)
    parser.add_argument("--checkpoint")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.checkpoint:
        model = shipped("story")
        model.load_state_dict(torch.load(args.checkpoint, map_location="cpu", weights_only=False)["model"])
        print(json.dumps({"instructions": instruction_scores(model.eval()), "samples": samples(model)}, indent=1))
        return
    folder = MODELS / args.name
    scores, reached = scores_of(args.name)
    quantised = json.loads((state_folder() / "chat" / args.name / "quantised.json").read_text())
    record = json.loads((state_folder() / "chat" / args.name / "record.json").read_text())
    made = card(args.name, record, scores, reached, quantised)
    (folder / "card.json").write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", "utf8")
    record["plan"] = {key: value for key, value in record["plan"].items() if key not in ("device", "finish_by", "minutes", "rewarm", "snapshots")}
    record["cost"] = {key: scores[key] for key in ("baseTaskBitsPerByte", "klFromStory", "klFromStoryChat") if key in scores}
    (ROOT / "static" / "runs" / f"{args.name}.json").write_text(json.dumps(record, indent=1) + "\n", "utf8")
    write_catalogue(MODELS)
    print(json.dumps(made["bars"], indent=1))


if __name__ == "__main__":
    main()
