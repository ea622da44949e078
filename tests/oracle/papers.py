# SPDX-License-Identifier: Apache-2.0
"""Documents as payers and banks send them, written as files: what attestors of these tests hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

ACCOUNT = "DE37999999990123456789"
COLUMNS = """format: regalia-column-map-1
payer: {payer}
columns: {{licence: Work, period: Period, currency: Currency, gross: Gross, deductions: Costs, net: Net, reference: Reference}}
licence_names: {{{names}}}
totals: [{{column: Work, text: Total, gross: Gross, deductions: Costs, net: Net}}]
"""
HEAD = "Work,Period,Currency,Gross,Costs,Net,Reference\n"


@dataclass(frozen=True)
class Royalty:
    """What is really earned and paid: in whole currency. ``paid_on`` by bank and into the escrow."""

    licence: str
    gross: int
    costs: int
    reference: str
    period: str = "2023Q4"
    currency: str = "USD"
    paid_on: date = date(2024, 1, 15)

    @property
    def net(self) -> int:
        return self.gross - self.costs


def statement(royalties: Sequence[Royalty]) -> str:
    """A payer's CSV, with the total it closes with."""
    lines = [f"{r.licence},{r.period},{r.currency},{r.gross},{r.costs},{r.net},{r.reference}\n" for r in royalties]
    sums = [sum(values) for values in zip(*((r.gross, r.costs, r.net) for r in royalties), strict=True)]
    return HEAD + "".join(lines) + "Total,,,{},{},{},\n".format(*sums)


def columns(payer: str, *licences: str) -> str:
    return COLUMNS.format(payer=payer, names=", ".join(f"{licence}: {licence}" for licence in licences))


@dataclass(frozen=True)
class Booking:
    """One entry of the account; ``amount`` below zero is a debit."""

    day: date
    amount: int | Decimal
    reference: str
    id: str
    currency: str = "USD"


def bookings(royalties: Sequence[Royalty]) -> list[Booking]:
    return [Booking(r.paid_on, r.net, r.reference, f"BK-{r.reference}", r.currency) for r in royalties]


def camt(entries: Sequence[Booking], opened: date, closed: date, opening: int = 0, currency: str = "USD") -> str:
    """A bank's statement of the account, version 08."""
    closing = opening + sum((entry.amount for entry in entries), Decimal())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>MSG-{closed}</MsgId><CreDtTm>{closed}T05:00:00</CreDtTm></GrpHdr>
<Stmt><Id>ST-{closed}</Id><CreDtTm>{closed}T05:00:00</CreDtTm>
<Acct><Id><IBAN>{ACCOUNT}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
{_balance("OPBD", opening, opened, currency)}{_balance("CLBD", closing, closed, currency)}
{"".join(map(_entry, entries))}</Stmt></BkToCstmrStmt></Document>
"""


def _balance(code: str, amount: int | Decimal, day: date, currency: str) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount, currency)}<Dt><Dt>{day}</Dt></Dt></Bal>\n"


def _amount(amount: int | Decimal, currency: str) -> str:
    side = "CRDT" if amount >= 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{abs(amount):.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(entry: Booking) -> str:
    return (
        f"<Ntry>{_amount(entry.amount, entry.currency)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{entry.day}</Dt></BookgDt>"
        f"<ValDt><Dt>{entry.day}</Dt></ValDt><AcctSvcrRef>{entry.id}</AcctSvcrRef><NtryDtls><TxDtls><Refs>"
        f'<EndToEndId>{entry.reference}</EndToEndId></Refs><Amt Ccy="{entry.currency}">{abs(entry.amount):.2f}</Amt>'
        f"</TxDtls></NtryDtls></Ntry>\n"
    )


LICENCES = """licences:
  - {id: emi-mills, licensee: EMI}
  - {id: peer-songs, licensee: Peer}
  - {id: deposit-interest, licensee: Account bank, kind: other-income}
"""
INVOICES = "step,period,currency,amount,reference\nexpenses,2023Q4,USD,50,INV-1\n"


@dataclass
class Folder:
    """An attestor's evidence folder in the making. Everything is written anew by ``write``."""

    path: Path
    royalties: Sequence[Royalty] = ()
    booked: Sequence[Booking] | None = None
    has_bank: bool = True
    statement_licences: Sequence[str] | None = ("emi-mills", "peer-songs", "deposit-interest")
    invoices: str | None = INVOICES
    targets: str | None = '{2023Q4: "10"}'
    left_to_others: Sequence[str] = ()
    more: str = ""
    bank_period: tuple[date, date] = (date(2024, 1, 1), date(2024, 1, 19))

    def write(self) -> Path:
        """``evidence.yaml`` and the documents it names."""
        self.path.mkdir(parents=True, exist_ok=True)
        text = "format: regalia-evidence-1\n" + LICENCES
        held = self.statement_licences
        if held:
            self._file("columns.yaml", columns("Payers", *held))
            self._file("statements/payers-2023Q4.csv", statement([r for r in self.royalties if r.licence in held]))
            own = f", licences: [{', '.join(held)}]" if len(held) < 3 else ""
            text += f"statements:\n  - {{reader: csv, files: statements/*.csv, columns: columns.yaml{own}}}\n"
        if self.has_bank:
            entries = bookings(self.royalties) if self.booked is None else self.booked
            self._file("bank/january.xml", camt(entries, *self.bank_period, opening=1_000))
            text += f"bank:\n  - {{files: bank/*.xml, account: {ACCOUNT}}}\n"
        if self.invoices is not None:
            self._file("invoices.csv", self.invoices)
            text += "invoices: invoices.csv\n"
        if self.targets is not None:
            text += f"reserve_targets: {self.targets}\n"
        if self.left_to_others:
            text += f"left_to_others: [{', '.join(self.left_to_others)}]\n"
        self._file("evidence.yaml", text + self.more)
        return self.path

    def _file(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def whole(path: Path, royalties: Sequence[Royalty]) -> Folder:
    """Of who holds everything: servicer, auditor, administrator."""
    return Folder(path, royalties)


def of_society(path: Path, royalties: Sequence[Royalty]) -> Folder:
    """Statements of one licence, and nothing else."""
    left = ("statements", "bank", "invoices", "reserve-target")
    return Folder(path, royalties, None, False, ("peer-songs",), None, None, left)


def of_bank(path: Path, royalties: Sequence[Royalty]) -> Folder:
    """The account, and nothing else."""
    left = ("statements", "invoices", "reserve-target")
    return Folder(path, royalties, None, True, None, None, None, left)


def changed(royalties: Sequence[Royalty], licence: str, **changes: object) -> list[Royalty]:
    """The royalties with one of them told otherwise."""
    return [replace(r, **changes) if r.licence == licence else r for r in royalties]  # type: ignore[arg-type]
