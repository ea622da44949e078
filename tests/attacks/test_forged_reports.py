# SPDX-License-Identifier: Apache-2.0
"""No cash moves on a report the deal's attestors did not sign; what a signature must be like is tested with the oracle."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from tests.support import sample
from tests.support.chain import refused
from tests.support.contract import calldata
from tests.support.deal import DealContracts
from tests.support.roles import actor, attestors

ATTACKER = actor("attacker")
BEST_FOR_THE_ATTACKER = {"received": 10**12, "other_income": 10**12, "invoices": (10**12,)}


def test_attacker__signs_himself__refused(live: DealContracts) -> None:
    with refused("RoyaltyOracle_UnknownSigner"):
        live.submit(live.report(10**12), attestors(2, "attacker"))


def test_one_corrupt_attestor__alone__refused(live: DealContracts) -> None:
    with refused("RoyaltyOracle_TooFewSignatures", required=2, given=1):
        live.submit(live.report(10**12), attestors(3)[:1])


@pytest.mark.parametrize("field", list(BEST_FOR_THE_ATTACKER))
def test_relay__executes_another_report_than_was_signed__refused_and_nothing_moved(
    live: DealContracts, field: str
) -> None:
    live.pay_royalty(50_000 * sample.USD)
    report = live.report(20_000 * sample.USD)
    live.reach(1)
    live.submit(report)
    with refused("RoyaltyOracle_ReportMismatch"):
        live.execute(replace(report, **{field: BEST_FOR_THE_ATTACKER[field]}), by=actor("relay"))  # type: ignore[arg-type]
    assert live.cash() == (50_000 * sample.USD, (sample.FUNDING,))
    live.execute(report)


def test_attacker__executes_his_own_report_when_none_is_pending__refused(live: DealContracts) -> None:
    live.reach(1)
    with refused("RoyaltyOracle_NoReportPending", deal=live.deal.address):
        live.execute(live.report(10**12), by=ATTACKER)


def test_attacker__hands_in_the_last_report_again__refused(live: DealContracts) -> None:
    live.pay_royalty(200_000 * sample.USD)
    report = live.report(100_000 * sample.USD)
    live.reach(2)
    live.submit(report)
    live.execute(report)
    with refused("RoyaltyOracle_PeriodOutOfOrder", expected=2, given=1):
        live.submit(report)
    with refused("Deal_PeriodOutOfOrder", expected=2, given=1):
        live.execute(report, by=ATTACKER)
    digest = live.oracle.read("digestOf", astuple(report))
    signatures = b"".join(key.unsafe_sign_hash(digest).signature for key in attestors(3)[:2])
    with refused("RoyaltyOracle_UnknownSigner"):
        live.oracle.send("submit", astuple(replace(report, period=2)), signatures, by=ATTACKER)


def spelt_otherwise(canonical: bytes, words: int, tail: bytes) -> bytes:
    """The same call with its report so many words further on, and something after it."""
    offset = int.from_bytes(canonical[4:36], "big") + 32 * words
    return canonical[:4] + offset.to_bytes(32, "big") + b"\xee" * 32 * words + canonical[36:] + tail


@pytest.mark.parametrize(("words", "tail"), [(0, b"\1"), (0, b"\2" * 64), (3, b""), (5, b"\3" * 31)])
def test_relay__spells_the_signed_report_in_other_bytes__executed_as_signed(
    live: DealContracts, words: int, tail: bytes
) -> None:
    live.pay_royalty(100_000 * sample.USD)
    report = live.report(100_000 * sample.USD)
    live.reach(1)
    live.submit(report)
    data = spelt_otherwise(calldata("Deal", "execute", astuple(report)), words, tail)
    done = live.chain.send(actor("relay"), live.deal.address, data)
    assert done.only("ReportConsumed")["period"] == done.only("PaymentDateExecuted")["period"] == 1
    assert live.entitlement(0, "senior_investor") == 600 * sample.SENIOR_UNIT


@pytest.mark.parametrize("words", [0, 2])
def test_relay__spells_another_report_before_the_signed_one__refused(live: DealContracts, words: int) -> None:
    """The deal and the oracle must read the same report out of the same bytes."""
    live.pay_royalty(100_000 * sample.USD)
    report = live.report(20_000 * sample.USD)
    live.reach(1)
    live.submit(report)
    signed = calldata("Deal", "execute", astuple(report))
    forged = calldata("Deal", "execute", astuple(replace(report, received=100_000 * sample.USD)))
    with refused("RoyaltyOracle_ReportMismatch"):
        live.chain.send(actor("attacker"), live.deal.address, spelt_otherwise(forged, words, signed[36:]))
