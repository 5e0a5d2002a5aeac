"""Instructions with answers that can be checked by rule, for tuning `story` into `story-chat`.

A model sees `prompt(instruction)` and answers up to the separator; `follows(check, answer)` says whether it did what was asked.
"""
import random
import re
from dataclasses import asdict, dataclass

from .countries import LEARNT, named
from .fillers import grammar_filler
from .lexicon import (ANIMALS, COLOURS, COUNTED, DAYS, FOODS, MONTHS, NUMBERS, OBJECTS, OPPOSITES, PEOPLE, PLACES, TYPICAL_COLOURS,
                      pronouns)
from .text import a, cap, held_out_pair, listed


@dataclass
class Example:
    """One instruction: its kind, the words, a right answer, and the rule that recognises right answers."""
    kind: str
    instruction: str
    answer: str
    check: dict
    key: str  # what it is about; decides whether it is held out

    def as_dict(self) -> dict:
        """The example as plain data, with its prompt."""
        return {**asdict(self), "prompt": prompt(self.instruction)}


def prompt(instruction: str) -> str:
    """The text given to the model before its answer (which begins with a space)."""
    return f"Instruction: {instruction}\nAnswer:"


CLASSES = {
    "colours": COLOURS, "animals": [row[0] for row in ANIMALS], "foods": FOODS, "days": DAYS, "months": MONTHS, "numbers": NUMBERS,
    "toys": ["ball", "kite", "doll", "drum", "robot", "train", "car", "truck", "boat", "balloon", "puzzle", "scooter"],
    "rooms": ["kitchen", "bedroom", "bathroom", "hall", "attic", "cellar"],
}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def follows(check: dict, answer: str) -> bool:
    """True if the answer (text up to the separator) does what was asked."""
    answer = answer.strip()
    words = _words(answer)
    sort = check["type"]
    if sort == "exact":
        return words == _words(check["text"])
    if sort == "first":  # the answer stands in the first sentence
        return set(_words(check["text"])) <= set(_words(re.split(r"(?<=[.!?])\s", answer)[0]))
    if sort == "story":  # all words used, at least three sentences, a finished end
        return (set(check["words"]) <= set(words) and len(re.findall(r"[.!?]", answer)) >= 3 and answer[-1:] in ".!?\"")
    if sort == "sentence":
        return check["word"] in words and 3 <= len(words) <= 40 and answer[-1:] in ".!?\""
    if sort == "list":
        items = [i for i in re.split(r",\s*|\s+and\s+", answer.strip(" .").lower()) if i]
        members = [m.lower() for m in CLASSES[check["class"]]]
        return len(items) == check["count"] == len(set(items)) and all(i in members for i in items)
    if sort == "polite":
        return "please" in words and set(check["words"]) <= set(words)
    raise ValueError(f"unknown check {sort}")


def _story(rng, stories):
    """A short training story, whole, asked for by two of its own nouns."""
    for _ in range(2000):
        text = rng.choice(stories).replace("\n", " ") if stories else " ".join(_small_story(rng))
        if len(text) > LONGEST_STORY or text[-1] not in ".!?\"":
            continue
        words = set(_words(text))
        present = [w for w in _STORY_WORDS if w in words]
        if len(present) >= 2:
            one, two = rng.sample(present, 2)
            ask = rng.choice([
                f"Write a story with the words {one} and {two}.", f"Write a short story with the words {one} and {two}.",
                f"Write a short story. Use the words: {one}, {two}.", f"Tell me a story. It should have the words {one} and {two} in it."])
            return Example("story", ask, text, {"type": "story", "words": [one, two]}, f"{one} {two}")
    raise ValueError("no short story has two usable nouns")


LONGEST_STORY = 760  # characters; with its instruction it fits one 256-token window
_STORY_WORDS = sorted(set(OBJECTS + [row[0] for row in ANIMALS] + ["tree", "house", "park", "garden", "friend", "mom", "flower", "water",
    "sun", "rain", "fish", "bear", "forest", "toy", "door", "school", "beach", "snow", "star", "game", "apple", "cookie", "river"]))


