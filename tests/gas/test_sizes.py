# SPDX-License-Identifier: Apache-2.0
"""Every contract fits, and ``bench/sizes.json`` says how big it is."""

from __future__ import annotations

import json
from pathlib import Path

from bench.sizes import CODE_LIMIT, CREATION_LIMIT, sizes

RECORDED = json.loads((Path(__file__).parents[2] / "bench" / "sizes.json").read_text())


def test_sizes__of_every_contract__what_is_recorded_and_below_the_limits() -> None:
    now = sizes()
    assert now == RECORDED, "run `make bench` and commit bench/sizes.json"
    assert {"TrancheToken", "RoyaltyEscrow", "DealFactory", "Deal", "TransferAgent", "Supervisor"} <= set(now)
    assert all(size["code"] < CODE_LIMIT and size["creation"] < CREATION_LIMIT for size in now.values())
