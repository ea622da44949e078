# SPDX-License-Identifier: Apache-2.0
"""A proposal gives its report and nothing else, or every fault is named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from regalia.domain.money import Currency
from regalia.oracle.documents import DocumentError, proposal_from_json, proposal_to_json
from regalia.oracle.exchange_words import MOST_LEAVES
from regalia.oracle.proposal import Proposal, ProposalError, report_from_leaves
from regalia.oracle.receipt_leaf import LeafKind
from regalia.oracle.receipt_tree import NO_RECEIPTS, salted, tree_of
from regalia.oracle.report import RoyaltyReport
from regalia.oracle.restatement import Restatement
from tests.domain.small_deals import NOTES, PASS_THROUGH
from tests.oracle.leaves import ONE, SEED, leaf
from tests.oracle.proposals import LEAVES, OPEN, proposal
from tests.oracle.stage import DEAL

USD = Currency("USD", 6)
GOOD = proposal(open=(OPEN,), block=7)


def faults(given: Proposal) -> tuple[str, ...]:
    with pytest.raises(ProposalError) as refusal:
        given.checked()
    return refusal.value.faults


def told(**changes: Any) -> Proposal:
    return replace(GOOD, report=GOOD.report.model_copy(update=changes))


def test_report_from_leaves__each_kind__its_own_sum() -> None:
    report = report_from_leaves(salted(LEAVES, SEED), PASS_THROUGH, DEAL, 1, 3, None)
    assert (report.received, report.other_income, report.invoices) == (271_000 * 10**6, 7 * 10**6, (10**7,))
    assert (report.epoch, report.has_target, report.reserve_target) == (3, False, 0)
    assert report.evidence_root == tree_of(salted(LEAVES, SEED)).root


def test_report_from_leaves__none__root_of_no_receipts() -> None:
    assert report_from_leaves((), PASS_THROUGH, DEAL, 1, 1).evidence_root == NO_RECEIPTS


def test_report_from_leaves__invoice_of_no_step__refused() -> None:
    stray = leaf(kind=LeafKind.INVOICE, licence="printing")
    with pytest.raises(ProposalError, match="the deal has no such as-invoiced step"):
        report_from_leaves((stray,), PASS_THROUGH, DEAL, 1, 1)


def test_report_from_leaves__sum_above_what_a_report_holds__refused() -> None:
    with pytest.raises(ProposalError, match=r"received: .* should be less than"):
        report_from_leaves(salted([leaf(amount=2**96)], SEED), PASS_THROUGH, DEAL, 1, 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"received": 1}, "received: the leaves give 271000000000, the report says 1"),
        ({"other_income": 0}, "other_income: the leaves give 7000000, the report says 0"),
        ({"invoices": (1,)}, "invoices together: the leaves give 10000000, the report says 1"),
        ({"evidence_root": bytes(32)}, "the report says 0x" + "00" * 32),
    ],
)
def test_checked__report_is_another__named(changes: dict[str, Any], fault: str) -> None:
    (found,) = faults(told(**changes))
    assert fault in found


def test_checked__everything_wrong__all_of_it_named() -> None:
    assert len(faults(told(received=1, other_income=1, invoices=(2,), evidence_root=bytes(32)))) == 4


def test_checked__leaves_in_another_order__refused() -> None:
    assert "leaves.0: is not in its place" in faults(replace(GOOD, leaves=GOOD.leaves[::-1]))[0]


def test_checked__another_seed__refused() -> None:
    assert "its salt is not of the seed" in faults(replace(GOOD, seed=bytes(32)))[0]


def test_checked__leaf_left_out__sums_and_root_differ() -> None:
    first_left_out = salted([replace(x, salt=bytes(32)) for x in GOOD.leaves[1:]], SEED)
    found = faults(replace(GOOD, leaves=first_left_out))
    assert [fault.partition(":")[0] for fault in found] == ["evidence_root", "received"]


def test_checked__net_is_not_gross_less_deductions__named() -> None:
    wrong = proposal((leaf(deductions=1),))
    assert "leaves.0.net: 271000000000000000: is not gross" in faults(wrong)[0]


def test_checked__receipt_of_a_later_period__named() -> None:
    assert faults(proposal((leaf(period=2),))) == ("leaves.0.period: 2: is after the report's, 1",)


def test_checked__same_receipt_twice__refused() -> None:
    twice = replace(GOOD, leaves=(*GOOD.leaves, GOOD.leaves[0]))
    assert "two are alike but for their salt" in faults(twice)[0]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [({"rate": 2 * ONE}, "is 1000000000000 in the payment currency USD"), ({"amount": 1}, "amount 1: a net of")],
)
def test_check_terms__amount_in_the_payment_currency_converted__refused(changes: dict[str, int], fault: str) -> None:
    with pytest.raises(ProposalError, match=fault):
        proposal((leaf(**changes),)).checked().check_terms(PASS_THROUGH, USD)


SUB_CENT = {"gross": 123_456_789 * 10**6, "deductions": 0, "net": 123_456_789 * 10**6}


@pytest.mark.parametrize("amount", [123_450_000, 123_456_789, 123_460_000])
def test_check_terms__net_below_the_cent__what_was_paid_is_less_than_a_cent_from_it(amount: int) -> None:
    proposal((leaf(amount=amount, **SUB_CENT),)).checked().check_terms(PASS_THROUGH, USD)


@pytest.mark.parametrize("amount", [123_440_000, 123_446_789, 123_466_789, 123_470_000])
def test_check_terms__a_cent_or_more_from_the_net__refused(amount: int) -> None:
    with pytest.raises(
        ProposalError, match=f"amount {amount}: a net of 123456789000000 / 10.12 USD is from 123446790 to 123466788"
    ):
        proposal((leaf(amount=amount, **SUB_CENT),)).checked().check_terms(PASS_THROUGH, USD)


@pytest.mark.parametrize(
    ("changes", "exact"),
    [
        ({"gross": 123_450 * 10**9, "deductions": 0, "net": 123_450 * 10**9}, 123_450_000),
        ({"kind": LeafKind.INVOICE, "licence": "expenses", **SUB_CENT}, 123_456_789),
    ],
    ids=["whole cents", "invoice"],
)
def test_check_terms__net_in_whole_cents_or_an_invoice__to_the_last_digit(changes: dict[str, Any], exact: int) -> None:
    proposal((leaf(amount=exact, **changes),)).checked().check_terms(PASS_THROUGH, USD)
    for amount in (exact - 1, exact + 1):
        with pytest.raises(ProposalError, match=rf"amount {amount}: a net of \d+ / 10.12 USD is {exact}\n"):
            proposal((leaf(amount=amount, **changes),)).check_terms(PASS_THROUGH, USD)


def test_check_terms__invoices_by_other_steps__refused() -> None:
    with pytest.raises(ProposalError, match="the deal has no such as-invoiced step"):
        GOOD.check_terms(NOTES, USD)


def test_check_terms__foreign_receipt__what_reached_the_escrow_counts() -> None:
    proposal((leaf(currency="EUR", rate=2 * ONE, amount=3),)).checked().check_terms(PASS_THROUGH, USD)


def test_json__written_and_read__the_same() -> None:
    assert proposal_from_json(proposal_to_json(GOOD)) == GOOD


def test_json__restatement__the_same() -> None:
    restatement = Restatement(
        deal=DEAL, number=1, epoch=1, period=1, received=-5, other_income=0, corrects=bytes(32),
        evidence_root=GOOD.report.evidence_root,
    )  # fmt: skip
    given = replace(GOOD, report=restatement)
    assert proposal_from_json(proposal_to_json(given)) == given
    assert (given.kind, given.number, given.named) == ("restatement", 1, "restatement 1 of period 1")


def written(**changes: Any) -> str:
    content = json.loads(proposal_to_json(GOOD))
    content.update(changes)
    return json.dumps(content)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"format": "regalia-proposal-2"}, "format: 'regalia-proposal-2'"),
        ({"seed": "0x00"}, "seed: '0x00': must be 32 bytes"),
        ({"oracle": "0x" + "ab" * 20}, "oracle: "),
        ({"chain_id": 0}, "chain_id: 0"),
        ({"block": -1}, "block: -1"),
        ({"report": None}, "must have either a report or a restatement"),
        ({"leaves": [{}]}, "leaves.0.salt: Field required"),
        (
            {"open": [{"licence": "0x" + "00" * 32, "reference": "0x" + "00" * 32, "amount": "1", "reason": "x"}]},
            "reason",
        ),
        ({"texts": ["two\nlines"]}, "texts.0: 'two\\nlines': must be a line of printable text"),
        ({"texts": ["\x1b[2J"]}, "must be a line of printable text"),
        ({"texts": ["x" * 301]}, "texts.0"),
        ({"more": 1}, "more: 1"),
    ],
)
def test_from_json__one_fault__refused_with_field_and_rule(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        proposal_from_json(written(**changes))
    assert fault in refusal.value.message


def test_from_json__report_changed__refused_though_well_formed() -> None:
    report = json.loads(proposal_to_json(GOOD))["report"] | {"received": 1}
    with pytest.raises(DocumentError, match="received: the leaves give 271000000000, the report says 1"):
        proposal_from_json(written(report=report))


def test_to_json__too_many_leaves__refused() -> None:
    many = tuple(leaf(reference=f"R{i}") for i in range(MOST_LEAVES + 1))
    assert isinstance(GOOD.report, RoyaltyReport)
    with pytest.raises(DocumentError, match="leaves"):
        proposal_to_json(replace(GOOD, leaves=many))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"', "\x00", "{}" * 2])
def test_from_json__not_a_document__refused(text: str) -> None:
    with pytest.raises(DocumentError, match="not a proposal"):
        proposal_from_json(text)
