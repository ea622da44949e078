# SPDX-License-Identifier: Apache-2.0
"""The page of one wallet: its figures are those of the view and of the contracts; statements to keep."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from eth_typing import ChecksumAddress
from fastapi.testclient import TestClient
from lxml import html

from regalia.demo.sample import Sample
from regalia.servicing import payments
from regalia.views.following import Followed
from regalia.views.investor import investor_view
from regalia.views.plain import figures, to_plain
from tests.web.shown import figures_on

pytestmark = pytest.mark.devnet
ROLES = ("senior_investor_2", "mezzanine_investor", "junior_investor")
STRANGER = "0x00000000000000000000000000000000000000AA"


def page_of(client: TestClient, address: str, lang: str = "en") -> str:
    answer = client.get(f"/{lang}/investor/{address}")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("role", ROLES)
def test_investor_page__of_a_holder__has_the_figures_of_the_view_and_of_the_contracts(
    client: TestClient, site: Followed, sample: Sample, role: str
) -> None:
    address = sample.people[role]
    with site.all_now() as all_now:
        view = investor_view(all_now, address)
    shown = figures_on(page_of(client, address))
    assert shown.items() <= dict(figures(to_plain(view))).items()
    (deal,) = view.deals
    assert deal.positions and deal.entries and deal.bids
    for one in deal.positions:
        units = sample.deal.contracts.token(one.id).functions.balanceOf(address).call()
        owed = payments.entitlement(sample.deal.contracts, one.id, address)
        assert (one.units, one.unclaimed) == (units, Decimal(owed).scaleb(-6))
        assert shown[f"deals.mills-notes.positions.{one.id}.units"] == str(units)
        assert one.income == one.claimed + one.unclaimed


def test_bids__of_a_closed_sale__are_settled_as_the_contract_says(site: Followed, sample: Sample) -> None:
    address = sample.people["senior_investor_2"]
    with site.all_now() as all_now:
        (deal,) = investor_view(all_now, address).deals
    offering = sample.deal.contracts.offering.functions
    for bid in deal.bids:
        index = sample.deal.contracts.index(bid.tranche)
        investor, units, allotted, collected, owed = offering.bidAt(index, bid.level, bid.place).call()
        assert (investor, bid.units, bid.allotted, bid.owed) == (address, units, allotted, Decimal(owed).scaleb(-6))
        assert collected and bid.state == "done"


def test_investor_page__of_a_stranger__says_there_is_nothing(client: TestClient) -> None:
    text = page_of(client, STRANGER)
    assert "never had anything in this deal" in text and 'data-act="claim"' not in text
    assert "从未持有" in page_of(client, STRANGER, "zh")


def test_entrance__with_an_address__leads_to_its_page(client: TestClient, sample: Sample) -> None:
    address = sample.people["senior_investor_1"]
    answer = client.get("/zh/investor", params={"address": f" {address.lower()} "}, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/zh/investor/{address}")
    spelled = client.get(f"/en/investor/{address.lower()}", follow_redirects=False)
    assert (spelled.status_code, spelled.headers["Location"]) == (307, f"/en/investor/{address}")
    assert 'data-chain="31337"' in client.get("/en/investor").text


@pytest.mark.parametrize("typed", ["0x12", "nobody", "0x" + "g" * 40, "0x" + "1" * 41, "<script>"])
def test_investor_page__of_no_address__is_404_in_words(client: TestClient, typed: str) -> None:
    answer = client.get(f"/en/investor/{typed}")
    assert answer.status_code == 404 and "hexadecimal" in answer.text and "<script>" not in answer.text


def test_investor_page__of_a_mistyped_checksum__is_404_in_words(client: TestClient, sample: Sample) -> None:
    typed = sample.people["senior_investor_1"].swapcase().replace("0X", "0x")
    assert "checksum is wrong" in client.get(f"/en/investor/{typed}").text


def test_acts__on_the_page__are_disabled_until_a_script_enables_them(client: TestClient, sample: Sample) -> None:
    found = html.fromstring(page_of(client, sample.people["senior_investor_2"]))
    buttons = found.xpath("//button[@data-act]")
    assert {button.get("data-act") for button in buttons} == {"claim", "order"}
    assert all(button.get("disabled") is not None for button in buttons)
    assert not found.xpath("//script[not(@src)]") and not found.xpath("//*[@style or @onclick]")


def test_statement__as_csv_and_page_and_paper__is_a_download_of_the_wallet(client: TestClient, sample: Sample) -> None:
    address = sample.people["senior_investor_2"]
    start = {"csv": b"deal,", "html": b"<!doctype html>", "pdf": b"%PDF-"}
    for ending, begins in start.items():
        answer = client.get(f"/en/investor/{address}/statement.{ending}", params={"deal": "mills-notes"})
        assert answer.status_code == 200 and answer.content.lower().startswith(begins.lower())
        name = f'attachment; filename="mills-notes-{address}-statement.{ending}"'
        assert answer.headers["Content-Disposition"] == name


def test_tax_csv__of_one_year__has_its_events_alone(client: TestClient, sample: Sample) -> None:
    address = sample.people["mezzanine_investor"]

    def days(**query: str) -> set[str]:
        answer = client.get(f"/en/investor/{address}/tax.csv", params={"deal": "mills-notes", **query})
        return {row["date"][:4] for row in csv.DictReader(io.StringIO(answer.text))}

    assert days(year="2024") == {"2024"} and "2024" in days() and days(year="1999") == set()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("statement.csv?deal=nothing", 404),
        ("statement.exe?deal=mills-notes", 422),
        ("statement.csv", 422),
        ("tax.csv?deal=mills-notes&year=99999", 422),
        ("tax.csv?deal=../../etc/passwd", 404),
    ],
)
def test_statement__of_what_there_is_not__is_refused(
    client: TestClient, sample: Sample, path: str, status: int
) -> None:
    answer = client.get(f"/en/investor/{sample.people['senior_investor_2']}/{path}")
    assert answer.status_code == status and "Traceback" not in answer.text


def test_statement__of_a_stranger__is_404(client: TestClient) -> None:
    stranger = ChecksumAddress(STRANGER)  # type: ignore[arg-type]
    answer = client.get(f"/en/investor/{stranger}/statement.csv", params={"deal": "mills-notes"})
    assert answer.status_code == 404 and "never had anything" in answer.text
