# SPDX-License-Identifier: Apache-2.0
"""The events of the transaction that made the deal."""

from __future__ import annotations

from itertools import zip_longest

from regalia.chain.events import Event
from regalia.domain.compile_oracle import compile_oracle
from regalia.domain.program import Program
from regalia.domain.terms import terms_hash
from regalia.ledger.comparison import Tally
from regalia.ledger.run import DAY, Run, at
from regalia.ledger.stream_model import SignerSet
from regalia.ledger.wiring import WiringError, read_wiring

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
    _same(run, at(event), "prices", len(terms.tranches), len(args["prices"]))
    for tranche, price in zip(terms.tranches, args["prices"], strict=False):
        expected = terms.money.to_units(tranche.offer_price)
        run.tally.money("wiring", f"tranche {tranche.id}", "price in DealCreated", expected, price)
    _same(run, "record.arguments.deadline", "in DealCreated", record.arguments.get("deadline"), args["deadline"])
    days = -(-(args["deadline"] - event.timestamp) // DAY)  # some seconds pass until the transaction is mined
    _same(run, at(event), "days of the offering", terms.offering.window_days, days)
    run.deadline = args["deadline"]


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
    record, terms = run.ledger.record, run.ledger.terms
    _transaction(run, event)
    _same(run, "terms", "hash in DealWired", terms_hash(terms), event.args["termsHash"])
    try:
        wiring = read_wiring(event.args["wiring"])
    except WiringError as error:
        _same(run, at(event), "wiring", "program, addresses and funding", error.message)
        return
    run.wiring = wiring
    _program(run.tally, run.ledger.program, wiring.program)
    _same(run, "terms", "hash in the wiring", terms_hash(terms), wiring.terms_hash)
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


def _program(tally: Tally, program: Program, found: bytes) -> None:
    """Word by word, so that a difference names the tranche or the step."""
    expected = program.pack()
    tally.same("wiring", "program", "length in bytes", len(expected), len(found))
    labels = ["header", *(f"tranche {tranche.label}" for tranche in program.tranches)]
    labels += [f"step {step.label}, word {word}" for step in program.steps for word in (0, 1)]
    labels += [f"step {step.label} after default, word {word}" for step in program.acceleration for word in (0, 1)]
    labels += [f"facility {facility.label}" for facility in program.facilities]
    labels += [f"trigger {trigger.label}" for trigger in program.triggers]
    labels += [f"fact {fact}" for fact in program.facts]
    labels += [f"call {i}" for i in range(len(program.calls))]
    labels += [f"table, word {i}" for i in range(len(expected) // 32 - len(labels))]
    for i, label in enumerate(labels):
        word = slice(32 * i, 32 * i + 32)
        tally.same("wiring", "program", label, expected[word], found[word])


def _same(run: Run, where: str, what: str, expected: object, found: object) -> None:
    run.tally.same("wiring", where, what, expected, found)
