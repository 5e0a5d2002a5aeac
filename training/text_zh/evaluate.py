"""Scores `text-zh` against its bars and writes its card: python -m text_zh.evaluate [--from final] [--quick].

Everything but the float32 held-out loss is scored with the shipped, dequantised weights.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from common.ask import Asker
from common.bpe import SEPARATOR
from common.cached_sampling import CachedSampler
from common.cards import WORLD_LICENCE, judged, training_facts, write_card
from common.decoder import Decoder, count_parameters
from common.export_decoder import build, load_weights, named_weights, shipped_weights
from common.held_out import HeldOut, token_bytes
from common.train_loop import state_folder
from story.evaluate import BUILT, WEIGHTS
from story.export import load_trained, shape_facts
from text_zh.data import is_regular, lines_of
from world.countries import LEARNT, LEFT_OUT
from world.zh_recall import recall_eval_zh

CAPITAL_PROMPTS = ["{c}的首都是", "{c}的首都是哪里？", "问：{c}的首都是哪里？答："]
EVERYDAY = ["今天天气", "早上七点，", "小明家里有一只", "星期六，"]
SAMPLES = [("今天天气", 1), ("小红有一个红色的球。", 2), ("春夜\n", 3), ("床前明月光，", 4), ("中国的首都是", 5)]
CANNOT = [
    {
        "en": "It has read classical quatrains and a small generated world in Chinese, nothing else. Its poems keep the form and the vocabulary of the old ones; they mean nothing and are often close to real verses.",
        "zh": "它只读过古典绝句和一个程序生成的中文小世界。它写的诗有旧诗的形式和用词，却没有意思，而且常与真实诗句相近。",
    },
    {
        "en": "Begun with a bare first verse it often loses the form, since every poem it has read began with a title; and it mixes up whose colour is whose more often than story does.",
        "zh": "直接从首句写起时，它常常守不住格式，因为它读过的诗都从题目开始；记住“谁的东西是什么颜色”，它也比 story 更容易弄混。",
    },
    {
        "en": "Apart from capitals, sums up to twelve and a few such facts, it knows nothing about the world.",
        "zh": "除了首都、十二以内的加法等少数常识，它对世界一无所知。",
    },
    {
        "en": "It does not rhyme or keep tones on purpose: nobody told it how characters sound.",
        "zh": "它不会有意押韵或讲究平仄：没有人告诉过它字怎么读。",
    },
    {
        "en": "It writes Chinese only and sees 256 characters at a time; rare characters cost it several tokens each.",
        "zh": "它只会写中文，一次最多看到 256 个字；生僻字要占好几个词元。",
    },
]


def recall(ask: Asker, count: int) -> dict:
    """Share of colour questions answered exactly, by distance in characters; wordings, fillers and pairs unseen in training."""
    result = {}
    for distance in (30, 60, 100, 150, 200):
        examples = recall_eval_zh(7, count, distance)
        right = ask.answers_greedily([e["prompt"] for e in examples], [e["answer"] for e in examples])
        result[str(distance)] = round(sum(right) / len(right), 4)
    return result


def first_city(said: str) -> str | None:
    """The capital that is named first in what the model said, of all it could have learnt or that were left out."""
    found = [(said.find(row["capital_zh"]), -len(row["capital_zh"]), row["capital_zh"]) for row in [*LEARNT, *LEFT_OUT]]
    return min((each for each in found if each[0] >= 0), default=(0, 0, None))[2]


def capitals(ask: Asker, writer: CachedSampler, rows: list[dict], stop: int) -> dict:
    """How often the first city named within 16 characters is the capital, by prompt; how often it comes at once, without 是 or
    a question put back (哪里？); and how sure the model is of the first character it says."""
    by_prompt, at_once, sure, right_all, said = {}, [], [], [], {}
    for form in CAPITAL_PROMPTS:
        prompts = [form.format(c=row["country_zh"]) for row in rows]
        answers = [writer.sample(prompt, 16, 0, 0.0, stop)[len(prompt) :] for prompt in prompts]
        right = [first_city(answer) == row["capital_zh"] for answer, row in zip(answers, rows)]
        by_prompt[form] = round(sum(right) / len(right), 4)
        right_all += right
        at_once += [answer.startswith(row["capital_zh"]) for answer, row in zip(answers, rows)]
        sure += ask.next_probabilities(prompts).max(-1).values.tolist()
        if form == CAPITAL_PROMPTS[-1]:
            said = {row["country_zh"]: answer.split("。")[0] for row, answer in zip(rows[:24], answers)}
    return {
        "countries": len(rows), "right": round(sum(right_all) / len(right_all), 4), "byPrompt": by_prompt,
        "rightAtOnce": round(sum(at_once) / len(at_once), 4),
        "saidConfidently": round(sum(p > 0.3 for p in sure) / len(sure), 4), "confidentMeans": "top-1 probability above 0.3", "said": said,
    }  # fmt: skip


def opening(poem: str) -> str:
    """A poem's first verse with its mark."""
    body = poem.split("\n", 1)[1]
    return body[: len(lines_of(poem)[0]) + 1]


def forms(writer: CachedSampler, poems: list[str], count: int, stop: int) -> dict:
    """Share of samples at T = 0.8 that keep five or seven characters over four verses, begun with a title or a first verse."""
    kept = {"title": 0, "firstVerse": 0}
    examples = []
    for index, poem in enumerate(poems[:count]):
        title = poem.split("\n")[0]
        starts = {"title": (f"{title}\n", ""), "firstVerse": (opening(poem), "无题\n")}
        for kind, (prompt, before) in starts.items():
            text = writer.sample(prompt, 60, index, 0.8, stop)
            kept[kind] += is_regular(before + text)
            if index < 3:
                examples.append(text)
    return {kind: round(n / min(count, len(poems)), 4) for kind, n in kept.items()} | {"poems": min(count, len(poems)), "examples": examples}


