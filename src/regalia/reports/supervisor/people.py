# SPDX-License-Identifier: Apache-2.0
"""Who holds which role around the deal, and everything that was done by order."""

from __future__ import annotations

from regalia.ledger.powers_model import Act, Halt, Scope
from regalia.reports.supervisor.parts import Field, Grid, Kind, Section, Told, Value
from regalia.reports.supervisor.subject import Subject

Row = tuple[tuple[int, int], tuple[Value, ...]]
_NOTE = (
    "A halt ends by itself after its last second; income goes on through all of them. "
    "Units frozen are all that are frozen from then on."
)


def officer_section(subject: Subject) -> Section:
    return Section("officers", "Officers", (officers_grid(subject),), ("officers.csv",))


def order_section(subject: Subject) -> Section:
    return Section("orders", "Halts, freezes and acts by order", (orders_grid(subject),), ("orders.csv",))


def officers_grid(subject: Subject) -> Grid:
    """Roles nobody holds are there too."""
    fields = (
        Field("office", "Office"),
        Field("contract", "Contract"),
        Field("may", "May", Kind.WORD),
        Field("holder", "Holder", Kind.PARTY),
        Field("appointed", "Appointed in", Kind.PLACE),
    )
    rows: list[tuple[Value, ...]] = []
    for role in subject.roles.roles if subject.roles else ():
        said = (Told(role.office) if role.office else role.role, role.contract, role.duty)
        rows += [(*said, who.holder, who.place) for who in role.holders] or [(*said, None, None)]
    for found in subject.roles.administrations if subject.roles else ():
        who = found.administrator
        duty = "appoint to the roles of the contract"
        rows.append(
            (Told("administrator"), found.contract, duty, who.holder if who else None, who.place if who else None)
        )
    note = "As the contracts answered at the block. Where no holder is named, nobody holds the role."
    return Grid("officers", "Who holds which role", fields, tuple(rows), note)


def orders_grid(subject: Subject) -> Grid:
    """In the order of the chain."""
    fields = (
        Field("what", "Act", Kind.WORD),
        Field("of", "Of"),
        Field("holder", "Holder", Kind.PARTY),
        Field("to", "To", Kind.PARTY),
        Field("units", "Units", Kind.COUNT),
        Field("income", "Income", Kind.MONEY),
        Field("until", "Until (UTC)", Kind.TIME),
        Field("in_force", "In force", Kind.FLAG),
        Field("reason", "Reason"),
        Field("order", "Order"),
        Field("evidence", "Evidence", Kind.HASH),
        Field("by", "By", Kind.PARTY),
        Field("place", "Told in", Kind.PLACE),
    )
    done = [_act(subject, act) for act in subject.ledger.acts]
    done += [_halt(subject, halt) for halt in subject.ledger.halted]
    rows = tuple(row for _, row in sorted(done, key=lambda pair: pair[0]))
    return Grid("orders", "Acts by order", fields, rows, _NOTE)


def _act(subject: Subject, act: Act) -> Row:
    order = act.order
    row = (
        act.power.value, subject.names.tranche(act.tranche), act.holder, act.other, act.units, act.income,
        None, None, None, order.name, order.evidence, order.by, act.place,
    )  # fmt: skip
    return act.place.position, row


def _halt(subject: Subject, halt: Halt) -> Row:
    """One that was lifted has neither an end nor a reason."""
    tranche = subject.names.tranche(halt.subject) if halt.scope is Scope.TRANCHE else None
    holder = halt.subject if halt.scope is Scope.HOLDER else None
    what = "halt lifted" if halt.until is None else "halt"
    order = halt.order
    row = (
        what, tranche or Told(halt.scope.value), holder, None, None, None, halt.until, _in_force(subject, halt),
        halt.reason or None, order.name, order.evidence, order.by, halt.place,
    )  # fmt: skip
    return halt.place.position, row


def _in_force(subject: Subject, halt: Halt) -> bool | None:
    """Whether this very halt is what holds at the block: a later one of the same takes its place."""
    if halt.until is None:
        return None
    halts, now = subject.ledger.halts, subject.as_of.timestamp
    until = {
        Scope.DEAL: lambda: halts.deal_until(now),
        Scope.TRANCHE: lambda: halts.tranche_until(halt.subject, now),
        Scope.HOLDER: lambda: halts.holder_until(halt.subject, now),
    }[halt.scope]()
    return until == halt.until
