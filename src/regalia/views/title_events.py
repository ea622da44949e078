# SPDX-License-Identifier: Apache-2.0
"""What happened to the title of rights that back a deal, or did: challenges, invalidations, liens, transfers, ends of licences, demands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from regalia.domain.rights.day import is_day, to_date
from regalia.domain.rights.words import Act, Why, word
from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.run import NOBODY
from regalia.reports.rights.right_numbers import written_number
from regalia.views.order_line import At, at_place, name_of
from regalia.views.seen import DealNow

MOST = 100
_LAST = 500
"""Of each name that are looked through: a registry may serve many deals."""
_ORDINARY = (Act.NONE, Act.FILED, Act.GRANTED, Act.SUBSISTING, Act.EXTENDED, Act.RENEWED, Act.NOTED)
GRAVE, BETTER = "bad", "good"
_GOOD = (
    Act.UPHELD,
    Act.REINSTATED,
    Act.APPEAL_WON,
    Act.DISPUTE_SETTLED,
    Act.TRANSFER_ALLOWED,
    Act.DELISTED,
    Act.REVIVED,
)
_NAMES = {
    "TitleTransferred": "transferred",
    "LienEntered": "lien",
    "LienReleased": "lien-released",
    "LicenceTerminated": "licence-ended",
    "RepurchaseDemanded": "repurchase-demanded",
    "DemandWithdrawn": "demand-withdrawn",
    "RightRepurchased": "repurchased",
    "RightReturned": "returned",
}
_GRAVE = ("lien", "licence-ended", "repurchase-demanded")
_RETURNED: dict[int, str] = {Why.LOST: "lost", Why.RELEASED: "released", Why.SUBSTITUTED: "substituted"}


@dataclass(frozen=True)
class TitleLine:
    """``right`` is its id, ``number`` as its office writes it. ``event`` is a code; ``level`` bad or good, empty for what is neither.
    ``day`` in law, None where only the block has one; ``document`` its hash, empty where it has none. ``whom``: who got, or holds.
    """

    id: str
    deal: str
    right: str
    number: str
    event: str
    level: str
    day: date | None
    document: str
    whom: str
    whom_name: str
    at: At


def title_events_of(now: DealNow) -> tuple[TitleLine, ...]:
    """The newest first."""
    if now.record.rights is None:
        return ()
    books, deal = now.moment.books, now.record.deal.address
    rights = {event.args["right"] for event in books.events("RightPledged") if event.args["deal"] == deal}
    told = [event for name in ("LegalEventReported", *_NAMES) for event in books.events(name, _LAST)]
    own = [event for event in told if event.args["right"] in rights and event.args.get("deal", deal) == deal]
    own.sort(key=lambda event: event.place.position, reverse=True)
    lines = (_line(now, event) for event in own)
    return tuple(line for line in lines if line is not None)[:MOST]


def _line(now: DealNow, event: IndexedEvent) -> TitleLine | None:
    args, place = event.args, event.place
    code = _code(event)
    if code is None:
        return None
    whom = args["to"] if event.name == "TitleTransferred" else args.get("holder") or args.get("seller") or ""
    return TitleLine(
        id=f"{now.terms.id}-{place.block_number}-{place.log_index}",
        deal=now.terms.id,
        right=args["right"],
        number=written_number(bytes.fromhex(args["right"][2:])),
        event=code,
        level=_level(event, code),
        day=_day(args),
        document=args.get("document", ""),
        whom=whom,
        whom_name=name_of(now, whom),
        at=at_place(place),
    )


def _code(event: IndexedEvent) -> str | None:
    """None for what says nothing of the title: entries, grants, renewals, and what another line says already."""
    if event.name == "LegalEventReported":
        act = _act(event)
        return None if act in _ORDINARY else word(act).replace(" ", "-")
    if event.name == "TitleTransferred" and event.args["from"] == NOBODY:
        return None
    if event.name == "RightReturned":
        why = int(event.args["why"])
        return None if why == Why.REPURCHASED else _RETURNED.get(why)
    return _NAMES[event.name]


def _act(event: IndexedEvent) -> Act:
    """``Act.NONE`` for a number that stands for nothing, which no registry of ours says."""
    number = int(event.args["act"])
    return Act(number) if number in set(Act) else Act.NONE


def _level(event: IndexedEvent, code: str) -> str:
    if event.name == "LegalEventReported":
        return BETTER if _act(event) in _GOOD else GRAVE
    if code in _GRAVE or code == "lost":
        return GRAVE
    return BETTER if code == "lien-released" else ""


def _day(args: dict[str, Any]) -> date | None:
    day = int(args.get("effective", args.get("day", 0)))
    return to_date(day) if is_day(day) else None
