# SPDX-License-Identifier: Apache-2.0
"""The relay hands a report in once, whoever tries however often; what was accepted is read back from events."""

from __future__ import annotations

from typing import Any

import pytest

from regalia.chain import deployer
from regalia.chain.errors import ContractRevertedError
from regalia.chain.events import LogError
from regalia.chain.transact import send
from regalia.oracle import acceptance, relay
from regalia.oracle.acceptance import accepted_report
from regalia.oracle.relay import ReportConflictError
from regalia.oracle.stream import Latest, Stream, read_latest, read_stream
from regalia.oracle.typed_data import digest
from tests.oracle.market import SIGNERS, USD, WINDOW, Market

pytestmark = pytest.mark.devnet

RISING = tuple(sorted((a.address for a in SIGNERS.values()), key=lambda a: int(a, 16)))


def test_read_stream__open__as_the_deal_opened_it(market: Market) -> None:
    assert read_stream(market.web3, market.platform.oracle, market.made.deal) == Stream(1, 2, 1, WINDOW, RISING)


def test_read_latest__before_and_after_acceptance__pending_and_its_digest(market: Market) -> None:
    oracle, deal = market.platform.oracle, market.made.deal
    assert read_latest(market.web3, oracle, deal) == Latest(0, False, 0, bytes(25))
    accepted = market.relay().submit(market.report(), market.signatures(market.report())).acceptance
    head = digest(market.report(), market.mandate.domain)[:25]
    assert read_latest(market.web3, oracle, deal) == Latest(1, True, accepted.accepted_at + WINDOW, head)


def test_read_stream__no_stream__refused(market: Market) -> None:
    with pytest.raises(ContractRevertedError, match="RoyaltyOracle_NoStream"):
        read_stream(market.web3, market.platform.oracle, market.outsider)


def test_submit__signed_report__sent_and_accepted(market: Market) -> None:
    signatures = market.signatures(market.report(), "bank", "servicer")
    submission = market.relay().submit(market.report(), signatures)
    accepted, receipt = submission.acceptance, submission.receipt
    assert submission.sent
    assert accepted.report == market.report()
    assert set(accepted.signers) == {SIGNERS["bank"].address, SIGNERS["servicer"].address}
    assert (receipt["status"], receipt["from"]) == (1, market.relayer)
    assert accepted.transaction_hash == receipt["transactionHash"].to_0x_hex()
    assert accepted.block_hash == receipt["blockHash"].to_0x_hex()
    block = market.web3.eth.get_block(accepted.block_number)
    assert accepted.accepted_at == block["timestamp"]


def test_submit__again__the_first_acceptance_and_nothing_sent(market: Market) -> None:
    signatures = market.signatures(market.report())
    first = market.relay().submit(market.report(), signatures)
    height = market.web3.eth.block_number
    again = market.relay().submit(market.report(), signatures)
    assert (again.acceptance, again.receipt, again.sent) == (first.acceptance, first.receipt, False)
    assert market.web3.eth.block_number == height


def test_submit__by_two_relays__the_second_finds_it_done(market: Market) -> None:
    first = market.relay().submit(market.report(), market.signatures(market.report(), "bank", "auditor"))
    second = market.relay(market.outsider).submit(market.report(), market.signatures(market.report()))
    assert second.acceptance == first.acceptance
    assert second.receipt["from"] == market.relayer


def test_submit__after_its_execution__still_found(market: Market) -> None:
    report = market.settle(1, paid=100 * USD)
    again = market.relay().submit(report, market.signatures(report))
    assert (again.acceptance.report, again.sent) == (report, False)


def test_submit__after_later_periods__still_found(market: Market) -> None:
    first = market.settle(1, paid=100 * USD)
    market.settle(2, paid=55 * USD)
    again = market.relay().submit(first, market.signatures(first))
    assert (again.acceptance.report, again.sent) == (first, False)


def test_submit__other_report_of_an_accepted_period__refused_with_the_differences(market: Market) -> None:
    accepted = market.relay().submit(market.report(), market.signatures(market.report())).acceptance
    other = market.report(received=1, evidence_root=bytes(32))
    height = market.web3.eth.block_number
    with pytest.raises(ReportConflictError) as refusal:
        market.relay().submit(other, market.signatures(other))
    assert refusal.value.accepted == accepted
    assert refusal.value.fields == ("received", "evidence_root")
    assert "received: accepted 100000000, now 1" in refusal.value.message
    assert accepted.transaction_hash in refusal.value.hint
    assert market.web3.eth.block_number == height


def test_submit__other_report_of_an_executed_period__refused(market: Market) -> None:
    market.settle(1, paid=100 * USD)
    other = market.report(other_income=1)
    with pytest.raises(ReportConflictError) as refusal:
        market.relay().submit(other, market.signatures(other))
    assert refusal.value.fields == ("other_income",)


