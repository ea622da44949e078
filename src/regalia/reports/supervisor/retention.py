# SPDX-License-Identifier: Apache-2.0
"""What the originator has to keep of each tranche, what his wallets hold, and until when he may not pass it on."""

from __future__ import annotations

from datetime import date

from regalia.domain.accrual import PPM
from regalia.reports.supervisor.parts import Card, Field, Grid, Kind, Section, Value
from regalia.reports.supervisor.subject import Subject

FIVE_PER_CENT = 50_000


def retention_section(subject: Subject) -> Section:
    files = ("retention.csv", "retention.json")
    return Section("retention", "Risk retention", (retention_grid(subject), _originator(subject)), files)


def retention_grid(subject: Subject) -> Grid:
    fields = (
        Field("tranche", "Tranche"),
        Field("units", "Units", Kind.COUNT),
        Field("required", "Share to be kept", Kind.SHARE),
        Field("required_units", "Units to be kept", Kind.COUNT),
        Field("held_units", "Units held", Kind.COUNT),
        Field("held", "Share held", Kind.SHARE),
        Field("kept", "Kept as the terms ask", Kind.FLAG),
        Field("five_per_cent", "At least 5% held", Kind.FLAG),
        Field("locked_until", "Units locked until", Kind.DAY),
        Field("locked", "Locked on the block’s day", Kind.FLAG),
    )
    note = (
        "Units to be kept are rounded up, the share held down. The contract refuses any transfer that would leave the originator "
        "with fewer; the lock is of all units of the tranche."
    )
    rows = tuple(_row(subject, t) for t in range(len(subject.ledger.terms.tranches)))
    return Grid("retention", "Required, held, locked", fields, rows, note)


def held_units(subject: Subject, tranche: str) -> int:
    """By all wallets of the originator’s investor."""
    accounts = subject.ledger.books[tranche].accounts
    return sum(account.units for wallet, account in accounts.items() if subject.run.is_originators(wallet))


def _row(subject: Subject, t: int) -> tuple[Value, ...]:
    terms = subject.ledger.terms
    tranche = terms.tranches[t]
    rules = terms.transfer_of(tranche)
    required, held = rules.retained_units_up(tranche.units), held_units(subject, tranche.id)
    share = held * PPM // tranche.units
    until: date | None = rules.locked_until
    return (
        tranche.name,
        tranche.units,
        rules.retention or 0,
        required,
        held,
        share,
        held >= required,
        held * PPM >= FIVE_PER_CENT * tranche.units,
        until,
        until is not None and subject.as_of.day < until,
    )


def _originator(subject: Subject) -> Card:
    return Card(
        "originator",
        "Originator",
        (
            (Field("wallet", "First wallet", Kind.PARTY), subject.originator or None),
            (Field("closed", "The deal was closed", Kind.FLAG), subject.ledger.closed is not None),
        ),
    )
