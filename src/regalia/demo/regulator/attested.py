# SPDX-License-Identifier: Apache-2.0
"""Deals whose receipts come from a file and are signed as they stand, without documents; Python's own books run beside the "
"chain's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eth_utils.crypto import keccak

from regalia.chain.issuance import DealAddresses, issue
from regalia.chain.record import save_record
from regalia.demo.cast import address_of
from regalia.demo.clock import wait_until
from regalia.demo.issuing import offered_at
from regalia.demo.papers import Papers
from regalia.demo.regulator.world import QUIET, World
from regalia.demo.running import RunningDeal
from regalia.demo.scenario import Order, Profile, Scenario
from regalia.demo.selling import close, give, sell
from regalia.domain.compile import compile_terms
from regalia.domain.history import DealBooks
from regalia.domain.state import State
from regalia.domain.terms import load_terms
from regalia.domain.terms.parties import Role
from regalia.oracle.attestation import Attestation
from regalia.oracle.chain_view import read_chain
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.mandate import Mandate
from regalia.oracle.quorum import Quorum
from regalia.oracle.relay import Relay
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import signable
from regalia.receipts import read_receipts
from regalia.servicing import payments
from regalia.servicing.deal_contracts import DealContracts

LICENSEE: Role = "licensee"


@dataclass(frozen=True)
class Plan:
    """A deal: its files, and who buys what of it."""

    terms_path: Path
    receipts_path: Path
    orders: tuple[Order, ...]
    profiles: Mapping[str, Profile]


def begin(world: World, plan: Plan) -> RunningDeal:
    """The deal of a plan, made, sold and closed if it is not."""
    terms = load_terms(plan.terms_path)
    if terms.id in world.deals:
        return world.deals[terms.id]
    stage, cast, program = world.stage, world.stage.cast, compile_terms(terms)
    wait_until(stage.chain, offered_at(terms))
    parties = {party.id: address_of(cast.party(terms, party.id)) for party in terms.parties}
    addresses = DealAddresses(stage.currency, cast.wallet(f"{terms.id}/originator"), parties)
    record = issue(stage.chain.web3, stage.platform, terms, addresses, cast.wallet("arranger"))
    scenario = Scenario(terms.name, "", "", "", "", (), "", plan.orders, (), "", plan.profiles)
    exchange = stage.out / "exchange" / terms.id
    exchange.mkdir(parents=True)
    deal = RunningDeal(
        scenario=scenario,
        terms=terms,
        terms_path=plan.terms_path,
        program=program,
        rows=read_receipts(plan.receipts_path, program, terms.money),
        record=record,
        record_path=save_record(record, stage.out / "deployments"),
        contracts=DealContracts(stage.chain.web3, record),
        cast=cast,
        attestors=(),
        papers=Papers(plan.terms_path.parent, (), {}),
        exchange=FolderExchange(exchange),
        figures={"periods": []},
    )
    world.enter(deal)
    sell(stage, deal, QUIET)
    close(stage, deal, QUIET)
    funded = tuple(deal.money.to_units(account.funded_at_closing) for account in terms.accounts)
    world.books[terms.id] = DealBooks(deal.program, State.opening(deal.program, funded))
    return deal


def pay_in(deal: RunningDeal, amount: int, period: str) -> None:
    """The licensee pays royalties of a period into the escrow."""
    licensee = next(party.id for party in deal.terms.parties if LICENSEE in party.roles)
    payer = deal.cast.party(deal.terms, licensee)
    give(deal, address_of(payer), amount)
    payments.pay_royalty(deal.contracts, keccak(text=licensee), amount, keccak(text=period), payer)
    deal.cash_in += amount


def sign(deal: RunningDeal, message: RoyaltyReport | Restatement) -> bytes:
    """As many attestors as it takes, as the oracle takes their signatures."""
    mandate = Mandate.from_record(deal.record)
    keys = [deal.cast.attestor(deal.terms.id, party) for party in deal.terms.attestors]
    text = signable(message, mandate.domain)
    given = [Attestation(key.address, bytes(key.sign_message(text).signature)) for key in keys]
    return Quorum.of(read_chain(deal.web3, mandate).stream).encode(message, mandate.domain, given)


def hand_in(world: World, deal: RunningDeal, report: RoyaltyReport) -> None:
    """Sign a report and bring it on chain."""
    relay = Relay(deal.web3, deal.contracts.oracle.address, world.stage.cast.wallet("relay"), deal.record.block_number)
    relay.submit(report, sign(deal, report))
