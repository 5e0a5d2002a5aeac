"""How much a model repeats itself after a fixed set of openings, greedy and sampled."""

from __future__ import annotations

import torch

from common.decoder import Decoder

NGRAMS = (2, 3, 4)
TOKENS = 100


def rep_n(ids: list[int], n: int) -> float:
    """Rep-n in percent: 100 (1 - distinct n-grams / n-grams) of one text (Welleck et al. 2020)."""
    grams = [tuple(ids[i : i + n]) for i in range(len(ids) - n + 1)]
    return 100.0 * (1 - len(set(grams)) / len(grams)) if grams else 0.0


@torch.no_grad()
def continuations(model: Decoder, prompts: list[list[int]], separator: int, temperature: float, seed: int) -> list[list[int]]:
    """What follows each prompt, TOKENS tokens at most, up to the separator; temperature 0 is greedy.

    Prompts of one length run together. The window is never reached.
    """
    draw = torch.Generator().manual_seed(seed)
    found: dict[int, list[int]] = {}
    by_length: dict[int, list[int]] = {}
    for index, prompt in enumerate(prompts):
        by_length.setdefault(len(prompt), []).append(index)
    for length, members in by_length.items():
        text = torch.tensor([prompts[index] for index in members])  # [B, T]
        for _ in range(min(TOKENS, model.config.context - length)):
            logits = model(text)[:, -1].float()
            if temperature == 0:
                chosen = logits.argmax(-1, keepdim=True)
            else:
                chosen = torch.multinomial(torch.softmax(logits / temperature, -1), 1, generator=draw)
            text = torch.cat((text, chosen), 1)
        for index, row in zip(members, text[:, length:].tolist()):
            found[index] = row[: row.index(separator)] if separator in row else row
    return [found[index] for index in range(len(prompts))]


def rates(model: Decoder, prompts: list[list[int]], separator: int, temperature: float, seeds: list[int]) -> dict:
    """Mean rep-n over prompts and seeds with its standard error over prompts, and the share of texts that end by themselves."""
    runs = [continuations(model, prompts, separator, temperature, seed) for seed in seeds]
    result: dict = {"temperature": temperature, "seeds": len(seeds)}
    for n in NGRAMS:
        by_prompt = torch.tensor([[rep_n(run[i], n) for run in runs] for i in range(len(prompts))]).mean(1)  # [prompts]
        result[f"rep{n}"] = round(by_prompt.mean().item(), 2)
        result[f"rep{n}Error"] = round(by_prompt.std().item() / len(prompts) ** 0.5, 2)
    result["ended"] = round(sum(len(text) < TOKENS for run in runs for text in run) / (len(runs) * len(prompts)), 3)
    return result
