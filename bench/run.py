# SPDX-License-Identifier: Apache-2.0
"""Measure, write ``bench/gas.json``, ``bench/sizes.json`` and ``bench/projection.json``, and print the figures next to the goals.

Exits 1 when a goal is missed that is not known to be.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.changed import print_changes
from bench.gas import measure
from bench.goals import GOALS
from bench.projection import main as measure_projection
from bench.sizes import sizes

FIGURES = Path(__file__).parent / "gas.json"
SIZES = Path(__file__).parent / "sizes.json"
ALONE = {
    "--statements": "statements_year.py",
    "--index": "index.py",
    "--web": "web.py",
    "--ratios": "ratios.py",
    "--changes": "changed.py",
}
"""What takes minutes or whose memory is measured; and what changed since the last commit, without measuring."""


def column(figure: int | None) -> str:
    return f"{'-' if figure is None else format(figure, ','):>12}"


def main() -> int:
    """Run everything but what is asked for alone: a year of statements, a million events, their pages."""
    for option, script in ALONE.items():
        if option in sys.argv[1:]:
            return subprocess.call([sys.executable, str(Path(__file__).parent / script)])
    before = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    print(
        "measuring on a local chain; about three minutes, most of it for 10,000 holders, 3,000 subscribers and 2,000 rights …",
        file=sys.stderr,
    )
    figures = measure()
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    print(f"{'operation':<30}{'gas':>12}{'before':>12}{'goal':>12}  others, measured")
    for key, gas in figures.items():
        goal = GOALS.get(key)
        columns = (gas, before.get(key), goal.ceiling if goal else None)
        print(f"{key:<30}{''.join(map(column, columns))}  {goal.others if goal else ''}".rstrip())
    missed = [key for key, goal in GOALS.items() if figures[key] > goal.ceiling]
    for key in missed:
        print(f"missed: {key}. {GOALS[key].missed}".rstrip())
    SIZES.write_text(json.dumps(sizes(), indent=2, sort_keys=True) + "\n")
    print_changes()
    slow = measure_projection()
    return 1 if slow or any(not GOALS[key].missed for key in missed) else 0


if __name__ == "__main__":
    sys.exit(main())
