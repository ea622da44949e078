# SPDX-License-Identifier: Apache-2.0
"""What a resolution does, as people read it: parties, triggers and fields by the names of the deal file."""

from __future__ import annotations

from typing import Any

from regalia.cli.oracle_open import OpenedDeal
from regalia.domain.compile_meeting import compile_meeting
from regalia.domain.meeting.resolutions import Resolution
from regalia.domain.meeting.rules import MeetingProgram
from regalia.errors import RegaliaError
from regalia.reports.act_words import ActWords, field_name
from regalia.reports.names import Names


class NoMeetingError(RegaliaError, LookupError):
    """The deal has no meeting."""


def rules_of(deal: OpenedDeal) -> MeetingProgram:
    """Raises ``NoMeetingError``."""
    rules = compile_meeting(deal.terms, deal.program)
    if rules is None:
        raise NoMeetingError(f"meeting: {deal.terms.id} has none", "Its deal file would have to say so from the start.")
    return rules


def act_text(deal: OpenedDeal, act: Resolution) -> str:
    """As reports say it."""
    return ActWords(deal.terms, Names(deal)).of(act)


def act_facts(act: Resolution) -> dict[str, Any]:
    """Numbers as the chain has them."""
    return {
        "kind": type(act).__name__,
        **{name: list(v) if isinstance(v, tuple) else v for name, v in vars(act).items()},
    }


def field_names(deal: OpenedDeal) -> list[str]:
    """Of the amendable fields, in their order, such as ``servicer-fee.rate``."""
    meeting = deal.terms.meeting
    return [field_name(one) for one in meeting.amendable] if meeting else []
