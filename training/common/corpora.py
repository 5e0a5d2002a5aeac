"""Readers of the public training texts: each yields clean document strings.

The folder is given by `--data DIR` or the environment variable GLASSLM_DATA; training/README.md says where each source is to be had.
"""
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

HELD_OUT_SOURCES = {"yuninxia", "ahmedessaa"}  # heads of TinyStories' validation files
_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "--", "…": "...", "\u00a0": " ", "\u00ad": ""})


def data_dir(argument: str | None = None) -> Path:
    """The folder of public texts, from the argument or GLASSLM_DATA; raises if neither names an existing one."""
    name = argument or os.environ.get("GLASSLM_DATA")
    if not name or not Path(name).is_dir():
        raise FileNotFoundError("give the data folder with --data DIR or GLASSLM_DATA")
    return Path(name)


def state_dir() -> Path:
    """Where token files, checkpoints and logs live: GLASSLM_STATE or ~/.cache/glasslm."""
    return Path(os.environ.get("GLASSLM_STATE", "~/.cache/glasslm")).expanduser()


def clean(text: str) -> str:
    """Text with plain quotes and dashes, single spaces and no blank lines."""
    text = re.sub(r"[ \t]+", " ", text.translate(_FOLD))
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def _rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def tinystories(data: Path) -> Iterator[str]:
    """TinyStories for training: every row whose source is not held out, none that opens like a held-out one."""
    seen = {story[:80].lower() for story in tinystories_held_out(data)}
    for row in _rows(data / "tinystories" / "tinystories.jsonl"):
        story = clean(row["text"])
        if row["src"] not in HELD_OUT_SOURCES and story[:80].lower() not in seen:
            yield story


def tinystories_held_out(data: Path) -> Iterator[str]:
    """The 946 held-out TinyStories, in file order."""
    for row in _rows(data / "tinystories" / "tinystories.jsonl"):
        if row["src"] == "yuninxia":
            yield clean(row["text"])


def storybooks(data: Path) -> Iterator[str]:
    """African Storybook and Pratham stories (CC BY)."""
    for row in _rows(data / "storybooks" / "storybooks.jsonl"):
        yield clean(row["text"])


def fairytales(data: Path) -> Iterator[str]:
    """Whole fairy tales (Apache-2.0 edition of public-domain texts), cut into readable parts."""
    for row in _rows(data / "fairytales" / "stories.jsonl"):
        yield from parts(clean(row["text"]))


def gutenberg_children(data: Path) -> Iterator[str]:
    """Chapters of public-domain children's books, cut into readable parts."""
    text = (data / "gutenberg-children" / "chilit_young.txt").read_text(encoding="utf-8")
    for chapter in text.split("<|endoftext|>"):
        yield from parts(clean(chapter))


def parts(text: str, target: int = 3000) -> Iterator[str]:
    """A long text as pieces of about `target` characters, cut between paragraphs."""
    piece: list[str] = []
    size = 0
    for paragraph in text.split("\n"):
        if size + len(paragraph) > target and size > target // 2:
            yield "\n".join(piece)
            piece, size = [], 0
        piece.append(paragraph)
        size += len(paragraph) + 1
    if piece and any(piece):
        yield "\n".join(piece)


STORY_SOURCES = {
    "tinystories": tinystories,
    "storybooks": storybooks,
    "fairytales": fairytales,
    "gutenberg-children": gutenberg_children,
}
