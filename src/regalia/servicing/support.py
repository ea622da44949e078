# SPDX-License-Identifier: Apache-2.0
"""Liquidity lines and shortfall make-up (差额支付): asking a provider, and what the provider does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.chain.transact import Sender, call, send
from regalia.servicing.allowance import pay
from regalia.servicing.deal_contracts import DealContracts


@dataclass(frozen=True)
class FacilityState:
    """A facility as the chain has it; ``held`` is cash put in and not drawn. Of the last demand: for which ``period``, how much of
    it is ``outstanding``, and until when (``deadline``, seconds since 1970).
    """

    provider: ChecksumAddress
    notice_hours: int
    limit: int
    used: int
    held: int
    period: int
    outstanding: int
    deadline: int


def facility_state(deal: DealContracts, facility: int) -> FacilityState:
    """The facility at that index, 0 the first of the deal file. Raises ``ContractRevertedError`` when there is none."""
    told = call(deal.web3, deal.lens.functions.facilityAt(deal.deal.address, facility))
    provider, notice_hours, limit, used, held = told
    period, demanded, paid, deadline = call(deal.web3, deal.support.functions.noticeOf(deal.deal.address, facility))
    return FacilityState(provider, notice_hours, limit, used, held, period, demanded - paid, deadline)


def support_needed(deal: DealContracts, report: tuple[Any, ...]) -> tuple[int, ...]:
    """What each facility has to put in for the next payment date, by its accepted and final report."""
    return tuple(call(deal.web3, deal.lens.functions.supportNeeded(deal.deal.address, report)))


def demand_support(deal: DealContracts, facility: int, report: tuple[Any, ...], sender: Sender) -> TxReceipt:
    """Ask the provider for what the next payment date needs of it. Anybody may."""
    return send(deal.web3, deal.support.functions.demand(deal.deal.address, facility, report), sender)


def pay_support(deal: DealContracts, facility: int, amount: int, provider: Sender) -> TxReceipt:
    """Pay exactly what is outstanding, with an allowance for exactly that."""
    action = deal.support.functions.pay(deal.deal.address, facility, amount)
    return pay(deal, deal.escrow.address, amount, action, provider)


def deposit_support(deal: DealContracts, facility: int, amount: int, provider: Sender) -> TxReceipt:
    """Put cash in ahead of any demand, with an allowance for exactly that."""
    action = deal.support.functions.deposit(deal.deal.address, facility, amount)
    return pay(deal, deal.escrow.address, amount, action, provider)
