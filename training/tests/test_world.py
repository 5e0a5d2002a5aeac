"""The little world tells the truth, keeps what must be kept apart apart, and is the same every time."""
import json
import os
import random
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.corpora import clean, parts, tinystories, tinystories_held_out  # noqa: E402
from world import zh_recall  # noqa: E402
from world.check_leftout import co_occurrences, kept_apart  # noqa: E402
from world.countries import LEARNT, LEFT_OUT, ROWS  # noqa: E402
from world.facts import facts_document  # noqa: E402
from world.fillers import HELD_OUT, TRAIN, Fillers, story_units  # noqa: E402
from world.instructions import follows, instructions  # noqa: E402
from world.lexicon import COLOURS, OBJECTS, PEOPLE  # noqa: E402
from world.lexicon_zh import OCCUPATIONS_ZH, counted_zh, number_zh  # noqa: E402
from world.make import MIX, make_world  # noqa: E402
from world.make_zh import MIX_ZH, make_world_zh  # noqa: E402
from world.occupations import SHARE_SHE  # noqa: E402
from world.parallel import parallel  # noqa: E402
from world.preferences import preferences  # noqa: E402
from world.recall import BUDGET, COLOUR, PLACE, WEIGHTS, drill_document, recall_document  # noqa: E402
from world.recall_eval import recall_eval  # noqa: E402
from world.text import a, estimate_tokens, held_out_pair, listed  # noqa: E402


@pytest.fixture(scope="module")
def world():
    return make_world(5, 0.6)


@pytest.fixture(scope="module")
def world_zh():
    return make_world_zh(5, 0.6)


def of(documents, kind):
    return [text for k, text in documents if k == kind]


def test_the_same_seed_gives_the_same_world_and_another_does_not():
    assert make_world(3, 0.05) == make_world(3, 0.05)
    assert make_world(3, 0.05) != make_world(4, 0.05)
    assert make_world_zh(3, 0.05) == make_world_zh(3, 0.05)
    assert instructions(3, 50) == instructions(3, 50)
    assert preferences(3, 30) == preferences(3, 30)
    assert parallel(3, 50) == parallel(3, 50)


def test_shares_of_bytes_are_those_declared(world, world_zh):
    for (documents, counts), mix in ((world, MIX), (world_zh, MIX_ZH)):
        assert sum(mix.values()) == pytest.approx(1)
        total = sum(counts["bytes"].values())
        for kind, share in mix.items():
            assert counts["bytes"][kind] / total == pytest.approx(share, abs=0.01)
            assert counts["documents"][kind] == len(of(documents, kind))


def test_articles_lists_and_no_unfilled_slots(world, world_zh):
    assert [a("orange ball"), a("red ball"), listed(["x"]), listed(["x", "y", "z"])] == ["an orange ball", "a red ball", "x", "x, y and z"]
    for _, text in world[0]:
        assert not re.search(r"\b[Aa] [aeio][a-z]", text), text
        assert not re.search(r"[{}|]|\bnone\b|  ", text), text
    for _, text in world_zh[0]:
        assert not re.search(r"[{}|a-zA-Z ]|None", text), text


def test_every_colour_told_in_a_recall_text_is_the_one_first_given(world):
    """Whatever is said of a thing later agrees with what was said first."""
    seen = 0
    pattern = re.compile(rf"({'|'.join(PEOPLE)})'s ({'|'.join(OBJECTS)}) (?:is|was) ({'|'.join(COLOURS)})\b")
    for text in of(world[0], "recall"):
        told = {}
        for name, thing, colour in pattern.findall(text):
            seen += 1
            assert told.setdefault((name, thing), colour) == colour, text
            assert not held_out_pair(name, thing), text
    assert seen > 300


def test_recall_fits_a_window_and_reaches_every_distance(world):
    sizes = [estimate_tokens(t) for t in of(world[0], "recall")]
    assert max(sizes) < 300 and sum(s > 200 for s in sizes) > len(sizes) / 8 and sum(s < 80 for s in sizes) > len(sizes) / 20


def test_drill_texts_are_mostly_questions_and_consistent():
    rng, fillers = random.Random(3), Fillers()
    texts = [drill_document(rng, fillers) for _ in range(200)]
    assert max(map(estimate_tokens, texts)) < BUDGET + 25
    pattern = re.compile(rf"({'|'.join(PEOPLE)})'s ({'|'.join(OBJECTS)}) (?:is|was) ({'|'.join(COLOURS)})\b")
    for text in texts:
        told = {}
        for name, thing, colour in pattern.findall(text):
            assert told.setdefault((name, thing), colour) == colour and not held_out_pair(name, thing), text


def test_kept_for_evaluation_means_never_in_training(world):
    assert not set(HELD_OUT) & set(TRAIN)
    for kind, _ in WEIGHTS:
        assert not set(kind.held_facts) & set(kind.facts) and not set(kind.held_queries) & set(kind.queries)
    text = "\n".join(t for _, t in world[0])
    for opening in ("was given a", "Can you tell me the", "Everybody in the room", "A cart full of", "hummed a song", "Nobody knew why"):
        assert opening not in text


