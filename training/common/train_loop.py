"""The one training loop: seeded, resumable, low-priority, and it writes the record that ships.

A model's script gives it the model, an endless source of batches and a held-out score. Everything
else is here: mixed precision, compiling, the schedule, checkpoints, snapshots, the record.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Callable, Protocol

import torch
import torch.nn as nn

from common.muon import optimisers
from common.schedule import Schedule
from common.tied_loss import TiedCrossEntropy, slice_loss


class Batches(Protocol):
    """An endless, resumable source of what the model's `forward` takes: int64 tensors, the last of them what is wanted."""

    def next(self) -> tuple[torch.Tensor, ...]: ...
    def state(self) -> dict: ...
    def load(self, state: dict) -> None: ...
    def passes(self) -> dict[str, float]: ...
    def set_shares(self, shares: dict[str, float]) -> None: ...


@dataclass
class Plan:
    """What one run is told; `tokens` is the planned budget."""

    name: str
    tokens: int
    seed: int = 1
    muon_lr: float = 0.02
    adam_lr: float = 4e-3
    weight_decay: float = 0.1
    warmup: int = 300_000
    decay_share: float = 0.4
    minutes: float | None = None
    finish_by: str | None = None
    rewarm: float | None = None
    device: str = "auto"
    compile: bool = True
    threads: int = 2
    checkpoint_minutes: float = 2.0
    held_out_minutes: float = 4.0
    held_out_tokens: int | None = None  # score every so many tokens instead, so that runs meet at the same points
    snapshots: tuple[float, ...] = (0.01, 0.05, 0.2)


def state_folder() -> Path:
    """Where training state lives, outside the repository: $GLASSLM_STATE or ~/.cache/glasslm."""
    return Path(os.environ.get("GLASSLM_STATE", Path.home() / ".cache" / "glasslm"))


def keep_freed_memory() -> None:
    """Starts the process again with malloc told not to hand big blocks back: page faults cost 15 % of a step."""
    wanted = {"MALLOC_MMAP_THRESHOLD_": "4294967295", "MALLOC_TRIM_THRESHOLD_": "99999999999"}
    if sys.platform.startswith("linux") and any(os.environ.get(k) != v for k, v in wanted.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **wanted})


def pick_device(wish: str) -> torch.device:
    """'auto' is a GPU when there is one."""
    if wish != "auto":
        return torch.device(wish)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def save_whole(path: Path, value: object) -> None:
    """torch.save that never leaves half a file behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    torch.save(value, part)
    os.replace(part, path)


def seconds_until(clock: str) -> float:
    """Seconds from now to the next HH:MM by this machine's clock."""
    now = datetime.now()
    hour, minute = (int(x) for x in clock.split(":"))
    end = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if end < now - timedelta(hours=6):
        end += timedelta(days=1)
    return (end - now).total_seconds()


