# SPDX-License-Identifier: Apache-2.0
"""``evidence.yaml``: what an attestor holds itself, and what it leaves to the others. One an attestor, beside its documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, TypeAdapter, model_validator

from regalia.domain.calendar import CollectionPeriod
from regalia.domain.terms.scalars import Amount, Id, Part, Period, Rate, Text, Whole
from regalia.statements.map_scalars import LicenceNames

_PLAIN_PATH = re.compile(r"[^\0\\]{1,300}")
_PERIOD, _AMOUNT = TypeAdapter[CollectionPeriod](Period), TypeAdapter[Any](Amount)
LeftTo = Literal["statements", "bank", "invoices", "reserve-target"]


def _inside(value: Any) -> str:
    path = PurePosixPath(value) if isinstance(value, str) and _PLAIN_PATH.fullmatch(value) else None
    if path is None or path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError("must be a path within the evidence folder, such as statements/*.csv")
    return str(path)


def _targets(value: Any) -> dict[CollectionPeriod, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("must be a group of periods, each with an amount, such as 2024Q1: 9,000")
    return {_PERIOD.validate_python(period): _AMOUNT.validate_python(amount) for period, amount in value.items()}


Inside = Annotated[str, PlainValidator(_inside)]
Targets = Annotated[dict[CollectionPeriod, Any], PlainValidator(_targets)]


class LicenceEntry(Part):
    """A licence of the deal. ``kind`` other-income: interest on deposits and the like, paid under an id of its own."""

    id: Id
    licensee: Text
    royalty_rate: Rate | None = None
    kind: Literal["royalty", "other-income"] = "royalty"


class StatementFiles(Part):
    """Statements of one payer. ``licences`` says of which licences these are all statements; left out: of all.

    csv: ``columns`` is the column map. dsr: ``licence_of`` names licences by what the report calls them, ``reference`` is what the
    sender writes on its payments, as agreed with it. json: what a payer's API answered, kept; ``licence_of`` where it uses other names.
    """

    reader: Literal["csv", "dsr", "json"]
    files: Inside
    columns: Inside | None = None
    licence_of: LicenceNames = Field(default_factory=dict)
    reference: Text | None = None
    licences: tuple[Id, ...] | None = None

    @model_validator(mode="after")
    def _of_its_reader(self) -> Self:
        if self.reader == "csv" and (self.columns is None or self.licence_of or self.reference):
            raise ValueError("a csv has columns (its column map), and neither licence_of nor reference")
        if self.reader == "dsr" and (self.columns is not None or not self.licence_of):
            raise ValueError("a dsr has licence_of, and no columns")
        if self.reader == "json" and (self.columns is not None or self.reference):
            raise ValueError("a json has neither columns nor reference")
        return self


class BankFiles(Part):
    """All statements of one account (camt.053)."""

    files: Inside
    account: Text


class EvidenceFile(Part):
    """What is not given is not held. ``left_to_others``: what this attestor signs without having looked at it; what it neither holds nor
    leaves to others it does not sign. ``oldest_cut_off_days``: how long ago payments may have been counted; ``earliest_days``: how long
    after the end of a period at the earliest.
    """

    format: Literal["regalia-evidence-1"]
    licences: Annotated[tuple[LicenceEntry, ...], Field(min_length=1)]
    statements: tuple[StatementFiles, ...] = ()
    bank: tuple[BankFiles, ...] = ()
    rates: Inside | None = None
    invoices: Inside | None = None
    reserve_targets: Targets | None = None
    window_days: Whole = 10
    tolerance: Rate = 0
    oldest_cut_off_days: Whole = 10
    earliest_days: Whole = 0
    left_to_others: tuple[LeftTo, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        counts = Counter(licence.id for licence in self.licences)
        if twice := [id_ for id_, times in counts.items() if times > 1]:
            raise ValueError(f"licences: {', '.join(twice)}: is there twice")
        strange = sorted({id_ for files in self.statements for id_ in files.licences or () if id_ not in counts})
        if strange:
            raise ValueError(f"statements: {', '.join(strange)}: is not among licences")
        held = {
            "bank": bool(self.bank),
            "invoices": bool(self.invoices),
            "reserve-target": self.reserve_targets is not None,
        }
        if both := [part for part in self.left_to_others if held.get(part)]:
            raise ValueError(f"left_to_others: {', '.join(both)}: is held here, so nothing of it is left to others")
        if self.tolerance >= 10**6:
            raise ValueError("tolerance: must be below 100%")
        return self

    @property
    def covered(self) -> frozenset[str]:
        """Licences whose statements are all held."""
        every = frozenset(licence.id for licence in self.licences)
        return frozenset().union(*(every if files.licences is None else files.licences for files in self.statements))

    @property
    def is_whole(self) -> bool:
        """Whether everything can be recomputed: statements of all licences, and the bank's."""
        return bool(self.bank) and self.covered == {licence.id for licence in self.licences}
