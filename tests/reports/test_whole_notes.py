# SPDX-License-Identifier: Apache-2.0
"""What is said in words about a deal with everything that can happen to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regalia.domain.program import Program
from regalia.ledger.model import DealLedger
from regalia.reports import distribution_report
from regalia.reports.conclusion import conclusion_report
from regalia.reports.names import Names
from regalia.reports.notes import notes_on, notes_on_end
from tests.reports.stories import whole_story

HELD = "The step was held back while trap-50 is up; no default follows from that."
SAID = {
    0: [
        "Half of what is left is kept: 9,861.111112 USD was kept in Cash trap.",
        f"Class B interest: 5,333.333333 USD of 5,333.333333 USD due was not paid. It was added to the balance. {HELD}",
        "Trigger coverage-low became active on this date. The flag trap-50 is up.",
    ],
    1: [
        "Half of what is left is kept: 9,861.111112 USD that Cash trap had kept was released to available funds.",
        "Trigger coverage-low was cured on this date.",
    ],
    2: [
        "Class A interest: available funds were not enough; 9,200.00 USD was drawn from Interest reserve.",
        "Ten thousand: Interest reserve is 9,200.00 USD below its target. This is no default.",
        "Scheduled principal: available funds were not enough; 20,000.00 USD was drawn from Make-up undertaking of the "
        "parent.",
        f"Class B interest: 6,039.999999 USD of 6,039.999999 USD due was not paid. It was added to the balance. {HELD}",
        "Class B principal: 2,000.00 USD of 2,000.00 USD due was not paid. It is due again on the next payment date.",
        "Parent repaid: 20,000.00 USD of 20,000.00 USD due was not paid. It stays owed to the provider.",
        "Trigger coverage-low became active on this date. The flag trap-50 is up.",
    ],
    3: [
        "An event of default is in force: the steps below are those of the list that follows one.",
        "Make-up undertaking of the parent: Parent of the studio let the time to pay pass. The date was executed without it.",
        "Interest reserve, given back: all that was in Interest reserve, 800.00 USD, was given back to available funds.",
        "Class A interest: available funds were not enough; 10,000.00 USD was drawn from Liquidity line.",
        "Liquidity line repaid: 10,000.00 USD of 10,000.00 USD due was not paid. It stays owed to the provider.",
        "Class B interest: 6,221.199999 USD of 6,221.199999 USD due was not paid. It was added to the balance.",
        "Parent repaid: 20,000.00 USD of 20,000.00 USD due was not paid. It stays owed to the provider.",
        "Trigger reserve-short became active on this date. The flag reserve-short is up, from the next payment date on.",
        "Trigger parent-did-not-pay became active on this date. It is an event of default.",
    ],
    4: [
        "An event of default is in force: the steps below are those of the list that follows one.",
        "Class A Notes was repaid by a call on 2025-01-15: 954,622.222222 USD in all, outside this distribution.",
        "Class B principal: 202,152.36933 USD of 213,594.533331 USD due was not paid. The legal final date has come, and "
        "it is outstanding still.",
        "Parent repaid: 20,000.00 USD of 20,000.00 USD due was not paid. It stays owed to the provider.",
        "Trigger coverage-low was cured on this date.",
    ],
}


def said(ledger: DealLedger, index: int) -> tuple[str, ...]:
    return notes_on(distribution_report(ledger, index), Names(ledger), ledger.terms.money)


@pytest.mark.parametrize("index", SAID)
def test_notes__each_date__all_that_matters_and_no_more(whole: DealLedger, index: int) -> None:
    assert list(said(whole, index)) == SAID[index]


def test_notes__end__what_nobody_will_be_paid(whole: DealLedger) -> None:
    report = conclusion_report(whole)
    assert report is not None
    assert list(notes_on_end(report, Names(whole), whole.terms.money)) == [
        "An event of default is in force: the steps below are those of the list that follows one.",
        "Class B principal: 195,152.36933 USD of 202,152.36933 USD due was not paid, and there is nothing left to pay it "
        "from.",
        "Parent repaid: 20,000.00 USD of 20,000.00 USD due was not paid, and there is nothing left to pay it from.",
    ]


def with_tranche(ledger: DealLedger, **changes: object) -> Program:
    """The program, its second tranche changed."""
    first, second, third = ledger.program.tranches
    return replace(ledger.program, tranches=(first, replace(second, **changes), third))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"interest_on_arrears": True}, "It is in arrears and bears interest at the coupon."),
        ({}, "It is in arrears and bears no interest."),
        ({"defaults": True}, "It is in arrears and bears no interest. This is an event of default."),
    ],
)
def test_notes__interest_unpaid_in_full_view__what_becomes_of_it(changes: dict[str, object], words: str) -> None:
    """The fourth date, as if the coupon of Class B were another."""
    ledger = whole_story()
    done = ledger.dates[3]
    state, missing = done.payment.state, done.payment.records[7].shortfall
    state = replace(state, balance=(state.balance[0], state.balance[1] - missing, 0), arrears=(0, missing, 0))
    program = with_tranche(ledger, capitalises=False, **changes)
    ledger.dates[3] = replace(done, payment=replace(done.payment, program=program, state=state))
    (note,) = (note for note in said(ledger, 3) if note.startswith("Class B interest"))
    assert note.endswith(f"due was not paid. {words}")
