"""Pairs of answers, one better: a kept ending over a broken one, polite over rude, on the task over off it."""
import random
from dataclasses import dataclass

from .instructions import instructions, prompt
from .lexicon import OBJECTS, PEOPLE
from .text import held_out_pair


@dataclass
class Preference:
    """One pair: what differs (`axis`), the prompt, the better and the worse answer."""
    axis: str
    prompt: str
    chosen: str
    rejected: str


_ASKS = [  # instruction, polite answers, rude answers
    ("Ask {n} for the {o}.", ["Could I have the {o}, please, {n}?", "{n}, may I please have the {o}?", "Please could you give me the {o}, {n}?"],
     ["Give me the {o}, {n}!", "{n}, hand it over. I want that {o} now!", "That {o} is mine, {n}. Go away!"]),
    ("{n} wants to play with you. What do you say?", ["Thank you, {n}! I would love to play.", "Yes, please come in, {n}. Let us play together!"],
     ["Go away, {n}. I do not like you.", "No! You are silly, {n}."]),
    ("{n} gave you the {o}. What do you say?", ["Thank you so much for the {o}, {n}!", "How kind of you, {n}! I like the {o} very much."],
     ["What an ugly {o}. I do not want it, {n}.", "Is that all, {n}? I hate the {o}."]),
    ("{n} broke the {o} by accident. What do you say?", ["Do not worry about the {o}, {n}. We can mend it together.", "It is all right, {n}. It was only the {o}."],
     ["You are so stupid, {n}! You broke the {o}!", "Bad {n}! Never touch the {o} again!"]),
    ("Ask {n} to wait.", ["Please wait a moment, {n}. Thank you!", "Could you please wait for me, {n}?"], ["Wait, {n}! Shut up!", "Stay there, {n}, and be quiet!"]),
    ("Tell {n} that you can't come.", ["I am sorry, {n}, but I can't come today. Thank you for asking!", "Thank you, {n}. I am afraid I can't come."],
     ["I won't come, {n}. It is boring with you.", "No. Leave me alone, {n}!"]),
    ("Tell {n} to close the door.", ["Please close the door, {n}. Thank you.", "Would you mind closing the door, {n}, please?"],
     ["Close the door, {n}, you fool!", "Door, {n}! How often must I say it?"]),
    ("{n} needs help with the {o}. What do you say?", ["Of course, {n}! I am happy to help you with the {o}.", "Let me help you with the {o}, {n}."],
     ["Do it yourself, {n}. I do not care about the {o}.", "That {o} is not my problem, {n}."]),
]


def _polite(rng: random.Random, held_out: bool) -> Preference:
    while True:
        name, thing = rng.choice(PEOPLE), rng.choice(OBJECTS)
        if held_out_pair(name, thing, "manners") == held_out:
            break
    ask, kind, rude = rng.choice(_ASKS)
    return Preference("polite", prompt(ask.format(n=name, o=thing)), rng.choice(kind).format(n=name, o=thing), rng.choice(rude).format(n=name, o=thing))


def _broken(text: str, other: str, rng: random.Random) -> str:
    """The text with its ending spoilt: cut short, stuck, or jumped into another story."""
    words = text.split(" ")
    sentences = text.split(". ")
    half = len(words) // 2
    form = rng.randrange(3)
    if form == 0:
        cut = rng.randint(half, len(words) - 2)
        return " ".join(words[:cut]).rstrip(".!?,\"") + rng.choice(["", " and", " the"])
    if form == 1 and len(sentences) > 2:
        kept = sentences[: max(1, len(sentences) * 2 // 3)]
        stuck = ". ".join(kept + [kept[-1].rstrip(".!?")] * rng.randint(2, 3)) + "."
        if len(stuck) <= len(text) + 40:  # no longer than fits the window
            return stuck
    jump = other.split(" ")
    return " ".join(words[:half] + jump[len(jump) // 3: len(jump) // 3 + rng.randint(6, 14)]).rstrip(".!?")


def preferences(seed: int, count: int, stories: list[str] = (), held_out: bool = False) -> list[Preference]:
    """`count` pairs, about a third of each axis; held-out ones are about subjects that training never names."""
    rng = random.Random(f"preferences-{seed}-{held_out}")
    pool = instructions(seed + 1, max(60, count), stories, held_out)
    tales = [e for e in pool if e.kind == "story"]
    pairs = []
    for i in range(count):
        axis = ("ending", "polite", "task")[i % 3]
        if axis == "polite":
            pairs.append(_polite(rng, held_out))
        elif axis == "ending":
            good, other = rng.sample(tales, 2)
            pairs.append(Preference("ending", prompt(good.instruction), good.answer, _broken(good.answer, other.answer, rng)))
        else:
            good = rng.choice(pool)
            other = rng.choice([e for e in rng.sample(pool, 30) if e.kind != good.kind])
            pairs.append(Preference("task", prompt(good.instruction), good.answer, other.answer))
    rng.shuffle(pairs)
    return pairs
