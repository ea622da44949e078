# SPDX-License-Identifier: Apache-2.0
"""Names and codes of published forms: exactly those, in their order; and a reason wherever nothing can be said."""

from __future__ import annotations

import csv
import io
import json
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree

from regalia.domain.accrual import PPM
from regalia.domain.rights.look import Look
from regalia.ledger.model import DealLedger
from regalia.reports.distribution import distribution_report
from regalia.reports.supervisor.annexes import exposures_grid
from regalia.reports.supervisor.investor_report import triggers_grid
from regalia.reports.supervisor.pack import Pack
from regalia.reports.supervisor.parts import NoData, Value
from regalia.reports.supervisor.securitisation import (
    NO_DATE,
    NO_FACILITY,
    NO_POOL,
    NO_PRINCIPAL,
    NO_RETENTION,
    NOT_DECLARED,
    securitisation_card,
)
from regalia.reports.supervisor.subject import Subject
from tests.reports.supervisor.subjects import filed, patents, subject_of

DAY = date(2025, 7, 1)
EXPOSURES = (
    "Unique Identifier", "Original Underlying Exposure Identifier", "New Underlying Exposure Identifier",
    "Original Obligor Identifier", "New Obligor Identifier", "Data Cut-Off Date", "Pool Addition Date", "Date Of Repurchase",
)  # fmt: skip
SECURITISATION = (
    "Unique Identifier", "Data Cut-Off Date", "Securitisation Name", "Reporting Entity Name", "Reporting Entity Contact Person",
    "Reporting Entity Contact Telephone", "Reporting Entity Contact Emails", "Risk Retention Method", "Risk Retention Holder",
    "Underlying Exposure Type", "Risk Transfer Method", "Trigger Measurements/Ratios", "Revolving/Ramp-Up Period End-Date",
    "Principal Recoveries In The Period", "Interest Recoveries In The Period", "Principal Collections In The Period",
    "Interest Collections In The Period", "Drawings Under Liquidity Facility", "Securitisation Excess Spread",
    "Excess Spread Trapping Mechanism", "Current Overcollateralisation", "Annualised Constant Prepayment Rate", "Dilutions",
    "Gross Charge Offs In The Period", "Repurchased Exposures", "Restructured Exposures", "Annualised Constant Default Rate",
    "Defaulted Exposures", "Defaulted Exposures CRR",
)  # fmt: skip
ASSETS = (
    "Total Assets in ABS by Originator", "Assets That Were Subject of Demand", "Assets That Were Repurchased or Replaced",
    "Assets Pending Repurchase or Replacement (within cure period)", "Demand in Dispute", "Demand Withdrawn", "Demand Rejected",
)  # fmt: skip


def ivss(subject: Subject) -> dict[str, Value]:
    """By code."""
    dates = len(subject.ledger.dates)
    card = securitisation_card(subject, distribution_report(subject.ledger, dates - 1) if dates else None)
    return {field.code: value for field, value in card.items}


def test_annex_ix__first_eight_fields__named_and_coded_as_published_the_others_without(notes: DealLedger) -> None:
    for subject in (subject_of(notes, DAY), patents()[0]):
        fields = exposures_grid(subject).fields
        assert [(field.code, field.title) for field in fields[:8]] == [
            (f"ESTL{number}", title) for number, title in enumerate(EXPOSURES, 1)
        ]
        assert not any(field.code for field in fields[8:])


def test_annex_xii__securitisation__29_fields_named_and_coded_as_published(notes: DealLedger) -> None:
    card = securitisation_card(subject_of(notes, DAY), None)
    assert [(field.code, field.title) for field in card.fields] == [
        (f"IVSS{number}", title) for number, title in enumerate(SECURITISATION, 1)
    ]


def test_annex_xii__every_field__has_a_value_or_a_reason_in_each_format(of_rights: Pack) -> None:
    (own,) = etree.fromstring(of_rights.files["annex-xii.xml"]).iterfind("{*}securitisation")
    assert [each.get("code") for each in own] == [f"IVSS{number}" for number in range(1, 30)]
    for each in own:
        assert bool(each.text) != bool(each.get("noData")), each.tag
    rows = list(csv.DictReader(io.StringIO(of_rights.files["annex-xii.csv"].decode())))
    coded = {row["code"]: row["value"] for row in rows if row["code"]}
    assert len(coded) == 29 and all(coded.values())
    assert coded["IVSS16"] == f"no data: {NO_PRINCIPAL.why}"


