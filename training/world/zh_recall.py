"""中文回忆题：几个人各有一件东西，隔一段话，再问或再说；一字一词元，`|` 之后是答案。"""
import random
from dataclasses import dataclass, field

from .lexicon_zh import (ANIMALS_ZH, COLOURS_ZH, COUNTED_ZH, FOODS_ZH, NUMBERS_ZH, OBJECTS_ZH, PEOPLE_ZH, PET_NAMES_ZH, PLACES_ZH, pronoun_zh)
from .text import held_out_pair
from .zh_everyday import FAMILY, filler_zh, held_out_filler_zh

BUDGET_ZH = 240  # characters


@dataclass(frozen=True)
class KindZh:
    """一类属性：可说的句子与可问的句子。"""
    things: list[tuple[str, str]]
    values: list[str]
    facts: list[str]
    queries: list[str]
    held_facts: list[str] = field(default_factory=list)
    held_queries: list[str] = field(default_factory=list)


COLOUR_ZH = KindZh(
    list(OBJECTS_ZH.values()), list(COLOURS_ZH.values()),
    facts=["{N}有一{m}{v}的{o}。", "{N}的{o}是{v}的。", "{N}买了一{m}{v}的{o}。", "{F}送给{N}一{m}{v}的{o}。", "这{m}{v}的{o}是{N}的。", "{N}有一{m}{o}，是{v}的。",
           "{N}带来了一{m}{v}的{o}。", "{N}喜欢{ta}那{m}{v}的{o}。", "{N}说：“我的{o}是{v}的。”", "大家都知道，{N}的{o}是{v}的。", "{N}拿着一{m}{v}的{o}。"],
    queries=["{N}的{o}是什么颜色的？|{v}。", "{N}的{o}是什么颜色的？是|{v}的。", "{N}的{o}是|{v}的。", "问：{N}的{o}是什么颜色？答：|{v}。",
             "{F}问：“{N}，你的{o}是什么颜色的？”“我的{o}是|{v}的。”", "{N}拿起了{ta}的{o}，那是|{v}的。", "还记得{N}的{o}吗？是|{v}的。", "{N}那{m}{o}的颜色是|{v}。",
             "我们知道，{N}的{o}是|{v}的。", "{N}还有那{m}|{v}的{o}。", "{N}的{o}是{w}的吗？不，是|{v}的。"],
    held_facts=["上个星期，{N}得到了一{m}{v}的{o}。", "{N}家里放着一{m}{v}的{o}。"], held_queries=["请告诉我{N}的{o}的颜色。是|{v}。", "说到{N}的{o}，那是|{v}的。"],
)
PLACE_ZH = KindZh(
    list(OBJECTS_ZH.values()), [PLACES_ZH[p] for p in ("kitchen", "garden", "garage", "cellar", "bedroom", "classroom", "library", "bathroom", "office")],
    facts=["{N}把{o}放在{v}里。", "{N}的{o}在{v}里。", "{N}把{o}忘在{v}里了。"],
    queries=["{N}的{o}在哪里？在|{v}里。", "{N}的{o}在|{v}里。", "{N}去拿{o}，{o}在|{v}里。", "{N}把{o}放在哪里了？|{v}里。"],
    held_facts=["{N}的{o}留在了{v}里。"], held_queries=["要找{N}的{o}，得去|{v}。"],
)
COUNT_ZH = KindZh(
    list(COUNTED_ZH.values()), ["两", *NUMBERS_ZH[2:]],
    facts=["{N}有{v}{m}{o}。", "{N}找到了{v}{m}{o}。", "{F}给了{N}{v}{m}{o}。"], queries=["{N}有多少{m}{o}？|{v}{m}。", "{N}有|{v}{m}{o}。", "{N}有几{m}{o}？{ta}有|{v}{m}。"],
    held_facts=["{N}带来了{v}{m}{o}。"], held_queries=["数一数{N}的{o}，一共|{v}{m}。"],
)
PET_ZH = KindZh(
    [ANIMALS_ZH[p][:2] for p in ("dog", "cat", "rabbit", "bird", "duck", "goat", "horse")], PET_NAMES_ZH,
    facts=["{N}有一{m}{o}，叫{v}。", "{N}的{o}叫{v}。", "{N}的{o}名字是{v}。"], queries=["{N}的{o}叫什么名字？叫|{v}。", "{N}的{o}叫|{v}。", "{N}的{o}叫什么？|{v}。"],
    held_facts=["{N}养了一{m}{o}，取名{v}。"], held_queries=["{N}给{o}取的名字是|{v}。"],
)
FOOD_ZH = KindZh(
    [("食物", "种")], list(FOODS_ZH.values()),
    facts=["{N}最喜欢吃{v}。", "{N}每天都吃{v}。", "{N}最爱吃{v}。"], queries=["{N}最喜欢吃什么？|{v}。", "{N}最喜欢吃|{v}。", "{N}饿了，就去吃|{v}。"],
    held_facts=["什么都比不上{v}，{N}最爱吃。"], held_queries=["{N}想吃的还是|{v}。"],
)
WEIGHTS_ZH = [(COLOUR_ZH, 66), (PLACE_ZH, 12), (COUNT_ZH, 8), (PET_ZH, 8), (FOOD_ZH, 6)]


