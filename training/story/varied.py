"""Writes train_varied.bin: the training TinyStories told again with other names, several times over.

There are 1.4 million tokens of them, and `story` learnt them by heart (0.63 bits a byte there, 0.80 on held-out ones). A name
is what a story may change without becoming a worse story, and what a model that recites it leans on.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter

import numpy as np
from tokenizers import Tokenizer

from common.bpe import SEPARATOR
from common.corpora import data_dir, tinystories
from common.train_loop import state_folder
from world.check_leftout import names_a_left_out_capital

SEED = 20261125
NAMED = re.compile(r"\b(?:named|called) ([A-Z][a-z]{1,10})\b")
HE, SHE = re.compile(r"\b(?:he|him|his)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
# A capital after "named" that is also a word or a title: changing it would change more than a name.
NOT_NAMES = {"The", "Mr", "Mrs", "Mom", "Dad", "Mommy", "Daddy", "Grandma", "Grandpa", "Sunny", "Spot", "Hope", "Will", "Rose", "Daisy", "Bunny"}


def known_names(stories: list[str]) -> dict[str, Counter]:
    """Names after 'named' seen three times or more, by the pronoun that outweighs the other two to one near them, with counts."""
    counts, he, she = Counter(), Counter(), Counter()
    for story in stories:
        for match in NAMED.finditer(story):
            name, near = match[1], story[match.end() : match.end() + 120]
            counts[name] += 1
            he[name] += len(HE.findall(near))
            she[name] += len(SHE.findall(near))
    kept = [n for n, c in counts.items() if c >= 3 and n not in NOT_NAMES]
    return {
        "he": Counter({n: counts[n] for n in kept if he[n] > 2 * she[n]}),
        "she": Counter({n: counts[n] for n in kept if she[n] > 2 * he[n]}),
    }


def renamed(story: str, names: dict[str, Counter], rng: random.Random) -> str:
    """The story with each known name replaced by another that goes with the same pronoun; two names never become one."""
    present = set(re.findall(r"\b[A-Z][a-z]+\b", story))
    change: dict[str, str] = {}
    for counts in names.values():
        pool = [n for n in counts if n not in present]
        weights = [counts[n] for n in pool]
        for name in sorted(present & counts.keys()):
            new = rng.choices(pool, weights)[0]
            if new not in change.values():
                change[name] = new
    if not change:
        return story
    return re.sub(r"\b(" + "|".join(map(re.escape, change)) + r")\b", lambda m: change[m[1]], story)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the public texts (or GLASSLM_DATA)")
    parser.add_argument("--copies", type=int, default=5)
    arguments = parser.parse_args()
    stories = [s for s in tinystories(data_dir(arguments.data)) if not names_a_left_out_capital(s)]
    names, rng = known_names(stories), random.Random(SEED)
    told = [renamed(story, names, rng) for _ in range(arguments.copies) for story in stories]
    told = [story for story in told if not names_a_left_out_capital(story)]
    rng.shuffle(told)
    folder = state_folder() / "story"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokens = np.concatenate([np.array([*e.ids, tokenizer.token_to_id(SEPARATOR)], np.uint16) for e in tokenizer.encode_batch(told)])
    tokens.tofile(folder / "train_varied.bin")
    print({pronoun: len(counts) for pronoun, counts in names.items()}, f"{len(told)} stories, {len(tokens):,} tokens")
    print(stories[0][:300], "\n--\n", renamed(stories[0], names, rng)[:300])


if __name__ == "__main__":
    main()
