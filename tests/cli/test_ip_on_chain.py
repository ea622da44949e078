# SPDX-License-Identifier: Apache-2.0
"""``regalia ip`` on a deal on a chain: two patents of which one was challenged, pledged to a deal that is offered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account

from regalia.chain.deployer import deploy_rights
from regalia.chain.devnet import Devnet, devnet
from regalia.chain.record import save_record
from regalia.chain.transact import send
from regalia.cli import main as entry
from regalia.domain.compile_pool import compile_pool
from regalia.domain.rights.acts import NO_HASH, LegalEvent, RightEntry, RightValuation, Valuation
from regalia.domain.rights.number import registered
from regalia.domain.rights.words import PPM, Act, Kind, Method
from regalia.domain.terms import load_terms
from regalia.oracle.legal_report import LegalReport
from regalia.oracle.right_report import hand_in, sign
from regalia.servicing import rights as desk
from regalia.servicing.rights import RightsContracts
from tests.deals import DEALS
from tests.ledger.life import FAR, USD, Life, begin
from tests.mills import NOTES
from tests.support.rights_life import paper, seconds

pytestmark = pytest.mark.devnet
Captured = pytest.CaptureFixture[str]
TODAY = 20250113
PATENTS = tuple(registered("CN", Kind.PATENT, 2019, 10_000_000 + i) for i in (1, 2))
ATTESTOR = Account.from_key("0x" + "a7" * 32)


@dataclass(frozen=True)
class Published:
    url: str
    record: Path
    plain_record: Path

    @property
    def where(self) -> list[str]:
        return [str(self.record), "--rpc", self.url, "--terms", str(DEALS / "patents.yaml")]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    with devnet(timestamp=seconds(TODAY), accounts=25) as chain:
        folder = tmp_path_factory.mktemp("deployments")
        life = pledged(chain)
        plain = begin(chain, load_terms(NOTES), life.platform, b"plain".ljust(32))
        yield Published(chain.url, save_record(life.record, folder / "rights"), save_record(plain.record, folder))


def pledged(chain: Devnet) -> Life:
    """The administrator is registrar as well; the appraiser is nobody else."""
    web3, admin, appraiser = chain.web3, chain.accounts[0], chain.accounts[4]
    platform = deploy_rights(web3, admin, 1)
    life = begin(chain, load_terms(DEALS / "patents.yaml"), facts=platform.pool)
    rights = RightsContracts.of(web3, life.record)
    for where, role, holder in (
        (rights.registry, "REGISTRAR_ROLE", admin),
        (rights.registry, "APPRAISER_ROLE", appraiser),
        (rights.oracle, "ATTESTOR_ROLE", ATTESTOR.address),
    ):
        send(web3, where.functions.grantRole(web3.keccak(text=role), holder), admin)
    token = life.record.payment_token.address
    for right in PATENTS:
        days, owners = (20190301, 20390301, 0), (chain.accounts[1],)
        paper_of_entry = paper(f"entry {right.hex()}")
        desk.enter(rights, RightEntry(right, Kind.PATENT, "CN", *days, NO_HASH, owners, (PPM,), paper_of_entry), admin)
        report(life, rights, right, (Act.FILED, Act.GRANTED))
        valuation = Valuation(token, 6_000_000 * USD, appraiser, 20250110, 20250301, Method.INCOME)
        desk.value(rights, RightValuation(right, valuation, paper(f"value {right.hex()}")), appraiser)
    deal = web3.to_checksum_address(life.record.deal.address)
    desk.open_pool(rights, deal, compile_pool(life.terms), life.originator)
    desk.pledge(rights, deal, [(right, 0) for right in PATENTS], life.originator)
    report(life, rights, PATENTS[1], (Act.CHALLENGED,))
    return life


def report(life: Life, rights: RightsContracts, right: bytes, acts: tuple[Act, ...]) -> None:
    first = rights.next_event(right)
    events = tuple(
        LegalEvent(right, number, act, 20250112, 0, bytes(32), paper(f"{right.hex()} {number}"))
        for number, act in enumerate(acts, first)
    )
    said = LegalReport(events, FAR)
    web3 = life.chain.web3
    signature = sign(said, web3.eth.chain_id, rights.oracle_address, ATTESTOR)
    hand_in(web3, rights.oracle_address, said, [signature], life.anybody)


def told(capsys: Captured, *arguments: str) -> dict[str, Any]:
    assert entry.run(["ip", *arguments, "--json"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    found: dict[str, Any] = json.loads(printed.out)
    return found


def test_show__deal_that_is_offered__its_rights_and_where_each_was_said(published: Published, capsys: Captured) -> None:
    found = told(capsys, "show", *published.where, "--what-if", "all")
    assert (found["today"], found["next_payment_date"]) == ("2025-01-13", "2025-01-13")  # no date to come
    assert [right["status"] for right in found["rights"]] == ["in force", "under review"]
    (cause,) = next(fact for fact in found["facts"] if fact["fact"] == "rights-under-review")["causes"]
    assert cause["event"] == 3 and cause["block"] and len(cause["transaction"]) == 66
    assert found["bars"]["asset"][0]["rights"][1]["rests_on"] == (
        "legal events up to number 3, each report signed by at least 1 of 1 attestors"
    )
    assert all(case["with"] is None for case in found["what_if"]["cases"])


def test_show__text__says_what_it_reads_on_standard_error(published: Published, capsys: Captured) -> None:
    assert entry.run(["ip", "show", *published.where]) == 0
    printed = capsys.readouterr()
    assert printed.err.startswith("reading: events up to block ")
    assert "CN201910000002.3  patent  CN  under review" in printed.out


def test_watch__deal__valuations_that_end_soon(published: Published, capsys: Captured) -> None:
    rows = told(capsys, "watch", *published.where, "--months", "3")["rows"]
    assert [(row["number"], row["coming"], row["day"]) for row in rows] == [
        ("CN201910000001.9", "valuation ends", "2025-03-01"),
        ("CN201910000002.3", "valuation ends", "2025-03-01"),
    ]
    overdue = told(capsys, "watch", *published.where, "--today", "2025-03-02")["rows"]
    assert all(row["overdue"] for row in overdue)


def test_read__registry_known__says_what_it_would_take(published: Published, capsys: Captured, tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    words = ("专利权的终止(未缴年费专利权终止)", "授权")
    lines = [f"CN201910000002.3,{word},2025-01-13," for word in words]
    feed.write_text("\n".join(["right,word,date,effective", *lines]) + "\n", encoding="utf-8")
    record, *rest = published.where
    lapsed, granted = told(capsys, "read", str(feed), "--record", record, *rest)["proposals"]
    assert (lapsed["event"], lapsed["refused"]) == ("lapsed", "")
    assert (granted["event"], granted["refused"].split(" in ")[1]) == ("granted", "status lapsed")


def test_show__deal_without_rights__named(published: Published, capsys: Captured) -> None:
    where = [str(published.plain_record), "--rpc", published.url, "--terms", str(NOTES)]
    assert entry.run(["ip", "show", *where]) == 1
    assert "rests on no pool of rights" in capsys.readouterr().err


def test_show__terms_of_another_deal__nothing_shown(published: Published, tmp_path: Path, capsys: Captured) -> None:
    other = tmp_path / "other.yaml"
    text = (DEALS / "patents.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("under-review: 30%", "under-review: 40%"), encoding="utf-8")
    assert entry.run(["ip", "show", *published.where[:3], "--terms", str(other)]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and "differ from what they should be" in printed.err
