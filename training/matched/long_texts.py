"""Writes the long texts that the positions page reads past the trained window: python -m matched.long_texts.

The shipped `story` model writes stories one after another (temperature 0.8, top-p 0.95, seeds in the file) until the
matched models' tokenizer counts more than 600 tokens. They are our own model's words, so they may ship.
"""

from __future__ import annotations

import json

import torch
from tokenizers import Tokenizer

from common.ask import Asker
from common.parity import read_model
from matched.export import ROOT

OPENINGS = ["Once upon a time, there was a little girl named", "One day, Tom and his dog went", "There was a big tree in the", "Lily and her mum"]
WANTED = 600


def main() -> None:
    torch.set_num_threads(1)
    story = ROOT / "static" / "models" / "story"
    model, _, _ = read_model(story)
    ask = Asker(model, Tokenizer.from_file(str(story / "tokenizer.json")))
    counter = Tokenizer.from_file(str(ROOT / "static" / "models" / "position-rope" / "tokenizer.json"))
    texts, seed = {}, 0
    for name in ("first", "second"):
        written: list[str] = []
        while len(counter.encode(" ".join(written)).ids) < WANTED:
            seed += 1
            written.append(" ".join(ask.sample(OPENINGS[seed % len(OPENINGS)], 150, seed, 0.8, top_p=0.95, stop=0).split()))
        texts[name] = " ".join(written)
    path = ROOT / "src" / "topics" / "position-encoding" / "longTexts.json"
    path.write_text(json.dumps({"model": "story", "seeds": list(range(1, seed + 1)), "texts": texts}, indent=2) + "\n", "utf8")
    print(path.name, {name: len(counter.encode(text).ids) for name, text in texts.items()})


if __name__ == "__main__":
    main()
