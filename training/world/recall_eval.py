"""Recall prompts made only of held-out templates, fillers and name-object pairs."""
import random
from collections.abc import Callable

from .fillers import Fillers
from .recall import COLOUR, Fact, Kind, draw_facts, fill
from .text import estimate_tokens


QUESTION = 20  # tokens the longest question may take


def recall_eval(
    seed: int,
    count: int = 200,
    distance: int = 100,
    people: int = 3,
    kind: Kind = COLOUR,
    stories: list[str] = (),
    count_tokens: Callable[[str], int] = estimate_tokens,
    limit: int = 250,
) -> list[dict]:
    """`count` prompts whose fact lies about `distance` tokens (counted by `count_tokens`) before the answer.

    Each is {prompt, answer, choices, fact, filler, distance}: `answer` is the continuation with its space, `choices`
    every value the model might confuse it with, `distance` the tokens from the end of the fact to the answer.
    The one asked about is any of the `people`, as far as the distance allows. `stories` must be held-out stories, used as half of the filler. A prompt never exceeds `limit` tokens.
    """
    rng = random.Random(f"recall-eval-{seed}")
    fillers = Fillers(list(stories), held_out=True)
    examples: list[dict] = []
    too_long = 0
    while len(examples) < count:
        facts = draw_facts(rng, kind, people, held_out=True)
        before = ["".join(fill(rng.choice(kind.held_facts), f, rng, "colour")) for f in facts]
        after = [count_tokens(" " + " ".join(before[i + 1:])) if i + 1 < people else 0 for i in range(people)]
        place = rng.choice([i for i in range(people) if after[i] + QUESTION <= distance] or [people - 1])
        target: Fact = facts[place]  # any of the people, so that "the last value named" is no better than chance
        question, rest = fill(rng.choice(kind.held_queries), target, rng, "colour")
        avoid = {f.name for f in facts} | {f.thing for f in facts} | {f.value for f in facts}
        source = fillers.sentences(rng, avoid, rng.choice([0.0, 1.0]))
        filler: list[str] = []
        reach = after[place] + count_tokens(" " + question)
        for _ in range(200):
            if reach >= distance:
                break
            sentence = next(source)
            step = count_tokens(" " + sentence)
            if reach + step <= distance + 6:
                filler.append(sentence)
                reach += step
        prompt = " ".join(before + filler + [question])
        if count_tokens(prompt) > limit:
            too_long += 1
            if too_long > 20 * count:
                raise ValueError("the window is too small for this distance and this many people")
            continue
        answer = rest.rstrip(".,\"! ")
        answer = answer.split(",")[0]
        examples.append({
            "prompt": prompt, "answer": " " + target.value if answer.strip().lower() == target.value else answer,
            "choices": [" " + v for v in (kind.values or [f.value for f in facts])], "fact": before[place],
            "filler": " ".join(filler), "distance": reach, "name": target.name, "thing": target.thing,
        })
    return examples
