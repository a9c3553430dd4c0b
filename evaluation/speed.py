"""Words a second for the whole way on one core beside spaCy's bare pipeline on the same text, and peak memory.

    python evaluation/speed.py [--words 20000]

The text is the demo reports, over and over. The ratio is the figure to compare between machines.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable, Sequence

from sayso.commands.demo import load_demo
from sayso.pipeline import read_report
from sayso.records import Report


def peak_megabytes() -> float:
    """Peak resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def clock(work: Callable[[Report], object], reports: Sequence[Report]) -> float:
    """Words a second of processor time; the first report is done once beforehand, so that loading does not count."""
    work(reports[0])
    start = time.process_time()
    for report in reports:
        work(report)
    words = sum(len(report.text.split()) for report in reports)
    return words / (time.process_time() - start)


def measure_speed(words: int) -> dict[str, float]:
    """The figures of one run, by name."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    demo = [report for report, _ in load_demo() if report is not None]
    reports: list[Report] = []
    while sum(len(r.text.split()) for r in reports) < words:
        reports += demo
    from sayso.understand.parse import load_parser

    parser = load_parser()
    bare = clock(lambda report: parser(report.text), reports)
    parser_memory = peak_megabytes()
    whole = clock(read_report, reports)
    return {
        "words": float(sum(len(r.text.split()) for r in reports)),
        "spaCy alone, words a second": round(bare),
        "sayso whole way, words a second": round(whole),
        "ratio": round(whole / bare, 3),
        "peak memory with spaCy alone, MB": round(parser_memory),
        "peak memory, whole way, MB": round(peak_megabytes()),
    }


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=20_000)
    for name, value in measure_speed(parser.parse_args().words).items():
        print(f"{name:36} {value:g}")


if __name__ == "__main__":
    main()
