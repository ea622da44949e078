# SPDX-License-Identifier: Apache-2.0
"""What the oracle doesn't take: for now, and for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.relay.source import SignedReport
from tests.relay.office import Office
from tests.relay.stage import RELAYER, Stage

pytestmark = pytest.mark.devnet


def test_next_period__before_the_execution__held_then_sent(stage: Stage, journal_path: Path) -> None:
    office = Office(stage, journal_path, stage.signed(1), stage.signed(2))
    office.finish()
    assert office.states() == ["final", "signed"]
    assert office.relay.status.report.held == {f"report 2 of {stage.deal}, epoch 1": "period 1 is not executed yet"}
    stage.consume(stage.report(1))
    office.finish()
    assert (office.states(), stage.accepted()) == (["final", "final"], {1: 1, 2: 1})


@pytest.mark.parametrize("forged_bytes", [bytes(65 * 3), (bytes(64) + b"\x1b") * 3], ids=["contracts", "keys"])
def test_forged_signatures__refused_at_depth__and_do_not_shut_out_the_true_ones(
    stage: Stage, journal_path: Path, forged_bytes: bytes
) -> None:
    true = stage.signed()
    forged = SignedReport(true.report, forged_bytes)
    office = Office(stage, journal_path, forged, true)
    office.tick()
    assert office.states() == ["signed"] and stage.count(RELAYER.address) == 0
    office.finish()
    office.finish()
    assert office.states() == ["refused", "final"]
    assert str(office.works()[0].reason).startswith(("RoyaltyOracle_", "ECDSAInvalidSignature"))


def test_epoch_to_come__waits(stage: Stage, journal_path: Path) -> None:
    """A report of a signer set that is not in force yet waits; nothing is spent."""
    office = Office(stage, journal_path, stage.signed(epoch=2))
    office.finish()
    assert office.states() == ["signed"] and stage.count(RELAYER.address) == 0
    assert "WrongEpoch" in office.relay.status.report.held[f"report 1 of {stage.deal}, epoch 2"]


def test_another_report_accepted__ours_refused_at_depth_with_the_transaction(stage: Stage, journal_path: Path) -> None:
    other = stage.submit(stage.signed(received=9), stage.market.outsider)
    office = Office(stage, journal_path, stage.signed())
    office.tick()
    assert office.states() == ["signed"]
    office.finish()
    assert office.states() == ["refused"] and other["transactionHash"].to_0x_hex() in str(office.works()[0].reason)
    assert stage.count(RELAYER.address) == 0


def test_deal_nobody_serves__passed_over(stage: Stage, journal_path: Path) -> None:
    office = Office(stage, journal_path, stage.signed(1, stage.market.outsider))
    office.tick()
    assert office.works() == []


def test_no_funds__alarm_until_funded(stage: Stage, journal_path: Path) -> None:
    stage.rpc("anvil_setBalance", RELAYER.address, "0x0")
    office = Office(stage, journal_path, stage.signed())
    office.tick()
    assert "fund it" in office.relay.status.report.alarms["no-funds"] and not office.relay.status.is_well
    stage.fund(RELAYER)
    office.finish()
    assert office.states() == ["final"] and office.relay.status.is_well
