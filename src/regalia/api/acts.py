# SPDX-License-Identifier: Apache-2.0
"""What a holder can do from Python: take income."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from web3 import Web3

from regalia.api.errors import NothingToClaimError
from regalia.api.source import Source
from regalia.chain.record_check import check_record
from regalia.chain.transact import Sender
from regalia.servicing import claims, payments
from regalia.servicing.deal_contracts import DealContracts


@dataclass(frozen=True)
class Claimed:
    """What a claim came to, in whole currency, and where the chain says so."""

    tranche: str
    gross: Decimal
    tax: Decimal
    net: Decimal
    block: int
    transaction: str


def claim(source: Source, tranche: str, account: Sender) -> Claimed:
    """Take the income of the account's units. The record is held against the chain first, so that nothing is sent to a stranger.

    Raises ``RecordMismatchError``, ``NothingToClaimError`` and, as ``send`` does, ``ContractRevertedError`` and others of the chain.
    """
    check_record(source.web3, source.record)
    contracts, money = DealContracts(source.web3, source.record), source.terms.money.to_decimal
    holder = Web3.to_checksum_address(account if isinstance(account, str) else account.address)
    if not payments.entitlement(contracts, tranche, holder):
        raise NothingToClaimError(
            f"claim: nothing is owed to {holder} for {tranche}", "Income comes with the next payment date."
        )
    receipt = payments.claim(contracts, tranche, account)
    found = claims.claim_of(contracts, receipt)
    figures = (money(found.gross), money(found.tax), money(found.net))
    return Claimed(tranche, *figures, receipt["blockNumber"], receipt["transactionHash"].to_0x_hex())
