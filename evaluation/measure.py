"""Scores on the visible bench parts, the seed report, our own gold sets, and speed; writes `results.md`, holds floors.

    python evaluation/measure.py [--shared ../shared] [--only SET ...] [--lower-floors]

Every figure at or above its floor in `floors.json` raises that floor; one below it makes this command fail. Floors fall
only with --lower-floors. Without the bench (a checkout alone) it says so and does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from acts import score_acts
from coreference import score_coreference
from demo_gold import score_demo
from figures import score_figures
from nested import score_nested
from nonevents import score_nonevents
from scenarios import score_scenarios
from scenes import score_scenes
from seed import score_seed
from speed import measure_speed
from statuses import score_statuses
from swaps import score_swaps
from times import score_times
from unseen import LEARNED_FROM, score_set, score_third

HERE = Path(__file__).parent
FLOORS, RESULTS = HERE / "floors.json", HERE / "results.md"
#: left out unless named: the training parts, which take longest and are for tuning.
TRAINING = ("polnear/train", "muc34/dev")
#: a figure may fall this far below its floor before it counts: processors differ in the last digits.
SLACK = 0.002


def find_sets(bench: Path) -> list[str]:
    """Names of the sets that have a gold file, the training parts last."""
    found = sorted(str(p.parent.relative_to(bench)) for p in bench.rglob("gold.jsonl"))
    return [name for name in found if name not in TRAINING]


def score_sets(bench: Path, names: list[str]) -> dict[str, dict[str, Any]]:
    """{set: all figures of its scorer} by the bench's own driver, as many sets at once as there are cores."""
    largest_first = sorted(names, key=lambda name: -(bench / name / "in.jsonl").stat().st_size)
    thirds = [name for name in names if name in LEARNED_FROM]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = [
            *pool.map(lambda name: score_set(bench, name), largest_first),
            *pool.map(lambda name: score_third(bench, name), thirds),
        ]
    scored = {name: figures for part in parts for name, figures in part.items()}
    return dict(sorted(scored.items()))


def hold_floors(values: dict[str, float], *, lower: bool) -> list[str]:
    """Raises floors that were passed; the names of those that were missed (none if they may fall)."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    missed = [name for name, value in values.items() if value < floors.get(name, 0) - SLACK]
    for name, value in values.items():
        if lower or value > floors.get(name, 0):
            floors[name] = round(value, 4)
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return [] if lower else missed


def score_own(shared: Path) -> dict[str, dict[str, Any]]:
    """Figures on the seed report and on the two gold sets of our own, by name, with the command that prints them."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        return {
            "seed": score_seed(shared)[0],
            "demo_gold": score_demo(shared, Path(one))[0],
            "scenes": score_scenes(shared, Path(two))[0],
        }


def score_passages() -> dict[str, dict[str, float]]:
    """Figures on the marked passages of our own, by name; the first of each is its headline."""
    nested, acts, swaps = score_nested(), score_acts(), score_swaps()
    statuses, meant, figures = score_statuses("held-out"), score_coreference(), score_figures("held-out")
    times = score_times("held-out")
    told = {name: found for name, found in score_scenarios().items() if isinstance(found, list)}
    scenarios = {name: right / max(1, count) for name, (right, count) in told.items()}
    return {
        "nested": {"chains right": nested.pop("chains right"), **nested},
        "acts": {"act accuracy": acts.pop("act accuracy"), **acts},
        "statuses": {"status macro-F1": statuses.pop("status macro-F1"), **statuses},
        "nonevents": score_nonevents(),
        "coreference": {"right actor": meant.pop("right actor"), **meant},
        "times": {"right": times.pop("right"), **times},
        "figures": {"all right": figures.pop("all right"), **figures},
        "scenarios": {"disputes found": scenarios.pop("disputes found"), **scenarios},
        "swaps": {"same attributions": swaps.pop("same attributions"), **swaps},
    }


def render_passages(name: str, figures: dict[str, float]) -> list[str]:
    """One table of shares."""
    command = f"python evaluation/{name}.py" + (" --half held-out" if name in ("statuses", "figures", "times") else "")
    lines = [f"## {name}", "", f"`{command}`", "", "| what | value |", "|---|---|"]
    return [*lines, *(f"| {what} | {value:.3f} |" for what, value in figures.items()), ""]


def render_own(name: str, figures: dict[str, Any]) -> list[str]:
    """One table of right answers, ties across reports last."""
    ties = figures.get("groups") or {}
    lines = [f"## {name}", "", f"`python evaluation/{name}.py --verbose`", "", "| what | right | of |", "|---|---|---|"]
    lines += [f"| {k} | {v[0]} | {v[1]} |" for k, v in [*figures.items(), *ties.items()] if isinstance(v, list)]
    return [*lines, f"| mean score of a claim | {figures['total']} | 1 |", ""]


def render_results(
    scores: dict[str, dict[str, Any]],
    own: dict[str, dict[str, Any]],
    passages: dict[str, dict[str, float]],
    speed: dict[str, float],
) -> str:
    """The page of results, with the command that made each table."""
    lines = [
        "# Results",
        "",
        "Made by `make bench` (`python evaluation/measure.py`). Visible parts only: we tuned on",
        "",
    ]
    lines[-2] += " them, so expect less elsewhere. What the figures mean stands at the top of each scorer."
    for name, figures in own.items():
        lines += render_own(name, figures)
    for name, shares in passages.items():
        lines += render_passages(name, shares)
    lines += ["## Bench, visible parts", "", "`python ../shared/bench/score/measure.py ../shared/bench`", ""]
    lines += ["| set | figure | value |", "|---|---|---|"]
    for name, values in scores.items():
        lines.append(f"| **{name}** | **{values['headline']}** | **{values['value']:.3f}** |")
        for key, value in values.items():
            number = value[2] if isinstance(value, list) and len(value) >= 3 else value
            if isinstance(number, float) and key not in ("value", "seconds"):
                lines.append(f"| | {key} | {number:.3f} |")
    lines += [
        "",
        "## Speed and memory, one core",
        "",
        "`python evaluation/speed.py`",
        "",
        "| what | value |",
        "|---|---|",
    ]
    lines += [f"| {name} | {value:g} |" for name, value in speed.items()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measures, writes, compares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--lower-floors", action="store_true")
    args = parser.parse_args()
    bench = args.shared / "bench"
    speed = measure_speed(20_000)
    if not bench.is_dir():
        print(f"no bench at {bench}: only speed was measured\n" + json.dumps(speed, indent=1))
        return 0
    own, passages = score_own(args.shared), score_passages()
    scores = score_sets(bench, args.only or find_sets(bench))
    values = {name: float(v["value"]) for name, v in scores.items()}
    values |= {name: float(figures["total"]) for name, figures in own.items()}
    values |= {name: next(iter(shares.values())) for name, shares in passages.items()}
    missed = hold_floors(values, lower=args.lower_floors)
    if not args.only:
        RESULTS.write_text(render_results(scores, own, passages, speed), encoding="utf-8")
        print(f"written: {RESULTS}")
    for name in missed:
        print(f"below its floor: {name} {values[name]:.4f}; mend it, or say --lower-floors and why in the commit")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
