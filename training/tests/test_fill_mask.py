"""Masking and the encoder: what is hidden, what is scored, and that every token sees every token."""

import json
from dataclasses import replace

import numpy as np
import onnxruntime
import pytest
import torch

from common.decoder import Decoder
from common.export_decoder import build, feeds, input_shapes, load_weights, named_weights, output_shapes, shipped_weights, write_layout
from common.tied_loss import tied_cross_entropy
from fill_mask.masking import MASK, MaskedBatches, Words, choose, hide
from fill_mask.score import MaskedSample
from tests.test_decoder import TINY, awake

BOTH_WAYS = replace(TINY, causal=False)


def encoder() -> Decoder:
    return load_weights(Decoder(BOTH_WAYS), named_weights(awake())).eval()


@pytest.fixture
def words(tmp_path):
    """A vocabulary in which 1-9 begin a word, 10-19 go on with it, 20 is a full stop, 0 the separator."""
    vocab = {"<|endoftext|>": 0, **{f"Ġw{chr(96 + i)}": i for i in range(1, 10)}, **{f"x{chr(87 + i)}": i for i in range(10, 20)}, ".": 20}
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({"model": {"vocab": vocab}, "added_tokens": [{"id": 0, "content": "<|endoftext|>", "special": True}]}))
    return Words(path)


def test_words_hang_together_and_marks_stand_alone(words):
    assert words.numbered(np.array([0, 1, 10, 11, 20, 2, 0, 10])).tolist() == [1, 2, 2, 2, 3, 4, 5, 6]


def test_the_share_is_kept_words_are_hidden_whole_and_separators_never(words):
    draw = np.random.default_rng(0)
    row = np.tile([0, 1, 10, 20, 2, 3], 40)
    for _ in range(20):
        taken = choose(row, words, draw)
        assert taken.sum() == round(0.15 * len(row)) and not taken[row == 0].any()
        number = words.numbered(row)
        cut = sum(0 < taken[number == n].mean() < 1 for n in np.unique(number))
        assert cut <= 1, "only the last word may be cut by the budget"


def test_four_fifths_are_masked_a_tenth_swapped_a_tenth_left(words):
    draw = np.random.default_rng(0)
    row, taken = np.full(20_000, 5), np.ones(20_000, bool)
    seen = hide(row, taken, 21, words.size, draw)
    assert (seen == 21).mean() == pytest.approx(0.8, abs=0.01)
    assert (seen == 5).mean() == pytest.approx(0.1 + 0.1 / 20, abs=0.01)
    assert (hide(row, ~taken, 21, words.size, draw) == row).all()


def test_batches_resume_and_score_only_what_was_hidden(words):
    class Windows:
        at = 0

        def next(self):
            self.at += 1
            rows = torch.from_numpy(np.random.default_rng(self.at).integers(0, 21, (3, 40)))
            return rows, rows

        def state(self):
            return self.at

        def load(self, state):
            self.at = state

    one, two = (MaskedBatches(Windows(), words, 21, 4) for _ in range(2))
    one.next()
    two.load(one.state())
    (seen, wanted), (again, same) = one.next(), two.next()
    assert torch.equal(seen, again) and torch.equal(wanted, same)
    assert 0 < (wanted >= 0).sum() <= 3 * 6 and 21 in seen and 21 not in wanted
    rows = torch.where(wanted >= 0, wanted, seen)
    assert torch.equal(rows, torch.from_numpy(np.random.default_rng(2).integers(0, 21, (3, 40)))), "what isn't scored stands as it was"


def test_an_encoder_sees_both_ways_and_its_two_paths_agree():
    model, tokens = encoder(), torch.arange(10)[None]
    other = tokens.clone()
    other[0, 6] = 40
    with torch.no_grad():
        assert torch.allclose(model.inspect(tokens)[0], model(tokens), atol=1e-5)
        assert ((model(tokens) - model(other)).abs().amax(-1) > 1e-4).all(), "every position's output moves"
        pattern = model.inspect(tokens)[2]["layer.0.attn.pattern"]
    assert pattern.triu(1).max() > 0
    bfloat = [x.bfloat16() for x in torch.randn(3, 1, 2, 16, 8, generator=torch.Generator().manual_seed(0))]
    from common.decoder import full_attention

    assert torch.allclose(full_attention(*bfloat).float(), full_attention(*(x.float() for x in bfloat)), atol=3e-2)


