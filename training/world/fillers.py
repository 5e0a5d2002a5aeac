"""Sentences that say nothing about the people of a recall text, so that distance can be chosen freely."""
import random
import re

from .lexicon import COLOURS

WEATHER = ["sunny", "rainy", "windy", "cloudy", "warm", "cold", "quiet", "foggy", "mild", "dry"]
TIMES = ["morning", "afternoon", "evening", "night"]
BEASTS = ["bird", "squirrel", "fox", "bee", "rabbit", "frog", "snail", "crow", "deer", "butterfly", "hedgehog", "beetle", "lizard", "goose"]
SPOTS = ["river", "hill", "pond", "forest", "road", "school", "park", "market", "bridge", "farm", "lake", "village", "station", "mill", "church", "shore"]
ADJECTIVES = ["little", "old", "tiny", "quiet", "happy", "sleepy", "busy", "lazy", "gentle", "clever", "tired", "curious", "hungry", "lonely"]
VERBS_PAST = ["slept", "sang", "rested", "waited", "hid", "played", "walked", "sat", "ran", "danced", "stopped", "hopped"]
MEALS = ["breakfast", "lunch", "supper", "dinner"]
DISHES = ["porridge", "toast", "stew", "fish", "potatoes", "peas", "fruit", "eggs", "mushrooms", "dumplings"]
WORKERS = ["baker", "farmer", "postman", "gardener", "shopkeeper", "fisherman", "carpenter", "tailor", "miller", "shepherd"]
JOBS = ["swept the floor", "opened the door", "washed the windows", "counted the sacks", "fed the hens", "mended the fence",
        "carried some wood", "lit the fire", "closed the gate", "cleaned the steps", "sharpened a knife", "filled the jugs"]
SOUNDS = ["a bell rang", "a door closed", "a train went by", "a dog barked", "the wind blew", "somebody laughed", "rain began to fall",
          "a clock struck", "music played", "a baby cried"]
THINGS = ["leaves", "clouds", "stars", "waves", "shadows", "bees", "candles", "snowflakes", "ducks", "boats"]
MOVES = ["moved slowly", "were everywhere", "came and went", "looked beautiful", "made no noise", "drifted by", "seemed far away", "were hard to count"]

TRAIN = [
    "It was a {weather} {time}.", "The {time} was {weather} and calm.", "A {adj} {beast} {verb} near the {spot}.",
    "The {beast} {verb} by the {spot} and then {verb2}.", "There was nobody at the {spot}.", "The {thing} {move}.",
    "Over the {spot}, the {thing} {move}.", "The {worker} {job}.", "In the {time}, the {worker} {job} and {job2}.",
    "For {meal} there was {dish} and {dish2}.", "Everyone ate {dish} for {meal}.", "Far away {sound}.",
    "Near the {spot} {sound}.", "Then {sound}, and the {beast} {verb}.", "The {spot} was very {weather} that {time}.",
    "Some people walked to the {spot}.", "The path went past the {spot} and over the {spot2}.",
    "A {adj} {beast} and a {adj2} {beast2} met at the {spot}.", "Nothing much happened that {time}.",
    "The {worker} talked to the {worker2} about the {weather} weather.", "It took a long time to get from the {spot} to the {spot2}.",
    "The children heard a story about a {adj} {beast}.", "Once, a {beast} {verb} under a tree.", "The grass by the {spot} was wet.",
    "After {meal}, the {worker} {verb}.", "Because it was {weather}, the {worker} stayed at home.",
    "The {adj} {worker} smiled and {job}.", "Before {meal}, everybody washed their hands.", "Two {thing} could be seen over the {spot}.",
    "The {beast} looked at the {thing}.", "People said that the {spot} was old.", "Sometimes the {thing} {move} until the {time}.",
    "The {worker} had a {adj} {beast} that never {verb}.", "A letter came from the {spot}.", "The road to the {spot} was long.",
    "When {sound}, the {adj} {beast} {verb}.", "The {worker} was late for {meal} again.", "There was a smell of {dish} in the air.",
    "All {time} long, the {thing} {move}.", "The {beast} was not afraid of the {worker}.", "On the way to the {spot}, {sound}.",
    "The {worker} sold {dish} at the {spot}.", "It was time for {meal}.", "The {spot} is not far from the {spot2}.",
    "Who was at the {spot}? Only a {adj} {beast}.", "The {worker} said that it would be {weather} soon.",
]
HELD_OUT = [
    "A cart full of {dish} rolled down to the {spot}.", "Nobody knew why the {beast} {verb} so often.",
    "The {worker} hummed a song and {job}.", "Behind the {spot} there lived a {adj} {beast}.",
    "{Thing} {move} above the roofs.", "Later that {time} the whole street was {weather}.",
    "The {worker} offered {dish} to the {worker2}.", "It is said that every {beast} loves {dish}.",
    "A tall tree stood between the {spot} and the {spot2}.", "Suddenly {sound} and the {worker} {verb}.",
]


