"""Scores `translate` against its bars and writes its card: python -m translate.evaluate [--from final] [--quick].

Everything but the float32 held-out loss is scored with the shipped, dequantised weights, decoding greedily.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import torch
from sacrebleu.metrics import BLEU, CHRF
from tokenizers import Tokenizer

from common.cards import WORLD_LICENCE, judged, training_facts, write_card
from common.decoder import count_parameters
from common.encdec import EncoderDecoder
from common.export_encdec import shipped
from common.train_loop import state_folder
from translate.batches import PairBatches
from translate.export import load_trained, shape_of
from translate.train import HeldOutPairs

# Sentences of our own, for the card; no bar rests on them.
SAMPLES = [
    "Lily has a red kite.", "The teacher said that she was tired.", "I like apples.", "Where is the station?", "She is my sister.",
    "I don't know what to say.", "It was raining when we got home.", "Tom bought a new car last week.", "Can you help me?",
    "The cat is sleeping on the chair.", "He has lived in London for ten years.", "If you are hungry, eat something.",
]  # fmt: skip
CANNOT = [
    {
        "en": "It learnt from 25,000 short everyday sentences and a small generated world. Longer or unusual sentences it translates badly, and with as much confidence as short ones.",
        "zh": "它只学过约两万五千个简短的日常句子和一个程序生成的小世界。遇到长句或少见的句子，它会译得很差，却同样自信。",
    },
    {
        "en": "It translates from English into Chinese only, one sentence at a time, up to 64 tokens on each side.",
        "zh": "它只能把英文译成中文，一次一句，两边各不超过 64 个词元。",
    },
    {
        "en": "A word it rarely saw is often turned into another one of the same kind: a fruit into a fruit, a city into a city.",
        "zh": "少见的词常被译成同类的另一个词：水果译成别的水果，城市译成别的城市。",
    },
    {
        "en": "Names it did not learn come out as some other name, because names were swapped for one another in training.",
        "zh": "没学过的人名会被译成别的名字，因为训练时人名是互相替换的。",
    },
    {
        "en": "The later stretches of its training were given more world sentences because the unseen ones were translated badly, so their score is no blind test.",
        "zh": "因为没见过的小世界句子译得不好，训练的后几段加大了小世界的比例，所以这一项得分不算盲测。",
    },
]


def translations(model: EncoderDecoder, tokenizer: Tokenizer, sentences: list[str], rows: int = 64) -> list[str]:
    """Greedy translations, longest sentences first so that a batch's sentences are of a length."""
    sources = [[*tokenizer.encode(text).ids, model.config.end] for text in sentences]
    order = sorted(range(len(sources)), key=lambda i: -len(sources[i]))
    found = [""] * len(sources)
    for start in range(0, len(order), rows):
        part = order[start : start + rows]
        for index, ids in zip(part, model.translate([sources[i] for i in part])):
            found[index] = tokenizer.decode(ids)
    return found


def tatoeba_scores(model: EncoderDecoder, tokenizer: Tokenizer, pairs: list[list[str]]) -> dict:
    """chrF and BLEU (sacrebleu, Chinese characters as its words) over English sentences with all their references."""
    references: dict[str, list[str]] = {}
    for english, chinese in pairs:
        references.setdefault(english, []).append(chinese)
    found = translations(model, tokenizer, list(references))
    most = max(map(len, references.values()))
    streams = [[each[i] if i < len(each) else None for each in references.values()] for i in range(most)]
    chrf, bleu = CHRF(), BLEU(tokenize="zh")
    exact = sum(f in each for f, each in zip(found, references.values())) / len(found)
    result = {
        "sentences": len(found), "references": len(pairs), "chrF": round(chrf.corpus_score(found, streams).score, 2),
        "BLEU": round(bleu.corpus_score(found, streams).score, 2), "exact": round(exact, 4),
    }  # fmt: skip
    return result | {"signatures": [str(chrf.get_signature()), str(bleu.get_signature())]}


def world_scores(model: EncoderDecoder, tokenizer: Tokenizer, pairs: list[list[str]]) -> dict:
    """Share of unseen world sentences translated exactly, and the misses."""
    found = translations(model, tokenizer, [english for english, _ in pairs])
    missed = [{"text": e, "wanted": z, "says": f} for f, (e, z) in zip(found, pairs) if f != z]
    return {"sentences": len(pairs), "exact": round(1 - len(missed) / len(pairs), 4), "missed": missed[:8]}


def evaluate(model: EncoderDecoder, data: Path, quick: bool) -> dict:
    read = lambda name: json.loads((data / name).read_text("utf8"))  # noqa: E731
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    batches = PairBatches(data, 4096, 0.2, 1, 0.0)
    small = shipped(model)
    limit = 200 if quick else None
    held = HeldOutPairs(data / "test.json", batches, tokenizer, limit)
    full, reduced = held.loss(model), held.loss(small)
    return {
        "heldOutTatoeba": tatoeba_scores(small, tokenizer, read("test.json")[:limit]),
        "unseenWorld": world_scores(small, tokenizer, read("world_test.json")[:limit]),
        "heldOutNatsPerToken": {"float32": round(full, 4), "shipped": round(reduced, 4), "change": round(reduced / full - 1, 6)},
        "translations": dict(zip(SAMPLES, translations(small, tokenizer, SAMPLES))),
    }


def bars(scores: dict) -> dict:
    tatoeba, world, change = scores["heldOutTatoeba"], scores["unseenWorld"], abs(scores["heldOutNatsPerToken"]["change"])
    return judged({
        "chrF on held-out Tatoeba, at least 25": (tatoeba["chrF"], tatoeba["chrF"] >= 25),
        "unseen world sentences translated exactly, at least 0.90": (world["exact"], world["exact"] >= 0.9),
        "loss change by 8-bit weights, at most 0.01": (change, change <= 0.01),
    })  # fmt: skip


def card(model: EncoderDecoder, record: dict, meta: dict, scores: dict) -> dict:
    return {
        "name": "translate", "kind": "encoder-decoder", "date": date.today().isoformat(), "parameters": count_parameters(model),
        "shape": shape_of(model.config), "weights": "int8, one scale an output channel; arithmetic in float32",
        "corpus": {
            "sources": [{
                "name": "tatoeba-en-zh", "title": "Tatoeba, English and Chinese sentence pairs by its contributors", "licence": "CC BY 2.0 FR",
                "pairs": meta["pairs"], "credits": "credits/tatoeba.json",
            }],
            "world": {"pairs": meta["worldTrain"], "licence": WORLD_LICENCE},
            "split": "by English sentence, names made alike first",
            "namesSwapped": meta["namesSwapped"], "sharesAtTheEnd": record["shares"], "passes": record["passes"],
        },
        "training": training_facts(record, record["batchTokens"]) | {
            "dropout": record["dropout"], "labelSmoothing": record["labelSmoothing"], "bpeDropout": record["bpeDropout"],
        },
        "scores": scores, "bars": bars(scores), "cannot": CANNOT,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="which", default="final")
    parser.add_argument("--run", default="translate/run")
    parser.add_argument("--quick", action="store_true", help="fewer sentences; prints, writes nothing")
    args = parser.parse_args()
    torch.set_num_threads(1)
    data, run = state_folder() / "translate", state_folder() / args.run
    model = load_trained(run, args.which)
    scores = evaluate(model, data, args.quick)
    if not args.quick:
        record = json.loads((run / "record.json").read_text())
        made = card(model, record, json.loads((data / "meta.json").read_text()), scores)
        write_card("translate", made, record)
    print(json.dumps({**scores, "bars": bars(scores)}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
