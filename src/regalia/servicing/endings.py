# SPDX-License-Identifier: Apache-2.0
"""Repaying tranches early, and winding a deal up."""

from __future__ import annotations

from web3.types import TxReceipt

from regalia.chain.transact import Sender, call, send
from regalia.servicing.allowance import pay
from regalia.servicing.deal_contracts import DealContracts


def price_of_call(deal: DealContracts, index: int) -> tuple[int, ...]:
    """What exercising the call would cost today, by tranche, in smallest units. ``ContractRevertedError`` while it is not open."""
    return tuple(call(deal.web3, deal.lens.functions.priceOfCall(deal.deal.address, index)))


def exercise_call(deal: DealContracts, index: int, offered: int, holder: Sender) -> TxReceipt:
    """Repay the tranches of a call; at most ``offered`` is taken, with an allowance for exactly that, and what is left of it taken back."""
    action = deal.deal.functions.exerciseCall(index, offered)
    receipt = pay(deal, deal.escrow.address, offered, action, holder)
    owner = holder if isinstance(holder, str) else holder.address
    if call(deal.web3, deal.payment_token.functions.allowance(owner, deal.escrow.address)):
        send(deal.web3, deal.payment_token.functions.approve(deal.escrow.address, 0), holder)
    return receipt


def conclude(deal: DealContracts, sender: Sender) -> TxReceipt:
    """Distribute all that is in hand and end the deal. Anybody may, once it is over."""
    return send(deal.web3, deal.deal.functions.conclude(), sender)
