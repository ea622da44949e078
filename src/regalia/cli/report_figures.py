# SPDX-License-Identifier: Apache-2.0
"""What ``regalia report supervisor`` prints: which files were written, and the main figures in them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regalia.printing import table

if TYPE_CHECKING:  # imported when the command runs, so that ``--help`` is quick
    from regalia.reports.supervisor.pack import Pack
    from regalia.reports.supervisor.subject import Subject


def pack_facts(subject: Subject, pack: Pack) -> dict[str, Any]:
    """For ``--json``. Amounts are in whole currency."""
    from regalia.reports.supervisor.head import head_of

    return head_of(subject) | {
        "comparisons": sum(subject.as_of.compared.values()),
        "files": [{"name": name, "sha256": sha256(pack.files[name]).hexdigest()} for name in sorted(pack.files)],
        "left_out": pack.left_out,
        "figures": figures(subject),
    }


def figures(subject: Subject) -> dict[str, Any]:
    from regalia.reports.supervisor.attestors import conduct_of
    from regalia.reports.supervisor.concentrations import concentrations_of
    from regalia.reports.supervisor.foreseen import report_of
    from regalia.reports.supervisor.gates import gates_of
    from regalia.reports.supervisor.repurchases import cases_of
    from regalia.reports.supervisor.retention import held_units
    from regalia.reports.supervisor.timing import timing_of

    ledger, timing, money = subject.ledger, timing_of(subject), subject.ledger.terms.money
    report = report_of(subject, timing) if timing else None
    cases = cases_of(subject)
    return {
        "distribution": timing and {
            "period": timing.period,
            "payment_date": timing.payment_date.isoformat(),
            "due": timing.due.isoformat(),
            "status": timing.status,
            "late_days": timing.late_days,
            "paid": timing.done is not None,
            "available": money.to_decimal(report.funds.available) if report else None,
            "tranches": {line.tranche: money.to_decimal(line.paid) for line in report.tranches} if report else None,
        },
        "balances": {
            tranche.id: money.to_decimal(balance)
            for tranche, balance in zip(ledger.terms.tranches, ledger.deal.state.balance, strict=True)
        },
        "collected": money.to_decimal(sum(receipt.amount for receipt in ledger.receipts)),
        "concentrations": [
            {"basis": x.basis, "group": x.is_group, "debtor": x.shown, "share_ppm": x.share_up, "flagged": x.flagged}
            for x in concentrations_of(subject)
        ],
        "gates": {str(gate.number): gate.state for gate in gates_of(subject)},
        "repurchase_demands": {state: sum(case.state == state for case in cases) for state in _STATES},
        "retained_units": {tranche.id: held_units(subject, tranche.id) for tranche in ledger.terms.tranches},
        "acts_by_order": len(ledger.acts),
        "halts": len(ledger.halted),
        "attestors": [
            {"attestor": x.attestor, "of": x.of, "signed": x.signed, "missed": x.missed, "signed_twice": x.double}
            for x in conduct_of(subject)
        ],
    }  # fmt: skip


_STATES = ("pending", "withdrawn", "repurchased", "left the pool otherwise", "replaced")


def pack_lines(subject: Subject, pack: Pack, folder: Path) -> str:
    """For people."""
    found, as_of = figures(subject), subject.as_of
    date = found["distribution"]
    states: dict[str, list[str]] = {}
    for number, state in found["gates"].items():
        states.setdefault(state, []).append(f"({number})")
    rows = [("bars", "; ".join(f"{', '.join(numbers)} {state}" for state, numbers in states.items()))]
    if date:
        what = "paid" if date["paid"] else "foreseen"
        told = f"period {date['period']}, due {date['due']} for {date['payment_date']}: {date['status']}"
        rows.append(("distribution report", told + (f", {date['late_days']} days late" if date["late_days"] else "")))
        for tranche, amount in (date["tranches"] or {}).items():
            rows.append((f"{what}, {tranche}", f"{amount:,f} {subject.ledger.terms.money.code}"))
    flagged = [x for x in found["concentrations"] if x["flagged"]]
    rows.append(("debtors and groups to be disclosed", f"{len(flagged)} of {len(found['concentrations'])}"))
    rows += [(f"left out: {name}", why) for name, why in pack.left_out.items()]
    compared = sum(as_of.compared.values())
    return "\n".join(
        (
            f"{subject.ledger.terms.name}: as of block {as_of.block}, verified by {compared:,} comparisons",
            "",
            table(("", ""), rows, "ll").lstrip("\n"),
            "",
            f"{len(pack.files)} files written to {folder}; begin with supervisor.html. None of them is a filing.",
        )
    )
