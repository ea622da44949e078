# SPDX-License-Identifier: Apache-2.0
"""What an attestor signs, and every reason for which it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_utils.crypto import keccak
from web3 import HTTPProvider, Web3

from regalia.chain import deployer
from regalia.chain.connection import ChainUnreachableError
from regalia.chain.transact import send
from regalia.oracle.attestor import Attestor
from regalia.oracle.evidence import EvidenceMismatchError, EvidenceMissingError, UncoveredReportError
from regalia.oracle.signing_record import AlreadySignedError, SigningRecord
from regalia.oracle.typed_data import signable
from tests.domain.small_deals import PASS_THROUGH
from tests.oracle.market import ROWS, SIGNERS, USD, Market, row

pytestmark = pytest.mark.devnet


def test_propose__own_receipts__the_report_for_the_signer_set_in_force(market: Market) -> None:
    assert market.attestor().propose(2) == market.report(2)


def test_sign__evidence_and_cash_agree__signature_of_the_attestor(market: Market) -> None:
    market.pay(100 * USD)
    attestation = market.attestor().sign(market.report(), market.mandate.domain)
    assert attestation.signer == SIGNERS["servicer"].address
    message = signable(market.report(), market.mandate.domain)
    assert Account.recover_message(message, signature=attestation.signature) == attestation.signer


def test_three_attestors__propose_sign_relay_execute__period_paid(market: Market) -> None:
    market.pay(100 * USD)
    servicer, auditor, bank = (market.attestor(name) for name in SIGNERS)
    report = servicer.propose(1)
    attestations = [who.sign(report, market.mandate.domain) for who in (bank, auditor)]
    submission = market.relay().submit(report, market.encode(report, attestations))
    assert set(submission.acceptance.signers) == {bank.address, auditor.address}
    market.execute(report)
    deal = deployer.contract(market.web3, "Deal", market.made.deal)
    assert deal.functions.totals().call() == [100 * USD, 100 * USD]


def test_sign__same_report_again__same_signature(market: Market) -> None:
    market.pay(100 * USD)
    attestor = market.attestor()
    first = attestor.sign(market.report(), market.mandate.domain)
    assert attestor.sign(market.report(), market.mandate.domain) == first


def test_sign__same_report_after_its_acceptance__its_cash_is_not_counted_against_it(market: Market) -> None:
    market.settle(1, paid=100 * USD)
    attestation = market.attestor().sign(market.report(), market.mandate.domain)
    assert attestation.signer == SIGNERS["servicer"].address


@pytest.mark.parametrize(
    ("field", "own", "proposed"),
    [
        ("received", 100 * USD, 100 * USD - 1),
        ("received", 100 * USD, 100 * USD + 1),
        ("other_income", 0, 1),
        ("has_target", False, True),
        ("invoices", (10 * USD,), (11 * USD,)),
        ("invoices", (10 * USD,), ()),
        ("evidence_root", ROWS[0].evidence, bytes(32)),
        ("epoch", 1, 2),
    ],
)
def test_sign__field_other_than_its_own__refused(market: Market, field: str, own: Any, proposed: Any) -> None:
    market.pay(1_000 * USD)
    attestor = market.attestor()
    with pytest.raises(EvidenceMismatchError) as refusal:
        attestor.sign(market.report(**{field: proposed}), market.mandate.domain)
    assert (refusal.value.field, refusal.value.own, refusal.value.proposed) == (field, own, proposed)
    attestor.sign(market.report(), market.mandate.domain)  # the refusal left nothing behind


def test_sign__another_reserve_target__refused(market: Market) -> None:
    with pytest.raises(
        EvidenceMismatchError, match=r"reserve_target: own evidence gives 20000000, the proposal says 0"
    ):
        market.attestor().sign(market.report(3, reserve_target=0), market.mandate.domain)


def test_sign__own_statement_differs__refused_although_the_others_would(market: Market) -> None:
    """The auditor obtained another statement: the figures, or only what is behind them, differ."""
    market.pay(100 * USD)
    auditor = market.attestor("auditor", rows=(row(1, 90 * USD),))
    with pytest.raises(EvidenceMismatchError) as refusal:
        auditor.sign(market.report(), market.mandate.domain)
    assert (refusal.value.field, refusal.value.own) == ("received", 90 * USD)


def test_sign__no_receipts_of_the_period__refused(market: Market) -> None:
    market.pay(100 * USD)
    with pytest.raises(EvidenceMissingError, match="period 1: there are no receipts of it") as refusal:
        market.attestor(rows=ROWS[1:]).sign(market.report(), market.mandate.domain)
    assert refusal.value.period == 1


def test_sign__one_unit_not_paid__refused_until_it_is(market: Market) -> None:
    market.pay(100 * USD - 1)
    attestor = market.attestor()
    with pytest.raises(UncoveredReportError) as refusal:
        attestor.sign(market.report(), market.mandate.domain)
    error = refusal.value
    assert (error.claimed, error.paid, error.attested) == (100 * USD, 100 * USD - 1, 0)
    market.pay(1)
    assert attestor.sign(market.report(), market.mandate.domain).signer == attestor.address


def test_sign__paid_in_parts__counted_together(market: Market) -> None:
    for part in (60, 39, 1):
        market.pay(part * USD)
    assert market.attestor().sign(market.report(), market.mandate.domain).signature


def test_sign__nothing_received_and_nothing_paid__signed(market: Market) -> None:
    silent = row(1, 0)
    attestor = market.attestor(rows=(silent,))
    assert attestor.sign(attestor.propose(1), market.mandate.domain).signer == attestor.address


def test_sign__other_income_not_paid__refused(market: Market) -> None:
    market.settle(1, paid=100 * USD)
    market.pay(50 * USD)
    with pytest.raises(UncoveredReportError) as refusal:
        market.attestor().sign(market.report(2), market.mandate.domain)
    assert (refusal.value.claimed, refusal.value.attested) == (55 * USD, 100 * USD)


def test_sign__paid_ahead__counts_for_the_next_report(market: Market) -> None:
    market.settle(1, paid=155 * USD)
    attestor = market.attestor()
    assert attestor.sign(market.report(2), market.mandate.domain).signer == attestor.address


def test_sign__cash_of_an_earlier_report__does_not_count_twice(market: Market) -> None:
    market.settle(1, paid=154 * USD)
    with pytest.raises(UncoveredReportError) as refusal:
        market.attestor().sign(market.report(2), market.mandate.domain)
    assert (refusal.value.paid, refusal.value.attested) == (154 * USD, 100 * USD)


def test_sign__tokens_sent_without_payment__do_not_count(market: Market) -> None:
    send(market.web3, market.token.functions.transfer(market.made.escrow, 100 * USD), market.licensee)
    with pytest.raises(UncoveredReportError) as refusal:
        market.attestor().sign(market.report(), market.mandate.domain)
    assert refusal.value.paid == 0


def test_sign__paid_into_another_escrow__does_not_count(market: Market) -> None:
    web3 = market.web3
    other = market.foreign_escrow()
    send(web3, market.token.functions.approve(other, 100 * USD), market.licensee)
    escrow = deployer.contract(web3, "RoyaltyEscrow", other)
    send(web3, escrow.functions.openBooks(market.outsider, 0, market.outsider, [0], [], []), market.outsider)
    send(web3, escrow.functions.payRoyalty(keccak(text="EMI"), 100 * USD, bytes(32)), market.licensee)
    with pytest.raises(UncoveredReportError) as refusal:
        market.attestor().sign(market.report(), market.mandate.domain)
    assert refusal.value.paid == 0


def test_sign__receipts_corrected_after_signing__refused(market: Market) -> None:
    market.pay(100 * USD)
    record = SigningRecord()
    market.attestor(record=record).sign(market.report(), market.mandate.domain)
    corrected = market.attestor(rows=(row(1, 90 * USD),), record=record)
    with pytest.raises(AlreadySignedError, match="period 1: a report of digest"):
        corrected.sign(corrected.propose(1), market.mandate.domain)


def test_sign__corrected_and_restarted__refused(market: Market, tmp_path: Path) -> None:
    market.pay(100 * USD)
    with SigningRecord(tmp_path / "servicer.sqlite") as record:
        market.attestor(record=record).sign(market.report(), market.mandate.domain)
    with SigningRecord(tmp_path / "servicer.sqlite") as record:
        corrected = market.attestor(rows=(row(1, 90 * USD),), record=record)
        with pytest.raises(AlreadySignedError):
            corrected.sign(corrected.propose(1), market.mandate.domain)


def test_sign__no_node__refused(market: Market) -> None:
    nobody = Web3(HTTPProvider("http://127.0.0.1:9", exception_retry_configuration=None))
    attestor = Attestor("servicer", SIGNERS["servicer"], market.mandate, PASS_THROUGH, ROWS, nobody)
    with pytest.raises(ChainUnreachableError, match="the node stopped answering"):
        attestor.sign(market.report(), market.mandate.domain)
