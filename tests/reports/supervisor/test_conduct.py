# SPDX-License-Identifier: Apache-2.0
"""The conduct of attestors, counted from events told by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from regalia.ledger.stream_model import DisputeTold, DoubleSigning, RestatementTold
from regalia.reports.supervisor.attestors import Conduct, conduct_of
from regalia.reports.supervisor.subject import Subject
from tests.chain.records import address
from tests.reports.stories import notes_story
from tests.reports.supervisor.subjects import say, subject_of
from tests.support.rights_life import USD

VALUE = 1_500_000 * USD
DOCUMENT = b"\x0d" * 32


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


def test_conduct__restatement_that_was_struck__counted_against_who_signed_it() -> None:
    ledger = notes_story()
    a, b, c, _ = ledger.record.attestors.signers
    place = ledger.dates[0].reported
    told = RestatementTold(1, 1, 5, 0, "0x01", "0x02", (a, b), place)
    ledger.stream.told += [told, replace(told, number=2, signers=(b, c))]
    ledger.stream.past.append(DisputeTold(1, 1, c, 0, "0x", place, settled=place, struck=True))
    ledger.stream.past.append(DisputeTold(2, 1, a, 0, "0x", place, settled=place, struck=False))
    found = conduct(subject_of(ledger, date(2025, 7, 1)))
    assert [found[who].struck for who in (a, b, c)] == [1, 1, 0]
