# SPDX-License-Identifier: Apache-2.0
"""A year of statements, 1,000 licences × 12 months and a million sales lines, read, reconciled and reported.

Writes ``bench/statements.json``. Files are made and worked through in a process each, so that neither's memory counts for the other.
Exits 1 when a goal is missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
FIGURES = Path(__file__).parent / "statements.json"
LICENCES, MONTHS, LINES = 1_000, 12, 1_000_000
SECONDS, PEAK_MB = 60, 300
"""Goals, on two cores."""


def run(module: str, *arguments: str) -> str:
    """What a module of the bench prints, run by itself; its progress goes to standard error."""
    command = [sys.executable, "-m", f"bench.{module}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> int:
    """Measure, write and print."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"writing {LINES:,} sales lines of {LICENCES:,} licences …", file=sys.stderr, flush=True)
        run("year_files", folder, str(LICENCES), str(MONTHS), str(LINES))
        start = perf_counter()
        found = json.loads(run("year_read", folder))
        seconds = perf_counter() - start
    figures = {
        "lines": found["lines"],
        "licences": LICENCES,
        "months": found["months"],
        "matched": found["matched"],
        "seconds": round(seconds, 1),
        "lines_per_second": round(found["lines"] / seconds),
        "peak_mb": found["peak_mb"],
    }
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    print(f"\n{'a year of statements':<24}{'measured':>12}{'goal':>12}")
    goals = {"seconds": SECONDS, "peak_mb": PEAK_MB, "lines": LINES, "matched": LICENCES * MONTHS}
    for key, figure in figures.items():
        print(f"{key:<24}{figure:>12,}{format(goals[key], ',') if key in goals else '-':>12}")
    whole = (
        found["lines"] == LINES
        and found["matched"] == LICENCES * MONTHS
        and not found["open"] + found["contradictions"]
    )
    if not whole:
        print(f"missed: open {found['open']}, contradictions {found['contradictions']}")
    return 0 if whole and seconds < SECONDS and found["peak_mb"] < PEAK_MB else 1


if __name__ == "__main__":
    sys.exit(main())
