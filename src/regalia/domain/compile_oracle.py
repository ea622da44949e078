# SPDX-License-Identifier: Apache-2.0
"""The oracle section of a deal file as the chain takes it."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.terms.deal import Terms

HOUR_SECONDS = 3_600


@dataclass(frozen=True)
class OracleProgram:
    """``weights`` by id of the attestor, in file order. ``dispute_window`` in seconds; ``dispute_bond`` in smallest units, zero where only
    trustee and supervisor dispute; ``missing_after_days`` zero where a payment date waits for its report.
    """

    threshold: int
    weights: tuple[tuple[str, int], ...]
    dispute_window: int
    dispute_bond: int
    missing_after_days: int


def compile_oracle(terms: Terms) -> OracleProgram:
    oracle = terms.oracle
    return OracleProgram(
        threshold=oracle.threshold,
        weights=tuple(terms.attestor_weights.items()),
        dispute_window=oracle.dispute_window_hours * HOUR_SECONDS,
        dispute_bond=terms.money.to_units(oracle.dispute_bond or 0),
        missing_after_days=oracle.missing_after_days or 0,
    )
