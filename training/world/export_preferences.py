"""Writes the page's ready-made preference pairs, static/data/preferences.json: the generator's own text, no stories.

Run in training/, PYTHONPATH=.:

    python -m world.export_preferences

`train` and `heldOut` are for the reward model and its test; `judge` is for a second reward model that scores beside it. Held-out
pairs are about subjects that the others never name. Pairs too long for the page's rows are left out.
"""

import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer

from .preferences import preferences

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 90  # tokens of prompt and answer; the engine's rows hold 96, one of them the separator


def pairs(seed: int, count: int, held_out: bool, length) -> list[dict]:
    """`count` pairs that fit a row, each axis a third as far as they fit, none twice."""
    chosen, seen = [], set()
    for each in preferences(seed, 6 * count, held_out=held_out):
        row = {"axis": each.axis, "prompt": each.prompt, "chosen": " " + each.chosen.strip(), "rejected": " " + each.rejected.strip()}
        key = (row["prompt"], row["chosen"], row["rejected"])
        fits = max(length(row["prompt"] + row[side]) for side in ("chosen", "rejected")) <= LONGEST
        taken = sum(row["axis"] == other["axis"] for other in chosen)
        if key in seen or not fits or row["chosen"] == row["rejected"] or taken >= -(-count // 3):
            continue
        seen.add(key)
        chosen.append(row)
    return chosen[:count]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", type=int, default=240)
    parser.add_argument("--held-out", type=int, default=120)
    parser.add_argument("--judge", type=int, default=240)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(ROOT / "static/models/story/tokenizer.json"))
    length = lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)  # noqa: E731
    data = {
        "train": pairs(11, options.train, False, length),
        "heldOut": pairs(12, options.held_out, True, length),
        "judge": pairs(13, options.judge, False, length),
    }
    known = {json.dumps(row) for row in data["train"]}
    data["judge"] = [row for row in data["judge"] if json.dumps(row) not in known]
    path = ROOT / "static/data/preferences.json"
    path.parent.mkdir(exist_ok=True)
    lines = [f'"{key}": [\n' + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]" for key, rows in data.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf8")
    print({key: len(rows) for key, rows in data.items()}, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
