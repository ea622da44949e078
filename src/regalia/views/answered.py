# SPDX-License-Identifier: Apache-2.0
"""What the contracts answered, held against what the story finds: a page shows both, and a node may say one thing in events and another
when it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from regalia.api.snapshot import Snapshot
from regalia.domain.program import Program, SubjectKind
from regalia.ledger.comparison import Tally
from regalia.ledger.model import DealLedger

_GROUP, _RUNNING = "views", ("live", "concluded")
_WHERE = "Deal.state()"


def held_against(ledger: DealLedger, said: Snapshot, block: int) -> Tally:
    """Every figure of a snapshot that the story knows too. Units in hands are the index's: see ``ledger.index.agree``."""
    tally = Tally(ledger.terms.money)
    tally.turn_to(block)
    if ledger.closed is None:
        tally.holds(said.status not in _RUNNING, _GROUP, "Deal.status()", "status", "not closed", said.status)
        return tally
    expected = "concluded" if ledger.concluded else "live"
    tally.same(_GROUP, "Deal.status()", "status", expected, said.status)
    day = None if ledger.concluded else ledger.program.schedule.payment_date(ledger.deal.next_period)
    tally.same(_GROUP, "Deal.scheduledAt()", "next payment date", day, said.next_payment)
    state = ledger.deal.state
    for name, labels in _labels(ledger.program).items():
        ours, theirs = getattr(state, name), getattr(said.state, name)
        tally.same(_GROUP, _WHERE, f"how many have {name}", len(ours), len(theirs))
        for label, amount, told in zip(labels, ours, theirs, strict=False):
            tally.money(_GROUP, _WHERE, f"{name} of {label}", amount, told)
    tally.same(_GROUP, _WHERE, "interest missed for good", state.defaulted, said.state.defaulted)
    for tranche, word in zip(ledger.program.tranches, said.tranches, strict=True):
        known = tranche.coupon, tranche.units, tranche.original_balance
        told = word.coupon, word.units, word.original
        tally.same(_GROUP, "Deal.program()", f"coupon, units and balance of {tranche.label}", known, told)
    return tally


def _labels(program: Program) -> dict[str, Sequence[str]]:
    tranches, facilities = program.subjects(SubjectKind.TRANCHE), program.subjects(SubjectKind.FACILITY)
    return {
        **dict.fromkeys(("balance", "arrears"), tranches),
        "account": (*program.accounts, *facilities),
        **dict.fromkeys(("drawn", "cost", "called"), facilities),
    }
