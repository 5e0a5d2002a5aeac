"""Prompts that ask for capitals (learnt and left out) and for the pronoun of an occupation."""
from .countries import LEARNT, LEFT_OUT, named
from .occupations import SHARE_SHE

CAPITAL_PROMPTS = ["The capital of {c} is", "What is the capital of {c}? It is", "Q: What is the capital of {c}? A:"]
CAPITAL_PROMPTS_ZH = ["{c}的首都是", "问：{c}的首都是哪里？答："]
PRONOUN_PROMPTS = ["The {o} said that", "The {o} thought that", "When the {o} came home,"]


def capital_eval(left_out: bool = False, chinese: bool = False) -> list[dict]:
    """Every country of one list with each prompt: {prompt, answer (with its space in English), country}."""
    rows = LEFT_OUT if left_out else LEARNT
    if chinese:
        return [{"prompt": p.format(c=r["country_zh"]), "answer": r["capital_zh"], "country": r["country_zh"]} for r in rows for p in CAPITAL_PROMPTS_ZH]
    return [{"prompt": p.format(c=named(r["country"])), "answer": " " + r["capital"], "country": r["country"]} for r in rows for p in CAPITAL_PROMPTS]


def pronoun_eval() -> list[dict]:
    """Each occupation with each prompt: {prompt, occupation, shareShe}; compare the probabilities of " she" and " he"."""
    return [{"prompt": p.format(o=o), "occupation": o, "shareShe": share} for o, share in SHARE_SHE.items() for p in PRONOUN_PROMPTS]
