# SPDX-License-Identifier: Apache-2.0
"""The powers of the transfer agent's officers over holders of a deal, each under an order.

Every function sends one transaction, ``recover`` one a tranche, and raises as ``regalia.chain.transact.send`` does; the
contract refuses an officer without the role.
"""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3 import Web3
from web3.contract.contract import Contract, ContractFunction
from web3.types import TxReceipt

from regalia.chain.deployer import contract
from regalia.chain.transact import Sender, call, send
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.orders import Order
from regalia.servicing.payments import entitlement

ALL_INCOME = 2**256 - 1
"""As ``income`` of a forced transfer: everything the former holder has not claimed."""


class NothingToRecoverError(RegaliaError, LookupError):
    """The wallet has nothing in any tranche of the deal."""


@dataclass(frozen=True)
class Recovered:
    """What went from the lost wallet to the new one in a tranche; ``income`` in smallest units, rounded down."""

    tranche: str
    units: int
    income: int
    receipt: TxReceipt


def transfer_agent(deal: DealContracts) -> Contract:
    """The contract that uses the powers over every tranche of the deal."""
    return contract(deal.web3, "TransferAgent", Web3.to_checksum_address(deal.record.transfer_agent.address))


def freeze(
    deal: DealContracts, tranche: str, holder: ChecksumAddress, units: int, order: Order, officer: Sender
) -> TxReceipt:
    """Freeze so many more units, which are held and not frozen."""
    act = transfer_agent(deal).functions.freezePartialTokens(_token(deal, tranche), holder, units, order.as_tuple())
    return send(deal.web3, act, officer)


def thaw(
    deal: DealContracts, tranche: str, holder: ChecksumAddress, units: int, order: Order, officer: Sender
) -> TxReceipt:
    """Release so many frozen units."""
    act = transfer_agent(deal).functions.unfreezePartialTokens(_token(deal, tranche), holder, units, order.as_tuple())
    return send(deal.web3, act, officer)


def freeze_to(
    deal: DealContracts, tranche: str, holder: ChecksumAddress, units: int, order: Order, officer: Sender
) -> TxReceipt:
    """Have so many units frozen, whatever was before; more than are held keeps back units that are still to come."""
    act = transfer_agent(deal).functions.setFrozenTokens(_token(deal, tranche), holder, units, order.as_tuple())
    return send(deal.web3, act, officer)


def freeze_wallet(
    deal: DealContracts, tranche: str, holder: ChecksumAddress, order: Order, officer: Sender
) -> TxReceipt:
    """The wallet sends, receives and claims nothing in the tranche until it is released; it keeps earning."""
    act = transfer_agent(deal).functions.setAddressFrozen(_token(deal, tranche), holder, True, order.as_tuple())
    return send(deal.web3, act, officer)


def release_wallet(
    deal: DealContracts, tranche: str, holder: ChecksumAddress, order: Order, officer: Sender
) -> TxReceipt:
    """End the freeze of a wallet; units that are frozen by number stay so."""
    act = transfer_agent(deal).functions.setAddressFrozen(_token(deal, tranche), holder, False, order.as_tuple())
    return send(deal.web3, act, officer)


def force(
    deal: DealContracts,
    tranche: str,
    holder: ChecksumAddress,
    receiver: ChecksumAddress,
    units: int,
    order: Order,
    officer: Sender,
    income: int = 0,
) -> TxReceipt:
    """Take units from a holder and give them to a receiver whom the rules admit.

    ``income``: unclaimed income that goes along, in smallest units; none stays behind with ``ALL_INCOME``.
    """
    token = deal.token(tranche).functions
    act = token.forcedTransferByOrder(holder, receiver, units, income, order.as_tuple())
    return send(deal.web3, act, officer)


def recover(
    deal: DealContracts, lost: ChecksumAddress, fresh: ChecksumAddress, order: Order, officer: Sender
) -> tuple[Recovered, ...]:
    """Move everything of a lost wallet to another wallet of the same investor, in every tranche where it has something.

    All are tried out before the first is sent. Close the lost wallet in the registry as well. Raises
    ``NothingToRecoverError``.
    """
    investor = call(deal.web3, deal.registry.functions.identity(lost))
    agent = transfer_agent(deal).functions
    acts = {
        tranche: agent.recoverWallet(_token(deal, tranche), lost, fresh, investor, order.as_tuple())
        for tranche in tranches_of(deal, lost)
    }
    if not acts:
        raise NothingToRecoverError(
            f"lost wallet: {lost} has nothing in {deal.record.deal_id}", "Check the address and the deal's record."
        )
    for act in acts.values():
        call(deal.web3, act, officer)
    return tuple(_recover(deal, tranche, lost, act, officer) for tranche, act in acts.items())


def tranches_of(deal: DealContracts, holder: ChecksumAddress) -> list[str]:
    """Tranches in which the wallet has units, income, frozen units or a retention, the most senior first.

    That the wallet itself is frozen or halted is no possession: a lost one stays frozen for ever.
    """
    return [tranche for tranche in sorted(deal.record.tokens, key=deal.index) if _has_something(deal, tranche, holder)]


def pause(deal: DealContracts, tranche: str, order: Order, officer: Sender) -> TxReceipt:
    """Stop trading of a tranche."""
    return send(deal.web3, transfer_agent(deal).functions.pause(_token(deal, tranche), order.as_tuple()), officer)


def resume(deal: DealContracts, tranche: str, order: Order, officer: Sender) -> TxReceipt:
    """Let trading of a tranche go on."""
    return send(deal.web3, transfer_agent(deal).functions.unpause(_token(deal, tranche), order.as_tuple()), officer)


def redeem(
    deal: DealContracts, tranche: str, holder: ChecksumAddress, units: int, order: Order, officer: Sender
) -> TxReceipt:
    """Burn units of a tranche that is redeemed; income owed stays owed."""
    act = transfer_agent(deal).functions.redeem(_token(deal, tranche), holder, units, order.as_tuple())
    return send(deal.web3, act, officer)


def _recover(
    deal: DealContracts, tranche: str, lost: ChecksumAddress, act: ContractFunction, officer: Sender
) -> Recovered:
    token = deal.token(tranche)
    units, income = call(deal.web3, token.functions.balanceOf(lost)), entitlement(deal, tranche, lost)
    return Recovered(tranche, units, income, send(deal.web3, act, officer))


def _token(deal: DealContracts, tranche: str) -> ChecksumAddress:
    return deal.token(tranche).address


def _has_something(deal: DealContracts, tranche: str, holder: ChecksumAddress) -> bool:
    units, frozen, _, retains = call(deal.web3, deal.escrow.functions.holdingOf(_token(deal, tranche), holder))
    return bool(units or frozen or retains or entitlement(deal, tranche, holder))
