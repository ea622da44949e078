# SPDX-License-Identifier: Apache-2.0
"""Disputes about a deal's reports: what anybody, the trustee and the supervisor do, and where one stands.

``number`` is ``REPORT`` for the report that waits for its payment date, else that of a restatement. Acts raise as
``regalia.chain.transact.send`` does; the contract refuses who may not, and what is too early or too late.
"""

from __future__ import annotations

from dataclasses import dataclass

from eth_typing import ChecksumAddress
from web3.types import TxReceipt

from regalia.chain.dispute_stage import DisputeStage
from regalia.chain.transact import Sender, call, send
from regalia.oracle.stream import NOT_YET, read_latest, read_stream
from regalia.servicing.allowance import pay
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offices import holds

REPORT = 0
WITHOUT_BOND = ("oracle-trustee", "oracle-supervisor")
"""Offices whose holders dispute and appeal without one."""


@dataclass(frozen=True)
class Dispute:
    """One that goes on. Times in seconds since 1970, bonds in smallest units.

    ``until`` is the last second of the stage, None when it is due. ``strike`` is what the trustee decided, None as long as he has not;
    ``appellant`` is None without an appeal.
    """

    stage: DisputeStage
    until: int | None
    disputer: ChecksumAddress
    bond: int
    opened_at: int
    strike: bool | None
    appellant: ChecksumAddress | None
    appeal_bond: int

    @property
    def holds_when_due(self) -> str:
        """What settling puts in force, unless somebody decides otherwise before."""
        if self.strike is None:
            return "it stands, as nobody decided"
        return f"it {'is struck' if self.strike else 'stands'}, as the trustee decided"


def stage_of(deal: DealContracts, number: int = REPORT) -> tuple[DisputeStage, int | None]:
    """Where a dispute stands, and the last second of that stage."""
    stage, until = call(deal.web3, deal.oracle.functions.stageOf(deal.deal.address, number))
    return DisputeStage(stage), until or None


def dispute_of(deal: DealContracts, number: int = REPORT) -> Dispute | None:
    """The dispute that goes on; None when there is none."""
    stage, until = stage_of(deal, number)
    if stage is DisputeStage.NONE:
        return None
    found = call(deal.web3, deal.oracle.functions.disputeOf(deal.deal.address, number))
    disputer, opened, decided, strike, appellant, appealed, _, _, bond, _, appeal_bond = found
    return Dispute(
        stage=stage,
        until=until,
        disputer=disputer,
        bond=bond,
        opened_at=opened,
        strike=strike if decided else None,
        appellant=appellant if appealed else None,
        appeal_bond=appeal_bond,
    )


def final_from(deal: DealContracts, number: int = REPORT) -> int | None:
    """The second from which what waits is final and can't be disputed any more; None when nothing waits, or while it is disputed."""
    if number == REPORT:
        latest = read_latest(deal.web3, deal.oracle.address, deal.deal.address)
        found = latest.final_at if latest.pending else 0
    else:
        found = call(deal.web3, deal.oracle.functions.restatementAt(deal.deal.address, number))[2]
    return None if found in (0, NOT_YET) else int(found)


def bond_of(deal: DealContracts) -> int:
    """What the deal's terms ask for, of everybody but officers; 0 where only they dispute."""
    return read_stream(deal.web3, deal.oracle.address, deal.deal.address).dispute_bond


def bond_for(deal: DealContracts, who: ChecksumAddress) -> int:
    """What disputing or appealing costs ``who`` until it is settled; 0 for officers, and where nobody else may."""
    if any(holds(deal.web3, name, deal.oracle.address, who) for name in WITHOUT_BOND):
        return 0
    return bond_of(deal)


def dispute(deal: DealContracts, number: int, evidence: bytes, by: Sender) -> TxReceipt:
    """Dispute, with an allowance for exactly the bond. ``evidence`` is the hash of what shows the mistake."""
    act = deal.oracle.functions.dispute(deal.deal.address, number, evidence)
    return pay(deal, deal.oracle.address, bond_for(deal, _address(by)), act, by)


def decide(deal: DealContracts, number: int, strike: bool, reason: bytes, officer: Sender) -> TxReceipt:
    """As trustee, subject to appeal; as supervisor, when it is his turn, for good. ``reason`` is the hash of the reasons."""
    return send(deal.web3, deal.oracle.functions.decide(deal.deal.address, number, strike, reason), officer)


def appeal(deal: DealContracts, number: int, evidence: bytes, by: Sender) -> TxReceipt:
    """Bring the trustee's decision before the supervisor, with an allowance for exactly the bond."""
    act = deal.oracle.functions.appeal(deal.deal.address, number, evidence)
    return pay(deal, deal.oracle.address, bond_for(deal, _address(by)), act, by)


def settle(deal: DealContracts, number: int, sender: Sender) -> TxReceipt:
    """Put in force what holds, when nobody can decide any more. Anybody may."""
    return send(deal.web3, deal.oracle.functions.settle(deal.deal.address, number), sender)


def bonds_owed(deal: DealContracts, who: ChecksumAddress) -> int:
    """Bonds owed back, in the deal's payment token: of all deals of the oracle that are paid in it."""
    return int(call(deal.web3, deal.oracle.functions.bondsOwed(deal.payment_token.address, who)))


def withdraw_bonds(deal: DealContracts, owner: Sender) -> TxReceipt:
    """Take back the bonds that are owed to ``owner``."""
    return send(deal.web3, deal.oracle.functions.withdrawBonds(deal.payment_token.address), owner)


def forfeited(deal: DealContracts) -> int:
    """Bonds forfeited in the deal and not yet in its collection."""
    token = deal.payment_token.address
    return int(call(deal.web3, deal.oracle.functions.forfeitedOf(deal.deal.address, token)))


def pay_forfeited(deal: DealContracts, sender: Sender) -> TxReceipt:
    """Pay forfeited bonds into the deal's collection; of a deal that is over they are owed to its originator. Anybody may."""
    return send(deal.web3, deal.oracle.functions.payForfeited(deal.deal.address), sender)


def _address(sender: Sender) -> ChecksumAddress:
    return sender if isinstance(sender, str) else sender.address
