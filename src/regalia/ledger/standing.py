# SPDX-License-Identifier: Apache-2.0
"""Where the deal stands at a moment of the replay, as its pool of rights asks."""

from __future__ import annotations

from dataclasses import replace

from regalia.domain.program import StepKind, SubjectKind
from regalia.domain.rights.standing import DealStanding, DealStatus
from regalia.ledger.run import Run
from regalia.ledger.sale_book import Stage

_STATUSES = {Stage.OFFERED: DealStatus.OFFERED, Stage.SOLD: DealStatus.SOLD, Stage.LAPSED: DealStatus.LAPSED}


def standing_of(run: Run, known: DealStanding, now: int) -> DealStanding:
    """``known`` with what the books say of its status at ``now`` (seconds), and whether every tranche is redeemed."""
    return replace(known, status=_status(run, now), redeemed=_redeemed(run))


def _status(run: Run, now: int) -> DealStatus:
    ledger = run.ledger
    if ledger.concluded is not None:
        return DealStatus.CONCLUDED
    if ledger.closed is not None:
        return DealStatus.LIVE
    return _STATUSES[run.sale.stage(now)]


def is_repaid(run: Run, tranche: int) -> bool:
    """Whether nothing can be due to a tranche (an index) any more: ``DealLens.isRedeemed``."""
    program, state, ledger = run.ledger.program, run.ledger.deal.state, run.ledger
    if ledger.closed is None or ledger.concluded is not None:
        return ledger.concluded is not None
    takes = any(
        (step.kind, step.subject_kind, step.subject) == (StepKind.RESIDUAL, SubjectKind.TRANCHE, tranche)
        for step in program.all_steps
    )
    return not (state.balance[tranche] or state.arrears[tranche] or takes)


def _redeemed(run: Run) -> bool:
    """Repaid in full, and none takes the residual."""
    program, state = run.ledger.program, run.ledger.deal.state
    owed = any(state.balance) or any(state.arrears)
    takes = any(
        step.kind is StepKind.RESIDUAL and step.subject_kind is SubjectKind.TRANCHE for step in program.all_steps
    )
    return run.ledger.closed is not None and not owed and not takes
