"""Asks a decoder things: greedy answers in batches, next-token probabilities, sampled texts."""

from __future__ import annotations

import torch
from tokenizers import Tokenizer

from common.decoder import Decoder


class Asker:
    """A model with its tokenizer; prompts longer than the window keep their end."""

    def __init__(self, model: Decoder, tokenizer: Tokenizer):
        self.model, self.tokenizer, self.window = model.eval(), tokenizer, model.config.context

    def ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def count(self, text: str) -> int:
        """Tokens in the text."""
        return len(self.ids(text))

    @torch.no_grad()
    def next_probabilities(self, prompts: list[str], rows: int = 32) -> torch.Tensor:
        """Softmax over the whole vocabulary after each prompt, [prompts, V]."""
        found = []
        for start in range(0, len(prompts), rows):
            encoded = [self.ids(p)[-self.window :] for p in prompts[start : start + rows]]
            longest = max(map(len, encoded))
            tokens = torch.tensor([e + [0] * (longest - len(e)) for e in encoded])  # causal: padding after is unseen
            logits = self.model(tokens)  # [B, T, V]
            last = logits[torch.arange(len(encoded)), torch.tensor([len(e) - 1 for e in encoded])]
            found.append(torch.softmax(last.float(), -1))
        return torch.cat(found)

    @torch.no_grad()
    def answers_greedily(self, prompts: list[str], answers: list[str], rows: int = 32) -> list[bool]:
        """Whether greedy decoding over the whole vocabulary goes on with exactly the answer's tokens."""
        right = []
        for start in range(0, len(prompts), rows):
            pairs = [(self.ids(p), self.ids(a)) for p, a in zip(prompts[start : start + rows], answers[start : start + rows])]
            encoded = [(p + a)[-self.window :] for p, a in pairs]
            longest = max(map(len, encoded))
            tokens = torch.tensor([e + [0] * (longest - len(e)) for e in encoded])
            best = self.model(tokens).argmax(-1)  # [B, T]
            for row, (e, (_, answer)) in enumerate(zip(encoded, pairs)):
                right.append(best[row, len(e) - len(answer) - 1 : len(e) - 1].tolist() == answer)
        return right

    @torch.no_grad()
    def sample(self, prompt: str, tokens: int, seed: int, temperature: float = 0.8, top_p: float = 1.0, stop: int | None = None) -> str:
        """The prompt and what the model writes after it, seeded; temperature 0 is greedy."""
        draw = torch.Generator().manual_seed(seed)
        ids = self.ids(prompt)
        for _ in range(tokens):
            logits = self.model(torch.tensor([ids[-self.window :]]))[0, -1].float()
            if temperature == 0:
                chosen = int(logits.argmax())
            else:
                p, order = torch.softmax(logits / temperature, -1).sort(descending=True)
                keep = p.cumsum(0) - p < top_p
                chosen = int(order[torch.multinomial(p * keep, 1, generator=draw)])
            if chosen == stop:
                break
            ids.append(chosen)
        return self.tokenizer.decode(ids, skip_special_tokens=False)