@dataclass
class FactZh:
    """一个人的一条属性。"""
    kind: KindZh
    name: str
    thing: tuple[str, str]
    value: str


def fill_zh(template: str, fact: FactZh, rng: random.Random) -> tuple[str, str]:
    """句子在答案之前与从答案开始的两段。"""
    wrong = rng.choice([v for v in fact.kind.values if v != fact.value])
    text = template.format(N=fact.name, o=fact.thing[0], m=fact.thing[1], v=fact.value, w=wrong, ta=pronoun_zh(fact.name), F=rng.choice(FAMILY))
    before, _, after = text.partition("|")
    return before, after


def draw_facts_zh(rng: random.Random, kind: KindZh, count: int, held_out: bool = False) -> list[FactZh]:
    """几个人的属性，取值各不相同；人与物的搭配要么都留作评测，要么都不是。"""
    while True:
        if rng.random() < 0.3 or len(kind.things) < count:
            things = [rng.choice(kind.things)] * count
        else:
            things = rng.sample(kind.things, count)
        names: list[str] = []
        for noun, _ in things:
            fitting = [n for n in PEOPLE_ZH if n not in names and (kind is FOOD_ZH or held_out_pair(n, noun) == held_out)]
            if fitting:
                names.append(rng.choice(fitting))
        if len(names) == count:
            return [FactZh(kind, n, t, v) for n, t, v in zip(names, things, rng.sample(kind.values, count))]


def _say(fact: FactZh, rng: random.Random) -> str:
    return "".join(fill_zh(rng.choice(fact.kind.facts), fact, rng))


def _ask(fact: FactZh, rng: random.Random) -> str:
    return "".join(fill_zh(rng.choice(fact.kind.queries), fact, rng))


def _free_filler(rng: random.Random, words: set[str]) -> str:
    while True:
        sentence = filler_zh(rng)
        if not any(word in sentence for word in words):
            return sentence


def drill_zh(rng: random.Random) -> str:
    """一篇几乎全是提问的回忆短文，多半问颜色：把值与它的主人联系起来，要靠密集的提问才学得会。"""
    return recall_zh(rng, COLOUR_ZH if rng.random() < 0.8 else None, dense=True)


def recall_zh(rng: random.Random, kind: KindZh | None = None, dense: bool = False) -> str:
    """一篇回忆短文，至多约 BUDGET_ZH 字；`dense` 时边说边问。"""
    kind = kind or rng.choices([k for k, _ in WEIGHTS_ZH], [w for _, w in WEIGHTS_ZH])[0]
    facts = draw_facts_zh(rng, kind, rng.choices([1, 2, 3, 4, 5], [12, 26, 32, 20, 10])[0])
    words = {f.thing[0] for f in facts} | {f.value for f in facts} if kind is not COUNT_ZH else {f.thing[0] for f in facts}
    text, shape = "", 1.0 if dense else rng.random()
    if shape < 0.5:  # 先说完，隔一段，再问
        text = "".join(_say(f, rng) for f in facts)
        asked = "".join(_ask(f, rng) for f in rng.sample(facts, rng.randint(1, min(3, len(facts)))))
        room = BUDGET_ZH - len(text) - len(asked)
        distance = min(room, rng.choice([rng.randint(0, 30), rng.randint(20, 80), rng.randint(60, 200), rng.randint(60, 200)]))
        filler = ""
        while len(filler) < distance:
            sentence = _free_filler(rng, words)
            if len(filler) + len(sentence) > room:
                break
            filler += sentence
        return text + filler + asked
    known, waiting, limit = [], list(facts), rng.randint(60, BUDGET_ZH - 40)  # 边说边问
    while len(text) < limit:
        step = rng.random()
        if waiting and (not known or step < 0.3):
            known.append(waiting.pop())
            text += _say(known[-1], rng)
        elif step < (0.8 if shape > 0.8 else 0.5):
            text += _ask(rng.choice(known), rng) if known else ""
        else:
            text += _free_filler(rng, words)
    return text + _ask(known[0], rng)


def recall_eval_zh(seed: int, count: int = 200, distance: int = 100, people: int = 3, kind: KindZh = COLOUR_ZH) -> list[dict]:
    """评测题：句式、填充句、人与物的搭配都不在训练里；事实离答案约 `distance` 字。{prompt, answer, choices, distance}。"""
    rng = random.Random(f"recall-zh-{seed}")
    examples = []
    for _ in range(count):
        facts = draw_facts_zh(rng, kind, people, held_out=True)
        before = ["".join(fill_zh(rng.choice(kind.held_facts), f, rng)) for f in facts]
        after = [len("".join(before[i + 1:])) for i in range(people)]
        place = rng.choice([i for i in range(people) if after[i] + 16 <= distance] or [people - 1])
        question, _ = fill_zh(rng.choice(kind.held_queries), facts[place], rng)
        filler = ""
        while after[place] + len(filler) + len(question) < distance:
            filler += held_out_filler_zh(rng)
        examples.append({"prompt": "".join(before) + filler + question, "answer": facts[place].value, "choices": kind.values,
                         "fact": before[place], "filler": filler, "distance": after[place] + len(filler) + len(question)})
    return examples
