# SPDX-License-Identifier: Apache-2.0
"""What ``regalia verify`` leaves behind: the report for people, the file for programs, and how it ends when it can't."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from web3.types import RPCEndpoint

from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import save_record
from regalia.cli import main as entry
from regalia.cli.verify_files import VerificationWriteError, write_files
from regalia.domain.terms import load_terms
from regalia.ledger.comparison import GROUPS
from regalia.ledger.verify import verify
from tests.ledger.life import DECEMBER_2023, Life, begin
from tests.mills import DEAL, NOTES, ROOT

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]
SOURCE = re.compile(r"\b(\d+) · (0x[0-9a-f]{8})…")


@dataclass(frozen=True)
class Published:
    """The trust after reports 237 and 238, and what a stranger is given of it."""

    life: Life
    record: Path
    last: int

    @property
    def chain(self) -> Devnet:
        return self.life.chain

    def verify(self, *more: str, record: Path | None = None, terms: Path = DEAL) -> int:
        options = ["--record", str(record or self.record), "--rpc", self.chain.url, "--terms", str(terms)]
        return entry.run(["verify", *options, *more])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        deal = begin(chain, load_terms(DEAL))
        for investor, units in zip(deal.investors[:2], (200_000, 77_712), strict=True):
            deal.subscribe(investor, 0, units)
        deal.close()
        deal.pay(288_427)
        deal.execute(deal.report(237, 288_427, [132_887], target=10_000))
        deal.claim("units", deal.investors[1])
        deal.pay(248_922)
        deal.execute(deal.report(238, 248_922, [116_456]))
        yield Published(
            deal, save_record(deal.record, tmp_path_factory.mktemp("deployments")), chain.web3.eth.block_number
        )


@pytest.fixture(scope="module")
def file(published: Published, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """For programs."""
    path = tmp_path_factory.mktemp("out") / "verification.json"
    assert published.verify("--out", str(path)) == 0
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def report(published: Published, folder: Path, ending: str, expected: int = 0, terms: Path = DEAL) -> str:
    path = folder / f"report{ending}"
    assert published.verify("--report", str(path), terms=terms) == expected
    return path.read_text(encoding="utf-8")


def altered(folder: Path, *changes: tuple[str, str]) -> Path:
    """The deal file, with these words changed."""
    text = DEAL.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "altered.yaml").write_text(text, encoding="utf-8")
    return folder / "altered.yaml"


def amounts(value: Any) -> Iterator[dict[str, str]]:
    """Every amount in the file, however deep."""
    if isinstance(value, dict) and set(value) == {"decimal", "units"}:
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from amounts(part)


def places(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "log_index" in value:
            yield value
        for part in value.values():
            yield from places(part)
    elif isinstance(value, list):
        for part in value:
            yield from places(part)


def test_out__amounts__the_same_in_both_forms(file: dict[str, Any]) -> None:
    found = list(amounts(file))
    assert len(found) > 30
    assert all(Decimal(amount["decimal"]) * 10**6 == int(amount["units"]) for amount in found)
    assert any(int(amount["units"]) > 10**9 for amount in found)


def test_out__holders_payees_and_tranches__what_the_contracts_answer(
    published: Published, file: dict[str, Any]
) -> None:
    escrow, token = published.life.escrow.functions, published.life.token("units")
    assert [holder["holder"] for holder in file["holders"]] == sorted(published.life.investors[:2])
    for holder in file["holders"]:
        assert int(holder["units"]) == token.functions.balanceOf(holder["holder"]).call()
        owed = escrow.entitlementOf(token.address, holder["holder"]).call()
        assert int(holder["owed"]["units"]) == owed
        came = int(holder["income"]["units"]) + int(holder["by_order"]["units"])
        assert came == int(holder["claimed"]["units"]) + owed
    for payee in file["payees"]:
        assert int(payee["owed"]["units"]) == escrow.payableTo(payee["address"]).call()
    (tranche,) = file["tranches"]
    assert (int(tranche["units"]), tranche["holders"]) == (token.functions.totalSupply().call(), 2)


def test_out__places__transactions_of_these_blocks_that_said_so(published: Published, file: dict[str, Any]) -> None:
    eth, found = published.chain.web3.eth, list(places(file))
    assert len(found) > 8
    for place in found:
        receipt = eth.get_transaction_receipt(place["transaction"])
        assert receipt["blockNumber"] == place["block"]
        assert place["log_index"] in [log["logIndex"] for log in receipt["logs"]]
        assert eth.get_block(place["block"])["timestamp"] == place["time"]


def test_out__payment_dates_and_claims__of_the_reports_that_were_printed(
    published: Published, file: dict[str, Any]
) -> None:
    dates = file["payment_dates"]
    assert [(date["period"], date["received"]["decimal"]) for date in dates] == [
        (237, "288427.000000"),
        (238, "248922.000000"),
    ]
    paid = [date["to_tranches"]["units"]["decimal"] for date in dates]
    assert paid == ["145540.000000", "142466.000000"]
    assert dates[0]["into_accounts"] == {"reserve": {"decimal": "10000.000000", "units": "10000000000"}}
    (claim,) = file["claims"]
    share = 145_540 * 10**6 * 77_712 // 277_712
    assert (claim["claimant"], int(claim["amount"]["units"])) == (published.life.investors[1], share)


def test_out__groups__count_what_was_compared(file: dict[str, Any]) -> None:
    assert file["verified"] and file["differences"] == [] and file["first_difference"] is None
    assert [group["group"] for group in file["groups"]] == list(GROUPS)
    assert sum(group["comparisons"] for group in file["groups"]) == file["comparisons"]
    first, last = file["blocks"]["first"], file["blocks"]["last"]
    spans = [(group["first_block"], group["last_block"]) for group in file["groups"] if group["group"] != "roles"]
    assert all(since is None or first <= since <= until <= last for since, until in spans)


def test_out__its_keys__each_is_documented(file: dict[str, Any]) -> None:
    text = (ROOT / "docs" / "verifying.md").read_text(encoding="utf-8")
    table = text[text.index("## The file for programs") :]
    assert [key for key in file if f"`{key}`" not in table] == []
    parts = [key for part in (file["holders"][0], file["differences"] or [], file["roles"]) for key in part]
    assert [
        key
        for key in parts
        if key not in {"since_block", "addresses_asked", "tranche", "holder"} and f"`{key}`" not in table
    ] == []


def test_report__text__a_person_reads_what_was_done(
    published: Published, file: dict[str, Any], tmp_path: Path, capsys: Captured
) -> None:
    text = report(published, tmp_path, ".txt")
    assert f"written: {tmp_path / 'report.txt'}" in capsys.readouterr().err
    lines = text.splitlines()
    assert lines[0] == "Verification of Mills Music Trust"
    assert lines[3] == f"Verified: {file['comparisons']:,} comparisons, no difference."
    assert all(line == line.rstrip() for line in lines)
    for title in (
        "What was verified",
        "Comparisons",
        "Payment dates, in USD",
        "Holders, in USD",
        "Who holds which role",
    ):
        assert lines[lines.index(title) + 1] == "-" * len(title)
    assert all(what in text for what in GROUPS.values())
    money = load_terms(DEAL).money
    for holder in file["holders"]:
        row = next(line for line in lines if holder["holder"] in line and line.startswith("units "))
        assert {money.format(int(holder[key]["units"])) for key in ("income", "claimed", "owed")} <= set(row.split())


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
def test_report__every_source__listed_in_full(published: Published, tmp_path: Path, ending: str) -> None:
    text = report(published, tmp_path, ending)
    sources = text[text.index("Sources on chain") :]
    named = set(SOURCE.findall(re.sub(r"<[^>]+>", "", text)))
    assert len(named) > 5
    whole = {found[:10] for found in re.findall(r"0x[0-9a-f]{64}", sources)}
    assert {start for _, start in named} <= whole


class _Tags(HTMLParser):
    """Which tags are open, and the words of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_report__page_of_a_deal_with_a_name_that_is_markup__shown_as_text(published: Published, tmp_path: Path) -> None:
    terms = altered(tmp_path, ("name: Mills Music Trust\n", "name: 'Mills <script>alert(1)</script> | _Trust_'\n"))
    page = report(published, tmp_path, ".html", 1, terms)
    tags = _Tags()
    tags.feed(page)
    assert tags.open == [] and "<script" not in page
    assert "Mills <script>alert(1)</script> | _Trust_" in "".join(tags.words)
    marked = report(published, tmp_path, ".md", 1, terms)
    assert marked.startswith("# Verification of Mills \\<script\\>alert(1)\\</script\\> \\| \\_Trust\\_\n")
    assert re.search(r"(?<!\\)<script", marked) is None


