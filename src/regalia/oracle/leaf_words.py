# SPDX-License-Identifier: Apache-2.0
"""A receipt's leaf in a JSON document: hashes as ``0x…``, amounts as decimal text, since a reader may have no whole numbers above 2^53."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, ValidationInfo

from regalia.oracle.receipt_leaf import LeafKind, ReceiptLeaf
from regalia.oracle.report import PERIOD_LIMIT, Hash32

_DIGITS = re.compile(r"0|[1-9][0-9]{0,77}", re.ASCII)


def _whole(value: Any, info: ValidationInfo) -> Any:
    if info.mode == "python":
        return value
    if not isinstance(value, str) or _DIGITS.fullmatch(value) is None:
        raise ValueError("must be a whole number as text, of digits alone")
    return int(value)


def _kind(value: Any) -> LeafKind:
    if isinstance(value, bool) or not isinstance(value, int) or value not in set(LeafKind):
        raise ValueError("must be 0 (royalty), 1 (other income) or 2 (invoice)")
    return LeafKind(value)


Whole = Annotated[
    int, Field(ge=0, lt=2**256), BeforeValidator(_whole), PlainSerializer(str, return_type=str, when_used="json")
]
Kind = Annotated[LeafKind, BeforeValidator(_kind), PlainSerializer(int, return_type=int, when_used="json")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class LeafWords(BaseModel):
    """The fields of a ``ReceiptLeaf`` in their order."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    salt: Hash32
    kind: Kind
    licence: Hash32
    period: Annotated[int, Field(ge=1, lt=PERIOD_LIMIT)]
    currency: Code
    gross: Whole
    deductions: Whole
    net: Whole
    rate: Whole
    amount: Whole
    reference: Hash32
    source: Hash32

    @classmethod
    def of(cls, leaf: ReceiptLeaf) -> LeafWords:
        """Raises pydantic's ``ValidationError``, for the document that has the leaf to explain."""
        return cls.model_validate(vars(leaf))

    @property
    def leaf(self) -> ReceiptLeaf:
        return ReceiptLeaf(**{name: getattr(self, name) for name in type(self).model_fields})
