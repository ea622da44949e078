# SPDX-License-Identifier: Apache-2.0
"""What a deal was made with, as the contracts tell it: who they are wired to, and on what terms."""

from __future__ import annotations

from web3 import Web3
from web3.types import BlockData

from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_oracle import compile_oracle
from regalia.domain.terms import terms_hash
from regalia.ledger.replay import Replay
from regalia.ledger.run import NOBODY
from regalia.ledger.view_reader import ViewReader


def compare_setup_views(web3: Web3, block: BlockData, replayed: Replay) -> None:
    """Raises ``ChainUnreachableError``."""
    reader = ViewReader(web3, block, replayed.tally)
    _factory(reader, replayed)
    _deal(reader, replayed)
    _tokens(reader, replayed)
    _oracle(reader, replayed)


def _factory(reader: ViewReader, replayed: Replay) -> None:
    record = replayed.ledger.record
    factory = record.factory.address
    reader.fields(
        {
            f"record.{field}": getattr(record, field).address
            for field in ("oracle", "investor_registry", "transfer_agent", "supervisor")
        },
        "DealFactory",
        factory,
        "infrastructure",
    )
    reader.same("record.program_checker", record.program_checker.address, "DealFactory", factory, "CHECKER")
    for view, name in (("DEAL", "Deal"), ("OFFERING", "Offering"), ("TRANCHE_TOKEN", "TrancheToken")):
        made_of = record.implementations.get(name)
        reader.same(f"record.implementations.{name}", made_of and made_of.address, "DealFactory", factory, view)
    salt = str(record.arguments.get("salt", ""))
    if reader.tally.holds(_is_word(salt), "record", "record.arguments.salt", "of the deal", "32 bytes as 0x…", salt):
        what = "record.deal, by record.deployer and record.arguments.salt"
        reader.same(what, record.deal.address, "DealFactory", factory, "predictDeal", record.deployer, salt)


def _deal(reader: ViewReader, replayed: Replay) -> None:
    ledger = replayed.ledger
    record, program, deal = ledger.record, ledger.program, ledger.record.deal.address
    escrow, offering = record.escrow.address, record.offering.address
    reader.same("terms", terms_hash(ledger.terms), "Deal", deal, "termsHash")
    reader.same("program", program.pack(), "Deal", deal, "program")
    reader.same("number", len(program.tranches), "Deal", deal, "tranches")
    parties = {
        "record.escrow": escrow,
        "record.oracle": record.oracle.address,
        "record.offering": offering,
        "record.arguments.originator": record.arguments.get("originator"),
        "record.payees": list(replayed.run.payees),
    }
    reader.fields(parties, "Deal", deal, "parties")
    sources = {
        "record.support_facility": record.support_facility.address,
        "record.pool_facts": record.pool_facts.address if record.pool_facts else NOBODY,
    }
    reader.fields(sources, "Deal", deal, "sources")
    reader.same("record.deal_lens", record.deal_lens.address, "Deal", deal, "LENS")
    _meeting(reader, replayed)
    reader.same(
        "record.deal_lens", record.deal_lens.address, "SupportFacility", record.support_facility.address, "LENS"
    )
    reader.same("record.deal", deal, "RoyaltyEscrow", escrow, "DEAL")
    reader.same("record.payment_token", record.payment_token.address, "RoyaltyEscrow", escrow, "PAYMENT_TOKEN")
    reader.same("number", len(program.accounts) + len(program.facilities), "RoyaltyEscrow", escrow, "ACCOUNTS")
    reader.same("record.investor_registry", record.investor_registry.address, "RoyaltyEscrow", escrow, "REGISTRY")
    for name, address in (("RoyaltyEscrow", escrow), ("Deal", deal)):
        reader.same("record.supervisor", record.supervisor.address, name, address, "SUPERVISOR")
    authority = record.arguments.get("tax_authority")
    rates = {"table of rates": replayed.run.tax.pack(), "record.arguments.tax_authority": authority}
    reader.fields(rates, "RoyaltyEscrow", escrow, "withholding")
    window = {f"record.arguments.{what}": record.arguments.get(what) for what in ("opens", "deadline")}
    reader.fields(window, "Offering", offering, "window")


def _meeting(reader: ViewReader, replayed: Replay) -> None:
    record = replayed.ledger.record
    meeting = record.noteholder_meeting.address
    reader.same("record.noteholder_meeting", meeting, "Deal", record.deal.address, "MEETING")
    parts = {"ORACLE": "oracle", "SUPERVISOR": "supervisor", "CHECKER": "program_checker"}
    for view, field in parts.items():
        reader.same(f"record.{field}", getattr(record, field).address, "NoteholderMeeting", meeting, view)


def _tokens(reader: ViewReader, replayed: Replay) -> None:
    ledger = replayed.ledger
    record, offers = ledger.record, compile_offers(ledger.terms)
    for i, tranche in enumerate(ledger.terms.tranches):
        recorded = record.tokens.get(tranche.id)
        if recorded is None:
            continue
        units = ledger.program.tranches[i].units
        sold = {f"token of {tranche.id}": recorded.address, f"units of {tranche.id}": units}
        reader.fields(sold, "Deal", record.deal.address, "trancheAt", i)
        offer = int.from_bytes(offers[i].pack(), "big")
        reader.same(f"of {tranche.id}", offer, "Offering", record.offering.address, "offerOf", i)
        facts = {
            "name": tranche.name,
            "symbol": tranche.symbol,
            "decimals": 0,
            "trancheIndex": i,
            "deal": record.deal.address,
            "escrow": record.escrow.address,
            "identityRegistry": record.investor_registry.address,
            "agent": record.transfer_agent.address,
            "haltedBy": record.supervisor.address,
        }
        for view, expected in facts.items():
            reader.same(f"of {tranche.id}", expected, "TrancheToken", recorded.address, view)
        rules = replayed.run.rules[tranche.id]
        compiled = {
            f"rules of {tranche.id}": int.from_bytes(rules.pack(), "big"),
            f"countries of {tranche.id}": rules.jurisdictions_bitmap(),
        }
        reader.fields(compiled, "TrancheToken", recorded.address, "transferRules")


def _oracle(reader: ViewReader, replayed: Replay) -> None:
    ledger = replayed.ledger
    said, stream = compile_oracle(ledger.terms), replayed.run.stream
    expected = {
        "epoch": stream.signers.epoch,
        "threshold": stream.signers.threshold,
        "invoices": len(ledger.program.invoiced_steps),
        "dispute window in seconds": said.dispute_window,
        "signers": list(stream.signers.signers),
        "weights": list(stream.signers.weights),
        "dispute bond": said.dispute_bond,
        "days after which a report is missing": said.missing_after_days,
    }
    oracle, deal = ledger.record.oracle.address, ledger.record.deal.address
    reader.fields(expected, "RoyaltyOracle", oracle, "signersOf", deal)
    counts = {"restatements accepted": len(stream.restatements.all), "restatements taken in": stream.restatements.taken}
    reader.fields(counts, "RoyaltyOracle", oracle, "restatementsOf", deal)
    missing = bool(stream.pending and stream.pending.missing)
    reader.same("stands in for a missing report", missing, "RoyaltyOracle", oracle, "isMissing", deal)
    ready = stream.proposed.ready_at if stream.proposed else 0
    reader.same("proposed signers, from", ready, "RoyaltyOracle", oracle, "proposalReadyAt", deal)


def _is_word(text: str) -> bool:
    return len(text) == 66 and text.startswith("0x") and all(sign in "0123456789abcdef" for sign in text[2:])
