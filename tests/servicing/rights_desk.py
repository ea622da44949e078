# SPDX-License-Identifier: Apache-2.0
"""Registry, oracles and pool with their officers, a deal on them, and the files of two patents; nothing is entered yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from regalia.chain.deployer import deploy_contract, deploy_platform, deploy_rights
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.right_reports import LEGAL
from regalia.domain.terms import load_terms
from regalia.feeds.legal_status import read_legal_status
from regalia.feeds.portfolio import load_portfolio
from regalia.oracle.right_report import RightReport, hand_in, sign
from regalia.servicing import legal_drafts, offices
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.entering import carry_out, plan
from regalia.servicing.rights import RightsContracts
from tests.deals import DEALS
from tests.scripts.rights_files import LICENSED, OWNED, written
from tests.scripts.rights_stage import START
from tests.support.devnet import undone
from tests.support.roles import key_of

FIRST, SECOND = (text.encode().ljust(32, b"\0") for text in (OWNED, LICENSED))
TODAY = 20250102
ATTESTORS = tuple(key_of(role) for role in ("legal attestor", "second legal attestor"))
VALUERS = tuple(key_of(role) for role in ("valuation attestor", "second valuation attestor"))
ACTORS = ("admin", "registrar", "valuer", "originator", "owner", "attacker", "outsider")


@dataclass(frozen=True)
class Desk:
    """Registry, oracle and pool with their officers, a deal on them, and the files of two patents."""

    chain: Devnet
    rights: RightsContracts
    deal: DealContracts
    files: dict[str, Path]

    def __getitem__(self, role: str) -> Any:
        return self.chain.accounts[ACTORS.index(role)]

    @property
    def acts(self) -> Any:
        parties = {party: self[party] for party in ("originator", "owner", "valuer")}
        return load_portfolio(self.files["portfolio"], TODAY).acts(parties, self.deal.payment_token.address)

    def enter_all(self) -> None:
        for role in ("registrar", "valuer"):
            carry_out(self.rights, self.acts, plan(self.rights, self.acts, self[role]), self[role])

    def in_force(self) -> None:
        self.report(legal_drafts.draft(self.rights, read_legal_status(self.files["feed"])).report(START + 10**6))

    def report(self, report: RightReport) -> None:
        """Signed by both attestors of the kind, and handed in by somebody."""
        oracle = self.rights.oracle_of(report.kind).address
        keys = ATTESTORS if report.kind is LEGAL else VALUERS
        signed = [sign(report, self.chain.chain_id, oracle, key) for key in keys]
        hand_in(self.chain.web3, oracle, report, signed, self["outsider"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with devnet(timestamp=START, accounts=len(ACTORS)) as chain:
        web3, people = chain.web3, dict(zip(ACTORS, chain.accounts, strict=True))
        admin, terms = people["admin"], load_terms(DEALS / "patents.yaml")
        places = deploy_rights(web3, admin, 2)
        money = deploy_contract(web3, "MockPaymentToken", admin)
        parties = {party.id: chain.accounts[n % len(ACTORS)] for n, party in enumerate(terms.parties)}
        addresses = DealAddresses(money, people["originator"], parties, places.pool)
        deal = DealContracts(web3, issue(web3, deploy_platform(web3, admin), terms, addresses, admin))
        for office, officer in (("rights-registrar", people["registrar"]), ("appraiser", people["valuer"])):
            offices.appoint(web3, office, offices.seat(deal, office), officer, admin)
        for key in ATTESTORS:
            offices.appoint(web3, "legal-attestor", offices.seat(deal, "legal-attestor"), key.address, admin)
        for key in VALUERS:
            offices.appoint(web3, "valuation-attestor", offices.seat(deal, "valuation-attestor"), key.address, admin)
        files = written(tmp_path_factory.mktemp("rights"))
        yield Desk(chain, RightsContracts.of(web3, deal.record), deal, files)


@pytest.fixture
def desk(made: Desk) -> Iterator[Desk]:
    with undone(made.chain):
        yield made
