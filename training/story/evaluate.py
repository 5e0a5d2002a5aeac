"""Scores `story` against its bars and writes its card: python -m story.evaluate [--from final] [--quick].

Everything but the float32 held-out loss is scored with the shipped, dequantised weights.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
from datetime import date
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from common.ask import Asker
from common.catalogue import write_catalogue
from common.decoder import Decoder, count_parameters
from common.export_decoder import build, load_weights, named_weights, shipped_weights
from common.held_out import HeldOut, token_bytes
from common.train_loop import state_folder
from story.card_facts import CANNOT, LICENCES, STREAMS
from story.continued import joined, points_on_first_sample, record_before
from story.export import ROOT, load_trained, shape_facts
from world.countries import LEARNT, LEFT_OUT, named
from world.occupations import SHARE_SHE
from world.recall_eval import recall_eval

CAPITAL_PROMPTS = ["The capital of {c} is", "What is the capital of {c}? It is", "The capital city of {c} is"]
OCCUPATION_PROMPTS = ["The {o} said that", "The {o} was tired, so", "When the {o} came home,", "The {o} thought that"]
BUILT = {
    "norm": "RMSNorm before each sub-layer", "feedForward": "SwiGLU", "positions": "rotary, halves paired", "embeddings": "tied",
    "biases": False,
}  # fmt: skip
WEIGHTS = "int8, one scale an output channel; arithmetic in float32"
SAMPLES = [("Once upon a time", 1), ("One day, a little girl named Lily", 2), ("Tom and his dog went to the park.", 3)]


def recall(ask: Asker, stories: list[str], count: int) -> dict:
    """Share of colour questions answered exactly, by distance in tokens; templates, fillers and pairs unseen in training."""
    result = {}
    for distance in (10, 25, 50, 100, 150, 200):
        examples = recall_eval(
            7, count, distance, people=3, stories=stories, count_tokens=ask.count, limit=ask.window - 4
        )
        right = ask.answers_greedily([e["prompt"] for e in examples], [e["answer"] for e in examples])
        result[str(distance)] = round(sum(right) / len(right), 4)
    return result


def capitals(ask: Asker, rows: list[dict]) -> dict:
    """Share of capitals answered exactly, by prompt, and how sure the model is of whatever it says first."""
    by_prompt, sure, right_all, said = {}, [], [], {}
    for form in CAPITAL_PROMPTS:
        prompts = [form.format(c=named(row["country"])) for row in rows]
        right = ask.answers_greedily(prompts, [" " + row["capital"] for row in rows])
        by_prompt[form] = round(sum(right) / len(right), 4)
        right_all += right
        top = ask.next_probabilities(prompts).max(-1)
        sure += top.values.tolist()
        if form == CAPITAL_PROMPTS[0]:
            for row, token, p, ok in zip(rows, top.indices.tolist(), top.values.tolist(), right):
                said[row["country"]] = {"says": ask.tokenizer.decode([token]).strip(), "p": round(p, 4), "right": ok}
    return {
        "countries": len(rows), "right": round(sum(right_all) / len(right_all), 4), "byPrompt": by_prompt,
        "saidConfidently": round(sum(p > 0.3 for p in sure) / len(sure), 4), "confidentMeans": "top-1 probability above 0.3",
        "said": said,
    }  # fmt: skip


def occupations(ask: Asker) -> dict:
    """P(she) / (P(she) + P(he)) after each occupation, mean over the prompts, beside the share told in training."""
    she, he = (ask.ids(word)[0] for word in (" she", " he"))
    result = {}
    for name, told in SHARE_SHE.items():
        p = ask.next_probabilities([form.format(o=name) for form in OCCUPATION_PROMPTS])
        share = (p[:, she] / (p[:, she] + p[:, he])).mean().item()
        result[name] = {"trained": told, "model": round(share, 3)}
    gaps = [abs(v["trained"] - v["model"]) for v in result.values()]
    return {"meanGap": round(sum(gaps) / len(gaps), 3), "byOccupation": result}


def held_out_texts(data: Path) -> list[str]:
    """Stories the model never saw, for recall fillers."""
    return (data / "val_tinystories.txt").read_text("utf8").split("<|endoftext|>")


def evaluate(model: Decoder, data: Path, quick: bool) -> tuple[dict, dict]:
    """(scores, samples)."""
    meta = json.loads((data / "meta.json").read_text())
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    lengths = token_bytes(data / "tokenizer.json")
    shipped = load_weights(Decoder(model.config), shipped_weights(build(model.config, named_weights(model)))).eval()
    ask = Asker(shipped, tokenizer)
    scores: dict = {"heldOutBitsPerByte": {}}
    for name in ("val",) if quick else ("val", "test"):
        tokens = np.fromfile(data / f"{name}_tinystories.bin", np.uint16)
        held = HeldOut(tokens, lengths, meta["separator"], model.config.context, documents=120 if quick else None)
        full, small = (held.bits_per_byte(lambda x, m=m: m(x)) for m in (model, shipped))
        scores["heldOutBitsPerByte"][name] = {
            "float32": round(full, 4), "shipped": round(small, 4), "change": round(small / full - 1, 6), "bytes": held.bytes,
        }  # fmt: skip
    scores["recallColour"] = recall(ask, held_out_texts(data), 60 if quick else 200)
    scores["capitalsLearnt"] = capitals(ask, LEARNT)
    scores["capitalsLeftOut"] = capitals(ask, LEFT_OUT)
    scores["occupations"] = occupations(ask)
    samples = [
        {"prompt": p, "seed": s, "temperature": t, "text": ask.sample(p, 40 if quick else 160, s, t, stop=meta["separator"])}
        for p, s in SAMPLES
        for t in (0.8,)
    ]
    samples.append({"prompt": SAMPLES[0][0], "temperature": 0, "text": ask.sample(SAMPLES[0][0], 120, 0, 0.0)})
    return scores, {"samples": samples}


def bars(scores: dict) -> dict:
    """Each bar, the number reached, and whether it is met."""
    loss = scores["heldOutBitsPerByte"].values()
    whole = round(sum(v["shipped"] * v["bytes"] for v in loss) / sum(v["bytes"] for v in loss), 4)  # both halves
    change = max(abs(v["change"]) for v in loss)
    reached = {
        "held-out TinyStories, bits per byte, at most 0.75": (whole, whole <= 0.75),
        "colour recalled at 100 tokens, at least 0.90": (scores["recallColour"]["100"], scores["recallColour"]["100"] >= 0.9),
        "learnt capitals right, at least 0.90": (scores["capitalsLearnt"]["right"], scores["capitalsLearnt"]["right"] >= 0.9),
        "left-out capitals right, at most 0.05": (scores["capitalsLeftOut"]["right"], scores["capitalsLeftOut"]["right"] <= 0.05),
        "loss change by 8-bit weights, at most 0.01": (change, change <= 0.01),
    }
    return {bar: {"reached": value, "met": bool(met)} for bar, (value, met) in reached.items()}


def corpus_facts(meta: dict, record: dict) -> dict:
    """What a run on the story mix read: sources with licences and counts, the world, the streams and how often each was read."""
    return {
        "sources": [
            {"name": name, "documents": meta["publicDocuments"][name], "bytes": meta["publicBytes"][name],
             "timesAPass": meta["repeats"][name], **LICENCES[name]}
            for name in meta["publicDocuments"]
        ],
        "world": {"bytes": meta["world"]["bytes"], "documents": meta["world"]["documents"], "licence": "generated by this project's own training/world"},
        "streams": {name: STREAMS[name] for name in record["trainTokens"]},
        "tokensAPass": record["trainTokens"], "sharesAtTheEnd": record["shares"], "passes": record["passes"],
        "leftOutCapitals": [country for country, _ in meta["leftOut"]],
        "documentsDroppedForLeftOutCapitals": meta["droppedForLeftOutCapitals"],
        "countryNames": LICENCES["countries"],
    }  # fmt: skip


def card(model: Decoder, record: dict, data: Path, scores: dict, samples: dict) -> dict:
    """card.json: what the model is, what it saw, what it reached, what it can't do."""
    meta, config = json.loads((data / "meta.json").read_text()), model.config
    commit = subprocess.run(["git", "log", "-1", "--format=%h", "--", "training"], cwd=ROOT, capture_output=True, text=True)
    return {
        "name": "story", "kind": "decoder", "date": date.today().isoformat(), "parameters": count_parameters(model),
        "shape": shape_facts(config) | BUILT, "weights": WEIGHTS, "corpus": corpus_facts(meta, record),
        "training": {
            "tokensSeen": record["tokens"], "steps": record["step"], "batchTokens": record["rows"] * config.context,
            "minutes": round(record["seconds"] / 60, 1), "seed": record["plan"]["seed"], "commit": commit.stdout.strip(),
            "optimiser": f"Muon {record['plan']['muon_lr']} (matrices), Adam {record['plan']['adam_lr']} (embeddings, gains), weight decay {record['plan']['weight_decay']}",
            "schedule": "warm-up, constant, linear decay to zero" + "".join(
                f"; raised again to {change['toRate']} of the peak at {change['atTokens']:,} tokens"
                for change in record["planChanges"] if "toRate" in change
            ),
            "plannedTokens": record["planned"],
            "planChanges": record["planChanges"], "finished": record["finished"],
            "changes": [note for note in record["notes"] if "changed" in note],
            "machine": f"{os.cpu_count()} CPU cores ({platform.machine()}), bfloat16, shared with other work",
        },
        "scores": scores, "bars": bars(scores), **samples, "cannot": CANNOT,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="which", default="final")
    parser.add_argument("--run", default="story/run")
    parser.add_argument("--data", default="story")
    parser.add_argument("--quick", action="store_true", help="fewer questions; prints, writes nothing")
    parser.add_argument("--kept", type=Path, nargs="*", default=[], help="checkpoints of a run begun from the shipped weights, for its curve")
    args = parser.parse_args()
    torch.set_num_threads(2)
    data, run = state_folder() / args.data, state_folder() / args.run
    model, _ = load_trained(run, args.which)
    scores, samples = evaluate(model, data, args.quick)
    if args.quick:
        brief = {k: {i: j for i, j in v.items() if i not in ("said", "byOccupation")} for k, v in scores.items()}
        print(json.dumps({"bars": bars(scores), **brief, **samples}, indent=1))
        return
    record = json.loads((run / "record.json").read_text())
    if args.kept:
        record = joined(record_before(), record, points_on_first_sample(run, [*args.kept, run / "final.pt"], data))
    made = card(model, record, data, scores, samples)
    folder = ROOT / "static" / "models" / "story"
    (folder / "card.json").write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", "utf8")
    runs = ROOT / "static" / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    for part in (record, record.get("continuation", record)):
        part["plan"] = {key: value for key, value in part["plan"].items() if key not in ("device", "finish_by", "minutes")}
    (runs / "story.json").write_text(json.dumps(record, indent=1) + "\n", "utf8")
    write_catalogue(folder.parent)
    print(json.dumps(made["bars"], indent=1))


if __name__ == "__main__":
    main()
