# SPDX-License-Identifier: Apache-2.0
"""Bank statements: what a servicer gets of a good one, and every way a bank, or whoever stands between, can spoil it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from regalia.statements.bank_chain import check_chain
from regalia.statements.camt053 import CamtStatement, read_camt053
from regalia.statements.errors import StatementError
from regalia.statements.iban import iban_fault
from regalia.statements.model import ONE

DATA = Path(__file__).parent / "data"
SEPTEMBER, OCTOBER = DATA / "account_2024-09_v08.xml", DATA / "account_2024-10_v02.xml"
TODAY, CENT = date(2024, 11, 4), ONE // 100
IBAN, OTHER_IBAN = "DE37999999990123456789", "FI6099999900012345"
Bank = Callable[..., Path]


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """Sends September's statement with texts replaced, each the first time it stands there."""

    def sends(*changes: tuple[str, str], source: Path = SEPTEMBER) -> Path:
        text = source.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / "statement.xml"
        path.write_text(text, encoding="utf-8")
        return path

    return sends


def read(path: Path, account: str | None = None) -> CamtStatement:
    (statement,) = read_camt053(path, account=account, today=TODAY)
    return statement


def refused(path: Path, account: str | None = None) -> str:
    with pytest.raises(StatementError) as error:
        read_camt053(path, account=account, today=TODAY)
    assert error.value.file == path.name
    return str(error.value)


def test_read__september__balances_and_lines() -> None:
    statement = read(SEPTEMBER)
    assert (statement.account, statement.currency, statement.id, statement.number) == (IBAN, "EUR", "STMT-2024-009", 9)
    assert (statement.opened_on, statement.closed_on) == (date(2024, 9, 1), date(2024, 9, 30))
    assert (statement.opening, statement.closing) == (100_000 * CENT, 160_905 * CENT)
    assert [line.amount for line in statement.lines] == [
        42_550 * CENT,
        20_000 * CENT,
        7_950 * CENT,
        -1_645 * CENT,
        -7_950 * CENT,
    ]
    assert statement.opening + sum(line.amount for line in statement.lines) == statement.closing
    assert {line.source.sha256 for line in statement.lines} == {hashlib.sha256(SEPTEMBER.read_bytes()).digest()}


def test_references__of_a_payment__all_that_payer_and_bank_wrote() -> None:
    royalty, first, second, fee, reversal = read(SEPTEMBER).lines
    assert royalty.references[:3] == ("ROY-2024Q2-017", "RF45G72UUR", "Royalties second quarter, reference")
    assert "Royalties second quarter, reference ROY-2024Q2-017" in royalty.references
    assert (royalty.bank_id, royalty.booked_on, royalty.value_on) == ("BK-0001", date(2024, 9, 12), date(2024, 9, 12))
    assert (first.references, first.bank_id) == (("ROY-2024Q2-018",), "BK-0002-1")
    assert (second.references, second.bank_id, second.value_on) == (
        ("Lumen licence July",),
        "BK-0002-2",
        date(2024, 9, 17),
    )
    assert (fee.references, fee.bank_id, fee.reversal) == (("Account fee",), "3", False)
    assert (reversal.references, reversal.reversal, reversal.amount) == (("Lumen licence July",), True, -7_950 * CENT)


def test_references__broken_within_a_word__also_joined(bank: Bank) -> None:
    path = bank(
        ("Royalties second quarter, reference", "Royalties ROY-2024"), ("<Ustrd>ROY-2024Q2-017", "<Ustrd>Q2-017")
    )
    assert "Royalties ROY-2024Q2-017" in read(path).lines[0].references


def test_read__charge_and_instructed_amount_before_the_booked_one__not_taken_for_it(bank: Bank) -> None:
    """The transaction has no sign of its own, a charge in it has: DBIT. pycamt takes the first of a name."""
    path = bank(
        ('            <Amt Ccy="EUR">425.50</Amt>\n', ""),
        ('<InstdAmt><Amt Ccy="USD">470.00</Amt></InstdAmt>', '<InstdAmt><Amt Ccy="EUR">427.00</Amt></InstdAmt>'),
    )
    assert read(path).lines[0].amount == 42_550 * CENT


