# SPDX-License-Identifier: Apache-2.0
"""What the figures beside a price rest on: where the deal stands, and what its tranche is projected to be paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.domain.program import Program
from regalia.domain.terms import Terms
from regalia.market.accrued import Accrued, accrued
from regalia.market.payments import Payment, projected_payments
from regalia.market.position import Position, read_position
from regalia.market.views import Views
from regalia.market.yields import Yield, yield_at
from regalia.projection.assumptions import Assumptions


@dataclass(frozen=True)
class Valuation:
    """What a tranche's figures rest on; ``payments`` as projected from ``position`` on, empty where nobody projected."""

    program: Program
    position: Position
    tranche: int
    payments: Sequence[Payment]
    day: date

    def accrued(self) -> Accrued:
        return accrued(self.program, self.position, self.tranche, self.day)

    def yield_at(self, price: int) -> Yield:
        """At a price of a unit in smallest units, accrued interest being part of what is bought."""
        return yield_at(self.payments, price * self.program.tranches[self.tranche].units, self.day)


def value(
    web3: Web3,
    deal: ChecksumAddress,
    terms: Terms,
    program: Program,
    tranche: int,
    given: Assumptions | None = None,
    folder: Path = Path(),
    scenario: str | None = None,
) -> Valuation:
    """As of the latest block and its day (UTC). ``program`` is the deal's as it was sold; without assumptions nothing is projected.

    Raises ``ProjectionError``, ``SilentContractError`` and ``ChainUnreachableError``.
    """
    position = read_position(web3, deal, program)
    day = datetime.fromtimestamp(Views(web3).now, UTC).date()
    payments = projected_payments(terms, program, position, given, folder, tranche, scenario) if given else ()
    return Valuation(program, position, tranche, payments, day)
