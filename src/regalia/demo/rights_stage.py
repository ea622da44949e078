# SPDX-License-Identifier: Apache-2.0
"""Where the demo's rights are known: registry, legal oracle and pool, their officers, and what is entered there of eight patents."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.chain.deployer import deploy_rights
from regalia.demo.cast import address_of
from regalia.demo.issuing import Stage
from regalia.demo.places import find
from regalia.domain.rights.acts import LegalEvent, LicenceGrant, RightEntry, RightValuation
from regalia.domain.rights.day import today_of
from regalia.domain.rights.right import Right
from regalia.domain.rights.words import Act
from regalia.feeds import Portfolio, load_portfolio
from regalia.feeds.documents import part_of
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_report import hand_in, sign
from regalia.servicing import rights as desk
from regalia.servicing.offices import appoint
from regalia.servicing.rights import RightsContracts

THRESHOLD = 2
ATTESTORS = ("patent attorney", "trustee's counsel", "servicer's counsel")
REGISTRAR, APPRAISER, TRUSTEE = "registrar of rights", "appraiser", "trustee of rights"
DEAL = "patents"
A_WEEK = 7 * 24 * 3600
_CODE = {Act.FILED: b"filed", Act.GRANTED: b"granted"}


@dataclass(frozen=True)
class RightsStage:
    """``portfolio`` is the file; its parties are wallets of the cast."""

    stage: Stage
    contracts: RightsContracts
    portfolio: Portfolio

    @property
    def rights(self) -> tuple[Right, ...]:
        """As the file has them, in its order."""
        return tuple(self.portfolio.registry.rights.values())

    def attest(self, *events: LegalEvent) -> None:
        """As many attestors as it takes sign, and the relay hands the report in."""
        web3, oracle = self.stage.chain.web3, self.contracts.oracle_address
        report = LegalReport(events, web3.eth.get_block("latest")["timestamp"] + A_WEEK)
        signers = [self.stage.cast.attestor("legal", name) for name in ATTESTORS[:THRESHOLD]]
        signatures = [sign(report, web3.eth.chain_id, oracle, signer) for signer in signers]
        hand_in(web3, oracle, report, signatures, self.stage.cast.wallet("relay"))


def set_rights_stage(stage: Stage) -> RightsStage:
    """Deploy, appoint, and read the portfolio; nothing is entered yet."""
    web3, cast = stage.chain.web3, stage.cast
    operator = cast.wallet("platform operator")
    made = deploy_rights(web3, operator, THRESHOLD)
    contracts = RightsContracts(web3, made.registry, made.oracle, made.pool, made.valuation_oracle)
    appoint(web3, "rights-registrar", made.registry, cast.wallet(REGISTRAR), operator)
    appoint(web3, "appraiser", made.registry, cast.wallet(APPRAISER), operator)
    appoint(web3, "rights-trustee", made.pool, cast.wallet(TRUSTEE), operator)
    for name in ATTESTORS:
        appoint(web3, "legal-attestor", made.oracle, cast.attestor("legal", name).address, operator)
    today = today_of(web3.eth.get_block("latest")["timestamp"])
    return RightsStage(stage, contracts, load_portfolio(find("data", "ip", "patents-portfolio.yaml"), today))


def enter_portfolio(rights: RightsStage) -> int:
    """The registrar enters what the documents say, the appraiser its valuations; attestors report that each was filed and granted.

    Returns how many acts were entered.
    """
    cast, contracts = rights.stage.cast, rights.contracts
    registrar, appraiser = cast.wallet(REGISTRAR), cast.wallet(APPRAISER)
    addresses = {party.id: cast.wallet(f"{DEAL}/{party.id}") for party in rights.portfolio.terms.parties}
    acts = rights.portfolio.acts({**addresses, APPRAISER: appraiser}, rights.stage.currency)
    for act in acts:
        match act:
            case RightEntry():
                desk.enter(contracts, act, registrar)
            case LicenceGrant():
                desk.grant_licence(contracts, act, registrar)
            case RightValuation():
                desk.value(contracts, act, appraiser)
    rights.attest(*(event for right in rights.rights for event in _history(right)))
    return len(acts)


def entry_again(rights: RightsStage) -> None:
    """Somebody tries to enter the first right a second time."""
    addresses = {party.id: rights.stage.cast.wallet(f"{DEAL}/{party.id}") for party in rights.portfolio.terms.parties}
    first = rights.portfolio.acts(addresses, rights.stage.currency)[0]
    assert isinstance(first, RightEntry)
    desk.enter(rights.contracts, first, address_of(rights.stage.cast.wallet(REGISTRAR)))


def _history(right: Right) -> tuple[LegalEvent, LegalEvent]:
    """Filed on the day of priority, granted on the same for want of another: the extracts are invented."""

    def event(number: int, act: Act) -> LegalEvent:
        document = part_of(right.entry.document, f"extract, event {number}")
        return LegalEvent(right.id, number, act, right.entry.priority, 0, _CODE[act], document)

    return event(1, Act.FILED), event(2, Act.GRANTED)
