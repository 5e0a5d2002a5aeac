"""Writes static/models/index.json: the catalogue of shipped models, from the folders themselves.

The page checks each file that it downloads against the size and hash given here. scripts/catalogue.mjs writes
the same file without Python, and a test fails when it is stale.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def write_catalogue(models: Path) -> list[dict]:
    """One entry a folder that has a card: name, kind, files with bytes and SHA-256, total bytes, parameters, window, card."""
    entries = []
    for card_path in sorted(models.glob("*/card.json")):
        folder, card = card_path.parent, json.loads(card_path.read_text("utf8"))
        files = [
            {
                "path": f"{folder.name}/{path.relative_to(folder).as_posix()}",
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        entries.append(
            {
                "name": folder.name, "kind": card["kind"], "files": files, "bytes": sum(f["bytes"] for f in files),
                "parameters": card["parameters"], "window": card["shape"]["window"], "card": f"{folder.name}/card.json",
            }
        )  # fmt: skip
    (models / "index.json").write_text(json.dumps(entries, indent=2, ensure_ascii=False) + "\n", "utf8")
    return entries


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2] / "static" / "models"
    for entry in write_catalogue(root):
        print(f"{entry['name']:20} {entry['kind']:10} {entry['bytes'] / 1e6:6.2f} MB")
