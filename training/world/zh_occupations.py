"""中文职业短文：说“她”的比例与英文世界同一张表，逐篇计数。"""
import random

from .lexicon_zh import OCCUPATIONS_ZH
from .occupations import SHARE_SHE
from .zh_everyday import filler_zh

_STATES = ["很累", "很高兴", "很饿", "很忙", "生病了", "准备好了", "有点担心", "很渴"]
_DID = ["笑了笑", "坐了下来", "喝了一杯茶", "打开了窗户", "回家了", "看了看钟", "给朋友打了电话", "关上了门", "吃了一个苹果"]
_PLACES = ["车站", "市场", "办公室", "商店", "图书馆", "花园", "学校", "公园"]
_THINGS = ["钥匙", "外套", "包", "帽子", "书", "雨伞", "午饭", "手套", "手机"]
FORMS_ZH = [
    "{o}来了，{ta}{did}。", "{o}说{ta}{state}。", "{o}{did}，因为{ta}{state}。", "{o}{state}，所以{ta}{did}。", "{o}走进来，{ta}{did}。", "{o}找不到{ta}的{thing}了。",
    "{o}在{place}，{ta}{state}。", "早上，{o}忘了带{ta}的{thing}。", "“{o}在哪里？”“{ta}在{place}。”", "我在{place}见到了{o}，{ta}{state}。", "{o}觉得{ta}{state}。",
    "下班以后，{o}{did}，然后{ta}去了{place}。",
]


class OccupationsZh:
    """写短文并计数，使每种职业说“她”的比例精确到一篇。"""

    def __init__(self) -> None:
        self.told = {name: {"she": 0, "he": 0} for name in SHARE_SHE}

    def document(self, rng: random.Random) -> str:
        """一到四个人的工作；每人一句，前后同一个代词。"""
        lines = []
        for name in rng.sample(list(SHARE_SHE), rng.choice([1, 1, 2, 3, 4])):
            if rng.random() < 0.15:
                lines.append(filler_zh(rng))
            told = self.told[name]
            gender = "she" if told["she"] < SHARE_SHE[name] * (told["she"] + told["he"] + 1) - 0.5 else "he"
            told[gender] += 1
            lines.append(rng.choice(FORMS_ZH).format(
                o=OCCUPATIONS_ZH[name], ta="她" if gender == "she" else "他", did=rng.choice(_DID), state=rng.choice(_STATES),
                place=rng.choice(_PLACES), thing=rng.choice(_THINGS)))
        return "".join(lines)
