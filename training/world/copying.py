"""Texts that repeat themselves, a little of which teaches heads to copy (induction)."""
import random

from .invented import city
from .lexicon import ANIMALS, COLOURS, FOODS, NUMBERS, OBJECTS, PEOPLE

_WORDS = sorted(set(COLOURS + OBJECTS + FOODS + NUMBERS + [row[0] for row in ANIMALS]))
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def _nonsense(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(1, 3)))


def _sequence(rng: random.Random) -> list[str]:
    length = rng.randint(3, 18)
    source = rng.random()
    if source < 0.5:
        return rng.sample(_WORDS, length)
    if source < 0.7:
        return [_nonsense(rng) for _ in range(length)]
    if source < 0.8:
        return [city(rng) for _ in range(length)]
    if source < 0.9:
        return [str(rng.randrange(10)) for _ in range(length)]
    return rng.sample("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z".split(), length)


def copying_document(rng: random.Random) -> str:
    """A sequence said several times, as an echo game or as a bare repetition."""
    words = _sequence(rng)
    times = 2 if len(words) > 10 else rng.randint(2, 4)
    line = " ".join(words) if rng.random() < 0.6 else ", ".join(words)
    one, two = rng.sample(PEOPLE, 2)
    form = rng.randrange(7)
    if form == 0:
        return " ".join([line] * times)
    if form == 1:
        return "\n".join([line] * times)
    if form == 2:
        return f"{one} said, \"{line}.\" {two} said it again: \"{line}.\""
    if form == 3:
        return f"{one} and {two} played a copying game. \"{line},\" said {one}. \"{line},\" said {two}."
    if form == 4:
        return f"Read the list: {line}. Read it once more: {line}."
    if form == 5:
        return f"{one} wrote: {line}. {two} copied it: {line}. Then {one} read it aloud: {line}."
    return ". ".join([line] * times) + "."
