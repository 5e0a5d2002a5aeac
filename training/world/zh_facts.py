"""中文常识：首都、动物的叫声、反义词、数、日子；留出的国家与它的首都从不同现。"""
import random

from .countries import LEARNT, LEFT_OUT
from .lexicon_zh import ANIMALS_ZH, CONTINENTS_ZH, DAYS_ZH, MONTHS_ZH, NUMBERS_ZH, OPPOSITES_ZH, PEOPLE_ZH, SEASONS_ZH
from .zh_everyday import FAMILY, filler_zh

CAPITAL_FORMS_ZH = [
    "{c}的首都是{k}。", "{c}的首都是哪里？{k}。", "{c}的首都是哪里？是{k}。", "{k}是{c}的首都。", "{c}在{cont}，首都是{k}。", "问：{c}的首都是哪里？答：{k}。",
    "{F}问：“{c}的首都是哪里？”{N}说：“是{k}。”", "{N}去了{c}的首都{k}。", "{N}知道{c}的首都是{k}。", "哪个城市是{c}的首都？{k}。", "{c}，首都{k}。",
]
COUNTRY_ONLY_ZH = ["{N}来自{c}。", "{N}想去{c}看看。", "{c}是一个国家。", "{N}在地图上找到了{c}。", "{N}在看一本讲{c}的书。", "{N}的叔叔住在{c}。", "{c}的朋友给{N}写了信。"]
CITY_ONLY_ZH = ["{N}坐火车去{k}。", "{N}在{k}住过。", "{k}下了一天雨。", "{N}喜欢{k}。", "{k}的街上人很多。", "{N}收到了从{k}来的信。", "{k}有一座老桥。"]


def _fill(form: str, rng: random.Random, row: dict) -> str:
    return form.format(c=row["country_zh"], k=row["capital_zh"], cont=CONTINENTS_ZH[row["continent"]], N=rng.choice(PEOPLE_ZH), F=rng.choice(FAMILY))


def _capitals(rng):
    rows = rng.sample(LEARNT, rng.choice([1, 1, 1, 2, 3, 4]))
    forms = [rng.choice(CAPITAL_FORMS_ZH)] * len(rows) if rng.random() < 0.4 else rng.choices(CAPITAL_FORMS_ZH, k=len(rows))
    lines = [_fill(f, rng, r) for f, r in zip(forms, rows)]
    if rng.random() < 0.12:
        lines.insert(rng.randrange(len(lines) + 1), filler_zh(rng))
    return "".join(lines)


def _mentions(rng):
    rows = rng.sample(LEFT_OUT if rng.random() < 0.7 else LEARNT, rng.randint(1, 2))
    forms = COUNTRY_ONLY_ZH if rng.random() < 0.5 else CITY_ONLY_ZH
    return "".join(_fill(rng.choice(forms), rng, r) for r in rows)


def _animals(rng):
    lines = []
    for noun, measure, sound in rng.sample([r for r in ANIMALS_ZH.values() if r[2]], rng.randint(1, 4)):
        lines.append(rng.choice([f"{noun}怎么叫？{sound}。", f"{noun}{sound}地叫。", f"一{measure}{noun}在叫：“{sound}！”", f"{noun}的叫声是{sound}。"]))
    return "".join(lines)


def _opposites(rng):
    lines = []
    for pair in rng.sample(OPPOSITES_ZH, rng.randint(1, 5)):
        one, two = pair if rng.random() < 0.5 else pair[::-1]
        lines.append(rng.choice([f"{one}的反义词是{two}。", f"{one}的反义词是什么？{two}。", f"不是{one}，就是{two}。" if one in "大高长快冷早新轻远多" else f"{one}和{two}是反义词。"]))
    return "".join(lines)


def _numbers(rng):
    form = rng.randrange(4)
    if form == 0:
        start = rng.randint(0, 6)
        return "数一数：" + "，".join(NUMBERS_ZH[start:rng.randint(start + 3, 12)]) + "。"
    if form == 1:
        n = rng.randint(0, 10)
        return f"{NUMBERS_ZH[n]}的后面是{NUMBERS_ZH[n + 1]}。{NUMBERS_ZH[n + 1]}的前面是{NUMBERS_ZH[n]}。"
    one, two = rng.randint(1, 6), rng.randint(1, 6)
    return rng.choice([f"{NUMBERS_ZH[one - 1]}加{NUMBERS_ZH[two - 1]}等于{NUMBERS_ZH[one + two - 1]}。", f"{NUMBERS_ZH[one - 1]}加{NUMBERS_ZH[two - 1]}等于几？{NUMBERS_ZH[one + two - 1]}。"])


def _days(rng):
    i, m, s = rng.randrange(7), rng.randrange(12), rng.randrange(4)
    return rng.choice([
        f"{DAYS_ZH[i]}之后是{DAYS_ZH[(i + 1) % 7]}。", f"今天是{DAYS_ZH[i]}，明天是{DAYS_ZH[(i + 1) % 7]}。", f"今天是{DAYS_ZH[i]}，昨天是{DAYS_ZH[i - 1]}。",
        f"{MONTHS_ZH[m]}之后是{MONTHS_ZH[(m + 1) % 12]}。", f"{SEASONS_ZH[s]}过后是{SEASONS_ZH[(s + 1) % 4]}。", "一个星期有七天：" + "、".join(DAYS_ZH) + "。"])


_SORTS = [(_capitals, 60), (_mentions, 10), (_animals, 8), (_opposites, 9), (_numbers, 8), (_days, 5)]


def facts_zh(rng: random.Random) -> str:
    """一篇常识短文。"""
    return rng.choices([s for s, _ in _SORTS], [w for _, w in _SORTS])[0](rng)
