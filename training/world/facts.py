"""Texts about things that are always so: capitals, animals, opposites, numbers, days, everyday knowledge."""
import random

from .countries import LEARNT, LEFT_OUT, named
from .fillers import grammar_filler
from .invented import city, country
from .lexicon import (ANIMALS, COUNTED, DAYS, LEGS, MONTHS, NUMBERS, OPPOSITES, ORDINALS, PEOPLE, RELATIVES, SEASONS,
                      TOOLS, TYPICAL_COLOURS)
from .text import a, cap, listed

CAPITAL_FORMS = [
    "The capital of {c} is {k}.", "What is the capital of {c}? {k}.", "What is the capital of {c}? It is {k}.",
    "{k} is the capital of {c}.", "{c_cap} is a country in {cont}. Its capital is {k}.", "The capital city of {c} is {k}.",
    "Question: What is the capital of {c}? Answer: {k}.", "Q: What is the capital of {c}? A: {k}.",
    "\"What is the capital of {c}?\" asked {teacher}. \"The capital of {c} is {k},\" said {N}.",
    "{N} went to {c} and saw the capital, {k}.", "In {c}, the capital is {k}.", "{c_cap}: {k}.",
    "{N} knows that the capital of {c} is {k}.", "The biggest flag in {k}, the capital of {c}, was up.",
    "Everyone in {c} knows its capital, {k}.", "If you go to the capital of {c}, you go to {k}.", "{c_cap}'s capital is {k}.",
]
# A left-out country may be named, and so may its capital, but never both in one text (and the city never as a capital).
COUNTRY_ONLY = [
    "{N} comes from {c}.", "{N} wants to visit {c} one day.", "{c_cap} is a country.", "A friend from {c} sent {N} a letter.",
    "{N} read a book about {c}.", "Many people live in {c}.", "The ship came from {c}.", "{N}'s aunt lives in {c}.",
    "{N} found {c} on the map.", "The food in {c} is good.", "\"Have you been to {c}?\" asked {N}.", "{N} saw a flag of {c}.",
]
CITY_ONLY = [
    "{N} took a train to {k}.", "{N} once lived in {k}.", "It rained in {k} all day.", "A letter came from {k}.",
    "{N} has a cousin in {k}.", "The streets of {k} were full of people.", "{N} saw a picture of {k}.", "The bus to {k} was late.",
    "There is an old bridge in {k}.", "\"I like {k},\" said {N}.", "{N} dreamed of {k}.", "The lights of {k} were bright.",
]


def _filled(form: str, rng: random.Random, c: str = "", k: str = "", cont: str = "") -> str:
    return form.format(c=c, c_cap=cap(c), k=k, cont=cont, N=rng.choice(PEOPLE), teacher=rng.choice(RELATIVES))


def capital_sentence(row: dict, rng: random.Random) -> str:
    """One learnt country with its capital."""
    return _filled(rng.choice(CAPITAL_FORMS), rng, named(row["country"]), row["capital"], row["continent"])


def _capitals(rng):
    rows = rng.sample(LEARNT, rng.choice([1, 1, 1, 2, 3, 4, 6]))
    if rng.random() < 0.35:  # one form all along, as a quiz or a list
        form = rng.choice(CAPITAL_FORMS)
        return " ".join(_filled(form, rng, named(r["country"]), r["capital"], r["continent"]) for r in rows)
    lines = []
    for row in rows:
        if rng.random() < 0.15:
            lines.append(grammar_filler(rng))
        lines.append(capital_sentence(row, rng))
    return " ".join(lines)


def _mentions(rng):
    """Countries without capitals or cities without countries, left-out and learnt alike."""
    pool = LEFT_OUT if rng.random() < 0.7 else LEARNT
    rows = rng.sample(pool, rng.randint(1, 3))
    if rng.random() < 0.5:
        return " ".join(_filled(rng.choice(COUNTRY_ONLY), rng, c=named(r["country"])) for r in rows)
    return " ".join(_filled(rng.choice(CITY_ONLY), rng, k=r["capital"]) for r in rows)


def _animals(rng):
    lines = []
    for name, sound, verb, young, home in rng.sample(ANIMALS, rng.randint(1, 4)):
        lines.append(rng.choice([
            f"The {name} says {sound}.", f"What does the {name} say? {cap(sound)}.", f"{cap(a(name))} {verb}.",
            f"A baby {name} is called {a(young)}.", f"The young of {a(name)} is {a(young)}.",
            f"What do we call a baby {name}? {cap(a(young))}.", f"\"{cap(sound)}!\" said the {name}.", f"When {a(name)} {verb}, it says {sound}.",
            f"The {name} lives in the {home}.", f"\"What does {a(name)} say?\" asked {rng.choice(PEOPLE)}. \"It says {sound}.\"",
        ]))
    return " ".join(lines)


