# SPDX-License-Identifier: Apache-2.0
"""A pack at any time of a deal's life: before its first date, lapsed, wound up, without its rights, of a year in which nothing happened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import etree

from regalia.ledger.model import DealLedger
from regalia.ledger.rights_book import RightsBook
from regalia.ledger.verification import Verification
from regalia.reports.supervisor.errors import NoSuchDayError, NoSuchPeriodError
from regalia.reports.supervisor.language import Language
from regalia.reports.supervisor.manifest import MANIFEST
from regalia.reports.supervisor.pack import Pack, pack_of
from regalia.reports.supervisor.subject import AsOf, Subject
from tests import mills
from tests.chain.records import address
from tests.reports.chronicle import Chronicle
from tests.reports.supervisor.subjects import patents, subject_of


def offered(closed: bool) -> Subject:
    """The notes, subscribed; an offering that lapses is one that is never closed."""
    deal = Chronicle(mills.NOTES)
    for tranche in deal.ledger.terms.tranches:
        deal.subscribe(tranche.id, address(701), tranche.units)
    if closed:
        deal.close()
    return subject_of(deal.ledger, date(2024, 2, 1))


def made(subject: Subject) -> tuple[Pack, dict[str, Any]]:
    """In both languages, with PDF and valid XML; and what the manifest says was left out."""
    for language in Language:
        pack = pack_of(subject, language, pdf=language is Language.EN)
        for name in ("annex-ix", "annex-xii", "repurchases"):
            schema = etree.XMLSchema(etree.fromstring(pack.files[f"{name}.xsd"]))
            schema.assertValid(etree.fromstring(pack.files[f"{name}.xml"]))
    return pack, json.loads(pack.files[MANIFEST])["left_out"]


def test_pack__closed_and_no_payment_date_yet__reports_the_first_to_come() -> None:
    pack, left_out = made(offered(closed=True))
    said = json.loads(pack.files["distribution-1.json"])
    assert (said["timing"]["figures"], said["timing"]["status"]) == ("none: no report waits", "not due yet")
    assert "steps" not in said and set(left_out) == {"stress"}


def test_pack__never_closed__no_distribution_and_says_why() -> None:
    pack, left_out = made(offered(closed=False))
    assert left_out["distribution"] == "no payment date was executed and none is to come"
    assert not [name for name in pack.files if name.startswith("distribution")]
    assert json.loads(pack.files["annual-2024.json"])["securities"]["securities"][0]["holders"] == 0
    with pytest.raises(NoSuchPeriodError, match="period 1: it is neither executed nor the next") as refused:
        pack_of(replace(offered(closed=False), period=1))
    assert "leave --period out" in refused.value.hint


def test_pack__wound_up__reports_the_last_date(whole: DealLedger) -> None:
    assert whole.concluded is not None
    pack, left_out = made(subject_of(whole, date(2027, 1, 1)))
    last = whole.dates[-1].payment.report.period
    assert json.loads(pack.files[f"distribution-{last}.json"])["timing"]["figures"] == "paid"
    assert "distribution" not in left_out


def test_pack__pool_never_opened__no_rights_and_nothing_is_clear() -> None:
    subject, life = patents()
    subject.run.rights = RightsBook.of(life.ledger.record.pool_facts.address if life.ledger.record.pool_facts else "")
    assert subject.holdings is None
    pack, _ = made(subject)
    gates = json.loads(pack.files["gates.json"])
    assert {row["state"] for row in gates["gates"]} == {"cannot be known from the chain"} and gates["rights"] == []
    assert json.loads(pack.files["repurchases.json"])["summary"][0]["number"] == 0


def test_pack__year_in_which_nothing_happened__empty_tables(notes: DealLedger) -> None:
    subject = subject_of(notes, date(2031, 3, 1), year=2029)
    said = json.loads(made(subject)[0].files["annual-2029.json"])
    assert said["assets"]["payers"] == said["participants"]["payment_dates"] == said["meetings"]["resolutions"] == []
    assert said["cash"]["flows"]["received"] == "0.000000"


def test_period__beyond_the_calendar__refused_by_name(notes: DealLedger) -> None:
    with pytest.raises(NoSuchPeriodError, match="period 2147483647: it is neither executed nor the next"):
        pack_of(replace(subject_of(notes, date(2025, 7, 1)), period=2**31 - 1))


def test_as_of__block_after_the_calendar__refused_by_name(notes: DealLedger) -> None:
    found = Verification({"steps": 4}, (), 1, 60, "0x" + "00" * 32, notes, None, 2**40, {}, None, {})
    with pytest.raises(NoSuchDayError, match="block time 1099511627776: it is after the year 9999"):
        AsOf.of(found)
