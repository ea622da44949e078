# SPDX-License-Identifier: Apache-2.0
"""How those who attest a deal behave: what each signed, what came late or not at all, what was disputed, and who signed twice.

A report carries no more signatures than it needs: whoever is not among them may have signed all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from regalia.ledger.index.reader_model import IndexedEvent
from regalia.ledger.right_offices import ATTESTOR
from regalia.ledger.run import DAY, midnight
from regalia.ledger.story.typed import typed
from regalia.ledger.stream_model import SignerSet
from regalia.views.order_line import name_of
from regalia.views.seen import DealNow

RECEIPTS, LEGAL, VALUATION = "receipts", "legal", "valuation"
_NAMES = (
    *("StreamOpened", "SignersChanged", "SignaturesVoided", "ReportAccepted", "ReportMissing", "ReportStruck"),
    *("RestatementAccepted", "Disputed", "DisputeSettled", "DoubleSigningShown"),
)
_OF_RIGHTS = {"LegalReportTaken": LEGAL, "ValuationReportTaken": VALUATION}
_LAST = 500
"""Reports on rights that are counted: their contracts may serve many deals."""


@dataclass
class Counted:
    """``epochs``: the first and the last in which he was a signer; ``late``: could not be final on its payment date; ``missed``: no report
    came while he was a signer; ``open``, ``struck``, ``upheld``: disputes over what he signed, by how they ended.
    """

    epochs: tuple[int, int] = (0, 0)
    reports: int = 0
    restatements: int = 0
    without: int = 0
    late: int = 0
    missed: int = 0
    open: int = 0
    struck: int = 0
    upheld: int = 0
    double: int = 0


@dataclass(frozen=True)
class AttestorLine:
    """``of``: receipts, legal or valuation. ``weight`` None where all weigh the same; ``without``: accepted without his signature. Of
    reports on rights only those signed are counted.
    """

    id: str
    deal: str
    of: str
    attestor: str
    name: str
    in_office: bool
    weight: int | None
    first_epoch: int | None
    last_epoch: int | None
    signed: int
    restatements: int
    without: int
    late: int
    missed: int
    disputes_open: int
    struck: int
    upheld: int
    double_signings: int


@dataclass
class _Stream:
    """Of receipts, while it is told: ``waiting`` are signers of what may be disputed, by number of the dispute."""

    signers: SignerSet = field(default_factory=lambda: SignerSet(0, 0, (), ()))
    window: int = 0
    found: dict[str, Counted] = field(default_factory=dict)
    waiting: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def of(self, signer: str) -> Counted:
        return self.found.setdefault(signer, Counted())

    def put(self, signers: SignerSet) -> None:
        self.signers = signers
        for signer in signers.signers:
            first, _ = self.of(signer).epochs
            self.of(signer).epochs = (first or signers.epoch, signers.epoch)


def attestors_of(now: DealNow) -> tuple[AttestorLine, ...]:
    """Those of receipts, then those of rights; by address."""
    stream = _Stream()
    for event in now.moment.events(*_NAMES):
        if event.address == now.record.oracle.address:
            _tell(now, stream, event)
    weights = dict(zip(stream.signers.signers, stream.signers.weights, strict=False))
    lines = [_line(now, signer, counted, weights.get(signer)) for signer, counted in sorted(stream.found.items())]
    return (*lines, *_of_rights(now))


def _tell(now: DealNow, stream: _Stream, event: IndexedEvent) -> None:
    args = typed(event.name, event.args)
    match event.name:
        case "StreamOpened" | "SignersChanged":
            stream.window = args.get("disputeWindow", stream.window)
            words = tuple(args["signers"]), tuple(args["weights"])
            stream.put(SignerSet(args["epoch"], args["threshold"], *words))
        case "SignaturesVoided" | "ReportStruck":
            known = stream.signers
            stream.put(SignerSet(args["epoch"], known.threshold, known.signers, known.weights))
        case "ReportAccepted":
            signed = _signed(stream, 0, args["signerSet"])
            for signer in stream.signers.signers:
                stream.of(signer).reports += signer in signed
            if _is_late(now, args["period"], event.place.timestamp + stream.window):
                for signer in signed:
                    stream.of(signer).late += 1
        case "RestatementAccepted":
            for signer in _signed(stream, args["number"], args["signerSet"]):
                stream.of(signer).restatements += 1
        case "ReportMissing":
            for signer in stream.signers.signers:
                stream.of(signer).missed += 1
        case "DoubleSigningShown":
            stream.of(args["signer"]).double += 1
        case "Disputed":
            for signer in stream.waiting.get(args["number"], ()):
                stream.of(signer).open += 1
        case "DisputeSettled":
            for signer in stream.waiting.get(args["number"], ()):
                counted = stream.of(signer)
                counted.open -= 1
                counted.struck += args["struck"]
                counted.upheld += not args["struck"]


def _signed(stream: _Stream, number: int, bits: int) -> Sequence[str]:
    signed = stream.signers.named(bits)
    stream.waiting[number] = signed
    for signer in stream.signers.signers:
        stream.of(signer).without += signer not in signed
    return signed


def _is_late(now: DealNow, period: int, final_at: int) -> bool:
    """Whoever wants to dispute it has a time to do so; it has to be over on the day of the payment."""
    try:
        scheduled = now.ledger.program.schedule.payment_date(period)
    except (ValueError, OverflowError):  # a period beyond the calendar
        return False
    return final_at >= midnight(scheduled) + DAY


def _line(now: DealNow, signer: str, counted: Counted, weight: int | None) -> AttestorLine:
    return AttestorLine(
        id=f"{now.terms.id}-{RECEIPTS}-{signer}",
        deal=now.terms.id,
        of=RECEIPTS,
        attestor=signer,
        name=name_of(now, signer),
        in_office=weight is not None,
        weight=weight,
        first_epoch=counted.epochs[0],
        last_epoch=counted.epochs[1],
        signed=counted.reports,
        restatements=counted.restatements,
        without=counted.without,
        late=counted.late,
        missed=counted.missed,
        disputes_open=counted.open,
        struck=counted.struck,
        upheld=counted.upheld,
        double_signings=counted.double,
    )


def _of_rights(now: DealNow) -> list[AttestorLine]:
    """Whoever signed a report on rights, or may."""
    rights, book = now.record.rights, now.seen.story.rights
    if rights is None or book is None:
        return []
    offices = {LEGAL: rights.oracle, VALUATION: rights.valuation_oracle}
    signed: dict[tuple[str, str], int] = {}
    for of, oracle in offices.items():
        for signer in book.holders.get((oracle.address, ATTESTOR), ()) if oracle else ():
            signed[of, signer] = 0
    for name, of in _OF_RIGHTS.items():
        for event in now.moment.books.events(name, _LAST):
            for signer in event.args["signers"]:
                signed[of, signer] = signed.get((of, signer), 0) + 1
    lines = []
    for (of, signer), count in sorted(signed.items()):
        oracle = offices[of]
        holds = oracle is not None and signer in book.holders.get((oracle.address, ATTESTOR), ())
        names = f"{now.terms.id}-{of}-{signer}", now.terms.id, of, signer, name_of(now, signer), holds
        lines.append(AttestorLine(*names, None, None, None, count, *(0,) * 8))
    return lines