def test_read__version_02_with_prefixes__overdrawn_account_and_pending_left_out() -> None:
    said = list[str]()
    (statement,) = read_camt053(OCTOBER, today=TODAY, note=said.append)
    assert (statement.opened_on, statement.closed_on) == (date(2024, 10, 1), date(2024, 10, 31))
    assert (statement.opening, statement.closing) == (160_905 * CENT, -9_095 * CENT)
    (line,) = statement.lines
    assert (line.amount, line.references, line.booked_on) == (-170_000 * CENT, ("SWEEP-10",), date(2024, 10, 4))
    assert said == [f"{OCTOBER.name}: statement STMT-2024-010 has entries that are not booked yet; left out: 1"]


def test_read__version_04__the_same(tmp_path: Path) -> None:
    text = SEPTEMBER.read_text(encoding="utf-8").replace("camt.053.001.08", "camt.053.001.04")
    path = tmp_path / "v04.xml"
    path.write_text(re.sub("<Sts><Cd>(.*?)</Cd></Sts>", r"<Sts>\1</Sts>", text), encoding="utf-8")
    assert [line.amount for line in read(path).lines] == [line.amount for line in read(SEPTEMBER).lines]


def test_read__byte_order_mark_and_crlf__fine(tmp_path: Path) -> None:
    path = tmp_path / "windows.xml"
    path.write_bytes(SEPTEMBER.read_bytes().replace(b"\n", b"\r\n").join([b"\xef\xbb\xbf", b""]))
    assert read(path).closing == 160_905 * CENT


def test_read__comment_inside_an_amount__read_as_one_number(bank: Bank) -> None:
    assert read(bank((">425.50<", ">42<!-- x -->5.50<"))).lines[0].amount == 42_550 * CENT


def test_read__account_numbered_by_the_bank__read(bank: Bank) -> None:
    path = bank((f"<IBAN>{IBAN}</IBAN>", "<Othr><Id>062 000 1234</Id></Othr>"))
    assert read(path, account="0620001234").account == "0620001234"


def test_read__two_accounts_in_a_file__each_for_itself(tmp_path: Path) -> None:
    text = SEPTEMBER.read_text(encoding="utf-8")
    start, end = text.index("<Stmt>"), text.index("</Stmt>") + len("</Stmt>")
    second = text[start:end].replace(IBAN, OTHER_IBAN).replace("1000.00", "5.00").replace("1609.05", "614.05")
    path = tmp_path / "two.xml"
    path.write_text(text[:end] + second + text[end:], encoding="utf-8")
    both = read_camt053(path, today=TODAY)
    assert [(s.account, s.opening, len(s.lines)) for s in both] == [
        (IBAN, 100_000 * CENT, 5),
        (OTHER_IBAN, 500 * CENT, 5),
    ]
    assert {line.account for line in both[1].lines} == {OTHER_IBAN}
    assert read(path, account="fi60 9999 9900 0123 45").account == OTHER_IBAN
    assert f"Stmt: has no statement of NL64XXXX0123456789; it is of {IBAN}, {OTHER_IBAN}" in refused(
        path, "NL64XXXX0123456789"
    )


def test_read__batch_without_its_payments_amounts__one_line_without_references(bank: Bank) -> None:
    said = list[str]()
    path = bank(
        ('<Amt Ccy="EUR">200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>\n          </TxDtls>', "</TxDtls>"),
        ('            <Amt Ccy="EUR">79.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>\n', ""),
    )
    (statement,) = read_camt053(path, today=TODAY, note=said.append)
    assert (statement.lines[1].amount, statement.lines[1].references) == (27_950 * CENT, ())
    assert said == [
        "statement.xml: statement STMT-2024-009 has batches that don't tell their payments' amounts, each is one line: 1"
    ]


