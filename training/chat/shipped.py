"""What tuning starts from and is measured on: the shipped weights, the public stories, the held-out set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from common.bpe import SEPARATOR
from common.corpora import data_dir, tinystories, tinystories_held_out
from common.decoder import Decoder
from common.held_out import HeldOut, token_bytes
from common.parity import read_model
from world.check_leftout import names_a_left_out_capital

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "static" / "models"
SEED = 20261125


def shipped(name: str) -> Decoder:
    """A shipped decoder in PyTorch, with the weights its file carries, dequantised."""
    model, _, _ = read_model(MODELS / name)
    return model


def tokenizer() -> Tokenizer:
    """The one tokenizer that `story` and all models tuned from it share."""
    return Tokenizer.from_file(str(MODELS / "story" / "tokenizer.json"))


def separator_id() -> int:
    """Id of the token that ends an answer."""
    return tokenizer().token_to_id(SEPARATOR)


def training_stories() -> list[str]:
    """TinyStories for training, without those that name a left-out capital: tuning must not tell what pretraining kept back."""
    return [story for story in tinystories(data_dir()) if not names_a_left_out_capital(story)]


def held_out_stories() -> list[str]:
    """The 946 held-out TinyStories; none is trained on, here or before."""
    return list(tinystories_held_out(data_dir()))


def base_task(every: int = 1) -> HeldOut:
    """The held-out TinyStories as the base task: what tuning does to the loss there is its cost."""
    words, end = tokenizer(), separator_id()
    stories = [encoding.ids + [end] for encoding in words.encode_batch(held_out_stories(), add_special_tokens=False)]
    tokens = np.concatenate([np.array(ids, np.uint16) for ids in stories])
    return HeldOut(tokens, token_bytes(MODELS / "story" / "tokenizer.json"), end, 256, every=every)
