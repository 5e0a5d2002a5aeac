"""Exports, scores and records matched models: python -m matched.export [NAME...] (all whose first run is finished by default).

Each gets its folder in static/models with card and parity numbers (if it ships), and static/runs/matched-<set>.json gets
every run of its set that is finished, further seeds included.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from datetime import date
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from common.ask import Asker
from common.catalogue import write_catalogue
from common.decoder import Decoder, count_parameters
from common.export_decoder import build, load_weights, named_weights, shipped_weights, write_layout
from common.held_out import HeldOut, token_bytes
from common.train_loop import state_folder
from matched.by_position import by_position, order
from matched.cards import card
from matched import parity
from matched.members import MEMBERS, SAME_RUN, SETS, run_of
from matched.repetition import TOKENS as CONTINUED
from matched.repetition import rates
from matched.train import run_folder

ROOT = Path(__file__).resolve().parents[2]
OPENINGS = ROOT / "src" / "topics" / "repetition" / "openings.json"
SEEDS = (1, 2, 3)


class Exporter:
    """Data and tokenizer of the matched models, loaded once."""

    def __init__(self) -> None:
        self.data = state_folder() / "matched"
        self.meta = json.loads((self.data / "meta.json").read_text())
        self.tokenizer = Tokenizer.from_file(str(self.data / "tokenizer.json"))
        self.lengths = token_bytes(self.data / "tokenizer.json")
        self.held = np.fromfile(self.data / "held_out.bin", np.uint16)
        self.openings = [self.tokenizer.encode(text).ids for text in json.loads(OPENINGS.read_text("utf8"))]

    def trained(self, name: str, seed: int) -> tuple[Decoder, dict] | None:
        """A finished decoder with its record, or None."""
        folder = run_folder(name, seed)
        if not (folder / "final.pt").exists():
            return None
        model = Decoder(MEMBERS[name].config)
        model.load_state_dict(torch.load(folder / "final.pt", map_location="cpu", weights_only=False)["model"])
        return model.eval(), json.loads((folder / "record.json").read_text())

    def held_out(self, model: Decoder) -> HeldOut:
        return HeldOut(self.held, self.lengths, self.meta["separator"], model.config.context, every=4)

    def scores(self, model: Decoder, which: str) -> dict:
        """What a set is compared by, with these weights."""
        found = {"heldOutBitsPerByte": round(self.held_out(model).bits_per_byte(model), 4)}
        if which == "position":
            found |= {"byPosition": by_position(model, self.held), "order": order(model, self.held)}
        if which == "repeat":
            separator = self.meta["separator"]
            found["repetition"] = [
                rates(model, self.openings, separator, 0.0, [1]), rates(model, self.openings, separator, 0.5, [1, 2, 3])
            ]  # fmt: skip
        return found

    def ship(self, name: str) -> None:
        """Folder, card and parity numbers of one model."""
        model, record = self.trained(name, 1)
        folder = ROOT / "static" / "models" / name
        graph = build(model.config, named_weights(model), "int8")
        rows = model.place.weight.detach().numpy() if model.place is not None else None
        separator = self.meta["separator"]
        write_layout(folder, graph, model.config, self.data / "tokenizer.json", separator, rows=rows)
        shipped = load_weights(Decoder(model.config), shipped_weights(graph)).eval()
        if rows is not None:
            with torch.no_grad():
                shipped.place.weight.copy_(torch.from_numpy(rows))
        held = self.held_out(model)
        full, small = (held.bits_per_byte(lambda x, m=m: m(x)) for m in (model, shipped))
        ask = Asker(shipped, self.tokenizer)
        samples = [
            {"prompt": p, "seed": s, "temperature": 0.8, "text": ask.sample(p, 80, s, 0.8, stop=separator)}
            for p, s in (("Once upon a time", 1), ("Tom and his dog", 2))
        ]
        commit = subprocess.run(["git", "log", "-1", "--format=%h", "--", "training"], cwd=ROOT, capture_output=True, text=True)
        made = card(MEMBERS[name], model, record, self.meta, (full, small, held.bytes), samples, commit.stdout.strip(), date.today().isoformat())
        (folder / "card.json").write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", "utf8")
        told = parity.record(name, folder)
        path = ROOT / "tests" / "parity" / "matched" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(told, separators=(",", ":"), ensure_ascii=False) + "\n", "utf8")
        print(f"{name}: {full:.4f} bits a byte, shipped {small:.4f}, parity within {told['onnxruntimeWorstDifference']:.1e}", flush=True)

    def record(self, which: str) -> None:
        """static/runs/matched-<set>.json from every finished run; scores of runs unchanged since are kept."""
        path = ROOT / "static" / "runs" / f"matched-{which}.json"
        before = {}
        if path.exists():
            before = {(m["name"], r["seed"]): r for m in json.loads(path.read_text())["members"] for r in m["runs"]}
        members = []
        for name in SETS[which]:
            member, runs = MEMBERS[run_of(name)], []
            for seed in SEEDS:
                told = self.run(name, member, seed, which, before.get((name, seed)))
                if told:
                    runs.append(told)
            if runs:
                members.append({"name": name, "sameRunAs": SAME_RUN.get(name), "note": member.note, "runs": runs})
        made: dict = {"set": which, "members": members}
        if which == "position":
            made |= {"window": 128}
        if which == "repeat":
            made |= {"openings": len(self.openings), "continued": CONTINUED, "texts": self.meta["files"]}
        path.write_text(json.dumps(made, separators=(",", ":")) + "\n", "utf8")
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB, " + ", ".join(f"{m['name']} x{len(m['runs'])}" for m in members), flush=True)

    def run(self, name: str, member, seed: int, which: str, before: dict | None) -> dict | None:
        folder = run_folder(run_of(name), seed)
        if not (folder / "final.pt").exists():
            return None
        record = json.loads((folder / "record.json").read_text())
        if not record["finished"]:
            return None
        keys = ("heldOutBitsPerByte", "secondHalfBitsPerByte", "ownBits", "leftToRightBitsPerByte")
        told = {
            "seed": seed, "tokens": record["tokens"], "steps": record["step"], "parameters": record["parameters"],
            "minutes": round(record["seconds"] / 60, 1),
            "points": [{"tokens": p["tokens"], "loss": p["loss"], **{k: p[k] for k in keys if k in p}} for p in record["points"]],
        }  # fmt: skip
        if before and before["points"] == told["points"] and "scores" in before:
            return told | {"scores": before["scores"]}
        if member.kind != "decoder":
            return told
        return told | {"scores": self.scores(self.trained(run_of(name), seed)[0], which)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="models to ship; all finished ones if none is named")
    parser.add_argument("--records-only", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    exporter = Exporter()
    finished = [name for name, m in MEMBERS.items() if m.ships and (run_folder(name, 1) / "final.pt").exists()]
    if not args.records_only:
        for name in args.names or finished:
            exporter.ship(name)
        write_catalogue(ROOT / "static" / "models")
    for which in SETS:
        exporter.record(which)


if __name__ == "__main__":
    main()
