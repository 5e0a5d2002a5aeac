"""Schedule, windows, held-out score and resuming."""

import json

import numpy as np
import pytest
import torch

from common.decoder import Decoder
from common.held_out import HeldOut, token_bytes
from common.muon import orthogonalise
from common.schedule import Schedule
from common.train_loop import Plan, train
from common.windows import Mixture, TokenFile
from tests.test_decoder import TINY


def test_schedule_warms_up_holds_and_decays_to_zero():
    schedule = Schedule(planned=1000, warmup=100)
    assert schedule.multiplier(0) == pytest.approx(0.01)
    assert schedule.multiplier(300) == 1
    assert schedule.multiplier(600) == 1
    assert schedule.multiplier(800) == pytest.approx(0.5)
    assert schedule.multiplier(1000) == 0


def test_a_change_of_plan_in_the_decay_bends_the_line_without_a_jump():
    schedule = Schedule(planned=1000, warmup=0)
    before = schedule.multiplier(800)
    schedule.replan(800, 900, "slow")
    assert schedule.multiplier(800) == pytest.approx(before)
    assert schedule.multiplier(850) == pytest.approx(before / 2)
    assert schedule.multiplier(900) == 0
    assert schedule.changes[0]["from"] == 1000


def test_a_change_of_plan_that_skips_the_decay_start_does_not_jump_either():
    schedule = Schedule(planned=1000, warmup=0)
    schedule.replan(500, 600, "slow")
    assert schedule.multiplier(500) == pytest.approx(1)
    assert schedule.multiplier(550) == pytest.approx(0.5)


def test_orthogonalised_singular_values_are_near_one():
    stack = torch.randn(3, 16, 24, generator=torch.Generator().manual_seed(0))
    values = torch.linalg.svdvals(orthogonalise(stack).float())
    assert values.min() > 0.5 and values.max() < 1.4


@pytest.fixture
def stream(tmp_path):
    tokens = (np.arange(4000) % 40 + 1).astype(np.uint16)
    tokens[::50] = 0
    (tmp_path / "a.bin").write_bytes(tokens.tobytes())
    (tmp_path / "b.bin").write_bytes(tokens[::-1].tobytes())
    return lambda: Mixture(
        {n: TokenFile(tmp_path / f"{n}.bin", TINY.context, 0, 5) for n in "ab"}, {"a": 0.75, "b": 0.25}, 4
    )


def test_targets_are_the_inputs_moved_by_one_and_shares_hold(stream):
    mixture = stream()
    for _ in range(40):
        inputs, targets = mixture.next()
        assert torch.equal(inputs[:, 1:], targets[:, :-1])
    drawn = {n: f.epoch * len(f.order) + f.place for n, f in mixture.files.items()}
    assert abs(drawn["a"] - 120) <= 2 and abs(drawn["b"] - 40) <= 2


def test_a_resumed_run_ends_with_the_same_weights(stream, tmp_path):
    def run(folder, *minutes):
        for limit in minutes:
            model = Decoder(TINY, 2)
            plan = Plan("tiny", tokens=64 * 12, warmup=64, compile=False, minutes=limit, device="cpu", snapshots=())
            record = train(plan, model, stream(), lambda m: {"heldOutBitsPerByte": 1.0}, tmp_path / folder)
        return model, record

    whole, record = run("whole", None)
    assert record["finished"] and record["tokens"] == 64 * 12

    class Stopped(Exception):
        pass

    source = stream()
    following = source.next
    calls = []

    def interrupted():
        calls.append(1)
        if len(calls) == 6:
            raise Stopped
        return following()

    source.next = interrupted
    plan = Plan("tiny", tokens=64 * 12, warmup=64, compile=False, device="cpu", snapshots=(), checkpoint_minutes=0)
    with pytest.raises(Stopped):
        train(plan, Decoder(TINY, 2), source, lambda m: {"heldOutBitsPerByte": 1.0}, tmp_path / "parts")
    again, _ = run("parts", None)
    for one, two in zip(whole.parameters(), again.parameters()):
        assert torch.equal(one, two)


def test_held_out_scores_every_token_once():
    tokens = np.array([*range(1, 41), 0, 7, 8, 9, 0], np.uint16)
    lengths = np.ones(50, np.int64)
    lengths[0] = 0
    held = HeldOut(tokens, lengths, 0, 16)
    assert held.scored == len(tokens)
    assert held.bytes == 43
    uniform = held.bits_per_byte(lambda x: torch.zeros(*x.shape, 64))
    assert uniform == pytest.approx(6 * len(tokens) / 43)


def test_token_bytes_count_special_tokens_as_none(tmp_path):
    spec = {"model": {"vocab": {"<|endoftext|>": 0, "a": 1, "Ġdog": 2}}, "added_tokens": [{"id": 0, "special": True}]}
    (tmp_path / "t.json").write_text(json.dumps(spec))
    assert token_bytes(tmp_path / "t.json").tolist() == [0, 1, 4]
