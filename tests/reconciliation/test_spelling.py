# SPDX-License-Identifier: Apache-2.0
"""References that differ in blanks and punctuation only: first as they are written, and else only where one alone can be meant."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.reconciliation.model import EscrowPayment, Reason, Reconciliation
from regalia.reconciliation.reference import Named, References, written
from regalia.statements.model import BankLine, StatementReceipt
from tests.reconciliation.made import DAY, Chain, booked, hash_of, matched, open_as, reasons, said

ONE_ELEVEN, ELEVEN_ONE = "REF-1-11", "REF-11-1"


def pair(first: int, second: int) -> list[StatementReceipt]:
    """Two receipts whose references have one normal form."""
    return [said(first, ONE_ELEVEN), said(second, ELEVEN_ONE, "emi-film")]


def paid_both(first: int, second: int) -> list[EscrowPayment]:
    chain = Chain()
    return [chain.paid(first, ONE_ELEVEN), chain.paid(second, ELEVEN_ONE, "emi-film")]


def test_reconcile__same_but_for_the_hyphens__each_by_its_own_spelling() -> None:
    result = matched(
        pair(10, 10), [booked(10, ELEVEN_ONE, bank_id="1"), booked(10, ONE_ELEVEN, bank_id="2")], paid_both(10, 10)
    )
    assert {m.receipt.reference: m.line.references[0] for m in result.matched} == {
        ONE_ELEVEN: ONE_ELEVEN,
        ELEVEN_ONE: ELEVEN_ONE,
    }


def test_reconcile__money_of_the_other_spelling__never_taken() -> None:
    """Before, the line was taken for the receipt of its amount, whatever was written on it."""
    result = matched(pair(10, 20), [booked(10, ELEVEN_ONE)], paid_both(10, 20))
    assert result.matched == ()
    assert [(item.reason, item.receipt.reference) for item in result.open if item.receipt] == [
        (Reason.NO_BANK_LINE, ONE_ELEVEN),
        (Reason.AMOUNT_DIFFERS, ELEVEN_ONE),
    ]


def test_reconcile__one_licence_and_period_under_both__no_copies_of_each_other() -> None:
    chain = Chain()
    receipts = [said(10, ONE_ELEVEN), said(20, ELEVEN_ONE)]
    payments = [chain.paid(20, ELEVEN_ONE), chain.paid(10, ONE_ELEVEN)]
    result = matched(receipts, [booked(10, ONE_ELEVEN), booked(20, ELEVEN_ONE)], payments)
    assert (len(result.matched), result.open) == (2, ())


@pytest.mark.parametrize(
    "written",
    ["ref-1-11", " REF-1-11 ", "/ROC/REF-1-11//royalties", "third quarter, ref-1-11.", "REF 99 REF-1-11 REF111 thanks"],
)
def test_reconcile__spelling_within_what_the_bank_passes_on__found(written: str) -> None:
    result = matched(pair(10, 20), [booked(10, "NOTPROVIDED", written)], paid_both(10, 20))
    assert [m.receipt.reference for m in result.matched] == [ONE_ELEVEN]


@pytest.mark.parametrize("written", ["REF111", "REF 1 11", "REF-1\n-11", "REF/11/1", "ref. 111"])
def test_reconcile__spelt_as_no_statement_does__ambiguous_whatever_the_amount(written: str) -> None:
    result = matched(pair(10, 20), [booked(10, written)], paid_both(10, 20))
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 2, 1, 2)
    said_ = f"on which is written {written!r}, has a reference that statements spell in 2 other ways"
    assert all(said_ in item.detail for item in result.open)
    # with one spelling alone it can only be that
    assert len(matched(pair(10, 20)[:1], [booked(10, written)], paid_both(10, 20)[:1]).matched) == 1


def test_reconcile__one_as_written_and_one_unclear__the_unclear_one_waits() -> None:
    result = matched(pair(10, 20), [booked(10, ONE_ELEVEN), booked(20, "REF111")], paid_both(10, 20))
    assert [m.receipt.reference for m in result.matched] == [ONE_ELEVEN]
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 1, 1, 1)


def test_reconcile__unclear_reference_beside_a_clear_one__the_amount_may_tell_the_clear_one_only() -> None:
    chain = Chain()
    receipts = [*pair(10, 20), said(30, "BMG-7", "bmg")]
    payments = [chain.paid(30, "BMG-7", "bmg")]
    assert len(matched(receipts, [booked(30, "BMG-7 REF111")], payments).matched) == 1
    result = matched(receipts, [booked(20, "BMG-7 REF111")], payments)
    assert (result.matched, reasons(result)["lines"]) == ((), [Reason.AMBIGUOUS])


def test_reconcile__paid_into_the_escrow_under_the_normal_form__ambiguous_where_two_have_it() -> None:
    chain = Chain()
    receipts = [said(10, ONE_ELEVEN), said(20, ELEVEN_ONE, period="2024Q2")]
    lines = [booked(10, ONE_ELEVEN), booked(20, ELEVEN_ONE)]
    payment = chain.paid(10, "REF111")
    result = matched(receipts, lines, [payment])
    assert reasons(result) == open_as(Reason.AMBIGUOUS, 2, 2, 1)
    assert len(matched(receipts[:1], lines[:1], [payment]).matched) == 1
    both = matched(receipts, lines, [chain.paid(10, ONE_ELEVEN), chain.paid(20, ELEVEN_ONE)])
    assert len(both.matched) == 2


def test_reconcile__payment_under_the_other_spelling__not_taken_for_its_amount() -> None:
    receipts, lines = pair(10, 20), [booked(10, ONE_ELEVEN)]
    for reference in (ELEVEN_ONE, ELEVEN_ONE.lower().upper(), "BMG-7"):
        others = [said(5, "BMG-7", "bmg")]
        result = matched([*receipts, *others], lines, [Chain().paid(10, reference)])
        assert result.matched == ()
    assert len(matched(receipts, lines, [Chain().paid(10, "a note of the bank")]).matched) == 1


def test_reconcile__reversal__takes_back_the_credit_spelt_as_it_is() -> None:
    lines = [booked(10, ELEVEN_ONE), booked(10, ONE_ELEVEN, on=DAY + timedelta(1))]
    lines.append(booked(-10, ELEVEN_ONE, on=DAY + timedelta(2), reversal=True))
    result = matched(pair(10, 10), lines, paid_both(10, 10))
    assert [m.receipt.reference for m in result.matched] == [ONE_ELEVEN]


def test_reconcile__reversal_spelt_as_no_credit_is__neither_of_those_alike_counts() -> None:
    lines = [booked(10, ELEVEN_ONE), booked(10, ONE_ELEVEN), booked(20, ELEVEN_ONE)]
    lines.append(booked(-10, "REF111", on=DAY + timedelta(2), reversal=True))
    result = matched(pair(10, 20), lines, paid_both(10, 20))
    assert [m.receipt.reference for m in result.matched] == [ELEVEN_ONE]
    assert reasons(result)["lines"] == [Reason.AMBIGUOUS] * 3
    # of one spelling it is the last
    back = matched(pair(10, 20), lines[1:], paid_both(10, 20))
    assert reasons(back)["lines"] == [Reason.REVERSED] * 2


def test_reconcile__creditor_reference__one_however_it_is_grouped() -> None:
    chain = Chain()
    receipts = [said(10, "RF18 5390 0754 7034"), said(20, "RF18539007547034", "emi-film")]
    payments = [chain.paid(10, "RF18539007547034"), chain.paid(20, "RF18 5390 0754 7034", "emi-film")]
    assert matched(receipts, [booked(30, "rf18 0000 5390 0754 7034")], payments).open == ()


def test_found_in__several_spellings__the_longest_that_is_written() -> None:
    known = References(["A-100", "#A-100", "A 100", "B-2000"])
    assert written(" a-100\n") == "A-100"
    assert known.found_in(["pay #a-100 now"]) == Named(("#A-100",))
    assert known.found_in(["pay a-100 now"]) == Named(("A-100",))
    assert known.found_in(["A100", "b 2000"]) == Named(("B-2000",), ("#A-100", "A 100", "A-100"))
    assert known.found_in(["A100", "A 100"]) == Named(("A 100",))
    assert known.found_in(["A-1000", "XA-100"]) == Named()


def test_found_in__accents__told_apart_where_they_are_all_that_is_written() -> None:
    known = References(["Émi-100", "EMI-100"])
    assert known.found_in(["émi-100"]) == Named(("ÉMI-100",))
    assert known.found_in(["emi-100"]) == Named(("EMI-100",))
    assert known.found_in(["for Emi-100"]) == Named(("EMI-100", "ÉMI-100"))


def told(result: Reconciliation) -> tuple[object, ...]:
    return (result.matched, result.open)


spellings = st.sampled_from([ONE_ELEVEN, ELEVEN_ONE, "ref 1 11", "REF111", "REF-111", "ref-1-11", ""])
licences = st.sampled_from(["emi", "emi-film", "bmg"])
nets = st.sampled_from(["10", "10.004", "20"])
inputs = st.tuples(
    st.lists(st.builds(said, nets, spellings, licences, st.sampled_from(["2024Q2", "2024Q3"])), max_size=4),
    st.lists(st.builds(booked, st.sampled_from(["10", "10.01", "20"]), spellings), max_size=4),
    st.lists(st.tuples(st.sampled_from(["10", "10.01", "20"]), spellings, licences), max_size=4),
)


@settings(max_examples=600, deadline=None)
@given(inputs, st.randoms(use_true_random=False))
def test_reconcile__any_spellings__exactly_written_ones_go_first_and_order_makes_no_difference(
    given_: tuple[list[StatementReceipt], list[BankLine], list[tuple[str, str, str]]], random: object
) -> None:
    receipts, lines, moves = given_
    chain = Chain()
    payments = [chain.paid(*move) for move in moves]
    result = matched(receipts, lines, payments)
    exact = {written(receipt.reference) for receipt in receipts} - {""}
    normals = {written(r.reference): "".join(c for c in written(r.reference) if c.isalnum()) for r in receipts}
    for m in result.matched:
        own = written(m.receipt.reference)
        for said_ in (written(text) for text in m.line.references):
            assert said_ not in exact or said_ == own
            if said_ and said_ != own and m.by_reference:
                assert [s for s, normal in normals.items() if normal == normals[own]] == [own]
        for other in receipts:
            if m.payment.reference == hash_of(other.reference) and other.reference:
                assert written(other.reference) == own
    for each in (receipts, lines, payments):
        random.shuffle(each)  # type: ignore[attr-defined]
    assert told(matched(receipts, lines, payments)) == told(result)


def test_reconcile__every_order_of_a_tangle__the_same() -> None:
    lines = [booked(10, ONE_ELEVEN), booked(20, "REF111"), booked(20, "ref-11-1")]
    results = {
        told(matched(receipts, list(order), paid_both(10, 20)))
        for receipts in permutations(pair(10, 20))
        for order in permutations(lines)
    }
    assert len(results) == 1
