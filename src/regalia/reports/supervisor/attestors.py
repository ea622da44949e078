# SPDX-License-Identifier: Apache-2.0
"""How those who attest have behaved: what each signed, what went by without him, what he signed twice, which disputes he lost.

A report carries no more signatures than it needs, so whoever is not among them may have signed all the same; whoever was a signer when no
report came at all has missed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regalia.ledger.stream_model import SignerSet
from regalia.reports.supervisor.parts import Field, Grid, Kind, Section
from regalia.reports.supervisor.subject import Subject

RECEIPTS, LEGAL, VALUATION = "receipts", "legal events", "valuations"
_LEGAL = {"LegalReportTaken": LEGAL, "ValuationReportTaken": VALUATION}


@dataclass
class Conduct:
    """``others`` are reports accepted without his signature while he was a signer; ``struck`` those he signed that fell in a dispute."""

    attestor: str
    of: str
    in_office: bool = False
    signed: int = 0
    others: int = 0
    missed: int = 0
    struck: int = 0
    double: int = 0
    lost: int = 0


def conduct_of(subject: Subject) -> tuple[Conduct, ...]:
    """Whoever was ever a signer of the deal's oracle, then who signed of its rights; by address."""
    found: dict[tuple[str, str], Conduct] = {}

    def of(who: str, what: str = RECEIPTS) -> Conduct:
        return found.setdefault((what, who), Conduct(who, what))

    stream, oracle = subject.ledger.stream, subject.ledger.record.oracle.address
    signers = _first(subject)
    for signer in signers.signers:
        of(signer)
    for event in subject.ledger.events:
        args = event.args
        if event.name in _LEGAL:
            for signer in args["signers"]:
                of(signer, _LEGAL[event.name]).signed += 1
        if event.address != oracle:
            continue
        match event.name:
            case "SignersChanged":
                signers = SignerSet(args["epoch"], args["threshold"], tuple(args["signers"]), tuple(args["weights"]))
            case "ReportAccepted" | "RestatementAccepted":
                bits = args.get("signerSet")
                named = signers.named(bits) if bits is not None else ()
                for signer in signers.signers:
                    of(signer).signed += signer in named
                    of(signer).others += signer not in named
            case "ReportMissing":
                for signer in signers.signers:
                    of(signer).missed += 1
    fallen = {dispute.number for dispute in stream.past if dispute.struck}
    struck = [pending.signers for pending, _ in stream.struck]
    struck += [told.signers for told in stream.told if told.number in fallen]
    for signers_of_it in struck:
        for signer in signers_of_it:
            of(signer).struck += 1
    for shown in stream.double_signings:
        of(shown.signer).double += 1
    for who in _losers(subject):
        if (RECEIPTS, who) in found:
            of(who).lost += 1
    for signer in stream.signers.signers:
        of(signer).in_office = True
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0] != RECEIPTS, *key)))


def attestor_section(subject: Subject) -> Section:
    return Section("attestors", "Attestors", (attestors_grid(subject),), ("attestors.csv",))


def attestors_grid(subject: Subject) -> Grid:
    counts = (
        ("signed", "Reports signed"), ("others", "Accepted without him"), ("missed", "Reports missed"),
        ("struck", "Signed and struck"), ("double", "Signed twice"), ("lost", "Disputes lost"),
    )  # fmt: skip
    fields = (
        Field("attestor", "Attestor", Kind.PARTY),
        Field("of", "Of", Kind.WORD),
        Field("in_office", "In office", Kind.FLAG),
        *(Field(key, title, Kind.COUNT) for key, title in counts),
    )
    rows = tuple(
        (x.attestor, x.of, x.in_office if x.of == RECEIPTS else None, *(getattr(x, key) for key, _ in counts))
        for x in conduct_of(subject)
    )
    note = (
        "A report carries no more signatures than it needs: who is not among them may have signed all the same. Missed are reports that "
        "did not come at all while he was a signer."
    )
    return Grid("attestors", "Conduct of attestors", fields, rows, note)


def _first(subject: Subject) -> SignerSet:
    """The set the deal was made with."""
    given = subject.ledger.record.attestors
    return SignerSet(1, given.threshold, tuple(given.signers), tuple(given.weights or [1] * len(given.signers)))


def _losers(subject: Subject) -> Iterator[str]:
    """Who opened a dispute that was dismissed, or appealed in vain."""
    for dispute in subject.ledger.stream.past:
        if not dispute.struck:
            yield dispute.by
        if dispute.appellant and dispute.struck == dispute.strike:
            yield dispute.appellant
