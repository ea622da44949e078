# SPDX-License-Identifier: Apache-2.0
"""An attestor signs two reports of one period, to see which one pays him more: one is enough to lose his seat, none is enough to pay.

What a proof must be like is in ``oracle/test_oracle_double_signing.py``; proofs shown to delay, in ``test_oracle_race_for_the_date.py``.
"""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest
from eth_account.signers.local import LocalAccount

from tests.support import sample
from tests.support.chain import Answer, refused
from tests.support.deal import DealContracts, Report
from tests.support.roles import actor, attestors

HONEST, LIAR, THIRD = attestors(3)
RECEIVED = 100_000 * sample.USD
ANYBODY = actor("anybody")


@pytest.fixture
def deal(live: DealContracts) -> DealContracts:
    """The first date has come, and enough cash is there to pay a lie from."""
    live.pay_royalty(2 * RECEIVED)
    live.reach(1)
    return live


def reports(deal: DealContracts) -> tuple[Report, Report]:
    """The true one, and the one the liar would rather have paid: he is with the adviser, who invoices."""
    return deal.report(RECEIVED), deal.report(RECEIVED, invoices=(50_000 * sample.USD,))


def signed(deal: DealContracts, report: Report, key: LocalAccount) -> bytes:
    return bytes(key.unsafe_sign_hash(deal.oracle.read("digestOf", astuple(report))).signature)


def show(deal: DealContracts, one: Report, other: Report) -> Answer:
    return deal.oracle.send(
        "showDoubleSigning",
        astuple(one),
        signed(deal, one, LIAR),
        astuple(other),
        signed(deal, other, LIAR),
        by=ANYBODY,
    )


def signers(deal: DealContracts) -> tuple[str, ...]:
    return tuple(deal.oracle.read("signersOf", deal.deal.address)[4])


def paid(deal: DealContracts) -> tuple[int, int]:
    return deal.payable("adviser"), deal.entitlement(0, "senior_investor")


def test_liar__signs_the_lie_twice_over__counts_once(deal: DealContracts) -> None:
    _, lie = reports(deal)
    with refused("RoyaltyOracle_SignersNotRising", previous=LIAR.address, next=LIAR.address):
        deal.submit(lie, (LIAR, LIAR))
    with refused("RoyaltyOracle_TooFewSignatures", required=2, given=1):
        deal.submit(lie, (LIAR,))
    assert paid(deal) == (0, 0)


def test_liar__lends_anothers_signature_of_the_truth_to_the_lie__recovers_to_nobody_known(deal: DealContracts) -> None:
    true, lie = reports(deal)
    mixed = signed(deal, true, HONEST) + signed(deal, lie, LIAR)
    with refused("RoyaltyOracle_UnknownSigner"):
        deal.oracle.send("submit", astuple(lie), mixed, by=LIAR.address)
    assert deal.oracle.read("latest", deal.deal.address)[:2] == (0, False)


@pytest.mark.parametrize("first", ["truth", "lie"])
def test_liar__true_report_accepted_then_the_other__the_period_has_one(deal: DealContracts, first: str) -> None:
    """Whichever two sign first stands: another of the period is refused, to the liar's accomplice as well."""
    one, other = reports(deal) if first == "truth" else tuple(reversed(reports(deal)))
    deal.submit(one, (HONEST, LIAR))
    for period in (1, 2):
        with refused("RoyaltyOracle_PreviousNotExecuted", pending=1):
            deal.submit(replace(other, period=period), (LIAR, THIRD))
    with refused("RoyaltyOracle_ReportMismatch"):
        deal.execute(other, by=LIAR.address)
    deal.execute(one)
    with refused("RoyaltyOracle_PeriodOutOfOrder", expected=2, given=1):
        deal.submit(other, (LIAR, THIRD))
    assert deal.payable("adviser") == (0 if first == "truth" else 50_000 * sample.USD)


def test_liar__shown_by_anybody__has_lost_his_seat_and_the_date_is_paid_on_the_truth(deal: DealContracts) -> None:
    true, lie = reports(deal)
    show(deal, true, lie)
    assert signers(deal) == (HONEST.address, THIRD.address)
    for report, keys in ((lie, (LIAR, THIRD)), (true, (HONEST, LIAR))):
        with refused("RoyaltyOracle_WrongEpoch", expected=2, given=1):
            deal.submit(report, keys)
    again = replace(true, epoch=2)
    with refused("RoyaltyOracle_UnknownSigner", signer=LIAR.address):
        deal.submit(replace(lie, epoch=2), (LIAR, THIRD))
    deal.submit(again, (HONEST, THIRD))
    deal.execute(again)
    assert paid(deal) == (0, 600 * sample.SENIOR_UNIT)


def test_liar__shown_after_his_report_was_paid__can_not_do_it_again(deal: DealContracts) -> None:
    """His seat goes for what he signed before, too, as long as he has one."""
    true, lie = reports(deal)
    deal.submit(true, (HONEST, LIAR))
    deal.execute(true)
    show(deal, true, lie)
    assert signers(deal) == (HONEST.address, THIRD.address)
    assert paid(deal) == (0, 600 * sample.SENIOR_UNIT)


def test_liar__frames_another__a_proof_needs_two_signatures_of_one_key(deal: DealContracts) -> None:
    true, lie = reports(deal)
    with refused("OracleSigners_OtherSigner", first=HONEST.address, second=LIAR.address):
        deal.oracle.send(
            "showDoubleSigning",
            astuple(true),
            signed(deal, true, HONEST),
            astuple(lie),
            signed(deal, lie, LIAR),
            by=LIAR.address,
        )
    assert signers(deal) == (HONEST.address, LIAR.address, THIRD.address)


def test_liar__the_same_report_twice__is_no_lie(deal: DealContracts) -> None:
    true, _ = reports(deal)
    with refused("OracleSigners_SameReport"):
        show(deal, true, true)
