"""The matched models: what each set compares, and the one thing in which its members differ."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from common.decoder import DecoderConfig

# One budget for all of them, set by the time there was: with it every text is read less than once, whatever the mix.
TOKENS = 1_500_000
ROWS = 16  # windows a batch
SHARES = {"tinystories": 0.5, "books": 0.5}
BASE = DecoderConfig(vocab=1024, context=128, layers=4, heads=4, width=128, hidden=344)


@dataclass(frozen=True)
class Member:
    """One model: its shape, the prefix of its token files, and how it is trained ('decoder', 'encdec' or 'masked')."""

    name: str
    config: DecoderConfig = BASE
    texts: str = "train"
    kind: str = "decoder"
    ships: bool = True
    note: str = ""
    facts: dict = field(default_factory=dict)


def _members() -> list[Member]:
    made = [Member(f"position-{kind}", replace(BASE, positions=kind)) for kind in ("rope", "none", "alibi", "sinusoidal", "learned")]
    made.append(
        Member(
            "order-blind", replace(BASE, positions="none", layers=1, hidden=1896), ships=False,
            note="one causal layer without positions, as many parameters: it cannot tell the order of the words before the last",
        )
    )  # fmt: skip
    made += [Member(f"repeat-{texts}", texts=texts) for texts in ("duplicated", "deduplicated", "noised")]
    made += [Member(f"heads-{heads}", replace(BASE, heads=heads)) for heads in (1, 2, 8)]
    # Feed-forward sizes that bring the three families to the same number of parameters within 0.1 %.
    made.append(Member("family-masked", replace(BASE, vocab=1025), kind="masked", ships=False))
    made.append(Member("family-encdec", replace(BASE, vocab=1025, layers=2, hidden=258), kind="encdec", ships=False))
    return made


MEMBERS = {member.name: member for member in _members()}
# These would be the same run to the last bit, so it is made once.
SAME_RUN = {"heads-4": "position-rope", "repeat-clean": "position-rope", "family-decoder": "position-rope"}
SETS = {
    "position": ["position-none", "position-sinusoidal", "position-learned", "position-alibi", "position-rope", "order-blind"],
    "heads": ["heads-1", "heads-2", "heads-4", "heads-8"],
    "repeat": ["repeat-clean", "repeat-duplicated", "repeat-deduplicated", "repeat-noised"],
    "family": ["family-decoder", "family-encdec", "family-masked"],
}


def run_of(name: str) -> str:
    """The run that trains the member called `name`."""
    return SAME_RUN.get(name, name)