def _small_story(rng):
    name, thing, pet = rng.choice(PEOPLE), rng.choice(OBJECTS), rng.choice(ANIMALS)[0]
    pron, obj, pos = pronouns(name)
    return [f"Once upon a time, {name} found {a(thing)}.", grammar_filler(rng), f"{cap(a(pet))} came and looked at the {thing}.",
            f"{name} let the {pet} play with {obj}.", f"They played all day, and {name} took {pos} {thing} home."]


def _capital(rng, _):
    row = rng.choice(LEARNT)
    country, city = named(row["country"]), row["capital"]
    ask = rng.choice([f"What is the capital of {country}?", f"Name the capital of {country}.", f"Tell me the capital of {country}.",
                      f"Which city is the capital of {country}?"])
    return Example("answer", ask, f"The capital of {country} is {city}.", {"type": "first", "text": city}, f"{ask} {city}")


def _opposite(rng, _):
    one, two = rng.choice([p for p in OPPOSITES if not {"short", "light"} & set(p)])
    if rng.random() < 0.5:
        one, two = two, one
    ask = rng.choice([f"What is the opposite of {one}?", f"Give me the opposite of {one}.", f"Say the opposite of {one}."])
    return Example("answer", ask, f"The opposite of {one} is {two}.", {"type": "first", "text": two}, ask)


def _sound(rng, _):
    name, sound, *_rest = rng.choice(ANIMALS)
    ask = rng.choice([f"What does the {name} say?", f"Which sound does the {name} make?", f"Tell me what the {name} says."])
    return Example("answer", ask, f"The {name} says {sound}.", {"type": "first", "text": sound}, ask)


def _truth(rng, _):
    thing, colour = rng.choice(TYPICAL_COLOURS)
    said = colour if rng.random() < 0.5 else rng.choice([c for c in COLOURS if c != colour])
    right = "Yes" if said == colour else "No"
    return Example("answer", f"Is {thing} {said}?", f"{right}, {thing} is {colour}.", {"type": "first", "text": f"{right} {colour}"}, f"{thing} {said}")


def _told(rng, _):
    names = rng.sample(PEOPLE, rng.choice([1, 2, 2, 3]))
    things, colours = rng.sample(OBJECTS, len(names)), rng.sample(COLOURS, len(names))
    i = rng.randrange(len(names))
    facts = " ".join(f"{n} has {a(c)} {t}." for n, t, c in zip(names, things, colours))
    ask = rng.choice([f"What colour is {names[i]}'s {things[i]}?", f"Tell me the colour of {names[i]}'s {things[i]}."])
    return Example("read", f"{facts} {ask}", f"{names[i]}'s {things[i]} is {colours[i]}.", {"type": "first", "text": colours[i]}, f"{names[i]} {things[i]}")


def _list(rng, _):
    sort = rng.choice([c for c in CLASSES if c not in ("numbers",)])
    count = rng.randint(2, 5)
    items = rng.sample(CLASSES[sort], count)
    number = NUMBERS[count - 1]
    ask = rng.choice([f"Name {number} {sort}.", f"List {number} {sort}.", f"Give me {number} {sort}.", f"Write down {number} {sort}.", f"Tell me {number} {sort}."])
    return Example("list", ask, cap(listed(items)) + ".", {"type": "list", "class": sort, "count": count}, ask)


_ORDERS = ["give me", "pass me", "show me", "bring me", "hold", "take", "wash", "find"]


def _polite(rng, _):
    verb, thing = rng.choice(_ORDERS), rng.choice(OBJECTS)
    ask = rng.choice(["Say it politely: {s}", "Make this polite: {s}", "Say this in a kind way: {s}", "Ask nicely: {s}"])
    answer = rng.choice([f"Could you please {verb} the {thing}?", f"Please {verb} the {thing}.", f"Would you please {verb} the {thing}?"])
    rude = cap(f"{verb} the {thing}{rng.choice(['', '', ' now'])}!")
    return Example("polite", ask.format(s=rude), answer, {"type": "polite", "words": [*verb.split(), thing]}, f"{verb} {thing}")


def _count(rng, _):
    first = rng.randint(1, 8)
    last = rng.randint(first + 2, 12)
    row = NUMBERS[first - 1:last]
    if rng.random() < 0.35:
        row = row[::-1]
    ask = rng.choice([f"Count from {row[0]} to {row[-1]}.", f"Say the numbers from {row[0]} to {row[-1]}."])
    text = cap(", ".join(row)) + "."
    return Example("count", ask, text, {"type": "exact", "text": text}, ask)