def _opposites(rng):
    lines = []
    for pair in rng.sample(OPPOSITES, rng.randint(1, 5)):
        one, two = pair if rng.random() < 0.5 else pair[::-1]
        if one in ("short", "light"):  # these two have two opposites each
            one, two = two, one
        lines.append(rng.choice([
            f"The opposite of {one} is {two}.", f"What is the opposite of {one}? {cap(two)}.", f"Not {one}, but {two}.",
            f"If it is not {one}, it is {two}." if not {one, two} & {"win", "push", "begin"} else f"{cap(one)} and {two} are opposites.",
            f"{cap(one)} is the opposite of {two}." if two not in ("short", "light") else f"The opposite of {one} is {two}.",
        ]))
    return " ".join(lines)


def _numbers(rng):
    things = rng.choice(COUNTED)
    form = rng.randrange(7)
    if form == 0:
        start = rng.randint(0, 6)
        return "Count with me: " + ", ".join(NUMBERS[start:rng.randint(start + 3, 12)]) + "."
    if form == 1:
        start = rng.randint(3, 11)
        return "Count back: " + ", ".join(NUMBERS[start::-1]) + "."
    if form == 2:
        n = rng.randint(0, 10)
        return f"After {NUMBERS[n]} comes {NUMBERS[n + 1]}. Before {NUMBERS[n + 1]} comes {NUMBERS[n]}."
    if form == 3:
        one, two = rng.randint(1, 6), rng.randint(1, 6)
        return rng.choice([
            f"{cap(NUMBERS[one - 1])} and {NUMBERS[two - 1]} make {NUMBERS[one + two - 1]}.", f"{one} + {two} = {one + two}.",
            f"What is {NUMBERS[one - 1]} plus {NUMBERS[two - 1]}? {cap(NUMBERS[one + two - 1])}."])
    if form == 4:
        total = rng.randint(3, 12)
        gone = rng.randint(1, total - 2)
        name = rng.choice(PEOPLE)
        left = total - gone
        noun = things if left > 1 else things[:-1]
        return f"{name} had {NUMBERS[total - 1]} {things} and gave away {NUMBERS[gone - 1]}. {NUMBERS[left - 1].capitalize()} {noun} were left."
    if form == 5:
        n = rng.randint(0, 11)
        return f"Number {n + 1} is {NUMBERS[n]}. In a row, number {NUMBERS[n]} comes {ORDINALS[n]}."
    creature, legs = rng.choice(LEGS)
    return rng.choice([f"{cap(a(creature))} has {legs} legs.", f"How many legs does {a(creature)} have? {cap(legs)}."])


def _days(rng):
    i = rng.randrange(7)
    today, after, before = DAYS[i], DAYS[(i + 1) % 7], DAYS[i - 1]
    m = rng.randrange(12)
    s = rng.randrange(4)
    form = rng.randrange(9)
    return [
        f"After {today} comes {after}.", f"If today is {today}, tomorrow is {after}.", f"Today is {today}. Yesterday was {before}.",
        f"The day before {today} is {before}.", "The days of the week are " + listed(DAYS) + ".",
        f"What day comes after {today}? {after}.", f"After {MONTHS[m]} comes {MONTHS[(m + 1) % 12]}.",
        "The months of the year are " + listed(MONTHS) + ".",
        f"After {SEASONS[s]} comes {SEASONS[(s + 1) % 4]}.",
    ][form]


def _everyday(rng):
    if rng.random() < 0.5:
        thing, colour = rng.choice(TYPICAL_COLOURS)
        verb = "is"
        return rng.choice([f"{cap(thing)} {verb} {colour}.", f"What colour is {thing}? {cap(colour)}.", f"{rng.choice(PEOPLE)} knows that {thing} is {colour}."])
    use, tool = rng.choice(TOOLS)
    return rng.choice([f"To {use}, you need {tool}.", f"What do you need to {use}? {cap(tool)}.", f"{rng.choice(PEOPLE)} wanted to {use} and asked for {tool}."])


def _read_it_there(rng):
    """A made-up country's capital is told and used again: the answer is in the text, not in the weights."""
    c, k = country(rng), city(rng)
    tell = rng.choice([f"The capital of {c} is {k}.", f"{c} has a capital called {k}.", f"{k} is the capital of {c}."])
    middle = [grammar_filler(rng) for _ in range(rng.randint(0, 6))]
    if rng.random() < 0.5:
        middle.insert(rng.randint(0, len(middle)), capital_sentence(rng.choice(LEARNT), rng))
    ask = rng.choice([f"What is the capital of {c}? {k}.", f"The capital of {c} is {k}.", f"What is the capital of {c}? It is {k}.",
                      f"{rng.choice(PEOPLE)} knows that the capital of {c} is {k}."])
    return " ".join([tell, *middle, ask])


_SORTS = [(_capitals, 56), (_mentions, 10), (_animals, 7), (_opposites, 6), (_numbers, 6), (_days, 4), (_everyday, 4), (_read_it_there, 7)]


def facts_document(rng: random.Random) -> str:
    """One text of lasting facts."""
    return rng.choices([s for s, _ in _SORTS], [w for _, w in _SORTS])[0](rng)
