# SPDX-License-Identifier: Apache-2.0
"""What is done to a deal beside its payment dates: support, calls, the end."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, time

from tests.support import sample
from tests.support.chain import Answer
from tests.support.deal import DealContracts, Report
from tests.support.roles import actor


def demand(deal: DealContracts, facility: int, report: Report, by: str = "outsider") -> tuple[int, int]:
    """What is outstanding, and until when."""
    made = deal.support.send("demand", deal.deal.address, facility, astuple(report), by=actor(by))
    return int.from_bytes(made.output[:32], "big"), int.from_bytes(made.output[32:], "big")


def pay_support(deal: DealContracts, facility: int, amount: int, by: str) -> Answer:
    """The provider has the money, and has allowed the escrow to take it."""
    deal.give(actor(by), amount, deal.escrow)
    return deal.support.send("pay", deal.deal.address, facility, amount, by=actor(by))


def deposit_support(deal: DealContracts, facility: int, amount: int, by: str) -> Answer:
    deal.give(actor(by), amount, deal.escrow)
    return deal.support.send("deposit", deal.deal.address, facility, amount, by=actor(by))


def needed(deal: DealContracts, report: Report) -> tuple[int, ...]:
    return tuple(deal.lens.read("supportNeeded", deal.deal.address, astuple(report)))


def call_price(deal: DealContracts, index: int) -> tuple[int, ...]:
    return tuple(deal.lens.read("priceOfCall", deal.deal.address, index))


def exercise(deal: DealContracts, index: int, offered: int, by: str = "call_holder") -> int:
    """What was taken."""
    deal.give(actor(by), offered, deal.escrow)
    return int.from_bytes(deal.deal.send("exerciseCall", index, offered, by=actor(by)).output, "big")


def end_of_grace(deal: DealContracts) -> None:
    """A year after the legal final date: from then on a deal may be concluded whatever is owed."""
    final = deal.program.legal_final
    assert final is not None
    midnight = int(datetime.combine(final, time(), UTC).timestamp())
    deal.chain.now = max(deal.chain.now, midnight + 365 * sample.DAY)


def conclude(deal: DealContracts, by: str = "outsider") -> Answer:
    return deal.deal.send("conclude", by=actor(by))
