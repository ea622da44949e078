# SPDX-License-Identifier: Apache-2.0
"""Everybody who can name something names it badly: in no file does a name become anything else."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from regalia.ledger.model import DealLedger
from regalia.projection.assumptions import Assumptions
from regalia.reports.supervisor.assumed import Assumed, Hashed
from regalia.reports.supervisor.language import Language
from regalia.reports.supervisor.pack import pack_of
from regalia.reports.supervisor.subject import Subject
from tests.reports.chronicle import LICENSEE
from tests.reports.supervisor.subjects import HOSTILE, bar, filed, subject_of

DAY = date(2025, 7, 1)
INVOICES = [{"step": "administration", "amount": "5"}]


def hostile(ledger: DealLedger) -> Subject:
    """Everybody who can name something names it badly: the deal file, orders, declarations and their files."""
    terms, said = ledger.terms, HOSTILE.replace("\x00\x0b", "")
    named = {
        key: tuple(
            part.model_copy(update={"name": said if "steps" in key else HOSTILE}) for part in getattr(terms, key)
        )
        for key in ("tranches", "parties", "accounts", "facilities", "steps")
    }
    bad = terms.model_copy(update={"name": HOSTILE, "notice": HOSTILE, **named})
    subject = filed(
        subject_of(replace(ledger, terms=bad), DAY),
        participants=[{"name": said, "role": said, "performance": said}],
        filer={"name": said, "country": said, "controlled_by": said},
        groups=[{"id": "own", "name": said, "members": [LICENSEE.lower()]}],
        bars=[bar(1, "barred") | {"by": said, "words": said}],
        custody=[{"custodian": said, "what": said}],
    )
    assert subject.filed is not None
    hashed = Hashed(HOSTILE, "ab" * 32)
    told = {"deal": None, "assumed": (said,), "receipts": {"kind": "flat", "amount": "300000"}, "periods": 8}
    given = Assumptions.model_validate({"format": "regalia-projection-1", "id": "bad"} | told | {"invoices": INVOICES})
    return replace(
        subject, filed=replace(subject.filed, name=HOSTILE), assumed=Assumed(given, Path(), hashed, (), (hashed,))
    )


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


@pytest.mark.parametrize("document", ["annex-ix", "annex-xii", "repurchases"])
def test_hostile_names__in_xml__well_formed_and_valid(notes: DealLedger, document: str) -> None:
    pack = pack_of(hostile(notes))
    schema = etree.XMLSchema(etree.fromstring(pack.files[f"{document}.xsd"]))
    schema.assertValid(etree.fromstring(pack.files[f"{document}.xml"]))


def test_hostile_names__on_paper__set_and_the_same_again(notes: DealLedger) -> None:
    one, two = (pack_of(hostile(notes), pdf=True).files["supervisor.pdf"] for _ in range(2))
    assert one == two and one.startswith(b"%PDF")


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
def test_hostile_names__in_every_file__stay_names(notes: DealLedger, language: Language) -> None:
    pack = pack_of(hostile(notes), language)
    for name, data in pack.files.items():
        text = data.decode()
        if name.endswith(".html"):
            assert "script" not in Tags(text).found, name
        elif name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))], name
    assert any("'=cmd" in data.decode() for name, data in pack.files.items() if name.endswith(".csv"))