@pytest.mark.parametrize("distance", [0, 30, 100, 190])
@pytest.mark.parametrize("kind", [COLOUR, PLACE])
def test_recall_evaluation_asks_what_the_text_answers(distance, kind):
    for example in recall_eval(1, 40, distance, people=3, kind=kind):
        value = example["answer"].strip()
        assert value in kind.values and value in example["fact"] and example["answer"] in example["choices"]
        assert held_out_pair(example["name"], example["thing"])
        assert not re.search(rf"\b{value}\b", example["filler"]) and not re.search(rf"\b{example['name']}\b", example["filler"])
        assert example["name"] in example["prompt"][-70:] and example["fact"] in example["prompt"]
        assert distance == 0 or distance - 40 < example["distance"] <= distance + 12


def test_the_last_value_named_is_no_answer_to_a_recall_question():
    """A model that merely repeats the latest colour must fail."""
    def latest(prompt, values):
        return max(values, key=prompt.rfind)
    english = recall_eval(1, 120, 100)
    assert sum(latest(e["prompt"], e["choices"]) == e["answer"] for e in english) < 60
    chinese = zh_recall.recall_eval_zh(1, 120, 100)
    assert sum(latest(e["prompt"], e["choices"]) == e["answer"] for e in chinese) < 60


def test_story_fillers_name_no_colour_and_keep_quotations_whole():
    story = 'Tim ran. He said, "Look! A dog." The ball was red. It was late.'
    assert story_units(story) == ["Tim ran.", 'He said, "Look! A dog."', "It was late."]
    fillers = Fillers(["One day came. Two days came. Three days came. Four days came. Tom slept."])
    taken = [s for s, _ in zip(fillers.sentences(random.Random(1), {"Tom"}, 1.0), range(50))]
    assert "Tom slept." not in taken and "Two days came." in taken
    assert recall_document(random.Random(2), fillers)


def test_left_out_countries_never_meet_their_capitals(world, world_zh):
    assert len(LEFT_OUT) == 20 and len(LEARNT) + len(LEFT_OUT) == len(ROWS)
    rng = random.Random(1)
    text = "\n".join(facts_document(rng) for _ in range(6000))
    for documents, _ in (world, world_zh):
        assert not [t for _, t in documents if co_occurrences(t)]
    assert all(row["country"] in text and row["capital"] in text for row in LEFT_OUT), "each is named, apart"
    assert not [e for e in parallel(1, 3000) if co_occurrences(" ".join(e))]
    assert not [e for e in instructions(1, 1500) if co_occurrences(e.instruction + e.answer)]


def test_the_check_sees_what_it_must():
    row = LEFT_OUT[0]
    assert co_occurrences(f"{row['capital']} is the capital of {row['country']}.") == [row["country"]]
    assert co_occurrences(f"{row['country_zh']}的首都是{row['capital_zh']}。") == [row["country"]]
    assert co_occurrences(f"{row['capital']} is far.") == [] and co_occurrences(f"{row['country']} is far.") == []
    stream = [f"{row['country']} is far.", f"{row['capital']} is big."] + ["x" * 300] * 9
    assert "\n".join(kept_apart(stream)).index(row["capital"]) > 1500 and sorted(kept_apart(stream)) == sorted(stream)


def test_capitals_agree_with_the_public_list():
    folder = os.environ.get("GLASSLM_DATA")
    if not folder:
        pytest.skip("GLASSLM_DATA is not set")
    public = {r["en"]: r["capital"] for r in map(json.loads, open(Path(folder) / "countries" / "countries.jsonl", encoding="utf-8"))}
    plain = str.maketrans("áéíóúăş", "aeiouas")
    renamed = {"Turkey": "Türkiye", "Bosnia": "Bosnia and Herzegovina", "England": None}
    for row in ROWS:
        name = renamed.get(row["country"], row["country"])
        if name and row["country"] != "Mongolia":  # Ulaanbaatar is spelt Ulan Bator there
            assert row["capital"] in [c.translate(plain) for c in public[name]], row


def test_occupations_keep_their_declared_shares(world, world_zh):
    for _, counts in (world, world_zh):
        for name, told in counts["occupations"].items():
            total = told["she"] + told["he"]
            assert total > 20 and abs(told["she"] - SHARE_SHE[name] * total) <= 0.51, (name, told)
    recount = {name: {"she": 0, "he": 0} for name in SHARE_SHE}
    for text in of(world[0], "occupations"):
        last = None
        for word in re.findall(r"[a-z]+", text.lower()):
            if word in recount:
                last = word
            elif last and word in ("she", "her", "he", "his"):
                recount[last]["she" if word in ("she", "her") else "he"] += 1
                last = None
    in_fillers = {"baker", "farmer", "gardener", "tailor"}
    assert {n: t for n, t in recount.items() if n not in in_fillers} == {n: t for n, t in world[1]["occupations"].items() if n not in in_fillers}
    assert set(OCCUPATIONS_ZH) == set(SHARE_SHE)


