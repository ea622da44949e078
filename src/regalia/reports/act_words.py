# SPDX-License-Identifier: Apache-2.0
"""What a resolution does, as people read it: parties, triggers and fields by the names of the deal file."""

from __future__ import annotations

from collections.abc import Sequence

from regalia.domain.compile import compile_terms
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
from regalia.domain.money import format_rate, format_ratio
from regalia.domain.terms import Terms
from regalia.domain.terms.amending import named_by, own_level, spelled_as
from regalia.domain.terms.meeting import Amendable
from regalia.reports.names import Names
from regalia.reports.told import Told, enumerated


class ActWords:
    """Of the resolutions of one deal."""

    def __init__(self, terms: Terms, names: Names) -> None:
        program = compile_terms(terms)
        self._terms = terms
        self._payees = [names.party(payee) for payee in program.payees]
        self._triggers = [trigger.label for trigger in program.triggers]
        amendable = terms.meeting.amendable if terms.meeting else ()
        self._fields = [field_name(one) for one in amendable]

    def of(self, act: Resolution | None) -> str:
        return self.told(act).text

    def told(self, act: Resolution | None) -> Told:
        match act:
            case ReplacePayee(payee, successor):
                who = {"payee": _named(self._payees, payee), "successor": successor}
                return Told("{payee} is paid no more; {successor} is, in its place", who)
            case ReplaceSigners(threshold, signers, weights):
                each: list[str | Told] = [
                    Told("{signer} (weight {weight})", {"signer": who, "weight": f"{weight}"})
                    for who, weight in zip(signers, weights, strict=True)
                ]
                return Told(
                    "attestors are proposed to the oracle, threshold {threshold}: {signers}",
                    {"threshold": f"{threshold}", "signers": enumerated(each or [""])},
                )
            case DeclareDefault():
                return Told("an event of default is declared: from the next payment date on the acceleration list runs")
            case Waive(trigger) if trigger == MISSED_INTEREST:
                return Told("interest that was missed is no default")
            case Waive(trigger):
                named = {"trigger": _named(self._triggers, trigger)}
                return Told("what trigger {trigger} answered is forgotten", named)
            case Amend(field, value):
                named = {"field": _named(self._fields, field), "level": self._level(field, value)}
                return Told("{field} becomes {level} from the next payment date on", named)
            case OpenCall(call):
                return Told("call {call} can be exercised from then on", {"call": f"{call}"})
            case None:
                return Told("nothing a meeting can do")

    def _level(self, field: int, value: int) -> str:
        """Spelled as the field is in the deal file; an amount in whole currency."""
        terms = self._terms
        if terms.meeting is None or field >= len(terms.meeting.amendable):
            return f"{value}"
        amendable = terms.meeting.amendable[field]
        spelled = spelled_as(terms, amendable, own_level(terms, amendable))
        if spelled.endswith("%"):
            return format_rate(value)
        if spelled.endswith("x"):
            return format_ratio(value)
        return f"{terms.money.format(value)} {terms.money.code}" if amendable.field == "amount" else f"{value:,}"


def field_name(amendable: Amendable) -> str:
    """Such as ``servicer-fee.rate``."""
    return f"{next(iter(named_by(amendable).values()))}.{amendable.field}"


def _named(names: Sequence[str], place: int) -> str:
    return names[place] if place < len(names) else str(place)
