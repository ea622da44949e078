# SPDX-License-Identifier: Apache-2.0
"""What holds of every reconciliation, whatever comes in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from regalia.reconciliation.convert import near_net
from regalia.reconciliation.match import open_inputs
from regalia.reconciliation.model import EscrowPayment, Reconciliation
from regalia.statements.minor_units import as_booked
from regalia.statements.model import BankLine, StatementReceipt
from tests.reconciliation.made import DAY, Chain, amount, booked, hash_of, matched, said

RATES = {"EUR": amount("1.08")}
Inputs = tuple[list[StatementReceipt], list[BankLine], list[EscrowPayment]]
Carried = tuple[Sequence[StatementReceipt], Sequence[BankLine], Sequence[EscrowPayment]]
# few values, so that everything collides with everything
nets = st.sampled_from(["0", "5", "5.4", "10", "10.004", "15", "15.0000001"])
references = st.sampled_from(["", "A-100", "A-1001", "B/200", "b 200", "B200", "RF18539007547034"])
names = st.sampled_from(["emi", "emi-film", "bmg", "nobody"])
currencies = st.sampled_from(["USD", "USD", "EUR", "GBP"])
days = st.integers(-12, 12).map(lambda n: DAY + timedelta(n))
receipts = st.builds(
    said,
    nets,
    references,
    names,
    st.sampled_from(["2024Q2", "2024Q3"]),
    currencies,
    st.sampled_from(["a.csv", "b.csv"]),
)
credits = st.builds(
    booked, nets, references, references, on=days, currency=currencies, bank_id=st.sampled_from(["", "1", "2"])
)
reversals = st.builds(
    lambda net, reference, on: booked("-" + net, reference, on=on, reversal=True), nets, references, days
)
moves = st.tuples(nets, references, names, days)


@st.composite
def anything(draw: st.DrawFn) -> Inputs:
    """Most of it agrees: a receipt often has a line and a payment of its own."""
    said_, lines, chain = draw(st.lists(receipts, max_size=6)), draw(st.lists(credits, max_size=4)), Chain()
    lines += draw(st.lists(reversals, max_size=2))
    for move in draw(st.lists(moves, max_size=4)):
        chain.paid(*move)
    for receipt in said_:
        if draw(st.integers(0, 3)):
            cash = draw(st.sampled_from(as_booked(receipt.net, receipt.currency)))
            lines.append(booked(0, receipt.reference, on=draw(days), currency=receipt.currency))
            object.__setattr__(lines[-1], "amount", cash)
            payment = chain.paid(0, receipt.reference, receipt.licence, draw(days))
            worth = cash // 10**6 if receipt.currency == "USD" else cash * 108 // 100 // 10**6
            object.__setattr__(payment, "amount", worth)
    return said_, lines, chain.payments


def taken(result: Reconciliation) -> tuple[list[int], list[int], list[int]]:
    """What is in the result, by identity, a line that paid several receipts once."""
    open_receipts, open_lines, open_payments = open_inputs(result)
    lines = {id(m.line): m.line for m in result.matched}
    return (
        sorted(map(id, [*(m.receipt for m in result.matched), *open_receipts])),
        sorted([*lines, *map(id, open_lines)]),
        sorted(map(id, [*(m.payment for m in result.matched), *open_payments])),
    )


@settings(max_examples=400, deadline=None)
@given(anything())
def test_reconcile__anything__each_input_once_and_matched_sums_equal(inputs: Inputs) -> None:
    said_, lines, payments = inputs
    result = matched(said_, lines, payments, RATES, tolerance_ppm=1_000)
    kept = [line for line in lines if line.amount > 0 or line.reversal]
    assert taken(result) == tuple(sorted(map(id, each)) for each in (said_, kept, payments))
    assert sum(m.amount for m in result.matched) == sum(m.payment.amount for m in result.matched)
    for line in {id(m.line): m.line for m in result.matched}.values():
        paid = [m for m in result.matched if m.line is line]
        assert len({(m.receipt.reference.upper(), m.receipt.currency) for m in paid}) == 1
        if paid[0].receipt.currency == line.currency:
            assert line.amount in as_booked(sum(m.receipt.net for m in paid), line.currency)
        if {line.currency, paid[0].receipt.currency} == {"USD"}:
            # together what the bank got; or each rounded down, where the line is their nets to the last digit
            each = sum(m.receipt.net // 10**6 for m in paid)
            assert sum(m.amount for m in paid) in {line.amount // 10**6, each}
    for m in result.matched:
        assert m.payment.licence == hash_of(m.receipt.licence)
        assert m.receipt.currency != "USD" or m.amount in near_net(m.receipt.net, "USD", 6)
        assert not m.line.reversal


def told(result: Reconciliation) -> tuple[object, ...]:
    return (result.matched, result.open)


@settings(max_examples=300, deadline=None)
@given(anything(), st.randoms(use_true_random=False))
def test_reconcile__inputs_in_another_order__same_result(inputs: Inputs, random: Random) -> None:
    first = matched(*inputs, RATES, tolerance_ppm=1_000)
    for each in inputs:
        random.shuffle(each)
    assert told(matched(*inputs, RATES, tolerance_ppm=1_000)) == told(first)


@st.composite
def clear_months(draw: st.DrawFn) -> tuple[Inputs, Inputs]:
    """Two months of money nobody could mix up: each receipt has an amount of its own; part of it comes late or never."""
    months: tuple[Inputs, Inputs] = (([], [], []), ([], [], []))
    chain = Chain()
    for n in range(draw(st.integers(1, 12))):
        reference = draw(st.sampled_from([f"REF-{n:04}", "EMI-CONTRACT", ""]))
        on = DAY + timedelta(draw(st.integers(0, 60)))
        net = 100 + n
        things = (
            said(
                net, reference, draw(st.sampled_from(["emi", "bmg"])), f"{2024 + n // 4}Q{n % 4 + 1}", file=f"{n}.csv"
            ),
            booked(net, reference, on=on),
        )
        payment = chain.paid(net, reference, things[0].licence, on + timedelta(draw(st.integers(-10, 10))))
        for place, thing in enumerate((*things, payment)):
            when = draw(st.integers(0, 6))
            if when < 6:
                months[when % 2][place].append(thing)  # type: ignore[arg-type]
    return months


def together(old: Carried, new: Inputs) -> Inputs:
    return [*old[0], *new[0]], [*old[1], *new[1]], [*old[2], *new[2]]


@settings(max_examples=300, deadline=None)
@given(clear_months())
def test_reconcile__month_by_month__matches_what_all_at_once_does(months: tuple[Inputs, Inputs]) -> None:
    first = matched(*months[0])
    carried = open_inputs(first)
    second = matched(*together(carried, months[1]))
    whole = matched(*together(*months))
    assert {m.receipt.net for m in (*first.matched, *second.matched)} == {m.receipt.net for m in whole.matched}
    assert {(m.line, m.payment, m.by_reference) for m in (*first.matched, *second.matched)} == {
        (m.line, m.payment, m.by_reference) for m in whole.matched
    }
