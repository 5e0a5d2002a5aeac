"""Texts far longer than the trained window, for the page that pushes `story`, or `text-zh`, past it: documents of the world in a row."""
import argparse
import json
from pathlib import Path

from .make import make_world
from .make_zh import make_world_zh
from .text import estimate_tokens

OUT = Path(__file__).resolve().parents[2] / "src/topics/rope"
WORLDS = {"en": (make_world, estimate_tokens, "longTexts.json"), "zh": (make_world_zh, len, "longTexts.zh.json")}


def long_texts(seed: int, count: int, tokens: int, language: str = "en") -> list[list[str]]:
    """`count` texts of at least `tokens` tokens each (estimated in English), every one a list of documents no other text holds."""
    make, tokens_of, _ = WORLDS[language]
    documents = (text for _, text in make(seed, count * tokens * 12 / 1e6)[0])
    texts = []
    for _ in range(count):
        text, size = [], 0
        while size < tokens:
            text.append(next(documents))
            size += tokens_of(text[-1]) + 1
        texts.append(text)
    return texts


def main() -> None:
    """Write the page's file; the seed is none that a training set was made with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20_260)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=1_200)
    parser.add_argument("--language", default="en", choices=sorted(WORLDS))
    args = parser.parse_args()
    texts = long_texts(args.seed, args.count, args.tokens, args.language)
    out = OUT / WORLDS[args.language][2]
    out.write_text(json.dumps({"seed": args.seed, "texts": texts}, ensure_ascii=False, indent=1) + "\n", "utf8")
    print(out, [len(text) for text in texts])


if __name__ == "__main__":
    main()