def test_report__something_differs__first_difference_before_all_else(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    """The reserve of the trustees is another: so is the hash, and so is the money from report 237 on."""
    terms = altered(tmp_path, ("{set_by_report: true}", '{parts: [{kind: fixed, amount: "9,000"}]}'))
    out = tmp_path / "out.json"
    assert published.verify("--out", str(out), "--report", str(tmp_path / "r.txt"), terms=terms) == 1
    printed = capsys.readouterr().out
    found = json.loads(out.read_text(encoding="utf-8"))
    first = found["first_difference"]
    assert (first["where"], first["block"], first["transaction"]) == ("record.terms_hash", None, None)
    assert found["verified"] is False and first == found["differences"][0]
    assert (
        "first difference in the order of the chain, in the record and the deal file:\n  record.terms_hash" in printed
    )
    step = next(difference for difference in found["differences"] if difference["group"] == "steps")
    executed = published.chain.web3.eth.get_transaction_receipt(step["transaction"])
    assert (step["block"], executed["to"]) == (executed["blockNumber"], published.life.record.deal.address)
    text = (tmp_path / "r.txt").read_text(encoding="utf-8")
    assert text.index("First difference") < text.index("Every difference") < text.index("What was verified")
    assert f"NOT verified: {len(found['differences'])} of {found['comparisons']:,} comparisons differ." in text


def test_report__twice_and_as_of_its_block_later_on__the_same_bytes(published: Published, tmp_path: Path) -> None:
    first, second, later = (tmp_path / name for name in ("first.json", "second.json", "later.json"))
    assert published.verify("--out", str(first)) == published.verify("--out", str(second)) == 0
    request = published.chain.web3.provider.make_request
    snapshot = request(RPCEndpoint("evm_snapshot"), [])["result"]
    published.life.claim("units", published.life.investors[0])
    published.life.send(
        published.life.token("units").functions.transfer(published.life.investors[0], 7), published.life.investors[1]
    )
    assert published.verify("--out", str(later)) == 0
    assert later.read_bytes() != first.read_bytes()
    assert published.verify("--out", str(later), "--block", str(published.last)) == 0
    request(RPCEndpoint("evm_revert"), [snapshot])
    assert first.read_bytes() == second.read_bytes() == later.read_bytes()


def test_json__all_it_had_and_more(published: Published, capsys: Captured) -> None:
    assert published.verify("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["first_difference"] is None
    assert found["compared_blocks"]["views"] == [published.last, published.last]
    governors = [role["holders"] for role in found["roles"]["held"] if role["office"] == "oracle-governor"]
    assert [[holder["holder"] for holder in holders] for holders in governors] == [[published.life.platform.meeting]]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--report", "report.pdf"), "--report: report.pdf must end in .html, .txt, .md"),
        (("--report", "report"), "--report: report must end in"),
        (("--out", "out.txt"), "--out: out.txt must end in .json"),
        (("--block", "latest"), "'latest' is not a whole number of blocks"),
        (("--block", "-1"), "-1 is not from 0"),
    ],
    ids=["ending", "no ending", "not json", "block by name", "block below 0"],
)
def test_usage__wrong__said_and_exit_2(
    published: Published, options: tuple[str, str], named: str, capsys: Captured
) -> None:
    assert published.verify(*options) == 2
    printed = capsys.readouterr()
    assert named in printed.err and printed.out == ""


