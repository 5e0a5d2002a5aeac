"""English sentences with their one Chinese translation, for `translate`."""
import random

from .countries import LEARNT, named
from .lexicon import DAYS, GIRLS, NUMBERS
from .lexicon_zh import (ANIMALS_ZH, COLOURS_ZH, COUNTED_ZH, DAYS_ZH, FOODS_ZH, NAMES, OBJECTS_ZH, OCCUPATIONS_ZH, PLACES_ZH, counted_zh)
from .text import a, cap, held_out_pair

_STATES = {"happy": "高兴", "sad": "难过", "tired": "累", "hungry": "饿", "busy": "忙", "late": "迟到了", "ill": "生病了", "ready": "准备好了"}
_ADJECTIVES = {"big": "大", "small": "小", "new": "新", "old": "旧", "nice": "漂亮"}
_WEATHER = {"sunny": "天气晴朗", "rainy": "下雨", "windy": "刮风", "cold": "很冷", "warm": "很暖和", "hot": "很热"}
_TIMES = {"today": "今天", "every day": "每天", "in the morning": "早上", "in the evening": "晚上"}
_MOVES = {"goes to": "去", "walks to": "走到", "runs to": "跑到"}


def _state_zh(word: str, negative: bool = False) -> str:
    zh = _STATES[word]
    if zh.endswith("了"):
        return {"迟到了": "没有迟到", "生病了": "没有生病", "准备好了": "没有准备好"}[zh] if negative else zh
    return ("不" if negative else "很") + zh


def _place_in(place: str) -> str:
    return PLACES_ZH[place] if place == "river" else PLACES_ZH[place] + "里"


_IN = [p for p in PLACES_ZH if p not in ("river", "market", "station", "school")]


def _has(colour: str, thing: str) -> str:
    noun, measure = OBJECTS_ZH[thing]
    return f"一{measure}{COLOURS_ZH[colour]}的{noun}"


