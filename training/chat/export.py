"""Exports a tuned model: python -m chat.export story-chat|reward|story-aligned (after its training).

The three are laid out as `story` is; `reward` gives its scalar at every position instead of logits. The held-out loss of the
trained float32 weights and of the shipped int8 ones is kept beside the checkpoint, for the card.
"""

from __future__ import annotations

import argparse
import json

import onnx
import torch

from chat.pairs import DpoLoss, RewardLoss, RewardModel
from chat.rows import padded
from chat.shipped import MODELS, SEED, held_out_stories, separator_id, shipped, training_stories
from chat.train import BETA, STAGES, instruction_rows, pair_rows, score_pairs
from common.catalogue import write_catalogue
from common.decoder import Decoder, count_parameters
from common.export_decoder import build, load_weights, named_weights, shipped_weights, write_layout
from common.parity import read_model
from common.train_loop import state_folder
from world.preferences import preferences

HEAD = ("reward.weight", "reward.bias")


def reward_weights(model: RewardModel) -> dict:
    """The trunk's tensors under their names, and the head's."""
    head = {"reward.weight": model.head.weight, "reward.bias": model.head.bias}
    return named_weights(model.trunk_model) | {key: value.detach().float().cpu().numpy() for key, value in head.items()}


def reward_from(weights: dict, trunk: Decoder) -> RewardModel:
    """The inverse of `reward_weights`, given a decoder of the same shape."""
    model = RewardModel(load_weights(trunk, {key: value for key, value in weights.items() if key not in HEAD}))
    with torch.no_grad():
        model.head.weight.copy_(torch.tensor(weights["reward.weight"]))
        model.head.bias.copy_(torch.tensor(weights["reward.bias"]))
    return model.eval()


def read_reward() -> RewardModel:
    """The shipped reward model, dequantised."""
    graph = onnx.load(MODELS / "reward" / "onnx" / "model.onnx")
    return reward_from(shipped_weights(graph), shipped("story-chat"))


def trained(name: str):
    """The model as the run left it: a Decoder, or a RewardModel whose chosen training answers score 0 on the mean."""
    state = torch.load(state_folder() / "chat" / name / "final.pt", map_location="cpu", weights_only=False)["model"]
    if name == "story-chat":
        model = shipped("story")
        model.load_state_dict(state)
        return model.eval()
    if name == "story-aligned":
        loss = DpoLoss(shipped("story-chat"), shipped("story-chat"), BETA)
        loss.load_state_dict(state)
        return loss.policy.eval()
    loss = RewardLoss(RewardModel(shipped("story-chat")), separator_id())
    loss.load_state_dict(state)
    loss.eval()
    # Bradley-Terry leaves a constant free; Ouyang et al. (2022) set it so that demonstrations score 0 on the mean.
    chosen, _ = score_pairs(loss, pair_rows(preferences(SEED, 600, training_stories())))
    with torch.no_grad():
        loss.reward.head.bias -= chosen.mean()
    return loss.reward


@torch.no_grad()
def held_out_loss(name: str, model) -> float:
    """Nats a scored token on held-out instructions, or the reward's mean Bradley-Terry loss on held-out pairs."""
    if name != "reward":
        inputs, targets = padded(instruction_rows(SEED, 300, held_out_stories(), held_out=True), separator_id())
        total = sum(model(x, y).item() * int((y >= 0).sum()) for x, y in zip(inputs.split(20), targets.split(20)))
        return total / int((targets >= 0).sum())
    pairs = pair_rows(preferences(SEED, 300, held_out_stories(), held_out=True))
    chosen, rejected = score_pairs(RewardLoss(model, separator_id()), pairs)
    return -torch.nn.functional.logsigmoid(chosen - rejected).mean().item()


@torch.no_grad()
def dpo_loss(policy: Decoder) -> float:
    """Mean DPO loss on held-out pairs, story-chat as the reference."""
    pairs = pair_rows(preferences(SEED, 300, held_out_stories(), held_out=True))
    chosen, rejected = score_pairs(DpoLoss(policy, shipped("story-chat"), BETA), pairs)
    return -torch.nn.functional.logsigmoid(chosen - rejected).mean().item()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=STAGES)
    args = parser.parse_args()
    torch.set_num_threads(1)
    model = trained(args.name)
    config = (model.trunk_model if args.name == "reward" else model).config
    weights = reward_weights(model) if args.name == "reward" else named_weights(model)
    folder = MODELS / args.name
    write_layout(folder, build(config, weights), config, MODELS / "story" / "tokenizer.json", separator_id())
    small = read_reward() if args.name == "reward" else read_model(folder)[0]
    before, after = held_out_loss(args.name, model), held_out_loss(args.name, small)
    quantised = {"float32": round(before, 5), "shipped": round(after, 5), "change": round(after / before - 1, 6)}
    if args.name == "story-aligned":  # a loss of small differences, so rounding shows most here
        quantised["dpoLoss"] = {key: round(dpo_loss(each), 5) for key, each in (("float32", model), ("shipped", small))}
    (state_folder() / "chat" / args.name / "quantised.json").write_text(json.dumps(quantised))
    card = folder / "card.json"
    if not card.exists():  # the catalogue lists folders with a card; chat.evaluate writes the whole one
        shape = json.loads((MODELS / "story" / "card.json").read_text("utf8"))["shape"]
        kind = "reward" if args.name == "reward" else "decoder"
        card.write_text(json.dumps({"name": args.name, "kind": kind, "parameters": count_parameters(model), "shape": shape}, indent=2) + "\n", "utf8")
    write_catalogue(MODELS)
    print(quantised)


if __name__ == "__main__":
    main()
