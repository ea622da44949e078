# SPDX-License-Identifier: Apache-2.0
"""Every division of the contracts: by file and function, which way it rounds and where the rest goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

CONTRACTS = Path(__file__).parents[2] / "contracts"
DIVIDES = re.compile(r"[\w)] / [\w(]|ceilDiv|mulDiv|\bdiv\(")
FUNCTION = re.compile(r"\bfunction (\w+)\(")
DIRECTION = re.compile(r"(Down|Up|_up)$")
"""Of a function whose name says it."""
UNNAMED = {
    ("deal/RoyaltyEscrow.sol", "_spread"): "down; the remainder is carried to the next distribution, exactly",
    ("market/DeskOrders.sol", "_fee"): "down; the part of a unit is the maker's",
    (
        "market/Offering.sol",
        "takeUp",
    ): "up (the name is of an act); the taker pays the bidder what the units earned, never less",
    ("types/Offer.sol", "shareOf"): "each down to a lot, of a running sum: all bids together get exactly what there is",
    ("waterfall/steps/Principal.sol", "inProportion"): "down; the last of a group gets all that is left",
    ("waterfall/words/TrancheWord.sol", "placed"): "divides: the factory refuses a tranche where it would not",
    ("registry/PoolCounting.sol", "countOf"): "down: a haircut takes more, so the pool counts for less",
    ("registry/RightsPool.sol", "substitute"): "down: a limit of what may be replaced",
    ("governance/NoteholderMeeting.sol", "_requireConvener"): "down: a share that is asked for must be reached",
    ("oracle/OracleRestatements.sol", "_restated"): "of a constant that is odd: where a carried deduction stops",
}
"""Divisions of amounts in functions whose names don't say it."""
NO_MONEY = {
    "compliance/Erc3643Registry.sol": "gas",
    "deal/DealCalls.sol": "days",
    "deal/DealLens.sol": "days",
    "deal/Wiring.sol": "bytes",
    "deal/WithholdingTax.sol": "bytes",
    "governance/NoteholderMeeting.sol": "bytes",
    "market/DeskInstructions.sol": "a limit of an argument",
    "market/OfferingTerms.sol": "bytes",
    "oracle/SignerSet.sol": "bytes",
    "registry/Days.sol": "days",
    "types/MeetingTerms.sol": "bytes",
    "waterfall/Calendar.sol": "days",
    "waterfall/Tables.sol": "places in a table",
}
"""Files whose other divisions are of something else."""


def divisions() -> Counter[tuple[str, str]]:
    """How many lines with one, by file and function."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(CONTRACTS.rglob("*.sol")):
        if "mocks" not in path.parts:
            found.update((str(path.relative_to(CONTRACTS)), function) for function in _dividing(path))
    return found


def _dividing(path: Path) -> Iterator[str]:
    function = ""
    for line in re.sub(r"//.*", "", path.read_text()).splitlines():
        if begins := FUNCTION.search(line):
            function = begins[1]
        if DIVIDES.search(line):
            yield function
