# SPDX-License-Identifier: Apache-2.0
"""Repurchase demands and the conduct of attestors, counted from events told by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from eth_utils.address import to_checksum_address

from regalia.chain.events import Event
from regalia.domain.rights.words import Why
from regalia.ledger.stream_model import DisputeTold, DoubleSigning
from regalia.reports.supervisor.attestors import Conduct, conduct_of
from regalia.reports.supervisor.repurchases import (
    GONE,
    PENDING,
    REPLACED,
    REPURCHASED,
    WITHDRAWN,
    cases_of,
    summary_grid,
)
from regalia.reports.supervisor.subject import Subject
from tests.chain.records import address
from tests.reports.stories import notes_story
from tests.reports.supervisor.subjects import patents, subject_of
from tests.support.rights_life import PATENTS, USD

VALUE = 1_500_000 * USD
DOCUMENT = b"\x0d" * 32


def say(subject: Subject, at: str, name: str, args: Mapping[str, Any]) -> Event:
    number = subject.ledger.events[-1].block_number + 1
    event = Event(
        name,
        to_checksum_address(at),
        args,
        number,
        f"0x{number:064x}",
        f"0x{number * 7:064x}",
        1,
        subject.as_of.timestamp - 60,
    )
    subject.ledger.events.append(event)
    return event


def pooled() -> Subject:
    """Every patent pledged; of another deal one, too."""
    subject, _ = patents()
    for right in PATENTS:
        of_pool(subject, "RightPledged", right=right, valueAtPledge=VALUE)
    of_pool(subject, "RepurchaseDemanded", deal=address(999), right=PATENTS[0], number=1, document=DOCUMENT)
    return subject


def of_pool(subject: Subject, name: str, **args: Any) -> None:
    pool = subject.ledger.record.pool_facts
    assert pool is not None
    say(subject, pool.address, name, {"deal": subject.ledger.record.deal.address} | args)


def demand(subject: Subject, right: bytes, number: int = 1) -> None:
    of_pool(subject, "RepurchaseDemanded", right=right, number=number, document=DOCUMENT)


def test_cases__every_end_a_demand_can_have__each_counted_once() -> None:
    subject = pooled()
    assert cases_of(subject) == ()  # of another deal
    for right in PATENTS[:4]:
        demand(subject, right)
    of_pool(subject, "DemandWithdrawn", right=PATENTS[0])
    demand(subject, PATENTS[0], 2)
    of_pool(subject, "RightRepurchased", right=PATENTS[1], price=VALUE + 5)
    of_pool(subject, "RightReturned", right=PATENTS[2], why=Why.LOST)
    of_pool(subject, "RightReturned", right=PATENTS[1], why=Why.REPURCHASED)
    of_pool(subject, "RightSubstituted", outgoing=PATENTS[4], incoming=b"\x01" * 32)
    found = cases_of(subject)
    assert [case.state for case in found] == [WITHDRAWN, REPURCHASED, GONE, PENDING, PENDING, REPLACED]
    assert [case.price for case in found] == [None, VALUE + 5, None, None, None, None]
    rows = {row[0]: row[1:] for row in summary_grid(found, 12_000_000 * USD).rows}
    assert rows["subject of demand"] == (5, 5 * VALUE, 625_000, True)
    assert rows["repurchased or replaced"] == (2, 2 * VALUE, 250_000, True)
    assert (rows["pending"][0], rows["withdrawn"][0], rows["left the pool otherwise"][0]) == (2, 1, 1)
    assert rows["rejected"] == (None, None, None, False)  # not known, which is not none


def test_summary__share_of_the_pool__rounded_up() -> None:
    subject = pooled()
    demand(subject, PATENTS[0])
    assert summary_grid(cases_of(subject), 9 * VALUE).rows[0][3] == 111_112


def conduct(subject: Subject) -> dict[str, Conduct]:
    return {one.attestor: one for one in conduct_of(subject)}


def test_conduct__reports_and_changes_of_signers__counted_by_the_set_in_office() -> None:
    ledger = notes_story()
    ledger.events = [event for event in ledger.events if event.name != "ReportAccepted"]
    subject = subject_of(ledger, date(2025, 7, 1))
    oracle, (a, b, c, d) = ledger.record.oracle.address, ledger.record.attestors.signers
    say(subject, oracle, "ReportAccepted", {"signerSet": 0b0111})
    changed = {"epoch": 2, "threshold": 2, "signers": [a, b, address(599)], "weights": [1, 1, 1]}
    say(subject, oracle, "SignersChanged", changed)
    say(subject, oracle, "ReportAccepted", {"signerSet": 0b101})
    say(subject, oracle, "ReportMissing", {"period": 9})
    say(subject, address(12), "ReportMissing", {"period": 9})  # another contract's word
    found = conduct(subject)
    assert (found[a].signed, found[a].others, found[a].missed) == (2, 0, 1)
    assert (found[b].signed, found[b].others, found[b].missed) == (1, 1, 1)
    assert (found[c].signed, found[c].missed) == (1, 0)
    assert (found[d].signed, found[d].others) == (0, 1)
    assert (found[address(599)].signed, found[address(599)].missed) == (1, 1)


def test_conduct__signed_twice_and_lost_a_dispute__counted_against_him() -> None:
    ledger = notes_story()
    a, b, *_ = ledger.record.attestors.signers
    place = ledger.dates[0].reported
    ledger.stream.double_signings.append(DoubleSigning(a, 1, "0x01", "0x02", place))
    ledger.stream.past.append(DisputeTold(0, 1, b, 0, "0x", place, settled=place, struck=False))
    ledger.stream.past.append(DisputeTold(0, 1, a, 0, "0x", place, settled=place, struck=True))
    found = conduct(subject_of(ledger, date(2025, 7, 1)))
    assert (found[a].double, found[a].lost) == (1, 0)
    assert (found[b].double, found[b].lost) == (0, 1)
