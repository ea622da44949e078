# SPDX-License-Identifier: Apache-2.0
"""One row of the record of signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from regalia.oracle.restatement import Restatement
from regalia.oracle.typed_data import Signable, SigningDomain

Kind = Literal["report", "restatement"]


def kind_of(report: Signable) -> Kind:
    return "restatement" if isinstance(report, Restatement) else "report"


def number_of(report: Signable) -> int:
    """What there can be only one of: the period of a report, the number of a restatement."""
    return report.number if isinstance(report, Restatement) else report.period


@dataclass(frozen=True)
class SignedRow:
    """``message`` is the whole EIP-712 message as JSON, with which others can prove the signature, "" in rows of an earlier release;
    ``proposal`` the document it came with, "" where there was none.
    """

    signer: str
    chain_id: int
    oracle: str
    deal: str
    kind: str
    number: int
    epoch: int
    digest: bytes
    message: str = ""
    proposal: str = ""

    @classmethod
    def of(cls, signer: str, report: Signable, domain: SigningDomain, digest: bytes) -> SignedRow:
        place = (signer, domain.chain_id, domain.oracle, report.deal)
        return cls(*place, kind_of(report), number_of(report), report.epoch, digest)

    @classmethod
    def from_values(cls, values: tuple[Any, ...]) -> SignedRow:
        """From the columns of the table, in their order."""
        signer, chain_id, *rest = values
        return cls(signer, int(chain_id), *rest)

    @property
    def named(self) -> str:
        """``period 7``, or ``restatement 2``."""
        return f"{'period' if self.kind == 'report' else self.kind} {self.number}"


def key_of(row: SignedRow) -> tuple[str, str, str, str, str, int, int]:
    """What there is one row of. The chain id is text: it may be larger than an integer of SQLite."""
    return row.signer, str(row.chain_id), row.oracle, row.deal, row.kind, row.number, row.epoch
