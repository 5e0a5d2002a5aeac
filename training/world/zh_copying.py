"""中文的重复与模仿：同一串字词说几遍。"""
import random

from .lexicon_zh import ANIMALS_ZH, COLOURS_ZH, FOODS_ZH, NUMBERS_ZH, OBJECTS_ZH, PEOPLE_ZH

_WORDS = [w for w, *_ in [*OBJECTS_ZH.values(), *ANIMALS_ZH.values()]] + list(COLOURS_ZH.values()) + list(FOODS_ZH.values())
_SIGNS = "天地日月山水火木金土风云雨雪花草鸟鱼虫马牛羊上下左右大小多少长高东西南北春夏秋冬红黄蓝绿人口手足目耳心石田"


def copying_zh(rng: random.Random) -> str:
    """一串字、词或数，说两到四遍。"""
    length, source = rng.randint(3, 12), rng.random()
    if source < 0.4:
        parts = rng.sample(_WORDS, length)
    elif source < 0.85:
        parts = rng.sample(_SIGNS, length)
    else:
        parts = rng.choices(NUMBERS_ZH[:9], k=length)
    joiner = "，" if source < 0.4 else rng.choice(["", "，", "、"])
    line, times = joiner.join(parts), rng.randint(2, 4)
    one, two = rng.sample(PEOPLE_ZH, 2)
    return rng.choice([
        "。".join([line] * times) + "。", "\n".join([line] * times), f"{one}说：“{line}。”{two}也说：“{line}。”", f"读一遍：{line}。再读一遍：{line}。",
        f"{one}写了：{line}。{two}照着写：{line}。",
    ])
