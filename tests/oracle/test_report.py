# SPDX-License-Identifier: Apache-2.0
"""The report as a model: what it takes, what it refuses, how it is read and written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from eth_utils.crypto import keccak
from pydantic import ValidationError

from regalia.domain.history import PeriodReport
from regalia.domain.money import Currency
from regalia.oracle.report import ReportError, RoyaltyReport
from regalia.oracle.typed_data import SigningDomain, digest, signing_text
from regalia.receipts import ReceiptsRow
from tests.domain.small_deals import NOTES, PASS_THROUGH
from tests.oracle.stage import ATTACKER, DEAL, REPORT, report

USD = Currency("USD", 6)
ROW = ReceiptsRow(
    row=2,
    payment_date=date(2024, 4, 22),
    attributed_to="2024Q1",
    period=1,
    currency="USD",
    received=248_922_000_000,
    other_income=7,
    reserve_target=None,
    invoices=(("expenses", 116_456_000_000),),
)
DOMAIN = SigningDomain(31337, ATTACKER)


def test_from_row__row_of_the_deal__every_field_taken_over() -> None:
    assert RoyaltyReport.from_row(ROW, PASS_THROUGH, DEAL, epoch=3) == RoyaltyReport(
        deal=DEAL,
        period=1,
        epoch=3,
        received=248_922_000_000,
        other_income=7,
        has_target=False,
        reserve_target=0,
        invoices=(116_456_000_000,),
        evidence_root=ROW.evidence,
    )


@pytest.mark.parametrize("target", [0, 40_000_000_000])
def test_from_row__target_given__flagged_even_when_it_is_zero(target: int) -> None:
    made = RoyaltyReport.from_row(ROW.model_copy(update={"reserve_target": target}), PASS_THROUGH, DEAL, epoch=1)
    assert (made.has_target, made.reserve_target) == (True, target)


@pytest.mark.parametrize(
    ("invoices", "named"),
    [((), "none"), ((("administration", 5),), "administration"), ((("expenses", 1), ("legal", 2)), "expenses, legal")],
)
def test_from_row__row_of_another_deal__refused_with_both_lists(invoices: Any, named: str) -> None:
    foreign = ROW.model_copy(update={"invoices": invoices})
    with pytest.raises(ReportError, match=f"the row is for the steps {named}, the deal has expenses"):
        RoyaltyReport.from_row(foreign, PASS_THROUGH, DEAL, epoch=1)


def test_from_row__deal_is_no_address__refused() -> None:
    with pytest.raises(ReportError, match=f"deal: {DEAL.lower()!r}: must be an address in checksum form"):
        RoyaltyReport.from_row(ROW, PASS_THROUGH, DEAL.lower(), epoch=1)


def test_as_tuple__report__in_the_order_of_the_struct() -> None:
    assert REPORT.as_tuple() == (
        DEAL,
        1,
        1,
        288_427_000_000,
        1_500_000,
        True,
        40_000_000_000,
        [132_887_000_000, 0],
        keccak(text="statements of 2023Q4"),
    )


def test_period_report__target_set__passed_to_the_engine() -> None:
    assert REPORT.period_report == PeriodReport(1, 288_427_000_000, 1_500_000, 40_000_000_000, (132_887_000_000, 0))


def test_period_report__no_target__by_the_formula() -> None:
    assert report(has_target=False, reserve_target=0).period_report.target is None


def test_claimed__report__royalties_and_other_income() -> None:
    assert REPORT.claimed == 288_428_500_000


@pytest.mark.parametrize("amount", [0, 2**53 + 1, 2**96 - 1])
def test_json__written_and_read__the_same(amount: int) -> None:
    given = report(received=amount, invoices=(amount, amount))
    assert RoyaltyReport.from_json(given.to_json()) == given


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ('"received":288427000000', '"received":-1', "received: -1: Input should be greater than or equal to 0"),
        ('"received":288427000000', f'"received":{2**96}', f"received: {2**96}: Input should be less than {2**96}"),
        ('"received":288427000000', '"received":288427.5', "received: 288427.5: Input should be a valid integer"),
        ('"received":288427000000', '"received":"288427"', "received: '288427': Input should be a valid integer"),
        ('"other_income":1500000', '"other_incom":1500000', "other_income: Field required"),
        ('"period":1', '"period":0', "period: 0: Input should be greater than or equal to 1"),
        ('"period":1', f'"period":{2**24}', "period: 16777216: Input should be less than 16777216"),
        ('"epoch":1', '"epoch":0', "epoch: 0: Input should be greater than or equal to 1"),
        ('"has_target":true', '"has_target":1', "has_target: 1: Input should be a valid boolean"),
        ('"has_target":true', '"has_target":false', "reserve_target is 40000000000 although has_target is false"),
        ('"evidence_root":"0x', '"evidence_root":"0x00', ": must be 32 bytes, in text 0x and"),
        ('"evidence_root":"0x', '"evidence_root":"0xzz', ": must be 32 bytes, in text 0x and"),
        (DEAL, DEAL.lower(), ": must be an address in checksum form"),
        (DEAL, DEAL[:-2], ": must be an address in checksum form"),
    ],
)
def test_from_json__one_fault__refused_with_field_and_rule(written: str, instead: str, fault: str) -> None:
    text = REPORT.to_json()
    assert text.count(written) == 1
    with pytest.raises(ReportError) as refusal:
        RoyaltyReport.from_json(text.replace(written, instead))
    assert fault in refusal.value.message


def test_from_json__not_json__refused() -> None:
    with pytest.raises(ReportError, match="Invalid JSON"):
        RoyaltyReport.from_json("period 1")


def test_report__changed_in_place__refused() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        REPORT.received = 1  # type: ignore[misc]


def test_signing_text__report__says_what_is_signed_in_whole_currency() -> None:
    row = ROW.model_copy(update={"reserve_target": 40_000_500_000})
    made = RoyaltyReport.from_row(row, PASS_THROUGH, DEAL, epoch=1)
    lines = [line.split("  ", 1) for line in signing_text(made, DOMAIN, PASS_THROUGH, USD).splitlines()]
    assert {name.strip(): value.strip() for name, value in lines} == {
        "receipts report": "period 1, 2024Q1",
        "deal": DEAL,
        "oracle": f"{ATTACKER} on chain 31337",
        "signer set": "1",
        "royalties received": "248,922.00 USD",
        "other income": "0.000007 USD",
        "invoice expenses": "116,456.00 USD",
        "reserve target": "40,000.50 USD",
        "evidence": "0x" + row.evidence.hex(),
        "digest": "0x" + digest(made, DOMAIN).hex(),
    }


def test_signing_text__no_target__by_the_formula() -> None:
    row = ROW.model_copy(update={"invoices": (("administration", 1),)})
    text = signing_text(RoyaltyReport.from_row(row, NOTES, DEAL, epoch=1), DOMAIN, NOTES, USD)
    assert ["reserve", "target", "by", "the", "formula"] in [line.split() for line in text.splitlines()]