def test_usage__over_the_record__refused_and_exit_2(published: Published, capsys: Captured) -> None:
    before = published.record.read_bytes()
    assert published.verify("--out", str(published.record)) == 2
    assert "is read by this command: name another file" in capsys.readouterr().err
    assert published.record.read_bytes() == before


@pytest.mark.parametrize("where", ["none/report.txt", "folder.txt"])
def test_report__can_not_be_written__said_before_anything_is_read(
    published: Published, tmp_path: Path, where: str, capsys: Captured
) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert published.verify("--report", str(tmp_path / where)) == 1
    printed = capsys.readouterr()
    assert "error: " in printed.err and "reading" not in printed.err and printed.out == ""


def test_write__second_file_impossible__neither_is_left(published: Published, tmp_path: Path) -> None:
    life = published.life
    found = verify(life.chain.web3, life.record, life.terms)
    (tmp_path / "report.txt").write_text("of yesterday", encoding="utf-8")
    with pytest.raises(VerificationWriteError, match=r"none/out\.json can't be written"):
        write_files(tmp_path / "report.txt", tmp_path / "none" / "out.json", life.record, life.terms, found)
    assert [path.name for path in tmp_path.iterdir()] == ["report.txt"]
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "of yesterday"


@pytest.mark.parametrize("block", [0, 10**9], ids=["before the deal", "to come"])
def test_block__deal_is_not_there_yet_or_block_is_not__refused(
    published: Published, tmp_path: Path, block: int, capsys: Captured
) -> None:
    out = tmp_path / "out.json"
    assert published.verify("--block", str(block), "--out", str(out)) == 1
    named = f"block: {block} is not one of {published.life.record.block_number}, in which the deal was made, to {published.last}"
    assert named in capsys.readouterr().err
    assert not out.exists()


