# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.load.run [claims] [deals] [periods]``: the load tests, all of them when none is named.

Everything is on loopback and ended at the end. Writes ``bench/load.json``; exits 1, in words, when a figure is above its ceiling there
or a sum is wrong. ``--small`` tries the machinery with a few of each and writes nothing; ``--new-ceilings`` forgets the ceilings of what
is measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.load.chain_of_deals import chain_of_deals
from tests.load.claims import claims
from tests.load.figures import Figures, passed, read, with_ceilings, write
from tests.load.periods import periods_in_process, periods_on_a_node
from tests.load.progress import tell


@dataclass(frozen=True)
class Size:
    holders: int
    deals: int
    seconds: float
    periods: int


WHOLE = Size(holders=10_000, deals=200, seconds=30, periods=1_000)
SMALL = Size(holders=100, deals=5, seconds=1, periods=12)
PARTS: dict[str, Callable[[Size], Figures]] = {
    "claims": lambda size: {"claims": claims(size.holders)},
    "deals": lambda size: chain_of_deals(size.deals, size.seconds),
    "periods": lambda size: {"periods, contracts": periods_in_process(size.periods)} | periods_on_a_node(size.periods),
}
OPTIONS = {"--small", "--new-ceilings"}


def main(arguments: Sequence[str]) -> int:
    """0 well, 1 a ceiling passed or a sum wrong, 2 wrong usage."""
    options, named = [a for a in arguments if a in OPTIONS], [a for a in arguments if a not in OPTIONS]
    if unknown := [name for name in named if name not in PARTS]:
        print(f"unknown: {unknown[0]}; there are {', '.join([*PARTS, *sorted(OPTIONS)])}", file=sys.stderr)
        return 2
    size, figures = SMALL if "--small" in options else WHOLE, Figures()
    try:
        for name in named or PARTS:
            tell(f"{name} …")
            figures |= PARTS[name](size)
    except AssertionError as error:
        print(f"{name}: {error}")
        return 1
    for part, found in figures.items():
        print(f"{part}: " + ", ".join(f"{name} {figure:,}" for name, figure in found.items()))
    if size is SMALL:
        return 0
    known = {} if "--new-ceilings" in options else read()["ceilings"]
    faults = list(passed(figures, known))
    for fault in faults:
        print(f"too much: {fault}")
    if not faults:
        write(figures, with_ceilings(figures, known))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