OPENING, CLOSING = '<Amt Ccy="EUR">1000.00</Amt>', '<Amt Ccy="EUR">1609.05</Amt>'
FIRST = '<Amt Ccy="EUR">425.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
BOOKED, VALUED = "<BookgDt><Dt>2024-09-12</Dt></BookgDt>", "<ValDt><Dt>2024-09-12</Dt></ValDt>"
PART = '<Amt Ccy="EUR">200.00</Amt>'
BAD: dict[str, tuple[list[tuple[str, str]], str]] = {
    "a balance that is not receipts less payments": (
        [(CLOSING, CLOSING.replace("09", "10"))],
        "line 16, Bal CLBD '1610.05': but 1000 and entries of 609.05 come to 1609.05: an entry is missing or was changed",
    ),
    "an entry changed": ([(FIRST, FIRST.replace("425.50", "525.50"))], "but its transactions (1) come to 425.5"),
    "a sign changed": ([(FIRST, FIRST.replace("CRDT", "DBIT"))], "entries of -241.95 come to 758.05"),
    "a balance turned": ([(OPENING + "<CdtDbtInd>CRDT", OPENING + "<CdtDbtInd>DBIT")], "but -1000 and entries"),
    "a sign that is none": ([(FIRST, FIRST.replace("CRDT", "CRED"))], "CdtDbtInd 'CRED': must be CRDT or DBIT"),
    "no sign": ([(FIRST, FIRST.replace("<CdtDbtInd>CRDT</CdtDbtInd>", ""))], "CdtDbtInd: must be CRDT or DBIT"),
    "two opening balances": ([("CLBD", "OPBD")], "Bal 'OPBD': stands 2 times; a statement has one opening balance"),
    "no closing balance": ([("CLBD", "CLAV")], "there is no closing balance (CLBD)"),
    "no opening balance": ([("OPBD", "ITBD")], "there is no opening balance (OPBD or PRCD)"),
    "a batch that does not add up": (
        [(PART, PART.replace("200", "201"))],
        "Amt '279.5': but its transactions (2) come to 280.5",
    ),
    "a batch told in part": ([(PART, "")], "tells the amounts of 1 of its 2 transactions"),
    "a payment against its batch": (
        [(PART + "<CdtDbtInd>CRDT", PART + "<CdtDbtInd>DBIT")],
        "transactions (2) come to -120.5",
    ),
    "an entry in another currency": (
        [(FIRST, FIRST.replace("EUR", "USD"))],
        "Amt, Ccy 'USD': must be EUR, the account's",
    ),
    "a balance in another currency": ([(CLOSING, CLOSING.replace("EUR", "CHF"))], "Amt, Ccy 'CHF': must be EUR"),
    "no currency": ([(FIRST, FIRST.replace(' Ccy="EUR"', ""))], "Amt, Ccy: must be EUR"),
    "an amount with a sign": (
        [(FIRST, FIRST.replace("425.50", "-425.50"))],
        "'-425.50': must be digits with at most 5 decimals",
    ),
    "an amount with a plus": (
        [(FIRST, FIRST.replace("425.50", "+425.50"))],
        "without a sign: CdtDbtInd says credit or debit",
    ),
    "too many decimals": ([(FIRST, FIRST.replace("425.50", "425.500001"))], "must be digits with at most 5 decimals"),
    "a decimal comma": ([(FIRST, FIRST.replace("425.50", "425,50"))], "Amt '425,50': must be digits"),
    "an exponent": ([(FIRST, FIRST.replace("425.50", "4.255E2"))], "Amt '4.255E2': must be digits"),
    "no amount": ([(FIRST, FIRST.replace('<Amt Ccy="EUR">425.50</Amt>', ""))], "Amt: is missing"),
    "two amounts": ([(FIRST, '<Amt Ccy="EUR">425.50</Amt>' + FIRST)], "Amt: stands 2 times where it can stand once"),
    "no booking date": ([(BOOKED, "")], "BookgDt: has no date"),
    "no value date": ([(VALUED, "")], "ValDt: has no date"),
    "a date that is none": ([(BOOKED, BOOKED.replace("09-12", "02-30"))], "BookgDt '2024-02-30': must be a date"),
    "booked after the statement": (
        [(BOOKED, BOOKED.replace("09-12", "10-01"))],
        "BookgDt '2024-10-01': must be from 2024-09-01 to",
    ),
    "booked before the statement": (
        [(BOOKED, BOOKED.replace("09-12", "08-31"))],
        "must be from 2024-09-01 to 2024-09-30",
    ),
    "a state nobody knows": ([("<Cd>BOOK</Cd>", "<Cd>DONE</Cd>")], "Sts 'DONE': must be BOOK"),
    "no state": ([("<Sts><Cd>BOOK</Cd></Sts>", "")], "Sts: must be BOOK"),
    "a booked entry called pending": ([("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>")], "come to 1183.55: an entry is missing"),
    "a reversal that may be one": ([("<RvslInd>true", "<RvslInd>yes")], "RvslInd 'yes': must be true or false"),
    "a printed number of entries": (
        [("<NbOfNtries>4", "<NbOfNtries>5")],
        "TtlNtries, NbOfNtries '5': but there are 4 booked",
    ),
    "a printed sum": (
        [("<Sum>800.95", "<Sum>800.94")],
        "TtlNtries, Sum '800.94': but the booked entries come to 800.95",
    ),
    "a printed sum of credits": (
        [("<Sum>705.00", "<Sum>706.00")],
        "TtlCdtNtries, Sum '706.00': but the booked entries come to 705",
    ),
    "a printed sum of debits": (
        [("<Sum>95.95", "<Sum>95.9")],
        "TtlDbtNtries, Sum '95.9': but the booked entries come to 95.95",
    ),
    "a printed net": (
        [("<Amt>609.05", "<Amt>609.06")],
        "TtlNetNtry/Amt '609.06': but the booked entries come to 609.05",
    ),
    "check digits": ([("DE37", "DE38")], "is no IBAN: its check digits don't fit"),
    "digits swapped": ([("123456789<", "123456798<")], "is no IBAN: its check digits don't fit"),
    "an IBAN that is a name": ([(IBAN, "Current account")], "is no IBAN: two letters, two check digits"),
    "no account": ([(f"<Id><IBAN>{IBAN}</IBAN></Id>", "")], "Acct, Id: is missing"),
    "no id": ([("<Id>STMT-2024-009</Id>", "")], "Stmt, Id: is missing"),
    "no message id": ([("<MsgId>BANK-2024-10-01-0001</MsgId>", "")], "GrpHdr, MsgId: is missing"),
    "made after today": (
        [("2024-10-01T05:12:00", "2024-11-05T05:12:00")],
        "CreDtTm '2024-11-05': is after today, 2024-11-04",
    ),
    "closes outside its period": (
        [("2024-09-30T23", "2024-09-29T23")],
        "is not in the statement's period, from 2024-09-01 to",
    ),
    "closes after today": (
        [("2024-09-30T23", "2024-12-31T23"), ("<Dt><Dt>2024-09-30", "<Dt><Dt>2024-12-31")],
        "Bal CLBD, Dt '2024-12-31': is after today, 2024-11-04",
    ),
    "closes before it opens": (
        [("<FrToDt>", "<!--"), ("</FrToDt>", "-->"), ("<Dt><Dt>2024-09-30", "<Dt><Dt>2024-08-31")],
        "Bal CLBD, Dt '2024-08-31': is before the statement opens, on 2024-09-01",
    ),
    "a page of several": (
        [("<ElctrncSeqNb>", "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn><ElctrncSeqNb>")],
        "StmtPgntn '1': is a page of a longer statement",
    ),
    "the second page": (
        [("</CreDtTm></GrpHdr>", "</CreDtTm><MsgPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>")],
        "MsgPgntn '2': is a page of a longer statement",
    ),
    "a number in words": ([("<ElctrncSeqNb>9<", "<ElctrncSeqNb>nine<")], "ElctrncSeqNb 'nine': must be a whole number"),
    "a later version": (
        [("053.001.08", "053.001.12")],
        "must be a Document of one of camt.053.001.02, camt.053.001.04",
    ),
    "a version like a known one": ([("053.001.08", "053.001.080")], "must be a Document of one of"),
    "an intraday report": (
        [("camt.053.001.08", "camt.052.001.08")],
        "is an intraday report or a notification, no statement",
    ),
    "a balance before that differs": (
        [
            (
                "      <Bal>",
                "      <Bal><Tp><CdOrPrtry><Cd>PRCD</Cd></CdOrPrtry></Tp>"
                + OPENING.replace("1000", "999")
                + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2024-08-31</Dt></Dt></Bal><Bal>",
            )
        ],
        "Bal OPBD '1000': but the closing balance before (PRCD) is 999",
    ),
}


