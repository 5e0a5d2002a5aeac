"""Scores `fill-mask` on all held-out stories and writes its card and record: python -m fill_mask.evaluate [--from final]."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from common.cards import judged, training_facts, write_card
from common.decoder import Decoder, count_parameters
from common.export_decoder import build, load_weights, named_weights, shipped_weights
from common.train_loop import state_folder
from fill_mask.masking import MASKED, SHARE, SWAPPED, Words
from fill_mask.score import MaskedSample
from story.evaluate import BUILT, WEIGHTS, corpus_facts
from story.export import load_trained, shape_facts

BLANKS = [
    "Tom was hungry, so he ___ an apple.",
    "The little dog ran after the ___ in the park.",
    "The capital of France is ___.",
    "Lily was sad because she lost ___ ball.",
    "It was raining, so Mia took her ___.",
]
CANNOT = [
    {
        "en": "It fills blanks. It was never trained to write on, and asked to do so word by word it writes badly.",
        "zh": "它只会填空：训练中从未让它往下续写，硬要它逐词续写，效果很差。",
    },
    {
        "en": "It did not start from nothing: it took over the weights of `story`, which had read the same texts from left to right, and learnt to read them both ways.",
        "zh": "它不是从零训练的：先接过 `story` 的权重（那时只会从左往右读同样的文本），再学着左右两边都读。",
    },
    {
        "en": "A blank is filled for each token on its own: two blanks side by side are guessed without regard to each other.",
        "zh": "每个空位各填各的：相邻的两个空，猜其中一个时并不知道另一个填了什么。",
    },
    {
        "en": "It has read a few million words of children's stories and a small invented world, in English only, 256 tokens at a time.",
        "zh": "它只读过几百万词的英文儿童故事和一个虚构的小世界，一次最多看到 256 个词元。",
    },
]


def filled(model: Decoder, tokenizer: Tokenizer, mask: int) -> list[dict]:
    """The five likeliest tokens for the blank of each sentence, with their probabilities."""
    results = []
    for sentence in BLANKS:
        before, after = sentence.split(" ___")
        ids = [*tokenizer.encode(before).ids, mask, *tokenizer.encode(after).ids]
        with torch.no_grad():
            top = torch.softmax(model(torch.tensor([ids]))[0, ids.index(mask)].float(), -1).topk(5)
        results.append({"text": sentence, "guesses": [[tokenizer.decode([i]).strip(), round(p, 4)] for i, p in zip(top.indices.tolist(), top.values.tolist())]})
    return results


def one_blank(model: Decoder, tokenizer: Tokenizer, mask: int, data: Path, count: int = 1000) -> dict:
    """One word hidden in a single held-out sentence, which is what a reader of the page does; words of one token only."""
    text = (data / "val_tinystories.txt").read_text("utf8").replace("<|endoftext|>", "\n")
    sentences = [s for s in re.findall(r"[A-Z][^.!?\n\"]{20,120}[.!?]", text)]
    draw = np.random.default_rng(11)
    hits, tried = {1: 0, 5: 0}, 0
    for index in draw.permutation(len(sentences))[:count]:
        sentence = sentences[index]
        spans = [m.span() for m in re.finditer(r"(?<= )[A-Za-z]+", sentence)]
        begin, end = spans[draw.integers(len(spans))]
        word = tokenizer.encode(" " + sentence[begin:end]).ids
        if len(word) != 1:
            continue
        before, after = tokenizer.encode(sentence[: begin - 1]).ids, tokenizer.encode(sentence[end:]).ids
        with torch.no_grad():
            logits = model(torch.tensor([[*before, mask, *after]]))[0, len(before)]
        rank = int((logits > logits[word[0]]).sum())
        tried += 1
        for n in hits:
            hits[n] += rank < n
    return {"sentences": tried, "top1": round(hits[1] / tried, 4), "top5": round(hits[5] / tried, 4)}


def evaluate(model: Decoder, data: Path) -> dict:
    """Every score, with the shipped weights but where float32 is said."""
    words, mask = Words(data / "tokenizer.json"), model.config.vocab - 1
    separator = json.loads((data / "meta.json").read_text())["separator"]
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    shipped = load_weights(Decoder(model.config), shipped_weights(build(model.config, named_weights(model)))).eval()
    both = np.concatenate([np.fromfile(data / f"{half}_tinystories.bin", np.uint16) for half in ("val", "test")])
    sample = MaskedSample(both, words, mask, separator, model.config.context)
    full, small = (sample.scores(m) for m in (model, shipped))
    held = {key: round(value, 4) for key, value in small.items()}
    return {
        "heldOutHidden": {**held, "stories": len(sample.rows), "hiddenShare": SHARE, "float32BitsPerMaskedToken": round(full["bitsPerMaskedToken"], 4),
                    "change": round(small["bitsPerMaskedToken"] / full["bitsPerMaskedToken"] - 1, 6)},
        "oneBlankInASentence": one_blank(shipped, tokenizer, mask, data),
        "filled": filled(shipped, tokenizer, mask),
    }  # fmt: skip


def bars(scores: dict) -> dict:
    """Each bar, the number reached, and whether it is met."""
    held = scores["heldOutHidden"]
    change = abs(held["change"])
    return judged({
        "held-out hidden words among the first five, at least 0.60": (held["wordTop5"], held["wordTop5"] >= 0.6),
        "loss change by 8-bit weights, at most 0.01": (change, change <= 0.01),
    })  # fmt: skip


def card(model: Decoder, record: dict, data: Path, scores: dict) -> dict:
    """card.json: what the model is, what it saw, what it reached, what it can't do."""
    meta, config = json.loads((data / "meta.json").read_text()), model.config
    return {
        "name": "fill-mask", "kind": "encoder", "date": date.today().isoformat(), "parameters": count_parameters(model),
        "shape": shape_facts(config) | BUILT | {"mask": "none: every token sees every token"},
        "weights": WEIGHTS, "corpus": corpus_facts(meta, record),
        "training": {
            "begunFrom": record["begunFrom"],
            "scored": f"{SHARE:.0%} of the tokens, whole words: {MASKED:.0%} of them shown as <mask>, {SWAPPED:.0%} as a random token, the rest as they are",
            **training_facts(record, record["rows"] * config.context),
        },
        "scores": scores, "bars": bars(scores), "cannot": CANNOT,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="which", default="final")
    parser.add_argument("--run", default="fill-mask/run")
    parser.add_argument("--data", default="story")
    args = parser.parse_args()
    torch.set_num_threads(1)
    data, run = state_folder() / args.data, state_folder() / args.run
    model, _ = load_trained(run, args.which, causal=False)
    scores = evaluate(model, data)
    record = json.loads((run / "record.json").read_text())
    made = card(model, record, data, scores)
    write_card("fill-mask", made, record)
    print(json.dumps({"bars": made["bars"], **scores}, indent=1))


if __name__ == "__main__":
    main()