def train(
    plan: Plan,
    model: nn.Module,
    batches: Batches,
    held_out: Callable[[nn.Module], dict[str, float]],
    folder: Path,
    facts: dict | None = None,
) -> dict:
    """Trains until the planned tokens, the minutes or a stop; returns the record.

    Files in `folder`: checkpoint.pt (resumed from by itself), snapshot-<percent>.pt, final.pt, record.json; and
    steer.json, if somebody writes it ({"shares": {...}}): read at each checkpoint, so that the mix can be
    changed without a stop. Every change is noted in the record.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    device = pick_device(plan.device)
    model.to(device)
    chosen = optimisers(model, plan.muon_lr, plan.adam_lr, plan.weight_decay)
    schedule = Schedule(plan.tokens, plan.warmup, plan.decay_share)
    record = {"name": plan.name, "plan": asdict(plan), **(facts or {}), "points": [], "notes": []}
    step = tokens = 0
    trained_seconds = 0.0
    held = folder / "checkpoint.pt"
    if held.exists():
        saved = torch.load(held, map_location=device, weights_only=False)
        model.load_state_dict(saved["model"])
        for optimiser, state in zip(chosen, saved["optimisers"]):
            optimiser.load_state_dict(state)
        batches.load(saved["batches"])
        schedule = Schedule(**saved["schedule"])
        record, step, tokens = saved["record"], saved["step"], saved["tokens"]
        trained_seconds = saved["seconds"]
        print(f"resumed at step {step}, {tokens:,} tokens", flush=True)
        if plan.tokens != record["plan"]["tokens"]:
            schedule.replan(tokens, plan.tokens, "set by hand on resuming")
        if plan.rewarm is not None:
            schedule.rewarm(tokens, plan.rewarm, "raised by hand on resuming, for a changed mix")
        record["plan"] = asdict(plan)
        for key, value in (facts or {}).items():
            if record.get(key) != value:
                record["notes"].append({"atTokens": tokens, "changed": key, "from": record.get(key), "to": value})
                record[key] = value

    run = compiled(model, plan, batches) if plan.compile else model
    autocast = device.type == "cuda" or (device.type == "cpu" and torch.cpu._is_avx512_bf16_supported())

    def write(final: bool = False) -> None:
        record.update(
            step=step, tokens=tokens, seconds=round(trained_seconds, 1), planned=schedule.planned,
            planChanges=schedule.changes, finished=final, passes=batches.passes(),
        )  # fmt: skip
        save_whole(
            held,
            dict(
                model=model.state_dict(), optimisers=[o.state_dict() for o in chosen], batches=batches.state(),
                schedule=asdict(schedule), record=record, step=step, tokens=tokens, seconds=trained_seconds,
            ),
        )  # fmt: skip
        part = folder / "record.json.part"
        part.write_text(json.dumps(record, indent=1))
        os.replace(part, folder / "record.json")

    def score() -> dict[str, float]:
        model.eval()
        with torch.no_grad():
            result = held_out(model)
        model.train()
        return result

    begun = last_save = last_score = last_step_end = time.time()
    tokens_before = tokens
    window: list[float] = []
    pace = 0.0  # tokens a second, smoothed
    folder.mkdir(parents=True, exist_ok=True)
    while tokens < schedule.planned:
        if plan.minutes is not None and time.time() - begun > plan.minutes * 60:
            break
        rate = schedule.multiplier(tokens)
        for optimiser in chosen:
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * rate
        *inputs, targets = (x.to(device) for x in batches.next())
        size = sum(x.numel() for x in inputs)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=autocast):
            loss = run(*inputs, targets)
        loss.backward()
        for optimiser in chosen:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        before, step, tokens = tokens, step + 1, tokens + size
        window.append(loss.item())
        if not window[-1] < 50:
            raise RuntimeError(f"diverged at step {step}: loss {window[-1]}")
        now = time.time()
        trained_seconds += now - last_step_end
        if step % 50 == 0:
            print(f"step {step}, {tokens:,} tokens, pace {pace:.0f} tokens/s", flush=True)
        speed = size / (now - last_step_end)
        pace = speed if step < 5 else 0.98 * pace + 0.02 * speed
        for share in plan.snapshots:
            if before < share * schedule.planned <= tokens:
                save_whole(folder / f"snapshot-{round(share * 100)}.pt", {"model": model.state_dict(), "tokens": tokens})
                record["notes"].append({"snapshot": share, "tokens": tokens} | {k: round(v, 4) for k, v in score().items()})
        due = now - last_score > plan.held_out_minutes * 60 or step == 20
        if plan.held_out_tokens is not None:
            due = before // plan.held_out_tokens < tokens // plan.held_out_tokens
        if due or tokens >= schedule.planned:
            point = {"step": step, "tokens": tokens, "loss": round(sum(window) / len(window), 4), "lr": round(rate, 5)}
            point |= {key: round(value, 4) for key, value in score().items()}
            record["points"].append(point)
            window, last_score = [], time.time()
            print(f"{datetime.now():%H:%M:%S} {json.dumps(point)} pace {pace:.0f} tok/s planned {schedule.planned:,}", flush=True)
        if now - last_save > plan.checkpoint_minutes * 60:
            if plan.finish_by:
                average = (tokens - tokens_before) / (now - begun)  # held-out scoring and other work on the machine included
                reach = int(tokens + average * max(0.0, seconds_until(plan.finish_by)))
                slack = 0.10 if schedule.anchor is None else 0.04
                if abs(reach - schedule.planned) > slack * schedule.planned:
                    schedule.replan(tokens, reach, f"{average:.0f} tokens/s so far, to finish by the agreed time")
            steering = folder / "steer.json"
            if steering.exists():
                shares = json.loads(steering.read_text())["shares"]
                if shares != record.get("shares"):
                    batches.set_shares(shares)
                    record["notes"].append({"atTokens": tokens, "changed": "shares", "from": record.get("shares"), "to": shares})
                    record["shares"] = shares
            write()
            last_save = time.time()
        last_step_end = time.time()
    done = tokens >= schedule.planned
    write(final=done)
    if done:
        save_whole(folder / "final.pt", {"model": model.state_dict(), "tokens": tokens})
    print(f"stopped at step {step}, {tokens:,} tokens, finished: {done}", flush=True)
    return record


def compiled(model: nn.Module, plan: Plan, batches: Batches) -> nn.Module:
    """The model through torch.compile, or the model itself where no compiler is at hand (1.5 times slower)."""
    try:
        trial = torch.compile(model.trunk)
        TiedCrossEntropy.compiled = torch.compile(slice_loss)
        tokens = torch.zeros(2, 8, dtype=torch.int64, device=next(model.parameters()).device)
        torch.compile(lambda x: x * 2 + 1)(tokens)
    except Exception as error:  # noqa: BLE001 - whatever the compiler lacks, eager still trains
        print(f"not compiled: {error}", flush=True)
        TiedCrossEntropy.compiled = None
        return model

    def run(inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        from common.tied_loss import tied_cross_entropy

        return tied_cross_entropy(trial(inputs), model.embed.weight, targets)

    return run