def test_the_exported_encoder_agrees_has_no_cache_and_obeys_its_bias():
    graph = build(BOTH_WAYS, named_weights(awake()), "int8")
    made = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    shipped = load_weights(Decoder(BOTH_WAYS), shipped_weights(graph)).eval()
    assert not [n for n in (*input_shapes(BOTH_WAYS), *output_shapes(BOTH_WAYS)) if "past" in n or "present" in n]
    ids = np.arange(9)[None]
    names = [o.name for o in made.get_outputs()]
    assert names == list(output_shapes(BOTH_WAYS))
    with torch.no_grad():
        record = shipped.inspect(torch.from_numpy(ids))[2]
        causal = load_weights(Decoder(TINY), shipped_weights(graph)).inspect(torch.from_numpy(ids))[0]
    for name, value in zip(names, made.run(None, feeds(BOTH_WAYS, ids))):
        assert np.abs(value - record[name].numpy()).max() < 1e-5, name
    from common.decoder import causal_bias

    masked = dict(zip(names, made.run(None, feeds(BOTH_WAYS, ids, bias=causal_bias(9, 9).numpy()))))
    assert np.abs(masked["logits"] - causal.numpy()).max() < 1e-5, "with a causal bias it is a decoder"


def test_the_layout_names_the_mask_and_its_tokenizer_takes_the_space_before_it(tmp_path, words):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    vocab = {letter: i for i, letter in enumerate(["<|endoftext|>", *sorted(pre_tokenizers.ByteLevel.alphabet())])}
    made = Tokenizer(models.BPE(vocab, []))
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    made.add_special_tokens(["<|endoftext|>"])
    made.save(str(tmp_path / "given.json"))
    config = replace(BOTH_WAYS, vocab=len(vocab) + 1)
    write_layout(tmp_path, build(config, named_weights(Decoder(config))), config, tmp_path / "given.json", 0, MASK)
    again = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    assert again.encode("a <mask> c").ids == [again.token_to_id(t) for t in ("a", MASK, "Ġ", "c")]
    told = json.loads((tmp_path / "config.json").read_text())
    assert told["mask_token_id"] == again.token_to_id(MASK) == config.vocab - 1 and told["model_type"] == "roformer"


def test_few_scored_rows_give_the_same_loss_and_gradients():
    draw = torch.Generator().manual_seed(1)
    states = torch.randn(2, 40, 16, generator=draw, requires_grad=True)
    weight = torch.randn(50, 16, generator=draw, requires_grad=True)
    targets = torch.full((2, 40), -100)
    targets[:, ::7] = 3
    loss = tied_cross_entropy(states, weight, targets)
    loss.backward()
    found = states.grad.clone(), weight.grad.clone()
    states.grad = weight.grad = None
    plain = torch.nn.functional.cross_entropy((states @ weight.t()).flatten(0, 1), targets.flatten(), ignore_index=-100)
    plain.backward()
    assert torch.allclose(loss, plain, rtol=1e-5)
    assert torch.allclose(found[0], states.grad, atol=1e-6) and torch.allclose(found[1], weight.grad, atol=1e-6)


def test_the_score_counts_a_word_only_when_all_its_tokens_are_right(words):
    tokens = np.array([*([1, 10, 20, 2] * 8), 0])
    sample = MaskedSample(tokens, words, 21, 0, 64, share=1.0)
    text = torch.tensor([0, *([1, 10, 20, 2] * 8)])

    def knows(wrong):
        logits = torch.nn.functional.one_hot(text, 22).float() * 9
        logits[text == wrong] = 0
        logits[text == wrong, :10] = 1  # ten others come first
        return lambda row: logits[None]

    right = sample.scores(knows(None))
    assert right["wordTop1"] == right["tokenTop5"] == 1
    half = sample.scores(knows(10))
    assert half["wordTop5"] == pytest.approx(0.5) and half["tokenTop5"] == pytest.approx(0.75)
