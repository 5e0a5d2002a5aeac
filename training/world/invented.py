"""Made-up countries and cities, so that reading an answer from the text can be taught without teaching a real fact."""
import random

from .countries import ROWS

_ON = ["B", "Br", "D", "Dr", "F", "Fl", "G", "Gr", "K", "Kl", "L", "M", "N", "P", "Pr", "R", "S", "St", "T", "Tr", "V", "Z"]
_VO = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
_MID = ["l", "n", "r", "m", "v", "nd", "rd", "st", "lm", "rt", "b", "k"]
_LAND = ["ia", "land", "ora", "una", "esia", "onia", "ana"]
_TOWN = ["ton", "burg", "a", "o", "is", "ville", "am", "ek", "os"]


_REAL = {word for row in ROWS for name in (row["country"], row["capital"]) for word in name.split()}


def _made(rng: random.Random, endings: list[str]) -> str:
    while True:
        name = rng.choice(_ON) + rng.choice(_VO) + rng.choice(_MID) + rng.choice(endings)
        if name not in _REAL:
            return name


def country(rng: random.Random) -> str:
    """A made-up country."""
    return _made(rng, _LAND)


def city(rng: random.Random) -> str:
    """A made-up city."""
    return _made(rng, _TOWN)
