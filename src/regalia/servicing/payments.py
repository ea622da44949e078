# SPDX-License-Identifier: Apache-2.0
"""Cash in, payment dates, cash out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_typing import ChecksumAddress
from web3.logs import DISCARD
from web3.types import TxReceipt

from regalia.chain.state_words import state_of
from regalia.chain.step_records import unpack_date
from regalia.chain.transact import Sender, call, send
from regalia.domain.waterfall import State, StepRecord
from regalia.servicing.allowance import pay
from regalia.servicing.deal_contracts import DealContracts


@dataclass(frozen=True)
class Execution:
    """A payment date as the chain executed it, or would. ``state`` only of a preview."""

    period: int
    available: int
    left: int
    records: tuple[StepRecord, ...]
    state: State | None = None
    accelerated: bool = False


def pay_royalty(deal: DealContracts, licence: bytes, amount: int, reference: bytes, payer: Sender) -> TxReceipt:
    """Pay royalties of a licence into collection, with an allowance for exactly that. Words have 32 bytes."""
    return pay(deal, deal.escrow.address, amount, deal.escrow.functions.payRoyalty(licence, amount, reference), payer)


def preview(deal: DealContracts, report: tuple[Any, ...]) -> Execution:
    """What executing the next payment date with this report would do now; ``report`` as the contract takes it."""
    found = call(deal.web3, deal.lens.functions.preview(deal.deal.address, report))
    records, state, available, left, accelerated = found
    return Execution(
        period=report[1],
        available=available,
        left=left,
        records=tuple(StepRecord(*record) for record in records),
        state=state_of(state, len(deal.record.tokens)),
        accelerated=accelerated,
    )


def execute(deal: DealContracts, report: tuple[Any, ...], sender: Sender) -> TxReceipt:
    """Execute the payment date of an accepted, final report. Anybody may."""
    return send(deal.web3, deal.deal.functions.execute(report), sender)


def execution_of(deal: DealContracts, receipt: TxReceipt) -> Execution:
    """What ``execute`` did, from its receipt."""
    (event,) = deal.deal.events.PaymentDateExecuted().process_receipt(receipt, errors=DISCARD)
    args = event["args"]
    told = unpack_date(args["records"])
    return Execution(args["period"], args["available"], args["left"], told.records, accelerated=told.accelerated)


def entitlement(deal: DealContracts, tranche: str, holder: ChecksumAddress) -> int:
    """Earned by the holder's units and not claimed, in smallest units."""
    return int(call(deal.web3, deal.escrow.functions.entitlementOf(deal.token(tranche).address, holder)))


def payable(deal: DealContracts, payee: ChecksumAddress) -> int:
    """Owed to a payee and not withdrawn, in smallest units."""
    return int(call(deal.web3, deal.escrow.functions.payableTo(payee)))


def claim(deal: DealContracts, tranche: str, holder: Sender) -> TxReceipt:
    """Claim the income of the sender's units."""
    return send(deal.web3, deal.escrow.functions.claim(deal.token(tranche).address), holder)


def withdraw(deal: DealContracts, payee: Sender) -> TxReceipt:
    """Withdraw what the sender is owed as a payee."""
    return send(deal.web3, deal.escrow.functions.withdraw(), payee)
