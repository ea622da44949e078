# SPDX-License-Identifier: Apache-2.0
"""Everything looked at, in an order in which the first trouble explains those after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from web3 import Web3

from regalia.chain.record import DeploymentRecord
from regalia.domain.terms import Terms
from regalia.errors import RegaliaError
from regalia.servicing.deal_contracts import DealContracts
from regalia.servicing.health.dates import look_at_dates
from regalia.servicing.health.finding import Finding, Level
from regalia.servicing.health.gas import look_at_gas
from regalia.servicing.health.index import look_at_index
from regalia.servicing.health.look import Look
from regalia.servicing.health.node import look_at_node
from regalia.servicing.health.offering import look_at_offering
from regalia.servicing.health.other import look_at_halts, look_at_payables, look_at_rights
from regalia.servicing.health.record import look_at_record
from regalia.servicing.health.reports import look_at_reports
from regalia.servicing.health.roles import look_at_roles, seats_found
from regalia.servicing.health.wiring import look_at_wiring

CHECKS: dict[str, Callable[[Look], Iterable[Finding]]] = {
    "wiring": look_at_wiring,
    "offering": look_at_offering,
    "reports": look_at_reports,
    "dates": look_at_dates,
    "rights": look_at_rights,
    "halts": look_at_halts,
    "payables": look_at_payables,
}


def examine(
    web3: Web3, clock: int, record: DeploymentRecord | None = None, terms: Terms | None = None, db: str | None = None
) -> list[Finding]:
    """All of it as of one block: ``web3`` has its default block set. ``clock`` is this machine's. Nothing is raised: what could not be
    looked at is a finding.

    Of a deal nothing more is looked at when the node serves another chain, or other code than the record has.
    """
    node = list(_guarded("node", lambda: look_at_node(web3, clock, record)))
    if record is None or not _sound(node, "node", "node.chain"):
        return node
    try:
        head = web3.eth.get_block("latest")
    except Exception as error:
        return [*node, _trouble("node", error)]
    web3.eth.default_block = head["number"]
    look = Look(DealContracts(web3, record), head["number"], head["timestamp"], terms)
    held = list(_guarded("record", lambda: look_at_record(look)))
    if not _sound(held, "record", "record.chain"):
        return node + held
    found = [finding for name, check in CHECKS.items() for finding in _guarded(name, partial(check, look))]
    found += _guarded("roles", lambda: _people(look))
    found += _guarded("index", lambda: look_at_index(look, db)) if db is not None else []
    return node + held + found


def _people(look: Look) -> Iterator[Finding]:
    seats = seats_found(look)
    yield from look_at_roles(look, seats)
    yield from look_at_gas(look, seats)


def _guarded(name: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:  # a node can answer anything; whatever comes of that is told, and the rest is looked at
        yield _trouble(name, error)


def _trouble(name: str, error: Exception) -> Finding:
    message, hint = (error.message, error.hint) if isinstance(error, RegaliaError) else (type(error).__name__, "")
    message = " ".join(message.split())
    return Finding(name, Level.FAIL, f"could not be looked at: {message}", hint or "Try again, or use another node.")


def _sound(findings: Iterable[Finding], *checks: str) -> bool:
    return not any(finding.check in checks and finding.level is Level.FAIL for finding in findings)
