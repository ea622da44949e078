# SPDX-License-Identifier: Apache-2.0
"""Subjects of a pack made by hand, of stories told without a chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from eth_utils.address import to_checksum_address

from regalia.chain.events import Event
from regalia.ledger.comparison import Tally
from regalia.ledger.model import DealLedger
from regalia.ledger.place import Place
from regalia.ledger.rights_book import RightsBook
from regalia.ledger.role_model import Administration, Appointment, HeldRole, RoleHolders
from regalia.ledger.run import Run
from regalia.ledger.stream_model import SignerSet
from regalia.ledger.wiring import Wiring
from regalia.reports.supervisor.declarations import Declarations, Filed
from regalia.reports.supervisor.subject import AsOf, Subject
from tests.reports.chronicle import ORIGINATOR
from tests.support.rights_life import RightsLife, rights_life

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> ]]> \x00\x0b &amp;"
"""A formula, a script, the end of CDATA and what XML can't hold."""


def subject_of(ledger: DealLedger, day: date, rights: RightsBook | None = None, year: int | None = None) -> Subject:
    """As of noon of a day, in a block after the ledger's last."""
    run = Run.begin(ledger.terms, ledger.record, Tally(ledger.terms.money))
    run.ledger, run.rights = ledger, rights
    wired = (b"", "", "", "", ORIGINATOR, b"", (), (), None, ())
    run.wiring = Wiring(*wired)
    given = ledger.record.attestors
    ledger.stream.signers = SignerSet(1, given.threshold, tuple(given.signers), (1,) * len(given.signers))
    noon = int(datetime.combine(day, time(12), UTC).timestamp())
    last = ledger.events[-1].block_number if ledger.events else 1
    return Subject(
        run, AsOf(last + 5, "0x" + "ab" * 32, noon, {"steps": 40, "code": 2}), roles_of(ledger), year or day.year
    )


def patents(dates: int = 2, day: date = date(2025, 8, 1)) -> tuple[Subject, RightsLife]:
    """The deal on rights, and the life behind it."""
    life = rights_life(dates)
    return subject_of(life.ledger, day, life.book), life


def filed(subject: Subject, **said: object) -> Subject:
    """With declarations that say so."""
    facts = {"format": "regalia-declarations-1", "deal": subject.ledger.terms.id, "notice": "INVENTED"} | said
    return replace(subject, filed=Filed(Declarations.model_validate(facts), "said.yaml", "cd" * 32))


def bar(number: int, found: str) -> dict[str, object]:
    return {"bar": number, "found": found, "by": "counsel", "document": "ef" * 32, "day": "2024-01-05"}


def roles_of(ledger: DealLedger) -> RoleHolders:
    """One officer, a role nobody holds, an administrator."""
    place = ledger.dates[0].executed if ledger.dates else Place(1, "0x" + "01" * 32, 0, 1_704_067_200)
    who, supervisor = Appointment(ledger.record.deployer, place), ledger.record.supervisor.address
    held = HeldRole("Supervisor", supervisor, "HALTER_ROLE", "supervisor", "halt deals, tranches and holders", (who,))
    vacant = HeldRole("Supervisor", supervisor, "RESUMER_ROLE", "chief-supervisor", "lift a halt before its end", ())
    admin = Administration("Supervisor", supervisor, who)
    return RoleHolders(1, 2, 3, (admin,), (held, vacant), (), ())


def say(subject: Subject, at: str, name: str, args: Mapping[str, Any]) -> Event:
    """One more event, in a block of its own, a minute before the subject's."""
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
