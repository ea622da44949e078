# SPDX-License-Identifier: Apache-2.0
"""A distribution report as CSV: one row a figure, so that one table holds everything and a spreadsheet can pivot it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from regalia.ledger.model import DealLedger, Place
from regalia.reports.csv_text import Cell, csv_text, iso_time
from regalia.reports.distribution import DistributionReport
from regalia.reports.distribution_lines import StepLine, TrancheLine
from regalia.reports.names import Names
from regalia.reports.notes import notes_on
from regalia.reports.shares import factor_decimal

HEADER = ("section", "item", "name", "measure", "value", "unit")
Row = tuple[Cell, ...]


def distribution_csv(report: DistributionReport, ledger: DealLedger, names: Names) -> str:
    """The whole file. ``section``: report, funds, receipt, step, source, tranche, account, tax, conservation or note.

    ``item`` is the id or position within the section, ``unit`` the currency of an amount or what is counted, else empty.
    """
    return csv_text(HEADER, _Figures(report, ledger, names).rows())


class _Figures:
    def __init__(self, report: DistributionReport, ledger: DealLedger, names: Names) -> None:
        self.report = report
        self.terms = ledger.terms
        self.names = names

    def rows(self) -> Iterator[Row]:
        yield from self.head()
        yield from self.funds()
        for step in self.report.steps:
            yield from self.step(step)
        for tranche in self.report.tranches:
            yield from self.tranche(tranche)
        for account in self.report.accounts:
            figures = asdict(account)
            label = figures.pop("account")
            yield from self.amounts("account", label, self.names.account(label), figures)
        yield from self.taxes()
        flow = self.report.payment.flow
        yield from self.amounts(
            "conservation", "", "", asdict(flow) | {"money_in": flow.money_in, "money_out": flow.money_out}
        )
        for number, note in enumerate(notes_on(self.report, self.names, self.terms.money), 1):
            yield ("note", number, "", "text", note, "")

    def head(self) -> Iterator[Row]:
        report, done = self.report, self.report.done
        facts: dict[str, Cell] = {
            "deal": self.terms.id,
            "deal_name": self.terms.name,
            "notice": self.terms.notice,
            "period": report.period,
            "collection_period": str(report.collected),
            "scheduled_date": report.scheduled.isoformat(),
            "accrual_start": report.accrual[0].isoformat(),
            "accrual_end": report.accrual[1].isoformat(),
            "evidence_root": done.evidence_root,
            "signatures_needed": report.threshold,
            "executor": done.executor,
        }
        facts |= self.place("reported", done.reported) | self.place("executed", done.executed)
        for measure, value in facts.items():
            yield ("report", "", "", measure, value, "")
        for number, signer in enumerate(done.signers, 1):
            yield ("report", number, self.names.label(signer), "attestor", signer, "")

    def place(self, what: str, place: Place) -> dict[str, Cell]:
        return {
            f"{what}_time": iso_time(place),
            f"{what}_block": place.block_number,
            f"{what}_transaction": place.transaction_hash,
        }

    def funds(self) -> Iterator[Row]:
        funds = self.report.funds
        figures = {
            **asdict(funds),
            "attested": funds.attested,
            "available": funds.available,
            "unattested": funds.unattested,
            "uncovered": funds.uncovered,
        }
        yield from self.amounts("funds", "", "", figures)
        for number, receipt in enumerate(self.report.receipts, 1):
            name = self.names.label(receipt.payer)
            yield from self.amounts("receipt", number, name, {"amount": receipt.amount})
            facts: dict[str, Cell] = {
                "payer": receipt.payer,
                "licence": receipt.licence,
                "reference": receipt.reference,
                **self.place("paid", receipt.place),
            }
            for measure, value in facts.items():
                yield ("receipt", number, name, measure, value, "")

    def step(self, line: StepLine) -> Iterator[Row]:
        name, record = self.names.step(line.index), line.record
        yield ("step", line.label, name, "position", line.index + 1, "")
        yield ("step", line.label, name, "kind", line.kind.name.lower(), "")
        yield ("step", line.label, name, "to", self.names.subject(line.index), "")
        figures = {"due": record.due, "paid": record.paid, "shortfall": record.shortfall, "released": record.released}
        yield from self.amounts("step", line.label, name, figures | {"remaining": line.remaining})
        for source in line.sources:
            yield from self.amounts("source", line.label, name, {source.label: source.amount})

    def tranche(self, line: TrancheLine) -> Iterator[Row]:
        name = self.names.tranche(line.tranche)
        yield ("tranche", line.tranche, name, "units", line.units, "units")
        figures = {
            "opening_balance": line.opening_balance,
            "opening_arrears": line.opening_arrears,
            "interest_accrued": line.accrued,
            "interest_due": line.interest_due,
            "interest_paid": line.interest_paid,
            "closing_arrears": line.closing_arrears,
            "principal_paid": line.principal_paid,
            "residual_paid": line.residual_paid,
            "paid": line.paid,
            "closing_balance": line.closing_balance,
        }
        yield from self.amounts("tranche", line.tranche, name, figures)
        yield ("tranche", line.tranche, name, "pool_factor", factor_decimal(line.pool_factor), "")
        yield ("tranche", line.tranche, name, "per_unit", line.per_unit, f"{self.terms.money.code} per unit")

    def taxes(self) -> Iterator[Row]:
        for line in self.report.taxes:
            figures = {"claimed": line.gross, "tax": line.tax, "net": line.net}
            yield from self.amounts("tax", line.tranche, self.names.tranche(line.tranche), figures)
        if self.report.taxes:
            totals = {"withheld": self.report.withheld, "owed_to_authority": self.report.owed_to_authority}
            yield from self.amounts("tax", "", "", totals)

    def amounts(self, section: str, item: Cell, name: Cell, figures: dict[str, int]) -> Iterator[Row]:
        for measure, units in figures.items():
            value: Decimal = self.terms.money.to_decimal(units)
            yield (section, item, name, measure, value, self.terms.money.code)
