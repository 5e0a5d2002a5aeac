"""Writes tests/bars/*.json, what `npm run models:check` asks the shipped models: python -m checks.questions.

All of it is the generator's own text, because the public texts are not in the repository; bars that need those are the
Python evaluations' business. Where a card's questions contain public text, the questions here have the generator's instead, and say so.
"""

from __future__ import annotations

import json

from tokenizers import Tokenizer

from chat.evaluate import ASKED, PAIRS
from chat.shipped import MODELS, ROOT, SEED, held_out_stories
from story.evaluate import CAPITAL_PROMPTS
from text_zh.evaluate import CAPITAL_PROMPTS as CAPITAL_PROMPTS_ZH
from translate.data import SEED as TRANSLATE_SEED
from world.countries import LEARNT, LEFT_OUT, named
from world.instructions import CLASSES, instructions
from world.parallel import parallel
from world.preferences import preferences
from world.recall_eval import recall_eval
from world.zh_recall import recall_eval_zh

RECALLED = 100
SHORT = 200  # characters; a longer answer is a story, mostly a public one


def story() -> list[dict]:
    """Colours at 100 tokens, capitals learnt and left out."""
    words = Tokenizer.from_file(str(MODELS / "story" / "tokenizer.json"))
    count = lambda text: len(words.encode(text, add_special_tokens=False).ids)  # noqa: E731
    asked = recall_eval(7, RECALLED, 100, people=3, count_tokens=count, limit=252)
    capitals = lambda rows: [[form.format(c=named(row["country"])), " " + row["capital"]] for form in CAPITAL_PROMPTS for row in rows]  # noqa: E731
    return [
        {"bar": "colour recalled at 100 tokens (fillers of the generator only)", "atLeast": 0.9, "kind": "answer",
         "items": [[e["prompt"], e["answer"]] for e in asked]},
        {"bar": "learnt capitals right", "atLeast": 0.9, "card": "capitalsLearnt.right", "kind": "answer", "items": capitals(LEARNT)},
        {"bar": "left-out capitals right", "atMost": 0.05, "card": "capitalsLeftOut.right", "kind": "answer", "items": capitals(LEFT_OUT)},
    ]  # fmt: skip


def text_zh() -> list[dict]:
    """The same in Chinese; of a capital the first city counts that the model names, as on the card."""
    capitals = lambda rows: [[form.format(c=row["country_zh"]), row["capital_zh"]] for form in CAPITAL_PROMPTS_ZH for row in rows]  # noqa: E731
    cities = [row["capital_zh"] for row in [*LEARNT, *LEFT_OUT]]
    return [
        {"bar": "colour recalled at 100 characters", "atLeast": 0.9, "card": "recallColour.100", "kind": "answer",
         "items": [[e["prompt"], e["answer"]] for e in recall_eval_zh(7, RECALLED, 100)]},
        {"bar": "learnt capitals right", "atLeast": 0.9, "card": "capitalsLearnt.right", "kind": "city", "cities": cities, "items": capitals(LEARNT)},
        {"bar": "left-out capitals right", "atMost": 0.05, "card": "capitalsLeftOut.right", "kind": "city", "cities": cities, "items": capitals(LEFT_OUT)},
    ]  # fmt: skip


def chat() -> list[dict]:
    """The very instructions of the card: an example's reference answer may be public text, what is asked never is."""
    asked = instructions(SEED + 7, ASKED, held_out_stories(), held_out=True)
    rules = [{**e.check, "members": CLASSES[e.check["class"]]} if e.check["type"] == "list" else e.check for e in asked]
    items = [[e.as_dict()["prompt"], rule] for e, rule in zip(asked, rules)]
    bar = {"bar": "held-out instructions followed", "atLeast": 0.8, "card": "instructions.story-chat.share"}
    return [{**bar, "untuned": {"model": "story", "atMost": 0.2}, "kind": "instruction", "items": items}]


def reward() -> list[dict]:
    """Held-out pairs whose answers are the generator's."""
    pairs = preferences(SEED + 7, PAIRS, held_out_stories(), held_out=True)
    kept = [p for p in pairs if p.axis != "ending" and max(len(p.chosen), len(p.rejected)) < SHORT]
    items = [[p.prompt, p.chosen, p.rejected] for p in kept]
    return [{"bar": "held-out pairs right (politeness and task, short answers only)", "atLeast": 0.5, "kind": "pair", "items": items}]


def translate() -> list[dict]:
    """The unseen world sentences of the card."""
    items = [list(pair) for pair in parallel(TRANSLATE_SEED, 600, held_out=True)]
    return [{"bar": "unseen world sentences translated exactly", "atLeast": 0.9, "card": "unseenWorld.exact", "kind": "translation", "items": items}]


def main() -> None:
    folder = ROOT / "tests" / "bars"
    folder.mkdir(exist_ok=True)
    made = {
        "story": story(), "story-chat": chat(), "reward": reward(), "translate": translate(), "text-zh": text_zh(),
    }  # fmt: skip
    for name, checks in made.items():
        (folder / f"{name}.json").write_text(json.dumps(checks, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8")
        print(name, [(c["bar"], len(c["items"])) for c in checks])


if __name__ == "__main__":
    main()
