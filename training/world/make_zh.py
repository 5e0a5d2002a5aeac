"""中文世界：`make_world_zh(seed, megabytes)` 给出 `text-zh` 除诗以外的训练文字。"""
import argparse
import random
from collections import Counter

from .zh_copying import copying_zh
from .zh_everyday import everyday_zh
from .zh_facts import facts_zh
from .zh_occupations import OccupationsZh
from .zh_recall import recall_zh

MIX_ZH = {"everyday": 0.28, "recall": 0.42, "facts": 0.17, "occupations": 0.08, "copying": 0.05}  # shares of bytes


def make_world_zh(seed: int, megabytes: float) -> tuple[list[tuple[str, str]], dict]:
    """Documents as (kind, text) in shuffled order, and counts, as make_world gives them for English."""
    rng = random.Random(f"zh-{seed}")
    occupations = OccupationsZh()
    writers = {"everyday": everyday_zh, "recall": recall_zh, "facts": facts_zh, "occupations": occupations.document, "copying": copying_zh}
    documents, size = [], Counter()
    for kind, share in MIX_ZH.items():
        while size[kind] < megabytes * 1e6 * share:
            text = writers[kind](rng)
            documents.append((kind, text))
            size[kind] += len(text.encode()) + 1
    rng.shuffle(documents)
    return documents, {"bytes": dict(size), "documents": dict(Counter(k for k, _ in documents)), "occupations": occupations.told}


def main() -> None:
    """Print a sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--megabytes", type=float, default=0.05)
    arguments = parser.parse_args()
    for kind, text in make_world_zh(arguments.seed, arguments.megabytes)[0]:
        print(f"[{kind}] {text}\n")


if __name__ == "__main__":
    main()