def _repeat(rng, _):
    words = rng.sample(OBJECTS + COLOURS, rng.randint(1, 3))
    times = rng.randint(2, 4)
    phrase = " ".join(words)
    ask = rng.choice([f"Say {phrase} {NUMBERS[times - 1]} times.", f"Repeat {NUMBERS[times - 1]} times: {phrase}.", f"Write {phrase} {NUMBERS[times - 1]} times."])
    text = cap(", ".join([phrase] * times)) + "."
    return Example("repeat", ask, text, {"type": "exact", "text": text}, phrase)


def _backwards(rng, _):
    words = rng.sample(OBJECTS + COLOURS, rng.randint(2, 4))
    ask = rng.choice(["Say the words backwards: {w}.", "Write these words in the other order: {w}."]).format(w=", ".join(words))
    text = cap(", ".join(words[::-1])) + "."
    return Example("backwards", ask, text, {"type": "exact", "text": text}, " ".join(words))


def _manners(rng, _):
    name, thing = rng.choice(PEOPLE), rng.choice(OBJECTS)
    ask, answer = rng.choice([
        (f"Say hello to {name}.", f"Hello, {name}!"), (f"Say good night to {name}.", f"Good night, {name}!"), (f"Say goodbye to {name}.", f"Goodbye, {name}!"),
        (f"Thank {name} for the {thing}.", f"Thank you for the {thing}, {name}!"), (f"Wish {name} a happy birthday.", f"Happy birthday, {name}!"),
        (f"Tell {name} that you are sorry about the {thing}.", f"I am sorry about the {thing}, {name}."),
    ])
    return Example("manners", ask, answer, {"type": "exact", "text": answer}, f"{name} {thing}")


def _sentence(rng, _):
    thing, name = rng.choice(OBJECTS), rng.choice(PEOPLE)
    ask = rng.choice(["Write a sentence with the word {w}.", "Make a sentence with the word {w}.", "Use the word {w} in a sentence."]).format(w=thing)
    answer = rng.choice([f"{name} has a new {thing}.", f"{name} put the {thing} in the {rng.choice(PLACES)}.", f"{name} got {a(rng.choice(COLOURS))} {thing}.",
                         f"There is {a(thing)} in the {rng.choice(PLACES)}.", f"{name} likes to play with the {thing}."])
    return Example("sentence", ask, answer, {"type": "sentence", "word": thing}, f"{ask}")


def _sum(rng, _):
    one, two, things = rng.randint(1, 6), rng.randint(1, 6), rng.choice(COUNTED)
    name = rng.choice(PEOPLE)
    pron = cap(pronouns(name)[0])
    ask = f"{name} has {NUMBERS[one - 1]} {things if one > 1 else things[:-1]} and gets {NUMBERS[two - 1]} more. How many {things} does {name} have now?"
    return Example("sum", ask, f"{pron} has {NUMBERS[one + two - 1]} {things}.", {"type": "first", "text": NUMBERS[one + two - 1]}, f"{one} {two} {things}")


def _after(rng, _):
    row = rng.choice([DAYS, MONTHS])
    i = rng.randrange(len(row))
    ask = rng.choice([f"What comes after {row[i]}?", f"Tell me what comes after {row[i]}."])
    return Example("answer", ask, f"After {row[i]} comes {row[(i + 1) % len(row)]}.", {"type": "first", "text": row[(i + 1) % len(row)]}, ask)


_KINDS = [(_story, 24), (_capital, 10), (_opposite, 5), (_sound, 4), (_truth, 5), (_told, 10), (_list, 12), (_polite, 10), (_count, 5),
          (_repeat, 5), (_backwards, 4), (_manners, 6), (_sentence, 6), (_sum, 3), (_after, 3)]


def instructions(seed: int, count: int, stories: list[str] = (), held_out: bool = False) -> list[Example]:
    """`count` examples; training and held-out ones share no subject (a hash of what each is about decides)."""
    rng = random.Random(f"instructions-{seed}-{held_out}")
    examples: list[Example] = []
    while len(examples) < count:
        example = rng.choices([k for k, _ in _KINDS], [w for _, w in _KINDS])[0](rng, stories)
        if held_out_pair(example.key) == held_out:
            examples.append(example)
    return examples
