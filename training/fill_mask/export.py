"""Exports `fill-mask`: python -m fill_mask.export [--from final|checkpoint]."""

from __future__ import annotations

import argparse
import json

from common.catalogue import write_catalogue
from common.export_decoder import build, named_weights, write_layout
from common.train_loop import state_folder
from fill_mask.masking import MASK
from story.export import ROOT, load_trained, write_early_card


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="which", default="final")
    parser.add_argument("--run", default="fill-mask/run")
    parser.add_argument("--data", default="story")
    args = parser.parse_args()
    data = state_folder() / args.data
    separator = json.loads((data / "meta.json").read_text())["separator"]
    model, _ = load_trained(state_folder() / args.run, args.which, causal=False)
    folder = ROOT / "static" / "models" / "fill-mask"
    write_layout(folder, build(model.config, named_weights(model)), model.config, data / "tokenizer.json", separator, MASK)
    write_early_card(folder, model, "encoder")
    for entry in write_catalogue(folder.parent):
        print(f"{entry['name']:20} {entry['bytes'] / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
