# SPDX-License-Identifier: Apache-2.0
"""The notes with everything the oracle's terms can say, its officers, and what they and the attestors do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3.contract import Contract
from web3.types import TxReceipt

from regalia.chain.devnet import Devnet
from regalia.chain.transact import Sender
from regalia.domain.terms import Terms, load_terms
from tests.ledger.life import DAY, USD, Life, begin, sell_out
from tests.ledger.tampering import edited
from tests.mills import NOTES
from tests.support.quick_keys import quick_key

ACCOUNTS = 32
WINDOW = DAY
BOND = 1_000 * USD
MISSING_DAYS = 30
Report = tuple[Any, ...]
"""As the contracts take it: deal, period, epoch, received, other income, target set, target, invoices, evidence root."""
NO_ROOT = bytes(32)


def terms() -> Terms:
    """Weight 3 of 6 attests, as the auditor weighs two; strangers dispute with a bond; a report a hundred days old raises a flag."""

    def edit(data: dict[str, Any]) -> None:
        data["oracle"] |= {"weights": {"auditor": 2}, "dispute_bond": "1000", "missing_after_days": MISSING_DAYS}
        stale = {"kind": "days-since-report", "breached": "above", "threshold": 100}
        flag = {"kind": "flag", "flag": "stale"}
        data["triggers"] = [{"id": "stale", "measure": stale, "cure": "curable", "measured": "before", "effect": flag}]

    return edited(load_terms(NOTES), edit)


def root(text: str) -> bytes:
    return text.encode().ljust(32, b"\0")


@dataclass
class OracleStage:
    """``keys`` are whoever may sign, by address; ``reports`` all that were handed in, last one last, with their roots."""

    life: Life
    keys: dict[str, LocalAccount] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)

    @classmethod
    def begin(cls, chain: Devnet, given: Terms | None = None) -> OracleStage:
        """Sold out and closed; the three offices of the oracle are held."""
        stage = cls(begin(chain, given or terms()))
        life = stage.life
        stage.keys = {key.address: key for key in (*life.keys, *stage.newcomers)}
        sell_out(life)
        for role, officer in (("GOVERNOR", "governor"), ("TRUSTEE", "trustee"), ("SUPERVISOR", "supervisor")):
            grant = stage.oracle.functions.grantRole(chain.web3.keccak(text=f"{role}_ROLE"), stage[officer])
            life.send(grant, chain.accounts[0])
        for stranger in ("investor", "attacker", "licensee"):
            life.send(life.cash.functions.mint(stage[stranger], 10 * BOND), stage[stranger])
            life.send(life.cash.functions.approve(stage.oracle.address, 10 * BOND), stage[stranger])
        return stage

    def __getitem__(self, role: str) -> ChecksumAddress:
        names = ("governor", "trustee", "supervisor", "attacker", "licensee")
        return self.life.investors[0] if role == "investor" else self.life.chain.accounts[26 + names.index(role)]

    @property
    def newcomers(self) -> tuple[LocalAccount, ...]:
        """Two who attest from the rotation on."""
        return tuple(quick_key(bytes([9, i]) * 16) for i in range(2))

    @property
    def oracle(self) -> Contract:
        return self.life.contract("RoyaltyOracle", self.life.record.oracle.address)

    @property
    def deal(self) -> ChecksumAddress:
        return self.life.chain.web3.to_checksum_address(self.life.record.deal.address)

    @property
    def now(self) -> int:
        return int(self.life.chain.web3.eth.get_block("latest")["timestamp"])

    @property
    def epoch(self) -> int:
        return int(self.oracle.functions.signersOf(self.deal).call()[0])

    def wait(self, seconds: int) -> None:
        self.life.chain.warp(self.now + seconds)

    def act(self, name: str, *arguments: Any, by: Sender) -> TxReceipt:
        """A transaction on the oracle about the deal."""
        return self.life.send(self.oracle.functions[name](self.deal, *arguments), by)

    def signatures(self, digest: Any) -> bytes:
        """Of all in force: the contract looks at as many as it takes."""
        signers: Sequence[str] = self.oracle.functions.signersOf(self.deal).call()[4]
        return b"".join(bytes(self.keys[s].unsafe_sign_hash(digest).signature) for s in signers)

    def made(self, period: int, dollars: int, invoiced: int = 100_000, other: int = 0, name: str = "") -> Report:
        amounts = (dollars * USD, other * USD, False, 0, [invoiced * USD])
        return (self.deal, period, self.epoch, *amounts, root(name or f"report {period}"))

    def hand_in(self, report: Report) -> Report:
        """Signed by enough, and accepted."""
        signed = self.signatures(self.oracle.functions.digestOf(report).call())
        self.life.send(self.oracle.functions.submit(report, signed), self.life.anybody)
        self.reports.append(report)
        return report

    def restate(self, number: int, period: int, dollars: int, other: int, corrects: bytes, name: str) -> None:
        given = (self.deal, number, self.epoch, period, dollars * USD, other * USD, corrects, root(name))
        signed = self.signatures(self.oracle.functions.restatementDigestOf(given).call())
        self.life.send(self.oracle.functions.restate(given, signed), self.life.anybody)

    def scheduled(self, period: int) -> int:
        deal = self.life.contract("Deal", self.deal)
        return int(deal.functions.scheduledAt(period).call())

    def reach(self, seconds: int) -> None:
        if seconds > self.now:
            self.life.chain.warp(seconds)

    def execute(self, report: Report) -> None:
        """On the scheduled date, or at once when it is over."""
        self.reach(self.scheduled(report[1]))
        self.life.send(self.life.contract("Deal", self.deal).functions.execute(report), self.life.anybody)

    def declare_missing(self, period: int) -> Report:
        """As soon as it can be; the empty report that stands in."""
        self.reach(self.scheduled(period) + MISSING_DAYS * DAY)
        self.act("declareMissing", by=self["attacker"])
        return (self.deal, period, self.epoch, 0, 0, False, 0, [0], NO_ROOT)

    def propose(self, threshold: int, weights: dict[str, int], by: str = "governor") -> None:
        signers = sorted(weights, key=lambda signer: int(signer, 16))
        self.act("proposeSigners", threshold, signers, [weights[s] for s in signers], by=self[by])
