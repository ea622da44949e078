# SPDX-License-Identifier: Apache-2.0
"""What became of reports beside being used: missing, disputed, struck, restated; and who attests."""

from __future__ import annotations

from dataclasses import dataclass

from regalia.domain.history import PeriodReport
from regalia.ledger.place import Place


@dataclass(frozen=True)
class SignerSet:
    """The attestors of an epoch, in rising order, what each weighs, and the weight a report needs."""

    epoch: int
    threshold: int
    signers: tuple[str, ...]
    weights: tuple[int, ...]

    def named(self, bits: int) -> tuple[str, ...]:
        """The signers of a bit set; bits beyond the set name nobody."""
        return tuple(signer for i, signer in enumerate(self.signers) if bits >> i & 1)

    def weight(self, bits: int) -> int:
        return sum(weight for i, weight in enumerate(self.weights) if bits >> i & 1)

    def without(self, signer: str) -> SignerSet:
        """Those of the next epoch when one is removed."""
        left = [pair for pair in zip(self.signers, self.weights, strict=False) if pair[0] != signer]
        return SignerSet(self.epoch + 1, self.threshold, tuple(s for s, _ in left), tuple(w for _, w in left))


@dataclass(frozen=True)
class PendingReport:
    """An accepted report that waits for its payment date.

    ``final_at`` is in seconds, ``NEVER`` while it is disputed; ``missing``: an empty one that stands in for a report that did not come.
    ``weight`` is that of its signers, ``needed`` what their epoch asks for.
    """

    report: PeriodReport
    evidence_root: str
    signers: tuple[str, ...]
    place: Place
    epoch: int = 1
    final_at: int = 0
    missing: bool = False
    weight: int = 0
    needed: int = 0


@dataclass(frozen=True)
class RestatementTold:
    """A correction of ``period``, as accepted. Amounts are deltas in smallest units; roots are ``0x…``."""

    number: int
    period: int
    received: int
    other_income: int
    corrects: str
    evidence_root: str
    signers: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class DisputeTold:
    """A dispute over the waiting report of ``period`` (``number`` 0) or over a restatement, and how it ended.

    ``struck`` is None while it goes on; ``was_final_at`` is when what is disputed would have been final, in seconds.
    """

    number: int
    period: int
    by: str
    bond: int
    evidence: str
    opened: Place
    decided: Place | None = None
    decided_by: str | None = None
    strike: bool = False
    appellant: str | None = None
    appeal_bond: int = 0
    appealed: Place | None = None
    settled: Place | None = None
    struck: bool | None = None
    was_final_at: int = 0


@dataclass(frozen=True)
class DoubleSigning:
    """A signer shown to have signed two reports of one period; digests are ``0x…``."""

    signer: str
    period: int
    first: str
    second: str
    place: Place
