# SPDX-License-Identifier: Apache-2.0
"""A deal that goes on while somebody looks at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from regalia import Deal
from regalia.api import source
from regalia.api.errors import NothingToClaimError, RolledBackError
from regalia.chain.asking import Patience
from regalia.chain.connection import ChainUnreachableError
from regalia.chain.record_check import RecordMismatchError
from regalia.demo.sample import NoSuchQuarterError, Sample, sample_deal
from regalia.errors import RegaliaError
from regalia.servicing import payments
from regalia.servicing.deal_contracts import UnknownTrancheError
from tests.support.faulty_rpc import Faults, faulty_rpc

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """One for the file: its tests go on from each other's blocks."""
    with sample_deal(tmp_path_factory.mktemp("running"), quarters=1) as made:
        yield made


@pytest.fixture
def deal(running: Sample) -> Iterator[Deal]:
    with Deal.open(running.record_path, running.url, terms=running.terms_path) as opened:
        yield opened


def test_refresh__after_a_payment_date__has_it(running: Sample, deal: Deal) -> None:
    before = deal.as_of
    running.pay()
    assert deal.as_of == before and len(deal.payment_dates()) == running.paid - 1
    assert deal.refresh() is deal
    assert deal.as_of.block > before.block
    assert len(deal.payment_dates()) == running.paid


def test_claim__of_a_holder__comes_to_what_was_owed(running: Sample, deal: Deal) -> None:
    running.pay()
    deal.refresh()
    wallet = running.people["mezzanine_investor"]
    owed = deal.statement(wallet).unclaimed
    money = running.deal.contracts.payment_token.functions
    before = money.balanceOf(wallet).call()
    done = deal.claim("mezzanine", wallet)
    assert (done.gross, done.tax) == (owed, (owed / 10).quantize(Decimal("0.000001"), "ROUND_DOWN"))
    assert money.balanceOf(wallet).call() - before == done.net * 10**6
    assert deal.statement(wallet).unclaimed == 0
    last = deal.history(wallet).iloc[-1]
    assert (last["entry"], last["block"], last["transaction"]) == ("claim", done.block, done.transaction)


def test_claim__of_nothing__sends_nothing(running: Sample, deal: Deal) -> None:
    wallet = running.people["junior_investor"]
    assert not payments.entitlement(running.deal.contracts, "junior", wallet)
    sent = running.chain.web3.eth.get_transaction_count(wallet)
    with pytest.raises(NothingToClaimError, match=f"nothing is owed to {wallet} for junior"):
        deal.claim("junior", wallet)
    with pytest.raises(UnknownTrancheError, match=r"Did you mean junior\?"):
        deal.claim("juniro", wallet)
    assert running.chain.web3.eth.get_transaction_count(wallet) == sent


def test_claim__by_a_record_that_was_altered__sends_nothing(running: Sample, deal: Deal, tmp_path: Path) -> None:
    data = json.loads(running.record_path.read_text())
    data["escrow"]["code_hash"] = "0x" + "11" * 32
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(data))
    wallet = running.people["senior_investor_2"]
    sent = running.chain.web3.eth.get_transaction_count(wallet)
    with pytest.raises(RegaliaError) as refused, Deal.open(altered, running.url, terms=running.terms_path) as found:
        found.claim("senior", wallet)
    assert isinstance(refused.value, RecordMismatchError) or "escrow" in refused.value.message
    assert running.chain.web3.eth.get_transaction_count(wallet) == sent


def test_moment__after_a_reorganisation_somebody_else_noticed__asks_to_refresh(
    running: Sample, deal: Deal, tmp_path: Path
) -> None:
    db = tmp_path / "shared.db"
    with Deal.open(running.record_path, running.url, terms=running.terms_path, db=db) as mine:
        running.chain.web3.provider.make_request("anvil_reorg", [2, []])  # type: ignore[arg-type]
        running.chain.mine()
        with Deal.open(running.record_path, running.url, terms=running.terms_path, db=db) as other:
            assert other.as_of.hash != mine.as_of.hash
        with pytest.raises(RolledBackError, match="is not the chain's any more"):
            mine.holders()
        assert len(mine.refresh().holders()) == 6


def test_refresh__when_the_node_answers_no_more__keeps_what_was_known(
    running: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_PATIENCE", Patience(busy=(), silent=()))
    faults = Faults()
    with (
        faulty_rpc(running.url, faults) as node,
        Deal.open(running.record_path, node.at, terms=running.terms_path) as deal,
    ):
        known, status = deal.holders(), deal.status
        faults.failing = 1.0
        with pytest.raises(ChainUnreachableError):
            deal.refresh()
        assert deal.holders().equals(known) and deal.status == status


def test_sample__beyond_its_receipts__says_how_many_there_are(running: Sample) -> None:
    running.paid, paid = len(running.deal.rows), running.paid
    with pytest.raises(NoSuchQuarterError, match="receipts of 6 quarters"):
        running.pay()
    running.paid = paid
