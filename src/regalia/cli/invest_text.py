# SPDX-License-Identifier: Apache-2.0
"""What the commands of ``regalia invest`` say alike: whose books, as of when, held against what, and what keeps units or income back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from regalia.cli.invest_open import Visit
from regalia.cli.invest_view import View
from regalia.ledger.index.reader import Checkpoint
from regalia.reports.statement import Position
from regalia.servicing.transfer_text import moment

_STEPS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def iso(timestamp: int) -> str:
    """``2024-06-24T12:00:05Z``."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def head_lines(visit: Visit) -> list[str]:
    """Whose, and as of which block."""
    by_checkpoint: dict[Checkpoint, list[str]] = {}
    for view in visit.views:
        by_checkpoint.setdefault(view.checkpoint, []).append(view.terms.id)
    lines = [f"wallet {visit.wallet}"]
    for at, deals in by_checkpoint.items():
        which = f" ({', '.join(deals)})" if len(by_checkpoint) > 1 else ""
        lines.append(f"as of block {at.block:,}, {moment(at.timestamp)}{which}; {_checked(visit, at)}")
    return lines


def head_facts(visit: Visit) -> dict[str, Any]:
    """The same for programs."""
    as_of = [
        {
            "deal": view.terms.id,
            "block": view.checkpoint.block,
            "hash": view.checkpoint.hash,
            "time": iso(view.checkpoint.timestamp),
        }
        for view in visit.views
    ]
    return {"wallet": visit.wallet, "as_of": as_of, "offline": visit.web3 is None}


def restraint_lines(visit: Visit) -> list[str]:
    """What is frozen or halted, a line each."""
    return [line for view in visit.views for line in _restraints(view)]


def restraint_facts(view: View, position: Position) -> dict[str, Any]:
    until = view.statement.halted_until
    return {
        "frozen_units": position.frozen_units,
        "wallet_frozen": position.wallet_frozen,
        "halted_until": iso(until) if until else None,
    }


def _checked(visit: Visit, at: Checkpoint) -> str:
    if visit.web3 is not None:
        return "units and income owed agree with the contracts"
    return f"{_age(int(time.time()) - at.timestamp)} old: offline, nothing was held against the chain"


def _age(seconds: int) -> str:
    """In the largest unit that fits."""
    for length, name in _STEPS:
        if seconds >= length:
            count = seconds // length
            return f"{count:,} {name}{'s' if count > 1 else ''}"
    return "0 seconds"


def _restraints(view: View) -> Iterator[str]:
    if view.statement.halted_until:
        until = moment(view.statement.halted_until)
        yield f"{view.terms.id}: the supervisor halted this wallet until {until}; income goes on, and is claimed afterwards"
    for position in view.statement.positions:
        where = f"{view.terms.id}, {position.tranche}"
        if position.wallet_frozen:
            yield f"{where}: the wallet is frozen by order: nothing is moved or claimed; income goes on"
        if position.frozen_units:
            yield f"{where}: {position.frozen_units:,} units are frozen by order"
