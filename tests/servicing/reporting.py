# SPDX-License-Identifier: Apache-2.0
"""A live deal whose reports cost a bond to dispute and can be missing, with five attestors and the three offices of the oracle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak

from regalia.chain.devnet import Devnet
from regalia.domain.terms import Terms, load_terms
from regalia.oracle.proposal import Proposal
from regalia.oracle.quorum import Quorum
from regalia.oracle.receipt_tree import tree_of
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.stream import Latest, Stream, read_latest, read_stream
from regalia.oracle.typed_data import Signable, SigningDomain
from regalia.servicing import offices
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offices import OFFICES_OF_THE_ORACLE
from tests.ledger.life import DAY, USD, Life, begin
from tests.oracle.panel import PERIOD, deal_file
from tests.oracle.stage import attest

BOND = 500 * USD
WINDOW = DAY
MISSING_AFTER = 30 * DAY
MISSING_GRACE = 3 * DAY
OLD, NEW = (
    "oracle: {threshold: 3, dispute_window_hours: 1}",
    "oracle: {threshold: 3, dispute_window_hours: 24, dispute_bond: 500, missing_after_days: 30}",
)
ROLES = {
    "senior_investor": 5,
    "rival": 6,
    "outsider": 3,
    **{name: 22 + i for i, name in enumerate(OFFICES_OF_THE_ORACLE)},
}
"""Who acts, and the number of the account."""
EVIDENCE, REASON = keccak(text="what shows the mistake"), keccak(text="the reasons")


@dataclass(frozen=True)
class Reporting:
    """``life`` has the deal and its parties; ``self["senior_investor"]`` and the like are accounts the node has unlocked."""

    life: Life

    def __getitem__(self, role: str) -> ChecksumAddress:
        return self.life.chain.accounts[ROLES[role]]

    @property
    def deal(self) -> DealContracts:
        return DealContracts(self.life.chain.web3, self.life.record)

    @property
    def chain(self) -> Devnet:
        return self.life.chain

    @property
    def now(self) -> int:
        return int(self.chain.web3.eth.get_block("latest")["timestamp"])

    @property
    def stream(self) -> Stream:
        return read_stream(self.chain.web3, self.deal.oracle.address, self.deal.deal.address)

    @property
    def latest(self) -> Latest:
        return read_latest(self.chain.web3, self.deal.oracle.address, self.deal.deal.address)

    @property
    def domain(self) -> SigningDomain:
        return SigningDomain(self.chain.chain_id, self.deal.oracle.address)

    @property
    def keys(self) -> tuple[LocalAccount, ...]:
        """Of the attestors, in rising order of address."""
        return self.life.keys

    def report(self, **changes: Any) -> RoyaltyReport:
        """Of the first period the deal pays, without receipts: as a proposal without leaves gives it."""
        fields = {
            "deal": self.deal.deal.address,
            "period": PERIOD,
            "epoch": self.stream.epoch,
            "received": 0,
            "other_income": 0,
            "has_target": False,
            "reserve_target": 0,
            "invoices": (0,) * self.stream.invoices,
            "evidence_root": tree_of(()).root,
        }
        return RoyaltyReport(**{**fields, **changes})

    def restatement(self, **changes: Any) -> Restatement:
        fields = {"deal": self.deal.deal.address, "number": 1, "epoch": self.stream.epoch, "period": PERIOD}
        amounts = {
            "received": 0,
            "other_income": 7 * USD,
            "corrects": tree_of(()).root,
            "evidence_root": tree_of(()).root,
        }
        return Restatement.made(**{**fields, **amounts, **changes})

    def proposal(self, report: Signable) -> Proposal:
        return Proposal(report, b"\7" * 32, (), self.domain)

    def signatures(self, report: Signable, count: int = 3) -> bytes:
        given = [attest(report, self.domain, key) for key in self.keys[:count]]
        return Quorum.of(self.stream).encode(report, self.domain, given)

    def accept(self, **changes: Any) -> RoyaltyReport:
        """Three attestors sign, and somebody hands it in."""
        report = self.report(**changes)
        submit = self.deal.oracle.functions.submit(report.as_tuple(), self.signatures(report))
        self.life.send(submit, self["outsider"])
        return report

    def execute(self, report: RoyaltyReport) -> None:
        """Its payment date, as soon as it may be."""
        self.life.execute(report.as_tuple())

    def balance(self, role: str) -> int:
        return int(self.deal.payment_token.functions.balanceOf(self[role]).call())

    def allowance(self, role: str) -> int:
        return int(self.deal.payment_token.functions.allowance(self[role], self.deal.oracle.address).call())


def terms_in(folder: Path) -> Terms:
    """The trust with five attestors, a bond, and reports that can be missing."""
    path = deal_file(folder)
    text = path.read_text(encoding="utf-8")
    assert OLD in text
    path.write_text(text.replace(OLD, NEW), encoding="utf-8")
    return load_terms(path)


def open_reporting(chain: Devnet, folder: Path) -> Reporting:
    """Sold and closed; investor and rival have money for two bonds each, and every office of the oracle has a holder."""
    life = begin(chain, terms_in(folder))
    life.subscribe(life.investors[0], 0, 277_712)
    life.close()
    found = Reporting(life)
    for name in OFFICES_OF_THE_ORACLE:
        offices.appoint(chain.web3, name, found.deal.oracle.address, found[name], chain.accounts[0])
    for role in ("senior_investor", "rival"):
        life.send(life.cash.functions.mint(found[role], 2 * BOND), found["outsider"])
    return found
