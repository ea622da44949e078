# SPDX-License-Identifier: Apache-2.0
"""A live deal with five attestors, three of whom have to sign, each with documents, a record of signatures and a keystore of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from eth_utils.crypto import keccak
from web3 import Web3

from regalia.chain.devnet import Devnet
from regalia.chain.transact import Sender
from regalia.domain.compile import compile_terms
from regalia.domain.money import Currency
from regalia.domain.program import Program
from regalia.domain.terms import load_terms
from regalia.oracle.chain_view import read_chain
from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.evidence_folder import EvidenceFolder
from regalia.oracle.exchange import Exchange
from regalia.oracle.mandate import Mandate
from regalia.oracle.proposal import Proposal
from regalia.oracle.proposing import Proposed, Proposer
from regalia.oracle.quorum import Quorum
from regalia.oracle.signing_record import SigningRecord
from regalia.oracle.stream import read_stream
from tests.ledger.life import USD, Life, begin
from tests.mills import DEAL
from tests.oracle.papers import Folder, Royalty, of_bank, of_society, whole

NAMES = ("servicer", "society", "auditor", "bank", "administrator")
PERIOD = 237
"""2023Q4, the first this deal pays."""
CUT_OFF = int(datetime(2024, 1, 20, 12, tzinfo=UTC).timestamp())
ROYALTIES = (
    Royalty("emi-mills", 1_000, 100, "EMI-2023Q4"),
    Royalty("peer-songs", 500, 50, "PEER-2023Q4"),
    Royalty("deposit-interest", 7, 0, "INTEREST-2023Q4"),
)
_PARTIES = """  - {id: servicer, name: Servicer, roles: [servicer, attestor]}
  - {id: society, name: Collecting society, roles: [attestor]}
  - {id: auditor, name: Auditor, roles: [auditor, attestor]}
  - {id: bank, name: Account bank, roles: [account-bank, attestor]}
  - {id: administrator, name: Administrator, roles: [attestor]}
"""


def deal_file(folder: Path) -> Path:
    """The trust with these five attestors, sold in a week."""
    text = DEAL.read_text(encoding="utf-8")
    head, rest = text.split("  - {id: collecting-agent", 1)
    tail = rest.split("oracle: {threshold: 2, dispute_window_hours: 0}", 1)[1]
    tail = tail.replace("offering: {window_days: 30}", "offering: {window_days: 7}")
    path = folder / "mills.yaml"
    path.write_text(head + _PARTIES + "\noracle: {threshold: 3, dispute_window_hours: 1}" + tail, encoding="utf-8")
    return path


@dataclass(frozen=True)
class Panel:
    """The deal, and who attests it. ``keys`` are by name."""

    life: Life
    terms_file: Path
    program: Program
    keys: dict[str, LocalAccount]

    @property
    def web3(self) -> Web3:
        return self.life.chain.web3

    @property
    def mandate(self) -> Mandate:
        return Mandate.from_record(self.life.record)

    @property
    def currency(self) -> Currency:
        return self.life.terms.money

    @property
    def deal(self) -> ChecksumAddress:
        return Web3.to_checksum_address(self.life.record.deal.address)

    def pay(self, licence: str, dollars: int | Decimal, reference: str) -> None:
        """The licensee pays into the escrow."""
        life, amount = self.life, int(dollars * USD)
        life.send(life.cash.functions.mint(life.licensee, amount), life.licensee)
        life.send(life.cash.functions.approve(life.escrow.address, amount), life.licensee)
        words = keccak(text=licence), amount, keccak(text=reference)
        life.send(life.escrow.functions.payRoyalty(*words), life.licensee)

    def pay_all(self, royalties: Sequence[Royalty] = ROYALTIES) -> None:
        for royalty in royalties:
            self.pay(royalty.licence, royalty.net, royalty.reference)

    def attestor(
        self, name: str, folder: Path, record: SigningRecord | None = None, known: Sequence[Proposal] = (), **more: Any
    ) -> DocumentAttestor:
        setting = (self.mandate, self.program, self.currency, EvidenceFolder.load(folder), self.web3)
        more.setdefault("clock", lambda: CUT_OFF)
        return DocumentAttestor(name, self.keys[name], *setting, record or SigningRecord(), lambda: known, **more)

    def propose(self, folder: Path, period: int = PERIOD, known: tuple[Proposal, ...] = (), **more: Any) -> Proposed:
        return self.proposer(folder, known).report(period, seed=b"\7" * 32, **more)

    def proposer(self, folder: Path, known: tuple[Proposal, ...] = ()) -> Proposer:
        evidence, view = EvidenceFolder.load(folder), read_chain(self.web3, self.mandate)
        return Proposer(self.mandate, self.program, self.currency, evidence, view, known)

    def weight(self, exchange: Exchange, proposal: Proposal) -> int:
        """Of the signatures under a proposal."""
        quorum = Quorum.of(read_stream(self.web3, self.mandate.domain.oracle, self.deal))
        return quorum.weight(a.signer for a in exchange.attestations(proposal.digest))


def open_panel(chain: Devnet, folder: Path) -> Panel:
    """Issued, sold, closed and paid; the chain stands at noon of 20 January 2024."""
    path = deal_file(folder)
    terms = load_terms(path)
    life = begin(chain, terms)
    life.subscribe(life.investors[0], 0, 277_712)
    life.close()
    by_address = {key.address: key for key in life.keys}
    keys = {name: by_address[address_of(life.parties[name])] for name in NAMES}
    panel = Panel(life, path, compile_terms(terms), keys)
    chain.warp(int(datetime(2024, 1, 15, 12, tzinfo=UTC).timestamp()))
    panel.pay_all()
    chain.warp(CUT_OFF)
    return panel


def address_of(party: Sender) -> ChecksumAddress:
    return party if isinstance(party, str) else party.address


def folders(path: Path, royalties: Sequence[Royalty] = ROYALTIES) -> dict[str, Folder]:
    """What each of the five holds, not yet written."""
    made: dict[str, Folder] = {name: whole(path / name, royalties) for name in NAMES}
    made["society"], made["bank"] = of_society(path / "society", royalties), of_bank(path / "bank", royalties)
    return made
