# SPDX-License-Identifier: Apache-2.0
"""What a deal was wired with against what it must be wired with: the first time, at closing, and after a resolution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from itertools import zip_longest

from regalia.chain.events import Event
from regalia.domain.program import Program
from regalia.domain.terms import terms_hash
from regalia.ledger.run import Run, at
from regalia.ledger.wiring import Wiring, WiringError, read_wiring

GROUP = "wiring"


def wiring_of(run: Run, event: Event) -> Wiring | None:
    """The wiring an event tells, of these terms; None, and a difference, when its bytes are none."""
    expected = terms_hash(run.ledger.terms)
    run.tally.same(GROUP, "terms", f"hash in {event.name}", expected, event.args["termsHash"])
    try:
        wiring = read_wiring(event.args["wiring"])
    except WiringError as error:
        run.tally.same(GROUP, at(event), "wiring", "program, addresses and funding", error.message)
        return None
    run.tally.same(GROUP, "terms", "hash in the wiring", expected, wiring.terms_hash)
    return wiring


def compare_rewiring(run: Run, event: Event, program: Program, payees: Sequence[str | None]) -> None:
    """Another program or other payees, and everything else as it was."""
    found, before = wiring_of(run, event), run.wiring
    if found is None or not run.tally.holds(before is not None, GROUP, at(event), "wired before", "yes", "no"):
        return
    compare_program(run, program, found.program)
    for payee, expected, address in zip_longest(program.payees, payees, found.payees):
        run.tally.same(GROUP, at(event), f"payee {payee or 'of no name'}", expected, address)
    for what in fields(Wiring):
        if what.name not in ("program", "payees", "terms_hash"):
            expected, told = getattr(before, what.name), getattr(found, what.name)
            run.tally.same(GROUP, at(event), what.name.replace("_", " "), expected, told)


def compare_program(run: Run, program: Program, found: bytes) -> None:
    """Word by word, so that a difference names the tranche or the step."""
    expected = program.pack()
    run.tally.same(GROUP, "program", "length in bytes", len(expected), len(found))
    labels = ["header", *(f"tranche {tranche.label}" for tranche in program.tranches)]
    labels += [f"step {step.label}, word {word}" for step in program.steps for word in (0, 1)]
    labels += [f"step {step.label} after default, word {word}" for step in program.acceleration for word in (0, 1)]
    labels += [f"facility {facility.label}" for facility in program.facilities]
    labels += [f"trigger {trigger.label}" for trigger in program.triggers]
    labels += [f"fact {fact}" for fact in program.facts]
    labels += [f"call {i}" for i in range(len(program.calls))]
    labels += [f"table, word {i}" for i in range(len(expected) // 32 - len(labels))]
    for i, label in enumerate(labels):
        word = slice(32 * i, 32 * i + 32)
        run.tally.same(GROUP, "program", label, expected[word], found[word])
