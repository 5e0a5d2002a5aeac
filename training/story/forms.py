"""Writes train_forms.bin: colour recall in more ways of saying it, so that an unseen way is understood too.

The model answered seen forms and failed on unseen ones. The held-out forms stay held out: none of these is one of them.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace

import numpy as np
from tokenizers import Tokenizer

from common.bpe import SEPARATOR
from common.train_loop import state_folder
from world.fillers import Fillers
from world.recall import BUDGET, COLOUR, Fact, _ask, _far, _size, _state, draw_facts
from world.text import estimate_tokens

SEED = 20261124
FACTS = [
    "{N} brought {a_v} {o}.", "{N} made {a_v} {o}.", "{N} walked past with {a_v} {o}.", "{N} took {a_v} {o} along.",
    "{N} won {a_v} {o}.", "{N} chose {a_v} {o} in the shop.", "{N}'s present was {a_v} {o}.", "{N} likes {pos} {o} because it is {v}.",
    "{N} went out with {a_v} {o}.", "Yesterday {N} showed us {a_v} {o}.", "{N} sleeps next to {a_v} {o}.",
]  # fmt: skip
QUERIES = [
    "{N} has {pos} {o} here, and it is| {v}.", "I asked {N} to show me the {o}, and it was| {v}.", "Of course {N}'s {o} is| {v}.",
    "You can see {N}'s {o} from here, and it is| {v}.", "If you ask about {N}'s {o}, people say it is| {v}.",
    "Think of {N}'s {o}. Its {colour} is| {v}.", "Nobody forgets that {N}'s {o} is| {v}.", "They all agreed that {N}'s {o} was| {v}.",
    "{Rel} thought that {N}'s {o} was| {v}.", "I would say that {N}'s {o} is| {v}.", "Now {N}'s {o}: it is| {v}.",
    "{N}'s {o}, as you know, is| {v}.", "{N}'s {o}, we heard, was| {v}.", "{N}'s {o}? Well, it is| {v}.",
    "Please say which {colour} {N}'s {o} has. It is| {v}.", "Do you know the {colour} of {N}'s {o}? Yes, it is| {v}.",
    "Which {colour} does {N}'s {o} have? It has the {colour}| {v}.", "When {N} took out the {o}, it was| {v}.",
    "{N} showed everyone the {o}, which was| {v}.", "Guess the {colour} of {N}'s {o}! It is| {v}.",
    "\"{N}'s {o} is| {v},\" said {relative}.", "Somebody saw {N}'s {o} and said it was| {v}.", "There was {N}'s {o}, and it was| {v}.",
]  # fmt: skip
WIDE = replace(COLOUR, facts=COLOUR.facts + 2 * FACTS, queries=COLOUR.queries + 2 * QUERIES)


def document(rng: random.Random, fillers: Fillers) -> str:
    """Facts, then many questions, or facts, filler and a few questions, in wider forms."""
    drawn = draw_facts(rng, COLOUR, rng.choice([1, 2, 3, 3, 4, 5, 6]))  # as COLOUR, so that held-out pairs stay out
    facts = [Fact(WIDE, f.name, f.thing, f.value) for f in drawn]
    colour = "colour" if rng.random() < 0.7 else "color"
    avoid = {f.name for f in facts} | {f.thing for f in facts} | {f.value for f in facts}
    source = fillers.sentences(rng, avoid, 0.0)
    if rng.random() < 0.4:
        return _far(rng, facts, [], source, colour)
    lines = _state(facts, rng, colour)
    order = facts * 2
    rng.shuffle(order)
    for fact in order:
        question = _ask(fact, rng, colour, facts)
        if _size([*lines, question]) > BUDGET:
            break
        lines += [next(source) for _ in range(rng.choice([0, 0, 0, 1, 1, 2])) if _size(lines) < BUDGET - 40]
        lines.append(question)
    return " ".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=1_500_000)
    wanted = parser.parse_args().tokens
    held = [form.split("{")[0] for form in COLOUR.held_queries + COLOUR.held_facts]
    assert not any(form.startswith(h) for form in FACTS + QUERIES for h in held if h)
    folder = state_folder() / "story"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    separator = tokenizer.token_to_id(SEPARATOR)
    rng, fillers, documents, size = random.Random(SEED), Fillers(), [], 0
    while size < wanted:
        documents.append(document(rng, fillers))
        size += estimate_tokens(documents[-1])
    tokens = np.concatenate([np.array([*e.ids, separator], np.uint16) for e in tokenizer.encode_batch(documents)])
    tokens.tofile(folder / "train_forms.bin")
    print(f"{len(documents)} documents, {len(tokens):,} tokens\n{documents[0]}\n{documents[1]}")


if __name__ == "__main__":
    main()
