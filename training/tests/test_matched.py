"""The matched sets: one thing differs, texts are what they are called, families have one size and one comparable score."""

import numpy as np
import pytest
import torch

from common.decoder import Decoder, count_parameters
from matched.by_position import by_position, order
from matched.data import NOISE, duplicated, noised
from matched.families import EncoderDecoder, family, hide
from matched.members import BASE, MEMBERS, SAME_RUN, SETS, run_of
from matched.near_duplicates import without_near_duplicates
from matched.repetition import rep_n


def test_members_differ_in_one_thing():
    for name, member in MEMBERS.items():
        changed = {k for k, v in member.config.to_dict().items() if v != BASE.to_dict()[k]}
        if name.startswith("position-"):
            assert changed <= {"positions"} and member.texts == "train"
        if name.startswith("heads-"):
            assert changed == {"heads"} and member.texts == "train"
        if name.startswith("repeat-"):
            assert not changed and member.texts == name.removeprefix("repeat-")
    assert all(run_of(name) in MEMBERS for names in SETS.values() for name in names) and set(SAME_RUN.values()) == {"position-rope"}


def test_families_and_the_order_blind_model_are_of_one_size():
    whole = count_parameters(Decoder(BASE))
    sizes = [count_parameters(Decoder(MEMBERS["order-blind"].config)), count_parameters(EncoderDecoder(MEMBERS["family-encdec"].config, 1))]
    sizes.append(count_parameters(Decoder(MEMBERS["family-masked"].config)))
    assert all(abs(size / whole - 1) < 0.005 for size in sizes), (whole, sizes)


def test_the_order_blind_model_is_blind_and_the_others_are_not():
    held = np.random.default_rng(1).integers(1, 1024, 3000).astype(np.uint16)
    rises = {}
    for name in ("order-blind", "position-none", "position-rope"):
        model = Decoder(MEMBERS[name].config, 1).eval()
        with torch.no_grad():
            for layer in model.layers:
                layer.o.weight.normal_(0, 0.2)
                layer.down.weight.normal_(0, 0.2)
        rises[name] = order(model, held, windows=4)["shuffled"][0]
    assert abs(rises["order-blind"]["rise"]) < 1e-3 and rises["order-blind"]["error"] < 1e-3
    assert rises["position-none"]["error"] > 1e-3 and rises["position-rope"]["error"] > 1e-3


def test_loss_by_position_ends_where_a_learned_table_ends():
    held = np.random.default_rng(1).integers(1, 1024, 1100).astype(np.uint16)
    for name, bins in (("position-learned", 8), ("position-sinusoidal", 32), ("position-alibi", 32)):
        found = by_position(Decoder(MEMBERS[name].config, 1).eval(), held)
        assert len(found["bitsPerToken"]) == bins and found["bitsPerToken"][0] == pytest.approx(10, abs=0.6)


def test_texts_are_what_they_are_called():
    import random

    texts = [f"story number {n} about {' '.join(str(n * k) for k in range(2, 40))}" for n in range(1, 101)]
    many = duplicated(texts, random.Random(1))
    assert len(many) == 95 + 5 * 20 and len(set(many)) == 100
    assert sorted(without_near_duplicates(many, 1)) == sorted(texts)
    near = texts[0].replace("story", "tale")
    assert without_near_duplicates([texts[0], near, texts[1]], 1) == texts[:2]
    tokens = np.full(20000, 7, np.uint16)
    tokens[::50] = 0
    changed = noised(tokens, 0, 1)
    assert (changed[::50] == 0).all() and (changed[tokens != 0] != 0).all()
    assert (changed != tokens)[tokens != 0].mean() == pytest.approx(NOISE, abs=0.01)


def test_rep_n_is_the_share_of_repeated_ngrams():
    assert rep_n([1, 2, 3, 4], 2) == 0
    assert rep_n([1, 2, 1, 2, 1, 2], 2) == pytest.approx(60)


def test_hidden_tokens_are_the_only_targets_and_mostly_masked():
    tokens = torch.randint(1, 1024, (40, 128))
    shown, targets = hide(tokens, 1024, 0, np.random.default_rng(1))
    hit = targets >= 0
    assert hit.float().mean().item() == pytest.approx(0.15, abs=0.02)
    assert torch.equal(shown[~hit], tokens[~hit]) and torch.equal(targets[hit], tokens[hit])
    assert (shown[hit] == 1024).float().mean().item() == pytest.approx(0.8, abs=0.04)


@pytest.mark.parametrize("name", ["family-encdec", "family-masked"])
def test_second_halves_are_scored_without_looking_ahead(name):
    held = np.random.default_rng(1).integers(1, 1024, 20000).astype(np.uint16)
    lengths = np.ones(1024, np.int64)
    model, score, _ = family(MEMBERS[name], 1, held, lengths, 0, None)
    assert score(model.eval())["secondHalfBitsPerByte"] == pytest.approx(10, abs=0.6)
    if name == "family-encdec":
        tokens = torch.randint(1, 1024, (2, 127))
        other = tokens.clone()
        other[:, 100] = 5
        with torch.no_grad():
            for layer in model.layers:
                layer.o.weight.normal_(0, 0.2)
                layer.cross_o.weight.normal_(0, 0.2)
            one, two = (model.states(t[:, :63], t[:, 63:]) for t in (tokens, other))
        assert torch.allclose(one[:, :37], two[:, :37], atol=1e-5) and not torch.allclose(one[:, 37], two[:, 37], atol=1e-3)
