"""Tuning: what is scored, the two losses on pairs, batched answers, the reward graph; on tiny random models."""

import math

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from chat.export import reward_from, reward_weights
from chat.generate import answers
from chat.pairs import DpoLoss, RewardLoss, RewardModel, answer_log_probability
from chat.rows import UNSCORED, Batches, Row, make_row, padded
from common.decoder import Decoder
from common.export_decoder import build, feeds
from common.onnx_graph import shipped_weights
from tests.test_decoder import TINY, awake


@pytest.fixture
def words():
    tokenizer = Tokenizer(models.WordLevel({"<s>": 0, "ask": 1, ":": 2, "yes": 3, "no": 4}, unk_token="<s>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def test_only_the_answer_and_the_separator_are_scored(words):
    row = make_row(words, 0, "ask :", "yes no")
    assert row == Row([1, 2, 3, 4, 0], 2)
    inputs, targets = padded([row, Row([1, 2, 3, 0], 2)], 0)
    assert inputs.tolist() == [[1, 2, 3, 4], [1, 2, 3, 0]]
    assert targets.tolist() == [[UNSCORED, 3, 4, 0], [UNSCORED, 3, 0, UNSCORED]]


def rows(count: int) -> list[tuple[Row, ...]]:
    return [(Row([1, 2, *([3] * (n % 5 + 1)), 0], 2), Row([1, 2, *([4] * (n % 3 + 1)), 0], 2)) for n in range(count)]


def test_batches_read_every_group_once_a_pass_and_resume():
    batches = Batches(rows(40), 0, 60, seed=3)
    planned = sorted(i for batch in batches.plan for i in batch)
    assert planned == list(range(40))
    batches.next()
    inputs, targets = batches.next()
    again = Batches(rows(40), 0, 60, seed=3)
    again.load({"epoch": 0, "place": 1})
    assert torch.equal(again.next()[0], inputs)
    assert inputs.shape[0] % 2 == 0 and (targets[: len(targets) // 2] == 3).any() and not (targets[: len(targets) // 2] == 4).any()


def test_both_losses_are_ln_2_where_nothing_is_preferred_and_push_the_right_way():
    inputs, targets = padded([row for side in (0, 1) for row in (pair[side] for pair in rows(6))], 0)
    reward = RewardLoss(RewardModel(awake()), 0)
    dpo = DpoLoss(awake(), awake(), beta=0.3)
    for loss in (reward, dpo):
        assert loss(inputs, targets).item() == pytest.approx(math.log(2), abs=1e-5)
        optimiser = torch.optim.Adam(loss.parameters(), lr=3e-3)
        for _ in range(20):
            optimiser.zero_grad()
            loss(inputs, targets).backward()
            optimiser.step()
    with torch.no_grad():
        chosen, rejected = reward.reward.scores(inputs, targets, 0).chunk(2)
        assert (chosen > rejected).all()
        gain, lost = dpo.gains(inputs, targets).chunk(2)
        assert (gain > lost).all() and reward(inputs, targets) < 0.5 and dpo(inputs, targets) < 0.6


def test_the_reward_is_read_at_the_separator():
    model = RewardModel(awake())
    torch.nn.init.normal_(model.head.weight)
    inputs, targets = padded([Row([1, 2, 3, 0], 2), Row([1, 2, 3, 4, 4, 0], 2)], 0)
    with torch.no_grad():
        scores = model.scores(inputs, targets, 0)
        assert scores[0].item() == pytest.approx(model.rewards(torch.tensor([[1, 2, 3, 0]]))[0, -1].item(), abs=1e-5)
        assert scores[1].item() == pytest.approx(model.rewards(torch.tensor([[1, 2, 3, 4, 4, 0]]))[0, -1].item(), abs=1e-5)


def test_batched_answers_are_those_of_each_prompt_alone():
    model = awake().eval()
    prompts = [[5, 6, 7], [8], [9, 10, 11, 12, 1]]
    found = answers(model, prompts, separator=0)
    for prompt, ids in zip(prompts, found.ids):
        text = list(prompt)
        with torch.no_grad():
            for token in ids[:6]:
                assert int(model(torch.tensor([text]))[0, -1].argmax()) == token
                text.append(token)


def test_log_probability_of_an_answer_is_the_sum_over_its_tokens():
    model = awake().eval()
    inputs, targets = padded([Row([1, 2, 3, 4, 0], 2)], 0)
    with torch.no_grad():
        log = torch.log_softmax(model(torch.tensor([[1, 2, 3, 4]])), -1)[0]
        assert answer_log_probability(model, inputs, targets).item() == pytest.approx((log[1, 3] + log[2, 4] + log[3, 0]).item(), abs=1e-4)


def test_the_reward_graph_gives_pytorchs_rewards_and_no_logits():
    model = RewardModel(awake())
    torch.nn.init.normal_(model.head.weight)
    torch.nn.init.constant_(model.head.bias, 0.25)
    graph = build(TINY, reward_weights(model))
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    ids = np.arange(9)[None]
    names = [output.name for output in session.get_outputs()]
    assert "reward" in names and "logits" not in names
    found = dict(zip(names, session.run(None, feeds(TINY, ids))))
    shipped = reward_from(shipped_weights(graph), Decoder(TINY))
    with torch.no_grad():
        assert np.abs(found["reward"] - shipped.rewards(torch.from_numpy(ids)).numpy()).max() < 1e-4
