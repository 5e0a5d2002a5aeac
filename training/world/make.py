"""Mixes the world's texts: `make_world(seed, megabytes)` gives the English part that `story` trains on."""
import argparse
import random
from collections import Counter

from .copying import copying_document
from .facts import facts_document
from .fillers import Fillers
from .occupations import Occupations
from .recall import recall_document

# Shares of bytes.
MIX = {"recall": 0.56, "facts": 0.25, "occupations": 0.12, "copying": 0.07}


def make_world(seed: int, megabytes: float, stories: list[str] = ()) -> tuple[list[tuple[str, str]], dict]:
    """Documents as (kind, text) in shuffled order, and counts; `stories` (training stories only) serve as recall filler."""
    rng = random.Random(seed)
    fillers, occupations = Fillers(list(stories)), Occupations()
    writers = {
        "recall": lambda: recall_document(rng, fillers), "facts": lambda: facts_document(rng),
        "occupations": lambda: occupations.document(rng), "copying": lambda: copying_document(rng),
    }
    documents, size = [], Counter()
    for kind, share in MIX.items():
        while size[kind] < megabytes * 1e6 * share:
            text = writers[kind]()
            documents.append((kind, text))
            size[kind] += len(text.encode()) + 1
    rng.shuffle(documents)
    return documents, {"bytes": dict(size), "documents": dict(Counter(k for k, _ in documents)), "occupations": occupations.told}


def main() -> None:
    """Print a sample of the world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--megabytes", type=float, default=0.05)
    for kind, text in make_world(parser.parse_args().seed, parser.parse_args().megabytes)[0]:
        print(f"[{kind}] {text}\n")


if __name__ == "__main__":
    main()
