"""Joins the record of a run that began from the shipped weights to the record of the run before it.

The first run's curve is of the first 150 held-out stories; the second run's own points are of every sixth, which are harder. So
checkpoints of the second run are scored on the first run's sample as well, and one curve leads from the seed to the end.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np

from common.held_out import HeldOut, token_bytes
from story.export import ROOT, load_trained

FIRST_SAMPLE = 150
RECORD = "static/runs/story.json"


def record_before() -> dict:
    """The committed record of the run before; raises ValueError if that one is a joined record already."""
    told = subprocess.run(["git", "show", f"HEAD:{RECORD}"], cwd=ROOT, capture_output=True, text=True, check=True)
    record = json.loads(told.stdout)
    if "continuation" in record:
        raise ValueError(f"{RECORD} at HEAD has a continuation already: join to the record before it")
    return record


def points_on_first_sample(run: Path, files: list[Path], data: Path) -> list[dict]:
    """One point a checkpoint, in the order of tokens, scored on the first run's sample."""
    separator = json.loads((data / "meta.json").read_text())["separator"]
    tokens = np.fromfile(data / "val_tinystories.bin", np.uint16)
    held = HeldOut(tokens, token_bytes(data / "tokenizer.json"), separator, 256, documents=FIRST_SAMPLE)
    points = []
    for file in files:
        model, said = load_trained(run, str(file))
        points.append({"tokens": said["tokens"], "heldOutBitsPerByte": round(held.bits_per_byte(lambda x, m=model: m(x)), 4)})
    return sorted(points, key=lambda point: point["tokens"])


def joined(before: dict, record: dict, rescored: list[dict]) -> dict:
    """One record from the seed to the end: tokens and steps counted on, the second run's own record under `continuation`."""
    offset = before["tokens"]
    later = [{**point, "tokens": offset + point["tokens"]} for point in rescored]
    passes = {
        name: round(before["passes"].get(name, 0) + record["passes"].get(name, 0), 3)
        for name in {**before["passes"], **record["passes"]}
    }  # fmt: skip
    own = ("plan", "points", "planChanges", "shares", "dropout", "heldOutSample", "passes", "tokens", "step", "seconds", "planned", "begunFrom")
    moved = [{**note, "atTokens": offset + note["atTokens"]} for note in record["notes"] if "atTokens" in note]
    begins = {"atTokens": offset, "changed": "run", "from": "the run before, to its end", "to": "a second run begun from its weights as shipped: rate, dropout, mix and optimiser state anew"}
    return {
        **before, "points": before["points"] + later, "tokens": offset + record["tokens"], "step": before["step"] + record["step"],
        "seconds": round(before["seconds"] + record["seconds"], 1), "planned": before["planned"] + record["planned"],
        "passes": passes, "shares": record["shares"], "trainTokens": {**before["trainTokens"], **record["trainTokens"]},
        "notes": [*before["notes"], begins, *moved], "finished": record["finished"],
        "continuation": {key: record[key] for key in own if key in record},
    }  # fmt: skip
