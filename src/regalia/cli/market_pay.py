# SPDX-License-Identifier: Apache-2.0
"""Paying for something: whether the money is there, and the allowance, sent before it or as a permit with it."""

from __future__ import annotations

from collections.abc import Sequence

from eth_typing import ChecksumAddress
from web3.contract import Contract
from web3.contract.contract import ContractFunction
from web3.types import TxReceipt

from regalia.chain.errors import ContractRevertedError
from regalia.chain.permits import check_permit, one_transaction, sign_permit
from regalia.chain.transact import call, send
from regalia.cli.keystore import Account
from regalia.cli.market_open import Place
from regalia.errors import RegaliaError

PERMIT_SECONDS = 1_800
"""A permit that is not mined within half an hour is of no use."""
UNLIMITED = 2**255
"""An allowance above this is meant for anything."""


class NotEnoughMoneyError(RegaliaError, ValueError):
    """The account can't pay."""


class NotEnoughUnitsError(RegaliaError, ValueError):
    """The account doesn't hold so many units."""


def require_cash(place: Place, holder: ChecksumAddress, cost: int, what: str) -> None:
    """Raises ``NotEnoughMoneyError``."""
    held = call(place.web3, place.deal.payment_token.functions.balanceOf(holder))
    if held < cost:
        raise NotEnoughMoneyError(
            f"payment token: {holder} holds {place.money(held)}, {what} cost {place.money(cost)}",
            "Take fewer units, or bring the money first.",
        )


def require_units(place: Place, tranche: str, holder: ChecksumAddress, units: int) -> None:
    """Raises ``NotEnoughUnitsError``."""
    held = call(place.web3, place.deal.token(tranche).functions.balanceOf(holder))
    if held < units:
        raise NotEnoughUnitsError(
            f"units: {units:,}: {holder} holds {held:,} of {tranche}", "Name no more units than are held."
        )


def check_way(place: Place, token: Contract, by_permit: bool) -> None:
    """Before anybody is asked. Raises ``NoPermitError``."""
    if by_permit:
        check_permit(place.web3, token.address)


def raised(token: Contract, owner: ChecksumAddress, spender: ChecksumAddress, amount: int) -> tuple[int, int]:
    """What the spender may take now, and what it has to be for ``amount`` on top: what is there was given for something else, an order that
    waits say. The same twice where it may take anything.
    """
    now = int(call(token.w3, token.functions.allowance(owner, spender)))
    return now, now if now >= UNLIMITED else now + amount


def with_allowance(
    token: Contract, spender: ChecksumAddress, amount: int, act: ContractFunction, payer: Account
) -> list[TxReceipt]:
    """Allow what ``act`` takes and send it; when it is refused after all, the allowance is as it was."""
    web3 = token.w3
    before, needed = raised(token, payer.address, spender, amount)
    if needed == before:
        return [send(web3, act, payer.sender)]
    receipts = [send(web3, token.functions.approve(spender, needed), payer.sender)]
    try:
        return [*receipts, send(web3, act, payer.sender)]
    except ContractRevertedError:
        send(web3, token.functions.approve(spender, before), payer.sender)
        raise


def with_permit(
    place: Place, token: Contract, spender: Contract, amount: int, act: ContractFunction, payer: Account
) -> ContractFunction:
    """``act`` and a permit for what it takes, as one transaction. The payer's key is needed. Raises ``NoPermitError``."""
    assert payer.key is not None
    _, needed = raised(token, payer.address, spender.address, amount)
    deadline = place.now() + PERMIT_SECONDS
    permit = sign_permit(place.web3, token.address, spender.address, needed, deadline, payer.key)
    return one_transaction(spender, permit, act)


def paid(
    place: Place,
    token: Contract,
    spender: Contract,
    amount: int,
    act: ContractFunction,
    payer: Account,
    by_permit: bool,
) -> Sequence[TxReceipt]:
    """Sent with an allowance or with a permit."""
    if by_permit:
        return [send(place.web3, with_permit(place, token, spender, amount, act, payer), payer.sender)]
    return with_allowance(token, spender.address, amount, act, payer)
