# SPDX-License-Identifier: Apache-2.0
"""A report of valuations, as attestors sign it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from eth_utils.address import to_checksum_address

from regalia.chain.right_reports import VALUATION, ReportKind
from regalia.domain.rights import number
from regalia.domain.rights.acts import RightValuation, Valuation
from regalia.domain.rights.day import written
from regalia.domain.rights.words import Method, word

Money = Callable[[str, int], str]
"""How much so many smallest units of a token are, in words."""


@dataclass(frozen=True)
class SignedValuation:
    """``number`` is the one the registry will give it; ``amount`` is in the smallest unit of ``token``."""

    right: bytes
    number: int
    token: str
    amount: int
    method: Method
    day: int
    until: int
    document: bytes

    @classmethod
    def of(cls, act: RightValuation, number: int) -> SignedValuation:
        """Without the appraiser: the registry takes it from whoever calls, the oracle."""
        v = act.valuation
        return cls(act.right, number, v.token, v.amount, v.method, v.day, v.until, act.document)

    def act(self, oracle: str) -> RightValuation:
        """What the oracle enters."""
        return RightValuation(
            self.right, Valuation(self.token, self.amount, oracle, self.day, self.until, self.method), self.document
        )

    def words(self) -> tuple[Any, ...]:
        token = to_checksum_address(self.token)
        return (self.right, self.number, token, self.amount, int(self.method), self.day, self.until, self.document)


@dataclass(frozen=True)
class ValuationReport:
    """Valuations in the order in which they are to be entered; ``deadline`` is the last second for handing it in."""

    kind: ClassVar[ReportKind] = VALUATION
    valuations: tuple[SignedValuation, ...]
    deadline: int

    def words(self) -> tuple[tuple[Any, ...], ...]:
        return tuple(valuation.words() for valuation in self.valuations)

    def lines(self, money: Money | None = None) -> Iterator[str]:
        """For a person, a valuation each. The amount in the smallest unit is what is signed; ``money`` says it in whole currency."""
        for v in self.valuations:
            whole = f"{money(v.token, v.amount)}, which is " if money else ""
            yield (
                f"{number.describe(v.right)}  valuation {v.number}: {whole}{v.amount} of the smallest unit of {v.token}, "
                f"by {word(v.method)}, of {written(v.day)}, good until {written(v.until)}, document 0x{v.document.hex()}"
            )
