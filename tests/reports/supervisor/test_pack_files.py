# SPDX-License-Identifier: Apache-2.0
"""The files of a pack: how each begins, that it can be read, that hostile names stay names, the same bytes, all or none."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from lxml import etree

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.terms.dues import PeriodAmount
from regalia.ledger.comparison import Difference
from regalia.ledger.model import DealLedger
from regalia.ledger.verification import Verification
from regalia.reports.supervisor.errors import NoSuchYearError, PackNotVerifiedError
from regalia.reports.supervisor.manifest import MANIFEST
from regalia.reports.supervisor.pack import Pack, pack_of
from regalia.reports.supervisor.shaped import RULES, begins
from regalia.reports.supervisor.stress import NO_FORECAST, RUNG, stress_of
from regalia.reports.supervisor.subject import AsOf
from tests import mills
from tests.reports.supervisor.subjects import subject_of

DAY = date(2025, 7, 1)
INVOICES = [{"step": "administration", "amount": "5"}]
DOCUMENTS = ("annex-ix", "annex-xii", "repurchases")


def kind_of(name: str) -> str:
    """``annual-2025.json`` is shaped as ``annual`` is."""
    stem = name.rpartition(".")[0]
    return next(
        rule for rule in RULES if stem == rule or (stem.startswith(f"{rule}-") and stem[len(rule) + 1 :].isdigit())
    )


@pytest.mark.parametrize("which", ["of_notes", "of_rights"])
def test_files__each__begins_with_what_it_is_shaped_after(which: str, request: pytest.FixtureRequest) -> None:
    pack: Pack = request.getfixturevalue(which)
    assert {name.rpartition(".")[2] for name in pack.files} == {"html", "csv", "json", "xml", "xsd"}
    for name, data in pack.files.items():
        text = data.decode()
        if name.endswith(".xsd"):
            assert "Shaped after" in text
            continue
        told = begins(kind_of(name))
        assert told.startswith("Shaped after ") and told.endswith("; not a filing; prototype; no onshore issuance")
        match name.rpartition(".")[2]:
            case "csv":
                assert next(csv.reader(io.StringIO(text)))[0] == told
            case "json":
                assert next(iter(json.loads(text).items())) == ("shaped_after", told)
            case "xml":
                assert etree.fromstring(data)[0].text == told
            case _:
                assert f"</strong> {told.replace(chr(39), '&#39;')}" in text


@pytest.mark.parametrize("which", ["of_notes", "of_rights"])
def test_csv__every_row__as_long_as_the_header_and_numbered(which: str, request: pytest.FixtureRequest) -> None:
    pack: Pack = request.getfixturevalue(which)
    for name in pack.files:
        if name.endswith(".csv"):
            head, *rows = csv.reader(io.StringIO(pack.files[name].decode()))
            assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)], name
            assert {len(row) for row in rows} <= {len(head)}, name


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("which", ["of_notes", "of_rights"])
def test_xml__any_deal__well_formed_and_valid(which: str, document: str, request: pytest.FixtureRequest) -> None:
    pack: Pack = request.getfixturevalue(which)
    schema = etree.XMLSchema(etree.fromstring(pack.files[f"{document}.xsd"]))
    schema.assertValid(etree.fromstring(pack.files[f"{document}.xml"]))


def test_xml__an_amount_that_is_none__refused_by_the_schema(of_notes: Pack) -> None:
    schema = etree.XMLSchema(etree.fromstring(of_notes.files["annex-xii.xsd"]))
    broken = etree.fromstring(of_notes.files["annex-xii.xml"])
    (amount,) = broken.iterfind("{*}state/{*}outstanding")
    amount.text = "much"
    assert not schema.validate(broken)


def test_exposures__rights_and_streams__a_row_each(of_notes: Pack, of_rights: Pack) -> None:
    rows = [len(etree.fromstring(pack.files["annex-ix.xml"]).findall(".//{*}row")) for pack in (of_notes, of_rights)]
    assert rows == [1, 8]  # one licensee; eight rights


def test_pack__same_ledger__same_bytes(of_notes: Pack, notes: DealLedger) -> None:
    assert pack_of(subject_of(notes, DAY)).files == of_notes.files


def test_manifest__every_other_file__with_its_hash(of_notes: Pack) -> None:
    said = json.loads(of_notes.files[MANIFEST])
    found = {file["name"]: file["sha256"] for file in said["files"]}
    assert found == {name: sha256(data).hexdigest() for name, data in of_notes.files.items() if name != MANIFEST}
    assert (said["comparisons"], said["compared"]) == (42, {"code": 2, "steps": 40})
    assert said["left_out"] == {"stress": NO_FORECAST}


def test_pdf__summary_and_annual__made_and_the_same_again(notes: DealLedger, of_notes: Pack) -> None:
    pack = pack_of(subject_of(notes, DAY), pdf=True)
    assert sorted(pack.files.keys() - of_notes.files.keys()) == ["annual-2025.pdf", "supervisor.pdf"]
    assert all(pack.files[name].startswith(b"%PDF") for name in ("annual-2025.pdf", "supervisor.pdf"))


@pytest.mark.parametrize("year", [2022, 2026])
def test_subject__year_without_the_deal__refused_by_name(notes: DealLedger, year: int) -> None:
    with pytest.raises(NoSuchYearError, match=f"year {year}: the deal is of 2023, the block of 2025"):
        subject_of(notes, DAY, year=year)


def test_as_of__verification_with_differences__refused_with_the_first() -> None:
    wrong = Difference("period 1", "servicer-fee: paid", "5", "6", "steps", 57)
    found = Verification({"steps": 4}, (wrong,), 1, 60, "0x" + "00" * 32, None, None, 0, {}, None, {})
    with pytest.raises(PackNotVerifiedError, match="1 figures; the first: period 1: servicer-fee: paid") as refused:
        AsOf.of(found)
    assert "regalia verify" in refused.value.hint


def test_stress__deal_file_with_a_forecast__break_even_of_each_tranche_and_a_ladder(notes: DealLedger) -> None:
    period, expected = CollectionPeriod.parse("2023Q4"), []
    for _ in range(40):
        expected.append(PeriodAmount(period=period, amount="100,000"))
        period = period.next()
    terms = notes.terms.model_copy(update={"forecast": tuple(expected)})
    found = stress_of(subject_of(replace(notes, terms=terms), DAY))
    assert not isinstance(found, str), found
    assert [x.tranche for x in found.break_even] == [t.id for t in terms.tranches if t.balance]
    assert [rung.reduction_ppm for rung in found.ladder] == list(range(0, 10**6 + 1, RUNG))


def test_annual__sections__in_the_order_of_the_guide_in_both_languages(of_notes: Pack) -> None:
    said = json.loads(of_notes.files["annual-2025.json"])
    wanted = ["participants", "assets", "cash", "originator", "enhancement", "custody", "securities", "meetings"]
    assert [key for key in said if key in wanted] == wanted
    page = of_notes.files["annual-2025.html"].decode()
    assert "Underlying assets · 基础资产情况" in page and "Holder meetings · 持有人会议情况" in page
    assert mills.NOTES.stem == said["deal"]
