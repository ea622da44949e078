# SPDX-License-Identifier: Apache-2.0
"""``make bench BENCH=--changes``: gas and sizes as they are written, beside the last commit; nothing is measured."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.changes import committed, flat, told

FILES = ("gas.json", "sizes.json")


def print_changes(folder: Path = Path(__file__).parent) -> None:
    """A rise is named and no fault: ``tests/gas`` holds the contracts to what is committed."""
    for name in FILES:
        now = flat(json.loads((folder / name).read_text(encoding="utf-8")))
        for line in told(name, committed(name), now):
            print(line)


if __name__ == "__main__":
    print_changes()
