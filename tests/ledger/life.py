# SPDX-License-Identifier: Apache-2.0
"""A deal lived through on a local chain, by the production code; whoever acts is named by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3.contract import Contract
from web3.types import RPCEndpoint, TxReceipt

from regalia.chain.deployer import Platform, contract, deploy_contract, deploy_platform
from regalia.chain.devnet import Devnet
from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.record import DeploymentRecord
from regalia.chain.transact import Sender, send
from regalia.domain.terms import Terms
from regalia.servicing import offering as sale
from regalia.servicing.deal_contracts import DealContracts
from tests.support.quick_keys import quick_key

USD = 10**6
HOURS = 3600
DAY = 24 * HOURS
DECEMBER_2023 = 1_703_980_800
"""2023-12-31 00:00 UTC, the closing date of the notes."""
FAR = 2**40
COLLECTED = (288_427, 248_922, 512_648, 241_778, 260_759)
"""Dollars received in the quarters 2023Q4 to 2024Q4 by the Mills Music Trust."""
INVOICED = (132_887, 116_456, 141_921, 277_422, 196_827)
"""Its expenses of the same quarters: above the receipts in the fourth."""


@dataclass
class Life:
    """A deal, who takes part, and the record of it. ``keys`` are the attestors', in rising address order."""

    chain: Devnet
    terms: Terms
    platform: Platform
    record: DeploymentRecord
    keys: tuple[LocalAccount, ...]
    parties: dict[str, Sender]

    @property
    def licensee(self) -> Sender:
        return self.chain.accounts[2]

    @property
    def anybody(self) -> Sender:
        return self.chain.accounts[3]

    @property
    def originator(self) -> Sender:
        return self.chain.accounts[1]

    @property
    def investors(self) -> tuple[ChecksumAddress, ...]:
        return self.chain.accounts[5:15]

    def contract(self, name: str, address: str) -> Contract:
        return contract(self.chain.web3, name, self.chain.web3.to_checksum_address(address))

    def token(self, tranche: str) -> Contract:
        return self.contract("TrancheToken", self.record.tokens[tranche].address)

    @property
    def escrow(self) -> Contract:
        return self.contract("RoyaltyEscrow", self.record.escrow.address)

    @property
    def cash(self) -> Contract:
        return self.contract("MockPaymentToken", self.record.payment_token.address)

    def send(self, call: Any, sender: Sender) -> TxReceipt:
        return send(self.chain.web3, call, sender)

    @property
    def deal(self) -> DealContracts:
        return DealContracts(self.chain.web3, self.record)

    @property
    def offering(self) -> Contract:
        return self.contract("Offering", self.record.offering.address)

    def subscribe(self, investor: ChecksumAddress, tranche: int, units: int, level: int = 0) -> None:
        """Bid with exactly the price of the level."""
        paid = units * self.offering.functions.priceAt(tranche, level).call()
        self.send(self.cash.functions.mint(investor, paid), investor)
        self.send(self.cash.functions.approve(self.offering.address, paid), investor)
        self.send(self.offering.functions.subscribe(tranche, level, units), investor)

    def close_alone(self) -> None:
        """The window ends and the deal closes; nobody collects yet."""
        deadline = self.offering.functions.window().call()[1]
        if self.chain.web3.eth.get_block("latest")["timestamp"] <= deadline:
            self.chain.warp(deadline + 1)
        sale.close(self.deal, self.anybody)

    def close(self) -> None:
        """That, and everybody gets what he is due."""
        self.close_alone()
        sale.collect_all(self.deal, self.anybody)

    def pay(self, dollars: int) -> None:
        amount = dollars * USD
        self.send(self.cash.functions.mint(self.licensee, amount), self.licensee)
        self.send(self.cash.functions.approve(self.escrow.address, amount), self.licensee)
        self.send(self.escrow.functions.payRoyalty(b"catalogue".ljust(32), amount, b"advice".ljust(32)), self.licensee)

    def report(
        self, period: int, received: int, invoices: list[int], target: int | None = None, other: int = 0
    ) -> tuple[Any, ...]:
        """Submit a report in dollars, signed by as many attestors as it takes; its fields as the contracts take them."""
        oracle = self.contract("RoyaltyOracle", self.record.oracle.address)
        amounts = (
            received * USD,
            other * USD,
            target is not None,
            (target or 0) * USD,
            [due * USD for due in invoices],
        )
        report = (self.record.deal.address, period, 1, *amounts, bytes([period]) * 32)
        digest = oracle.functions.digestOf(report).call()
        signatures = b"".join(
            bytes(key.unsafe_sign_hash(digest).signature) for key in self.keys[: self.terms.oracle.threshold]
        )
        self.send(oracle.functions.submit(report, signatures), self.anybody)
        return report

    def execute(self, report: tuple[Any, ...]) -> None:
        scheduled = self.contract("Deal", self.record.deal.address).functions.scheduledAt(report[1]).call()
        now = self.chain.web3.eth.get_block("latest")["timestamp"]
        self.chain.warp(max(now + DAY, scheduled) + 3600)
        self.send(self.contract("Deal", self.record.deal.address).functions.execute(report), self.anybody)

    def withdraw(self, payee: Sender) -> None:
        self.send(self.escrow.functions.withdraw(), payee)

    def claim(self, tranche: str, holder: ChecksumAddress) -> None:
        self.send(self.escrow.functions.claim(self.token(tranche).address), holder)


