"""Recall texts: people with attributes, filler, then a question or a sentence whose next word is known.

In a template `|` stands where the answer begins; the words before it are the prompt.
"""
import random
from dataclasses import dataclass, field

from .fillers import Fillers
from .lexicon import COLOURS, COUNTED, FOODS, GIVERS, NUMBERS, OBJECTS, PEOPLE, PET_NAMES, PETS, PLACES, RELATIVES, pronouns
from .text import a, cap, estimate_tokens, held_out_pair
from .invented import city, country

BUDGET = 243  # estimated tokens a document may take, so that it fits one 256-token window


@dataclass(frozen=True)
class Kind:
    """One sort of attribute: what may be said of it and how it may be asked for."""
    things: list[str]
    values: list[str]
    facts: list[str]
    queries: list[str]
    held_facts: list[str] = field(default_factory=list)
    held_queries: list[str] = field(default_factory=list)


COLOUR = Kind(
    OBJECTS, COLOURS,
    facts=["{N} has {a_v} {o}.", "{N}'s {o} is {v}.", "{N} got {a_v} {o} from {giver}.", "{N} owns {a_v} {o}.",
           "{N} plays with {a_v} {o}.", "There is {a_v} {o} on the table. It belongs to {N}.", "The {v} {o} belongs to {N}.",
           "{N} bought {a_v} {o} at the market.", "{N} carries {a_v} {o}.", "{N} found {a_v} {o} in the garden.",
           "This is {N}. {N} has {a_v} {o}.", "{N} painted {pos} {o} {v}.", "{N} has {a_o}. It is {v}.",
           "{N} wanted {a_v} {o} and got it.", "{N} came in with {a_v} {o}.", "Everyone knows that {N}'s {o} is {v}.",
           "The {o} that belongs to {N} is {v}.", "\"My {o} is {v},\" said {N}.", "{N} loves {pos} {v} {o}."],
    queries=["What {colour} is {N}'s {o}?| {V}.", "What {colour} is {N}'s {o}? It is| {v}.", "{N}'s {o} is| {v}.",
             "{N}'s {o} was| {v}.", "The {o} that belongs to {N} is| {v}.", "The {colour} of {N}'s {o} is| {v}.",
             "{N} looked at {pos} {o}. It was| {v}.",
             "\"What {colour} is your {o}, {N}?\" asked {relative}. \"My {o} is| {v},\" said {N}.",
             "Do you remember {N}'s {o}? It is| {v}.", "Q: What {colour} is {N}'s {o}? A:| {v}.",
             "Question: What {colour} is {N}'s {o}? Answer:| {v}.", "{N} picked up {pos}| {v} {o}.",
             "{N} loves {pos}| {v} {o}.", "{Rel} asked about {N}'s {o}. {Pron} said it was| {v}.",
             "We know that {N}'s {o} is| {v}.", "{N} went home with {pos}| {v} {o}.", "What {colour} was {N}'s {o}? It was| {v}.",
             "{N} still has {pos}| {v} {o}.", "And {N}'s {o}? That is| {v}.", "Remember, {N}'s {o} is| {v}.",
             "Is {N}'s {o} {wrong}? No, it is| {v}."],
    held_facts=["{N} was given {a_v} {o} last week.", "{N} keeps {a_v} {o} at home.", "Look, {N} is here with {a_v} {o}."],
    held_queries=["Can you tell me the {colour} of {N}'s {o}? It is| {v}.", "As for {N}'s {o}, it is| {v}.",
                  "Everybody in the room could see that {N}'s {o} was| {v}."],
)
PLACE = Kind(
    OBJECTS, PLACES,
    facts=["{N} put the {o} in the {v}.", "{N}'s {o} is in the {v}.", "{N} left the {o} in the {v}.", "{N} hid {pos} {o} in the {v}.",
           "The {o} of {N} lies in the {v}.", "{N} keeps {pos} {o} in the {v}."],
    queries=["Where is {N}'s {o}? It is in the| {v}.", "{N}'s {o} is in the| {v}.", "{N} went to get {pos} {o}. It was in the| {v}.",
             "Where did {N} leave {pos} {o}? In the| {v}.", "\"Where is my {o}?\" asked {N}. \"It is in the| {v},\" said {relative}.",
             "{N} found {pos} {o} again in the| {v}."],
    held_facts=["{N} forgot {pos} {o} in the {v}."], held_queries=["If you look for {N}'s {o}, you will find it in the| {v}."],
)
COUNT = Kind(
    COUNTED, NUMBERS[1:],
    facts=["{N} has {v} {o}.", "{N} found {v} {o}.", "{N} got {v} {o} from {giver}.", "{N} counted {pos} {o}. There were {v}."],
    queries=["How many {o} does {N} have?| {V}.", "{N} has| {v} {o}.", "How many {o} does {N} have? {Pron} has| {v}.",
             "The number of {o} that {N} has is| {v}.", "{N} still has| {v} {o}."],
    held_facts=["{N} brought {v} {o} along."], held_queries=["Let us count {N}'s {o}. There are| {v}."],
)
PET = Kind(
    PETS, PET_NAMES,
    facts=["{N} has a {o} called {v}.", "{N}'s {o} is called {v}.", "{N} has a {o}. Its name is {v}.", "The name of {N}'s {o} is {v}."],
    queries=["What is {N}'s {o} called?| {v}.", "{N}'s {o} is called| {v}.", "The name of {N}'s {o} is| {v}.",
             "{N} called {pos} {o}. \"Come here,| {v}!\"", "What is the name of {N}'s {o}? It is| {v}."],
    held_facts=["{N} lives with a {o} by the name of {v}."], held_queries=["{N} has a {o}, and its name is| {v}."],
)
FOOD = Kind(
    ["food"], FOODS,
    facts=["{N}'s favourite food is {v}.", "{N} likes {v} best.", "{N} eats {v} every day.", "{N} always asks for {v}."],
    queries=["What is {N}'s favourite food?| {V}.", "{N}'s favourite food is| {v}.", "{N} was hungry, so {pron} ate some| {v}.",
             "What does {N} like best? {Pron} likes| {v}.", "{N} likes| {v} best."],
    held_facts=["Of all food, {N} loves {v} most."], held_queries=["At the table {N} asked for more| {v}."],
)
PHONE = Kind(
    ["phone"], [],
    facts=["{N}'s phone number is {v}.", "{N} has a new phone. The number is {v}.", "You can call {N} at {v}."],
    queries=["{N}'s phone number is| {v}.", "What is {N}'s phone number? It is| {v}.", "To call {N}, use the number| {v}.",
             "{Pron} told {relative} that {N}'s phone number was| {v}."],
    held_facts=["{N} can be called at {v}."], held_queries=["The phone number of {N} is| {v}."],
)
CAPITAL = Kind(
    ["country"], [],
    facts=["The capital of {N} is {v}.", "{v} is the capital of {N}.", "{N} is a country. Its capital is {v}.",
           "The king of {N} lives in {v}, the capital."],
    queries=["The capital of {N} is| {v}.", "What is the capital of {N}?| {v}.", "What is the capital of {N}? It is| {v}.",
             "People who travel to {N} often visit its capital,| {v}."],
    held_facts=["In the land of {N}, the capital is {v}."], held_queries=["Name the capital of {N}. It is| {v}."],
)
WEIGHTS = [(COLOUR, 62), (PLACE, 10), (COUNT, 7), (PET, 7), (FOOD, 4), (PHONE, 4), (CAPITAL, 6)]


