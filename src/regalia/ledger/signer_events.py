# SPDX-License-Identifier: Apache-2.0
"""How the attestors of a deal change, and that each change is allowed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from regalia.chain.events import Event
from regalia.ledger.place import Place
from regalia.ledger.report_events import GROUP
from regalia.ledger.run import Run, at
from regalia.ledger.stream_book import ENACT_WITHIN, ROTATION_DELAY, Proposed
from regalia.ledger.stream_model import DoubleSigning, SignerSet


def signers_proposed(run: Run, event: Event) -> None:
    args, where = event.args, at(event)
    given = SignerSet(0, args["threshold"], tuple(args["signers"]), tuple(args["weights"]))
    ready_at = event.timestamp + ROTATION_DELAY
    run.tally.same(GROUP, where, "can be put in force from", ready_at, args["readyAt"])
    rising = all(int(a, 16) < int(b, 16) for a, b in pairwise(given.signers))
    run.tally.holds(rising, GROUP, where, "signers", "rising", "out of order")
    run.tally.same(GROUP, where, "weights", len(given.signers), len(given.weights))
    total = sum(given.weights)
    run.tally.holds(0 < given.threshold <= total, GROUP, where, "threshold, at most", total, given.threshold)
    run.stream.proposed = Proposed(given, ready_at)


def proposal_withdrawn(run: Run, event: Event) -> None:
    had = run.stream.proposed is not None
    run.tally.holds(had, GROUP, at(event), "proposal to withdraw", "one", "none")
    run.stream.proposed = None


def signers_changed(run: Run, event: Event) -> None:
    """A signer who signed twice is removed, or a proposal is put in force after its delay."""
    args, where, stream = event.args, at(event), run.stream
    given = SignerSet(args["epoch"], args["threshold"], tuple(args["signers"]), tuple(args["weights"]))
    epoch = stream.signers.epoch + 1
    if stream.removed is not None:
        expected = stream.signers.without(stream.removed)
        stream.removed = None
    elif run.tally.holds(stream.proposed is not None, GROUP, where, "proposal before it", "one", "none"):
        assert stream.proposed is not None
        ready = stream.proposed.ready_at
        run.tally.holds(event.timestamp >= ready, GROUP, where, "in force, not before", ready, event.timestamp)
        last = ready + ENACT_WITHIN
        run.tally.holds(event.timestamp <= last, GROUP, where, "in force, not after", last, event.timestamp)
        expected = replace(stream.proposed.signers, epoch=epoch)
        stream.proposed = None
    else:
        expected = given
    run.tally.same(GROUP, where, "epoch", epoch, given.epoch)
    run.tally.same(GROUP, where, "threshold", expected.threshold, given.threshold)
    run.tally.same(GROUP, where, "signers", expected.signers, given.signers)
    run.tally.same(GROUP, where, "weights", expected.weights, given.weights)
    stream.signers = expected


def signatures_voided(run: Run, event: Event) -> None:
    next_epoch(run, event)


def double_signing_shown(run: Run, event: Event) -> None:
    """He was a signer, and is told to be removed next."""
    args, where = event.args, at(event)
    known = run.stream.signers.signers
    run.tally.holds(args["signer"] in known, GROUP, where, "signer", "one of the deal", args["signer"])
    first, second = ("0x" + args[name].hex() for name in ("first", "second"))
    run.tally.holds(first != second, GROUP, where, "reports", "two different ones", "the same twice")
    shown = DoubleSigning(args["signer"], args["period"], first, second, Place.of(event))
    run.stream.double_signings.append(shown)
    run.stream.removed = args["signer"]
    proposed = run.stream.proposed  # falls when it names him
    wanted = "ProposalWithdrawn" if proposed and args["signer"] in proposed.signers.signers else "SignersChanged"
    follows = run.following.name if run.following else None
    run.tally.same(GROUP, where, "told next", wanted, follows)


def next_epoch(run: Run, event: Event) -> None:
    """The same signers in the next epoch: what they signed before is void."""
    epoch = run.stream.signers.epoch + 1
    run.tally.same(GROUP, at(event), "epoch", epoch, event.args["epoch"])
    run.stream.signers = replace(run.stream.signers, epoch=epoch)
