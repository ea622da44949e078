# SPDX-License-Identifier: Apache-2.0
"""Out of an exchange: what has its quorum, whatever else lies there."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.oracle.attestation import Attestation
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.exchange_source import ExchangeSource
from tests.oracle.stage import ATTESTORS
from tests.relay.exchanged import proposal, sign
from tests.relay.stage import Office, Stage
from tests.support.roles import key_of

pytestmark = pytest.mark.devnet


@pytest.fixture
def exchange(tmp_path: Path) -> FolderExchange:
    return FolderExchange(tmp_path / "exchange")


def source(stage: Stage, exchange: FolderExchange) -> ExchangeSource:
    return ExchangeSource(exchange, stage.web3, stage.domain, stage.all_deals)


def test_ready__quorum_complete__brought_on_chain(stage: Stage, exchange: FolderExchange, journal_path: Path) -> None:
    given = proposal(stage)
    exchange.publish(given)
    sign(exchange, stage, given)
    office = Office(stage, journal_path, source=source(stage, exchange))
    office.finish()
    assert (office.states(), stage.accepted()) == (["final"], {1: 1})


def test_ready__one_signature_short__waits_and_says_who(stage: Stage, exchange: FolderExchange) -> None:
    given = proposal(stage)
    exchange.publish(given)
    sign(exchange, stage, given, *ATTESTORS[:2])
    waiting = source(stage, exchange)
    assert list(waiting.ready()) == []
    (words,) = waiting.waiting
    assert words.startswith(f"period 1 of {stage.deal}: attestations: 2 valid") and ATTESTORS[4].address in words
    sign(exchange, stage, given, ATTESTORS[4])
    assert [signed.report for signed in waiting.ready()] == [given.report]
    assert waiting.waiting == ()


def test_ready__strangers_signature_beside__not_in_the_way(stage: Stage, exchange: FolderExchange) -> None:
    given = proposal(stage)
    exchange.publish(given)
    sign(exchange, stage, given, *ATTESTORS[:3], key_of("attacker"))
    (signed,) = source(stage, exchange).ready()
    assert len(signed.signatures) == 3 * 65


def test_ready__attacker_speaks_for_an_attestor_as_if_it_were_a_contract__not_counted(
    stage: Stage, exchange: FolderExchange
) -> None:
    given = proposal(stage)
    exchange.publish(given)
    exchange.attest(given.digest, Attestation(ATTESTORS[0].address, b"anything", by_contract=True))
    sign(exchange, stage, given, *ATTESTORS[1:3])
    found = source(stage, exchange)
    assert list(found.ready()) == [] and "2 valid" in found.waiting[0]
    sign(exchange, stage, given, ATTESTORS[3])
    assert len(list(found.ready())) == 1


def test_ready__other_oracle_or_deal__passed_over(stage: Stage, exchange: FolderExchange) -> None:
    elsewhere = SigningDomain(1, stage.oracle)
    for given in (proposal(stage, domain=elsewhere), proposal(stage, deal=stage.market.outsider)):
        exchange.publish(given)
        sign(exchange, stage, given)
    found = source(stage, exchange)
    assert list(found.ready()) == [] and found.waiting == ()


def test_ready__rubbish_beside__named_as_a_fault(stage: Stage, exchange: FolderExchange) -> None:
    given = proposal(stage)
    exchange.publish(given)
    sign(exchange, stage, given)
    (exchange.folder / "diary.txt").write_text("today", encoding="utf-8")
    found = source(stage, exchange)
    assert len(list(found.ready())) == 1
    assert ["diary.txt" in str(fault) for fault in found.faults] == [True]
