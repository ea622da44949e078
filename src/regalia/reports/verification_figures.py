# SPDX-License-Identifier: Apache-2.0
"""The figures that a verification found again: payment dates, tranches, holders, payees."""

from __future__ import annotations

from regalia.ledger.model import DealLedger
from regalia.ledger.recomputed import DateFound
from regalia.reports.verification_document import Heads, Section, Subject

MOST_HOLDERS = 200
"""Rows a person reads; the file for programs has all."""


def figure_sections(subject: Subject) -> tuple[Section, ...]:
    """None of a deal whose code was not the recorded one: nothing it says was read."""
    ledger = subject.found.ledger
    if ledger is None:
        return ()
    return _dates(subject), _tranches(subject, ledger), _holders(subject), _payees(subject, ledger)


def _dates(subject: Subject) -> Section:
    dates, tranches = subject.found.payment_dates, [tranche.id for tranche in subject.terms.tranches]
    names = ("period", "collected", "received", "restated", "available", *(f"to {t}" for t in tranches))
    names += ("to payees", "into accounts", "left", "report", "executed")
    return Section(
        f"Payment dates, in {subject.terms.money.code}",
        Heads(names, "lr" + "r" * (len(tranches) + 6) + "ll"),
        tuple(_date(subject, found, tranches) for found in dates),
        "Every step of each was computed again from the deal file and the signed report, and compared with what the chain recorded.",
        "None was executed yet.",
    )


def _date(subject: Subject, found: DateFound, tranches: list[str]) -> tuple[str, ...]:
    money = subject.money
    report = "none in time" if found.missing else f"{len(found.signers)} signers, {subject.source(found.reported)}"
    return (
        f"{found.period}{', list after default' if found.accelerated else ''}",
        found.collected,
        money(found.received),
        money(found.restated),
        money(found.available),
        *(money(found.tranches.get(tranche, 0)) for tranche in tranches),
        money(sum(found.payees.values())),
        money(sum(found.accounts.values())),
        money(found.left),
        report,
        subject.source(found.executed),
    )


def _tranches(subject: Subject, ledger: DealLedger) -> Section:
    rows = []
    for i, (tranche, book) in enumerate(ledger.books.items()):
        owed = sum(found.owed for found in subject.found.holders if found.tranche == tranche)
        holders = sum(1 for account in book.accounts.values() if account.units)
        balance = ledger.deal.state.balance[i]
        token = ledger.record.tokens[tranche].address if tranche in ledger.record.tokens else "–"
        rows.append((tranche, token, f"{book.supply:,}", f"{holders:,}", subject.money(balance), subject.money(owed)))
    heads = Heads(("tranche", "token", "units", "holders", "outstanding", "owed to holders"), "llrrrr")
    return Section(f"Tranches, in {subject.terms.money.code}", heads, tuple(rows))


def _holders(subject: Subject) -> Section:
    every = subject.found.holders
    shown = sorted(every, key=lambda found: -found.units)[:MOST_HOLDERS] if len(every) > MOST_HOLDERS else every
    rows = tuple(
        (
            found.tranche,
            found.holder,
            f"{found.units:,}",
            subject.money(found.income),
            subject.money(found.carried),
            subject.money(found.claimed),
            subject.money(found.tax),
            subject.money(found.owed),
            f"{found.bids + found.deliveries + found.moves + found.payments + found.claims:,}",
            subject.source(found.last),
        )
        for found in shown
    )
    names = ("tranche", "holder", "units", "income", "by order", "claimed", "tax", "owed", "events", "changed last")
    left_off = len(every) - len(shown)
    note = "Income and what came or went by order = claimed and owed; tax is withheld from what is claimed."
    if left_off:
        note += f" Those with most units are shown; {left_off:,} more are in the file for programs."
    return Section(f"Holders, in {subject.terms.money.code}", Heads(names, "llrrrrrrrl"), rows, note, "Nobody yet.")


def _payees(subject: Subject, ledger: DealLedger) -> Section:
    claims: dict[str, tuple[int, str]] = {}
    for claim in ledger.claims:
        if claim.tranche is None:
            before = claims.get(claim.claimant, (0, ""))[0]
            claims[claim.claimant] = before + claim.amount, subject.source(claim.place)
    authority = [ledger.tax_authority] if ledger.tax_authority else []
    addresses = dict.fromkeys((*ledger.record.payees.values(), *authority, *ledger.payables, *claims))
    rows = tuple(
        (
            subject.name(who) or ("tax authority" if who in authority else "payee"),
            who,
            subject.money(claims.get(who, (0, ""))[0]),
            subject.money(ledger.payables.get(who, 0)),
            claims.get(who, (0, "–"))[1],
        )
        for who in addresses
    )
    heads = Heads(("payee", "address", "claimed", "owed", "claimed last"), "llrrl")
    return Section(f"Payees, in {subject.terms.money.code}", heads, rows)