def pair(rng: random.Random) -> tuple[str, str, str]:
    """One English sentence, its Chinese, and the words that decide whether it is held out."""
    n, n2 = rng.sample(list(NAMES), 2)
    z, z2 = NAMES[n], NAMES[n2]
    t, t2 = rng.sample(list(OBJECTS_ZH), 2)
    tz, tm = OBJECTS_ZH[t]
    t2z = OBJECTS_ZH[t2][0]
    c = rng.choice(list(COLOURS_ZH))
    cz = COLOURS_ZH[c]
    p = rng.choice(_IN)
    q = rng.choice([p for p in PLACES_ZH if p != "river"])
    f, f2 = rng.sample(list(FOODS_ZH), 2)
    b = rng.choice(list(ANIMALS_ZH))
    bz, bm, sound = ANIMALS_ZH[b]
    s = rng.choice(list(_STATES))
    o = rng.choice(list(OCCUPATIONS_ZH))
    oz = OCCUPATIONS_ZH[o]
    she, her, ta = ("she", "her", "她") if n in GIRLS else ("he", "his", "他")
    adjective = rng.choice(list(_ADJECTIVES))
    when = rng.choice(list(_TIMES))
    move = rng.choice(list(_MOVES))
    weather = rng.choice(list(_WEATHER))
    k = rng.randint(2, 10)
    things = rng.choice(list(COUNTED_ZH))
    day = rng.randrange(7)
    row = rng.choice(LEARNT)
    a_adjective = f"{a(adjective)} {t}"
    forms = [
        (f"{n} has {a(c)} {t}.", f"{z}有{_has(c, t)}。"),
        (f"{n}'s {t} is {c}.", f"{z}的{tz}是{cz}的。"),
        (f"What colour is {n}'s {t}?", f"{z}的{tz}是什么颜色的？"),
        (f"The {t} is {c}.", f"这{tm}{tz}是{cz}的。"),
        (f"The {t} is in the {p}.", f"{tz}在{_place_in(p)}。"),
        (f"{n} put the {t} in the {p}.", f"{z}把{tz}放在{_place_in(p)}了。"),
        (f"Where is {n}'s {t}?", f"{z}的{tz}在哪里？"),
        (f"{n} is {s}.", f"{z}{_state_zh(s)}。"),
        (f"{n} is not {s}.", f"{z}{_state_zh(s, True)}。"),
        (f"Is {n} {s}?", f"{z}{_STATES[s]}吗？"),
        (f"{n} likes {f}.", f"{z}喜欢{FOODS_ZH[f]}。"),
        (f"{n} does not like {f}.", f"{z}不喜欢{FOODS_ZH[f]}。"),
        (f"{n} likes {f} and {f2}.", f"{z}喜欢{FOODS_ZH[f]}和{FOODS_ZH[f2]}。"),
        (f"{n} eats {f} {when}.", f"{z}{_TIMES[when]}吃{FOODS_ZH[f]}。"),
        (f"Do you like {f}?", f"你喜欢{FOODS_ZH[f]}吗？"),
        (f"{n} and {n2} eat {f}.", f"{z}和{z2}吃{FOODS_ZH[f]}。"),
        (f"{n} {move} the {q} {when}.", f"{z}{_TIMES[when]}{_MOVES[move]}{PLACES_ZH[q]}。"),
        (f"{n} wants to go to the {q}.", f"{z}想去{PLACES_ZH[q]}。"),
        (f"{n} and {n2} are in the {p}.", f"{z}和{z2}在{_place_in(p)}。"),
        (f"{n} gave {n2} {a(t)}.", f"{z}给了{z2}一{tm}{tz}。"),
        (f"{n} gave {n2} {a(c)} {t}.", f"{z}给了{z2}{_has(c, t)}。"),
        (f"{n} lost {her} {t}.", f"{z}丢了{ta}的{tz}。"),
        (f"{n} is looking for {her} {t}.", f"{z}在找{ta}的{tz}。"),
        (f"{n} bought {a_adjective}.", f"{z}买了一{tm}{_ADJECTIVES[adjective]}{'的' if adjective == 'nice' else ''}{tz}。"),
        (f"This is {n}'s {t}.", f"这是{z}的{tz}。"),
        (f"That is not {n}'s {t}.", f"那不是{z}的{tz}。"),
        (f"The {t} and the {t2} are {c}.", f"{tz}和{t2z}是{cz}的。"),
        (f"There is {a(b)} in the {p}.", f"{_place_in(p)}有一{bm}{bz}。"),
        (f"{n} has {a(b)}.", f"{z}有一{bm}{bz}。"),
        (f"The {b} is {s}.", f"这{bm}{bz}{_state_zh(s)}。"),
        (f"{n} is {a(o)}.", f"{z}是{oz}。"),
        (f"The {o} is in the {p}.", f"{oz}在{_place_in(p)}。"),
        (f"The {o} said that {she} was {s}.", f"{oz}说{ta}{_state_zh(s)}。"),
        (f"{n} has {NUMBERS[k - 1]} {things}.", f"{z}有{counted_zh(k, *COUNTED_ZH[things])}。"),
        (f"How many {things} does {n} have?", f"{z}有多少{COUNTED_ZH[things][1]}{COUNTED_ZH[things][0]}？"),
        (f"{cap(NUMBERS[k - 1])} {things} are in the {p}.", f"{_place_in(p)}有{counted_zh(k, *COUNTED_ZH[things])}。"),
        (f"Today is {DAYS[day]}.", f"今天是{DAYS_ZH[day]}。"),
        (f"{n} goes to the {q} on {DAYS[day]}.", f"{z}{DAYS_ZH[day]}去{PLACES_ZH[q]}。"),
        (f"After {DAYS[day]} comes {DAYS[(day + 1) % 7]}.", f"{DAYS_ZH[day]}之后是{DAYS_ZH[(day + 1) % 7]}。"),
        (f"It is {weather} today.", f"今天{_WEATHER[weather]}。"),
        (f"The capital of {named(row['country'])} is {row['capital']}.", f"{row['country_zh']}的首都是{row['capital_zh']}。"),
        (f"What is the capital of {named(row['country'])}?", f"{row['country_zh']}的首都是哪里？"),
        (f"{n} lives in {row['capital']}.", f"{z}住在{row['capital_zh']}。"),
        (f"{n} comes from {named(row['country'])}.", f"{z}来自{row['country_zh']}。"),
        (f"Please give me the {t}.", f"请把{tz}给我。"),
        (f"Thank you for the {t}, {n}.", f"{z}，谢谢你的{tz}。"),
        (f"Good morning, {n}!", f"早上好，{z}！"),
        (f"I like {n}'s {c} {t}.", f"我喜欢{z}的{cz}{tz}。"),
        (f"My {t} is {c}.", f"我的{tz}是{cz}的。"),
        (f"I am {s}, but {n} is not.", f"我{_state_zh(s)}，但是{z}{'没有' if _STATES[s].endswith('了') else '不' + _STATES[s]}。"),
        (f"{n} is {s} because {she} lost the {t}.", f"{z}{_state_zh(s)}，因为{ta}丢了{tz}。"),
        (f"If it is {weather}, {n} goes to the {q}.", f"如果{_WEATHER[weather]}，{z}就去{PLACES_ZH[q]}。"),
        (f"When {n} came home, {n2} was {s}.", f"{z}回家的时候，{z2}{_state_zh(s)}。"),
    ]
    if sound:
        forms.append((f"What does the {b} say?", f"{bz}怎么叫？"))
    english, chinese = rng.choice(forms)
    return english, chinese, english


def parallel(seed: int, count: int, held_out: bool = False) -> list[tuple[str, str]]:
    """`count` different sentence pairs; held-out sentences never stand in training.

    One eighth of all sentences is held out by a hash of the English sentence, so the same forms and words occur in training
    in other combinations.
    """
    rng = random.Random(f"parallel-{seed}-{held_out}")
    pairs: dict[str, str] = {}
    while len(pairs) < count:
        english, chinese, key = pair(rng)
        if held_out_pair(key) == held_out:
            pairs.setdefault(english, chinese)
    return list(pairs.items())
