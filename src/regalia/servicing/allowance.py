# SPDX-License-Identifier: Apache-2.0
"""Payments that need an allowance first, so that a refusal leaves none behind."""

from __future__ import annotations

from eth_typing import ChecksumAddress
from web3.contract.contract import ContractFunction
from web3.types import TxReceipt

from regalia.chain.errors import ContractRevertedError
from regalia.chain.transact import Sender, call, send
from regalia.servicing.deal_contracts import DealContracts

_OURS = (
    "Offering_",
    "NoteholderMeeting_",
    "SettlementDesk_",
    "TrancheToken_",
    "Deal_",
    "DealLens_",
    "Calls_",
    "SupportFacility_",
    "RoyaltyEscrow_",
    "RightsPool_",
    "OracleDisputes_",
    "RoyaltyOracle_",
)


def pay(
    deal: DealContracts, spender: ChecksumAddress, amount: int, action: ContractFunction, payer: Sender
) -> TxReceipt:
    """Allow ``spender`` exactly ``amount`` of the payment token and send ``action``, which takes it.

    Nothing is sent when our contracts would refuse anyway; when they refuse later, the allowance is taken back. Raises
    as ``send`` does.
    """
    approve = deal.payment_token.functions.approve
    if not amount:
        return send(deal.web3, action, payer)
    refuse_early(deal, action, payer)
    send(deal.web3, approve(spender, amount), payer)
    try:
        return send(deal.web3, action, payer)
    except ContractRevertedError:
        send(deal.web3, approve(spender, 0), payer)
        raise


def refuse_early(deal: DealContracts, action: ContractFunction, payer: Sender) -> None:
    """Tried without the allowance, only the payment token may refuse: our contracts ask it last. Nothing is sent."""
    try:
        call(deal.web3, action, payer)
    except ContractRevertedError as error:
        if error.name.startswith(_OURS):
            raise