@dataclass
class Fact:
    """One attribute of one person, with what is needed to fill its templates."""
    kind: Kind
    name: str
    thing: str
    value: str


def fill(template: str, fact: Fact, rng: random.Random, colour: str) -> tuple[str, str]:
    """The template's text before and after the place where the answer begins."""
    pron, _, pos = pronouns(fact.name)
    relative = rng.choice(RELATIVES)
    wrong = rng.choice([v for v in fact.kind.values if v != fact.value] or [""])
    text = template.format(
        N=fact.name, o=fact.thing, v=fact.value, V=cap(fact.value), a_v=a(fact.value), a_o=a(fact.thing), pos=pos, pron=pron,
        Pron=cap(pron), relative=relative, Rel=cap(relative), giver=rng.choice(GIVERS), colour=colour, wrong=wrong)
    before, _, after = text.partition("|")
    return before, after


def draw_facts(rng: random.Random, kind: Kind, count: int, held_out: bool = False) -> list[Fact]:
    """`count` facts of one kind: different people, or one thing each, values all different."""
    if kind is CAPITAL:
        names, values = [country(rng) for _ in range(count)], [city(rng) for _ in range(count)]
    else:
        names = rng.sample(PEOPLE, count)
        values = [str(rng.randrange(1000, 10000)) for _ in range(count)] if kind is PHONE else rng.sample(kind.values, count)
    shape = rng.random()
    if shape < 0.3 or len(kind.things) < count:  # the same thing for everybody: the name alone tells them apart
        things = [rng.choice(kind.things)] * count
    else:
        things = rng.sample(kind.things, count)
        if shape > 0.88 and kind in (COLOUR, PLACE) and count > 1:  # one person, several things: the thing tells them apart
            names = [names[0]] * count
    if kind in PAIRED:
        names = _allowed(rng, names, things, held_out)
        if names is None:
            return draw_facts(rng, kind, count, held_out)
    return [Fact(kind, n, t, v) for n, t, v in zip(names, things, values)]


PAIRED = (COLOUR, PLACE, COUNT, PET)