def begin(
    chain: Devnet,
    terms: Terms,
    platform: Platform | None = None,
    salt: bytes | None = None,
    facts: ChecksumAddress | None = None,
) -> Life:
    """A platform (unless given), a payment token, ten admitted investors and the deal, not yet sold."""
    web3, admin = chain.web3, chain.accounts[0]
    platform = platform or deploy_platform(web3, admin)
    admit_ten(chain, platform)
    signers = {party: quick_key(bytes([7, i]) * 16) for i, party in enumerate(terms.attestors)}
    for key in signers.values():
        web3.provider.make_request(RPCEndpoint("anvil_setBalance"), [key.address, hex(10**20)])
    parties: dict[str, Sender] = {party.id: chain.accounts[15 + i] for i, party in enumerate(terms.parties)}
    parties |= signers
    addresses = {party: who if isinstance(who, str) else who.address for party, who in parties.items()}
    token = deploy_contract(web3, "MockPaymentToken", admin)
    record = issue(web3, platform, terms, DealAddresses(token, chain.accounts[1], addresses, facts), admin, salt)
    keys = tuple(sorted(signers.values(), key=lambda key: int(key.address, 16)))
    return Life(chain, terms, platform, record, keys, parties)


def admit_ten(chain: Devnet, platform: Platform) -> None:
    """Ten investors of the United States, all of them professionals, and the originator, to whom units are issued that it retains."""
    web3, admin = chain.web3, chain.accounts[0]
    registry = contract(web3, "InvestorRegistry", platform.registry)
    send(web3, registry.functions.grantRole(web3.keccak(text="AGENT_ROLE"), admin), admin)
    for investor in (*chain.accounts[5:15], chain.accounts[1]):
        send(web3, registry.functions.admit(investor, 840, 2, FAR), admin)


def sell_out(life: Life) -> None:
    """Ten holders: seven of the senior notes, two of the mezzanine, one of the junior; and the closing, at which the originator gets
    the junior units that it retains.
    """
    seniors = life.investors[:7]
    for investor, units in zip(seniors, (1_000, 2_000, 1_500, 1_400, 1_100, 900, 100), strict=True):
        life.subscribe(investor, 0, units)
    for investor, units in zip(life.investors[7:9], (1_700, 800), strict=True):
        life.subscribe(investor, 1, units)
    life.subscribe(life.investors[9], 2, 950)
    life.close()


def live(life: Life) -> None:
    """Five quarters: cash that comes late in the second, a deficit in the fourth, arrears in the fifth; transfers,
    claims and a donation between them.
    """
    first, second, last = life.investors[0], life.investors[1], life.investors[6]
    for period, (received, invoiced) in enumerate(zip(COLLECTED, INVOICED, strict=True), start=1):
        life.pay(received + {2: -40_000, 3: 40_000}.get(period, 0))
        life.execute(life.report(period, received, [invoiced]))
        if period == 1:
            life.claim("senior", first)
            life.send(life.token("senior").functions.transfer(last, 333), second)
            life.send(life.escrow.functions.withdraw(), life.originator)
        if period == 2:
            life.send(life.token("mezzanine").functions.transfer(first, 700), life.investors[7])
            life.send(life.token("senior").functions.approve(first, 5), second)
            life.send(life.token("senior").functions.transferFrom(second, first, 5), first)
            life.claim("mezzanine", life.investors[7])
        if period == 4:
            life.claim("senior", last)
            life.claim("senior", first)
            life.send(life.cash.functions.mint(life.escrow.address, 5 * USD), life.anybody)
            life.send(life.escrow.functions.withdraw(), life.parties["administrator"])
            life.send(life.escrow.functions.withdraw(), life.parties["trustee"])
