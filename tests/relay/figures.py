# SPDX-License-Identifier: Apache-2.0
"""What a fault test went through, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from regalia.relay.nonces import Ledger
from regalia.relay.states import State
from regalia.relay.work import REPORT, RESTATEMENT, Work
from tests.relay.account import REASONS
from tests.relay.killing import Killer
from tests.relay.office import Office
from tests.relay.stage import RELAYER
from tests.relay.world import World


def figures(world: World, killer: Killer, office: Office) -> str:
    """A line a subject."""
    ledger, journal = Ledger(office.journal), office.journal
    signed, replaced = ledger.counts()
    mined = [attempt for attempt in ledger.all() if attempt.place]
    lines = {
        f"{killer.total} kills of {killer.runs} relays": killer.kills.all(),
        f"{sum(killer.faults.all().values())} faults of nodes": killer.faults.all(),
        "the world": world.events,
        f"{_count(world, REPORT)} reports signed, of {len(world.stage.all_deals)} deals": journal.counts(REPORT),
        f"{_count(world, RESTATEMENT)} restatements signed": journal.counts(RESTATEMENT),
        "refused": Counter(_reason(work) for work in office.works() if work.state is State.REFUSED),
        f"{signed} transactions signed": {
            "mined": len(mined),
            "failed": sum(not attempt.succeeded for attempt in mined),
            "doing nothing": sum(attempt.work is None for attempt in mined),
            "replaced": replaced,
            "nonces used": world.stage.count(RELAYER.address),
        },
        "the relay noticed": {
            "reorganisations": journal.told("reorganised"),
            "transactions lost and sent again": journal.told("lost"),
            "nonces used by others": journal.told("foreign"),
            "work begun anew": sum(detail.startswith("its nonce") for _, _, _, detail in journal.history()),
        },
        "journal": {"bytes": journal.size(), "steps": sum(1 for _ in journal.history())},
    }
    return "\n".join(f"{subject}: {_told(counts)}" for subject, counts in lines.items())


def _count(world: World, kind: str) -> int:
    return sum(key[1] == kind for key in world.attestors.signed)


def _reason(work: Work) -> str:
    return next((words for begins, words in REASONS.items() if str(work.reason).startswith(begins)), str(work.reason))


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items() if count)
