# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
import sys
import zlib

import pytest
from markupsafe import Markup

from regalia.ledger.model import DealLedger
from regalia.reports.errors import NoPdfError
from regalia.reports.names import Names
from regalia.reports.page_pdf import page_data, page_images, page_pdf
from regalia.reports.runs import Run, runs_of
from regalia.reports.statement_page import page_of
from regalia.reports.statement_pdf import statement_pdf
from tests import mills
from tests.reports.chronicle import Chronicle
from tests.reports.replayed import holders_of, statement_of
from tests.reports.stories import LABELS, MEZZANINE, NEWCOMER, SENIOR, notes_story

HOSTILE = [
    '#panic("run")',
    '"); #panic("run")',
    "*bold* _it_ $x^2$ `code` \\ = heading",
    '#read("/etc/passwd") #import "@preview/x:1.0.0": *',
    "<label> @ref // comment /* open",
    "</code><script>alert(1)</script>",
    "高级投资者 甲",
    "مستثمر كبير",
    "\u202eright to left \u0000 and nothing",
    "Unbreakable" * 30,
    "no UTF-8 \udcff",
]


def pdf(ledger: DealLedger, holder: str, labels: dict[str, str] | None = None) -> bytes:
    return statement_pdf(statement_of(ledger, holder), ledger.terms, Names(ledger, labels or LABELS))


def streams(document: bytes) -> bytes:
    """Everything that is packed in a PDF."""
    found = b""
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            found += zlib.decompress(match[1])
        except zlib.error:
            continue
    return found


def printed(ledger: DealLedger, labels: dict[str, str]) -> str:
    """All text the template is given."""
    statement = statement_of(ledger, SENIOR)
    return str(page_data(page_of(statement, ledger.terms, Names(ledger, labels)), statement.as_of))


def test_pdf__same_statement_from_two_replays__same_bytes_dated_by_its_last_event(notes: DealLedger) -> None:
    document = pdf(notes, SENIOR)
    assert document == pdf(notes_story(), SENIOR)
    assert document.startswith(b"%PDF-")
    assert b"/CreationDate (D:20250625130000" in document or b"2025-06-25T13:00:00" in document


def test_pdf__every_holder_of_every_story__is_made(
    notes: DealLedger, orders: DealLedger, whole: DealLedger, market: DealLedger
) -> None:
    for ledger in (notes, orders, whole, market):
        sizes = [len(pdf(ledger, holder)) for holder in holders_of(ledger)]
        assert min(sizes) > 10_000


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_pdf__hostile_label__is_text(notes: DealLedger, label: str) -> None:
    """Markup of Typst that ran would stop it: ``#panic`` and ``#read`` are among them."""
    assert pdf(notes, SENIOR, {SENIOR: label, NEWCOMER: label}).startswith(b"%PDF-")


def test_pdf__label_with_markup__one_title_with_every_letter(notes: DealLedger) -> None:
    statement = statement_of(notes, SENIOR)
    page = page_of(statement, notes.terms, Names(notes, {SENIOR: HOSTILE[0]}))
    assert page_data(page, statement.as_of)["title"] == f"Statement of {HOSTILE[0]}"
    moved = page_of(statement_of(notes, NEWCOMER), notes.terms, Names(notes, {SENIOR: HOSTILE[5]}))
    assert HOSTILE[5] in "".join(run.text for block in moved.blocks for run in _runs(block))


def _runs(block: object) -> list[Run]:
    rows = getattr(block, "rows", ())
    return [run for row in rows for cell in row for run in runs_of(cell)]


def test_pdf__addresses_and_hashes__whole_when_copied_from_it(notes: DealLedger) -> None:
    """No letter in them is mapped to one with an invisible space."""
    packed = streams(pdf(notes, MEZZANINE))
    assert b"beginbfchar" in packed
    assert b"200B" not in packed


def test_pdf__every_source__is_listed_in_full(notes: DealLedger) -> None:
    text = printed(notes, LABELS)
    statement = statement_of(notes, SENIOR)
    for position in statement.positions:
        for entry in position.entries:
            assert entry.place.transaction_hash in text


def test_pdf__wide_table__two_of_them_which_begin_alike(notes: DealLedger) -> None:
    statement = statement_of(notes, SENIOR)
    blocks = page_data(page_of(statement, notes.terms, Names(notes)), statement.as_of)["blocks"]
    first, second = [block for block in blocks if block.get("caption", "").startswith("Period by period")][:2]
    assert [column["head"] for column in second["columns"]][:2] == ["Period", "Owed before"]
    assert [row[0] for row in first["rows"]] == [row[0] for row in second["rows"]]
    assert max(len(block["columns"]) for block in blocks if block["block"] == "table") <= 10
    assert (first["note"], second["note"][:16]) == ("", "A period ends wi")


def test_pdf__pages__are_a4_and_have_something_on_them(market: DealLedger) -> None:
    statement = statement_of(market, NEWCOMER)
    page = page_of(statement, market.terms, Names(market, LABELS))
    images = page_images(page, statement.as_of, ppi=40)
    assert len(images) >= 2
    for image in images:
        assert image.startswith(b"\x89PNG")
        width, height = (int.from_bytes(image[at : at + 4], "big") for at in (16, 20))
        assert (width, height) == (331, 468)
    assert min(map(len, images)) > 8_000, "an empty page is smaller"
    assert b"/Type/Pages/Count %d/" % len(images) in page_pdf(page, statement.as_of)


def test_pdf__nothing_happened_yet__a_page_all_the_same() -> None:
    ledger = Chronicle(mills.NOTES).ledger
    assert pdf(ledger, SENIOR).startswith(b"%PDF-")


def test_pdf__without_typst__says_what_to_install(notes: DealLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NoPdfError, match="typst is not installed") as refused:
        pdf(notes, SENIOR)
    assert "pip install 'regalia[pdf]'" in refused.value.hint


def test_runs__text__is_never_read_as_html() -> None:
    assert runs_of("<b>&amp;</b>") == (Run("<b>&amp;</b>"),)
    assert runs_of("") == ()


def test_runs__our_html__text_with_its_style_and_where_it_leads() -> None:
    cell = Markup("1.50<span class='fine'>25</span> <a class='source' href='#tx-0x1'>7 · 0x1…</a><br><code>{}</code>")
    assert runs_of(cell.format("<i>&")) == (
        Run("1.50"),
        Run("25", "fine"),
        Run(" "),
        Run("7 · 0x1…", "source", to="tx-0x1"),
        Run("\n"),
        Run("<i>&", "code"),
    )


def test_runs__link_to_another_file__its_text_alone() -> None:
    assert runs_of(Markup("<a href='../distribution/1.html'>1, 2023Q4</a>")) == (Run("1, 2023Q4"),)
