"""What the card of a matched model says."""

from __future__ import annotations

from common.decoder import Decoder, count_parameters
from matched.members import ROWS, SHARES, Member
from story.card_facts import LICENCES
from story.evaluate import BUILT, WEIGHTS
from story.export import shape_facts

POSITIONS = {
    "none": "none",
    "sinusoidal": "sinusoidal rows added to the embeddings, divided by the square root of the width",
    "learned": "a trained row for each of the 128 places, added to the embeddings",
    "alibi": "ALiBi: slopes 1/4, 1/16, 1/64, 1/256",
    "rope": "rotary, halves paired",
}
TEXTS = {
    "train": {"en": "each text once", "zh": "每篇文本只出现一次"},
    "duplicated": {"en": "a twentieth of the texts written twenty times", "zh": "二十分之一的文本各出现二十次"},
    "deduplicated": {"en": "the duplicated texts with near-duplicates taken out again", "zh": "在“重复”的文本上删去近似重复的"},
    "noised": {"en": "a tenth of the tokens replaced by any other", "zh": "十分之一的词元换成别的"},
}
CANNOT = [
    {
        "en": "It is small and has read little, so that many could be trained alike: one and a half million tokens. It is there to be compared with its siblings, not to write well.",
        "zh": "它很小，读得也少（一百五十万词元），为的是能用同样的条件训练许多个。它用来与同组的模型对比，不以写得好为目的。",
    },
    {
        "en": "It writes English only and was trained on 128 tokens at a time.",
        "zh": "它只会英文，训练时一次读 128 个词元。",
    },
]


def card(member: Member, model: Decoder, record: dict, meta: dict, loss: tuple[float, float, int], samples: list, commit: str, day: str) -> dict:
    """card.json of one matched model; loss is (float32, shipped, bytes scored)."""
    config, (full, small, scored) = model.config, loss
    return {
        "name": member.name, "kind": "decoder", "date": day, "parameters": count_parameters(model),
        "shape": shape_facts(config) | BUILT | {"positions": POSITIONS[config.positions]}, "weights": WEIGHTS,
        "corpus": {
            "sources": [
                {"name": name, "documents": meta["publicDocuments"][name], "bytes": meta["publicBytes"][name], **LICENCES[name]}
                for name in meta["publicDocuments"]
            ],
            "texts": TEXTS[member.texts], "shares": SHARES, "passes": record["passes"], "tokensAPass": record["trainTokens"],
        },
        "training": {
            "tokensSeen": record["tokens"], "steps": record["step"], "batchTokens": ROWS * config.context,
            "minutes": round(record["seconds"] / 60, 1), "seed": record["plan"]["seed"], "commit": commit,
            "optimiser": f"Muon {record['plan']['muon_lr']} (matrices), Adam {record['plan']['adam_lr']} (embeddings, gains), weight decay {record['plan']['weight_decay']}",
            "schedule": "warm-up, constant, linear decay to zero over the last 40 %",
            "machine": "one thread of a shared CPU, bfloat16",
        },
        "scores": {
            "heldOutBitsPerByte": {"float32": round(full, 4), "shipped": round(small, 4), "change": round(small / full - 1, 6), "bytes": scored}
        },
        "bars": {"loss change by 8-bit weights, at most 0.01": {"reached": round(abs(small / full - 1), 6), "met": abs(small / full - 1) <= 0.01}},
        "samples": samples, "cannot": CANNOT,
    }  # fmt: skip
