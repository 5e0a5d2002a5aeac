"""Counts the corpus that `story` trained on: static/runs/story-corpus.json, for the panels on knowledge and bias.

`python -m story.counts` reads <state>/story/*.txt and meta.json. Every text counts as often as one pass over its stream reads it.
Beside it story-words.json has every word that the record leaves out, grouped by count; `--words-only` writes just that.
"""
import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

from common.bpe import SEPARATOR
from common.corpora import state_dir
from world.countries import DEMONYMS, LEARNT, LEFT_OUT
from world.occupations import SHARE_SHE

WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
TOP, RARE = 4500, 600
REACH = 12  # words after an occupation within which its first she or he is looked for
OTHERS = ["boy", "girl", "man", "woman", "king", "queen", "mother", "father", "princess", "prince", "witch", "giant", "friend", "child"]
STREAMS = ("stories", "world")


def word_counts(text: str) -> Counter:
    """How often each word stands in the text, capitals kept apart because they are different tokens."""
    return Counter(WORD.findall(text))


def pronoun_counts(documents: list[str], nouns: list[str]) -> dict[str, dict[str, int]]:
    """For each noun, how often its first pronoun within REACH words and the same document is she or he."""
    told = {noun: {"she": 0, "he": 0} for noun in nouns}
    for document in documents:
        words = [w.lower() for w in WORD.findall(document)]
        for place, word in enumerate(words):
            if word in told:
                for after in words[place + 1:place + 1 + REACH]:
                    if after in told:
                        break  # the next person's pronoun is not this one's
                    if after in ("she", "he"):
                        told[word][after] += 1
                        break
    return told


def write_rest(total: Counter, recorded: set[str], path: Path) -> None:
    """Every word the record leaves out, grouped by count, so that a reader's word has its count too, 0 included."""
    groups: dict[int, list[str]] = {}
    for word, count in total.items():
        if word not in recorded:
            groups.setdefault(count, []).append(word)
    by_count = {str(count): " ".join(sorted(groups[count])) for count in sorted(groups)}
    record = {"model": "story", "note": "words that story-corpus.json leaves out, by how often they stand in both streams", "byCount": by_count}
    path.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(path, path.stat().st_size, "bytes;", sum(map(len, groups.values())), "words")


def main() -> None:
    """Write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[2] / "static" / "runs" / "story-corpus.json")
    parser.add_argument("--words-only", action="store_true", help="leave the record as it is and write story-words.json beside it")
    arguments = parser.parse_args()
    out = arguments.out
    folder = state_dir() / "story"
    meta = json.loads((folder / "meta.json").read_text())
    texts = {name: (folder / f"train_{name}.txt").read_text(encoding="utf-8") for name in STREAMS}
    documents = {name: text.split(SEPARATOR) for name, text in texts.items()}
    counts = {name: word_counts(text.replace(SEPARATOR, "\n")) for name, text in texts.items()}
    total = counts["stories"] + counts["world"]
    ranked = [w for w, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))]
    rest = ranked[TOP:]
    chosen = ranked[:TOP] + sorted(random.Random(1).sample(rest, min(RARE, len(rest))), key=ranked.index)
    write_rest(total, set(chosen), out.with_name("story-words.json"))
    if arguments.words_only:
        shown = {w: [a, b] for w, a, b in json.loads(out.read_text(encoding="utf-8"))["words"]}
        if shown != {w: [counts["stories"][w], counts["world"][w]] for w in chosen}:
            raise SystemExit("the record beside it was counted over other texts: run this without --words-only")
        return
    nouns = [*SHARE_SHE, *OTHERS]
    told = {name: pronoun_counts(ds, nouns) for name, ds in documents.items()}

    def times(name: str) -> int:
        return sum(len(re.findall(rf"\b{name}\b", text)) for text in texts.values())

    def capital(row: dict) -> dict:
        both = sum(row["country"] in d and row["capital"] in d for d in documents["world"] if row["capital"] in d)
        return {"country": row["country"], "capital": row["capital"], "countryZh": row["country_zh"], "capitalZh": row["capital_zh"],
                "countryCount": times(row["country"]), "capitalCount": times(row["capital"]), "textsWithBoth": both}

    record = {
        "model": "story",
        "note": "counts of one pass over each stream; [word, in stories, in world]; the trainer mixes the streams by its own shares",
        "streams": {name: meta["files"][f"train_{name}"] for name in STREAMS},
        "sources": {n: {"bytes": meta["publicBytes"][n], "documents": meta["publicDocuments"][n], "repeats": meta["repeats"][n],
                        "droppedForLeftOutCapitals": meta["droppedForLeftOutCapitals"][n]} for n in meta["publicBytes"]},
        "world": {"bytes": meta["world"]["bytes"], "documents": meta["world"]["documents"], "seed": meta["seed"]},
        "totalWords": {name: sum(c.values()) for name, c in counts.items()}, "distinctWords": len(total),
        "rankedWords": TOP, "words": [[w, counts["stories"][w], counts["world"][w]] for w in chosen],
        "pronouns": {
            "rule": f"the first she or he within {REACH} words after the noun, in the same text, before another noun of this list",
            "rows": [{"noun": n, "shareSheDeclared": SHARE_SHE.get(n), "writtenInWorld": meta["world"]["occupations"].get(n),
                      "stories": told["stories"][n], "world": told["world"][n]} for n in nouns]},
        "capitals": {"leftOut": [capital(r) for r in LEFT_OUT], "learnt": [capital(r) for r in LEARNT],
                     "leftOutAlsoBarredWith": {r["country"]: DEMONYMS[r["country"]].split() for r in LEFT_OUT}},
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(out, out.stat().st_size, "bytes;", record["totalWords"], record["distinctWords"])


if __name__ == "__main__":
    main()
