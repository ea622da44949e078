# SPDX-License-Identifier: Apache-2.0
"""The events of the transaction that made the deal; ``DealWired`` is told again later."""

from __future__ import annotations

from itertools import zip_longest

from regalia.chain.events import Event
from regalia.domain.compile_offers import compile_offers
from regalia.domain.compile_oracle import compile_oracle
from regalia.domain.terms import terms_hash
from regalia.ledger.clearing_events import rewired_at_closing
from regalia.ledger.rewiring import compare_program, wiring_of
from regalia.ledger.run import DAY, Run, at
from regalia.ledger.stream_model import SignerSet

FIRST_EPOCH = 1
"""Of the signers a deal begins with."""


def deal_created(run: Run, event: Event) -> None:
    record, terms, args = run.ledger.record, run.ledger.terms, event.args
    _transaction(run, event)
    _same(run, "terms", "hash in DealCreated", terms_hash(terms), args["termsHash"])
    _same(run, "record.deal.address", "in DealCreated", record.deal.address, args["deal"])
    _same(run, "record.escrow.address", "in DealCreated", record.escrow.address, args["escrow"])
    _same(run, "record.offering.address", "in DealCreated", record.offering.address, args["offering"])
    _same(run, "record.payment_token.address", "in DealCreated", record.payment_token.address, args["paymentToken"])
    _tokens(run, "in DealCreated", args["tokens"])
    for tranche, expected, found in zip_longest(terms.tranches, compile_offers(terms), args["offers"]):
        label = tranche.id if tranche else "of no name"
        _same(run, f"tranche {label}", "offer in DealCreated", expected and expected.pack(), found)
    # some seconds pass until the transaction is mined
    for what, days in (("opens", terms.offering.opens_after_days or 0), ("deadline", terms.offering.window_days)):
        _same(run, f"record.arguments.{what}", "in DealCreated", record.arguments.get(what), args[what])
        _same(run, at(event), f"days until {what}", days, -(-(args[what] - event.timestamp) // DAY))
    run.sale.opens, run.sale.deadline = args["opens"], args["deadline"]


def deal_rules(run: Run, event: Event) -> None:
    """What is asked of transfers, and what is withheld, against the deal file; the authority's address against the record."""
    args, terms = event.args, run.ledger.terms
    _transaction(run, event)
    for what, expected, found in (
        ("transfer rules", [rules.pack() for rules in run.rules.values()], args["transferRules"]),
        ("countries", [rules.jurisdictions_bitmap() for rules in run.rules.values()], args["countries"]),
    ):
        for tranche, wanted, given in zip_longest(terms.tranches, expected, found):
            label = tranche.id if tranche else "of no name"
            _same(run, f"tranche {label}", f"{what} in DealRules", wanted, given)
    _same(run, "withholding", "table of rates in DealRules", run.tax.pack(), args["taxTable"])
    recorded = run.ledger.record.arguments.get("tax_authority")
    _same(run, "record.arguments.tax_authority", "in DealRules", recorded, args["taxAuthority"])


def deal_wired(run: Run, event: Event) -> None:
    """When it was made. It is told again at closing, and by a resolution, which says so afterwards and is judged then."""
    if run.wiring is not None and run.ledger.closed is None:
        rewired_at_closing(run, event)
        return
    record, terms = run.ledger.record, run.ledger.terms
    if not _same(run, at(event), "wired before, and by no resolution", None, run.wiring and "yes"):
        return
    _transaction(run, event)
    wiring = wiring_of(run, event)
    if wiring is None:
        return
    run.wiring, run.paid_now = wiring, ()
    compare_program(run, run.ledger.program, wiring.program)
    for field in ("escrow", "oracle", "offering"):
        _same(run, f"record.{field}.address", "in DealWired", getattr(record, field).address, getattr(wiring, field))
    _same(run, "record.arguments.originator", "in DealWired", record.arguments.get("originator"), wiring.originator)
    _tokens(run, "in DealWired", wiring.tokens)
    for account, found in zip_longest(terms.accounts, wiring.funding):
        label = account.id if account else "of no name"
        expected = terms.money.to_units(account.funded_at_closing) if account else None
        _same(run, f"account {label}", "funding in DealWired", expected, found)
    source = record.pool_facts and record.pool_facts.address
    _same(run, "record.pool_facts.address", "in DealWired", source, wiring.facts)
    for payee, address in zip_longest(run.ledger.program.payees, wiring.payees):
        expected_address = record.payees.get(payee) if payee else None
        _same(run, f"record.payees.{payee}", "in DealWired", expected_address, address)


def stream_opened(run: Run, event: Event) -> None:
    record, terms, args = run.ledger.record, run.ledger.terms, event.args
    program = run.ledger.program
    _transaction(run, event)
    _same(run, at(event), "first period", program.schedule.opening, args["firstPeriod"])
    _same(run, at(event), "epoch", FIRST_EPOCH, args["epoch"])
    _same(run, at(event), "threshold of the deal file", terms.oracle.threshold, args["threshold"])
    _same(run, "record.attestors.threshold", "in StreamOpened", record.attestors.threshold, args["threshold"])
    _same(run, at(event), "as-invoiced steps", len(program.invoiced_steps), args["invoices"])
    said = compile_oracle(terms)
    _same(run, at(event), "dispute window in seconds", said.dispute_window, args["disputeWindow"])
    _same(run, at(event), "dispute bond", said.dispute_bond, args["disputeBond"])
    _same(run, at(event), "days after which a report is missing", said.missing_after_days, args["missingAfterDays"])
    signers = record.attestors.signers
    recorded = record.attestors.weights or [1] * len(signers)
    _same(run, "record.attestors.weights", "in StreamOpened", recorded, list(args["weights"]))
    for i, (expected, found) in enumerate(zip_longest(signers, args["signers"])):
        _same(run, f"record.attestors.signers.{i}", "in StreamOpened", expected, found)
    # what the deal file and the record say, so that what follows shows what another set would do
    run.stream.signers = SignerSet(FIRST_EPOCH, said.threshold, tuple(signers), tuple(recorded))
    run.stream.dispute_window, run.stream.dispute_bond = said.dispute_window, said.dispute_bond
    run.stream.missing_after_days = said.missing_after_days


def _transaction(run: Run, event: Event) -> None:
    record = run.ledger.record
    _same(run, "record.block_number", f"of {event.name}", record.block_number, event.block_number)
    _same(run, "record.transaction_hash", f"of {event.name}", record.transaction_hash, event.transaction_hash)


def _tokens(run: Run, what: str, found: tuple[str, ...]) -> None:
    recorded = run.ledger.record.tokens
    for tranche, address in zip_longest(run.ledger.terms.tranches, found):
        contract = recorded.get(tranche.id) if tranche else None
        label = tranche.id if tranche else "of no tranche"
        _same(run, f"record.tokens.{label}", what, contract and contract.address, address)


def _same(run: Run, where: str, what: str, expected: object, found: object) -> bool:
    return run.tally.same("wiring", where, what, expected, found)