def test_block__the_one_the_deal_was_made_in__verified(published: Published) -> None:
    assert published.verify("--block", str(published.life.record.block_number)) == 0


def test_node__has_not_got_to_the_deal__refused(tmp_path: Path, capsys: Captured) -> None:
    with devnet(timestamp=DECEMBER_2023, accounts=25) as chain:
        request = chain.web3.provider.make_request
        snapshot = request(RPCEndpoint("evm_snapshot"), [])["result"]
        life = begin(chain, load_terms(DEAL))
        record = save_record(life.record, tmp_path)
        request(RPCEndpoint("evm_revert"), [snapshot])
        behind = Published(life, record, 0)
        assert behind.verify("--json") == 1
    error = json.loads(capsys.readouterr().err)["error"]
    assert error["name"] == "NodeBehindError"
    assert f"the deal was made in {life.record.block_number}" in error["message"]


def test_record__another_deals_terms__first_difference_is_its_id(published: Published, capsys: Captured) -> None:
    assert published.verify("--json", terms=NOTES) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["first_difference"]["where"], found["first_difference"]["expected"]) == (
        "record.deal_id",
        "mills-notes",
    )


def test_record__one_letter_of_an_address__field_value_and_rule(
    published: Published, tmp_path: Path, capsys: Captured
) -> None:
    escrow = published.life.record.escrow.address
    typo = escrow[:-1] + ("1" if escrow[-1] != "1" else "2")
    text = published.record.read_text(encoding="utf-8")
    (tmp_path / "typo.json").write_text(
        text.replace(f'"address": "{escrow}"', f'"address": "{typo}"'), encoding="utf-8"
    )
    assert published.verify(record=tmp_path / "typo.json") == 1
    printed = capsys.readouterr()
    # one of sixteen such typos is a checksum by chance; the record then names an address without code
    assert (
        f"escrow.address: '{typo}' must be an address in checksum form" in printed.err or "no code there" in printed.out
    )
