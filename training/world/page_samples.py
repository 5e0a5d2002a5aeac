"""What the training page shows and trains on: samples of each stage's data, and a default text for the character model.

python -m world.page_samples, from training/. All of it is the generator's own, under seeds that no training text was made with.
"""

import json
import random
from pathlib import Path

from .fillers import grammar_filler
from .instructions import instructions
from .lexicon import ANIMALS, COLOURS, OBJECTS, PEOPLE, PLACES
from .make import make_world
from .make_zh import make_world_zh
from .preferences import preferences
from .text import a

OUT = Path(__file__).resolve().parents[2] / "src/topics/training-steps"
SEED = 909_091
SHORT = 320  # characters; longer ones would fill the page


def raw_texts(count: int) -> list[str]:
    """Documents as `story` is pretrained on, of every kind in turn."""
    by_kind: dict[str, list[str]] = {}
    for kind, text in make_world(SEED, 0.2)[0]:
        if 80 < len(text) < SHORT:
            by_kind.setdefault(kind, []).append(text)
    return [by_kind[kind][turn] for turn in range(count) for kind in sorted(by_kind)][:count]


def asked(count: int) -> list[dict]:
    """Held-out instructions with right answers, one of each kind before a second of any."""
    pool = [e for e in instructions(SEED, 600, [], True) if len(e.answer) < 160]
    kinds: dict[str, list] = {}
    for example in pool:
        kinds.setdefault(example.kind, []).append(example)
    rows = [kinds[kind][turn] for turn in range(9) for kind in sorted(kinds) if turn < len(kinds[kind])]
    return [{"prompt": e.as_dict()["prompt"], "answer": " " + e.answer} for e in rows[:count]]


def judged(count: int) -> list[dict]:
    """Held-out comparisons, the three axes in turn."""
    pool = [p for p in preferences(SEED, 400, [], True) if len(p.chosen) < SHORT and len(p.rejected) < SHORT]
    by_axis = {axis: [p for p in pool if p.axis == axis] for axis in ("polite", "task", "ending")}
    rows = [by_axis[axis][turn] for turn in range(count) for axis in by_axis][:count]
    return [{"axis": p.axis, "prompt": p.prompt, "chosen": " " + p.chosen, "rejected": " " + p.rejected} for p in rows]


def tiny_stories(rng: random.Random, size: int) -> str:
    """Small stories of one mould, a line each: something a character model of a hundred thousand weights can learn in a minute."""
    lines, length = [], 0
    while length < size:
        name, friend = rng.sample(PEOPLE, 2)
        thing, colour, pet, place = rng.choice(OBJECTS), rng.choice(COLOURS), rng.choice(ANIMALS)[0], rng.choice(PLACES)
        line = " ".join([
            rng.choice([f"One day, {name} found {a(colour)} {thing}.", f"Once upon a time, {name} had {a(colour)} {thing}."]),
            grammar_filler(rng),
            rng.choice([f"{name} saw {a(pet)} in the {place}.", f"Then {a(pet)} came to the {place}."]),
            rng.choice([f'"Look at my {thing}," said {name}.', f'"Do you like my {thing}?" {name} asked.']),
            rng.choice([f"The {pet} was very happy.", f"{friend} came to play with the {thing}.", f"{name} gave the {thing} to {friend}."]),
        ])  # fmt: skip
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)


def chinese(size: int) -> str:
    """Everyday lines of the Chinese world."""
    lines, length = [], 0
    for kind, text in make_world_zh(SEED, 0.5)[0]:
        if kind == "everyday" and "\n" not in text:
            lines.append(text)
            length += len(text) + 1
        if length > size:
            break
    return "\n".join(lines)


def main() -> None:
    """Write the page's two files."""
    data = {"seed": SEED, "raw": raw_texts(9), "asked": asked(27), "judged": judged(9)}
    (OUT / "stageData.json").write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf8")
    texts = {"seed": SEED, "en": tiny_stories(random.Random(SEED), 24_000), "zh": chinese(9_000)}
    (OUT / "trainingTexts.json").write_text(json.dumps(texts, ensure_ascii=False, indent=2) + "\n", "utf8")
    print({k: len(v) for k, v in data.items() if k != "seed"}, {k: len(v) for k, v in texts.items() if k != "seed"})


if __name__ == "__main__":
    main()
