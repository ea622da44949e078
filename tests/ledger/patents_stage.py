# SPDX-License-Identifier: Apache-2.0
"""Where the deal on patents is lived through: its rights, the officers who feed them, and what each does, by the production code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import ChecksumAddress
from web3 import Web3

from regalia.chain.deployer import Platform, RightsPlatform, deploy_rights
from regalia.chain.devnet import Devnet
from regalia.domain.rights.acts import LegalEvent, LicenceGrant, RightEntry, RightValuation, Valuation
from regalia.domain.rights.day import today_of
from regalia.domain.rights.number import registered
from regalia.domain.rights.words import Act, Kind, Method
from regalia.domain.terms import load_terms
from regalia.feeds import load_portfolio
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_report import RightReport, hand_in, sign
from regalia.oracle.valuation_report import SignedValuation, ValuationReport
from regalia.servicing import rights as desk
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offices import appoint
from regalia.servicing.rights import RightsContracts
from tests.deals import DATA, DEALS
from tests.ledger.life import DAY, USD, Life, begin

TERMS = load_terms(DEALS / "patents.yaml")
PORTFOLIO = DATA / "ip" / "patents-portfolio.yaml"
BEGIN = 1_736_078_400
"""2025-01-05 12:00 UTC, ten days before the closing date."""
ACCOUNTS = 40
FIRST_FREE = 22
"""Accounts from here on belong to no party of ``Life``."""
ROLES = ("registrar", "appraiser", "trustee", "tax-office", "buyer", "maker", "another-pool")
COMPANIES = ("company-a", "company-b", "company-c", "company-d", "company-e", "north-holding")
SPARE = registered("CN", Kind.PATENT, 2021, 991_000_009)
OTHERS = registered("CN", Kind.PATENT, 2021, 991_000_010)
_CODES = {Act.INVALIDATED: b"M23", Act.CHALLENGED: b"L10", Act.UPHELD: b"M11"}


@dataclass
class PatentsLife:
    """The deal and its rights. ``patents`` are the ids of the portfolio's, ``signers`` attestors of legal events now in office,
    ``valuers`` of valuations; ``elsewhere`` are contracts of the same code that know nothing.
    """

    life: Life
    rights: RightsContracts
    elsewhere: RightsPlatform
    patents: tuple[bytes, ...]
    people: dict[str, ChecksumAddress]
    signers: list[LocalAccount]
    valuers: list[LocalAccount]
    papers: list[bytes] = field(default_factory=list)

    @property
    def deal(self) -> DealContracts:
        return DealContracts(self.life.chain.web3, self.life.record)

    @property
    def now(self) -> int:
        return int(self.life.chain.web3.eth.get_block("latest")["timestamp"])

    @property
    def today(self) -> int:
        return today_of(self.now)

    def patent(self, number: int) -> bytes:
        return self.patents[number - 1]

    def paper(self) -> bytes:
        """The hash of a document nobody used before."""
        self.papers.append(sha256(f"document {len(self.papers)}".encode()).digest())
        return self.papers[-1]

    def on(self, day: int) -> None:
        """Wait for noon UTC of a day, yyyymmdd."""
        noon = datetime(day // 10_000, day // 100 % 100, day % 100, 12, tzinfo=UTC)
        self.life.chain.warp(int(noon.timestamp()))

    def happen(self, right: bytes, *acts: Act, effective: int | None = None) -> None:
        """As many attestors as it takes report that it happened, today where no day is given."""
        first, day = self.rights.next_event(right), effective or self.today
        events = [
            LegalEvent(right, first + i, act, day, 0, _CODES.get(act, b""), self.paper()) for i, act in enumerate(acts)
        ]
        self.attest(*events)

    def attest(self, *events: LegalEvent) -> None:
        self.report(LegalReport(events, self.now + DAY), self.signers)

    def attest_values(self, *values: tuple[bytes, int, int], until: int) -> None:
        """Two attestors say what rights are worth today: each with the number of the valuation and its dollars."""
        token, today = self.life.record.payment_token.address, self.today
        signed = [
            SignedValuation(right, number, token, dollars * USD, Method.INCOME, today, until, self.paper())
            for right, number, dollars in values
        ]
        self.report(ValuationReport(tuple(signed), self.now + DAY), self.valuers)

    def report(self, report: RightReport, signers: Sequence[LocalAccount]) -> None:
        web3, oracle = self.life.chain.web3, self.rights.oracle_of(report.kind).address
        signatures = [sign(report, web3.eth.chain_id, oracle, signer) for signer in signers]
        hand_in(web3, oracle, report, signatures, self.life.anybody)

    def value(self, right: bytes, dollars: int, until: int, token: str | None = None) -> None:
        """In the deal's token where no other is given."""
        token = token or self.life.record.payment_token.address
        words = Valuation(token, dollars * USD, self.people["appraiser"], self.today, until, Method.INCOME)
        desk.value(self.rights, RightValuation(right, words, self.paper()), self.people["appraiser"])

    def pay(self, period: int, bought_back: int = 0) -> None:
        """A payment date: 500,000 of fees come in and 6,000 are invoiced; ``bought_back`` came in as the price of a right."""
        self.life.pay(500_000)
        self.life.execute(self.life.report(period, 500_000, [6_000], other=bought_back))


def attestor(number: int) -> LocalAccount:
    """A key of its own: below 20 of legal events, from there on of valuations."""
    key: LocalAccount = Account.from_key(bytes([9, number]) * 16)
    return key


def set_stage(chain: Devnet, platform: Platform) -> PatentsLife:
    """Rights are entered and known, and the deal is offered; nothing is pledged."""
    web3, admin = chain.web3, chain.accounts[0]
    elsewhere, made = deploy_rights(web3, admin, 2), deploy_rights(web3, admin, 2)
    people = dict(zip((*ROLES, *COMPANIES), chain.accounts[FIRST_FREE:], strict=False))
    people["originator"] = chain.accounts[1]
    signers = [attestor(i) for i in range(3)]
    rights = RightsContracts(web3, made.registry, made.oracle, made.pool, made.valuation_oracle)
    appoint(web3, "rights-registrar", made.registry, people["registrar"], admin)
    appoint(web3, "appraiser", made.registry, people["appraiser"], admin)
    appoint(web3, "rights-trustee", made.pool, people["trustee"], admin)
    for signer in signers:
        appoint(web3, "legal-attestor", made.oracle, signer.address, admin)
    valuers = [attestor(20 + i) for i in range(2)]
    for signer in valuers:
        appoint(web3, "valuation-attestor", made.valuation_oracle, signer.address, admin)
    life = begin(chain, TERMS, platform, facts=made.pool)
    portfolio = load_portfolio(PORTFOLIO, today_of(BEGIN))
    world = PatentsLife(life, rights, elsewhere, tuple(portfolio.registry.rights), people, signers[:2], valuers)
    token = Web3.to_checksum_address(life.record.payment_token.address)
    for act in portfolio.acts(people, token):
        match act:
            case RightEntry():
                desk.enter(rights, act, people["registrar"])
            case LicenceGrant():
                desk.grant_licence(rights, act, people["registrar"])
            case RightValuation():
                desk.value(rights, act, people["appraiser"])
    events = []
    for right in portfolio.registry.rights.values():
        for number, was in enumerate((Act.FILED, Act.GRANTED), 1):
            events.append(LegalEvent(right.id, number, was, right.entry.priority, 0, b"", world.paper()))
    world.attest(*events)
    return world
