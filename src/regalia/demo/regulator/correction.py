# SPDX-License-Identifier: Apache-2.0
"""What an audit finds later: royalties of a quarter that is paid long since, with the papers that show it. Invented."""

from __future__ import annotations

from regalia.demo.regulator.checks import same
from regalia.demo.running import RunningDeal

FOUND = 12_000
"""In whole currency."""
QUARTER, NEXT = "2023Q4", "2024Q1"
REFERENCE = f"MMT-{QUARTER}-AUDIT"
_STATEMENT = f"""Period,Agreement,Currency,Contingent portion,Withheld,Payable,Payment reference
{QUARTER},Mills Music catalogue,USD,{FOUND}.00,0.00,{FOUND}.00,{REFERENCE}
Total,,,{FOUND}.00,0.00,{FOUND}.00,
"""
_ENTRY = """      <Ntry>
        <NtryRef>{number}</NtryRef>
        <Amt Ccy="USD">{amount}.00</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>
        <AcctSvcrRef>COLL-{quarter}-0{number}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>{reference}</EndToEndId></Refs>
          <RmtInf><Ustrd>{text}</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>
"""
_END = "    </Stmt>\n"
_BOOKED = "2024-06-14"


def deliver_correction(deal: RunningDeal) -> None:
    """The licensee's statement of what it owed more, and the bank's of its payment, to whoever is sent such papers."""
    more = _entry(3, "CRDT", "RCDT", REFERENCE, f"Royalties {QUARTER}, found by audit, {REFERENCE}")
    more += _entry(4, "DBIT", "ICDT", f"OUT-{REFERENCE}", "Passed on to the escrow in payment tokens")
    for party, folder in deal.papers.folders.items():
        held = deal.papers.evidence(party).file
        if held.statements:
            (folder / "statements" / f"emi-mills-{QUARTER}-audit.csv").write_text(_STATEMENT, encoding="utf-8")
        if held.bank:
            path = folder / "bank" / f"collection-{NEXT}.xml"
            text = path.read_text(encoding="utf-8")
            same("ends of the bank's statement", text.count(_END), 1)
            path.write_text(text.replace(_END, more + _END), encoding="utf-8")


def _entry(number: int, side: str, family: str, reference: str, text: str) -> str:
    said = {"number": number, "side": side, "family": family, "reference": reference, "text": text}
    return _ENTRY.format(**said, amount=FOUND, day=_BOOKED, quarter=NEXT)
