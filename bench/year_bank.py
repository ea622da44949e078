# SPDX-License-Identifier: Apache-2.0
"""The bank's statements of the year: camt.053, a file a month, an account a currency."""

from __future__ import annotations

from calendar import monthrange
from xml.sax.saxutils import escape

from bench.year_made import YEAR, Credit, Month

ACCOUNTS = {"USD": "DE37999999990123456789", "EUR": "DE93999999990000000001"}
_ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{reversal}<Sts><Cd>BOOK</Cd></Sts>\
<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{bank_id}</AcctSvcrRef><NtryDtls><TxDtls>\
<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RmtInf>{texts}</RmtInf></TxDtls></NtryDtls></Ntry>
"""
_STATEMENT = """<Stmt><Id>{id}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>
<FrToDt><FrDtTm>{first}T00:00:00</FrDtTm><ToDtTm>{last}T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>
{opening}
{closing}
{entries}</Stmt>
"""
_BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}</Amt>\
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>BANK-{period}</MsgId><CreDtTm>{last}T23:59:59+00:00</CreDtTm></GrpHdr>
{statements}</BkToCstmrStmt></Document>
"""


def day_after(month: int, day: int) -> str:
    """A day of the month after."""
    year, after = YEAR + month // 12, month % 12 + 1
    return f"{year}-{after:02}-{day:02}"


def bank_file(month: Month, balances: dict[str, int]) -> str:
    """A message with a statement of each account; ``balances``, in cents, become the closing ones."""
    year, after = YEAR + month.number // 12, month.number % 12 + 1
    first, last = day_after(month.number, 1), day_after(month.number, monthrange(year, after)[1])
    statements = ""
    for currency, account in ACCOUNTS.items():
        credits = [credit for credit in month.credits if credit.currency == currency]
        opening, closing = balances[currency], balances[currency] + sum(credit.amount for credit in credits)
        balances[currency] = closing
        statements += _STATEMENT.format(
            id=f"{currency}-{month.period}",
            number=month.number,
            first=first,
            last=last,
            account=account,
            currency=currency,
            opening=_BALANCE.format(code="OPBD", currency=currency, amount=_cents(opening), day=first),
            closing=_BALANCE.format(code="CLBD", currency=currency, amount=_cents(closing), day=last),
            entries="".join(_entry(month, credit) for credit in credits),
        )
    return _DOCUMENT.format(period=month.period, last=last, statements=statements)


def _entry(month: Month, credit: Credit) -> str:
    return _ENTRY.format(
        currency=credit.currency,
        amount=_cents(abs(credit.amount)),
        sign="CRDT" if credit.amount > 0 else "DBIT",
        reversal="<RvslInd>true</RvslInd>" if credit.reversal else "",
        day=day_after(month.number, credit.day),
        bank_id=credit.bank_id,
        texts="".join(f"<Ustrd>{escape(text)}</Ustrd>" for text in credit.references),
    )


def _cents(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"
