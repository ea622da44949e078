# SPDX-License-Identifier: Apache-2.0
"""Who may say something of rights: appointments, and how many attestors an oracle asks for."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.ledger.right_acts import GROUP, book_of, said_by
from regalia.ledger.run import Run, at

ATTESTOR = keccak(text="ATTESTOR_ROLE")
ADMINISTRATOR = bytes(32)


def role_granted(run: Run, event: Event) -> None:
    """By an administrator, but for the first of them, whom whoever made the contract appointed."""
    holders, role, account = book_of(run).holders, event.args["role"], event.args["account"]
    if holders[event.address, ADMINISTRATOR]:
        said_by(run, event, ADMINISTRATOR, event.args["sender"])
    new = account not in holders[event.address, role]
    run.tally.holds(new, GROUP, at(event), "appointed", "somebody who was not", account)
    holders[event.address, role].add(account)


def role_revoked(run: Run, event: Event) -> None:
    """By an administrator or by who gives it up; who follows an administrator takes the place itself."""
    holders, role, account = book_of(run).holders, event.args["role"], event.args["account"]
    if event.args["sender"] != account and role != ADMINISTRATOR:
        said_by(run, event, ADMINISTRATOR, event.args["sender"])
    held = account in holders[event.address, role]
    run.tally.holds(held, GROUP, at(event), "dismissed", "who held the office", account)
    holders[event.address, role].discard(account)


def threshold_set(run: Run, event: Event) -> None:
    """By an administrator, but for the first, which whoever made the oracle set."""
    thresholds, threshold = book_of(run).thresholds, event.args["threshold"]
    if event.address in thresholds:
        said_by(run, event, ADMINISTRATOR, event.args["by"])
    run.tally.holds(threshold > 0, GROUP, at(event), "threshold, above", 0, threshold)
    thresholds[event.address] = threshold
