# SPDX-License-Identifier: Apache-2.0
"""What brought a fact about, in words: what happened to the right, under which number, and when."""

from __future__ import annotations

from regalia.domain.rights.cause import Cause, Source
from regalia.domain.rights.day import written
from regalia.domain.rights.words import Condition, word
from regalia.reports.told import Told


def what_happened(cause: Cause) -> str:
    """``legal event 3: invalidated (code CN M23), effective 2026-05-04``."""
    return happened(cause).text


def happened(cause: Cause) -> Told:
    """The same apart from its words."""
    of = {"number": f"{cause.number}", "day": written(cause.day)}
    match cause.source:
        case Source.LEGAL_EVENT:
            what = of | {"act": Told(word(cause.act))}
            if code := code_of(cause):
                return Told("legal event {number}: {act} (code {code}), effective {day}", what | {"code": code})
            return Told("legal event {number}: {act}, effective {day}", what)
        case Source.LIEN:
            return Told("lien {number}, ahead of the deal, of {day}", of)
        case Source.LICENCE:
            return Told("licence {number}, from {day}", of)
        case Source.LICENCE_END:
            return Told("licence {number} ended on {day}", of)
        case Source.VALUATION:
            return Told("valuation {number} of {day}", of)
        case Source.DEMAND:
            return Told("repurchase demanded, demand {number}", of)
        case Source.ENTRY:
            return Told("entered on {day}, and never licensed", of)
        case Source.DAY:
            return _day_came(cause, of)


def code_of(cause: Cause) -> str:
    """ST.27's code, or the office's own words; empty where nobody gave one."""
    return cause.code.rstrip(b"\0").decode("ascii", "replace")


def document_of(cause: Cause) -> str:
    """``0x…``; empty where there is none."""
    return f"0x{cause.document.hex()}" if any(cause.document) else ""


def _day_came(cause: Cause, of: dict[str, str]) -> Told:
    match cause.condition:
        case Condition.EXPIRED:
            return Told("expired: its last day was {day}", of)
        case Condition.STALE:
            return Told("valuation {number} was good through {day}", of)
        case _:
            return Told("licence {number} ran through {day}", of)
