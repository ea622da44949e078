# SPDX-License-Identifier: Apache-2.0
"""What brought a fact about, in words: what happened to the right, under which number, and when."""

from __future__ import annotations

from regalia.domain.rights.cause import Cause, Source
from regalia.domain.rights.day import written
from regalia.domain.rights.words import Condition, word


def what_happened(cause: Cause) -> str:
    """``legal event 3: invalidated (code CN M23), effective 2026-05-04``."""
    number, day = cause.number, written(cause.day)
    match cause.source:
        case Source.LEGAL_EVENT:
            code = f" (code {code_of(cause)})" if code_of(cause) else ""
            return f"legal event {number}: {word(cause.act)}{code}, effective {day}"
        case Source.LIEN:
            return f"lien {number}, ahead of the deal, of {day}"
        case Source.LICENCE:
            return f"licence {number}, from {day}"
        case Source.LICENCE_END:
            return f"licence {number} ended on {day}"
        case Source.VALUATION:
            return f"valuation {number} of {day}"
        case Source.DEMAND:
            return f"repurchase demanded, demand {number}"
        case Source.ENTRY:
            return f"entered on {day}, and never licensed"
        case Source.DAY:
            return _day_came(cause, day)


def code_of(cause: Cause) -> str:
    """ST.27's code, or the office's own words; empty where nobody gave one."""
    return cause.code.rstrip(b"\0").decode("ascii", "replace")


def document_of(cause: Cause) -> str:
    """``0x…``; empty where there is none."""
    return f"0x{cause.document.hex()}" if any(cause.document) else ""


def _day_came(cause: Cause, day: str) -> str:
    match cause.condition:
        case Condition.EXPIRED:
            return f"expired: its last day was {day}"
        case Condition.STALE:
            return f"valuation {cause.number} was good through {day}"
        case _:
            return f"licence {cause.number} ran through {day}"
