# SPDX-License-Identifier: Apache-2.0
"""The oracle section of a deal file as the chain takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.domain.compile_oracle import OracleProgram, compile_oracle
from regalia.domain.terms import load_terms
from tests.domain.term_sheets import ALL, SHEETS, terms


def test_compile__every_field__in_seconds_and_smallest_units() -> None:
    found = compile_oracle(load_terms(SHEETS / "master_trust.yaml"))
    assert found == OracleProgram(
        threshold=3,
        weights=(("manager", 1), ("bank", 2)),
        dispute_window=172_800,
        dispute_bond=150_050,  # two decimals
        missing_after_days=45,
    )


def test_compile__nothing_said__everybody_weighs_one_no_bond_none_missing() -> None:
    assert compile_oracle(terms()) == OracleProgram(2, (("servicer", 1), ("trustee", 1)), 3_600, 0, 0)


def test_compile__weights_in_another_order__in_the_order_of_the_parties() -> None:
    deal = terms(oracle__weights={"trustee": 3, "servicer": 2}, oracle__threshold=4)
    assert compile_oracle(deal).weights == (("servicer", 2), ("trustee", 3))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_compile__every_sheet__attestors_in_file_order_can_reach_the_threshold(path: Path) -> None:
    deal = load_terms(path)
    found = compile_oracle(deal)
    assert tuple(attestor for attestor, _ in found.weights) == deal.attestors
    assert found.threshold <= sum(weight for _, weight in found.weights)
