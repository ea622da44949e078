# SPDX-License-Identifier: Apache-2.0
"""From a valuation report of an appraiser to a report that attestors can sign, numbered by the chain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from regalia.domain.rights.acts import RightValuation
from regalia.domain.rights.words import Purpose
from regalia.oracle.valuation_report import SignedValuation, ValuationReport
from regalia.servicing.entering import number_of
from regalia.servicing.right_attesting import number_given
from regalia.servicing.rights import RightsContracts


@dataclass(frozen=True)
class ValuationDraft:
    """What a file comes to, each with its place in the file from 1 on: ``valuations`` for attestors to sign, ``told`` on chain already."""

    valuations: tuple[tuple[int, SignedValuation], ...]
    told: tuple[tuple[int, RightValuation], ...]

    def report(self, deadline: int) -> ValuationReport:
        """``deadline`` is the last second for handing it in."""
        return ValuationReport(tuple(valuation for _, valuation in self.valuations), deadline)


def draft(rights: RightsContracts, valued: Sequence[RightValuation], left_out: Collection[int] = ()) -> ValuationDraft:
    """The report of what a file says, a right once at most, and the chain doesn't know yet. ``left_out`` are places in the file.

    Raises ``ReportRefusedError`` with the registry's reason, and ``NoRightsError`` where there is no valuation oracle.
    """
    valuations, told = list[tuple[int, SignedValuation]](), list[tuple[int, RightValuation]]()
    for place, act in enumerate(valued, 1):
        if place in left_out:
            continue
        if number_of(rights, act.right, Purpose.VALUATION, act.document) is not None:
            told.append((place, act))
            continue
        unnumbered = SignedValuation.of(act, 0)
        valuations.append((place, replace(unnumbered, number=number_given(rights, unnumbered))))
    return ValuationDraft(tuple(valuations), tuple(told))