@pytest.mark.parametrize("changes,rule", BAD.values(), ids=BAD.keys())
def test_read__bad_statement__refused_with_line_and_rule(bank: Bank, changes: list[tuple[str, str]], rule: str) -> None:
    assert rule in refused(bank(*changes))


def test_read__entry_that_cannot_be_read__balance_is_not_held_against_the_file(bank: Bank) -> None:
    assert ": 1 problem\n" in refused(bank((BOOKED, "")))


DOCTYPES = {
    "entities that grow": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
    "a file of the machine": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "a plain one": '<!DOCTYPE Document SYSTEM "camt.dtd">',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_read__document_type__refused_unread(bank: Bank, doctype: str) -> None:
    assert "line 3: has a document type (DOCTYPE)" in refused(bank(("<Document ", doctype + "<Document ")))


def test_read__entity_nobody_declared__refused(bank: Bank) -> None:
    assert "can't be read as XML: undefined entity" in refused(bank(("STMT-2024-009", "&bank;")))


def test_read__nested_without_end__refused(bank: Bank) -> None:
    assert "is nested more than 40 levels deep" in refused(bank(("<Ntry>", "<Ntry>" + "<x>" * 100_000)))


def test_read__larger_than_a_statement__refused_unread(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regalia.statements.camt_xml.MAX_BYTES", 1000)
    assert "is larger than 1,000 bytes" in refused(SEPTEMBER)


def test_read__other_encodings__refused_in_words(tmp_path: Path) -> None:
    path, text = tmp_path / "saved.xml", SEPTEMBER.read_text(encoding="utf-8").replace("Streamly", "Stréamly")
    path.write_bytes(text.encode("utf-16"))
    assert "is not UTF-8: it was saved again in another encoding" in refused(path)
    path.write_bytes(text.replace("é", "e").encode("utf-16-le"))
    assert "has NUL bytes: it is UTF-16 or damaged" in refused(path)
    path.write_bytes(text.encode("cp1252"))
    assert "line 40: is not UTF-8" in refused(path)
    path.write_bytes(text.replace("UTF-8", "ISO-8859-1").encode("latin-1"))
    assert "is not UTF-8" in refused(path)
    path.write_text(text.replace("UTF-8", "ISO-8859-1"), encoding="utf-8")
    assert "encoding 'ISO-8859-1': must be UTF-8" in refused(path)


def test_read__cut_off_at_any_byte__refused(tmp_path: Path) -> None:
    whole, path = SEPTEMBER.read_bytes().rstrip(), tmp_path / "cut.xml"
    for end in range(0, len(whole), 61):
        path.write_bytes(whole[:end])
        assert "can't be read as XML: it was cut off" in refused(path), end


def test_read__missing_file_or_other_xml__refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xml"
    assert "can't be read: No such file" in refused(path)
    path.write_text("<html/>", encoding="utf-8")
    assert "must be a Document of one of" in refused(path)
    path.write_text('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>', encoding="utf-8")
    assert "has no BkToCstmrStmt" in refused(path)


def test_read__message_without_a_statement__refused(tmp_path: Path) -> None:
    path, text = tmp_path / "none.xml", SEPTEMBER.read_text(encoding="utf-8")
    path.write_text(re.sub("<Stmt>.*</Stmt>", "", text, flags=re.DOTALL), encoding="utf-8")
    assert "Stmt: has no statement" in refused(path)


def test_chain__months_in_any_order__fine() -> None:
    check_chain([read(OCTOBER), read(SEPTEMBER)])


def broken(*statements: CamtStatement) -> str:
    with pytest.raises(StatementError) as error:
        check_chain(statements)
    return str(error.value)


def test_chain__the_same_statement_twice__refused(bank: Bank) -> None:
    again = read(bank(("BANK-2024-10-01-0001", "BANK-2024-10-02-0001")))
    rule = "'statement.xml': is the statement of 2024-09-01 to 2024-09-30 (account_2024-09_v08.xml) again; keep one of the two"
    assert rule in broken(read(SEPTEMBER), again)
    assert rule in broken(read(SEPTEMBER), replace(again, id="OTHER"))


def test_chain__an_id_used_twice__refused() -> None:
    september, october = read(SEPTEMBER), read(OCTOBER)
    november = replace(
        october,
        id=september.id,
        number=11,
        opening=october.closing,
        opened_on=date(2024, 11, 1),
        closed_on=date(2024, 11, 30),
    )
    assert "has the id STMT-2024-009 of the statement in account_2024-09_v08.xml too" in broken(
        september, october, november
    )


def test_chain__opening_other_than_the_closing_before__refused() -> None:
    rule = "opens with 1609.06, and the one of 2024-09-01 to 2024-09-30 (account_2024-09_v08.xml) closes with 1609.05"
    assert rule in broken(read(SEPTEMBER), replace(read(OCTOBER), opening=160_906 * CENT))


def test_chain__days_in_two_statements__refused() -> None:
    overlapping = replace(read(OCTOBER), opened_on=date(2024, 9, 29))
    assert "opens on 2024-09-29, inside the statement of" in broken(read(SEPTEMBER), overlapping)


def test_chain__a_number_left_out__refused_but_a_new_year_is_not() -> None:
    september, october = read(SEPTEMBER), read(OCTOBER)
    assert "is number 11, and the one of 2024-09-01 to 2024-09-30" in broken(september, replace(october, number=11))
    january = replace(october, number=1, opened_on=date(2025, 1, 1), closed_on=date(2025, 1, 31))
    check_chain([september, january])


def test_chain__days_left_out_without_numbers__refused_beyond_a_long_weekend() -> None:
    september, october = replace(read(SEPTEMBER), number=None), read(OCTOBER)
    check_chain([september, replace(october, opened_on=date(2024, 10, 5))])
    late = replace(october, opened_on=date(2024, 10, 6))
    assert "opens on 2024-10-06" in broken(september, late)


def test_chain__two_accounts__each_for_itself() -> None:
    check_chain([read(SEPTEMBER), replace(read(SEPTEMBER), account=OTHER_IBAN)])


@pytest.mark.parametrize("iban", [IBAN, OTHER_IBAN, "NL64XXXX0123456789"])
def test_iban__any_digit_changed__refused(iban: str) -> None:
    assert iban_fault(iban) == ""
    for place in range(2, len(iban)):
        if iban[place].isdigit():
            other = str((int(iban[place]) + 1) % 10)
            assert iban_fault(iban[:place] + other + iban[place + 1 :]), place
