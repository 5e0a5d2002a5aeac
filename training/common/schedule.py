"""Learning rate as a function of tokens: warm-up, constant, linear decay to zero over the last share."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Schedule:
    """Multiplier of the peak rate. `planned` may be changed on the way; the change is kept in `changes`.

    anchor is (tokens, multiplier) from which the decay line runs to zero at `planned`; it is set by
    the first step past the decay's start, so that a later change of plan bends the line, never jumps.
    """

    planned: int
    warmup: int = 300_000
    decay_share: float = 0.4
    anchor: tuple[int, float] | None = None
    changes: list[dict] = field(default_factory=list)

    def multiplier(self, tokens: int) -> float:
        if tokens >= self.planned:
            return 0.0
        if self.anchor is None and tokens >= self.planned * (1 - self.decay_share):
            start = int(self.planned * (1 - self.decay_share))
            self.anchor = (max(start, 0), 1.0)
        rise = min(1.0, (tokens + 1) / self.warmup) if self.warmup else 1.0
        if self.anchor is None:
            return rise
        at, height = self.anchor
        return min(rise, height * (self.planned - tokens) / max(1, self.planned - at))

    def replan(self, tokens: int, planned: int, why: str) -> None:
        """Moves the end; within the decay the line is bent from where it stands."""
        if planned == self.planned:
            return
        height = self.multiplier(tokens)
        self.changes.append({"atTokens": tokens, "from": self.planned, "to": planned, "why": why})
        if self.anchor is not None:
            self.anchor = (tokens, height)
        elif tokens > planned * (1 - self.decay_share):
            self.anchor = (tokens, height)
        self.planned = planned

    def rewarm(self, tokens: int, height: float, why: str) -> None:
        """Raises the rate to `height` from here; it runs linearly to zero at `planned`."""
        self.changes.append({"atTokens": tokens, "fromRate": round(self.multiplier(tokens), 4), "toRate": height, "why": why})
        self.anchor = (tokens, height)
