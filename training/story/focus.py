"""Writes train_tinystories.bin: the TinyStories of the story stream, once each, as a stream of their own.

The decay is where a model settles on what it will be asked for, so the held-out set's own kind of text
is given more room there. Nothing is added: every document stands in train_stories.txt already.
"""

from __future__ import annotations

import argparse
import random

import numpy as np
from tokenizers import Tokenizer

from common.bpe import SEPARATOR
from common.corpora import data_dir, tinystories
from common.train_loop import state_folder

SEED = 20261123


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the public texts (or GLASSLM_DATA)")
    folder = state_folder() / "story"
    wanted = set(tinystories(data_dir(parser.parse_args().data)))
    stream = (folder / "train_stories.txt").read_text("utf8").split(SEPARATOR)
    chosen = sorted(wanted.intersection(stream))
    random.Random(SEED).shuffle(chosen)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    separator = tokenizer.token_to_id(SEPARATOR)
    parts = [[*encoding.ids, separator] for encoding in tokenizer.encode_batch(chosen)]
    tokens = np.concatenate([np.array(part, np.uint16) for part in parts])
    tokens.tofile(folder / "train_tinystories.bin")
    print(f"{len(chosen)} of {len(wanted)} stories, {len(tokens):,} tokens")


if __name__ == "__main__":
    main()
