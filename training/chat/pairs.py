"""What is learnt from pairs of answers: the reward model's loss (Bradley-Terry) and DPO's."""

from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F

from chat.rows import UNSCORED
from common.decoder import Decoder


def last_places(targets: torch.Tensor) -> torch.Tensor:
    """Index [B] of the last scored place of each row, where the separator is the target."""
    places = torch.arange(targets.shape[1], device=targets.device)
    return torch.where(targets != UNSCORED, places, -1).max(-1).values


class RewardModel(nn.Module):
    """A decoder's trunk and one number a position: reward = w . final.norm + b.

    An answer's score is the one at the separator after it. Rows come from `padded`, whose inputs lack the separator,
    so it is put back before the trunk runs.
    """

    def __init__(self, trunk: Decoder):
        super().__init__()
        self.trunk_model = trunk
        self.head = nn.Linear(trunk.config.width, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def rewards(self, tokens: torch.Tensor) -> torch.Tensor:
        """[B, T] of token ids [B, T]."""
        return self.head(self.trunk_model.trunk(tokens)).squeeze(-1)

    def scores(self, inputs: torch.Tensor, targets: torch.Tensor, separator: int) -> torch.Tensor:
        """Reward [B] at the separator of each row."""
        whole = F.pad(inputs, (0, 1), value=separator)
        place = last_places(targets) + 1
        return self.rewards(whole)[torch.arange(len(whole), device=whole.device), place]


class RewardLoss(nn.Module):
    """-log sigmoid(r(chosen) - r(rejected)), mean over pairs (Bradley & Terry 1952; Ouyang et al. 2022, eq. 1)."""

    def __init__(self, reward: RewardModel, separator: int):
        super().__init__()
        self.reward, self.separator = reward, separator

    def forward(self, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """inputs, targets [2P, T]: the chosen rows, then the rejected ones."""
        chosen, rejected = self.reward.scores(inputs, targets, self.separator).float().chunk(2)
        return -F.logsigmoid(chosen - rejected).mean()


def answer_log_probability(model: Decoder, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """log p(answer | prompt) [B] in nats, summed over the scored places."""
    logits = model(inputs).float()  # [B, T, V]
    nats = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=UNSCORED, reduction="none")
    return -nats.view(targets.shape).sum(-1)


class DpoLoss(nn.Module):
    """-log sigmoid(beta * (gain(chosen) - gain(rejected))), gain = log policy - log reference (Rafailov et al. 2023, eq. 7)."""

    def __init__(self, policy: Decoder, reference: Decoder, beta: float):
        super().__init__()
        self.policy, self.beta = policy, beta
        self.frozen = (reference.eval(),)  # in a tuple, so that it is neither trained nor saved

    def gains(self, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """log policy - log reference of each answer [B]."""
        with torch.no_grad():
            reference = answer_log_probability(self.frozen[0], inputs, targets)
        return answer_log_probability(self.policy, inputs, targets) - reference

    def forward(self, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """inputs, targets [2P, T]: the chosen rows, then the rejected ones."""
        chosen, rejected = self.gains(inputs, targets).chunk(2)
        return -F.logsigmoid(self.beta * (chosen - rejected)).mean()