def _allowed(rng: random.Random, names: list[str], things: list[str], held_out: bool) -> list[str] | None:
    """Names for the things such that every pair is (or none is) a held-out one; None if there are not enough."""
    if len(set(names)) < len(names):
        fitting = [n for n in PEOPLE if all(held_out_pair(n, t) == held_out for t in things)]
        return [rng.choice(fitting)] * len(names) if fitting else None
    chosen: list[str] = []
    for thing in things:
        fitting = [n for n in PEOPLE if n not in chosen and held_out_pair(n, thing) == held_out]
        if not fitting:
            return None
        chosen.append(rng.choice(fitting))
    return chosen


def _state(facts: list[Fact], rng: random.Random, colour: str) -> list[str]:
    return ["".join(fill(rng.choice(f.kind.facts), f, rng, colour)) for f in facts]


def _ask(fact: Fact, rng: random.Random, colour: str, facts: list[Fact]) -> str:
    if fact.kind is COLOUR and rng.random() < 0.08 and len({f.name for f in facts}) == len(facts) > 1:
        return f"Who has the {fact.value} {fact.thing}? {fact.name}."
    return "".join(fill(rng.choice(fact.kind.queries), fact, rng, colour))


def _distance(rng: random.Random) -> int:
    share = rng.random()
    return rng.randint(0, 20) if share < 0.15 else rng.randint(20, 60) if share < 0.35 else rng.randint(60, 215)


def recall_document(rng: random.Random, fillers: Fillers) -> str:
    """One recall text of at most about BUDGET tokens."""
    kind = rng.choices([k for k, _ in WEIGHTS], [w for _, w in WEIGHTS])[0]
    colour = "colour" if rng.random() < 0.7 else "color"
    facts = draw_facts(rng, kind, rng.choices([1, 2, 3, 4, 5], [12, 24, 30, 22, 12])[0])
    avoid = {f.name for f in facts} | {f.thing for f in facts} | {w for f in facts for w in f.value.split()}
    source = fillers.sentences(rng, avoid, rng.choice([0.0, 0.5, 1.0]))
    shape = rng.random()
    lines = [next(source)] if rng.random() < 0.3 else []
    if shape < 0.2:
        return _dense(rng, facts, lines, source, colour)
    if shape < 0.55:
        return _interleaved(rng, facts, lines, source, colour)
    return _far(rng, facts, lines, source, colour)


def _size(lines: list[str]) -> int:
    return sum(map(estimate_tokens, lines))


def _dense(rng, facts, lines, source, colour):
    """Facts, then many questions with next to nothing between."""
    lines += _state(facts, rng, colour)
    for fact in rng.choices(facts, k=rng.randint(2, 8)):
        if rng.random() < 0.25:
            lines.append(next(source))
        lines.append(_ask(fact, rng, colour, facts))
        if _size(lines) > BUDGET - 30:
            break
    return " ".join(lines)


def drill_document(rng: random.Random, fillers: Fillers) -> str:
    """A recall text that is nearly all questions: two to eight facts, each asked once or twice, hardly any filler.

    Several times as many answers a token as `recall_document`: it brings about the binding of names to values sooner.
    """
    kind = rng.choices([COLOUR, PLACE, COUNT, PET], [76, 10, 7, 7])[0]
    colour = "colour" if rng.random() < 0.7 else "color"
    facts = draw_facts(rng, kind, rng.randint(2, 8))
    source = fillers.sentences(rng, {f.name for f in facts} | {f.thing for f in facts} | {f.value for f in facts})
    lines = _state(facts, rng, colour)
    order = facts * rng.randint(1, 2)
    rng.shuffle(order)
    for fact in order:
        question = _ask(fact, rng, colour, facts)
        if _size([*lines, question]) > BUDGET:
            break
        lines += [next(source)] if rng.random() < 0.12 else []
        lines.append(question)
    return " ".join(lines)


def _interleaved(rng, facts, lines, source, colour):
    """Facts come one by one; anything said so far may be asked at any moment."""
    known, waiting = [], list(facts)
    limit = rng.randint(90, BUDGET - 25)
    while _size(lines) < limit:
        step = rng.random()
        if waiting and (not known or step < 0.3):
            known.append(waiting.pop())
            lines += _state(known[-1:], rng, colour)
        elif known and step < 0.52:
            lines.append(_ask(rng.choice(known), rng, colour, known))
        else:
            lines.append(next(source))
    if known:
        lines.append(_ask(known[0], rng, colour, known))
    return " ".join(lines)


def _far(rng, facts, lines, source, colour):
    """Facts, a stretch of filler of a drawn length, then questions close together."""
    lines += _state(facts, rng, colour)
    asked = rng.sample(facts, rng.randint(1, min(3, len(facts))))
    questions = [_ask(f, rng, colour, facts) for f in asked]
    room = BUDGET - _size(lines) - _size(questions)
    distance, filler = min(_distance(rng), room), []
    while _size(filler) < distance:
        sentence = next(source)
        if _size(filler) + estimate_tokens(sentence) > room:
            break
        filler.append(sentence)
    return " ".join(lines + filler + questions)
