# SPDX-License-Identifier: Apache-2.0
"""Cash, enhancement, custody and securities of a year, for the annual report."""

from __future__ import annotations

from collections.abc import Iterator

from regalia.ledger.tranche_payments import tranche_receipts
from regalia.reports.supervisor.investor_report import triggers_grid
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, Part, Says, Told, Value
from regalia.reports.supervisor.subject import Subject


def cash_parts(subject: Subject) -> Iterator[Part]:
    ledger = subject.ledger
    done = [ledger.dates[i].payment for i in subject.dates_of_year()]
    claims = [claim for claim in ledger.claims if subject.in_year(claim.place)]
    amounts = {
        "received": ("Royalties paid in", sum(r.amount for r in ledger.receipts if subject.in_year(r.place))),
        "support": (
            "Paid in by providers of support",
            sum(s.amount for s in ledger.support if subject.in_year(s.place)),
        ),
        "calls": ("Paid in for calls", sum(sum(c.paid) for c in ledger.calls if subject.in_year(c.place))),
        "to_payees": ("Owed to payees by payment dates", sum(p.flow.payees for p in done)),
        "to_tranches": ("Owed to holders by payment dates", sum(p.flow.tranches for p in done)),
        "claimed": ("Taken by holders, net of tax", sum(c.net for c in claims if c.tranche is not None)),
        "tax": ("Tax withheld", sum(c.tax for c in claims)),
        "withdrawn": ("Taken by payees", sum(c.amount for c in claims if c.tranche is None)),
    }
    yield Card(
        "flows", "Cash of the year", tuple((Field(k, title, Kind.MONEY), n) for k, (title, n) in amounts.items())
    )
    yield Says(
        "investment", "Investment of cash", (Told("None: the contracts hold the payment token and invest nothing."),)
    )


def enhancement_parts(subject: Subject) -> Iterator[Part]:
    ledger, names = subject.ledger, subject.names
    state, accounts = ledger.deal.state, len(ledger.program.accounts)
    drawn = dict.fromkeys((*ledger.program.accounts, *(f.label for f in ledger.program.facilities)), 0)
    for i in subject.dates_of_year():
        payment = ledger.dates[i].payment
        for step in range(len(payment.records)):
            for source in payment.sources(step):
                if source.label in drawn:
                    drawn[source.label] += source.amount
    fields = (
        Field("name", "Name"),
        Field("kind", "Kind", Kind.WORD),
        Field("drawn", "Drawn in the year", Kind.MONEY),
        Field("cash", "Cash at the block", Kind.MONEY),
    )
    rows: list[tuple[Value, ...]] = [
        (names.account(a.id), a.kind, drawn[a.id], state.account[i]) for i, a in enumerate(ledger.terms.accounts)
    ]
    rows += [
        (names.facility(f.label), "facility", drawn[f.label], state.account[accounts + i])
        for i, f in enumerate(ledger.program.facilities)
    ]
    yield Grid("support", "Reserves, traps and facilities", fields, tuple(rows))
    paid = tuple(
        (names.facility(s.facility), s.provider, s.amount, s.place) for s in ledger.support if subject.in_year(s.place)
    )
    paid_fields = (
        Field("facility", "Facility"),
        Field("provider", "Provider", Kind.PARTY),
        Field("amount", "Amount", Kind.MONEY),
        Field("place", "Told in", Kind.PLACE),
    )
    yield Grid("support_paid", "Paid by providers in the year", paid_fields, paid)
    yield triggers_grid(subject)


def custody_parts(subject: Subject) -> Iterator[Part]:
    record, ledger = subject.ledger.record, subject.ledger
    held = ledger.deal.collection + sum(ledger.deal.state.account)
    facts: tuple[tuple[Field, Value], ...] = (
        (Field("escrow", "Escrow that holds the cash", Kind.PARTY), record.escrow.address),
        (Field("token", "Payment token", Kind.PARTY), record.payment_token.address),
        (Field("held", "In collection, reserves and traps", Kind.MONEY), held),
        (Field("owed_to_payees", "Owed to payees", Kind.MONEY), sum(ledger.payables.values())),
    )
    yield Card("escrow", "Cash", facts)
    fields = (
        Field("custodian", "Custodian"),
        Field("what", "What is kept"),
        Field("report", "Report (SHA-256)", Kind.HASH),
        Field("day", "Day", Kind.DAY),
    )
    kept = subject.filed.said.custody if subject.filed else ()
    rows = tuple((one.custodian, one.what, one.report, one.day) for one in kept)
    yield Grid("declared", "Custody, as declared", fields, rows, empty="Nobody declared anything.")


def securities_grid(subject: Subject) -> Grid:
    ledger = subject.ledger
    done = [ledger.dates[i].payment for i in subject.dates_of_year()]
    fields = (
        Field("tranche", "Tranche"), Field("units", "Units", Kind.COUNT), Field("holders", "Wallets with units", Kind.COUNT),
        Field("original", "Original balance", Kind.MONEY), Field("interest", "Interest of the year", Kind.MONEY),
        Field("principal", "Principal of the year", Kind.MONEY), Field("residual", "Residual of the year", Kind.MONEY),
        Field("outstanding", "Balance", Kind.MONEY), Field("arrears", "Arrears", Kind.MONEY),
        Field("trades", "Trades of the year", Kind.COUNT),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for t, tranche in enumerate(ledger.terms.tranches):
        paid = [tranche_receipts(payment, t) for payment in done]
        wallets = sum(account.units > 0 for account in ledger.books[tranche.id].accounts.values())
        trades = sum(trade.tranche == tranche.id and subject.in_year(trade.place) for trade in ledger.trades)
        sums = tuple(sum(part[i] for part in paid) for i in range(3))
        state = (ledger.deal.state.balance[t], ledger.deal.state.arrears[t])
        original = ledger.program.tranches[t].original_balance
        rows.append((tranche.name, tranche.units, wallets, original, *sums, *state, trades))
    note = "Balances and arrears are those of the block. No rating is known here. Calls are not in the year’s figures."
    return Grid("securities", "Tranches of the deal", fields, tuple(rows), note)
