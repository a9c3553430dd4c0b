"""The mean of weights of several runs: `python training/mean.py build/first.pt build/second.pt --out build/model.pt`.

The second run teaches nesting and acts and forgets a little of PolNeAR; the mean of the two keeps most of both
(`evaluation/attribution.md`, runs).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Writes the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    states = [torch.load(path, map_location="cpu") for path in args.weights]
    torch.save({name: sum(state[name] for state in states) / len(states) for name in states[0]}, args.out)


if __name__ == "__main__":
    main()
