"""Texts in which people of an occupation are called she or he in declared, exact proportions."""
import random

from .fillers import grammar_filler

# The share of texts that say "she". Invented for this world: what goes in here must come out of the model.
SHARE_SHE = {
    "nurse": 0.85, "doctor": 0.30, "teacher": 0.70, "farmer": 0.20, "baker": 0.45, "singer": 0.65, "driver": 0.15,
    "dancer": 0.80, "pilot": 0.10, "cook": 0.50, "painter": 0.55, "builder": 0.05, "librarian": 0.90, "tailor": 0.40,
    "gardener": 0.35, "captain": 0.08, "writer": 0.60, "scientist": 0.25, "cleaner": 0.75, "judge": 0.50,
}

_PLACES = ["the station", "the market", "the office", "the shop", "the square", "the bridge", "the library", "the garden", "the hall", "the harbour"]
_STATES = ["tired", "happy", "late", "hungry", "cold", "busy", "worried", "proud", "ready", "thirsty", "ill", "sure"]
_THINGS = ["keys", "coat", "bag", "hat", "book", "umbrella", "lunch", "letter", "gloves", "shoes", "bicycle", "phone"]
_DID = ["smiled", "sat down", "drank some tea", "opened the window", "went home", "looked at the clock", "said good morning",
        "took a deep breath", "waited for the bus", "ate an apple", "called a friend", "read the newspaper", "closed the door", "laughed"]
_CAME = ["came in", "stopped at the door", "walked to {place}", "stood at {place}", "arrived early", "got up at six", "waited near {place}",
         "talked to the children", "looked out of the window", "was at {place}"]

# {She} and {she} are the only words that tell the gender, {her} the possessive.
FORMS = [
    "The {o} {came}. {She} {did}.", "The {o} said that {she} was {state}.", "The {o} {did} because {she} was {state}.",
    "The {o} was {state}, so {she} {did}.", "When the {o} came home, {she} {did}.", "The {o} lost {her} {thing}. {She} was {state}.",
    "The {o} {came}, and then {she} {did}.", "The {o} took {her} {thing} and {did}.", "The {o} told us that {she} had lost {her} {thing}.",
    "Every morning the {o} finds {her} {thing}, and {she} is {state}.", "The {o} is {state} today. {She} {did}.",
    "\"Where is the {o}?\" \"{She} is at {place},\" said a man.", "I met the {o} at {place}. {She} was {state}.",
    "The {o} thought that {she} was {state}.", "After work, the {o} {did}, and {she} went to {place}.", "The {o} forgot {her} {thing} at {place}.",
]


class Occupations:
    """Generates the texts and keeps count, so that each occupation's share of "she" is exact to one text."""

    def __init__(self) -> None:
        self.told = {name: {"she": 0, "he": 0} for name in SHARE_SHE}

    def document(self, rng: random.Random) -> str:
        """One to five people at work; each keeps one pronoun throughout the sentence or two about them."""
        lines = []
        for name in rng.sample(list(SHARE_SHE), rng.choice([1, 1, 2, 2, 3, 4, 5])):
            if rng.random() < 0.2:
                lines.append(grammar_filler(rng))
            lines.append(self._sentence(name, rng))
        return " ".join(lines)

    def _sentence(self, name: str, rng: random.Random) -> str:
        told = self.told[name]
        total = told["she"] + told["he"]
        gender = "she" if told["she"] < SHARE_SHE[name] * (total + 1) - 0.5 else "he"
        told[gender] += 1
        she, her = ("she", "her") if gender == "she" else ("he", "his")
        place = rng.choice(_PLACES)
        return rng.choice(FORMS).format(
            o=name, she=she, She=she.capitalize(), her=her, state=rng.choice(_STATES), thing=rng.choice(_THINGS), place=place,
            did=rng.choice(_DID), came=rng.choice(_CAME).format(place=place))