def test_submit__too_few_signatures__refused_and_nothing_sent(market: Market) -> None:
    signatures = market.signatures(market.report())
    height = market.web3.eth.block_number
    with pytest.raises(ContractRevertedError) as refusal:
        market.relay().submit(market.report(), signatures[:65])
    assert refusal.value.name == "RoyaltyOracle_TooFewSignatures"
    assert refusal.value.arguments == {"required": 2, "given": 1}
    assert market.web3.eth.block_number == height


@pytest.mark.parametrize("period", [2, 3])
def test_submit__period_out_of_order__refused(market: Market, period: int) -> None:
    report = market.report(period)
    with pytest.raises(ContractRevertedError) as refusal:
        market.relay().submit(report, market.signatures(report))
    assert (refusal.value.name, refusal.value.arguments["expected"]) == ("RoyaltyOracle_PeriodOutOfOrder", 1)


def test_submit__next_period_before_the_execution__refused(market: Market) -> None:
    market.relay().submit(market.report(), market.signatures(market.report()))
    following = market.report(2)
    with pytest.raises(ContractRevertedError, match=r"RoyaltyOracle_PreviousNotExecuted\(pending=1\)"):
        market.relay().submit(following, market.signatures(following))


def test_submit__somebody_was_faster__his_acceptance(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the sending the report is handed in by another: the first look is one too early."""
    signatures = market.signatures(market.report())
    first = market.relay(market.outsider).submit(market.report(), signatures)
    _look_too_early(monkeypatch)
    second = market.relay().submit(market.report(), signatures)
    assert (second.acceptance, second.sent) == (first.acceptance, False)


def test_submit__somebody_was_faster_with_another__refused(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    other = market.report(received=1)
    market.relay(market.outsider).submit(other, market.signatures(other))
    _look_too_early(monkeypatch)
    with pytest.raises(ReportConflictError):
        market.relay().submit(market.report(), market.signatures(market.report()))


def test_submit__node_hides_the_acceptance__refused_to_guess(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "accepted_report", lambda *arguments: None)
    with pytest.raises(LogError, match="was mined, but the node does not tell of its acceptance"):
        market.relay().submit(market.report(), market.signatures(market.report()))


def test_accepted_report__none_of_the_period__none(market: Market) -> None:
    market.relay().submit(market.report(), market.signatures(market.report()))
    assert _accepted(market, 2) is None


def test_accepted_report__three_periods__each_as_it_was_signed(market: Market) -> None:
    reports = [market.settle(period, paid=200 * USD) for period in (1, 2, 3)]
    found = [_accepted(market, period) for period in (1, 2, 3)]
    assert [a.report for a in found if a] == reports
    assert reports[2].has_target and reports[1].other_income


def test_accepted_report__another_deal_on_the_oracle__kept_apart(market: Market) -> None:
    functions = deployer.contract(market.web3, "RoyaltyOracle", market.platform.oracle).functions
    terms = deployer.OracleRequest(2, 0, 0, 0, RISING, (1,) * len(RISING))
    send(market.web3, functions.open(1, 1, terms.packed()), market.outsider)
    other = market.report(deal=market.outsider, received=7)
    market.relay().submit(other, market.signatures(other))
    assert _accepted(market, 1) is None
    market.relay().submit(market.report(), market.signatures(market.report()))
    ours = _accepted(market, 1)
    assert ours is not None and ours.report == market.report()
    theirs = accepted_report(market.web3, market.platform.oracle, market.outsider, 1, market.mandate.from_block)
    assert theirs is not None and theirs.report == other


def test_accepted_report__read_from_after_the_opening__refused(market: Market) -> None:
    market.relay().submit(market.report(), market.signatures(market.report()))
    with pytest.raises(LogError, match="the logs begin after the stream of deal"):
        _accepted(market, 1, market.mandate.from_block + 1)


def test_accepted_report__logs_and_state_differ__refused(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    market.relay().submit(market.report(), market.signatures(market.report()))
    monkeypatch.setattr(acceptance, "read_latest", lambda *arguments: Latest(1, True, 0, b"\x11" * 25))
    with pytest.raises(LogError, match="the oracle keeps 0x1111"):
        _accepted(market, 1)


def _accepted(market: Market, period: int, from_block: int | None = None) -> Any:
    start = market.mandate.from_block if from_block is None else from_block
    return accepted_report(market.web3, market.platform.oracle, market.made.deal, period, start)


def _look_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([Latest(0, False, 0, bytes(25))])
    monkeypatch.setattr(relay, "read_latest", lambda *arguments: next(answers, None) or read_latest(*arguments))