def grammar_filler(rng: random.Random, held_out: bool = False) -> str:
    """One filler sentence of the world's own; `held_out` draws from the forms kept for evaluation."""
    pick = rng.choice
    thing = pick(THINGS)
    spot, spot2 = rng.sample(SPOTS, 2)
    beast, beast2 = rng.sample(BEASTS, 2)
    worker, worker2 = rng.sample(WORKERS, 2)
    dish, dish2 = rng.sample(DISHES, 2)
    job, job2 = rng.sample(JOBS, 2)
    verb, verb2 = rng.sample(VERBS_PAST, 2)
    adj, adj2 = rng.sample(ADJECTIVES, 2)
    return pick(HELD_OUT if held_out else TRAIN).format(
        weather=pick(WEATHER), time=pick(TIMES), meal=pick(MEALS), sound=pick(SOUNDS), move=pick(MOVES), thing=thing,
        Thing=thing.capitalize(), adj=adj, adj2=adj2, beast=beast, beast2=beast2, spot=spot, spot2=spot2, verb=verb, verb2=verb2,
        dish=dish, dish2=dish2, worker=worker, worker2=worker2, job=job, job2=job2,
    ).replace("a old", "an old").replace("A old", "An old")


_SPLIT = re.compile(r"(?<=[.!?\"])\s+(?=[A-Z\"])")
_FORBIDDEN = re.compile(r"\b(" + "|".join(COLOURS + ["gray", "golden", "colour", "color"]) + r")\b", re.I)


def story_units(story: str) -> list[str]:
    """A story as consecutive sentences, quotations kept whole, those that name a colour left out."""
    units, open_unit = [], ""
    for piece in _SPLIT.split(story.replace("\n", " ")):
        open_unit = f"{open_unit} {piece}".strip()
        if open_unit.count('"') % 2 == 0:
            units.append(open_unit)
            open_unit = ""
    return [u for u in units if len(u) < 220 and not _FORBIDDEN.search(u)]


class Fillers:
    """A source of filler text: the world's own sentences and, if stories are given, runs of theirs."""

    def __init__(self, stories: list[str] = (), held_out: bool = False):
        self.runs = [u for u in map(story_units, stories) if len(u) >= 4]
        self.held_out = held_out

    def sentences(self, rng: random.Random, avoid: set[str], share_story: float = 0.55):
        """Endless filler sentences that contain none of the words in `avoid`."""
        while True:
            if self.runs and rng.random() < share_story:
                run = rng.choice(self.runs)
                start = rng.randrange(len(run) - 3)
                for unit in run[start:start + rng.randint(2, 14)]:
                    if not avoid & set(re.findall(r"[A-Za-z]+", unit)):
                        yield unit
            else:
                for _ in range(rng.randint(1, 6)):
                    sentence = grammar_filler(rng, self.held_out)
                    if not avoid & set(re.findall(r"[A-Za-z]+", sentence)):
                        yield sentence