def test_annex_xii__code_of_another_field__refused_by_the_schema(of_rights: Pack) -> None:
    schema = etree.XMLSchema(etree.fromstring(of_rights.files["annex-xii.xsd"]))
    document = etree.fromstring(of_rights.files["annex-xii.xml"])
    schema.assertValid(document)
    next(document.iterfind("{*}securitisation/{*}dilutions")).set("code", "IVSS24")
    assert not schema.validate(document)


def test_annex_xii__deal_on_receipts__what_it_has_no_idea_of_says_why(notes: DealLedger) -> None:
    subject = subject_of(notes, DAY)
    found = ivss(subject)
    assert (found["IVSS4"], found["IVSS18"], found["IVSS21"], found["IVSS25"]) == (
        NOT_DECLARED, NO_FACILITY, NO_POOL, NO_POOL,
    )  # fmt: skip
    last = distribution_report(notes, len(notes.dates) - 1)
    left = sum(line.record.paid for line in last.steps if line.label == "residual") + last.payment.flow.left
    assert found["IVSS19"] == left
    assert str(found["IVSS8"]) == "Class C Junior Units: 5% of the units" and found["IVSS9"] == "originator"
    declared = filed(subject, filer={"name": "A party", "country": "CN"})
    assert ivss(declared)["IVSS4"] == "A party"


def test_annex_xii__deal_on_rights__value_over_balances_rounded_down() -> None:
    subject, _ = patents()
    assert subject.holdings is not None
    owed = sum(subject.ledger.deal.state.balance)
    base = Look(subject.holdings, subject.today).base
    assert ivss(subject)["IVSS21"] == base * PPM // owed
    assert (base * PPM) % owed  # so that it says something about rounding
    assert ivss(subject)["IVSS25"] == 0


def test_annex_xii__before_the_first_date__no_spread_and_no_drawing(whole: DealLedger) -> None:
    card = {field.code: value for field, value in securitisation_card(subject_of(whole, date(2027, 1, 1)), None).items}
    assert (card["IVSS18"], card["IVSS19"]) == (NO_DATE, NO_DATE)
    assert isinstance(card["IVSS8"], NoData) and card["IVSS8"] == NO_RETENTION


def test_abs_15g__csv__one_row_under_the_heads_as_filed(of_rights: Pack) -> None:
    head, row = csv.reader(io.StringIO(of_rights.files["repurchases.csv"].decode()))
    wanted = [f"{asset} ({sign})" for asset in ASSETS for sign in "#$%"]
    assert head[1:] == ["Name of Issuing Entity", "Check if Registered", "Name of Originator", *wanted]
    found: dict[str, Any] = dict(zip(head, row, strict=True))
    assert found["Assets That Were Subject of Demand (#)"] == "0" and found["Check if Registered"] == "no"
    assert found["Total Assets in ABS by Originator (%)"] == "100"
    assert found["Demand Rejected ($)"].startswith("no data: ")


def test_abs_15g__json__the_same_heads_with_a_reason_where_nothing_is_known(of_rights: Pack) -> None:
    said = json.loads(of_rights.files["repurchases.json"])
    assert tuple(row["what"] for row in said["summary"]) == ASSETS
    assert said["summary"][4]["number"] == {"no_data": "outside the contracts: not known here"}


def test_tests__trigger_that_a_meeting_waived_since__breached_on_the_date_and_active_no_more(whole: DealLedger) -> None:
    subject = subject_of(copy(whole), date(2027, 1, 1))
    labels = [trigger.label for trigger in whole.program.triggers]
    place = next(i for i, up in enumerate(whole.dates[-1].payment.state.active) if up)
    subject.ledger.deal = copy(whole.deal)
    active = list(whole.dates[-1].payment.state.active)
    for wanted in (True, False):
        active[place] = wanted
        subject.ledger.deal.state = replace(whole.deal.state, active=tuple(active))
        row = next(row for row in triggers_grid(subject).rows if row[0] == labels[place])
        assert (row[5], row[6] is not None) == (wanted, wanted)
        assert ivss(subject)["IVSS12"] == any(active)
