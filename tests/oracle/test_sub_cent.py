# SPDX-License-Identifier: Apache-2.0
"""A DDEX sales report adds up to fractions of a cent and its sender transfers whole ones: proposed and attested all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from eth_utils.crypto import keccak

from regalia.oracle.proposal import OpenPayment, Proposal
from regalia.oracle.receipt_leaf import ReceiptLeaf
from regalia.oracle.refusal import Rule
from tests.ledger.life import USD
from tests.oracle.judging import Papers, at, remade, rules, told
from tests.oracle.panel import CUT_OFF, NAMES, ROYALTIES, Panel, folders
from tests.oracle.papers import Booking, Folder, bookings

pytestmark = pytest.mark.devnet
REFERENCE = "STREAM 2023Q4"
SONGS = {"peer-songs": ("61.728394", "61.728395")}
NET = 123_456_789 * 10**6
TOLD = "licences: [peer-songs], "


def dsr(royalties: Mapping[str, Sequence[str]]) -> str:
    """A sales report, version 1.1 of the royalty profile: a block a licence, a line a royalty."""
    head = (
        "HEAD\tdsrf/1.3/1.4/1.4\tRoyaltyReportingProfile\t1.1\tSTREAM-1\t2024-01-05T08:00:00Z\t1\t1\t2023-10\t2023-12"
    )
    total = sum(Decimal(part) for parts in royalties.values() for part in parts)
    summary = f"SY07.01\t1\t\t\tSubscriptionModel\tOnDemandStream\tDE\tMechanicalRight\tService\t1\t\tUSD\t\tRights Ltd\t\t\t{total}"
    lines = [f"{head}\tPADPIDA2024010101S\tService\tService\tPADPIDA2024010102M\tRights Ltd\t", summary + "\t" * 4]
    for block, (licence, parts) in enumerate(royalties.items(), 1):
        lines.append(f"AS01.02\t{block}\tA{block}" + "\t" * 11)
        lines.append(f"SU03.02\t{block}\tTX-{block}\t1\tA{block}\t1" + "\t" * 5)
        lines += [
            f"LI01.03\t{block}\t1\tRights Ltd\t\t{licence}\t100\tMechanicalRight\t\t{part}\t1\t\t" for part in parts
        ]
    count = len(lines) + 1
    return "\n".join([*lines, f"FOOT\t{count}\t{count}\t1\t{len(royalties)}\t{len(royalties)}"]) + "\n"


def deliver(folder: Folder, royalties: Mapping[str, Sequence[str]], booked: Decimal, more: str = "") -> None:
    """The report and the sender's transfer reach who holds such documents; ``more`` are further licences of the deal."""
    folder.booked = [*bookings(ROYALTIES), Booking(date(2024, 1, 16), booked, REFERENCE, "BK-STREAM")]
    file = folder.write() / "evidence.yaml"
    text = file.read_text(encoding="utf-8").replace("licences:\n", f"licences:\n{more}", 1)
    if folder.statement_licences:
        (folder.path / "dsr").mkdir(exist_ok=True)
        (folder.path / "dsr" / "stream.tsv").write_text(dsr(royalties), encoding="utf-8")
        names = ", ".join(f"{licence}: {licence}" for licence in royalties)
        own = TOLD if len(folder.statement_licences) == 1 else ""
        entry = f'  - {{reader: dsr, files: dsr/*.tsv, {own}licence_of: {{{names}}}, reference: "STREAM {{period}}"}}\n'
        text = text.replace("statements:\n", f"statements:\n{entry}", 1)
    file.write_text(text, encoding="utf-8")


def arrived(panel: Panel, path: Path, booked: str, paid: str) -> Papers:
    """The sender's 123.456789 USD as the bank booked them and as they were passed on."""
    panel.pay("peer-songs", Decimal(paid), REFERENCE)
    panel.life.chain.warp(CUT_OFF + 3_600)  # time for blocks that were mined since
    papers = folders(path)
    for folder in papers.values():
        deliver(folder, SONGS, Decimal(booked))
    return papers


def of_stream(proposal: Proposal) -> list[ReceiptLeaf]:
    return [leaf for leaf in proposal.leaves if leaf.reference == keccak(text=REFERENCE)]


