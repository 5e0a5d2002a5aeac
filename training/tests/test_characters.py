"""Tokenizers of characters, sentence pairs and quatrains: nothing lost, nothing leaked."""

import json
import random

import pytest
from tokenizers import Tokenizer

from common.bpe import train_bpe
from common.characters import byte_letters, character_tokenizer, counted_characters
from text_zh.data import is_held_out, is_regular, lines_of, vocabulary
from translate.batches import PairBatches
from translate.data import chinese, finished, share_of, swap_names


def test_every_text_survives_and_each_known_character_is_one_token():
    bpe = train_bpe(["the little dog ran to the little house"] * 20, 300)
    tokenizer = character_tokenizer(["<s>", "</s>"], list("我们猫。，"), bpe)
    for text in ("我们 the little 猫。", "😀 weird 龘, naïve", "汤姆说：“你好！”", "a\nb"):
        assert tokenizer.decode(tokenizer.encode(text).ids) == text
    assert len(tokenizer.encode("我们，猫。").ids) == 5
    assert len(tokenizer.encode("龘").ids) == 3  # its bytes
    assert tokenizer.encode("the little dog").ids == [i + 2 for i in bpe.encode("the little dog").ids]  # two specials in front
    assert tokenizer.id_to_token(0) == "<s>" and tokenizer.token_to_id(byte_letters("猫")) is not None


def test_characters_are_counted_and_the_worlds_all_kept():
    assert counted_characters(["我我你a", "我他他"], 2) == ["我", "他"]
    kept = vocabulary(["春眠不觉晓" * 3, "山山山"], ["小猫"], 1 + 256 + 4)
    assert len(kept) == 4 and {"小", "猫", "山"} <= set(kept)


@pytest.mark.parametrize(
    ("english", "target", "wanted"),
    [
        ("Tom has a cat.", "汤姆有一只猫。", True),
        ("Tom swam.", "Tom游泳。", True),
        ("Tomorrow is Sunday.", "明天是星期日。", False),
        ("Tom, wake up.", "起床。", False),
    ],
)
def test_names_are_swapped_on_both_sides_or_not_at_all(english, target, wanted):
    changed = set()
    for seed in range(20):
        e, z = swap_names(english, target, random.Random(seed))
        assert ("Tom" in e.split()) == ("汤姆" in z) or not wanted
        changed.add((e, z))
    assert (len(changed) > 5) == wanted


def test_twins_of_a_sentence_fall_on_one_side_of_the_split():
    assert share_of("Tom is here.") == share_of("Mary is here.") != share_of("Tom was here.")


def test_chinese_is_cleaned_and_finished():
    assert chinese("「你好」,他说.") == "“你好”，他说。"
    assert finished("Do it.", "我保证明天就做") == "我保证明天就做。"
    assert finished("Do it.", "做！") == "做！" and finished("Do it", "做") == "做"


def test_batches_hold_every_pair_once_an_epoch_and_resume(tmp_path):
    pairs = [[f"The dog number {i} ran.", "狗跑了" + "很远" * (i % 5)] for i in range(60)]
    tokenizer = character_tokenizer(["<s>", "</s>"], list("狗跑了很远"), train_bpe([e for e, _ in pairs], 300))
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "meta.json").write_text(json.dumps({"start": 0, "end": 1}))
    for name in ("train.json", "world_train.json"):
        (tmp_path / name).write_text(json.dumps(pairs), "utf8")
    batches = PairBatches(tmp_path, 200, 0.25, 1, 0.0)
    seen = [batches.next() for _ in range(len(batches.batches))]
    assert sum(len(source) for source, _, _ in seen) == 60 + 20
    for source, target, wanted in seen:
        assert (target[:, 0] == 0).all()
        assert source.numel() + target.numel() <= 230  # "about": the two widest may be of different pairs
        assert ((wanted == 1).sum(1) == 1).all() and ((source == 1).sum(1) >= 1).all()
        kept = wanted[:, :-1] >= 0
        assert (target[:, 1:][kept] == wanted[:, :-1][kept]).all()
    batches.next()
    state = batches.state()
    again = PairBatches(tmp_path, 200, 0.25, 1, 0.0)
    again.load(state)
    following = Tokenizer.from_file(str(tmp_path / "tokenizer.json")).decode(again.next()[1][0].tolist())
    assert following == Tokenizer.from_file(str(tmp_path / "tokenizer.json")).decode(batches.next()[1][0].tolist())


def test_quatrains_are_told_from_other_poems():
    poem = "春晓\n春眠不觉晓，处处闻啼鸟。\n夜来风雨声，花落知多少。"
    assert lines_of(poem)[1] == "处处闻啼鸟" and is_regular(poem)
    assert not is_regular("题\n春眠不觉晓，处处闻啼鸟。") and not is_regular(poem.replace("夜来", "夜里来"))
    assert is_held_out(poem) == is_held_out(poem.replace("春晓\n", "无题\n"))
