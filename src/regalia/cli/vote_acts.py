# SPDX-License-Identifier: Apache-2.0
"""What a resolution does, as people read it: parties, triggers and fields by the names of the deal file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regalia.cli.oracle_open import OpenedDeal
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.resolutions import (
    MISSED_INTEREST,
    Amend,
    DeclareDefault,
    OpenCall,
    ReplacePayee,
    ReplaceSigners,
    Resolution,
    Waive,
)
from regalia.domain.meeting.rules import MeetingProgram
from regalia.domain.money import format_rate, format_ratio
from regalia.domain.terms.amending import named_by, own_level, spelled_as
from regalia.errors import RegaliaError


class NoMeetingError(RegaliaError, LookupError):
    """The deal has no meeting."""


def rules_of(deal: OpenedDeal) -> MeetingProgram:
    """Raises ``NoMeetingError``."""
    rules = compile_meeting(deal.terms, deal.program)
    if rules is None:
        raise NoMeetingError(f"meeting: {deal.terms.id} has none", "Its deal file would have to say so from the start.")
    return rules


def act_text(deal: OpenedDeal, act: Resolution) -> str:
    match act:
        case ReplacePayee():
            return f"{_named(deal.program.payees, act.payee)} is paid no more; {act.successor} is, in its place"
        case ReplaceSigners():
            signers = ", ".join(
                f"{who} (weight {weight})" for who, weight in zip(act.signers, act.weights, strict=True)
            )
            return f"attestors are proposed to the oracle, threshold {act.threshold}: {signers}"
        case DeclareDefault():
            return "an event of default is declared: from the next payment date on the acceleration list runs"
        case Waive():
            if act.trigger == MISSED_INTEREST:
                return "interest that was missed is no default"
            return f"what trigger {_named([t.label for t in deal.program.triggers], act.trigger)} answered is forgotten"
        case Amend():
            return f"{_named(field_names(deal), act.field)} is {_level(deal, act)} from the next payment date on"
        case OpenCall():
            return f"call {act.call} can be exercised from now on"


def act_facts(act: Resolution) -> dict[str, Any]:
    """Numbers as the chain has them."""
    return {
        "kind": type(act).__name__,
        **{name: list(v) if isinstance(v, tuple) else v for name, v in vars(act).items()},
    }


def field_names(deal: OpenedDeal) -> list[str]:
    """Of the amendable fields, in their order, such as ``servicer-fee.rate``."""
    meeting = deal.terms.meeting
    listed = meeting.amendable if meeting else ()
    return [f"{next(iter(named_by(one).values()))}.{one.field}" for one in listed]


def _level(deal: OpenedDeal, act: Amend) -> str:
    """Spelled as the field is in the deal file; an amount in whole currency."""
    meeting = deal.terms.meeting
    if meeting is None or act.field >= len(meeting.amendable):
        return str(act.value)
    amendable = meeting.amendable[act.field]
    spelled = spelled_as(deal.terms, amendable, own_level(deal.terms, amendable))
    if spelled.endswith("%"):
        return format_rate(act.value)
    if spelled.endswith("x"):
        return format_ratio(act.value)
    return deal.terms.money.format(act.value) if amendable.field == "amount" else f"{act.value:,}"


def _named(names: Sequence[str], place: int) -> str:
    return names[place] if place < len(names) else str(place)
