# SPDX-License-Identifier: Apache-2.0
"""What a maker or seller lets the desk take, so that somebody else can fill or settle."""

from __future__ import annotations

from eth_typing import ChecksumAddress
from web3.contract import Contract
from web3.types import TxReceipt

from regalia.chain.transact import call, send
from regalia.cli.keystore import Account
from regalia.cli.market_open import Place
from regalia.cli.market_pay import raised
from regalia.errors import RegaliaError
from regalia.market.desk import Desk


class TransferRefusedError(RegaliaError, PermissionError):
    """The tranche's rules would not let the units pass."""


def allow_more(token: Contract, desk: Desk, amount: int, account: Account) -> list[TxReceipt]:
    """``amount`` on top of what other orders were given; nothing where the desk may take anything."""
    spender = desk.contract.address
    before, needed = raised(token, account.address, spender, amount)
    return [] if needed == before else [send(token.w3, token.functions.approve(spender, needed), account.sender)]


def require_transferable(
    place: Place, tranche: str, seller: ChecksumAddress, buyer: ChecksumAddress, units: int
) -> None:
    """What the token itself would answer now. Raises ``TransferRefusedError``."""
    token = place.deal.token(tranche).functions
    code = call(place.web3, token.detectTransferRestriction(seller, buyer, units))
    if code:
        why = call(place.web3, token.messageForTransferRestriction(code))
        raise TransferRefusedError(
            f"units: {units:,} of {tranche} from {seller} to {buyer}: {why}",
            "See every question with its answer: regalia explain-transfer.",
        )
