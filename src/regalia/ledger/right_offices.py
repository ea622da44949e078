# SPDX-License-Identifier: Apache-2.0
"""Who may say something of rights, and what the legal oracle passed on: appointments, thresholds, signers."""

from __future__ import annotations

from eth_utils.crypto import keccak

from regalia.chain.events import Event
from regalia.ledger.right_acts import GROUP, book_of
from regalia.ledger.run import Run, at

ATTESTOR = keccak(text="ATTESTOR_ROLE")


def role_granted(run: Run, event: Event) -> None:
    book_of(run).holders[event.address, event.args["role"]].add(event.args["account"])


def role_revoked(run: Run, event: Event) -> None:
    book_of(run).holders[event.address, event.args["role"]].discard(event.args["account"])


def threshold_set(run: Run, event: Event) -> None:
    book_of(run).thresholds[event.address] = event.args["threshold"]


def legal_report_taken(run: Run, event: Event) -> None:
    """A quorum of those who were attestors at that moment; its events follow from the registry."""
    signers, attestors = event.args["signers"], book_of(run).holders[event.address, ATTESTOR]
    threshold = book_of(run).thresholds.get(event.address, 1)
    enough = run.tally.holds(
        len(set(signers)) >= threshold, GROUP, at(event), "signers, at least", threshold, len(set(signers))
    )
    if enough:
        strangers = [signer for signer in signers if signer not in attestors]
        run.tally.holds(not strangers, GROUP, at(event), "signed by", "attestors", ", ".join(strangers))
    book_of(run).announced[event.transaction_hash] += event.args["events"]
