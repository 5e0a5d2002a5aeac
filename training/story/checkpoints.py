"""Exports the snapshots of a `story` run as story-ckpt-0, -1, -5, -20: python -m story.checkpoints [--run story/run3].

Each is stored as `story` is (int8), and scored with its shipped weights on the sample that ships with the page
(src/topics/training-steps/heldOut.json), so that anybody can score it again. story-ckpt-0 is the model before its
first step, made anew from the run's seed. The run's own record goes to static/runs/story-ckpt.json. Run it again
when a further snapshot is there, or the run has ended.
"""

from __future__ import annotations

import argparse
import json
import math

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from common.catalogue import write_catalogue
from common.decoder import Decoder, DecoderConfig, count_parameters
from common.export_decoder import build, load_weights, named_weights, shipped_weights, write_layout
from common.held_out import HeldOut, token_bytes
from common.train_loop import state_folder
from story.export import ROOT, load_trained
from story.held_out_stories import STORIES, WORLD_SEED, held_out_world

PERCENTS = (0, 1, 5, 20)
MODELS = ROOT / "static" / "models"
SAMPLE = ROOT / "src" / "topics" / "training-steps" / "heldOut.json"


def write_sample() -> dict[str, list[str]]:
    """The held-out sample by group, written where the page reads it."""
    groups = {"stories": STORIES, "world": held_out_world()}
    SAMPLE.write_text(json.dumps({"worldSeed": WORLD_SEED, **groups}, ensure_ascii=False, indent=2) + "\n", "utf8")
    return groups


@torch.no_grad()
def sample_loss(model: Decoder, texts: list[str], tokenizer: Tokenizer, separator: int) -> dict:
    """Loss over every token of the texts, each read alone after one separator: mean nats a token and bits per byte."""
    nats, tokens = 0.0, 0
    for text in texts:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        row = torch.tensor([[separator, *ids]])
        logits = model(row[:, :-1]).float()[0]
        nats += F.cross_entropy(logits, row[0, 1:], reduction="sum").item()
        tokens += len(ids)
    size = sum(len(text.encode()) for text in texts)
    return {
        "nats": round(nats / tokens, 6), "bitsPerByte": round(nats / math.log(2) / size, 6), "tokens": tokens, "bytes": size,
    }  # fmt: skip


def is_shipped(run) -> bool:
    """Whether the weights that ship as `story` are this run's last ones."""
    if not (run / "final.pt").exists():
        return False
    ours = shipped_weights(build(load_trained(run, "final")[0].config, named_weights(load_trained(run, "final")[0])))
    theirs = shipped_weights(onnx.load(MODELS / "story" / "onnx" / "model.onnx"))
    return ours.keys() == theirs.keys() and all(np.array_equal(ours[key], theirs[key]) for key in ours)


def run_note(percent: int, same: bool) -> dict[str, str]:
    """What the card says about whose weights these are."""
    if percent == 0:
        told = {
            "en": "The model before its first training step: random weights, made anew from the seed of the run.",
            "zh": "训练第一步之前的模型：由该次训练的随机种子重新生成的随机权重。",
        }
    else:
        told = {
            "en": f"Saved during training, when {percent} % of the planned tokens had been read.",
            "zh": f"训练途中保存：此时读完了计划词元数的 {percent}%。",
        }
    whose = {
        True: {
            "en": "The weights that ship as `story` are the end of this same run.",
            "zh": "随站发布的 `story` 权重就是这同一次训练的终点。",
        },
        False: {
            "en": "It comes from a run of the same recipe with a record of its own (static/runs/story-ckpt.json), not from the run that made the weights shipped as `story`.",
            "zh": "它出自同一做法的另一次训练，有自己的记录（static/runs/story-ckpt.json）；随站发布的 `story` 权重并非由那次训练得到。",
        },
    }[same]
    return {language: f"{told[language]} {whose[language]}" if language == "en" else told[language] + whose[language] for language in told}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", default="story/run", help="folder of the run under the state folder")
    parser.add_argument("--data", default="story")
    args = parser.parse_args()
    torch.set_num_threads(1)
    run, data = state_folder() / args.run, state_folder() / args.data
    record = json.loads((run / "record.json").read_text("utf8"))
    separator = json.loads((data / "meta.json").read_text("utf8"))["separator"]
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    lengths = token_bytes(data / "tokenizer.json")
    stories = np.concatenate([np.fromfile(data / f"{half}_tinystories.bin", np.uint16) for half in ("val", "test")])
    groups, same, rows = write_sample(), is_shipped(run), []
    for percent in PERCENTS:
        file = run / f"snapshot-{percent}.pt"
        if percent == 0:
            model, tokens = Decoder(DecoderConfig(vocab=len(lengths)), seed=record["plan"]["seed"]).eval(), 0
        elif file.exists():
            model, saved = load_trained(run, f"snapshot-{percent}")
            tokens = saved["tokens"]
        else:
            print(f"no snapshot at {percent} % yet")
            continue
        name = f"story-ckpt-{percent}"
        graph = build(model.config, named_weights(model))
        shipped = load_weights(Decoder(model.config), shipped_weights(graph)).eval()
        held = HeldOut(stories, lengths, separator, model.config.context, every=6)
        row = {"model": name, "percent": percent, "tokens": tokens, "heldOut": {
            "tinystories": {"float32": round(held.bits_per_byte(model), 4), "shipped": round(held.bits_per_byte(shipped), 4)},
            **{group: sample_loss(shipped, texts, tokenizer, separator) for group, texts in groups.items()},
        }}  # fmt: skip
        rows.append(row)
        write_layout(MODELS / name, graph, model.config, data / "tokenizer.json", separator)
        config = model.config
        card = {
            "name": name, "kind": "decoder", "parameters": count_parameters(model), "note": run_note(percent, same),
            "shape": {
                "layers": config.layers, "heads": config.heads, "headSize": config.head_size, "width": config.width,
                "hidden": config.hidden, "window": config.context, "vocabulary": config.vocab,
                "ropeBase": config.rope_base, "normEps": config.norm_eps,
            },
            "weights": "int8, one scale an output channel; arithmetic in float32",
            "training": {
                "tokensSeen": tokens, "plannedTokens": record["planned"], "seed": record["plan"]["seed"],
                "shares": record["shares"], "record": "runs/story-ckpt.json",
            },
            "scores": {"heldOut": row["heldOut"]},
            "cannot": [{
                "en": "It is unfinished on purpose, to show what training does. Nothing it writes is to be trusted.",
                "zh": "它有意停在半途，用来展示训练的作用；它写的内容都不可采信。",
            }],
        }  # fmt: skip
        (MODELS / name / "card.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf8")
        print(name, tokens, row["heldOut"])
    kept = {key: value for key, value in record.items() if key != "plan"}
    kept["plan"] = {k: v for k, v in record["plan"].items() if k not in ("device", "finish_by", "minutes")}
    path = ROOT / "static" / "runs" / "story-ckpt.json"
    path.write_text(json.dumps({**kept, "sameRunAsStory": same, "checkpoints": rows}, indent=1) + "\n", "utf8")
    write_catalogue(MODELS)


if __name__ == "__main__":
    main()