@pytest.mark.parametrize("paid", ["123.46", "123.45"])
def test_judge__sums_below_the_cent__what_was_paid_is_attested_by_all(panel: Panel, tmp_path: Path, paid: str) -> None:
    papers = arrived(panel, tmp_path, paid, paid)
    proposal = panel.propose(papers["servicer"].path).proposal
    (leaf,) = of_stream(proposal)
    amount = int(Decimal(paid) * USD)
    assert (leaf.net, leaf.amount, proposal.open) == (NET, amount, ())
    assert proposal.report.received == 1_350 * USD + amount
    for name in NAMES:
        attestor = at(panel, papers, name)
        judgement = attestor.judge(proposal)
        assert judgement.is_good, (name, judgement.objections)
        assert attestor.sign(judgement).signer == panel.keys[name].address


def test_judge__amount_beside_the_payment__refused_by_everyone(panel: Panel, tmp_path: Path) -> None:
    """Either rounding may be right of itself; only one was paid."""
    papers = arrived(panel, tmp_path, "123.46", "123.46")
    good = panel.propose(papers["servicer"].path).proposal

    def amounting_to(units: int) -> Proposal:
        one = of_stream(good)[0]
        return remade(good, panel, lambda leaves: [replace(x, amount=units) if x == one else x for x in leaves])

    for name in NAMES:
        assert Rule.PAYMENTS in rules(at(panel, papers, name).judge(amounting_to(123_450_000))), name
    assert "a net of 123456789000000 / 10^12 USD" in told(
        at(panel, papers, "bank").judge(amounting_to(123_470_000)), Rule.PROPOSAL
    )


def test_judge__passed_on_a_cent_short__open_and_left_out(panel: Panel, tmp_path: Path) -> None:
    papers = arrived(panel, tmp_path, "123.46", "123.45")
    proposal = panel.propose(papers["servicer"].path).proposal
    assert of_stream(proposal) == []
    assert [(payment.amount, payment.reason) for payment in proposal.open] == [(123_450_000, "amount-differs")]
    for name in ("auditor", "bank"):
        assert at(panel, papers, name).judge(proposal).is_good, name


def test_judge__left_out_as_if_the_amount_differed__the_society_sees_through_it(panel: Panel, tmp_path: Path) -> None:
    papers = arrived(panel, tmp_path, "123.46", "123.46")
    good = panel.propose(papers["servicer"].path).proposal
    gone = of_stream(good)
    short = remade(good, panel, lambda leaves: [leaf for leaf in leaves if leaf not in gone])
    said = OpenPayment(keccak(text="peer-songs"), keccak(text=REFERENCE), 123_460_000, "amount-differs")
    text = told(at(panel, papers, "society").judge(replace(short, open=(said,))), Rule.STATEMENTS)
    assert "is said to be open (amount-differs), and stream.tsv tells of it: 123.456789 USD" in text


def test_judge__one_transfer_for_two_licences__each_near_its_sum_and_together_what_came(
    panel: Panel, tmp_path: Path
) -> None:
    """12.345 and 34.451 are 46.796 together; 46.80 came, and 12.35 and 34.45 of it were passed on."""
    royalties = {"emi-mills": ("12.345",), "emi-waltz": ("30.001", "4.45")}
    for licence, paid in {"emi-mills": "12.35", "emi-waltz": "34.45"}.items():
        panel.pay(licence, Decimal(paid), REFERENCE)
    panel.life.chain.warp(CUT_OFF + 3_600)  # time for blocks that were mined since
    papers = folders(tmp_path)
    for name in ("servicer", "auditor", "bank"):
        deliver(papers[name], royalties, Decimal("46.80"), "  - {id: emi-waltz, licensee: EMI}\n")
    proposal = panel.propose(papers["servicer"].path).proposal
    assert sorted(leaf.amount for leaf in of_stream(proposal)) == [12_350_000, 34_450_000]
    assert proposal.open == ()
    for name in ("auditor", "bank"):
        judgement = at(panel, papers, name).judge(proposal)
        assert judgement.is_good, (name, judgement.objections)
    deliver(papers["bank"], royalties, Decimal("46.79"), "  - {id: emi-waltz, licensee: EMI}\n")
    assert rules(at(panel, papers, "bank").judge(proposal)) == {Rule.BANK}
