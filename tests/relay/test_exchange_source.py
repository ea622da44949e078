# SPDX-License-Identifier: Apache-2.0
"""Out of an exchange: what has its quorum, whatever else lies there."""

from __future__ import annotations

from pathlib import Path

import pytest

from regalia.oracle.attestation import Attestation
from regalia.oracle.folder_exchange import FolderExchange
from regalia.oracle.refusal import Objection, Refusal, Rule
from regalia.oracle.typed_data import SigningDomain
from regalia.relay.exchange_source import ExchangeSource
from regalia.relay.log import Log
from tests.oracle.stage import ATTESTORS
from tests.relay.acts import void
from tests.relay.exchanged import leave, proposal, restating, sign
from tests.relay.office import Office
from tests.relay.stage import Stage
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
    (words,) = waiting.unsigned
    missing = ", ".join(attestor.address for attestor in ATTESTORS[2:])
    assert str(words) == f"report 1 of {stage.deal}: weight 2 of 3, missing: {missing}"
    sign(exchange, stage, given, ATTESTORS[4])
    assert [signed.report for signed in waiting.ready()] == [given.report]
    assert waiting.unsigned == ()


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
    assert list(found.ready()) == [] and found.unsigned[0].weight == 2
    sign(exchange, stage, given, ATTESTORS[3])
    assert len(list(found.ready())) == 1


def test_ready__other_oracle_or_deal__passed_over(stage: Stage, exchange: FolderExchange) -> None:
    elsewhere = SigningDomain(1, stage.oracle)
    for given in (proposal(stage, domain=elsewhere), proposal(stage, deal=stage.market.outsider)):
        exchange.publish(given)
        sign(exchange, stage, given)
    found = source(stage, exchange)
    assert list(found.ready()) == [] and found.unsigned == ()


def test_ready__rubbish_beside__named_as_a_fault(stage: Stage, exchange: FolderExchange) -> None:
    given = proposal(stage)
    exchange.publish(given)
    sign(exchange, stage, given)
    (exchange.folder / "diary.txt").write_text("today", encoding="utf-8")
    found = source(stage, exchange)
    assert len(list(found.ready())) == 1
    assert ["diary.txt" in str(fault) for fault in found.faults] == [True]


def test_ready__restatement__brought_on_chain(stage: Stage, exchange: FolderExchange, journal_path: Path) -> None:
    stage.execute()
    leave(exchange, stage, restating(stage))
    leave(exchange, stage, proposal(stage, 2))
    office = Office(stage, journal_path, source=source(stage, exchange))
    office.finish()
    assert office.states() == ["final", "final"]
    assert (stage.accepted_restatements(), stage.accepted()) == ({1: 1}, {1: 1, 2: 1})


def test_ready__of_an_epoch_that_is_over_or_to_come__neither_ready_nor_waited_for(
    stage: Stage, exchange: FolderExchange
) -> None:
    void(stage)
    for epoch in (1, 2, 3):
        leave(exchange, stage, proposal(stage, epoch=epoch))
        leave(exchange, stage, proposal(stage, 2, epoch=epoch), ATTESTORS[0])
    found = source(stage, exchange)
    assert [signed.report.epoch for signed in found.ready()] == [2]
    assert [(waits.number, waits.weight) for waits in found.unsigned] == [(2, 1)]


def test_unsigned__who_refused__said_apart(stage: Stage, exchange: FolderExchange) -> None:
    given = proposal(stage)
    leave(exchange, stage, given, ATTESTORS[0])
    objection = Objection(Rule.SEQUENCE, "another period is awaited")
    exchange.attest(given.digest, Refusal.by(ATTESTORS[1], given.digest, [objection]))
    found = source(stage, exchange)
    assert list(found.ready()) == []
    (waits,) = found.unsigned
    assert (waits.weight, waits.needed, waits.refused) == (1, 3, (ATTESTORS[1].address,))
    assert waits.missing == tuple(attestor.address for attestor in ATTESTORS[1:])


def test_unsigned__the_oracle_has_another_one__waited_for_no_more(stage: Stage, exchange: FolderExchange) -> None:
    leave(exchange, stage, proposal(stage), ATTESTORS[0])
    leave(exchange, stage, restating(stage), ATTESTORS[0])
    found = source(stage, exchange)
    assert (list(found.ready()), [waits.kind for waits in found.unsigned]) == ([], ["report", "restatement"])
    stage.execute()
    assert (list(found.ready()), [waits.kind for waits in found.unsigned]) == ([], ["restatement"])
    stage.submit(stage.restated())
    assert (list(found.ready()), found.unsigned) == ([], ())


def test_unsigned__told_in_health_and_log(stage: Stage, exchange: FolderExchange, journal_path: Path) -> None:
    given = proposal(stage)
    leave(exchange, stage, given, *ATTESTORS[:2])
    lines: list[str] = []
    office = Office(stage, journal_path, source=source(stage, exchange), log=Log(lines.append))
    office.tick(2)
    assert [waits.missing for waits in office.relay.status.report.unsigned] == [
        tuple(attestor.address for attestor in ATTESTORS[2:])
    ]
    assert [ATTESTORS[4].address in line for line in lines if "waits for signatures: report 1" in line] == [True]
    sign(exchange, stage, given, ATTESTORS[4])
    office.finish()
    assert office.relay.status.report.unsigned == () and office.states() == ["final"]