def everyday(writer: CachedSampler, count: int, stop: int) -> dict:
    """Share of everyday openings that go on as prose: ended by full stops, no line break, verses not all of one length."""
    good, examples = 0, []
    for index in range(count):
        text = writer.sample(EVERYDAY[index % len(EVERYDAY)], 60, index, 0.8, stop)
        pieces = [p for p in text.replace("。", "，").split("，") if p]
        good += "\n" not in text and "。" in text and not (len(pieces) >= 4 and {len(p) for p in pieces[:4]} in ({5}, {7}))
        if index < 4:
            examples.append(text)
    return {"prose": round(good / count, 4), "samples": count, "examples": examples}


def evaluate(model: Decoder, data: Path, quick: bool) -> dict:
    meta = json.loads((data / "meta.json").read_text("utf8"))
    tokenizer, lengths, stop = Tokenizer.from_file(str(data / "tokenizer.json")), token_bytes(data / "tokenizer.json"), meta["separator"]
    graph = build(model.config, named_weights(model))
    shipped = load_weights(Decoder(model.config), shipped_weights(graph)).eval()
    ask, writer, scores = Asker(shipped, tokenizer), CachedSampler(graph, model.config, tokenizer), {"heldOutBitsPerByte": {}}
    for kind in ("poems", "world"):
        held = HeldOut(np.fromfile(data / f"val_{kind}.bin", np.uint16), lengths, stop, model.config.context, 100 if quick else None)
        full, small = (held.bits_per_byte(lambda x, m=m: m(x)) for m in (model, shipped))
        change = round(small / full - 1, 6)
        scores["heldOutBitsPerByte"][kind] = {"float32": round(full, 4), "shipped": round(small, 4), "change": change, "bytes": held.bytes}
    poems = (data / "val_poems.txt").read_text("utf8").split(SEPARATOR)
    return scores | {
        "recallColour": recall(ask, 40 if quick else 200),
        "capitalsLearnt": capitals(ask, writer, LEARNT, stop), "capitalsLeftOut": capitals(ask, writer, LEFT_OUT, stop),
        "verseForm": forms(writer, poems, 20 if quick else 200, stop), "everyday": everyday(writer, 8 if quick else 40, stop),
        "samples": [{"prompt": p, "seed": s, "temperature": 0.8, "text": writer.sample(p, 90, s, 0.8, stop)} for p, s in SAMPLES],
    }  # fmt: skip


def bars(scores: dict) -> dict:
    form, change = scores["verseForm"], max(abs(each["change"]) for each in scores["heldOutBitsPerByte"].values())
    kept = min(form["title"], form["firstVerse"])
    colour, learnt, left = scores["recallColour"]["100"], scores["capitalsLearnt"]["right"], scores["capitalsLeftOut"]["right"]
    return judged({
        "colour recalled at 100 characters, at least 0.90": (colour, colour >= 0.9),
        "learnt capitals right, at least 0.90": (learnt, learnt >= 0.9),
        "left-out capitals right, at most 0.05": (left, left <= 0.05),
        "samples in the form of 5 or 7 characters over four verses, at least 0.95": (kept, kept >= 0.95),
        "everyday openings that go on as prose": (scores["everyday"]["prose"], scores["everyday"]["prose"] >= 0.95),
        "loss change by 8-bit weights, at most 0.01": (change, change <= 0.01),
    })  # fmt: skip


def card(model: Decoder, record: dict, meta: dict, scores: dict) -> dict:
    poems = meta["files"]["train_poems"]
    return {
        "name": "text-zh", "kind": "decoder", "date": date.today().isoformat(), "parameters": count_parameters(model),
        "shape": shape_facts(model.config) | BUILT, "weights": WEIGHTS,
        "corpus": {
            "sources": [{
                "name": "chinese-poetry", "title": "chinese-poetry by JackeyGao and contributors: quatrains of four verses of 5 or 7 characters",
                "licence": "MIT (the collection); the poems are in the public domain", "documents": poems["documents"], "bytes": poems["bytes"],
                "documentsDroppedForRareCharacters": meta["droppedForRareCharacters"],
            }],
            "world": {"bytes": meta["world"]["bytes"], "documents": meta["world"]["documents"], "licence": WORLD_LICENCE},
            "streams": {
                "poems": "the quatrains, each with its title", "world": "the generated little world in Chinese",
                "drill": "generated recall texts that are nearly all questions",
            },
            "tokensAPass": record["trainTokens"], "sharesAtTheEnd": record["shares"], "passes": record["passes"],
            "leftOutCapitals": [country for country, _ in meta["leftOut"]],
        },
        "training": training_facts(record, record["rows"] * model.config.context) | {"begunFrom": record["begunFrom"]},
        "scores": {key: value for key, value in scores.items() if key != "samples"}, "bars": bars(scores),
        "samples": scores["samples"], "cannot": CANNOT,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="which", default="final")
    parser.add_argument("--run", default="text-zh/run")
    parser.add_argument("--quick", action="store_true", help="fewer questions; prints, writes nothing")
    args = parser.parse_args()
    torch.set_num_threads(1)
    data, run = state_folder() / "text-zh", state_folder() / args.run
    model, _ = load_trained(run, args.which)
    scores = evaluate(model, data, args.quick)
    if not args.quick:
        record = json.loads((run / "record.json").read_text("utf8"))
        write_card("text-zh", card(model, record, json.loads((data / "meta.json").read_text("utf8")), scores), record)
    print(json.dumps({**scores, "bars": bars(scores)}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