def test_sums_and_lists_of_facts_are_right(world):
    from world.lexicon import NUMBERS, OPPOSITES
    text = "\n".join(of(world[0], "facts"))
    for one, two, total in re.findall(r"(\d+) \+ (\d+) = (\d+)", text):
        assert int(one) + int(two) == int(total)
    for one, two, total in re.findall(r"What is (\w+) plus (\w+)\? (\w+)\.", text):
        assert NUMBERS.index(one) + NUMBERS.index(two) + 2 == NUMBERS.index(total.lower()) + 1
    pairs = {frozenset(p) for p in OPPOSITES}
    for one, two in re.findall(r"opposite of (\w+) is (\w+)\.", text):
        assert frozenset((one, two)) in pairs
    for country, capital in re.findall(r"(?:^|[.?!] )The capital of ([A-Z]\w+) is ([A-Z][\w ]+)\.", text):
        known = [r["capital"] for r in ROWS if r["country"] == country]
        assert not known or known == [capital]


def test_answers_follow_their_instructions_and_wrong_ones_do_not():
    train, held = instructions(7, 1200), instructions(7, 300, held_out=True)
    assert all(follows(e.check, e.answer) for e in [*train, *held])
    assert not {e.key for e in train} & {e.key for e in held}
    assert len({e.kind for e in train}) >= 10
    wrong = sum(follows(e.check, other.answer) for e, other in zip(train, train[1:]) if e.kind != other.kind)
    assert wrong / len(train) < 0.03
    polite = next(e for e in train if e.kind == "polite")
    assert not follows(polite.check, "Give it to me!")


def test_preferences_differ_and_cover_each_axis():
    pairs = preferences(7, 300)
    assert {p.axis for p in pairs} == {"ending", "polite", "task"}
    assert all(p.chosen != p.rejected and p.prompt.endswith("Answer:") for p in pairs)
    rude = [p for p in pairs if p.axis == "polite"]
    assert not any("please" in p.rejected.lower() for p in rude)
    broken = [p for p in pairs if p.axis == "ending"]
    assert all(p.chosen[-1] in ".!?\"" and len(p.rejected) < len(p.chosen) + 120 for p in broken)


def test_parallel_sentences_have_one_translation_and_keep_their_split():
    train, held = parallel(7, 4000), parallel(7, 400, held_out=True)
    assert not {e for e, _ in train} & {e for e, _ in held}
    known = dict(train)
    again = [(english, chinese) for english, chinese in parallel(8, 4000) if english in known]
    assert len(again) > 50 and all(known[english] == chinese for english, chinese in again)
    for english, chinese in [*train, *held]:
        assert english[-1] in ".?!" and chinese[-1] in "。？！" and not re.search(r"[a-zA-Z]", chinese), (english, chinese)
        assert (english[-1] == "?") == (chinese[-1] == "？")


def test_chinese_recall_is_consistent_and_its_evaluation_apart(world_zh):
    from world.lexicon_zh import COLOURS_ZH, OBJECTS_ZH, PEOPLE_ZH
    pattern = re.compile(rf"({'|'.join(PEOPLE_ZH)})的({'|'.join(n for n, _ in OBJECTS_ZH.values())})是({'|'.join(COLOURS_ZH.values())})的[。”]")
    seen = 0
    for text in of(world_zh[0], "recall"):
        assert len(text) <= 256
        told = {}
        for name, thing, colour in pattern.findall(text):
            seen += 1
            assert told.setdefault((name, thing), colour) == colour, text
    assert seen > 50
    joined = "\n".join(t for _, t in world_zh[0])
    for example in zh_recall.recall_eval_zh(1, 60, 100):
        assert example["answer"] in example["fact"] and 100 <= example["distance"] < 125
        assert example["fact"] not in joined
    assert "请告诉我" not in joined and "说到" not in joined


def test_chinese_numbers_and_measure_words():
    assert [number_zh(n) for n in (7, 10, 15, 20, 23)] == ["七", "十", "十五", "二十", "二十三"]
    assert counted_zh(2, "球", "个") == "两个球" and counted_zh(12, "书", "本") == "十二本书"


def test_everyday_texts_begin_with_the_weather_often_enough(world_zh):
    everyday = of(world_zh[0], "everyday")
    assert sum(t.startswith("今天天气") for t in everyday) > len(everyday) / 8
    assert len(set(everyday)) > 0.9 * len(everyday)


def test_readers_leave_out_what_is_held_out(tmp_path):
    folder = tmp_path / "tinystories"
    folder.mkdir()
    rows = [{"src": "yuninxia", "text": "Held out story."}, {"src": "mines-opt-ml", "text": "A  “good” day.\n\n It was."},
            {"src": "mines-opt-ml", "text": "Held out story."}, {"src": "ahmedessaa", "text": "Other."}]
    (folder / "tinystories.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert list(tinystories(tmp_path)) == ['A "good" day.\nIt was.']
    assert list(tinystories_held_out(tmp_path)) == ["Held out story."]
    assert clean(" a…\t b ") == "a... b"
    long = "\n".join(["p" * 900] * 10)
    assert "\n".join(parts(long)) == long and max(map(len, parts(long))) < 4000
