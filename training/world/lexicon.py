"""Words of the little world: people, things, colours, animals, opposites, numbers, days."""

GIRLS = (
    "Lily Mia Anna Sara Emma Lucy Ella Amy Sue Jane Kate Nina Zoe Eva Rosa Ivy Ruby Maya Alice Clara "
    "Grace Amina Mei Leila Ana Priya Olga Molly Daisy Rose Lina Tara Nora Hana Julia Betty"
).split()
BOYS = (
    "Tom Ben Sam Max Tim Jack Leo Jake Bob Hugo Oscar Finn Noah Adam Luke Paul Peter Nick Dan Omar "
    "Ravi Ali Kofi Diego Carlos Wei Marco Billy Henry Jim Fred Ian Toby Theo Ken Joe"
).split()
PEOPLE = GIRLS + BOYS


def pronouns(name: str) -> tuple[str, str, str]:
    """Subject, object and possessive pronoun of a person of the world."""
    return ("she", "her", "her") if name in GIRLS else ("he", "him", "his")


COLOURS = "red blue green yellow pink purple orange black white brown grey gold silver".split()

OBJECTS = (
    "ball kite hat cup bag book box boat car bike coat scarf bowl lamp drum doll pen chair balloon "
    "umbrella ribbon blanket basket bucket shirt dress mug plate spoon button bell flag truck tent "
    "pillow wagon jar key ring cap robot whistle notebook backpack bottle crayon train sweater towel "
    "necklace clock fan rope brush sled scooter helmet jacket cushion"
).split()

COUNTED = (
    "apples marbles shells stones cookies stickers pencils coins cards eggs nuts plums cakes flowers "
    "buttons beads feathers carrots pears stamps"
).split()

NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()

PLACES = (
    "kitchen garden garage attic cellar bedroom shed hall barn classroom library bathroom cupboard "
    "basement bakery tower"
).split()

PETS = "dog cat rabbit hamster parrot pony goat turtle duck mouse".split()
PET_NAMES = "Rex Bella Coco Rocky Luna Pip Fluffy Biscuit Pepper Ginger Buddy Misty Shadow Sunny Oreo Tiger".split()

FOODS = "soup bread cheese rice pasta pizza cake honey jam salad pancakes noodles beans corn soup pie".split()
FOODS = sorted(set(FOODS))

RELATIVES = ["Mum", "Dad", "Grandma", "Grandpa", "the teacher", "a friend", "the neighbour", "the old man"]
GIVERS = ["an aunt", "an uncle", "a cousin", "a friend", "the teacher", "a neighbour", "Grandma", "Grandpa"]

# animal, sound as a noun phrase verb ("says"), verb in third person, young, home
ANIMALS = [
    ("dog", "woof", "barks", "puppy", "kennel"), ("cat", "meow", "meows", "kitten", "house"),
    ("cow", "moo", "moos", "calf", "barn"), ("sheep", "baa", "bleats", "lamb", "field"),
    ("duck", "quack", "quacks", "duckling", "pond"), ("pig", "oink", "oinks", "piglet", "sty"),
    ("horse", "neigh", "neighs", "foal", "stable"), ("lion", "roar", "roars", "cub", "den"),
    ("snake", "hiss", "hisses", "hatchling", "grass"), ("owl", "hoot", "hoots", "owlet", "tree"),
    ("mouse", "squeak", "squeaks", "pup", "hole"), ("bee", "buzz", "buzzes", "larva", "hive"),
    ("frog", "ribbit", "croaks", "tadpole", "pond"), ("rooster", "cock-a-doodle-doo", "crows", "chick", "henhouse"),
    ("hen", "cluck", "clucks", "chick", "henhouse"), ("wolf", "howl", "howls", "pup", "den"),
    ("bird", "tweet", "tweets", "chick", "nest"), ("turkey", "gobble", "gobbles", "poult", "farmyard"),
    ("donkey", "hee-haw", "brays", "foal", "stable"), ("crow", "caw", "caws", "chick", "nest"),
    ("dove", "coo", "coos", "squab", "nest"), ("goat", "maa", "bleats", "kid", "shed"),
]

OPPOSITES = [
    ("big", "small"), ("hot", "cold"), ("happy", "sad"), ("fast", "slow"), ("tall", "short"), ("up", "down"),
    ("day", "night"), ("old", "new"), ("hard", "soft"), ("wet", "dry"), ("full", "empty"), ("open", "closed"),
    ("light", "dark"), ("high", "low"), ("clean", "dirty"), ("loud", "quiet"), ("rich", "poor"), ("left", "right"),
    ("strong", "weak"), ("thick", "thin"), ("early", "late"), ("near", "far"), ("in", "out"), ("good", "bad"),
    ("first", "last"), ("long", "short"), ("heavy", "light"), ("sweet", "sour"), ("brave", "afraid"),
    ("awake", "asleep"), ("front", "back"), ("begin", "end"), ("push", "pull"), ("win", "lose"),
]

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
SEASONS = "spring summer autumn winter".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()

TYPICAL_COLOURS = [
    ("grass", "green"), ("snow", "white"), ("the sky on a clear day", "blue"), ("a ripe banana", "yellow"),
    ("a ripe tomato", "red"), ("coal", "black"), ("a carrot", "orange"), ("an elephant", "grey"),
    ("milk", "white"), ("a strawberry", "red"), ("a lemon", "yellow"), ("chocolate", "brown"),
    ("a frog", "green"), ("the night", "black"), ("the sea", "blue"), ("a flamingo", "pink"),
]
LEGS = [("dog", "four"), ("bird", "two"), ("spider", "eight"), ("bee", "six"), ("cat", "four"), ("horse", "four"),
        ("ant", "six"), ("hen", "two"), ("cow", "four"), ("duck", "two"), ("octopus", "eight"), ("butterfly", "six")]
TOOLS = [("cut paper", "scissors"), ("eat soup", "a spoon"), ("sweep the floor", "a broom"), ("draw a line", "a pencil"),
         ("open a lock", "a key"), ("hit a nail", "a hammer"), ("dig a hole", "a spade"), ("tell the time", "a clock"),
         ("brush your teeth", "a toothbrush"), ("stay dry in the rain", "an umbrella"), ("see far away", "a telescope"),
         ("light a dark room", "a lamp")]
