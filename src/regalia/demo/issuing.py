# SPDX-License-Identifier: Apache-2.0
"""The first chapters: the platform, and a deal from its file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from eth_typing import ChecksumAddress

from regalia.chain.connection import place
from regalia.chain.deployer import Platform, deploy_contract, deploy_platform
from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.local_chain import LocalChain
from regalia.chain.record import DeploymentRecord, save_record
from regalia.demo.cast import Cast, address_of
from regalia.demo.clock import noon, wait_until
from regalia.demo.papers import Papers
from regalia.demo.places import find
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Scenario
from regalia.demo.story import Story
from regalia.domain.compile import compile_terms
from regalia.domain.money import format_decimal, format_rate
from regalia.domain.program import Program
from regalia.domain.terms import Terms, load_terms
from regalia.domain.terms.tranches import Tranche
from regalia.oracle.document_attestor import DocumentAttestor
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.mandate import Mandate
from regalia.oracle.signing_record import SigningRecord
from regalia.receipts import read_receipts
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.offices import OFFICES, OFFICES_OF_THE_ORACLE, appoint


@dataclass(frozen=True)
class Stage:
    """Where the demo plays: the chain, its people, what all deals share, the test currency, and the folder for results."""

    chain: LocalChain
    cast: Cast
    platform: Platform
    currency: ChecksumAddress
    out: Path


def set_stage(chain: LocalChain, out: Path, story: Story) -> Stage:
    """Deploy what all deals share, and a test currency."""
    story.chapter("The platform")
    cast = Cast(chain)
    operator = cast.wallet("platform operator")
    platform = deploy_platform(chain.web3, operator)
    _appoint(chain, cast, platform)
    currency = deploy_contract(chain.web3, "MockPaymentToken", operator)
    story.say(
        f"The demo plays on a local chain, {place(chain.url)}, id {chain.chain_id}. "
        "On it stand the oracle for royalty reports, the registry of eligible investors, the "
        "transfer agent and the supervisor, the factory that makes deals, the desk where units are traded and the meeting of their "
        "holders. Each officer has one role and can do nothing else; "
        "each act of a transfer agent's officer or of a supervisor names the order it rests on. Nobody has a role over cash. The "
        "payment token is a test dollar with 6 decimals, worth nothing."
    )
    story.line("")
    rows = [
        ("RoyaltyOracle", platform.oracle),
        ("InvestorRegistry", platform.registry),
        ("TransferAgent", platform.agent),
        ("Supervisor", platform.supervisor),
        ("DealFactory", platform.factory),
        ("NoteholderMeeting", platform.meeting),
        ("SettlementDesk", str(platform.desk)),
        ("test dollar", currency),
    ]
    story.table(("contract", "address"), rows, "ll")
    story.line("")
    story.table(
        ("officer", "may"), [(name, office.duty) for name, office in (OFFICES | OFFICES_OF_THE_ORACLE).items()], "ll"
    )
    return Stage(chain, cast, platform, currency, out)


def _appoint(chain: LocalChain, cast: Cast, platform: Platform) -> None:
    """Give every office to a wallet of its own."""
    seats = {
        "InvestorRegistry": platform.registry,
        "TransferAgent": platform.agent,
        "Supervisor": platform.supervisor,
        "RoyaltyOracle": platform.oracle,
    }
    for name, office in (OFFICES | OFFICES_OF_THE_ORACLE).items():
        appoint(chain.web3, name, seats[office.contract], cast.wallet(name), cast.wallet("platform operator"))


def offered_at(terms: Terms) -> int:
    """When a deal has to be made so that its window is over on the eve of its closing date."""
    return noon(terms.calendar.closing, terms.offering.window_days + 1)


def issue_in_time(stage: Stage, scenario: Scenario, story: Story, facts: ChecksumAddress | None = None) -> RunningDeal:
    """Wait for that moment and make the deal."""
    wait_until(stage.chain, offered_at(load_terms(find("deals", scenario.terms_file))))
    return issue_deal(stage, scenario, story, facts)


def issue_deal(stage: Stage, scenario: Scenario, story: Story, facts: ChecksumAddress | None = None) -> RunningDeal:
    """Read the deal file, make the deal and write its record down. ``facts`` is the pool of rights of a deal that rests on one."""
    story.chapter(f"{scenario.title}: from the deal file to contracts")
    web3, cast = stage.chain.web3, stage.cast
    terms_path = find("deals", scenario.terms_file)
    terms = load_terms(terms_path)
    program = compile_terms(terms)
    addresses = DealAddresses(
        payment_token=stage.currency,
        originator=cast.wallet(f"{terms.id}/originator"),
        parties={party.id: address_of(cast.party(terms, party.id)) for party in terms.parties},
        facts=facts,
    )
    papers = Papers.open(scenario, terms.attestors, stage.out / "evidence" / terms.id)
    exchange = _exchange(stage.out / "exchange" / terms.id)
    record = issue(web3, stage.platform, terms, addresses, cast.wallet("arranger"))
    deal = RunningDeal(
        scenario=scenario,
        terms=terms,
        terms_path=terms_path,
        program=program,
        rows=read_receipts(find("data", *scenario.receipts_file.split("/")), program, terms.money),
        record=record,
        record_path=save_record(record, stage.out / "deployments"),
        contracts=DealContracts(web3, record),
        cast=cast,
        attestors=_attestors(stage, terms, program, record, papers, exchange),
        papers=papers,
        exchange=exchange,
    )
    _introduce(deal, story)
    return deal


def _exchange(folder: Path) -> FolderExchange:
    """Where attestors leave proposals and answers; of an earlier demo nothing is left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return FolderExchange(folder)


def _attestors(
    stage: Stage, terms: Terms, program: Program, record: DeploymentRecord, papers: Papers, exchange: FolderExchange
) -> tuple[DocumentAttestor, ...]:
    """Every attestor with a key, documents and a record of signatures of its own."""
    return tuple(
        DocumentAttestor(
            name=party,
            signer=stage.cast.attestor(terms.id, party),
            mandate=Mandate.from_record(record),
            program=program,
            currency=terms.money,
            evidence=papers.evidence(party),
            web3=stage.chain.web3,
            record=SigningRecord(),
            known=exchange.proposals,
        )
        for party in terms.attestors
    )


def _coupon(tranche: Tranche) -> str:
    if not tranche.coupon:
        return "-"
    asked = bool(tranche.offer.bids and tranche.offer.bids.kind == "coupon")
    return f"from {format_rate(tranche.coupon.rate)}" if asked else format_rate(tranche.coupon.rate)


def _introduce(deal: RunningDeal, story: Story) -> None:
    terms, record = deal.terms, deal.record
    story.say(terms.notice)
    story.line("")
    classes = [
        (
            t.name,
            t.symbol,
            f"{t.units:,}",
            format_decimal(t.balance, 2),
            _coupon(t),
        )
        for t in terms.tranches
    ]
    story.table(("class", "symbol", "units", "balance", "coupon"), classes, "llrrr")
    story.line("")
    story.say(
        f"One transaction made the deal {record.deal.address} and its escrow {record.escrow.address}. The deal keeps the SHA-256 "
        f"of its terms, {record.terms_hash}. A receipts report needs {terms.oracle.threshold} of {len(terms.attestors)} attestors: "
        f"{', '.join(terms.attestors)}."
    )
    deal.figures |= {
        "deal": terms.id,
        "terms_hash": record.terms_hash,
        "address": record.deal.address,
        "escrow": record.escrow.address,
        "currency": terms.currency.code,
        "periods": [],
    }
